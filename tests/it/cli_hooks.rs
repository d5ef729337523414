//! `wayfare hooks`: the hook in real commits, and what becomes of hooks that were there before.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Command, Stdio};

use crate::program::{Outcome, Sandbox};

const GOOD: &str = "---\nkind: touchpoint\ntitle: A\nallow: [unplaced-item]\n---\n";
const BAD: &str = "---\nkind: touchpoint\ntitle: A\nallow: [unplaced-item]\nlinks: [gone]\n---\n";

const HOOK: &str = ".git/hooks/pre-commit";

/// A repository with a workspace in a folder of it whose name a shell would take apart, committed.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("it's maps/workspace.yaml", "name: Acme\n");
    sandbox.write("it's maps/blocks/a.md", GOOD);
    sandbox.write("notes.txt", "one\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox
}

fn installed() -> Sandbox {
    let sandbox = repository();
    let outcome = install(&sandbox, &[]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.starts_with("Installed `") && outcome.stderr.contains(HOOK), "{}", outcome.stderr);
    sandbox
}

fn install(sandbox: &Sandbox, arguments: &[&str]) -> Outcome {
    sandbox.run(&[&["hooks", "install", "it's maps"], arguments].concat())
}

fn uninstall(sandbox: &Sandbox) -> Outcome {
    sandbox.run(&["hooks", "uninstall", "it's maps"])
}

fn commit(sandbox: &Sandbox, arguments: &[&str]) -> Outcome {
    sandbox.git_anyway(&[&["commit", "--quiet", "-m", "Next"], arguments].concat())
}

fn foreign_hook(sandbox: &Sandbox, path: &str, body: &str) {
    sandbox.write(path, &format!("#!/bin/sh\n{body}\n"));
    fs::set_permissions(sandbox.path().join(path), fs::Permissions::from_mode(0o755)).expect("a mode");
}

#[test]
fn what_is_staged_decides_not_the_folder() {
    let sandbox = installed();
    sandbox.write("it's maps/blocks/a.md", BAD);
    sandbox.git(&["add", "-A"]);
    sandbox.write("it's maps/blocks/a.md", GOOD);
    let refused = commit(&sandbox, &[]);
    assert_eq!(refused.code, 1, "the folder is clean, what is staged is not");
    assert!(refused.stderr.contains("error[unknown-item]: no item `gone`"), "{}", refused.stderr);
    assert!(refused.stderr.contains("pre-commit: not committed; mend what is wrong"), "{}", refused.stderr);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Begin\n");

    sandbox.write("it's maps/blocks/b.md", GOOD);
    sandbox.git(&["add", "-A"]);
    sandbox.write("it's maps/blocks/b.md", BAD);
    let accepted = commit(&sandbox, &[]);
    assert_eq!(accepted.code, 0, "what is staged is clean, the folder is not: {}", accepted.stderr);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Next\nBegin\n");
}

#[test]
fn a_part_of_the_folder_is_checked_with_the_index_of_that_commit() {
    let sandbox = installed();
    sandbox.write("it's maps/blocks/a.md", BAD);
    sandbox.write("it's maps/blocks/b.md", GOOD);
    sandbox.git(&["add", "-A"]);
    assert_eq!(commit(&sandbox, &["--only", "it's maps/blocks/b.md"]).code, 0);
    assert_eq!(commit(&sandbox, &["-a"]).code, 1);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Next\nBegin\n");
}

#[test]
fn commits_that_leave_the_workspace_as_it_is_are_let_through() {
    let sandbox = repository();
    sandbox.write("it's maps/blocks/a.md", BAD);
    assert_eq!(commit(&sandbox, &["-a"]).code, 0, "there is no hook yet");
    install(&sandbox, &[]);
    sandbox.write("notes.txt", "two\n");
    assert_eq!(commit(&sandbox, &["-a"]).code, 0);
    sandbox.git(&["rm", "-r", "--quiet", "--cached", "it's maps"]);
    let gone = commit(&sandbox, &[]);
    assert_eq!(gone.code, 0, "{}", gone.stderr);
    assert_eq!(sandbox.git(&["ls-files"]), "notes.txt\n");
}

#[test]
fn wayfare_commit_runs_it_on_what_it_commits() {
    let sandbox = installed();
    let commit = |arguments: &[&str]| {
        let mut command = sandbox.command(&[&["-C", "it's maps", "commit", "-m", "Ours"], arguments].concat());
        Outcome::of(command.env("PATH", Sandbox::path_with_program()).output().expect("the program starts"))
    };
    // What is staged is wrong, but what is committed is what the folder holds.
    sandbox.write("it's maps/blocks/a.md", BAD);
    sandbox.git(&["add", "-A"]);
    sandbox.write("it's maps/blocks/a.md", &GOOD.replace("title: A", "title: B"));
    let made = commit(&[]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    assert_eq!(sandbox.git(&["log", "--format=%s"]), "Ours\nBegin\n");

    sandbox.write("it's maps/blocks/a.md", BAD);
    let refused = commit(&["--no-check"]);
    assert_eq!(refused.code, 2, "the hook insists");
    assert!(refused.stderr.contains("no item `gone`"), "{}", refused.stderr);
}

#[test]
fn a_linked_worktree_uses_the_same_hook() {
    let sandbox = installed();
    sandbox.git(&["worktree", "add", "--quiet", "-b", "side", "tree"]);
    sandbox.write("tree/it's maps/blocks/a.md", BAD);
    sandbox.git(&["-C", "tree", "add", "-A"]);
    sandbox.write("tree/it's maps/blocks/a.md", GOOD);
    let refused = sandbox.git_anyway(&["-C", "tree", "commit", "--quiet", "-m", "Next"]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("no item `gone`"), "{}", refused.stderr);
    let again = sandbox.run(&["hooks", "install", "tree/it's maps"]);
    assert!(again.stderr.contains("checks this workspace already"), "{}", again.stderr);
}

#[test]
fn a_missing_program_is_said_and_refuses() {
    let sandbox = installed();
    sandbox.write("it's maps/blocks/a.md", BAD);
    sandbox.git(&["add", "-A"]);
    let programs = Sandbox::new();
    let path = std::env::var_os("PATH").expect("a path");
    let git = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file());
    symlink(git.expect("git is installed"), programs.path().join("git")).expect("a link");
    let mut command = Command::new("git");
    command.args(["commit", "--quiet", "-m", "Next"]).current_dir(sandbox.path()).stdin(Stdio::null());
    command.env_clear().env("PATH", programs.path()).env("HOME", sandbox.path().join(".."));
    let refused = Outcome::of(command.output().expect("git is installed"));
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.starts_with("pre-commit: cannot check the workspace, since `wayfare`"),
        "{}",
        refused.stderr
    );
}

