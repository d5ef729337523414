//! `wayfare new`.

use crate::program::{Outcome, Sandbox};

const JOURNEY: &str = "\
# Our first map
title: Trial to paid
stages:
  - id: setup      # the hard part
    title: Setup
    steps:
      - id: log-in
        title: Customer logs in

        items:
          - invite-email   # sent twice
      - id: work
        title: Customer works
";

fn workspace() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("journeys/trial-to-paid/journey.yaml", JOURNEY);
    sandbox.write("blocks/touchpoints/invite-email.md", "---\nkind: touchpoint\ntitle: Invite email\n---\n");
    sandbox
}

fn lines(outcome: &Outcome) -> Vec<&str> {
    outcome.stdout.lines().collect()
}

#[test]
fn a_workspace_grows_from_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let commands: [&[&str]; 6] = [
        &["journey", "Trial to paid"],
        &["stage", "Setup"],
        &["step", "Customer logs in"],
        &["insight", "Admins stall at credentials", "--step", "customer-logs-in"],
        &["metric", "Setup rate", "--step", "trial-to-paid/setup/customer-logs-in", "--block"],
        &["persona", "First-time admin"],
    ];
    for command in commands {
        let outcome = sandbox.run(&[&["new"], command].concat());
        assert_eq!(outcome.code, 0, "{command:?}: {}", outcome.stderr);
        for path in lines(&outcome) {
            assert!(sandbox.path().join(path).is_file(), "{path}");
        }
    }
    let journey = sandbox.read("journeys/trial-to-paid/journey.yaml");
    let stages = "\
stages:
  - id: setup
    title: Setup
    steps:
      - id: customer-logs-in
        title: Customer logs in
        items:
          - admins-stall-at-credentials
          - setup-rate
";
    assert!(journey.ends_with(stages), "{journey}");
}

