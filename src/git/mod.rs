//! Git repositories: the one place that names libgit2 and the one that starts the installed `git`.
//!
//! Owns finding the repository of a workspace, reading the workspace at a revision or as it is
//! staged, telling which of its files changed, and committing exactly those. Does not know what a record is: which paths belong to the workspace and
//! what the message says come from the caller.
//!
//! Invariants: reading runs nothing the repository or its configuration names; only [`CommitPlan::commit`] may start
//! `git` with its hooks, filters and signing programs, and [`Repository::checked_out`] with its filters; [`merge_lines`]
//! starts it for three texts that name nothing. An operation that returns an error has left the index,
//! `HEAD` and the working folder as they were, unless its error says otherwise.

mod advance;
mod advice;
mod ancestry;
mod blob;
mod checkout;
mod commit;
mod driver;
mod encoding;
mod entries;
mod executable;
mod failure;
mod filter;
mod folder;
mod handing;
mod handover;
mod history;
mod hook;
mod identity;
mod ignored;
mod index;
mod init;
mod interruption;
mod look;
mod manager;
mod merge_file;
mod new_commit;
mod outcome;
mod overruled;
mod program;
mod push;
mod raw;
mod repository;
mod revision;
mod scratch;
mod stage;
mod status;
mod tag;
mod uncommitted;
mod walk;

pub use ancestry::Walked;
pub use commit::{CommitPlan, Judge};
pub use driver::{Driver, DriverError, DriverSet};
pub use failure::{Failure, StatusError};
pub use folder::FolderTree;
pub use handover::{CommitWay, Handover, UNCHECKED};
pub use history::{BlobId, CommitInfo, FileDifference};
pub use hook::{HookError, Installed, Script, Uninstalled};
pub use index::{IndexError, IndexTree};
pub use init::{InitError, Initialised, init};
pub use interruption::end_by;
pub use manager::{Managed, Manager};
pub use merge_file::{LineMerge, Markers, merge_lines, read_sides, write_merged};
pub use outcome::{Commit, CommitError};
pub use overruled::{AttributeLine, Overruled};
pub use push::PushError;
pub use repository::{OpenError, Repository};
pub use revision::{ResolveError, Revision, RevisionTree};
pub use status::{Change, ChangeKind, Held};
pub use tag::{Tag, TagName};
