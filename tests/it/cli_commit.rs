//! `wayfare commit`: what it says and how it ends. What it does to a repository is tested in `git`.

use crate::program::Sandbox;

/// A workspace in a repository with one commit of its own making.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/invite-email.md", "---\nkind: touchpoint\ntitle: Invite email\n---\n");
    sandbox.init_repository();
    assert_eq!(sandbox.run(&["commit", "-m", "Begin"]).code, 0);
    sandbox
}

#[test]
fn commits_the_workspace_with_a_message_from_what_changed() {
    let sandbox = repository();
    sandbox.write("journeys/trial/journey.yaml", "title: Trial\n");
    sandbox.write("notes.txt", "not ours");

    let dry = sandbox.run(&["commit", "--dry-run"]);
    assert_eq!((dry.code, dry.stdout.as_str()), (0, "trial: add journey\n"), "{}", dry.stderr);
    assert!(
        dry.stderr.contains("A journeys/trial/journey.yaml") && !dry.stderr.contains("notes.txt"),
        "{}",
        dry.stderr
    );
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Begin\n");

    let made = sandbox.run(&["commit"]);
    assert_eq!((made.code, made.stdout.as_str()), (0, ""), "{}", made.stderr);
    assert!(
        made.stderr.starts_with("Committed 1 file as ") && made.stderr.contains(" on main: trial: add"),
        "{}",
        made.stderr
    );
    assert_eq!(sandbox.git(&["log", "-1", "--format=%B"]).trim_end(), dry.stdout.trim_end());
    assert_eq!(sandbox.git(&["status", "--short"]), "?? notes.txt\n");
}

#[test]
fn errors_stand_in_the_way_unless_one_insists() {
    let sandbox = repository();
    sandbox.write("blocks/invite-email.md", "---\nkind: touchpoint\ntitel: Invite email\n---\n");
    let refused = sandbox.run(&["commit"]);
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.contains("error[unknown-field]") && !refused.stdout.contains("warn"), "{}", refused.stdout);
    assert!(
        refused.stderr.contains("nothing was committed") && refused.stderr.contains("--no-check"),
        "{}",
        refused.stderr
    );
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Begin\n");
    assert_eq!(sandbox.run(&["commit", "--no-check", "-m", "Insist"]).code, 0);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Insist\nBegin\n");
}

#[test]
fn what_stands_in_the_way_is_said_with_what_to_do() {
    let sandbox = repository();
    let nothing = sandbox.run(&["commit"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.stderr.starts_with("error: nothing to commit"), "{}", nothing.stderr);

    sandbox.write("workspace.yaml", "name: Other\n");
    let empty = sandbox.run(&["commit", "-m", " "]);
    assert_eq!(empty.code, 2);
    assert!(empty.stderr.contains("error: the commit message is empty\nhelp: write one\n"), "{}", empty.stderr);

    let outside = Sandbox::new();
    outside.write("workspace.yaml", "name: Acme\n");
    let refused = outside.run(&["commit"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("help: run `git init` there"), "{}", refused.stderr);
}
