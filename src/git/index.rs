//! The workspace's files as they are staged.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use git2::{Index, IndexEntry, Oid};

use super::blob::Blobs;
use super::entries::{is_announced, is_unmerged, open_index, read_index};
use super::failure::{Failure, StatusError, failure};
use super::repository::Repository;
use super::status::MEMORY_FIRST;
use crate::store::{ContentId, DiskTree, Entry, FileTree, SharedTree, StoreError};
use crate::text::WsPath;

/// Why the index cannot be read as files.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// A merge left several versions of a file.
    #[error("`{0}` has a merge conflict, so it is not staged")]
    Unmerged(String),
    /// The index cannot be read.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Repository {
    /// The workspace's files as they are staged: what the next commit holds. None, when nothing of it is staged.
    ///
    /// Inside a hook, the index that git commits, which need not be the repository's own. A file that is only announced
    /// (`git add --intent-to-add`) is not there. Nothing is written.
    ///
    /// # Errors
    /// When a file of the workspace has a merge conflict, or the index cannot be read.
    pub fn staged(&self) -> Result<IndexTree, IndexError> {
        let handle = self.reopen()?;
        let index = match self.index_of_hook() {
            Some(file) => open_index(&file)?,
            None => read_index(&handle)?,
        };
        IndexTree::of(self, handle, &index)
    }

    /// The entries of the workspace, and the ignore rules above it.
    fn own_part(&self, index: &Index) -> Result<Index, IndexError> {
        let mut part = Index::new().map_err(failure("read the index"))?;
        for entry in index.iter().filter(|entry| self.concerns(entry)) {
            if is_unmerged(&entry) {
                return Err(IndexError::Unmerged(String::from_utf8_lossy(&entry.path).into_owned()));
            }
            part.add(&entry).map_err(failure("read the index"))?;
        }
        Ok(part)
    }

    fn concerns(&self, entry: &IndexEntry) -> bool {
        const RULES: &[u8] = b".gitignore";
        let prefix = self.prefix().as_bytes();
        let is_above = || entry.path.strip_suffix(RULES).is_some_and(|folder| prefix.starts_with(folder));
        !is_announced(entry) && (entry.path.starts_with(prefix) || is_above())
    }

    /// The index git names to the hooks it runs.
    fn index_of_hook(&self) -> Option<PathBuf> {
        let named = |variable| std::env::var_os(variable).filter(|value| !value.is_empty());
        // Git runs hooks in the working folder, from where relative paths lead.
        let file = self.work_folder().join(named("GIT_INDEX_FILE")?);
        let Some(git_folder) = named("GIT_DIR") else { return Some(file) };
        let git_folder = self.work_folder().join(git_folder).canonicalize().ok()?;
        // The hook may be another repository's.
        (self.inner.path().canonicalize().ok()? == git_folder).then_some(file)
    }
}

/// The workspace's files as they are staged, read from blobs without conversion, as
/// [`RevisionTree`](super::RevisionTree) reads a commit's.
#[derive(Clone)]
pub struct IndexTree {
    id: Oid,
    blobs: Arc<Blobs>,
    /// Files that are read in the folder instead, since nothing has taken them in yet.
    over: Option<(DiskTree, BTreeSet<WsPath>)>,
}

impl IndexTree {
    /// The files of an index; `handle` sees all its blobs.
    pub(super) fn of(
        repository: &Repository,
        handle: git2::Repository,
        index: &Index,
    ) -> Result<IndexTree, IndexError> {
        // Written as trees in memory, so that a revision and the index are read by the same code.
        let odb = handle.odb().map_err(failure("open the object store"))?;
        odb.add_new_mempack_backend(MEMORY_FIRST).map_err(failure("read the index"))?;
        let id = repository.own_part(index)?.write_tree_to(&handle).map_err(failure("read the index"))?;
        drop(odb);
        let blobs = match Blobs::of(repository, handle, id)? {
            Some(blobs) => blobs,
            None => Blobs::none(repository.reopen()?),
        };
        Ok(IndexTree { id, blobs: Arc::new(blobs), over: None })
    }

    /// Lays the folder's files of these paths over it.
    pub(super) fn under(self, folder: DiskTree, paths: BTreeSet<WsPath>) -> IndexTree {
        IndexTree { over: Some((folder, paths)), ..self }
    }

    /// Whether both hold the same files.
    pub fn is_same_as(&self, other: &IndexTree) -> bool {
        self.id == other.id
    }

    /// Leaves a folder out as if it were not there: the site's output.
    #[must_use]
    pub fn without(mut self, folder: &WsPath) -> IndexTree {
        // Nobody shares it before it is used.
        if let Some(blobs) = Arc::get_mut(&mut self.blobs) {
            blobs.leave_out(folder);
        }
        self
    }
}

impl FileTree for IndexTree {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.blobs.list())
    }

    fn may_hold(&self, path: &WsPath) -> bool {
        self.blobs.may_hold(path)
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        match &self.over {
            Some((folder, paths)) if paths.contains(path) => folder.read(path, bounded),
            _ => self.blobs.read(path, bounded, "the index"),
        }
    }

    fn read_small(&self, path: &WsPath, most: usize) -> Result<Option<Vec<u8>>, StoreError> {
        match &self.over {
            Some((folder, paths)) if paths.contains(path) => folder.read_small(path, most),
            _ => self.blobs.read_small(path, most, "the index"),
        }
    }

    fn share(&self) -> Option<SharedTree> {
        Some(Arc::new(self.clone()))
    }

    fn content(&self, path: &WsPath) -> Option<ContentId> {
        self.blobs.content(path)
    }
}
