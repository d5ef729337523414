//! Items and measurements.

use wayfare::merge::Form;

use super::{clean, conflict, merged};

const ITEM: &str = "\
---
kind: insight
title: Admins stall
status: observed
links: [make-findable]
evidence:
  - quote: I waited.
    date: 2026-01-01
  - url: https://example.com/1
---
Admins leave the page.

They come back late.
";

const CSV: &str = "date,value,note\n2026-01-01,10,\n2026-02-01,12,\"a, b\"\n2026-03-01,15,\n";

#[test]
fn different_fields_of_one_item() {
    let merged = clean(
        Form::Markdown,
        ITEM,
        &[
            ("title: Admins stall\nstatus: observed", "title: Admins stall\nstatus: validated"),
            ("leave the", "leave this"),
        ],
        &[
            ("title: Admins stall\n", "title: Admins stall here\n"),
            ("[make-findable]", "[make-findable, guide]"),
            ("back late", "back later"),
        ],
    );
    let expected = ITEM
        .replace("title: Admins stall\nstatus: observed", "title: Admins stall here\nstatus: validated")
        .replace("[make-findable]", "[make-findable, guide]")
        .replace("leave the", "leave this")
        .replace("back late", "back later");
    assert_eq!(merged, expected);
}

#[test]
fn both_add_evidence() {
    let last = "  - url: https://example.com/1\n";
    let merged = clean(
        Form::Markdown,
        ITEM,
        &[(last, &format!("{last}  - signal: zendesk-1\n"))],
        &[(last, &format!("{last}  - quote: Me too.\n    persona: admin\n"))],
    );
    assert!(
        merged.contains(&format!("{last}  - signal: zendesk-1\n  - quote: Me too.\n    persona: admin\n---\n")),
        "{merged}"
    );
}

#[test]
fn a_field_and_a_sentence_that_conflict() {
    let merged = conflict(
        Form::Markdown,
        ITEM,
        &[("status: observed", "status: validated"), ("leave the", "leave this")],
        &[("status: observed", "status: archived"), ("leave the", "leave our")],
    );
    assert!(
        merged.contains("<<<<<<< ours\nstatus: validated\n=======\nstatus: archived\n>>>>>>> theirs\nlinks"),
        "{merged}"
    );
    assert!(
        merged.contains("---\n<<<<<<< ours\nAdmins leave this page.\n=======\nAdmins leave our page.\n"),
        "{merged}"
    );
}

#[test]
fn one_file_added_twice() {
    let ours = "---\nkind: metric\ntitle: A\nunit: percent\n---\n";
    let theirs = "---\nkind: metric\ntitle: A\nperiod: week\n---\n";
    let both = merged(Form::Markdown, ["", ours, theirs]);
    assert_eq!(
        (both.text.as_str(), both.is_clean),
        ("---\nkind: metric\ntitle: A\nunit: percent\nperiod: week\n---\n", true)
    );
}

#[test]
fn rows_are_merged_by_date() {
    let merged = clean(
        Form::Rows,
        CSV,
        &[("2026-03-01,15,\n", "2026-03-01,15,\n2026-05-01,20,\n"), ("2026-02-01,12", "2026-02-01,13")],
        &[("2026-03-01,15,\n", "2026-03-01,15,late\n2026-04-01,18,\n")],
    );
    let expected =
        "date,value,note\n2026-01-01,10,\n2026-02-01,13,\"a, b\"\n2026-03-01,15,late\n2026-04-01,18,\n2026-05-01,20,\n";
    assert_eq!(merged, expected);
}

#[test]
fn cells_of_one_row() {
    let merged = clean(Form::Rows, CSV, &[("-01,15,\n", "-01,16,\n")], &[("-01,15,\n", "-01,15,late\n")]);
    assert!(merged.ends_with("2026-03-01,16,late\n"), "{merged}");
    let merged = conflict(Form::Rows, CSV, &[("-01,15,", "-01,16,")], &[("-01,15,", "-01,17,")]);
    let marked = "<<<<<<< ours\n2026-03-01,16,\n=======\n2026-03-01,17,\n>>>>>>> theirs\n";
    assert!(merged.ends_with(marked), "{merged}");
}

#[test]
fn blank_lines_among_rows_stay() {
    let base = "date,value\n\n2026-01-01,10\n2026-02-01,12\n\n";
    let merged = clean(Form::Rows, base, &[(",12", ",13")], &[("2026-02-01", "2026-01-15,11\n\n2026-02-01")]);
    assert_eq!(merged, "date,value\n\n2026-01-01,10\n2026-01-15,11\n\n2026-02-01,13\n\n");
}

#[test]
fn channels_units_and_ids_of_other_systems() {
    let touchpoint = "---\nkind: touchpoint\ntitle: Form\nchannel: app\nexternal_ids: { jira: A-1 }\n---\nA form.\n";
    let merged = clean(
        Form::Markdown,
        touchpoint,
        &[("channel: app", "channel: [app, email]")],
        &[("jira: A-1", "jira: A-1, sheet: 7"), ("external_ids", "url: https://acme.example/form\nexternal_ids")],
    );
    for part in ["channel: [app, email]", "jira: A-1, sheet: 7", "url: https://acme.example/form"] {
        assert!(merged.contains(part), "{merged}");
    }
    let both = [("channel: app", "channel: [app, email]"), ("channel: app", "channel: store")];
    conflict(Form::Markdown, touchpoint, &both[..1], &both[1..]);
}
