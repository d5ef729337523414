//! `wayfare hooks`: the hook in real commits, and what becomes of hooks that were there before.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::peers::peers;
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
    let refused = commit(&[]);
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("with `--no-check`"), "{}", refused.stderr);
    let made = commit(&["--no-check"]);
    assert_eq!(made.code, 0, "the advice works with the hook: {}", made.stderr);
    assert!(made.stderr.starts_with("Not checked, as `wayfare commit --no-check` asks.\n"), "{}", made.stderr);
    // Other hooks have their say all the same.
    foreign_hook(&sandbox, ".git/hooks/commit-msg", "exit 1");
    sandbox.write("it's maps/blocks/a.md", &BAD.replace("title: A", "title: C"));
    assert_eq!(commit(&["--no-check"]).code, 2);
}

#[test]
fn the_command_to_share_how_records_are_merged_works() {
    let sandbox = repository();
    let installed = install(&sandbox, &[]);
    let command = installed.stderr.lines().find(|line| line.contains(" add .gitattributes && ")).expect("a command");
    let run = |command: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).current_dir(sandbox.path()).env("PATH", Sandbox::path_with_program());
        Outcome::of(shell.env("GIT_CONFIG_NOSYSTEM", "1").output().expect("a shell"))
    };
    let outcome = run(command);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
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
fn another_hook_is_kept_as_it_is_and_says_where_the_line_goes() {
    // A hook can learn its name and folder in more ways than a look at its text tells.
    for (first, body) in [
        ("#!/bin/sh", "echo theirs >&2; test ! -e stop"),
        ("#!/usr/bin/env -S sh -e", ". ./tools/dispatch"),
        ("#!/usr/bin/env node", "require(__filename + '.d')"),
        ("#!/usr/bin/perl", "exec \"./tools/$0\""),
        ("\x7fELF", "\0"),
    ] {
        let sandbox = repository();
        sandbox.write(HOOK, &format!("{first}\n{body}\n"));
        fs::set_permissions(sandbox.path().join(HOOK), fs::Permissions::from_mode(0o755)).expect("a mode");
        let (theirs, before) =
            (sandbox.read(HOOK), fs::read_dir(sandbox.path().join(".git/hooks")).expect("hooks").count());
        for arguments in [&[][..], &["--force"]] {
            let refused = install(&sandbox, arguments);
            assert_eq!((refused.code, sandbox.read(HOOK)), (2, theirs.clone()));
            let says = "is another program's hook, which is kept as it is\n";
            assert!(refused.stderr.contains(says), "{}", refused.stderr);
            let help = match first.contains("sh") {
                true => r"below a `#!`: wayfare check --staged './it'\''s maps' || exit 1",
                false => r"run this first, and end with 1 where it fails: wayfare check --staged './it'\''s maps'",
            };
            assert!(refused.stderr.contains(help), "{}", refused.stderr);
        }
        assert_eq!(fs::read_dir(sandbox.path().join(".git/hooks")).expect("hooks").count(), before);
        assert_eq!(uninstall(&sandbox).code, 0);
        assert_eq!(sandbox.read(HOOK), theirs);
    }
}

#[test]
fn a_hook_with_the_line_in_it_checks_beside_what_it_did() {
    let sandbox = repository();
    foreign_hook(&sandbox, HOOK, "echo theirs >&2; test ! -e stop");
    let line = advice(&install(&sandbox, &[]), "add this line at the top of `.git/hooks/pre-commit`, below a `#!`: ");
    foreign_hook(&sandbox, HOOK, &format!("{line}\necho theirs >&2; test ! -e stop"));
    for arguments in [&[][..], &["--force"]] {
        let again = install(&sandbox, arguments);
        assert!(again.code == 0 && again.stderr.contains("checks this workspace already"), "{}", again.stderr);
    }
    let mode = |mode| fs::set_permissions(sandbox.path().join(HOOK), fs::Permissions::from_mode(mode)).expect("a mode");
    mode(0o644);
    let idle = install(&sandbox, &[]);
    assert!(idle.code == 2 && idle.stderr.contains("make it executable, or git does not run it"), "{}", idle.stderr);
    mode(0o755);
    sandbox.write("notes.txt", "changed\n");
    assert_both_refuse(&sandbox, "theirs");
}

