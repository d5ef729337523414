//! A commit, a record of it and a tag, as data.

use std::sync::Arc;

use crate::diff::{ChangeSet, FileChange, Placing};
use crate::git::{CommitInfo, Tag};
use crate::model::FileKind;

/// A commit that touched the workspace, or the subject of a walk.
#[derive(Clone, Debug)]
pub struct PastCommit {
    /// Who made it, when, and how it is described.
    pub info: Arc<CommitInfo>,
    /// What it changed in meaning; `None` where its files cannot be read or are not in a partial clone.
    pub changes: Option<Arc<ChangeSet>>,
    /// The files it changed; none in a whole past, where nobody asks for them.
    pub files: Vec<FileChange>,
    /// Whether its message begins with nothing but what changed, as `wayfare commit` writes it.
    pub is_generated: bool,
    /// Whose the changes are, one for each record that changed; none in a walk.
    pub records: Vec<PastRecord>,
}

impl PastCommit {
    /// A commit of which it is not known what it changed.
    pub(super) fn unknown(info: Arc<CommitInfo>) -> PastCommit {
        PastCommit { info, changes: None, files: Vec::new(), is_generated: false, records: Vec::new() }
    }
}

/// A record that a commit changed, by the name it has today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastRecord {
    /// What it is; measurements are their metric's.
    pub kind: FileKind,
    /// Its ID of today, or the last it had.
    pub id: String,
    /// The journeys it was local to before and after, by their IDs of today.
    pub journeys: Vec<String>,
    /// The steps of a journey that something happened to.
    pub steps: Vec<PastStep>,
    /// The items that were placed on its steps, or taken off, by the names they have today.
    pub placed: Vec<(String, Placing)>,
}

/// A step that a commit changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastStep {
    /// Its ID in the commit.
    pub then: String,
    /// The journey it is in today.
    pub journey: String,
    /// Its ID of today.
    pub now: String,
}

/// A snapshot: a commit that somebody gave a name and a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastTag {
    /// The tag.
    pub info: Tag,
    /// The first commit of the past that is part of what it names: it stands before that one.
    pub before: usize,
}

/// Where what is known of the past ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PastEnd {
    /// At the first commit.
    #[default]
    Begin,
    /// At the edge of a shallow clone.
    Shallow,
    /// At a commit that cannot be read.
    Damaged,
}
