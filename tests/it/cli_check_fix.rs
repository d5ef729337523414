//! `wayfare check --fix` and `--rule`.

use crate::program::Sandbox;

const JOURNEY: &str = "\
title: Trial # the journey\r
owner: myaa\r
stages:\r
  - id: s\r
    title: S\r
    steps:\r
      - { id: one, title: Customer begins, items: [pian] }  # misspelt\r
";

const LOST: &str = "---\nkind: insight\ntitle: Lost\nlinks: [nowhere-at-all]\nallow: [unplaced-item]\n---\n";

fn workspace() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\nmembers:\n  - { id: maya, name: Maya, role: owner }\n");
    sandbox.write("journeys/trial/journey.yaml", JOURNEY);
    sandbox.write("blocks/pain.md", "---\nkind: insight\ntitle: Pain\n---\n");
    sandbox.write("blocks/lost.md", LOST);
    sandbox
}

fn contents(sandbox: &Sandbox) -> Vec<(String, String)> {
    sandbox.files().into_iter().map(|path| (path.clone(), sandbox.read(&path))).collect()
}

#[test]
fn mends_what_is_clear_tells_the_rest_and_has_nothing_to_do_the_second_time() {
    let sandbox = workspace();
    let fixed = sandbox.run(&["check", "--fix"]);
    assert_eq!(sandbox.read("journeys/trial/journey.yaml"), JOURNEY.replace("myaa", "maya").replace("pian", "pain"));
    assert_eq!(sandbox.read("blocks/lost.md"), LOST);
    assert_eq!(fixed.code, 1, "an error is left");
    assert!(fixed.stdout.contains("no item `nowhere-at-all`") && !fixed.stdout.contains("myaa"), "{}", fixed.stdout);
    // The item that the misspelt ID meant is placed now, too.
    assert!(fixed.stderr.starts_with("Mended ") && fixed.stderr.contains(" in 1 file.\n"), "{}", fixed.stderr);
    assert!(fixed.stderr.contains("1 error in 4 files ("), "{}", fixed.stderr);

    let after = contents(&sandbox);
    let again = sandbox.run(&["check", "--fix"]);
    assert!(again.stderr.starts_with("Nothing to mend.\n"), "{}", again.stderr);
    assert_eq!((again.code, again.stdout), (1, fixed.stdout));
    assert_eq!(contents(&sandbox), after);
}

#[test]
fn a_comment_is_never_taken_away_with_what_it_stands_by() {
    let sandbox = workspace();
    let journey = |second: &str| {
        format!(
            "title: T\nstages:\n  - id: s\n    title: S\n    steps:\n      - id: one\n        title: Customer begins\n        \
             items:\n          - pain\n{second}"
        )
    };
    sandbox.write("journeys/trial/journey.yaml", &journey("          - pain # seen twice\n"));
    sandbox.run(&["check", "--fix"]);
    assert_eq!(sandbox.read("journeys/trial/journey.yaml"), journey("          - pain # seen twice\n"));
    sandbox.write("journeys/trial/journey.yaml", &journey("          # seen twice\n          - pain\n"));
    sandbox.run(&["check", "--fix"]);
    assert_eq!(sandbox.read("journeys/trial/journey.yaml"), journey("          # seen twice\n"));
}

#[test]
fn a_dry_run_shows_a_diff_that_git_can_apply_and_writes_nothing() {
    let sandbox = workspace();
    let before = contents(&sandbox);
    let dry = sandbox.run(&["check", "--fix", "--dry-run"]);
    assert_eq!((dry.code, contents(&sandbox)), (1, before));
    let expected = "--- a/journeys/trial/journey.yaml\n+++ b/journeys/trial/journey.yaml\n@@ -1,7 +1,7 @@\n";
    assert!(dry.stdout.starts_with(expected), "{}", dry.stdout);
    assert!(dry.stdout.contains("-owner: myaa\r\n+owner: maya\r\n"), "{}", dry.stdout);
    assert!(dry.stderr.starts_with("Would mend ") && dry.stderr.contains("1 error in 4 files ("), "{}", dry.stderr);

    let coloured = sandbox.run(&["check", "--fix", "--dry-run", "--color", "always"]);
    assert!(coloured.stdout.contains("\u{1b}[32m+owner: maya\u{1b}[0m\n"), "{:?}", coloured.stdout);

    sandbox.write("../patch", &dry.stdout);
    sandbox.git(&["apply", "../patch"]);
    let applied = contents(&sandbox);
    let other = workspace();
    other.run(&["check", "--fix"]);
    assert_eq!(contents(&other), applied);
}

