//! Changes to a workspace, planned: pure functions of a snapshot that give a
//! `WorkspaceEdit`.
//!
//! Owns what a change means for the files. Touches none of them: [`crate::store::apply`] does. A plan is read again
//! before it is handed out, so what it leads to is what was asked for, or it is refused.

mod create;
mod form;
mod journey;
mod restore;
mod target;

pub use create::{Created, NewKind, NewRecord, create};
pub use restore::{Restoration, restore};

use crate::diag::{Advice, Advised};
use crate::text::EditConflict;

/// Why a change is not planned, in words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refused {
    /// What is in the way: lower case, the offending thing first in backticks.
    pub message: String,
    /// What to do.
    pub advice: Vec<Advice>,
}

impl Refused {
    fn new(message: impl Into<String>) -> Refused {
        Refused { message: message.into(), advice: Vec::new() }
    }

    /// Adds what to do, in the imperative.
    #[must_use]
    fn help(self, help: impl Into<String>) -> Refused {
        self.advise(Advice::text(help))
    }

    /// Adds what to do.
    #[must_use]
    fn advise(mut self, advice: Advice) -> Refused {
        self.advice.push(advice);
        self
    }
}

impl Advised for Refused {
    fn advice(&self) -> Vec<Advice> {
        self.advice.clone()
    }
}

impl From<EditConflict> for Refused {
    fn from(conflict: EditConflict) -> Refused {
        Refused::new(conflict.to_string())
    }
}
