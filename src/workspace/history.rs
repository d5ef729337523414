//! What the commits of the past did to a subject.

use std::path::Path;

use super::subject::near;
use super::{State, Workspace};
use crate::diag::Refused;
use crate::git::Repository;
use crate::past::Walk;
use crate::snapshot::Snapshot;

/// The history of a subject.
pub struct History<'r> {
    /// The commits that changed it, newest first.
    pub commits: Walk<'r>,
    now: Snapshot,
}

impl Workspace {
    /// The history, up to a revision, of what a word names; `path` is the word as a path on disk.
    ///
    /// # Errors
    /// When the revision is not there, the word names nothing that could have a history, or the history cannot be read.
    pub fn history<'r>(
        &self,
        repository: &'r Repository,
        at: &str,
        word: Option<&str>,
        path: &Path,
    ) -> Result<History<'r>, Refused> {
        let head = repository.resolve(at)?;
        let now = self.read(&State::Folder)?;
        let subject = self.subject(&now, word, path)?;
        Ok(History { commits: Walk::new(repository, &head, subject)?, now })
    }
}

impl History<'_> {
    /// The ID of today nearest to a word.
    pub fn near(&self, word: &str) -> Option<&str> {
        near(&self.now, word)
    }
}
