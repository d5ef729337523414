//! A workspace at one moment with its site, each part of which is worked out when it is first asked for.

use std::sync::Arc;

use super::held::{Held, is_broken};
use super::past::PastUpTo;
use super::published::Shown;
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
    /// What the site shows: the workspace, with what is held in it, as far as it may be published.
    shown: Arc<Shown>,
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
        let publish = source.publish(&snapshot);
        let shown = Arc::new(Shown::new(now, held.over(&snapshot, &snapshot), publish));
        let dress = Arc::new(Dress::new(source.overrides(&snapshot, now.tree())?));
        let past = PastUpTo::head(&source.root, &shown.allowed);
        let groundwork = groundwork(source, &shown, &dress, past.as_ref());
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
        let is_same = Arc::ptr_eq(&self.workspace, now);
        let (held, shown) = match is_same {
            true => (self.held.clone(), Arc::clone(&self.shown)),
            false => self.held_in(source, now),
        };
        let past = PastUpTo::after(&source.root, &shown.allowed, self.past.as_ref(), is_of_git(touched));
        if is_same && past == self.past {
            return Ok(None);
        }
        let overrides = source.overrides(now.snapshot(), now.tree())?;
        let dress = match self.dress.suits(&overrides) {
            true => Arc::clone(&self.dress),
            false => Arc::new(Dress::new(overrides)),
        };
        let groundwork = groundwork(source, &shown, &dress, past.as_ref());
        Ok(Some(State { workspace: Arc::clone(now), held, shown, dress, past, groundwork }))
    }

    fn held_in(&self, source: &Source, now: &Arc<session::State>) -> (Held, Arc<Shown>) {
        let snapshot = now.share_snapshot();
        let held = if source.holds { self.held.after(self.workspace.snapshot(), &snapshot) } else { Held::default() };
        let whole = held.over(&snapshot, &self.shown.whole);
        (held, Arc::new(Shown::new(now, whole, source.publish(&snapshot))))
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
        Site::on(Arc::clone(&self.groundwork), &self.shown.snapshot, self.workspace.tree(), &*self.shown)
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
        &self.shown.snapshot
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

fn groundwork(source: &Source, shown: &Shown, dress: &Arc<Dress>, past: Option<&PastUpTo>) -> Arc<Groundwork> {
    let settings = source.settings(past.map(PastUpTo::recall), &shown.held_back);
    Arc::new(Groundwork::new(settings, Arc::clone(dress)))
}

/// Whether nothing of the workspace was touched, or all of it: then what was may be git's.
fn is_of_git(touched: &Touched) -> bool {
    *touched == Touched::Anywhere || touched.is_nowhere()
}
