//! `wayfare check --watch`, as a process.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStderr, Command, Stdio};

use crate::program::Sandbox;

/// A check that watches; killed when the value is dropped, should the test fail before it ends by itself.
struct Watching {
    child: Child,
    said: BufReader<ChildStderr>,
}

impl Watching {
    fn start(sandbox: &Sandbox, arguments: &[&str]) -> Watching {
        let mut command = sandbox.command(&[&["check", "--watch"], arguments].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let said = BufReader::new(child.stderr.take().expect("a pipe"));
        Watching { child, said }
    }

    /// Waits for a line on standard error that begins so.
    fn expect(&mut self, beginning: &str) {
        let mut line = String::new();
        while !line.starts_with(beginning) {
            line.clear();
            assert_ne!(self.said.read_line(&mut line).expect("UTF-8"), 0, "it ended without {beginning:?}");
        }
    }

    /// Sends Ctrl-C; the exit code, and what went to standard output.
    fn interrupt(mut self) -> (Option<i32>, String) {
        let kill = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        assert!(kill.expect("kill is installed").success());
        let code = self.child.wait().expect("it ends").code();
        let mut out = String::new();
        self.child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("UTF-8");
        (code, out)
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn reports_again_on_every_save_until_ctrl_c() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("personas/b.md", "---\nnaem: B\nallow: [persona-unused]\n---\n");
    let mut watching = Watching::start(&sandbox, &["--rule", "unknown-field"]);
    watching.expect("1 error in 2 files (");
    watching.expect("Watching for changes (Ctrl-C ends it)");
    sandbox.write("personas/b.md", "---\nname: B\nallow: [persona-unused]\n---\n");
    watching.expect("clean in 2 files (");
    sandbox.write("personas/b.md", "---\nname: B\nrol: c\n---\n");
    watching.expect("1 error in 2 files (");
    let (code, out) = watching.interrupt();
    assert_eq!(code, Some(0));
    // One way of saving can be several changes.
    assert!(out.matches("error[unknown-field]").count() >= 2, "{out}");
    assert!(!out.contains('\u{1b}'), "no screen is cleared in a pipe");
}

#[test]
fn what_cannot_be_checked_at_the_start_ends_it() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let outcome = sandbox.run(&["check", "--watch", "--changed", "HEAD"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("is in no git repository"), "{}", outcome.stderr);
}
