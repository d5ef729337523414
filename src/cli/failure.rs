//! Why a command could not run, in words for the person who called it.

use std::fmt::Display;

use crate::edit::Refused;
use crate::site::SiteError;
use crate::store::{ApplyError, StoreError};

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

    /// An error of another module, whose advice, if it has any, stands behind a semicolon.
    pub fn of(error: impl Display) -> Failure {
        let text = error.to_string();
        match text.split_once("; ") {
            Some((message, help)) => Failure::new(message).help(help),
            None => Failure::new(text),
        }
    }

    /// Adds a line of advice.
    #[must_use]
    pub fn help(mut self, help: impl Display) -> Failure {
        self.help.push(help.to_string());
        self
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::of(error)
    }
}

impl From<SiteError> for Failure {
    fn from(error: SiteError) -> Failure {
        Failure::of(error)
    }
}

impl From<ApplyError> for Failure {
    fn from(error: ApplyError) -> Failure {
        let help = match &error {
            ApplyError::Stale(_) => Some("run the command again"),
            ApplyError::Link(_) => Some("replace the link by the file or folder itself"),
            ApplyError::Exists(_) => Some("choose another name, or move it away"),
            ApplyError::Edit { .. } | ApplyError::Store(_) => None,
        };
        let failure = Failure::new(format!("{error}; nothing was written"));
        help.into_iter().fold(failure, Failure::help)
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Failure {
        let failure = Failure::new(&refused);
        refused.help.into_iter().fold(failure, Failure::help)
    }
}