#[test]
fn another_programs_hook_is_kept_and_with_force_runs_first() {
    let sandbox = repository();
    foreign_hook(&sandbox, HOOK, "echo theirs >&2; test ! -e stop");
    let theirs = sandbox.read(HOOK);
    let refused = install(&sandbox, &[]);
    assert_eq!((refused.code, sandbox.read(HOOK)), (2, theirs.clone()));
    assert!(refused.stderr.contains("is another program's hook, which is kept as it is\n"), "{}", refused.stderr);
    let line = r"help: add this line to it: wayfare check --staged './it'\''s maps' || exit 1";
    assert!(refused.stderr.contains(line), "{}", refused.stderr);
    assert_eq!(uninstall(&sandbox).code, 0);
    assert_eq!(sandbox.read(HOOK), theirs);

    let forced = install(&sandbox, &["--force"]);
    assert_eq!(forced.code, 0, "{}", forced.stderr);
    assert!(forced.stderr.contains("The hook that was there runs first"), "{}", forced.stderr);
    sandbox.write("it's maps/blocks/a.md", BAD);
    sandbox.git(&["add", "it's maps"]);
    let both = commit(&sandbox, &[]);
    assert!(both.stderr.starts_with("theirs\n") && both.stderr.contains("no item `gone`"), "{}", both.stderr);
    sandbox.write("stop", "");
    let first = commit(&sandbox, &[]);
    assert_eq!((first.code, first.stderr.as_str()), (1, "theirs\n"));

    let restored = uninstall(&sandbox);
    assert!(restored.stderr.contains("is the hook again that was there before"), "{}", restored.stderr);
    assert_eq!(sandbox.read(HOOK), theirs);
}

#[test]
fn workspaces_share_a_hook_and_leave_one_by_one() {
    let sandbox = installed();
    sandbox.write("other/workspace.yaml", "nam: Other\n");
    assert_eq!(sandbox.run(&["hooks", "install", "other"]).code, 0);
    let text = sandbox.read(HOOK);
    assert!(text.contains("\ncheck './it'\\''s maps'\ncheck './other'\n"), "{text}");
    assert_eq!(sandbox.run(&["hooks", "install", "other"]).code, 0);
    assert_eq!(sandbox.read(HOOK), text, "nothing is written twice");
    sandbox.git(&["add", "other"]);
    assert!(commit(&sandbox, &[]).stderr.contains("error[unknown-field]"));

    sandbox.write(HOOK, &format!("{text}echo mine\n"));
    let changed = uninstall(&sandbox);
    assert_eq!(changed.code, 2);
    assert!(changed.stderr.contains("was changed by hand, so it is kept"), "{}", changed.stderr);
    sandbox.write(HOOK, &text);
    assert_eq!(sandbox.run(&["hooks", "uninstall", "other"]).code, 0);
    assert!(!sandbox.read(HOOK).contains("other") && sandbox.read(HOOK).contains("maps"));
    assert_eq!(uninstall(&sandbox).code, 0);
    assert!(!sandbox.path().join(HOOK).exists());
    assert!(uninstall(&sandbox).stderr.starts_with("No hook of `wayfare hooks install` checks"));
}

#[test]
fn the_folder_of_hooks_is_the_one_git_uses() {
    let sandbox = repository();
    sandbox.git(&["config", "core.hooksPath", "tools/hooks"]);
    assert_eq!(install(&sandbox, &[]).code, 0);
    sandbox.write("it's maps/blocks/a.md", BAD);
    assert_eq!(commit(&sandbox, &["-a"]).code, 1);
    let mode = fs::metadata(sandbox.path().join("tools/hooks/pre-commit")).expect("a hook").permissions().mode();
    assert_eq!(mode & 0o100, 0o100);

    for shared in ["../shared", "missing/../../shared"] {
        sandbox.git(&["config", "core.hooksPath", shared]);
        let refused = install(&sandbox, &[]);
        assert_eq!(refused.code, 2, "{shared}");
        assert!(refused.stderr.contains("outside of this repository"), "{}", refused.stderr);
    }
    assert!(!sandbox.path().join("../shared").exists());
    sandbox.git(&["config", "core.hooksPath", "../shared"]);
    assert_eq!(install(&sandbox, &["--force"]).code, 0);
    assert_eq!(commit(&sandbox, &["-a"]).code, 1);
}

#[test]
fn without_a_repository_there_is_nothing_to_hook_into() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    for action in ["install", "uninstall"] {
        let outcome = sandbox.run(&["hooks", action]);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains("is in no git repository"), "{}", outcome.stderr);
    }
    assert_eq!(sandbox.run(&["hooks"]).code, 2);
}
