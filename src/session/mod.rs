//! A workspace over time, as someone changes it: what was touched goes in, its next state comes out.
//!
//! Owns the one thing that changes. `check --watch` and the preview go through it again and again, so that what is
//! followed is what a clean run gives. Knows no site, nobody who looks on, and says nothing on a terminal.
//!
//! Invariants: a [`State`] never changes and is the same as one read anew from the same files; of what was touched the
//! content decides, so a write that changes nothing makes no new state; one state is made at a time, and all that is
//! touched meanwhile goes into the next.

mod head;
mod poll;
mod source;
mod state;
mod touch;
mod watch;

pub use crate::snapshot::Touched;
pub use head::Head;
pub use source::Source;
pub use state::State;
pub use watch::{Changes, Watched, Watcher, watch};

use std::mem;
use std::path::Path;
use std::sync::Arc;

use crate::store::StoreError;

/// A workspace on disk, and its latest state.
pub struct Session {
    source: Source,
    state: Arc<State>,
    /// Whether something that was touched could not be read.
    is_behind: bool,
}

impl Session {
    /// Reads the workspace.
    ///
    /// # Errors
    /// When its folder cannot be listed.
    pub fn open(source: Source) -> Result<Session, StoreError> {
        let state = Arc::new(State::read(&source)?);
        Ok(Session { source, state, is_behind: false })
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
    /// As [`Session::open`]; the latest state stays what it was, and next time all is read.
    pub fn apply(&mut self, touched: &Touched) -> Result<Option<Arc<State>>, StoreError> {
        let touched = if mem::replace(&mut self.is_behind, true) { &Touched::Anywhere } else { touched };
        let next = self.state.after(&self.source, touched)?;
        self.is_behind = false;
        let Some(next) = next else { return Ok(None) };
        self.state = Arc::new(next);
        Ok(Some(Arc::clone(&self.state)))
    }
}