#[test]
fn paths_and_rules_narrow_what_is_mended() {
    let sandbox = workspace();
    let elsewhere = sandbox.run(&["check", "--fix", "blocks"]);
    assert!(elsewhere.stderr.starts_with("Nothing to mend.\n"), "{}", elsewhere.stderr);
    assert_eq!(sandbox.read("journeys/trial/journey.yaml"), JOURNEY);
    let one = sandbox.run(&["check", "--fix", "--rule", "unknown-member"]);
    assert_eq!((one.code, one.stdout.as_str()), (0, ""), "nothing of that rule is left");
    assert!(one.stderr.starts_with("Mended 1 finding in 1 file.\nclean in 4 files ("), "{}", one.stderr);
    assert_eq!(sandbox.read("journeys/trial/journey.yaml"), JOURNEY.replace("myaa", "maya"));
}

#[test]
fn a_file_that_would_get_worse_is_left_alone_with_the_reason() {
    let sandbox = workspace();
    let step = "{ id: one, title: Customer begins, personas: [robert-x], items: [pain] }";
    let journey = format!("title: T\npersonas: [ann]\nstages:\n  - id: s\n    title: S\n    steps:\n      - {step}\n");
    sandbox.write("journeys/trial/journey.yaml", &journey);
    for id in ["ann", "robert"] {
        sandbox.write(&format!("personas/{id}.md"), &format!("---\nname: {id}\nallow: [persona-unused]\n---\n"));
    }
    let outcome = sandbox.run(&["check", "--fix"]);
    assert_eq!((outcome.code, sandbox.read("journeys/trial/journey.yaml")), (1, journey));
    let reason = "Left `journeys/trial/journey.yaml` alone: mending it would lead to persona-outside-journey: ";
    assert!(outcome.stderr.contains(reason), "{}", outcome.stderr);
}

