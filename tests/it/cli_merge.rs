//! `wayfare merge-driver` as real runs of `git merge` call it.
#![cfg(unix)]

use crate::program::Sandbox;

const JOURNEY: &str = "\
title: Trial
stages:
  - id: setup
    title: Setup
    steps:
      # Where most give up.
      - id: connect
        title: Customer connects
        emotion: 2
        items: [email]
      - id: invite
        title: Customer invites
";

const EMAIL: &str = "---\nkind: touchpoint\ntitle: Email\nstatus: exists\n---\nText.\n";
const CSV: &str = "date,value\n2026-01-01,1\n";
const PATH: &str = "maps/journeys/trial/journey.yaml";

/// A repository whose workspace lies in a folder, with the driver installed and committed.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("maps/workspace.yaml", "name: Acme\n");
    sandbox.write(PATH, JOURNEY);
    sandbox.write("maps/blocks/email.md", EMAIL);
    sandbox.write("maps/blocks/rate.csv", CSV);
    let installed = sandbox.run(&["hooks", "install", "maps"]);
    assert_eq!(installed.code, 0, "{}", installed.stderr);
    assert!(installed.stderr.contains("Git merges records by what they say"), "{}", installed.stderr);
    commit(&sandbox, "Begin");
    sandbox
}

fn commit(sandbox: &Sandbox, subject: &str) {
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "--no-verify", "-m", subject]);
}

