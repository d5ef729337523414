//! The workspace's files in the working folder, with what git knows of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use git2::Oid;

use super::blob::content_id;
use super::entries::{is_skipped, read_index};
use super::failure::StatusError;
use super::repository::Repository;
use super::revision::{ResolveError, RevisionTree};
use crate::store::{ContentId, DiskTree, Entry, EntryKind, FileTree, SharedTree, StoreError, layout};
use crate::text::WsPath;

impl Repository {
    /// The files of the working folder, `disk`, seen beside `head`, the tree of `HEAD`.
    ///
    /// What did not change has the content that `HEAD` knows it by, whatever line endings it has in the folder; what a
    /// sparse checkout leaves out is there as it is in `HEAD`.
    ///
    /// # Errors
    /// When the folder cannot be compared with `HEAD`.
    pub fn folder(&self, disk: DiskTree, head: Option<RevisionTree>) -> Result<FolderTree, StatusError> {
        let changes = self.changes(&layout::is_own)?;
        let changed = changes.into_iter().map(|change| (change.path, change.content.map(|(_, id)| id))).collect();
        let handle = self.reopen()?;
        let index = read_index(&handle)?;
        let sparse = index.iter().filter(is_skipped);
        let sparse = sparse.filter_map(|entry| self.workspace_path(std::str::from_utf8(&entry.path).ok()?)).collect();
        Ok(FolderTree { disk, head, changed, sparse })
    }

    /// The tree of `HEAD`; `None` before the first commit, and when the workspace is younger.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn head_tree(&self) -> Result<Option<RevisionTree>, ResolveError> {
        match self.head()?.map(|head| self.tree(&head)) {
            Some(Ok(tree)) => Ok(Some(tree)),
            Some(Err(ResolveError::NoWorkspace { .. })) | None => Ok(None),
            Some(Err(error)) => Err(error),
        }
    }
}

/// The workspace's files in the working folder.
#[derive(Clone)]
pub struct FolderTree {
    disk: DiskTree,
    head: Option<RevisionTree>,
    /// What differs from `HEAD`, with its content where that is known.
    changed: BTreeMap<WsPath, Option<Oid>>,
    sparse: BTreeSet<WsPath>,
}

impl FolderTree {
    fn is_left_out(&self, path: &WsPath) -> bool {
        self.sparse.contains(path) && !self.changed.contains_key(path)
    }

    fn head_content(&self, path: &WsPath) -> Option<ContentId> {
        self.head.as_ref()?.content(path)
    }
}

impl FileTree for FolderTree {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        let mut entries = self.disk.list()?;
        let there: BTreeSet<&WsPath> = entries.iter().map(|entry| &entry.path).collect();
        let left_out = self
            .sparse
            .iter()
            .filter(|path| self.is_left_out(path) && !there.contains(path) && self.head_content(path).is_some());
        let left_out: Vec<Entry> = left_out.map(|path| Entry { path: path.clone(), kind: EntryKind::File }).collect();
        entries.extend(left_out);
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn may_hold(&self, path: &WsPath) -> bool {
        self.disk.may_hold(path)
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        match (self.disk.read(path, bounded), &self.head) {
            (Err(_), Some(head)) if self.is_left_out(path) => head.read(path, bounded),
            (result, _) => result,
        }
    }

    fn read_small(&self, path: &WsPath, most: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match (self.disk.read_small(path, most), &self.head) {
            (Err(_), Some(head)) if self.is_left_out(path) => head.read_small(path, most),
            (result, _) => result,
        }
    }

    fn share(&self) -> Option<SharedTree> {
        Some(Arc::new(self.clone()))
    }

    fn content(&self, path: &WsPath) -> Option<ContentId> {
        match self.changed.get(path) {
            Some(id) => id.map(content_id),
            None => self.head_content(path).filter(|_| layout::is_own(path)),
        }
    }
}