#[test]
fn placing_keeps_every_other_byte_of_the_journey() {
    for ending in ["\n", "\r\n"] {
        let sandbox = workspace();
        sandbox.write("journeys/trial-to-paid/journey.yaml", &JOURNEY.replace('\n', ending));
        let outcome =
            sandbox.run(&["new", "insight", "Über-Admins stall", "--journey", "trial-to-paid", "--step", "log-in"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let paths = ["journeys/trial-to-paid/items/uber-admins-stall.md", "journeys/trial-to-paid/journey.yaml"];
        assert_eq!(lines(&outcome), paths);
        assert!(
            outcome.stderr.contains("Placed `uber-admins-stall` on `trial-to-paid/setup/log-in`"),
            "{}",
            outcome.stderr
        );
        let expected = JOURNEY.replace("# sent twice\n", "# sent twice\n          - uber-admins-stall\n");
        assert_eq!(sandbox.read(paths[1]), expected.replace('\n', ending));
        assert!(sandbox.read(paths[0]).starts_with("---\nkind: insight\ntitle: Über-Admins stall\nstatus: new"));
    }
}

#[test]
fn refusals_change_nothing_and_say_what_to_do() {
    let sandbox = workspace();
    let before = sandbox.files();
    let refusals: [(&[&str], &str, &str); 7] = [
        (&["touchpoint", "Invite email"], "`invite-email` is an item already", "blocks/touchpoints/invite-email.md"),
        (
            &["insight", "A", "--journey", "trail-to-paid"],
            "no journey `trail-to-paid`",
            "did you mean `trial-to-paid`?",
        ),
        (&["insight", "A", "--step", "log-on"], "has no step `log-on`", "did you mean `log-in`?"),
        (&["step", "Work", "--stage", "setup"], "has a stage or step `work` already", "--id"),
        (&["insight", "…"], "nothing an ID can be made of", "--id"),
        (&["persona", "A", "--step", "log-in"], "`--step` means nothing for a persona", "leave it out"),
        (&["insight", "A", "--stage", "setup"], "`--stage` alone does not place an item", "--step"),
    ];
    for (arguments, message, help) in refusals {
        let outcome = sandbox.run(&[&["new"], arguments].concat());
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(outcome.stderr.contains(message) && outcome.stderr.contains(help), "{arguments:?}: {}", outcome.stderr);
    }
    assert_eq!(sandbox.files(), before);
    assert_eq!(sandbox.read("journeys/trial-to-paid/journey.yaml"), JOURNEY);
}

#[test]
fn a_broken_journey_is_not_edited() {
    let sandbox = workspace();
    sandbox.write("journeys/trial-to-paid/journey.yaml", "title: [\n");
    let message =
        "`journeys/trial-to-paid/journey.yaml` cannot be read: `[` is not closed (line 1)\nhelp: fix that first";
    let asked: [&[&str]; 4] = [
        &["stage", "Setup"],
        &["step", "Work", "--stage", "setup"],
        &["step", "Work"],
        &["insight", "A", "--step", "trial-to-paid/setup/log-in"],
    ];
    for arguments in asked {
        let outcome = sandbox.run(&[&["new"], arguments].concat());
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(message), "{arguments:?}: {}", outcome.stderr);
    }
    assert_eq!(sandbox.read("journeys/trial-to-paid/journey.yaml"), "title: [\n");
    // Of what could not be read nothing is denied either.
    sandbox.write("journeys/trial-to-paid/journey.yaml", "title: T\nstages: some\n");
    let outcome = sandbox.run(&["new", "insight", "A", "--step", "log-in"]);
    let reason = "journey.yaml` cannot be read: ";
    assert!(outcome.stderr.contains(reason) && outcome.stderr.contains("(line 2)"), "{}", outcome.stderr);
    // Without its journey a step is looked for in all of them.
    sandbox.write("journeys/trial-to-paid/journey.yaml", JOURNEY);
    sandbox.write("journeys/other/journey.yaml", "title: Other\n");
    let step = |id: &str| sandbox.run(&["new", "insight", "A", "--step", id]).stderr;
    assert_eq!(step("log-on"), "error: no step `log-on` in any journey\nhelp: did you mean `log-in`?\n");
    let which = "error: name the step `log-in` with its journey\nhelp: name one with `--step`: `trial-to-paid/";
    assert!(step("log-in").starts_with(which), "{}", step("log-in"));
}

#[test]
fn works_from_anywhere_in_the_workspace() {
    let sandbox = workspace();
    let below = sandbox.command(&["-C", "journeys/trial-to-paid", "new", "persona", "Buyer"]).output();
    assert_eq!(lines(&Outcome::of(below.expect("the program starts"))), ["../../personas/buyer.md"]);

    let outside = Sandbox::new().run(&["new", "persona", "Buyer"]);
    assert_eq!(outside.code, 2);
    assert!(outside.stderr.contains("wayfare init"), "{}", outside.stderr);
}

#[test]
fn a_record_that_a_sparse_checkout_does_not_show_is_not_replaced() {
    for hidden in ["blocks/touchpoints/invite.md", "blocks/mail/invite.md", "journeys/trial/items/invite.md"] {
        assert_not_replaced(hidden);
    }
}

fn assert_not_replaced(hidden: &str) {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write(hidden, "---\nkind: touchpoint\ntitle: Invite\n---\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox.git(&["sparse-checkout", "set", "--no-cone", "/workspace.yaml"]);
    let refused = sandbox.run(&["new", "touchpoint", "Invite"]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    let says = format!("`{hidden}` is in the repository, but left out");
    assert!(refused.stderr.contains(&says), "{}", refused.stderr);
    assert_eq!(sandbox.files(), ["workspace.yaml"]);
    assert_eq!(sandbox.run(&["new", "touchpoint", "Invite again"]).code, 0);
}

#[test]
fn a_record_that_git_is_told_to_take_for_unchanged_is_not_replaced() {
    for elsewhere in ["blocks/touchpoints/invite.md", "blocks/mail/invite.md"] {
        let sandbox = Sandbox::new();
        sandbox.init_repository();
        sandbox.write("workspace.yaml", "name: Acme\n");
        sandbox.write(elsewhere, "---\nkind: touchpoint\ntitle: Invite\n---\n");
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
        sandbox.git(&["update-index", "--assume-unchanged", elsewhere]);
        std::fs::remove_file(sandbox.path().join(elsewhere)).expect("a file");
        let refused = sandbox.run(&["new", "touchpoint", "Invite"]);
        assert_eq!(refused.code, 2, "{}", refused.stdout);
        let says = format!(
            "`{elsewhere}` is in the repository, but gone from the folder, and is marked as `assume-unchanged`"
        );
        assert!(refused.stderr.contains(&says), "{}", refused.stderr);
        assert!(refused.stderr.contains("git update-index --no-assume-unchanged"), "{}", refused.stderr);
        assert_eq!(sandbox.files(), ["workspace.yaml"]);
        assert_eq!(sandbox.run(&["new", "touchpoint", "Invite again"]).code, 0);
    }
}

/// A run that was killed after it had renamed one of its two files into place.
#[test]
fn takes_back_what_a_killed_run_left_half_done() {
    let sandbox = workspace();
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex();
    let half = format!(
        "{{\"version\":1,\"token\":\"k1\",\"made\":[\"personas\"],\"emptied\":[],\"files\":[\
         {{\"path\":\"journeys/trial-to-paid/journey.yaml\",\"before\":\"{}\",\"after\":\"{}\"}},\
         {{\"path\":\"personas/half.md\",\"before\":null,\"after\":\"{}\"}}]}}",
        hash(JOURNEY),
        hash("half"),
        hash("never written")
    );
    sandbox.write(".wayfare-journal", &half);
    sandbox.write("journeys/trial-to-paid/journey.yaml", "half");
    sandbox.write("journeys/trial-to-paid/.wayfare-k1-0-old.tmp", JOURNEY);
    sandbox.write("personas/.wayfare-k1-1-new.tmp", "never");

    let looked = sandbox.run(&["restore", "trial-to-paid", "--at", "HEAD", "--dry-run"]);
    assert!(sandbox.path().join(".wayfare-journal").exists(), "a look takes nothing back: {}", looked.stderr);

    let made = sandbox.run(&["new", "step", "Customer leaves", "--journey", "trial-to-paid", "--stage", "setup"]);
    assert_eq!((made.code, lines(&made)), (0, vec!["journeys/trial-to-paid/journey.yaml"]), "{}", made.stderr);
    assert!(made.stderr.contains("A command was killed while it changed files: took its changes back, in 1 file."));
    let journey = std::fs::read_to_string(sandbox.path().join("journeys/trial-to-paid/journey.yaml")).expect("there");
    assert!(journey.starts_with(JOURNEY.trim_end()) && journey.contains("customer-leaves"), "{journey}");
    for gone in [".wayfare-journal", "personas", "journeys/trial-to-paid/.wayfare-k1-0-old.tmp"] {
        assert!(!sandbox.path().join(gone).exists(), "{gone}");
    }
}
