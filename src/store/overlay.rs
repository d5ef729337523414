//! A tree with some files replaced: text that is not written yet, over files that are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::outcome::outcomes;
use super::{ApplyError, ContentId, Entry, EntryKind, FileTree, READ_BOUND, SharedTree, StoreError};
use crate::text::{WorkspaceEdit, WsPath};

/// Files over another tree; `None` for one that is gone.
type Files = BTreeMap<WsPath, Option<Vec<u8>>>;

/// Files over another tree. Only files that the other tree has, or that it could have, belong here.
pub struct OverlayTree<'t> {
    below: &'t dyn FileTree,
    files: Arc<Files>,
}

impl<'t> OverlayTree<'t> {
    /// Nothing over `below`.
    pub fn new(below: &'t dyn FileTree) -> OverlayTree<'t> {
        OverlayTree { below, files: Arc::default() }
    }

    /// Puts a file over the tree.
    pub fn insert(&mut self, path: WsPath, bytes: impl Into<Vec<u8>>) {
        Arc::make_mut(&mut self.files).insert(path, Some(bytes.into()));
    }

    /// Makes a change over the tree: all of it, or on an error none. Whether something is where a new file is to be is
    /// not asked.
    ///
    /// # Errors
    /// When a file is not the one that the change was made for.
    pub fn apply(&mut self, edit: &WorkspaceEdit) -> Result<(), ApplyError> {
        let outcomes = outcomes(edit, &|path| Ok(self.read(path, false)?))?;
        let files = outcomes.into_iter().map(|(path, outcome)| (path, outcome.after.map(|after| after.bytes)));
        Arc::make_mut(&mut self.files).extend(files);
        Ok(())
    }

    /// The files over the tree, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&WsPath, &[u8])> {
        self.files.iter().filter_map(|(path, bytes)| Some((path, bytes.as_deref()?)))
    }

    /// The bytes of a file over the tree; `None` where the tree's own counts.
    fn over(&self, path: &WsPath) -> Option<Result<&[u8], StoreError>> {
        let gone =
            || StoreError::Io { action: "read", path: path.to_string(), source: std::io::ErrorKind::NotFound.into() };
        self.files.get(path).map(|bytes| bytes.as_deref().ok_or_else(gone))
    }
}

impl FileTree for OverlayTree<'_> {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.below.list()?;
        entries.retain(|entry| !self.files.contains_key(&entry.path));
        let over = self.files().map(|(path, _)| Entry { path: path.clone(), kind: EntryKind::File });
        entries.extend(over);
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        match self.over(path).transpose()? {
            Some(bytes) if bounded => Ok(bytes[..bytes.len().min(READ_BOUND)].to_vec()),
            Some(bytes) => Ok(bytes.to_vec()),
            None => self.below.read(path, bounded),
        }
    }

    fn read_start(&self, path: &WsPath, length: usize) -> Result<Vec<u8>, StoreError> {
        match self.over(path).transpose()? {
            Some(bytes) => Ok(bytes[..bytes.len().min(length)].to_vec()),
            None => self.below.read_start(path, length),
        }
    }

    fn share(&self) -> Option<SharedTree> {
        Some(Arc::new(SharedOverlay { below: self.below.share()?, files: Arc::clone(&self.files) }))
    }

    fn content(&self, path: &WsPath) -> Option<ContentId> {
        if self.files.contains_key(path) { None } else { self.below.content(path) }
    }
}

/// An overlay that is kept.
struct SharedOverlay {
    below: SharedTree,
    files: Arc<Files>,
}

impl SharedOverlay {
    fn tree(&self) -> OverlayTree<'_> {
        OverlayTree { below: &*self.below, files: Arc::clone(&self.files) }
    }
}

impl FileTree for SharedOverlay {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        self.tree().list()
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        self.tree().read(path, bounded)
    }

    fn content(&self, path: &WsPath) -> Option<ContentId> {
        self.tree().content(path)
    }
}
