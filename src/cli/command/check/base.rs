//! The revision that `check --changed` compares with.

use super::scope::Scope;
use crate::check::check;
use crate::cli::Failure;
use crate::diag::Report;
use crate::git::Revision;
use crate::snapshot::{ParseCache, Snapshot};
use crate::workspace::Workspace;

/// A revision by name, with what is wrong in it.
pub(super) struct Base {
    workspace: Workspace,
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
        scope.workspace.repository()?;
        Ok(Base { workspace: scope.workspace.clone(), name, known: None })
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
        let point = self.workspace.point(&self.name)?;
        let known = match self.known.take() {
            Some(known) if known.0 == point.revision => known,
            _ => (point.revision, self.check(&point.revision, cache)?),
        };
        Ok(&self.known.insert(known).1)
    }

    fn check(&self, revision: &Revision, cache: &ParseCache) -> Result<Report, Failure> {
        let tree = self.workspace.open_if_there(revision)?;
        Ok(check(&Snapshot::load_with(&*tree, cache)?))
    }
}
