//! `wayfare explain`: the table of rules, one rule, and a name that is none.

use wayfare::diag::Rule;

use crate::program::Sandbox;

#[test]
fn every_rule_is_in_the_table_and_has_a_page() {
    let sandbox = Sandbox::new();
    let table = sandbox.run(&["explain"]);
    assert_eq!((table.code, table.stderr.as_str()), (0, ""));
    assert!(table.stdout.lines().all(|line| line.chars().count() <= 80), "{}", table.stdout);
    for rule in Rule::ALL {
        let row = format!("  {rule:28}  {:5}  ", rule.default_level().name());
        assert!(table.stdout.contains(&row), "{rule}");
    }
    for rule in [Rule::StageCount, Rule::NotUtf8, Rule::DuplicateSignal, Rule::ReviewOverdue] {
        let page = sandbox.run(&["explain", rule.name()]);
        assert_eq!((page.code, page.stderr.as_str()), (0, ""));
        let titles = ["\nWhy it matters\n", "\nWrong\n", "\nRight\n", "\nWhat to do\n", "\nLevel\n"];
        let places: Vec<Option<usize>> = titles.iter().map(|title| page.stdout.find(title)).collect();
        assert!(places.is_sorted() && places[0].is_some(), "{}", page.stdout);
        assert!(
            page.stdout.lines().all(|line| line.chars().count() <= 80 && line.trim_end() == line),
            "{}",
            page.stdout
        );
    }
}

#[test]
fn one_rule_looks_like_this() {
    let outcome = Sandbox::new().run(&["explain", "unknown-member"]);
    assert_eq!(
        outcome.stdout,
        "\
error unknown-member

Finds an ID that names no member of `workspace.yaml`. Points at the ID.

Why it matters
  Work whose owner is misspelt has none: nobody is asked about it.

Wrong
  journeys/trial-to-paid/journey.yaml
    title: Trial to paid
    owner: maia

Right
  journeys/trial-to-paid/journey.yaml
    title: Trial to paid
    owner: maya

What to do
  Correct the ID, or add the person to `members` in `workspace.yaml`.

Level
  `error`. Change it with `unknown-member: warn` under `rules:` in
  `workspace.yaml`.
"
    );
}

#[test]
fn programs_read_the_same() {
    let sandbox = Sandbox::new();
    let all: serde_json::Value =
        serde_json::from_str(&sandbox.run(&["explain", "--format", "json"]).stdout).expect("JSON");
    let names: Vec<&str> =
        all["rules"].as_array().expect("rules").iter().filter_map(|rule| rule["name"].as_str()).collect();
    assert_eq!(names, Rule::ALL.iter().map(|rule| rule.name()).collect::<Vec<_>>());
    let one = sandbox.run(&["explain", "long-title", "--format", "json"]);
    let one: serde_json::Value = serde_json::from_str(&one.stdout).expect("JSON");
    assert_eq!(one["version"], 1);
    let rule = &one["rules"][0];
    assert_eq!((rule["level"].as_str(), rule["group"].as_str()), (Some("warn"), Some("practice")));
    let text = rule["right"]["files"][0]["text"].as_str().expect("text");
    assert!(text.starts_with("---\n") && text.ends_with('\n'), "{text:?}");
}

#[test]
fn a_name_that_is_none_ends_with_2_and_a_near_one() {
    let sandbox = Sandbox::new();
    let near = sandbox.run(&["explain", "unplaced-itm"]);
    assert_eq!((near.code, near.stdout.as_str()), (2, ""));
    assert_eq!(near.stderr, "error: unknown rule `unplaced-itm`\nhelp: did you mean `unplaced-item`?\n");
    let far = sandbox.run(&["explain", "everything"]);
    assert_eq!(far.code, 2);
    assert!(far.stderr.contains("`wayfare explain`"), "{}", far.stderr);
}

#[test]
fn colour_is_left_out_of_a_pipe() {
    let sandbox = Sandbox::new();
    assert!(!sandbox.run(&["explain", "long-title"]).stdout.contains('\x1b'));
    assert!(sandbox.run(&["--color=always", "explain", "long-title"]).stdout.contains("\x1b[1mlong-title"));
    let mut command = sandbox.command(&["explain", "long-title"]);
    let quiet = command.env("NO_COLOR", "1").output().expect("the program starts");
    assert!(!quiet.stdout.contains(&0x1b));
}

#[test]
fn shells_complete_the_names() {
    let script = Sandbox::new().run(&["completions", "zsh"]);
    assert!(script.stdout.contains("unplaced-item"), "no rule in the completions");
}
