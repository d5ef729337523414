//! What a commit will hold, which need not be what the folder holds.

use super::super::state::{has_workspace_file, without_output};
use crate::check;
use crate::diag::{Advice, Operation, Refused, Report};
use crate::git::IndexTree;
use crate::snapshot::Snapshot;
use crate::store::layout::WORKSPACE_FILE;

/// The state that a commit will make, as `check --at` will see it.
pub struct Planned {
    pub(super) tree: IndexTree,
    /// What it holds.
    pub snapshot: Snapshot,
    /// What is wrong in it; nothing where nobody asked.
    pub report: Report,
}

impl Planned {
    /// Reads the files, and checks them unless that is not wanted.
    ///
    /// # Errors
    /// When they cannot be read, or are no workspace.
    pub(super) fn read(tree: IndexTree, is_unchecked: bool) -> Result<Planned, Refused> {
        let tree = without_output(tree);
        if !is_unchecked && !has_workspace_file(&tree)? {
            return Err(Refused::new(format!("the commit would hold no {WORKSPACE_FILE}; nothing was committed"))
                .help(format!("name `{WORKSPACE_FILE}`, too"))
                .advise(Advice::operation(Operation::CommitUnchecked)));
        }
        let snapshot = Snapshot::load(&tree)?;
        let report = if is_unchecked { Report::default() } else { check::check(&snapshot) };
        Ok(Planned { tree, snapshot, report })
    }

    /// Whether it must not be committed.
    pub(super) fn has_errors(&self) -> bool {
        self.report.summary().errors > 0
    }
}
