//! The site of a workspace over time: what was touched goes in, the site of the next state comes out.
//!
//! Owns what shows a workspace beside its files: how the pages look, what happened before, and what a broken file said
//! last. `build` and `serve` both go through it, once or again and again. The files and what is wrong with them belong to
//! [`crate::session`]; it serves nobody and says nothing on a terminal.
//!
//! Invariants: a [`State`] never changes; its site is the one that a clean build of the same files gives, but that, where
//! its source says so, it shows of a broken file what that said last.

mod held;
mod past;
mod published;
mod source;
mod state;

pub use source::Source;
pub use state::State;

use std::mem;
use std::path::Path;
use std::sync::Arc;

use crate::session::{Session, Touched};
use crate::store::StoreError;

/// A workspace on disk, and its site as it is at the moment.
pub struct Preview {
    source: Source,
    session: Session,
    state: Arc<State>,
    /// Whether something of the site's own could not be read.
    is_behind: bool,
}

impl Preview {
    /// Reads the workspace.
    ///
    /// # Errors
    /// When its folder cannot be listed, or a template of its own cannot be read.
    pub fn open(source: Source) -> Result<Preview, StoreError> {
        let session = Session::open(source.files())?;
        let state = Arc::new(State::first(&source, session.state())?);
        Ok(Preview { source, session, state, is_behind: false })
    }

    /// The workspace's folder.
    pub fn root(&self) -> &Path {
        &self.source.root
    }

    /// The latest state.
    pub fn state(&self) -> &Arc<State> {
        &self.state
    }

    /// Reads what was touched, and gives the state there is then; `None` when it is the same as before.
    ///
    /// # Errors
    /// As [`Preview::open`]; the latest state stays what it was, and next time all is read.
    pub fn apply(&mut self, touched: &Touched) -> Result<Option<Arc<State>>, StoreError> {
        let touched = if mem::replace(&mut self.is_behind, true) { &Touched::Anywhere } else { touched };
        self.session.apply(touched)?;
        let next = self.state.after(&self.source, self.session.state(), touched)?;
        self.is_behind = false;
        let Some(next) = next else { return Ok(None) };
        self.state = Arc::new(next);
        Ok(Some(Arc::clone(&self.state)))
    }
}
