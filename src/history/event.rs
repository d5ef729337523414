//! What a commit changed, and whose: the data a timeline is made of.

use std::sync::Arc;

use crate::diff::{ChangeSet, Placing};
use crate::git::CommitInfo;
use crate::model::FileKind;

/// A commit that touched the workspace.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The commit, and what it changed.
    pub event: Event,
    /// Whose the changes are, one for each record that changed.
    pub records: Vec<Known>,
}

/// What a commit changed.
#[derive(Clone, Debug)]
pub struct Event {
    /// The commit.
    pub commit: Arc<CommitInfo>,
    /// What it changed in meaning; `None` where its files cannot be read.
    pub changes: Option<Arc<ChangeSet>>,
    /// Whether its message begins with nothing but what changed, as `wayfare commit` writes it.
    pub is_told: bool,
}

/// A record by the name it has today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What it is; measurements are their metric's.
    pub kind: FileKind,
    /// Its ID of today, or the last it had.
    pub id: String,
    /// The journeys it was local to before and after, by their IDs of today.
    pub journeys: Vec<String>,
    /// The steps of a journey that something happened to.
    pub steps: Vec<StepName>,
    /// The items that were placed on its steps, or taken off, by the names they have today.
    pub placed: Vec<(String, Placing)>,
}

/// A step by the name it has today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepName {
    /// Its ID in the commit.
    pub then: String,
    /// The journey it is in today.
    pub journey: String,
    /// Its ID of today.
    pub now: String,
}
