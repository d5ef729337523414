//! A tree with some files replaced: text that is not written yet, over files that are.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use super::outcome::outcomes;
use super::{ApplyError, ContentId, Entry, EntryKind, FileTree, READ_BOUND, SharedTree, StoreError};
use crate::text::{WorkspaceEdit, WsPath};

/// Files over another tree; `None` for one that is gone.
type Files = BTreeMap<WsPath, Option<Vec<u8>>>;

/// Files over another tree. Only files that the other tree has, or that it could have, belong here.
#[derive(Clone, Debug)]
pub struct OverlayTree<T> {
    below: T,
    files: Arc<Files>,
}

impl<T: Deref + Sync> OverlayTree<T>
where
    T::Target: FileTree,
{
    /// Nothing over `below`.
    pub fn new(below: T) -> OverlayTree<T> {
        OverlayTree { below, files: Arc::default() }
    }

    /// The other tree.
    pub fn below(&self) -> &T::Target {
        &self.below
    }

    /// Puts a file over the tree.
    pub fn insert(&mut self, path: WsPath, bytes: impl Into<Vec<u8>>) {
        Arc::make_mut(&mut self.files).insert(path, Some(bytes.into()));
    }

    /// Makes a change over the tree: all of it, or on an error none. Of new files those are not there afterwards that the
    /// tree leaves out.
    ///
    /// # Errors
    /// When a file is in the way of a new one, or is not the one that the change was made for.
    pub fn apply(&mut self, edit: &WorkspaceEdit) -> Result<(), ApplyError> {
        let mut outcomes = outcomes(edit, &|path| Ok(self.read(path, false)?))?;
        for path in outcomes.iter().filter(|(_, outcome)| outcome.before.is_none()).map(|(path, _)| path) {
            if !self.list_below(path)?.is_empty() {
                return Err(ApplyError::Exists(path.clone()));
            }
        }
        outcomes.retain(|path, outcome| outcome.before.is_some() || self.may_hold(path));
        let files = outcomes.into_iter().map(|(path, outcome)| (path, outcome.after.map(|after| after.bytes)));
        Arc::make_mut(&mut self.files).extend(files);
        Ok(())
    }

    /// The files over the tree, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&WsPath, &[u8])> {
        self.files.iter().filter_map(|(path, bytes)| Some((path, bytes.as_deref()?)))
    }

    /// Whether a file is over the tree, or is gone from it.
    pub fn is_over(&self, path: &WsPath) -> bool {
        self.files.contains_key(path)
    }

    /// Entries of the tree below, with those of the files over it that `belongs` holds for.
    fn over(&self, mut entries: Vec<Entry>, belongs: impl Fn(&WsPath) -> bool) -> Vec<Entry> {
        entries.retain(|entry| !self.is_over(&entry.path));
        let over = self.files().filter(|(path, _)| belongs(path));
        entries.extend(over.map(|(path, _)| Entry { path: path.clone(), kind: EntryKind::File }));
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    /// The bytes of a file over the tree; `None` where the tree's own counts.
    fn bytes(&self, path: &WsPath) -> Result<Option<&[u8]>, StoreError> {
        let gone =
            || StoreError::Io { action: "read", path: path.to_string(), source: std::io::ErrorKind::NotFound.into() };
        self.files.get(path).map(|bytes| bytes.as_deref().ok_or_else(gone)).transpose()
    }
}

impl<T: Deref + Sync> FileTree for OverlayTree<T>
where
    T::Target: FileTree,
{
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.over(self.below.list()?, |_| true))
    }

    fn list_below(&self, path: &WsPath) -> Result<Vec<Entry>, StoreError> {
        Ok(self.over(self.below.list_below(path)?, |over| over.is_within(path)))
    }

    fn may_hold(&self, path: &WsPath) -> bool {
        self.below.may_hold(path)
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        match self.bytes(path)? {
            Some(bytes) if bounded => Ok(bytes[..bytes.len().min(READ_BOUND)].to_vec()),
            Some(bytes) => Ok(bytes.to_vec()),
            None => self.below.read(path, bounded),
        }
    }

    fn read_start(&self, path: &WsPath, length: usize) -> Result<Vec<u8>, StoreError> {
        match self.bytes(path)? {
            Some(bytes) => Ok(bytes[..bytes.len().min(length)].to_vec()),
            None => self.below.read_start(path, length),
        }
    }

    fn read_small(&self, path: &WsPath, most: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match self.bytes(path)? {
            Some(bytes) => Ok((bytes.len() <= most).then(|| bytes.to_vec())),
            None => self.below.read_small(path, most),
        }
    }

    fn share(&self) -> Option<SharedTree> {
        Some(Arc::new(OverlayTree { below: self.below.share()?, files: Arc::clone(&self.files) }))
    }

    fn content(&self, path: &WsPath) -> Option<ContentId> {
        if self.is_over(path) { None } else { self.below.content(path) }
    }
}
