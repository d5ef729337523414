//! A workspace at one moment with its site, each part of which is worked out when it is first asked for.

use std::sync::Arc;

use super::held::{Held, is_broken};
use super::past::PastUpTo;
use super::source::Source;
use crate::session::{self, Touched};
use crate::site::{Dress, Groundwork, Site};
use crate::snapshot::Snapshot;
use crate::store::{Parts, StoreError};
use crate::text::WsPath;

/// A workspace at one moment, with its site.
pub struct State {
    workspace: Arc<session::State>,
    held: Held,
    /// What the site shows: the workspace, with what is held in it.
    shown: Arc<Snapshot>,
    dress: Arc<Dress>,
    past: Option<PastUpTo>,
    groundwork: Arc<Groundwork>,
}

impl State {
    /// The site of the first state of a workspace.
    ///
    /// # Errors
    /// When a template of the workspace's own cannot be read.
    pub(super) fn first(source: &Source, now: &Arc<session::State>) -> Result<State, StoreError> {
        let snapshot = now.share_snapshot();
        let held = if source.holds { Held::committed(&source.root, &snapshot) } else { Held::default() };
        let shown = held.over(&snapshot, &snapshot);
        let dress = Arc::new(Dress::new(source.overrides(&snapshot, now.tree())?));
        let past = PastUpTo::head(&source.root);
        let groundwork = groundwork(source, &dress, past.as_ref());
        Ok(State { workspace: Arc::clone(now), held, shown, dress, past, groundwork })
    }

    /// The site after something was touched, which has made `now` of the workspace; `None` when it is the same.
    ///
    /// # Errors
    /// As [`State::first`].
    pub(super) fn after(
        &self,
        source: &Source,
        now: &Arc<session::State>,
        touched: &Touched,
    ) -> Result<Option<State>, StoreError> {
        let past = PastUpTo::after(&source.root, self.past.as_ref(), is_of_git(touched));
        let (held, shown) = match Arc::ptr_eq(&self.workspace, now) {
            true if past == self.past => return Ok(None),
            // Another past of the same workspace.
            true => (self.held.clone(), Arc::clone(&self.shown)),
            false => self.held_in(source, &now.share_snapshot()),
        };
        let overrides = source.overrides(now.snapshot(), now.tree())?;
        let dress = match self.dress.suits(&overrides) {
            true => Arc::clone(&self.dress),
            false => Arc::new(Dress::new(overrides)),
        };
        let groundwork = groundwork(source, &dress, past.as_ref());
        Ok(Some(State { workspace: Arc::clone(now), held, shown, dress, past, groundwork }))
    }

    fn held_in(&self, source: &Source, now: &Arc<Snapshot>) -> (Held, Arc<Snapshot>) {
        let held = if source.holds { self.held.after(self.workspace.snapshot(), now) } else { Held::default() };
        let shown = held.over(now, &self.shown);
        (held, shown)
    }

    /// The workspace as its files are, and what is wrong with it.
    pub fn workspace(&self) -> &session::State {
        &self.workspace
    }

    /// Finds out what happened before, so that no page need wait for it.
    pub fn remember(&self) {
        if let Some(past) = &self.past {
            past.recall().past();
        }
    }

    /// The site, with the last good state of what is broken where the source says so.
    pub fn site(&self) -> Site<'_> {
        Site::on(Arc::clone(&self.groundwork), &self.shown, self.workspace.tree(), &*self.workspace)
    }

    /// A file of the site that is one of the workspace's, to be read in parts; `None` for any other.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn copied(&self, path: &WsPath) -> Result<Option<Parts>, StoreError> {
        if self.site().is_copied(path) { self.workspace.parts(path) } else { Ok(None) }
    }

    /// What the site shows.
    pub fn shown(&self) -> &Snapshot {
        &self.shown
    }

    /// The records that cannot be read or parsed: what they say now is not on the site.
    pub fn broken(&self) -> Vec<&WsPath> {
        let files = self.workspace.snapshot().files().iter();
        files.filter(|file| is_broken(file)).map(|file| &file.path).collect()
    }

    /// Those of the broken records of which the site shows what they said last.
    pub fn held(&self) -> impl Iterator<Item = &WsPath> {
        self.held.paths()
    }
}

fn groundwork(source: &Source, dress: &Arc<Dress>, past: Option<&PastUpTo>) -> Arc<Groundwork> {
    let settings = source.settings(past.map(PastUpTo::recall));
    Arc::new(Groundwork::new(settings, Arc::clone(dress)))
}

/// Whether nothing of the workspace was touched, or all of it: then what was may be git's.
fn is_of_git(touched: &Touched) -> bool {
    *touched == Touched::Anywhere || touched.is_nowhere()
}