#[test]
fn a_hook_that_a_former_version_put_aside_runs_first_and_comes_back() {
    let sandbox = installed();
    foreign_hook(&sandbox, ".git/hooks/pre-commit.before-wayfare", "echo theirs >&2; test ! -e stop");
    let theirs = sandbox.read(".git/hooks/pre-commit.before-wayfare");
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
fn a_folder_of_hooks_that_is_empty_or_a_link_is_told_as_what_it_is() {
    let sandbox = repository();
    sandbox.git(&["config", "core.hooksPath", ""]);
    for arguments in [&[][..], &["--force"]] {
        let refused = install(&sandbox, arguments);
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        assert!(
            refused.stderr.contains("`core.hooksPath` is set to nothing, so git runs no hook"),
            "{}",
            refused.stderr
        );
    }
    sandbox.git(&["config", "--unset", "core.hooksPath"]);
    fs::remove_dir_all(sandbox.path().join(".git/hooks")).expect("removed");
    fs::create_dir_all(sandbox.path().join("tools/hooks")).expect("a folder");
    symlink("../tools/hooks", sandbox.path().join(".git/hooks")).expect("a link");
    let outcome = install(&sandbox, &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("tools/hooks/pre-commit`: commits with errors"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("It lies in the working folder: commit it only if"), "{}", outcome.stderr);
    sandbox.write("it's maps/blocks/a.md", BAD);
    assert_eq!(commit(&sandbox, &["-a"]).code, 1);
}

#[test]
fn workspaces_share_a_hook_and_leave_one_by_one() {
    let sandbox = installed();
    sandbox.write("other/workspace.yaml", "nam: Other\n");
    assert_eq!(sandbox.run(&["hooks", "install", "other"]).code, 0);
    let text = sandbox.read(HOOK);
    assert!(text.contains("\ncheck './it'\\''s maps'\ncheck './other'\n"), "{text}");
    fs::set_permissions(sandbox.path().join(HOOK), fs::Permissions::from_mode(0o644)).expect("a mode");
    assert_eq!(sandbox.run(&["hooks", "install", "other"]).code, 0);
    assert_eq!(sandbox.read(HOOK), text, "nothing is written twice");
    let mode = fs::metadata(sandbox.path().join(HOOK)).expect("a hook").permissions().mode();
    assert_eq!(mode & 0o100, 0o100, "git runs it again");
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
fn merges_without_conflicts_are_checked_too() {
    const MERGE_HOOK: &str = ".git/hooks/pre-merge-commit";
    let sandbox = installed();
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    sandbox.write("it's maps/blocks/b.md", GOOD);
    sandbox.git(&["add", "-A"]);
    assert_eq!(commit(&sandbox, &[]).code, 0);
    sandbox.git(&["checkout", "--quiet", "main"]);
    sandbox.write("it's maps/blocks/c.md", GOOD);
    sandbox.git(&["add", "-A"]);
    assert_eq!(commit(&sandbox, &[]).code, 0);
    let merge = || sandbox.git_anyway(&["merge", "--quiet", "--no-edit", "side"]);
    sandbox.write("it's maps/blocks/c.md", &BAD.replace("gone", "missing"));
    sandbox.git(&["commit", "--quiet", "--no-verify", "-a", "-m", "Insist"]);
    let refused = merge();
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    assert!(refused.stderr.contains("no item `missing`"), "{}", refused.stderr);
    assert!(refused.stderr.contains("pre-merge-commit: not committed"), "{}", refused.stderr);
    sandbox.git(&["merge", "--abort"]);
    sandbox.write("it's maps/blocks/c.md", GOOD);
    assert_eq!(commit(&sandbox, &["-a"]).code, 0);
    let merged = merge();
    assert_eq!(merged.code, 0, "{}", merged.stderr);

    assert_eq!(uninstall(&sandbox).code, 0);
    assert!(!sandbox.path().join(HOOK).exists() && !sandbox.path().join(MERGE_HOOK).exists());
    foreign_hook(&sandbox, MERGE_HOOK, "true");
    let said = install(&sandbox, &[]);
    assert_eq!(said.code, 0, "commits are checked all the same");
    let says = "Merges without conflicts are not checked: `";
    assert!(said.stderr.contains(says) && said.stderr.contains("another program's hook"), "{}", said.stderr);
    assert!(said.stderr.contains("Git runs no such hook for `git rebase`"), "{}", said.stderr);
}

#[test]
fn a_workspace_that_is_not_there_any_more_is_said_to_be_unchecked() {
    let sandbox = installed();
    sandbox.git(&["mv", "it's maps", "maps"]);
    let moved = commit(&sandbox, &[]);
    assert_eq!(moved.code, 0, "{}", moved.stderr);
    let says = "pre-commit: `./it's maps` holds no workspace any more, so nothing is checked there; ";
    assert!(moved.stderr.starts_with(says) && moved.stderr.lines().count() == 1, "{}", moved.stderr);
    assert!(commit(&sandbox, &["--allow-empty"]).stderr.starts_with(says));
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

/// Runs a program of another tool in the sandbox; with what it is to find first on its path.
fn tool(sandbox: &Sandbox, program: &Path, arguments: &[&str]) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(sandbox.path()).env_clear().stdin(Stdio::null());
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", sandbox.path().join(".."));
    let outcome = Outcome::of(command.output().expect("the tool starts"));
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
}

/// What stands after the colon of the first help.
fn advice(outcome: &Outcome, before: &str) -> String {
    let (_, advice) = outcome.stderr.split_once(before).unwrap_or_else(|| panic!("no {before}: {}", outcome.stderr));
    advice.lines().next().expect("a line").trim().to_owned()
}

/// Whether both hooks can refuse a commit: the one that was there by a file `stop`, ours by what is wrong.
fn assert_both_refuse(sandbox: &Sandbox, theirs: &str) {
    sandbox.git(&["add", "-A"]);
    let accepted = commit(sandbox, &[]);
    assert_eq!(accepted.code, 0, "{}{}", accepted.stdout, accepted.stderr);
    sandbox.write("it's maps/blocks/a.md", BAD);
    let wrong = commit(sandbox, &["-a"]);
    assert_ne!(wrong.code, 0);
    let said = format!("{}{}", wrong.stdout, wrong.stderr);
    assert!(said.contains("no item `gone`"), "{said}");
    sandbox.write("it's maps/blocks/a.md", GOOD);
    sandbox.write("notes.txt", "again\n");
    sandbox.write("stop", "");
    let refused = commit(sandbox, &["-a"]);
    let said = format!("{}{}", refused.stdout, refused.stderr);
    assert!(refused.code != 0 && said.contains(theirs), "{said}");
}

#[test]
fn husky_goes_on_to_run_the_hooks_it_ran() {
    let Some(tools) = peers() else { return };
    let sandbox = repository();
    sandbox.write("package.json", "{\"name\": \"x\", \"private\": true}\n");
    tool(&sandbox, &tools.join(".bin/husky"), &[]);
    sandbox.write(".husky/pre-commit", "echo HUSKY >&2\ntest ! -e stop\n");
    let before = sandbox.files();
    for arguments in [&[][..], &["--force"]] {
        let outcome = install(&sandbox, arguments);
        assert_eq!(outcome.code, 2, "{}", outcome.stderr);
        assert!(outcome.stderr.contains("husky looks after the hooks"), "{}", outcome.stderr);
    }
    let line = advice(&install(&sandbox, &[]), "add this line at the top of `.husky/pre-commit`, below a `#!`: ");
    let more: Vec<String> = sandbox.files().into_iter().filter(|file| !before.contains(file)).collect();
    assert_eq!(more, ["it's maps/.gitattributes"], "git merges all the same");
    sandbox.write(".husky/pre-commit", &format!("{line}\n{}", sandbox.read(".husky/pre-commit")));
    let again = install(&sandbox, &[]);
    assert_eq!(again.code, 0);
    assert!(again.stderr.contains(".husky/pre-commit` checks this workspace already"), "{}", again.stderr);
    assert_both_refuse(&sandbox, "HUSKY");
}

#[test]
fn lefthook_goes_on_to_run_the_hooks_it_ran() {
    let Some(tools) = peers() else { return };
    let program = std::fs::read_dir(&tools).expect("a folder").filter_map(Result::ok);
    let program = program.map(|entry| entry.path().join("bin/lefthook")).find(|program| program.is_file());
    let program = program.expect("lefthook for this machine");
    let run = "{ run: test ! -e stop }";
    for (config, before) in [
        (
            format!("pre-commit:\n  commands:\n    LEFT: {run}\n"),
            "add this line to `lefthook.yml`, under `commands:` of `pre-commit:`: ",
        ),
        ("pre-push:\n  commands: {}\n".to_owned(), "add this line to `lefthook.yml`: "),
    ] {
        let sandbox = repository();
        sandbox.write("lefthook.yml", &config);
        tool(&sandbox, &program, &["install"]);
        sandbox.write("node_modules/lefthook.txt", "");
        sandbox.write(".gitignore", "node_modules\n");
        let hook = sandbox.path().join(HOOK).exists().then(|| sandbox.read(HOOK));
        let refused = install(&sandbox, &[]);
        assert_eq!(refused.code, 2, "{}", refused.stderr);
        assert!(refused.stderr.contains("lefthook looks after the hooks"), "{}", refused.stderr);
        let line = advice(&refused, before);
        if let Some(hook) = hook {
            assert_eq!(install(&sandbox, &["--force"]).code, 2);
            assert_eq!(sandbox.read(HOOK), hook);
            sandbox.write("lefthook.yml", &config.replace("    LEFT", &format!("    {line}\n    LEFT")));
            tool(&sandbox, &program, &["install"]);
            assert_eq!(install(&sandbox, &[]).code, 0);
            assert_both_refuse(&sandbox, "LEFT");
        } else {
            sandbox.write("lefthook.yml", &format!("{config}{line}\n"));
            tool(&sandbox, &program, &["install"]);
            sandbox.write("it's maps/blocks/a.md", BAD);
            assert_ne!(commit(&sandbox, &["-a"]).code, 0);
        }
    }
}

#[test]
fn what_other_programs_look_after_is_known_by_their_files() {
    let run = r#""wayfare check --staged './it'\\''s maps'""#;
    for (file, text, says) in [
        (
            ".lefthook.yaml",
            "pre-commit:\n  jobs:\n    - run: true\n",
            format!("under `jobs:` of `pre-commit:`: - {{ name: wayfare, run: {run} }}"),
        ),
        ("lefthook.toml", "", format!("at the end of `lefthook.toml`:\n[pre-commit.commands.wayfare]\nrun = {run}\n")),
        (".config/lefthook.json", "{}", format!("in `.config/lefthook.json`: \"wayfare\": {{ \"run\": {run} }}")),
        (
            ".pre-commit-config.yaml",
            "repos: []\n",
            format!(
                "under `repos:`: - {{ repo: local, hooks: [{{ id: wayfare, name: wayfare, entry: {run}, language: system"
            ),
        ),
        (".husky/pre-commit", "true\n", "add this line at the top of `.husky/pre-commit`".to_owned()),
    ] {
        let sandbox = repository();
        sandbox.write(file, text);
        let refused = install(&sandbox, &[]);
        assert_eq!(refused.code, 2, "{file}");
        assert!(refused.stderr.contains(&says), "{file}: {}", refused.stderr);
        assert!(!sandbox.path().join(HOOK).exists());
        assert_eq!(install(&sandbox, &["--force"]).code, 0, "nothing is there to be silenced: {file}");
    }
    for (hook, name) in [
        ("# File generated by pre-commit: https://pre-commit.com", "pre-commit"),
        ("call_lefthook run \"pre-commit\" \"$@\"", "lefthook"),
        (". \"$(dirname -- \"$0\")/_/husky.sh\"", "husky"),
    ] {
        let sandbox = repository();
        foreign_hook(&sandbox, HOOK, hook);
        for arguments in [&[][..], &["--force"]] {
            let refused = install(&sandbox, arguments);
            assert!(refused.stderr.contains(&format!("{name} looks after the hooks")), "{}", refused.stderr);
        }
        assert!(sandbox.read(HOOK).contains(hook));
    }
}

#[test]
fn hooks_in_the_working_folder_are_kept_as_they_are() {
    let line = r"wayfare check --staged './it'\''s maps' || exit 1";
    let sandbox = repository();
    sandbox.git(&["config", "core.hooksPath", "tools/hooks"]);
    foreign_hook(&sandbox, "tools/hooks/pre-commit", "true");
    for arguments in [&[][..], &["--force"]] {
        let refused = install(&sandbox, arguments);
        assert_eq!(refused.code, 2);
        let help = format!("add this line at the top of `tools/hooks/pre-commit`, below a `#!`: {line}");
        assert!(refused.stderr.contains(&help), "{}", refused.stderr);
    }
}

#[test]
fn git_is_said_to_merge_records_only_where_it_does() {
    let sandbox = repository();
    sandbox.write("it's maps/.gitattributes", "*.md merge=union\n");
    sandbox.write("it's maps/blocks/.gitattributes", "# sub\n/a.md -merge\n");
    sandbox.write(".git/info/attributes", "workspace.yaml binary\n");
    let outcome = install(&sandbox, &[]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("Git merges records by what they say from now on"), "{}", outcome.stderr);
    for says in [
        ": line 2 of `it's maps/blocks/.gitattributes` overrules that, `/a.md -merge`. Take what it says of merging out",
        "`it's maps/.gitattributes` overrules that, `*.md merge=union`. Move that line above",
        "info/attributes` overrules that, `workspace.yaml binary`",
    ] {
        assert!(outcome.stderr.contains(says), "{says}: {}", outcome.stderr);
    }
    let merge = sandbox.git(&["check-attr", "merge", "it's maps/journeys/any/journey.yaml"]);
    assert!(merge.ends_with(": wayfare\n"), "{merge}");
    sandbox.write("it's maps/.gitattributes", "");
    std::fs::remove_file(sandbox.path().join("it's maps/blocks/.gitattributes")).expect("a file");
    std::fs::remove_file(sandbox.path().join(".git/info/attributes")).expect("a file");
    let outcome = install(&sandbox, &[]);
    assert!(outcome.stderr.contains("Git merges records by what they say from now on."), "{}", outcome.stderr);
}
