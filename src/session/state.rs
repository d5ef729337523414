//! A workspace at one moment, with what `check` finds in it, which is worked out when first asked for.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::buffer::{Buffers, Tree};
use super::source::Source;
use crate::check;
use crate::diag::{Findings, Report, Sources};
use crate::parallel::apart;
use crate::snapshot::{Snapshot, Touched};
use crate::store::layout::WORKSPACE_FILE;
use crate::store::{FileTree, Parts, StoreError};
use crate::text::WsPath;

/// The file that says what is not there.
pub(super) const IGNORE_FILE: &str = ".gitignore";

/// A workspace at one moment.
pub struct State {
    tree: Tree,
    snapshot: Arc<Snapshot>,
    report: OnceLock<Report>,
}

impl State {
    /// Reads a workspace.
    ///
    /// # Errors
    /// When its folder cannot be listed.
    pub(super) fn read(source: &Source) -> Result<State, StoreError> {
        let tree = Buffers::default().over(source.folder());
        let snapshot = Arc::new(Snapshot::load(&tree)?);
        Ok(State { tree, snapshot, report: OnceLock::new() })
    }

    /// The state after something was touched, a file or a buffer; `None` when it is the same.
    ///
    /// # Errors
    /// As [`State::read`].
    pub(super) fn after(
        &self,
        source: &Source,
        buffers: &Buffers,
        touched: &Touched,
    ) -> Result<Option<State>, StoreError> {
        let (mut touched, before) = (widen(touched), self.tree.below());
        let folder = match is_touched(&touched, WORKSPACE_FILE) {
            true => source.folder_under(buffers, Some(before)),
            false => before.clone(),
        };
        if folder != *before {
            touched = Touched::Anywhere;
        }
        let tree = buffers.over(folder);
        let next = self.snapshot.after(&tree, &touched)?;
        Ok(next.map(|snapshot| State { tree, snapshot: Arc::new(snapshot), report: OnceLock::new() }))
    }

    /// The workspace's files, with the buffers over them.
    pub fn tree(&self) -> &dyn FileTree {
        &self.tree
    }

    /// A file of the folder, to be read in parts; `None` where a buffer is over it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn parts(&self, path: &WsPath) -> Result<Option<Parts>, StoreError> {
        if self.tree.is_over(path) { Ok(None) } else { self.tree.below().parts(path).map(Some) }
    }

    /// The workspace as its files and the buffers are.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The same, to be kept.
    pub fn share_snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot)
    }

    /// What `check` finds, as far as it has been asked.
    pub fn known_report(&self) -> Option<&Report> {
        self.report.get()
    }

    /// Checks the workspace unless it is known what that finds, or `stop` comes to hold meanwhile; whether it is known
    /// now.
    pub fn check_unless(&self, stop: &(dyn Fn() -> bool + Sync)) -> bool {
        if self.report.get().is_none()
            && let Some(report) = check::check_unless(&self.snapshot, stop)
        {
            // Someone may have asked for it meanwhile, and found the same.
            let _ = self.report.set(report);
        }
        self.report.get().is_some()
    }
}

impl Findings for State {
    /// Checks the workspace, once; who asks meanwhile waits.
    fn report(&self) -> &Report {
        self.report.get_or_init(|| apart(|| check::check(&self.snapshot)))
    }

    fn sources(&self) -> Option<&dyn Sources> {
        Some(&*self.snapshot)
    }
}

/// What a list of ignored files says holds for all of its folder.
fn widen(touched: &Touched) -> Touched {
    let Touched::At(paths) = touched else { return Touched::Anywhere };
    let wide: BTreeSet<WsPath> =
        paths.iter().map(|path| if path.file_name() == IGNORE_FILE { path.parent() } else { path.clone() }).collect();
    if wide.contains(&WsPath::root()) { Touched::Anywhere } else { Touched::At(wide) }
}

fn is_touched(touched: &Touched, name: &str) -> bool {
    match touched {
        Touched::At(paths) => paths.iter().any(|path| path.as_str() == name),
        Touched::Anywhere => true,
    }
}
