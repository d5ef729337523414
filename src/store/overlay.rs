//! A tree with some files replaced: text that is not written yet, over files that are.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{ContentId, Entry, EntryKind, FileTree, READ_BOUND, SharedTree, StoreError};
use crate::text::WsPath;

/// Files over another tree. Only files that the other tree has, or that it could have, belong here.
pub struct OverlayTree<'t> {
    below: &'t dyn FileTree,
    files: Arc<BTreeMap<WsPath, Vec<u8>>>,
}

impl<'t> OverlayTree<'t> {
    /// Nothing over `below`.
    pub fn new(below: &'t dyn FileTree) -> OverlayTree<'t> {
        OverlayTree { below, files: Arc::default() }
    }

    /// Puts a file over the tree.
    pub fn insert(&mut self, path: WsPath, bytes: impl Into<Vec<u8>>) {
        Arc::make_mut(&mut self.files).insert(path, bytes.into());
    }

    /// The files over the tree, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&WsPath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }
}

impl FileTree for OverlayTree<'_> {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.below.list()?;
        entries.retain(|entry| !self.files.contains_key(&entry.path));
        let over = self.files.keys().map(|path| Entry { path: path.clone(), kind: EntryKind::File });
        entries.extend(over);
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        match self.files.get(path) {
            Some(bytes) if bounded => Ok(bytes[..bytes.len().min(READ_BOUND)].to_vec()),
            Some(bytes) => Ok(bytes.clone()),
            None => self.below.read(path, bounded),
        }
    }

    fn read_start(&self, path: &WsPath, length: usize) -> Result<Vec<u8>, StoreError> {
        match self.files.get(path) {
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
    files: Arc<BTreeMap<WsPath, Vec<u8>>>,
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
