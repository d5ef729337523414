//! Every rule is explained, and its examples hold: the wrong one is found, the right one is clean.

use std::collections::{BTreeMap, BTreeSet};

use wayfare::check::{check, explanation};
use wayfare::diag::render::{Format, Options};
use wayfare::diag::{Example, Level, Rule};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;

/// The workspace that examples stand in. Their files take the place of its own.
const WORLD: &[(&str, &str)] = &[
    (
        "workspace.yaml",
        "\
name: Acme
members:
  - { id: maya, name: Maya Chen, role: owner }
  - { id: jon, name: Jon Abara, role: editor }
",
    ),
    (
        "journeys/trial-to-paid/journey.yaml",
        "\
title: Trial to paid
personas: [first-time-admin]
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        items: [credentials-page, key-request-email, key-requests]
",
    ),
    (
        "journeys/trial-to-paid/items/key-request-email.md",
        "---\nkind: touchpoint\ntitle: Key request email\nallow: [unplaced-item]\n---\n",
    ),
    (
        "journeys/credential-recovery/journey.yaml",
        "\
title: Credential recovery
stages:
  - id: help
    title: Help
    steps:
      - id: ask-for-access
        title: Customer asks for access
        items: [credentials-page]
",
    ),
    (
        "journeys/trial-to-paid/items/key-requests.md",
        "---\nkind: metric\ntitle: Requests for a key\nlinks: [setup-guide]\nallow: [unplaced-item]\n---\n",
    ),
    (
        "blocks/touchpoints/credentials-page.md",
        "---\nkind: touchpoint\ntitle: Credentials page\nactor: [first-time-admin]\n---\n",
    ),
    (
        "blocks/insights/admins-stall-at-credentials.md",
        "---\nkind: insight\ntitle: Admins stall at credentials\nlinks: [make-credentials-findable]\n---\n",
    ),
    (
        "blocks/opportunities/make-credentials-findable.md",
        "---\nkind: opportunity\ntitle: Make credentials findable\nlinks: [setup-guide]\n---\n",
    ),
    (
        "blocks/solutions/setup-guide.md",
        "---\nkind: solution\ntitle: Setup guide\nlinks: [setup-completion-rate]\n---\n",
    ),
    ("blocks/metrics/setup-completion-rate.md", "---\nkind: metric\ntitle: Setup completion rate\n---\n"),
    ("personas/first-time-admin.md", "---\nname: First-time admin\nallow: [persona-unused]\n---\n"),
    ("personas/finance-lead.md", "---\nname: Finance lead\nallow: [persona-unused]\n---\n"),
    ("signals/ticket-48213.md", "---\nsource: zendesk\n---\n"),
    ("assets/recordings.csv", "date,minutes\n"),
];

/// Rules whose examples text cannot show, with the tests that stand in for them.
const IN_WORDS: &[Rule] = &[
    // `not_utf8_is_found_in_bytes`
    Rule::NotUtf8,
    // `a_link_among_records_is_reported`, in `rules`
    Rule::UnreadableFile,
];

/// What is found in an example: the rules, and the findings as people see them.
fn found(example: Example) -> (BTreeSet<Rule>, String) {
    let mut files: BTreeMap<&str, String> = WORLD.iter().map(|(path, text)| (*path, (*text).to_owned())).collect();
    files.extend(example.each_file().map(|file| (file.path, format!("{}\n", file.text))));
    let tree: MemoryTree = files.into_iter().collect();
    let snapshot = Snapshot::load(&tree).expect("a tree in memory can be listed");
    let report = check(&snapshot);
    let mut drawn = Vec::new();
    Format::Human.write(&report, &snapshot, Options::default(), &mut drawn).expect("memory takes all");
    let rules = report.findings().iter().map(|finding| finding.problem.rule).collect();
    (rules, String::from_utf8(drawn).expect("renderers write text"))
}

#[test]
fn the_workspace_of_the_examples_is_clean() {
    let (rules, drawn) = found(Example::words(""));
    assert!(rules.is_empty(), "{drawn}");
}

#[test]
fn the_wrong_example_is_found_and_the_right_one_is_clean() {
    let mut failures = Vec::new();
    for rule in Rule::ALL.iter().copied().filter(|rule| !IN_WORDS.contains(rule)) {
        let explanation = explanation(rule);
        // What only the history tells is not for `check` to find.
        let expected: BTreeSet<Rule> = (!rule.is_of_history()).then_some(rule).into_iter().collect();
        let (wrong, drawn) = found(explanation.wrong);
        if wrong != expected {
            failures.push(format!("{rule}: the wrong example gives {wrong:?}\n{drawn}"));
        }
        let (right, drawn) = found(explanation.right);
        if !right.is_empty() {
            failures.push(format!("{rule}: the right example gives {right:?}\n{drawn}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn examples_that_text_cannot_show_are_in_words() {
    for rule in Rule::ALL.iter().copied() {
        let explanation = explanation(rule);
        for example in [explanation.wrong, explanation.right] {
            let in_words = example.each_file().next().is_none();
            assert_eq!(in_words, IN_WORDS.contains(&rule), "{rule}");
            assert!(!in_words || !example.words.is_empty(), "{rule}");
        }
    }
}

#[test]
fn not_utf8_is_found_in_bytes() {
    let of = |name: &[u8]| {
        let bytes = [b"---\nname: ", name, b"\nallow: [persona-unused]\n---\n"].concat();
        let tree: MemoryTree =
            [("workspace.yaml", b"name: A\n".to_vec()), ("personas/a.md", bytes)].into_iter().collect();
        let report = check(&Snapshot::load(&tree).expect("a tree in memory can be listed"));
        report.findings().iter().map(|finding| finding.problem.rule).collect::<Vec<_>>()
    };
    assert_eq!(of(b"Caf\xe9"), [Rule::NotUtf8]);
    assert_eq!(of("Café".as_bytes()), []);
}

#[test]
fn texts_keep_to_their_measure() {
    for rule in Rule::ALL.iter().copied() {
        let explanation = explanation(rule);
        for text in [explanation.why, explanation.fix] {
            assert!(text.ends_with('.') && !text.contains("  ") && text.len() < 400, "{rule}: {text}");
        }
        for file in [explanation.wrong, explanation.right].into_iter().flat_map(Example::each_file) {
            let lines = file.text.lines().count();
            assert!((1..=15).contains(&lines), "{rule}: {lines} lines in {}", file.path);
        }
    }
}

#[test]
fn a_rule_that_is_off_is_turned_on_in_its_example() {
    for rule in Rule::ALL.iter().filter(|rule| rule.default_level() == Level::Off) {
        let on = |example: Example| example.each_file().any(|file| file.text.contains(&format!("  {rule}: warn")));
        assert!(on(explanation(*rule).wrong) && on(explanation(*rule).right), "{rule}");
    }
}
