//! The revision that `check --changed` compares with.

use super::scope::Scope;
use crate::check::check;
use crate::cli::Failure;
use crate::cli::state::{open, tree_at};
use crate::diag::Report;
use crate::git::{Repository, ResolveError, Revision};
use crate::snapshot::{ParseCache, Snapshot};

/// A revision by name, with what is wrong in it.
pub(super) struct Base {
    repository: Repository,
    name: String,
    /// What was found in the revision that had the name last.
    known: Option<(Revision, Report)>,
}

impl Base {
    /// The revision of a name in the workspace's repository.
    ///
    /// # Errors
    /// When there is no repository.
    pub(super) fn new(scope: &Scope, name: String) -> Result<Base, Failure> {
        Ok(Base { repository: open(&scope.root)?, name, known: None })
    }

    /// What one calls it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Everything that is wrong in it; nothing where the workspace did not exist yet. Checked again only when the name
    /// has come to mean another revision.
    ///
    /// # Errors
    /// When the name means none, or it cannot be read.
    pub(super) fn report(&mut self, cache: &ParseCache) -> Result<&Report, Failure> {
        let revision = self.repository.resolve(&self.name)?;
        let known = match self.known.take() {
            Some(known) if known.0 == revision => known,
            _ => (revision, self.check(&revision, cache)?),
        };
        Ok(&self.known.insert(known).1)
    }

    fn check(&self, revision: &Revision, cache: &ParseCache) -> Result<Report, Failure> {
        match tree_at(&self.repository, revision) {
            Ok(tree) => Ok(check(&Snapshot::load_with(&tree, cache)?)),
            Err(ResolveError::NoWorkspace { .. }) => Ok(Report::default()),
            Err(error) => Err(Failure::from(error)),
        }
    }
}
