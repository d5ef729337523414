//! `wayfare commit` checks and attests what it commits, not what lies in the folder.

use crate::program::{Outcome, Sandbox};

const PAGE: &str = "---\nkind: touchpoint\ntitle: Page\n---\n";
const BROKEN: &str = "---\nkind: touchpoint\ntitle: Page\nlinks: [gone]\n---\n";

/// A journey with an item, committed.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("journeys/trial/journey.yaml", &journey("page"));
    sandbox.write("blocks/page.md", PAGE);
    sandbox.init_repository();
    assert_eq!(sandbox.run(&["commit", "-m", "Begin"]).code, 0);
    sandbox
}

fn journey(items: &str) -> String {
    format!(
        "title: Trial\nstages:\n  - id: setup\n    title: Setup\n    steps:\n      - {{ id: one, title: Customer begins, items: [{items}] }}\n"
    )
}

#[cfg(unix)]
fn hook(sandbox: &Sandbox, name: &str, body: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let file = format!(".git/hooks/{name}");
    sandbox.write(&file, &format!("#!/bin/sh\n{body}\n"));
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(sandbox.path().join(file), mode).expect("a mode");
}

fn subjects(sandbox: &Sandbox) -> String {
    sandbox.git(&["log", "--format=%s"])
}

/// What the last commit attests is what a check of it says.
fn assert_attested(sandbox: &Sandbox) {
    let message = sandbox.git(&["log", "-1", "--format=%B"]);
    let notes: Vec<&str> = message.lines().filter_map(|line| line.strip_prefix("Wayfare-Check: ")).collect();
    let check = sandbox.run(&["check", "--at", "HEAD"]);
    let said = check.stderr.lines().last().and_then(|line| line.split_once(" in ")).map(|(counts, _)| counts);
    assert_eq!(notes, [said.expect("counts")], "{message}{}", check.stderr);
}

fn assert_refused(sandbox: &Sandbox, outcome: &Outcome, finding: &str) {
    assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stdout.contains(finding), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("nothing was committed"), "{}", outcome.stderr);
    assert_eq!(subjects(sandbox), "Begin\n");
}

#[test]
fn half_of_a_move_is_refused() {
    let sandbox = repository();
    std::fs::create_dir(sandbox.path().join("blocks/sub")).expect("a folder");
    std::fs::rename(sandbox.path().join("blocks/page.md"), sandbox.path().join("blocks/sub/page.md")).expect("a move");
    assert_eq!(sandbox.run(&["check"]).code, 0, "the folder is clean");
    let half = sandbox.run(&["commit", "--note-check", "blocks/sub", "-m", "Move"]);
    assert_refused(&sandbox, &half, "error[duplicate-id]");
    assert!(half.stderr.contains("name what belongs together"), "{}", half.stderr);
    assert_eq!(sandbox.run(&["commit", "--note-check", "blocks", "-m", "Move"]).code, 0);
    assert_attested(&sandbox);
}

#[test]
fn what_refers_to_a_file_that_is_not_committed_is_refused() {
    let sandbox = repository();
    sandbox.write("blocks/new.md", PAGE);
    sandbox.write("journeys/trial/journey.yaml", &journey("page, new"));
    let only = sandbox.run(&["commit", "--note-check", "journeys", "-m", "Only the journey"]);
    assert_refused(&sandbox, &only, "error[unknown-item]");
    assert_eq!(sandbox.run(&["commit", "journeys", "--dry-run"]).code, 1, "also when nothing would be done");
    assert_eq!(sandbox.run(&["commit", "--note-check", "-m", "Both"]).code, 0);
    assert_attested(&sandbox);
}

#[test]
fn errors_that_stay_in_the_folder_do_not_stand_in_the_way() {
    let sandbox = repository();
    sandbox.write("blocks/work-in-progress.md", BROKEN);
    sandbox.write("journeys/trial/journey.yaml", &journey("page").replace("Customer begins", "Customer starts"));
    assert_eq!(sandbox.run(&["check"]).code, 1);
    let made = sandbox.run(&["commit", "--note-check", "journeys"]);
    assert_eq!(made.code, 0, "{}{}", made.stdout, made.stderr);
    assert_attested(&sandbox);
    assert_eq!(sandbox.git(&["status", "--short"]), "?? blocks/work-in-progress.md\n");
}

#[test]
fn a_first_commit_holds_the_workspaces_settings() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/page.md", PAGE);
    sandbox.init_repository();
    let without = sandbox.run(&["commit", "blocks", "-m", "Begin"]);
    assert_eq!(without.code, 2);
    assert!(without.stderr.starts_with("error: the commit would hold no workspace.yaml"), "{}", without.stderr);
    assert_eq!(sandbox.run(&["commit", "blocks", "workspace.yaml", "--note-check", "-m", "Begin"]).code, 0);
    assert_attested(&sandbox);
}

