//! A tree in memory, for tests and for text that has no file yet.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::outcome::outcomes;
use super::{ApplyError, Entry, EntryKind, FileTree, READ_BOUND, SharedTree, StoreError};
use crate::text::{WorkspaceEdit, WsPath};

/// Files by path. Nothing is ignored here but dot-files and dot-folders.
#[derive(Clone, Debug, Default)]
pub struct MemoryTree {
    files: Arc<BTreeMap<WsPath, Vec<u8>>>,
}

impl MemoryTree {
    /// An empty tree.
    pub fn new() -> MemoryTree {
        MemoryTree::default()
    }

    /// Puts a file in, or replaces it.
    pub fn insert(&mut self, path: WsPath, bytes: impl Into<Vec<u8>>) {
        Arc::make_mut(&mut self.files).insert(path, bytes.into());
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &WsPath) -> Option<Vec<u8>> {
        Arc::make_mut(&mut self.files).remove(path)
    }

    /// Makes a change: all of it, or on an error none.
    ///
    /// # Errors
    /// When a file is in the way of a new one, or is not the one that the change was made for.
    pub fn apply(&mut self, edit: &WorkspaceEdit) -> Result<(), ApplyError> {
        let outcomes = outcomes(edit, &|path| Ok(self.read(path, false)?))?;
        let in_the_way = |path: &&WsPath| outcomes[*path].before.is_none() && self.files.contains_key(*path);
        if let Some(path) = outcomes.keys().find(in_the_way) {
            return Err(ApplyError::Exists(path.clone()));
        }
        for (path, outcome) in outcomes {
            match outcome.after {
                Some(after) => self.insert(path, after.bytes),
                None => drop(self.remove(&path)),
            }
        }
        Ok(())
    }

    /// The files, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&WsPath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }
}

impl<P: AsRef<str>, B: Into<Vec<u8>>> FromIterator<(P, B)> for MemoryTree {
    /// Collects files.
    ///
    /// # Panics
    /// When a path is not in normal form: such a tree is a mistake of the test that makes it.
    fn from_iter<I: IntoIterator<Item = (P, B)>>(files: I) -> MemoryTree {
        let mut tree = MemoryTree::new();
        for (path, bytes) in files {
            tree.insert(WsPath::new(path.as_ref()).expect("a path in normal form"), bytes);
        }
        tree
    }
}

impl FileTree for MemoryTree {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        let visible = |path: &&WsPath| !path.parts().any(|part| part.starts_with('.'));
        let entry = |path: &WsPath| Entry { path: path.clone(), kind: EntryKind::File };
        Ok(self.files.keys().filter(visible).map(entry).collect())
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        match self.files.get(path) {
            Some(bytes) if bounded => Ok(bytes[..bytes.len().min(READ_BOUND)].to_vec()),
            Some(bytes) => Ok(bytes.clone()),
            None => Err(StoreError::Io {
                action: "read",
                path: path.to_string(),
                source: std::io::ErrorKind::NotFound.into(),
            }),
        }
    }
    fn share(&self) -> Option<SharedTree> {
        Some(Arc::new(self.clone()))
    }
}
