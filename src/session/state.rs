//! A workspace at one moment, with what `check` finds in it and its site; both are worked out when first asked for.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::past::PastUpTo;
use super::source::Source;
use crate::check;
use crate::diag::{Findings, Report};
use crate::parallel::apart;
use crate::site::{Dress, Groundwork, Site};
use crate::snapshot::{FileState, Snapshot, Touched};
use crate::store::layout::{Place, WORKSPACE_FILE};
use crate::store::{DiskTree, StoreError};
use crate::text::WsPath;

/// The file that says what is not there.
pub(super) const IGNORE_FILE: &str = ".gitignore";

/// A workspace at one moment.
pub struct State {
    tree: DiskTree,
    snapshot: Arc<Snapshot>,
    report: Arc<OnceLock<Report>>,
    dress: Arc<Dress>,
    past: Option<PastUpTo>,
    groundwork: Arc<Groundwork>,
}

impl State {
    /// Reads a workspace.
    ///
    /// # Errors
    /// When its folder cannot be listed, or a template of its own cannot be read.
    pub(super) fn read(source: &Source) -> Result<State, StoreError> {
        let tree = source.tree();
        let snapshot = Arc::new(Snapshot::load(&tree)?);
        let past = PastUpTo::head(&source.root);
        State::of(source, tree, (snapshot, Arc::default()), (None, past))
    }

    /// The state after something was touched; `None` when it is the same.
    ///
    /// # Errors
    /// As [`State::read`].
    pub(super) fn after(&self, source: &Source, touched: &Touched) -> Result<Option<State>, StoreError> {
        let mut touched = widen(touched);
        let tree = if is_touched(&touched, WORKSPACE_FILE) { source.tree() } else { self.tree.clone() };
        if tree != self.tree {
            touched = Touched::Anywhere;
        }
        let past = PastUpTo::after(&source.root, self.past.as_ref(), is_of_git(&touched));
        let read = match self.snapshot.after(&tree, &touched)? {
            Some(snapshot) => (Arc::new(snapshot), Arc::default()),
            // Another past of the same workspace.
            None if past != self.past => (Arc::clone(&self.snapshot), Arc::clone(&self.report)),
            None => return Ok(None),
        };
        State::of(source, tree, read, (Some(&self.dress), past)).map(Some)
    }

    fn of(
        source: &Source,
        tree: DiskTree,
        (snapshot, report): (Arc<Snapshot>, Arc<OnceLock<Report>>),
        (dress, past): (Option<&Arc<Dress>>, Option<PastUpTo>),
    ) -> Result<State, StoreError> {
        let overrides = source.overrides(&snapshot, &tree)?;
        let dress = match dress {
            Some(dress) if dress.suits(&overrides) => Arc::clone(dress),
            _ => Arc::new(Dress::new(overrides)),
        };
        let settings = source.settings(past.as_ref().map(PastUpTo::recall));
        let groundwork = Arc::new(Groundwork::new(settings, Arc::clone(&dress)));
        Ok(State { tree, snapshot, report, dress, past, groundwork })
    }

    /// The workspace.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// Finds out what happened before, so that no page need wait for it.
    pub fn remember(&self) {
        if let Some(past) = &self.past {
            past.recall().past();
        }
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

    /// The site.
    pub fn site(&self) -> Site<'_> {
        Site::on(Arc::clone(&self.groundwork), &self.snapshot, &self.tree, self)
    }

    /// Where the site's style is.
    pub fn style(&self) -> Option<&WsPath> {
        self.dress.style()
    }

    /// The records that cannot be read or parsed: what they say is not on the site.
    pub fn broken(&self) -> Vec<&WsPath> {
        let records = self.snapshot.files().iter().filter(|file| matches!(file.place, Place::Record(_)));
        let broken = records.filter(|file| match &file.state {
            FileState::Read(_, parsed) => parsed.document.is_none(),
            FileState::Unreadable(_) | FileState::Refused(_) | FileState::NotRead | FileState::Stray(_) => true,
        });
        broken.map(|file| &file.path).collect()
    }
}

impl Findings for State {
    /// Checks the workspace, once; who asks meanwhile waits.
    fn report(&self) -> &Report {
        self.report.get_or_init(|| apart(|| check::check(&self.snapshot)))
    }
}

/// What a list of ignored files says holds for all of its folder.
fn widen(touched: &Touched) -> Touched {
    let Touched::At(paths) = touched else { return Touched::Anywhere };
    let wide: BTreeSet<WsPath> =
        paths.iter().map(|path| if path.file_name() == IGNORE_FILE { path.parent() } else { path.clone() }).collect();
    if wide.contains(&WsPath::root()) { Touched::Anywhere } else { Touched::At(wide) }
}

/// Whether nothing of the workspace was touched, or all of it: then what was may be git's.
fn is_of_git(touched: &Touched) -> bool {
    *touched == Touched::Anywhere || touched.is_nowhere()
}

fn is_touched(touched: &Touched, name: &str) -> bool {
    match touched {
        Touched::At(paths) => paths.iter().any(|path| path.as_str() == name),
        Touched::Anywhere => true,
    }
}