#[cfg(unix)]
#[test]
fn what_is_behind_a_link_is_not_mended() {
    let sandbox = workspace();
    let outside = Sandbox::new();
    outside.write("trial/journey.yaml", JOURNEY);
    std::fs::remove_dir_all(sandbox.path().join("journeys/trial")).expect("a folder");
    let link = sandbox.path().join("journeys/trial");
    std::os::unix::fs::symlink(outside.path().join("trial"), link).expect("a link");
    let outcome = sandbox.run(&["check", "--fix"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("unreadable-file"), "{}", outcome.stdout);
    assert_eq!(outside.read("trial/journey.yaml"), JOURNEY);
}

#[test]
fn rules_narrow_the_report_and_the_exit_code() {
    let sandbox = workspace();
    sandbox.write("blocks/alone.md", "---\nkind: touchpoint\ntitle: Alone\n---\n");
    let told = |arguments: &[&str]| {
        let outcome = sandbox.run(&[&["check", "--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_str(&outcome.stdout).expect("JSON");
        let findings = report["findings"].as_array().expect("a list");
        let rules: Vec<String> = findings.iter().map(|finding| finding["rule"].to_string()).collect();
        (outcome.code, rules.join(" "))
    };
    let both = (1, r#""unknown-item" "unknown-member" "unknown-item""#.to_owned());
    assert_eq!(told(&["--rule", "unknown-item,unknown-member"]), both);
    assert_eq!(told(&["--rule", "unknown-item", "--rule", "unknown-member"]), both);
    assert_eq!(told(&["--rule", "unknown-member", "blocks"]), (0, String::new()));
    assert_eq!(told(&["--rule", "unplaced-item"]).0, 0);
    assert_eq!(told(&["--rule", "unplaced-item", "--deny-warnings"]).0, 1);
}

#[test]
fn a_rule_that_finds_nothing_here_is_said() {
    let sandbox = workspace();
    let unknown = sandbox.run(&["check", "--rule", "unknwon-item"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    assert_eq!(unknown.stderr, "error: unknown rule `unknwon-item`\nhelp: did you mean `unknown-item`?\n");
    let history = sandbox.run(&["check", "--rule", "metric-stale"]);
    assert_eq!(history.code, 2);
    assert!(history.stderr.starts_with("error: `metric-stale` is not for `check` to find"), "{}", history.stderr);
    let off = sandbox.run(&["check", "--rule", "stage-count"]);
    assert_eq!(off.code, 0);
    assert!(off.stderr.starts_with("`stage-count` is off in this workspace.\nclean in 4 files"), "{}", off.stderr);
}

#[test]
fn flags_that_do_not_fit_together_are_refused() {
    let sandbox = workspace();
    for arguments in [
        &["--fix", "--at", "HEAD"][..],
        &["--fix", "--staged"],
        &["--fix", "--changed", "HEAD"],
        &["--fix", "--watch"],
        &["--dry-run"],
        &["--fix", "--dry-run", "--format", "json"],
        &["--watch", "--at", "HEAD"],
        &["--staged", "--at", "HEAD"],
    ] {
        let outcome = sandbox.run(&[&["check"], arguments].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
    }
}

/// A file before and after `check --fix`, in a workspace with an item `van-rental` placed on a step.
fn fixed(path: &str, before: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let journey = "title: J\nstages:\n  - id: s\n    title: S\n    steps:\n      - id: one\n        title: T\n        items: [van-rental]\n";
    sandbox.write("journeys/j/journey.yaml", journey);
    sandbox.write("blocks/van-rental.md", "---\nkind: touchpoint\ntitle: Van rental\n---\n");
    sandbox.write("blocks/rate.md", "---\nkind: metric\ntitle: Rate\n---\n");
    sandbox.write(path, before);
    sandbox.run(&["check", "--fix"]);
    sandbox.read(path)
}

#[test]
fn puts_a_space_after_a_colon() {
    for before in ["kind:insight\ntitle:Foo", "kind: insight\ntitle:Foo", "title:Foo\nkind: insight"] {
        let after = fixed("blocks/a.md", &format!("---\n{before}\n---\nText.\n"));
        let wanted = before.replace(": ", ":").replace(':', ": ");
        assert_eq!(after, format!("---\n{wanted}\n---\nText.\n"));
    }
    let after = fixed("blocks/a.md", "---\nkind: insight\ntitle: A\nlinks:[van-rental]\n---\n");
    assert!(after.contains("links: [van-rental]\n"), "{after}");
}

#[test]
fn makes_an_item_with_a_note_of_a_field_that_is_an_item() {
    let journey = |items: &str| {
        format!(
            "title: J\nstages:\n  - id: s\n    title: S\n    steps:\n      - id: one\n        title: T\n        items:\n          - {items}\n"
        )
    };
    let path = "journeys/j/journey.yaml";
    let after = fixed(path, &journey("van-rental: only weekdays, and mornings # still"));
    assert_eq!(after, journey("{ item: van-rental, note: \"only weekdays, and mornings\" } # still"));
    let unknown = journey("bike-rental: only weekdays");
    assert_eq!(fixed(path, &unknown), unknown, "no item has that ID");
    assert_eq!(fixed(path, &journey("item:van-rental")), journey("item: van-rental"));
    assert_eq!(fixed(path, &journey("van-rental: # still")), journey("van-rental # still"));
    assert_eq!(fixed(path, &journey("{ van-rental: }")), journey("van-rental"));
}

#[test]
fn puts_evidence_where_it_belongs() {
    let record = |rest: &str| format!("---\nkind: insight\ntitle: A\n{rest}links: [van-rental]\n---\n");
    for (before, after) in [
        ("evidence:\nquote: I waited\ndate: 2026-10-12\n", "evidence:\n  - quote: I waited\n    date: 2026-10-12\n"),
        ("quote: I waited\n", "evidence:\n  - quote: I waited\n"),
        ("evidence:\n- title: Call\nquote: I waited\n", "evidence:\n- title: Call\n  quote: I waited\n"),
        (
            "evidence:\n  - title: Call\nquote: |\n  I waited.\n\n  Three days.\n",
            "evidence:\n  - title: Call\n    quote: |\n      I waited.\n\n      Three days.\n",
        ),
    ] {
        assert_eq!(fixed("blocks/a.md", &record(before)), record(after));
    }
    let taken = record("evidence:\n  - quote: One\nquote: Two\n");
    assert_eq!(fixed("blocks/a.md", &taken), taken, "which of the two cannot be told");
}

#[test]
fn names_fields_as_they_are_called_where_the_value_fits() {
    let before =
        "---\nsource: mail\ndate: 2026-10-12\nsubject: Hello\nid: 7\nlink: https://example.com/\nfrom: lena\n---\n";
    let after =
        "---\nsource: mail\nreceived: 2026-10-12\ntitle: Hello\nid: 7\nurl: https://example.com/\nfrom: lena\n---\n";
    assert_eq!(fixed("signals/s.md", before), after);
    let unfit = "---\nsource: mail\ndate: yesterday\n---\n";
    assert_eq!(fixed("signals/s.md", unfit), unfit);
}

#[test]
fn escapes_in_a_lane_what_was_plain_text() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: T\nlanes: [{ id: b, title: B }]\n");
    let journey = |quoted: &str, plain: &str| {
        format!(
            "title: J\nstages:\n  - id: s\n    title: S\n    steps:\n      - {{ id: one, title: O, lanes: {{ b: \"{quoted}\" }} }}\n      - {{ id: two, title: W, lanes: {{ b: {plain} }} }}\n"
        )
    };
    sandbox.write("journeys/j/journey.yaml", &journey("Anna\\n---", "A <div> here"));
    sandbox.run(&["check", "--fix"]);
    let after = journey("Anna\\n\\\\---", "A \\<div> here");
    assert_eq!(sandbox.read("journeys/j/journey.yaml"), after);
    assert_eq!(sandbox.run(&["check"]).stdout, "");
}

#[test]
fn leaves_a_word_alone_that_may_mean_something_else() {
    for (path, text) in [
        ("blocks/a.md", "---\nkind: insight\ntitle: A\nreview: 2020-01-01\n---\n"),
        ("blocks/a.md", "---\nkind: insight\ntitle: A\nreviewed_by: 2020-01-01\n---\n"),
        (
            "blocks/a.md",
            "---\nkind: insight\ntitle: A\nevidence:\n  - { source: Jane Doe, url: \"https://a.b/\" }\n---\n",
        ),
        ("blocks/a.md", "---\nkind: metric\ntitle: A\nstart: 2\n---\n"),
        ("workspace.yaml", "name: T\nmembers: [{ id: jon, name: Jon, role: owner, address: jon@acme.example }]\n"),
        ("workspace.yaml", "name: T\nmembers: [{ id: jon, name: Jon, role: owner, address: Bahnhofstr. 1 }]\n"),
        (
            "journeys/j/journey.yaml",
            "title: J\nstages:\n  - id: s\n    title: S\n    steps:\n      - { id: one, title: O, time: 3 days, score: 4 }\n",
        ),
        ("blocks/rate.csv", "date;value\n2026-01-01;1.500\n"),
        ("blocks/rate.csv", "date;value\n2026-01-01;1,500\n"),
    ] {
        assert_eq!(fixed(path, text), text);
    }
}

#[test]
fn writes_measurements_of_a_spreadsheet_as_they_are_read() {
    let path = "blocks/rate.csv";
    assert_eq!(fixed(path, "Date,Value\r\n2026-01-01,41.5\r\n"), "date,value\r\n2026-01-01,41.5\r\n");
    let semicolons = "Date;Value;Note\r\n2026-01-01;41,5;after the move, at last\r\n2026-02-01;42;\r\n";
    let commas = "date,value,note\r\n2026-01-01,41.5,\"after the move, at last\"\r\n2026-02-01,42,\r\n";
    assert_eq!(fixed(path, semicolons), commas);
    assert_eq!(fixed(path, "date\tvalue\n2026-01-01\t41.5\n"), "date,value\n2026-01-01,41.5\n");
    let german = "Datum;Wert;Notiz\n01.06.2026;48,2;Umzug\n1.7.2026;50;\n";
    assert_eq!(fixed(path, german), "date,value,note\n2026-06-01,48.2,Umzug\n2026-07-01,50,\n");
    let quoted = "date,value\n2026-01-01,\"41,5\"\n2026-02-01,\"42,5\"\n";
    assert_eq!(fixed(path, quoted), "date,value\n2026-01-01,41.5\n2026-02-01,42.5\n");
    for unclear in [
        "date,value\n2026-01-01,\"1,234\"\n",
        "date;value\n2026-01-01;1.041,5\n",
        "date;value\n2026-01-01;1.041\n2026-02-01;41,5\n",
        "date;value\n01.02.26;41\n",
        "date;value\n31.02.2026;41\n",
        "date;value\n2026-01-01;41;5\n",
        "date;value;note\n2026-01-01;41;\"a;b\"\n",
    ] {
        assert_eq!(fixed(path, unclear), unclear);
    }
}
