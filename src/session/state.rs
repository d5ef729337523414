//! A workspace at one moment, with what `check` finds in it and its site; both are worked out when first asked for.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use super::held::{Held, is_broken};
use super::past::PastUpTo;
use super::source::Source;
use crate::check;
use crate::diag::{Findings, Report, Sources};
use crate::parallel::apart;
use crate::site::{Dress, Groundwork, Site};
use crate::snapshot::{Snapshot, Touched};
use crate::store::layout::WORKSPACE_FILE;
use crate::store::{DiskTree, Parts, StoreError};
use crate::text::WsPath;

/// The file that says what is not there.
pub(super) const IGNORE_FILE: &str = ".gitignore";

/// A workspace at one moment.
pub struct State {
    tree: DiskTree,
    snapshot: Arc<Snapshot>,
    held: Held,
    /// What the site shows: the workspace, with what is held in it.
    shown: Arc<Snapshot>,
    report: Arc<OnceLock<Report>>,
    dress: Arc<Dress>,
    past: Option<PastUpTo>,
    groundwork: Arc<Groundwork>,
}

impl State {
    /// A file of the site that is one of the workspace's, to be read in parts; `None` for any other.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn copied(&self, path: &WsPath) -> Result<Option<Parts>, StoreError> {
        if self.site().is_copied(path) { self.tree.parts(path).map(Some) } else { Ok(None) }
    }

    /// Reads a workspace.
    ///
    /// # Errors
    /// When its folder cannot be listed, or a template of its own cannot be read.
    pub(super) fn read(source: &Source) -> Result<State, StoreError> {
        let tree = source.tree();
        let snapshot = Arc::new(Snapshot::load(&tree)?);
        let past = PastUpTo::head(&source.root);
        let held = if source.holds { Held::committed(&source.root, &snapshot) } else { Held::default() };
        let shown = held.over(&snapshot, &snapshot);
        let files = Files { held, shown, snapshot, report: Arc::default() };
        State::of(source, tree, files, (None, past))
    }

    /// The state after something was touched; `None` when it is the same.
    ///
    /// # Errors
    /// As [`State::read`].
    pub(super) fn after(&self, source: &Source, touched: &Touched) -> Result<Option<State>, StoreError> {
        let mut touched = widen(touched);
        let tree = if is_touched(&touched, WORKSPACE_FILE) { source.tree_after(&self.tree) } else { self.tree.clone() };
        if tree != self.tree {
            touched = Touched::Anywhere;
        }
        let past = PastUpTo::after(&source.root, self.past.as_ref(), is_of_git(&touched));
        let files = match self.snapshot.after(&tree, &touched)? {
            Some(snapshot) => self.files_after(source, Arc::new(snapshot)),
            // Another past of the same workspace.
            None if past != self.past => self.files(),
            None => return Ok(None),
        };
        State::of(source, tree, files, (Some(&self.dress), past)).map(Some)
    }

    fn files(&self) -> Files {
        let (snapshot, shown) = (Arc::clone(&self.snapshot), Arc::clone(&self.shown));
        Files { snapshot, held: self.held.clone(), shown, report: Arc::clone(&self.report) }
    }

    fn files_after(&self, source: &Source, snapshot: Arc<Snapshot>) -> Files {
        let held = if source.holds { self.held.after(&self.snapshot, &snapshot) } else { Held::default() };
        let shown = held.over(&snapshot, &self.shown);
        Files { snapshot, held, shown, report: Arc::default() }
    }

    fn of(
        source: &Source,
        tree: DiskTree,
        Files { snapshot, held, shown, report }: Files,
        (dress, past): (Option<&Arc<Dress>>, Option<PastUpTo>),
    ) -> Result<State, StoreError> {
        let overrides = source.overrides(&snapshot, &tree)?;
        let dress = match dress {
            Some(dress) if dress.suits(&overrides) => Arc::clone(dress),
            _ => Arc::new(Dress::new(overrides)),
        };
        let settings = source.settings(past.as_ref().map(PastUpTo::recall));
        let groundwork = Arc::new(Groundwork::new(settings, Arc::clone(&dress)));
        Ok(State { tree, snapshot, held, shown, report, dress, past, groundwork })
    }

    /// The workspace as its files are.
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

    /// The site, with the last good state of what is broken where the source says so.
    pub fn site(&self) -> Site<'_> {
        Site::on(Arc::clone(&self.groundwork), &self.shown, &self.tree, self)
    }

    /// What the site shows.
    pub fn shown(&self) -> &Snapshot {
        &self.shown
    }

    /// Where the site's style is.
    pub fn style(&self) -> Option<&WsPath> {
        self.dress.style()
    }

    /// The records that cannot be read or parsed: what they say now is not on the site.
    pub fn broken(&self) -> Vec<&WsPath> {
        self.snapshot.files().iter().filter(|file| is_broken(file)).map(|file| &file.path).collect()
    }

    /// Those of the broken records of which the site shows what they said last.
    pub fn held(&self) -> impl Iterator<Item = &WsPath> {
        self.held.paths()
    }
}

/// What was read, and what is shown of it.
struct Files {
    snapshot: Arc<Snapshot>,
    held: Held,
    shown: Arc<Snapshot>,
    report: Arc<OnceLock<Report>>,
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
