//! `wayfare commit` ended by a signal while git is at work for it: there is no commit, or one that the index follows.
//!
//! With `WAYFARE_LONG=1` every signal is tried at every hook; else the few that differ in how they end.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};

use crate::program::Sandbox;

const PAGE: &str = "---\nkind: touchpoint\ntitle: Page\n---\n";

/// A workspace with something to commit, and a hook that says it runs, and then waits for `../gate`.
fn repository(hook: &str, is_first_to_format: bool) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/page.md", PAGE);
    sandbox.write("notes.txt", "one\n");
    sandbox.init_repository();
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Changed"));
    sandbox.write("blocks/new.md", PAGE);
    sandbox.write("notes.txt", "staged\n");
    sandbox.git(&["add", "notes.txt"]);
    let format = "echo formatted >> blocks/page.md; git add blocks/page.md";
    // The hook before and the slow one: a hook that formats is where an index is easily left behind.
    if is_first_to_format && hook != "pre-commit" {
        install(&sandbox, "pre-commit", format);
    }
    let format = if is_first_to_format && hook == "pre-commit" { format } else { "true" };
    let wait = "i=0; while [ ! -e ../gate ] && [ $i -lt 1000 ]; do sleep 0.02; i=$((i + 1)); done";
    install(&sandbox, hook, &format!("{format}; echo \"at work $PPID\" >&2; {wait}; exit 0"));
    sandbox
}

fn install(sandbox: &Sandbox, hook: &str, body: &str) {
    let file = format!(".git/hooks/{hook}");
    sandbox.write(&file, &format!("#!/bin/sh\n{body}\n"));
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(sandbox.path().join(file), mode).expect("a mode");
}

/// Commits, and waits until the hook runs; the number of the git that runs it.
fn commit(sandbox: &Sandbox) -> (Child, String) {
    let mut command = sandbox.command(&["commit", "-m", "Slow"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let line = lines.by_ref().map(|line| line.expect("a line")).find(|line| line.starts_with("at work "));
    let git = line.expect("the hook runs").trim_start_matches("at work ").to_owned();
    // Whatever else is said is not waited for.
    std::thread::spawn(move || lines.count());
    (child, git)
}

fn shell(script: &str) {
    let status = Command::new("sh").args(["-c", script]).stderr(Stdio::null()).status().expect("a shell");
    assert!(status.success(), "{script}");
}

/// Waits until a program has ended, whoever its parent is.
fn wait_for(process: &str) {
    let ended = format!("kill -0 {process} && ! grep -q '^State:.Z' /proc/{process}/status");
    shell(&format!("i=0; while {ended} && [ $i -lt 1000 ]; do sleep 0.02; i=$((i + 1)); done"));
}

fn is_wanted(signal: &str, hook: &str, formats: bool) -> bool {
    let few = [
        ("TERM", "pre-commit", true),
        ("KILL", "pre-commit", true),
        ("KILL", "commit-msg", true),
        ("INT", "commit-msg", false),
    ];
    few.contains(&(signal, hook, formats)) || std::env::var_os("WAYFARE_LONG").is_some_and(|value| value == "1")
}

#[test]
fn the_index_fits_whichever_way_it_ends() {
    let mut tried = 0;
    for hook in ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"] {
        for signal in ["TERM", "INT", "HUP", "KILL"] {
            for formats in [false, true] {
                if is_wanted(signal, hook, formats) {
                    kill_at(signal, hook, formats);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried >= 4);
}

fn kill_at(signal: &str, hook: &str, formats: bool) {
    let case = format!("{signal} at {hook}, formats: {formats}");
    let sandbox = repository(hook, formats);
    let (mut child, git) = commit(&sandbox);
    shell(&format!("kill -{signal} {}", child.id()));
    let ended = child.wait().expect("it ends");
    assert!(!ended.success(), "{case}");
    sandbox.write("../gate", "");
    wait_for(&git);

    let is_made = sandbox.git(&["log", "-1", "--format=%s"]) == "Slow\n";
    assert_eq!(is_made, hook == "post-commit" || hook == "commit-msg" && signal == "KILL", "{case}");
    let staged = sandbox.git(&["diff", "--cached", "--name-only"]);
    assert_eq!(staged, "notes.txt\n", "{case}");
    let unstaged = sandbox.git(&["diff", "--name-only"]);
    assert_eq!(unstaged, if is_made { "" } else { "blocks/page.md\n" }, "{case}");
    let scratch = || {
        let names = std::fs::read_dir(sandbox.path().join(".git")).expect("a folder");
        names
            .filter(|entry| {
                entry.as_ref().is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("wayfare"))
            })
            .count()
    };
    assert!(signal == "KILL" || scratch() == 0, "{case}");

    // The next run finds everything as it should be.
    std::fs::remove_file(sandbox.path().join(".git/hooks").join(hook)).expect("a hook");
    sandbox.write("blocks/page.md", &PAGE.replace("Page", "Again"));
    let next = sandbox.run(&["commit", "-m", "Next"]);
    assert_eq!(next.code, 0, "{case}: {}", next.stderr);
    assert_eq!(scratch(), 0, "{case}");
    assert_eq!(sandbox.git(&["status", "--short"]), "M  notes.txt\n", "{case}");
}
