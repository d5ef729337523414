//! Where a workspace is, and how its site is to be made.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Preview, past};
use crate::check;
use crate::diag::{Findings as _, Refused, Report};
use crate::model::{Publish, Workspace as Settled};
use crate::past::{Allowed, Recall};
use crate::session;
use crate::site::{self, Options, Overrides, Site};
use crate::snapshot::{HeldBack, Snapshot};
use crate::store::{FileTree, StoreError};
use crate::view::{Comparison, Settings};
use crate::workspace::{State, Workspace, repository_folder};

/// A workspace on disk, and how its site is to be made.
#[derive(Clone, Debug)]
pub struct Source {
    /// The workspace's folder.
    pub root: PathBuf,
    /// Where the site will be published, when not what the workspace says.
    pub base_url: Option<String>,
    /// Whether to use the workspace's own templates.
    pub templates: bool,
    /// Where the site is written to, so that it is not read.
    pub out: Option<PathBuf>,
    /// What changed since another state, to be marked on the pages.
    pub comparison: Option<Arc<Comparison>>,
    /// Whether the site may leave the repository: then it holds what `site.publish` lets out, and nothing else.
    pub is_public: bool,
    /// Whether the site goes on to show what a file said last while it is broken.
    pub holds: bool,
}

impl Source {
    /// The workspace in a folder, with nothing said about its site.
    pub fn new(root: impl Into<PathBuf>) -> Source {
        Source {
            root: root.into(),
            base_url: None,
            templates: false,
            out: None,
            comparison: None,
            is_public: false,
            holds: false,
        }
    }

    /// The workspace alone.
    pub fn files(&self) -> session::Source {
        session::Source { root: self.root.clone(), out: self.out.clone(), holds_settings: self.holds }
    }

    /// Checks a state of the workspace and prepares its site, as far as `make` asks for either.
    ///
    /// # Errors
    /// When the state is not there or cannot be read, or a template of the workspace's own cannot.
    pub fn with_site<T>(
        &self,
        state: &State,
        make: impl FnOnce(&Snapshot, &Report, &Site<'_>) -> T,
    ) -> Result<T, Refused> {
        if *state == State::Folder {
            let preview = Preview::open(self.clone())?;
            let now = preview.state();
            return Ok(make(now.workspace().snapshot(), now.workspace().report(), &now.site()));
        }
        let tree = Workspace::new(&self.root).open(state)?;
        let snapshot = Snapshot::load(&*tree)?;
        let report = check::check(&snapshot);
        let revision = match state {
            State::At(point) => &point.name,
            State::Folder | State::Staged | State::Nothing => "HEAD",
        };
        let publish = self.publish(&snapshot);
        let published = snapshot.hold_back(publish);
        let (shown, held_back) = (published.snapshot.as_ref().unwrap_or(&snapshot), Arc::new(published.held_back));
        let allowed = Allowed::of(publish, || shown.attachments());
        let settings = self.settings(past::up_to(&self.root, &allowed, revision), &held_back);
        let options = Options { settings, overrides: self.overrides(&snapshot, &*tree)? };
        let findings = held_back.allowed(&report);
        Ok(make(&snapshot, &report, &Site::new(shown, &*tree, &findings, options)))
    }

    /// What of a workspace is on its site; where it cannot be told what may be published, nothing that may be private.
    pub(super) fn publish(&self, snapshot: &Snapshot) -> Publish {
        match self.is_public {
            true => snapshot.workspace().map(Settled::publish).unwrap_or_default(),
            false => Publish::ALL,
        }
    }

    /// The templates to use instead of the built-in ones.
    ///
    /// # Errors
    /// When one cannot be read.
    pub(super) fn overrides(&self, snapshot: &Snapshot, tree: &dyn FileTree) -> Result<Overrides, StoreError> {
        if self.templates { site::overrides(snapshot, tree) } else { Ok(Overrides::new()) }
    }

    /// What a site is told from outside of the workspace, the past among it.
    pub(super) fn settings(&self, past: Option<Arc<Recall>>, held_back: &Arc<HeldBack>) -> Settings {
        Settings {
            base_url: self.base_url.clone(),
            repository_folder: repository_folder(&self.root),
            explain: Some(check::explanation),
            comparison: self.comparison.clone(),
            past,
            held_back: Arc::clone(held_back),
        }
    }
}
