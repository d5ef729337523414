//! The program's arguments: help, usage errors, colour, completions, the manual.

use std::process::Stdio;

use crate::program::{Outcome, Sandbox};

#[test]
fn help_and_version_are_results() {
    let sandbox = Sandbox::new();
    for arguments in [&["--help"][..], &["--version"], &["man", "--help"], &["help", "completions"]] {
        let outcome = sandbox.run(arguments);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(!outcome.stdout.is_empty(), "{arguments:?}");
    }
    assert!(sandbox.run(&["man", "--help"]).stdout.contains("Examples:"));
}

#[test]
fn wrong_usage_ends_with_2_and_nothing_on_stdout() {
    let sandbox = Sandbox::new();
    for arguments in [&[][..], &["chekc"], &["--nonsense"], &["completions", "cobol"], &["-C", "missing", "man"]] {
        let outcome = sandbox.run(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!outcome.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn colour_is_used_when_asked_for_and_never_in_a_pipe() {
    let sandbox = Sandbox::new();
    assert!(!sandbox.run(&["--nonsense"]).stderr.contains('\x1b'));
    assert!(sandbox.run(&["--color=always", "--nonsense"]).stderr.contains('\x1b'));
    assert!(sandbox.run(&["--color", "always", "-C", "missing", "man"]).stderr.contains("\x1b[1m\x1b[31merror:"));
    assert!(!sandbox.run(&["--color=never", "-C", "missing", "man"]).stderr.contains('\x1b'));
}

#[test]
fn completions_and_manual_name_the_program() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let outcome = sandbox.run(&["completions", shell]);
        assert_eq!(outcome.code, 0, "{shell}");
        assert!(outcome.stdout.contains("wayfare"), "{shell}");
    }
    assert!(sandbox.run(&["man"]).stdout.contains(".TH wayfare 1"));
    assert_eq!(sandbox.run(&["man", "--dir", "."]).code, 0);
    assert!(sandbox.read("wayfare-completions.1").contains(".TH wayfare-completions 1"));
    assert_eq!(sandbox.run(&["man", "--dir", "missing"]).code, 2);
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let sandbox = Sandbox::new();
    let mut child = sandbox
        .command(&["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let outcome = Outcome::of(child.wait_with_output().expect("the program ends"));
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
}