#[test]
fn an_amended_commit_is_attested_anew_or_not_at_all() {
    let sandbox = repository();
    sandbox.write("blocks/new.md", PAGE);
    assert_eq!(sandbox.run(&["commit", "--note-check", "-m", "My words"]).code, 0);
    assert_attested(&sandbox);
    sandbox.write("journeys/trial/journey.yaml", &journey("page, new"));
    assert_eq!(sandbox.run(&["commit", "--amend"]).code, 0);
    assert_eq!(subjects(&sandbox), "My words\nBegin\n");
    assert_attested(&sandbox);
    assert_eq!(sandbox.run(&["commit", "--amend", "--note-check"]).code, 0);
    assert_attested(&sandbox);
    sandbox.write("blocks/new.md", BROKEN);
    assert_eq!(sandbox.run(&["commit", "--amend"]).code, 1);
    assert_eq!(sandbox.run(&["commit", "--amend", "--no-check"]).code, 0);
    assert_eq!(sandbox.git(&["log", "-1", "--format=%B"]).trim_end(), "My words", "nobody has checked it");
}

#[test]
#[cfg(unix)]
fn what_a_hook_makes_of_a_commit_is_checked() {
    let sandbox = repository();
    sandbox.write("workspace.yaml", "name: Other\n");
    hook(
        &sandbox,
        "pre-commit",
        "sed 's/title: Page/title: Page\\nlinks: [gone]/' blocks/page.md > x; mv x blocks/page.md; git add blocks",
    );
    let refused = sandbox.run(&["commit", "--note-check"]);
    assert_refused(&sandbox, &refused, "error[unknown-item]");
    assert!(!refused.stderr.contains("editor"), "how it is done is nobody's business: {}", refused.stderr);
    assert_eq!(sandbox.git(&["diff", "--cached", "--name-only"]), "", "nothing is staged");
    assert!(sandbox.git(&["status", "--short", "blocks"]).contains(" M blocks/page.md"), "the hook's doing stays");

    sandbox.git(&["checkout", "--quiet", "blocks"]);
    hook(
        &sandbox,
        "pre-commit",
        "printf -- '---\\nkind: insight\\ntitle: Bare\\n---\\n' > blocks/bare.md; git add blocks",
    );
    let made = sandbox.run(&["commit", "--note-check"]);
    assert_eq!(made.code, 0, "{}{}", made.stdout, made.stderr);
    assert!(sandbox.git(&["show", "--format=", "--name-only", "HEAD"]).contains("blocks/bare.md"));
    assert_attested(&sandbox);
    assert_eq!(sandbox.git(&["status", "--short"]), "");
}

#[test]
#[cfg(unix)]
fn the_editor_comes_after_hooks_and_the_check() {
    let sandbox = repository();
    sandbox.write("workspace.yaml", "name: Other\n");
    hook(&sandbox, "prepare-commit-msg", "printf '\\nTicket: 7\\n' >> \"$1\"");
    let mut command = sandbox.command(&["commit", "--note-check", "-e", "-m", "Words"]);
    let made =
        Outcome::of(command.env("GIT_EDITOR", "sed -i.bak s/Words/Edited/").output().expect("the program starts"));
    assert_eq!(made.code, 0, "{}", made.stderr);
    let message = sandbox.git(&["log", "-1", "--format=%B"]);
    assert!(message.starts_with("Edited\n") && message.contains("Ticket: 7"), "{message}");
    assert_attested(&sandbox);
    assert_eq!(sandbox.git(&["status", "--short"]), "");
}

#[test]
fn what_is_left_out_is_said_with_what_to_do() {
    let sandbox = repository();
    sandbox.git(&["update-index", "--skip-worktree", "blocks/page.md"]);
    sandbox.write("blocks/page.md", BROKEN);
    let nothing = sandbox.run(&["commit"]);
    assert_eq!(nothing.code, 2);
    let said = "error: nothing to commit: `blocks/page.md` is marked as `skip-worktree`\nhelp: run `git update-index --no-skip-worktree blocks/page.md`\n";
    assert_eq!(nothing.stderr, said);
    sandbox.write("workspace.yaml", "name: Other\n");
    let said = "Left out `blocks/page.md`: it is marked as `skip-worktree`.";
    assert!(sandbox.run(&["commit", "--dry-run"]).stderr.contains(said));
    let made = sandbox.run(&["commit", "--note-check"]);
    assert_eq!(made.code, 0, "what is left out is not checked: {}{}", made.stdout, made.stderr);
    assert!(made.stderr.contains(said), "{}", made.stderr);
    assert_attested(&sandbox);
    assert_eq!(sandbox.read("blocks/page.md"), BROKEN);
}
