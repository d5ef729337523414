//! What libgit2 says when it cannot do something, in our words around its own.

use crate::text::WsPath;

/// An operation libgit2 could not do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot {action}: {reason}")]
pub struct Failure {
    /// What was attempted, such as `read the index`.
    pub action: &'static str,
    /// The reason given.
    pub reason: String,
}

/// Why the workspace cannot be compared with `HEAD`.
#[derive(Debug, thiserror::Error)]
pub enum StatusError {
    /// The index is in a form libgit2 cannot read.
    #[error("the index is {form}, which is not supported")]
    IndexForm {
        /// The form, such as `sparse`.
        form: &'static str,
        /// The command that writes a plain index.
        command: &'static str,
    },
    /// A changed file cannot be read.
    #[error("cannot read `{path}`: {reason}")]
    Unreadable {
        /// The file.
        path: WsPath,
        /// Why.
        reason: String,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Names the attempt that failed.
pub(super) fn failure(action: &'static str) -> impl Fn(git2::Error) -> Failure {
    move |error| Failure { action, reason: error.message().to_owned() }
}
