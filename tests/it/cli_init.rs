//! `wayfare init`.

use crate::program::Sandbox;

#[test]
fn starts_a_workspace_and_says_what_is_next() {
    let sandbox = Sandbox::new();
    let outcome = sandbox.run(&["init", "our maps"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("cd 'our maps'"), "{}", outcome.stderr);
    assert!(sandbox.files().contains(&"our maps/workspace.yaml".to_owned()));
    assert!(sandbox.files().contains(&"our maps/journeys/trial-to-paid/journey.yaml".to_owned()));
}

#[test]
fn every_template_can_be_chosen() {
    for template in ["blank", "trial-to-paid", "example"] {
        let sandbox = Sandbox::new();
        let outcome = sandbox.run(&["init", "--template", template]);
        assert_eq!(outcome.code, 0, "{template}: {}", outcome.stderr);
        assert!(sandbox.files().contains(&"workspace.yaml".to_owned()), "{template}");
        let check = sandbox.run(&["check", "--deny-warnings"]);
        assert_eq!((check.code, check.stdout.as_str()), (0, ""), "{template}");
    }
    assert_eq!(Sandbox::new().run(&["init", "--template", "triel"]).code, 2);
}

#[test]
fn makes_a_repository_where_there_is_none() {
    let sandbox = Sandbox::new();
    assert!(sandbox.run(&["init", "a"]).stderr.contains("and a git repository for it"));
    assert!(sandbox.path().join("a/.git").is_dir());
    assert!(!sandbox.run(&["init", "a/b"]).stderr.contains("repository"));
    assert!(!sandbox.path().join("a/b/.git").exists());
}

#[test]
fn refuses_a_folder_that_is_a_workspace() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Mine\n");
    let outcome = sandbox.run(&["init", "--template", "blank"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("`.` is a workspace already"), "{}", outcome.stderr);
    assert_eq!(sandbox.files(), ["workspace.yaml"]);
}

#[test]
fn never_overwrites_and_writes_nothing_when_a_file_is_in_the_way() {
    let sandbox = Sandbox::new();
    sandbox.write("journeys/trial-to-paid/journey.yaml", "mine");
    let outcome = sandbox.run(&["init"]);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("`journeys/trial-to-paid/journey.yaml` exists in `.` already"),
        "{}",
        outcome.stderr
    );
    assert_eq!(sandbox.files(), ["journeys/trial-to-paid/journey.yaml"]);
    assert_eq!(sandbox.read("journeys/trial-to-paid/journey.yaml"), "mine");
}

#[test]
fn keeps_what_a_fresh_repository_begins_with() {
    let sandbox = Sandbox::new();
    sandbox.write("README.md", "mine");
    sandbox.write(".gitignore", "mine");
    let outcome = sandbox.run(&["init", "--template", "blank"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("Kept your `README.md`."), "{}", outcome.stderr);
    assert_eq!((sandbox.read("README.md").as_str(), sandbox.read(".gitignore").as_str()), ("mine", "mine"));
}

#[test]
fn the_first_commit_takes_everything_along() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    assert_eq!(sandbox.run(&["init"]).code, 0);
    let commit = sandbox.run(&["commit"]);
    assert_eq!(commit.code, 0, "{}", commit.stderr);
    assert_eq!(sandbox.git(&["status", "--short"]), "");
    let subject = sandbox.git(&["log", "-1", "--format=%s"]);
    assert_eq!(subject, "Start the workspace: 1 journey, 12 items, 2 personas\n");
}

#[test]
fn a_file_is_no_folder_to_start_in() {
    let sandbox = Sandbox::new();
    sandbox.write("notes", "mine");
    assert_eq!(sandbox.run(&["init", "notes"]).code, 2);
    assert_eq!(sandbox.run(&["init", "notes/below"]).code, 2);
    assert_eq!(sandbox.files(), ["notes"]);
}

#[test]
fn the_first_commit_takes_along_all_that_was_written_also_in_an_older_repository() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("README.md", "Ours\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    assert_eq!(sandbox.run(&["init", "maps"]).code, 0);
    sandbox.write("README.md", "Ours, changed\n");
    assert_eq!(sandbox.run(&["-C", "maps", "commit"]).code, 0);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), " M README.md\n");

    // One that is there belongs to somebody else, and later changes are no business of the workspace's.
    assert_eq!(sandbox.run(&["init", "--template", "blank"]).code, 0);
    assert_eq!(sandbox.run(&["commit"]).code, 0);
    sandbox.write(".gitignore", "/site/\n*.tmp\n");
    assert_eq!(sandbox.run(&["commit"]).code, 2);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), " M .gitignore\n M README.md\n");
}
