//! What one does with a workspace, whoever asks for it: starting and finding it, opening any state of it, comparing two, naming a
//! subject, describing and making a commit, judging commits, restoring a record, merging versions of one, making, applying and
//! taking back an edit.
//!
//! Owns the use cases, each once. Knows no front end: what it gives is data, what it refuses is a [`Refused`](crate::diag::Refused) with
//! advice, and whoever asked finds the words. Says nothing on a terminal and follows nothing over time.

mod base;
mod change;
mod commit;
mod compare;
mod discover;
mod history;
mod merge;
mod output;
mod policy;
mod range;
mod renamed;
mod restore;
mod start;
mod state;
mod subject;

pub use base::Base;
pub use commit::{CommitFailure, CommitOptions, Committed, Draft, Planned};
pub use compare::Sides;
pub use history::History;
pub use merge::{Merged, merge_versions};
pub use output::{folder_tree, is_settings_unreadable, output};
pub use policy::{Judged, judge_commits};
pub use range::Range;
pub use restore::{RestoreWay, Restored};
pub use start::{StartFailure, Started};
pub use state::{Point, State, repository_folder};

use std::path::{Path, PathBuf};

use crate::git::{OpenError, Repository};

/// A workspace in a folder on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// The workspace whose root is a folder.
    pub fn new(root: impl Into<PathBuf>) -> Workspace {
        Workspace { root: root.into() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The repository that holds it.
    ///
    /// # Errors
    /// When it is in none, or in one that cannot be used.
    pub fn repository(&self) -> Result<Repository, OpenError> {
        Repository::open(&self.root)
    }
}
