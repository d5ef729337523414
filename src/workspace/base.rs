//! What is wrong in a revision, beyond which one wants to know what is wrong.

use super::Workspace;
use crate::check::check;
use crate::diag::{Refused, Report};
use crate::git::Revision;
use crate::snapshot::{ParseCache, Snapshot};

/// A revision by name, with what is wrong in it.
pub struct Base {
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
    pub fn new(workspace: Workspace, name: String) -> Result<Base, Refused> {
        workspace.repository()?;
        Ok(Base { workspace, name, known: None })
    }

    /// What one calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Everything that is wrong in it; nothing where the workspace did not exist yet. Checked again only when the name
    /// has come to mean another revision.
    ///
    /// # Errors
    /// When the name means none, or it cannot be read.
    pub fn report(&mut self, cache: &ParseCache) -> Result<&Report, Refused> {
        let point = self.workspace.point(&self.name)?;
        let known = match self.known.take() {
            Some(known) if known.0 == point.revision => known,
            _ => (point.revision, self.check(&point.revision, cache)?),
        };
        Ok(&self.known.insert(known).1)
    }

    fn check(&self, revision: &Revision, cache: &ParseCache) -> Result<Report, Refused> {
        let tree = self.workspace.open_if_there(revision)?;
        Ok(check(&Snapshot::load_with(&*tree, cache)?))
    }
}
