//! Where a workspace's files come from.
//!
//! Owns the trait all sources of files share, the folder layout, and atomic writes. Knows nothing of what is in a file.

mod append;
mod apply;
mod apply_error;
mod disk;
mod ignored;
pub mod layout;
mod memory;
mod outcome;
mod output;
mod overlay;
mod parts;
mod remote;
mod temporary;

pub use append::append;
pub use apply::{Recovery, apply, recover};
pub use apply_error::ApplyError;
pub use disk::DiskTree;
pub use ignored::folders_around;
pub use memory::MemoryTree;
pub use output::{MANIFEST, MakeFile, OutputError, OutputFolder, OutputSummary};
pub use overlay::OverlayTree;
pub use parts::{Parts, Stamp};
pub use remote::is_remote;
pub(crate) use temporary::{EXECUTABLE, PLAIN, new_temporary};

use std::sync::Arc;

use crate::diag::{Advice, Advised};
use crate::text::WsPath;

/// A tree that may be kept and read later, from any thread.
pub type SharedTree = Arc<dyn FileTree + Send>;

/// The most a bounded read gives, in bytes: one more than any reader of records takes, so that what is too large shows.
pub const READ_BOUND: usize = crate::text::MAX_BYTES + 1;

/// The largest `.gitignore` that counts, in bytes, in the folder and in revisions alike; no one writes a larger one.
pub const IGNORE_FILE_BOUND: u64 = 1024 * 1024;

/// Files to read a workspace from: a folder, memory, a git revision.
///
/// Every tree applies the same rule of what exists: dot-files, dot-folders and what `.gitignore` ignores do not.
pub trait FileTree: Sync {
    /// Everything below the root but plain folders, sorted by path.
    ///
    /// # Errors
    /// When the root itself cannot be listed; trouble further down is an entry of [`EntryKind::Unreadable`].
    fn list(&self) -> Result<Vec<Entry>, StoreError>;

    /// What [`FileTree::list`] would give at `path` and below it: one entry for a file, all of a folder's, none for what
    /// is not there or does not count.
    ///
    /// # Errors
    /// As [`FileTree::list`].
    fn list_below(&self, path: &WsPath) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.list()?;
        entries.retain(|entry| entry.path.is_within(path));
        Ok(entries)
    }

    /// Whether a file at `path` would be one of the tree's, as far as the tree can tell: neither it nor a folder it is in is
    /// left out, and nothing but a file is in its place.
    fn may_hold(&self, path: &WsPath) -> bool {
        !layout::is_hidden(path)
    }

    /// A file's bytes, at most [`READ_BOUND`] of them when `bounded`.
    ///
    /// # Errors
    /// When it is not there, not a regular file, or cannot be read.
    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError>;

    /// The first bytes of a file, at most `length` of them.
    ///
    /// # Errors
    /// As [`FileTree::read`].
    fn read_start(&self, path: &WsPath, length: usize) -> Result<Vec<u8>, StoreError> {
        let mut bytes = self.read(path, true)?;
        bytes.truncate(length);
        Ok(bytes)
    }

    /// A file's bytes; `None` where they are more than `most`, of which none are read.
    ///
    /// # Errors
    /// As [`FileTree::read`].
    fn read_small(&self, path: &WsPath, most: usize) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = self.read(path, false)?;
        Ok((bytes.len() <= most).then_some(bytes))
    }

    /// The same tree, to be kept with what was read from it; `None` where it cannot be kept.
    fn share(&self) -> Option<SharedTree> {
        None
    }

    /// What tells a file's content from others without reading it, where the tree knows: equal for equal bytes.
    fn content(&self, _path: &WsPath) -> Option<ContentId> {
        None
    }
}

/// The name of a file's content, the same in every tree of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentId([u8; ContentId::LENGTH]);

impl ContentId {
    const LENGTH: usize = 32;

    /// The content of a name of at most 32 bytes; longer ones are cut.
    pub fn new(name: &[u8]) -> ContentId {
        let mut id = [0; ContentId::LENGTH];
        for (byte, given) in id.iter_mut().zip(name) {
            *byte = *given;
        }
        ContentId(id)
    }
}

/// One thing in a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it is.
    pub path: WsPath,
    /// What it is.
    pub kind: EntryKind,
}

/// What a thing in a tree is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A symbolic link; never followed.
    Symlink,
    /// A FIFO, socket or device; never opened.
    Special,
    /// A file or folder that cannot be looked at, with the reason.
    Unreadable(String),
}

/// What went wrong with files.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The operating system said no.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// The attempted action, such as `read`.
        action: &'static str,
        /// The path as the user knows it.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A revision's tree could not be read.
    #[error("cannot read {path}: {reason}")]
    Revision {
        /// The path in the workspace.
        path: String,
        /// Why.
        reason: String,
    },
}

impl Advised for StoreError {}

impl Advised for ApplyError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            ApplyError::Stale(_) => vec![Advice::text("run the command again")],
            ApplyError::Link(_) => vec![Advice::text("replace the link by the file or folder itself")],
            ApplyError::Exists(_) => vec![Advice::text("choose another name, or move it away")],
            ApplyError::Busy => vec![Advice::text("wait until it is done")],
            ApplyError::Journal(_) => vec![Advice::text("look at it, and remove it")],
            ApplyError::Store(_) => Vec::new(),
        }
    }
}
