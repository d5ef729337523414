//! What libgit2 says when it cannot do something, in our words around its own.

/// An operation libgit2 could not do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cannot {action}: {reason}")]
pub struct Failure {
    /// What was attempted, such as `read the index`.
    pub action: &'static str,
    /// The reason given.
    pub reason: String,
}

/// Names the attempt that failed.
pub(super) fn failure(action: &'static str) -> impl Fn(git2::Error) -> Failure {
    move |error| Failure { action, reason: error.message().to_owned() }
}