/// Changes files on two branches and merges the second into the first; whether that was clean, and what git said.
fn merge(sandbox: &Sandbox, ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> (bool, String) {
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    theirs.iter().for_each(|(path, text)| sandbox.write(path, text));
    commit(sandbox, "Theirs");
    sandbox.git(&["checkout", "--quiet", "main"]);
    ours.iter().for_each(|(path, text)| sandbox.write(path, text));
    commit(sandbox, "Ours");
    let merged = sandbox.git_anyway(&["merge", "--quiet", "--no-edit", "--no-verify", "side"]);
    (merged.code == 0, merged.stdout + &merged.stderr)
}

#[test]
fn two_people_work_on_one_step_one_item_and_one_table() {
    let sandbox = repository();
    let ours = JOURNEY.replace("[email]", "[email, guide]").replace("emotion: 2", "emotion: 3");
    let theirs = JOURNEY.replace("[email]", "[email, call]").replace("Customer connects", "Customer connects a tool");
    let (is_clean, said) = merge(
        &sandbox,
        &[
            (PATH, &ours),
            ("maps/blocks/email.md", &EMAIL.replace("status: exists", "status: confirmed")),
            ("maps/blocks/rate.csv", &format!("{CSV}2026-02-01,2\n")),
        ],
        &[
            (PATH, &theirs),
            ("maps/blocks/email.md", &EMAIL.replace("title: Email", "title: Welcome email")),
            ("maps/blocks/rate.csv", &format!("{CSV}2026-03-01,3\n")),
        ],
    );
    assert!(is_clean, "{said}");
    let expected = JOURNEY
        .replace("[email]", "[email, guide, call]")
        .replace("emotion: 2", "emotion: 3")
        .replace("Customer connects", "Customer connects a tool");
    assert_eq!(sandbox.read(PATH), expected);
    let email = EMAIL.replace("title: Email\nstatus: exists", "title: Welcome email\nstatus: confirmed");
    assert_eq!(sandbox.read("maps/blocks/email.md"), email);
    assert_eq!(sandbox.read("maps/blocks/rate.csv"), format!("{CSV}2026-02-01,2\n2026-03-01,3\n"));
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
}

#[test]
fn a_conflict_of_meaning_is_marked_with_the_names_of_the_branches() {
    let sandbox = repository();
    let ours = JOURNEY.replace("emotion: 2", "emotion: 3").replace("[email]", "[email, guide]");
    let theirs = JOURNEY.replace("emotion: 2", "emotion: 5").replace("[email]", "[call, email]");
    let (is_clean, said) = merge(&sandbox, &[(PATH, &ours)], &[(PATH, &theirs)]);
    assert!(!is_clean && said.contains("CONFLICT"), "{said}");
    let text = sandbox.read(PATH);
    let marked = "<<<<<<< HEAD\n        emotion: 3\n=======\n        emotion: 5\n>>>>>>> side\n        \
                  items: [call, email, guide]\n";
    assert!(text.contains(marked), "{text}");
    assert!(sandbox.git(&["status", "--porcelain"]).contains(&format!("UU {PATH}")));
}

#[test]
fn rebasing_and_the_style_of_conflicts_work_as_ever() {
    let sandbox = repository();
    sandbox.git(&["config", "merge.conflictStyle", "diff3"]);
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write(PATH, &JOURNEY.replace("[email]", "[email, call]"));
    commit(&sandbox, "Add a call");
    sandbox.write("maps/blocks/email.md", &EMAIL.replace("status: exists", "status: suspected"));
    commit(&sandbox, "Doubt it");
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write(PATH, &JOURNEY.replace("[email]", "[email, guide]"));
    sandbox.write("maps/blocks/email.md", &EMAIL.replace("status: exists", "status: confirmed"));
    commit(&sandbox, "Ours");
    sandbox.git(&["checkout", "--quiet", "side"]);
    let rebased = sandbox.git_anyway(&["rebase", "--quiet", "main"]);
    assert_eq!(rebased.code, 1, "{}", rebased.stderr);
    assert!(sandbox.read(PATH).contains("items: [email, guide, call]\n"));
    let email = sandbox.read("maps/blocks/email.md");
    assert!(email.contains("\nstatus: confirmed\n|||||||"), "{email}");
}

#[test]
fn without_the_program_git_merges_by_lines() {
    let sandbox = repository();
    let ours = JOURNEY.replace("emotion: 2", "emotion: 3").replace("Customer invites", "Customer invites all");
    let theirs = JOURNEY.replace("emotion: 2", "emotion: 5");
    sandbox.git(&["config", "merge.wayfare.driver", &driver(&sandbox).replace("-v wayfare", "-v not-there")]);
    let (is_clean, said) = merge(&sandbox, &[(PATH, &ours)], &[(PATH, &theirs)]);
    assert!(!is_clean, "{said}");
    let text = sandbox.read(PATH);
    assert!(text.contains("<<<<<<< ours\n        emotion: 3\n"), "{text}");
}

fn driver(sandbox: &Sandbox) -> String {
    sandbox.git(&["config", "--local", "merge.wayfare.driver"]).trim_end().to_owned()
}

#[test]
fn what_is_no_record_is_merged_by_lines() {
    let sandbox = repository();
    let (is_clean, said) = merge(
        &sandbox,
        &[("maps/blocks/notes/README.md", "# Ours\n"), ("maps/blocks/email.md", "no record\n")],
        &[("maps/blocks/notes/README.md", "# Theirs\n"), ("maps/blocks/email.md", &EMAIL.replace("Text", "Words"))],
    );
    assert!(!is_clean, "{said}");
    for path in ["maps/blocks/notes/README.md", "maps/blocks/email.md"] {
        assert!(sandbox.read(path).contains("<<<<<<< HEAD\n"), "{}", sandbox.read(path));
    }
}

#[test]
fn the_users_lines_and_settings_are_kept() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let own = "# mine\n*.md merge=union\n*.png binary";
    sandbox.write(".gitattributes", own);
    assert_eq!(sandbox.run(&["hooks", "install"]).code, 0);
    let attributes = sandbox.read(".gitattributes");
    assert!(
        attributes.ends_with(own) && attributes.contains("journeys/*/journey.yaml merge=wayfare\n"),
        "{attributes}"
    );
    let attribute = |path: &str| sandbox.git(&["check-attr", "merge", path]);
    assert_eq!(attribute("blocks/a/b.md"), "blocks/a/b.md: merge: union\n", "what the user says counts");
    assert_eq!(attribute("blocks/b.csv"), "blocks/b.csv: merge: wayfare\n");

    sandbox.write(".gitattributes", &attributes.replace("blocks/**/*.csv merge=wayfare\n", ""));
    assert_eq!(sandbox.run(&["hooks", "install"]).code, 0);
    assert_eq!(attribute("blocks/b.csv"), "blocks/b.csv: merge: wayfare\n", "a missing line is added");

    sandbox.git(&["config", "merge.wayfare.driver", "theirs %A"]);
    let kept = sandbox.run(&["hooks", "install"]);
    assert!(kept.stderr.contains("`merge.wayfare.driver` is `theirs %A`, which is kept"), "{}", kept.stderr);
    assert_eq!(sandbox.run(&["hooks", "uninstall"]).code, 0);
    assert_eq!((sandbox.read(".gitattributes").as_str(), driver(&sandbox).as_str()), (own, "theirs %A"));

    sandbox.git(&["config", "--unset", "merge.wayfare.driver"]);
    std::fs::remove_file(sandbox.path().join(".gitattributes")).expect("a file");
    assert_eq!(sandbox.run(&["hooks", "install"]).code, 0);
    let text = sandbox.read(".gitattributes");
    assert_eq!(sandbox.run(&["hooks", "install"]).code, 0);
    assert_eq!(sandbox.read(".gitattributes"), text, "nothing is written twice");
    let gone = sandbox.run(&["hooks", "uninstall"]);
    assert!(gone.stderr.contains("line by line again"), "{}", gone.stderr);
    assert!(!sandbox.path().join(".gitattributes").exists());
    assert_eq!(sandbox.git_anyway(&["config", "--local", "merge.wayfare.driver"]).code, 1);
}

#[test]
fn the_command_says_what_it_cannot_read() {
    let sandbox = Sandbox::new();
    let outcome = sandbox.run(&["merge-driver", "a", "b", "c", "blocks/a.md"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.starts_with("error: cannot read the versions to merge"), "{}", outcome.stderr);
}

/// The lines belong to everybody once they are committed; the settings to this clone alone.
#[test]
fn committed_lines_stay_when_one_clone_leaves() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    assert_eq!(sandbox.run(&["hooks", "install"]).code, 0);
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "--no-verify", "-m", "Begin"]);
    assert_eq!(sandbox.run(&["hooks", "uninstall"]).code, 0);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
    assert_eq!(sandbox.git_anyway(&["config", "--local", "merge.wayfare.driver"]).code, 1);
}
