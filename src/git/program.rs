//! Running the installed `git`.
//!
//! While git makes a commit it asks back: it is given an editor that, when the hooks before have run, waits for our answer.
//! If we are not there any more, there is none, and git makes no commit.

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::handover::{CommitWay, UNCHECKED};
use super::interruption::{Interruption, Signal, pass_on};
use super::raw::Person;
use super::repository::REPOSITORY_VARIABLES;
use crate::text::shell_quoted;

/// How a run of `git` ended.
pub(super) enum Ending {
    /// It succeeded.
    Done,
    /// It did not; with its status and what it and its hooks said.
    Failed(ExitStatus, String),
}

/// What git asks while it makes a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether the message and the files are right, when hooks have had their say.
    Judge,
    /// Whether to go on, when the message is done.
    GoOn,
}

/// Whoever runs git.
pub(super) struct Caller<'a> {
    /// Whether to go on at a question.
    pub(super) answer: &'a mut dyn FnMut(Question) -> bool,
    /// Where what git and its hooks say goes, while they say it.
    pub(super) talk: &'a mut dyn Write,
    /// What may end us meanwhile.
    pub(super) interruption: &'a Interruption,
}

/// The installed `git` with an index of its own.
pub(super) struct Git<'a> {
    pub(super) work_folder: &'a Path,
    /// The index it uses in place of the repository's.
    pub(super) index: &'a Path,
    /// How it commits.
    pub(super) way: CommitWay,
    /// Who is named as author, where git would refuse or damage the one it would take over.
    pub(super) author: Option<Person>,
}

impl Git<'_> {
    /// Takes paths into the index by way of their filters; `paths` end in NUL each.
    pub(super) fn stage(&self, paths: Stdio, caller: &mut Caller<'_>) -> io::Result<Ending> {
        let mut command = self.command();
        command.args(["update-index", "--add", "--remove", "--replace", "-z", "--stdin"]);
        command.stdin(paths).stdout(Stdio::null()).stderr(Stdio::piped());
        run(command, false, caller)
    }

    /// The editor the user has set up, as a command for a shell.
    pub(super) fn editor(&self) -> io::Result<String> {
        let output = git_in(self.work_folder).args(["var", "GIT_EDITOR"]).stderr(Stdio::inherit()).output()?;
        let editor = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        // What git would use when it cannot tell.
        Ok(if editor.is_empty() { "vi".to_owned() } else { editor })
    }

    /// Commits the index with the message in a file, asking by way of a script made by [`step`].
    pub(super) fn commit(&self, message: &Path, step: &Path, caller: &mut Caller<'_>) -> io::Result<Ending> {
        let mut command = self.command();
        let cleanup = if self.way.edits { "--cleanup=strip" } else { "--cleanup=whitespace" };
        command.args(["-c", "i18n.commitEncoding=UTF-8"]);
        if !self.way.edits {
            // What git would add to the message for an editor's eyes.
            command.args(["-c", "commit.status=false", "-c", "commit.verbose=false"]);
        }
        command.args(["commit", "--quiet", cleanup]);
        if self.way.amends {
            command.arg("--amend");
        }
        if self.way.is_unchecked {
            command.env(UNCHECKED, "1");
        }
        if let Some(author) = &self.author {
            let date = format!("@{}", author.moment());
            command.arg("--reset-author").env("GIT_AUTHOR_DATE", date);
            command.env("GIT_AUTHOR_NAME", &author.name).env("GIT_AUTHOR_EMAIL", &author.email);
        }
        command.arg("--file").arg(message).arg("--edit");
        command.env("GIT_EDITOR", format!("sh {}", shell_quoted(&step.display().to_string().replace('\\', "/"))));
        let stderr = if self.way.edits { Stdio::inherit() } else { Stdio::piped() };
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr);
        run(command, self.way.edits, caller)
    }

    fn command(&self) -> Command {
        let mut command = git_in(self.work_folder);
        command.env("GIT_INDEX_FILE", self.index);
        command
    }
}

/// The installed git in a working folder.
pub(super) fn git_in(work_folder: &Path) -> Command {
    let mut command = Command::new("git");
    for name in REPOSITORY_VARIABLES {
        command.env_remove(name);
    }
    command.arg("-C").arg(work_folder);
    command
}

