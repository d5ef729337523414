//! Why a command could not run, in words for the person who called it: what is advised gets the names of commands and
//! options here, and nowhere below.

use std::fmt::Display;

use crate::diag::{Advice, Candidate, Choice, Command, Operation, Refused, listed};
use crate::text::shell_word;

/// What is wrong, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Lower case, the offending thing first in backticks.
    pub message: String,
    /// In the imperative; one line each.
    pub help: Vec<String>,
}

impl Failure {
    /// A failure without advice.
    pub fn new(message: impl Display) -> Failure {
        Failure { message: message.to_string(), help: Vec::new() }
    }

    /// Adds a line of advice.
    #[must_use]
    pub fn help(mut self, help: impl Display) -> Failure {
        self.help.push(help.to_string());
        self
    }
}

impl<E: Into<Refused>> From<E> for Failure {
    fn from(error: E) -> Failure {
        let Refused { message, advice } = error.into();
        Failure { message, help: advice.iter().map(phrase).collect() }
    }
}

/// Advice as one types it on a command line.
fn phrase(advice: &Advice) -> String {
    match advice {
        Advice::Choose { what: Choice::Journey, candidates } => named("--journey", candidates),
        Advice::Choose { what: Choice::Stage, candidates } => named("--stage", candidates),
        Advice::Choose { what: Choice::Step, candidates } => named("--step", candidates),
        Advice::Choose { what: Choice::Id, .. } => "choose an ID with `--id`".to_owned(),
        Advice::Choose { what: Choice::Output, .. } => "name another folder with `--out`".to_owned(),
        Advice::Choose { what: Choice::Workspace, .. } => "name a workspace's folder with `-C DIR`".to_owned(),
        Advice::Choose { what: Choice::Revision, .. } => {
            "name a branch, a tag or a commit (`git log --oneline` lists commits)".to_owned()
        }
        Advice::Run(Command::Operation(operation)) => match operation {
            Operation::Check => "`wayfare check` shows what is wrong".to_owned(),
            Operation::Fix => "`wayfare check --fix` writes the new one everywhere".to_owned(),
            Operation::Commit => "make one with `wayfare commit`".to_owned(),
            Operation::New { kind, journey: None } => format!("add one with `wayfare new {kind} TITLE`"),
            Operation::New { kind, journey: Some(journey) } => {
                format!("add one with `wayfare new {kind} TITLE --journey {}`", shell_word(journey))
            }
            Operation::Init { folder: None } => "start one with `wayfare init`".to_owned(),
            Operation::Init { folder: Some(folder) } => format!("start one with `wayfare init {}`", shell_word(folder)),
            Operation::Overwrite => "overwrite them with `--force`".to_owned(),
            Operation::CommitUnchecked => "commit all the same with `--no-check`".to_owned(),
            Operation::Log { id } => format!("`wayfare log {}` shows when there was one", shell_word(id)),
        },
        advice => advice.to_string(),
    }
}
/// To name one by an option.
fn named(option: &str, candidates: &[Candidate]) -> String {
    const MOST: usize = 12;
    if candidates.is_empty() {
        return format!("name it with `{option}`");
    }
    let more = candidates.len().checked_sub(MOST).filter(|more| *more > 0);
    let more = more.map_or_else(String::new, |more| format!(" and {more} more"));
    format!("name one with `{option}`: {}{more}", listed(&candidates[..candidates.len().min(MOST)], ", "))
}
