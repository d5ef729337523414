//! A workspace over time, as someone changes it: what was touched goes in, its next state comes out.
//!
//! Owns the one thing that changes. `check --watch` and the preview go through it again and again, so that what is
//! followed is what a clean run gives. Knows no site, nobody who looks on, and says nothing on a terminal.
//!
//! Invariants: a [`State`] never changes and is the same as one read anew from the same files, also where a buffer stands for
//! a file that is not saved yet; of what was touched the
//! content decides, so a write that changes nothing makes no new state; one state is made at a time, and all that is
//! touched meanwhile goes into the next.

mod buffer;
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
use crate::text::WsPath;

use buffer::Buffers;

/// A workspace on disk, and its latest state.
pub struct Session {
    source: Source,
    buffers: Buffers,
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
        Ok(Session { source, buffers: Buffers::default(), state, is_behind: false })
    }

    /// The workspace's folder.
    pub fn root(&self) -> &Path {
        &self.source.root
    }

    /// The latest state.
    pub fn state(&self) -> &Arc<State> {
        &self.state
    }

    /// Lays a text that is not saved yet over a file, which need not be there, and gives the state there is then: the one
    /// that saving it would give; `None` when it is the same as before. Of a list of ignored files what is saved counts.
    ///
    /// # Errors
    /// As [`Session::apply`].
    pub fn set_buffer(&mut self, path: WsPath, text: impl Into<String>) -> Result<Option<Arc<State>>, StoreError> {
        self.buffers.set(path.clone(), text.into());
        self.apply(&Touched::At([path].into()))
    }

    /// Takes a text away from over its file, which counts again, and gives the state there is then; `None` when it is the
    /// same as before.
    ///
    /// # Errors
    /// As [`Session::apply`].
    pub fn drop_buffer(&mut self, path: &WsPath) -> Result<Option<Arc<State>>, StoreError> {
        if self.buffers.drop(path) { self.apply(&Touched::At([path.clone()].into())) } else { Ok(None) }
    }

    /// Reads what was touched, and gives the state there is then; `None` when it is the same as before.
    ///
    /// # Errors
    /// As [`Session::open`]; the latest state stays what it was, and next time all is read.
    pub fn apply(&mut self, touched: &Touched) -> Result<Option<Arc<State>>, StoreError> {
        let touched = if mem::replace(&mut self.is_behind, true) { &Touched::Anywhere } else { touched };
        let next = self.state.after(&self.source, &self.buffers, touched)?;
        self.is_behind = false;
        let Some(next) = next else { return Ok(None) };
        self.state = Arc::new(next);
        Ok(Some(Arc::clone(&self.state)))
    }
}