/// The script that git runs as its editor: it asks us, and lets the user's editor have the terminal in between.
///
/// Where a hook starts a program that wants an editor, there is nobody to ask: nothing is edited then, as ever.
pub(super) fn step(editor: Option<&str>) -> String {
    const ASK: &str = "[ -p /dev/stdin ] || exit 0\n\
                       ask() {\n  printf '%s\\n' \"$1\" && IFS= read -r answer && [ \"$answer\" = yes ] || exit 1\n}\n\
                       ask judge\n";
    const GO_ON: &str = "ask go-on\n";
    let Some(editor) = editor else { return format!("{ASK}{GO_ON}") };
    // Standard input and output are ours; the terminal is also behind standard error.
    let behind = if cfg!(windows) { "false" } else { "[ -t 2 ]" };
    format!(
        "{ASK}if {behind}; then\n  {editor} \"$@\" <&2 >&2 || exit\n\
         elif (: </dev/tty) 2>/dev/null; then\n  {editor} \"$@\" </dev/tty >/dev/tty || exit\n\
         else\n  {editor} \"$@\" </dev/null >&2 || exit\nfi\n{GO_ON}"
    )
}

/// What happens while git runs.
enum Event {
    Said(Vec<u8>),
    Silent,
    Asked(Question),
    Ended(io::Result<ExitStatus>),
    Interrupted(Signal),
}

/// Runs to the end. Where the terminal is git's, an interruption from the keyboard is git's own business.
fn run(mut command: Command, owns_terminal: bool, caller: &mut Caller<'_>) -> io::Result<Ending> {
    let mut child = command.spawn()?;
    let number = child.id();
    let (sender, events) = channel();
    caller.interruption.tell(sender.clone(), Event::Interrupted);
    let mut answers = child.stdin.take();
    let mut is_heard = listen(&mut child, &sender);
    thread::spawn(move || sender.send(Event::Ended(child.wait())));
    let (mut said, mut status, mut is_stopped) = (Vec::new(), None, false);
    while let Ok(event) = next(&events, status.is_some() && (is_stopped || !is_heard)) {
        match event {
            // What git makes of an answer of ours need not be told.
            Event::Said(_) if is_stopped => {}
            Event::Said(text) => {
                said.extend_from_slice(&text);
                // Whoever listens may be gone; the commit goes on.
                let _ = caller.talk.write_all(&text).and_then(|()| caller.talk.flush());
            }
            Event::Silent => is_heard = false,
            Event::Asked(question) => {
                let goes_on = !is_stopped && (caller.answer)(question);
                let answered =
                    answers.as_mut().filter(|_| goes_on).is_some_and(|pipe| pipe.write_all(b"yes\n").is_ok());
                if !answered {
                    (answers, is_stopped) = (None, true);
                }
            }
            Event::Interrupted(SIGINT) if owns_terminal => {}
            Event::Interrupted(signal) => {
                is_stopped = true;
                if status.is_none() {
                    pass_on(signal, number);
                }
            }
            Event::Ended(ended) => status = Some(ended?),
        }
    }
    match status {
        Some(status) if status.success() => Ok(Ending::Done),
        Some(status) => Ok(Ending::Failed(status, String::from_utf8_lossy(&said).trim_end().to_owned())),
        None => Err(io::Error::other("git cannot be waited for")),
    }
}

/// The number POSIX gives to what the keyboard sends.
const SIGINT: Signal = 2;

/// The next event; an error when there is nothing to wait for.
fn next(events: &Receiver<Event>, is_over: bool) -> Result<Event, ()> {
    if is_over { Err(()) } else { events.recv().map_err(drop) }
}

/// Turns what a program writes into events; whether it can say something.
fn listen(child: &mut Child, sender: &Sender<Event>) -> bool {
    if let Some(stdout) = child.stdout.take() {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                let question = match line.as_str() {
                    "judge" => Question::Judge,
                    "go-on" => Question::GoOn,
                    _ => continue,
                };
                let _ = sender.send(Event::Asked(question));
            }
        });
    }
    let Some(mut stderr) = child.stderr.take() else { return false };
    let sender = sender.clone();
    thread::spawn(move || {
        let mut chunk = [0; 4096];
        while let Ok(length @ 1..) = stderr.read(&mut chunk) {
            let _ = sender.send(Event::Said(chunk[..length].to_vec()));
        }
        let _ = sender.send(Event::Silent);
    });
    true
}
