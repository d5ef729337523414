//! Git repositories: the one place that names libgit2 and the one that starts the installed `git`.
//!
//! Owns finding the repository of a workspace, reading the workspace at a revision, and telling which of its files
//! changed. Does not know what a record is: which paths belong to the workspace comes from the caller.
//!
//! Invariants: reading runs nothing the repository or its configuration names.

mod failure;
mod filter;
mod ignored;
mod repository;
mod revision;
mod status;
mod walk;

pub use failure::Failure;
pub use repository::{OpenError, Repository};
pub use revision::{ResolveError, Revision, RevisionTree};
pub use status::{Change, ChangeKind, StatusError};
