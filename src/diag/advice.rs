//! What to do about something that went wrong, as data: each front end has its own words for it.

use std::fmt;

use crate::text::{EditConflict, WsPath};

/// One thing to do about an error or a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// A sentence in the imperative, lower case, without a full stop, and without a flag or key of any front end.
    Text(String),
    /// To say which of some is meant, or to choose something else.
    Choose {
        /// What is to be named.
        what: Choice,
        /// What there is to choose from; empty where that is up to the person.
        candidates: Vec<Candidate>,
    },
    /// To run something.
    Run(Command),
}

/// What is to be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What was probably meant by a name that means nothing.
    Meant,
    /// A journey.
    Journey,
    /// A stage of the journey.
    Stage,
    /// A step of the journey.
    Step,
    /// An ID for what is new.
    Id,
    /// The folder the site is built in.
    Output,
    /// A revision.
    Revision,
    /// A workspace.
    Workspace,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its ID or name.
    pub name: String,
    /// Where it is, when that helps to tell it from others.
    pub place: Option<WsPath>,
}

/// Something to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A program that is not ours, as one types it.
    Program(String),
    /// Something that Wayfare does, by whatever name the front end has for it.
    Operation(Operation),
}

/// Something that Wayfare does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Checks the workspace.
    Check,
    /// Mends what can be mended safely.
    Fix,
    /// Commits what changed.
    Commit,
    /// Adds a record, or a stage or step.
    New {
        /// The kind of what is added.
        kind: &'static str,
        /// The journey it is added to.
        journey: Option<String>,
    },
    /// Starts a workspace.
    Init {
        /// The folder, as one named it; the current one where there is none.
        folder: Option<String>,
    },
    /// Does what was refused all the same, and overwrites files.
    Overwrite,
    /// Commits all the same, without a check.
    CommitUnchecked,
    /// Shows what happened to a record.
    Log {
        /// Its ID.
        id: String,
    },
}

/// An error that knows what to do about it.
pub trait Advised: fmt::Display {
    /// What to do, the most likely first; empty where nothing can be said.
    fn advice(&self) -> Vec<Advice> {
        Vec::new()
    }
}

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is in the way: lower case, the offending thing first in backticks.
    pub message: String,
    /// What to do.
    pub advice: Vec<Advice>,
}

impl Refused {
    /// A refusal without advice.
    pub fn new(message: impl Into<String>) -> Refused {
        Refused { message: message.into(), advice: Vec::new() }
    }

    /// Adds what to do, in the imperative.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Refused {
        self.advise(Advice::text(help))
    }

    /// Adds what to do.
    #[must_use]
    pub fn advise(mut self, advice: Advice) -> Refused {
        self.advice.push(advice);
        self
    }
}

impl<E: Advised> From<E> for Refused {
    fn from(error: E) -> Refused {
        Refused { message: error.to_string(), advice: error.advice() }
    }
}

impl Advised for EditConflict {}

impl<E: Advised> Advised for &E {
    fn advice(&self) -> Vec<Advice> {
        (**self).advice()
    }
}

impl Advice {
    /// A sentence.
    pub fn text(text: impl Into<String>) -> Advice {
        Advice::Text(text.into())
    }

    /// That something else was probably meant.
    pub fn meant(name: impl Into<String>, place: Option<WsPath>) -> Advice {
        Advice::Choose { what: Choice::Meant, candidates: vec![Candidate { name: name.into(), place }] }
    }

    /// To choose one of these.
    pub fn choose<N: Into<String>>(what: Choice, names: impl IntoIterator<Item = N>) -> Advice {
        let candidate = |name: N| Candidate { name: name.into(), place: None };
        Advice::Choose { what, candidates: names.into_iter().map(candidate).collect() }
    }

    /// To choose something else, whatever it is.
    pub fn another(what: Choice) -> Advice {
        Advice::Choose { what, candidates: Vec::new() }
    }

    /// To run a program that is not ours.
    pub fn run(command: impl Into<String>) -> Advice {
        Advice::Run(Command::Program(command.into()))
    }

    /// To have Wayfare do something.
    pub fn operation(operation: Operation) -> Advice {
        Advice::Run(Command::Operation(operation))
    }
}

impl Choice {
    /// Its name, with an article.
    pub fn name(self) -> &'static str {
        match self {
            Choice::Meant => "a name",
            Choice::Journey => "a journey",
            Choice::Stage => "a stage",
            Choice::Step => "a step",
            Choice::Id => "an ID",
            Choice::Output => "another folder for the site",
            Choice::Revision => "a revision",
            Choice::Workspace => "a workspace",
        }
    }
}

/// For reports, which any front end may show.
impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Advice::Text(text) => f.write_str(text),
            Advice::Choose { what: Choice::Meant, candidates } => {
                write!(f, "did you mean {}?", listed(candidates, " or "))
            }
            Advice::Choose { what, candidates } if candidates.is_empty() => write!(f, "choose {}", what.name()),
            Advice::Choose { what, candidates } => write!(f, "choose {}: {}", what.name(), listed(candidates, ", ")),
            Advice::Run(Command::Program(command)) => write!(f, "run `{command}`"),
            Advice::Run(Command::Operation(operation)) => match operation {
                Operation::Check => f.write_str("check the workspace"),
                Operation::Fix => f.write_str("let all that refers to it be changed with the safe fixes"),
                Operation::Commit => f.write_str("commit what changed"),
                Operation::New { kind, journey: None } => write!(f, "add a {kind}"),
                Operation::New { kind, journey: Some(journey) } => write!(f, "add a {kind} to `{journey}`"),
                Operation::Init { .. } => f.write_str("start a workspace"),
                Operation::Overwrite => f.write_str("overwrite them all the same"),
                Operation::CommitUnchecked => f.write_str("commit all the same"),
                Operation::Log { id } => write!(f, "look at the history of `{id}`"),
            },
        }
    }
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "`{}` ({place})", self.name),
            None => write!(f, "`{}`", self.name),
        }
    }
}

/// Candidates in a row.
pub fn listed(candidates: &[Candidate], joint: &str) -> String {
    candidates.iter().map(Candidate::to_string).collect::<Vec<_>>().join(joint)
}
