//! Building the tree of a commit.

use std::path::Path;

use git2::{ErrorClass, Index, IndexEntry, Tree};

use super::entries::{is_skipped, path_of, read_index};
use super::failure::{Failure, StatusError, failure};
use super::look::{Look, Now};
use super::repository::{Repository, root_of_head};
use super::status::{Change, ChangeKind};
use crate::text::WsPath;

/// Why the tree of a commit cannot be built.
pub(super) enum StageError {
    /// A file is no longer what was planned.
    ChangedMeanwhile(WsPath),
    /// The index cannot be read.
    Status(StatusError),
    /// Anything else.
    Failed(Failure),
}

impl From<StatusError> for StageError {
    fn from(error: StatusError) -> StageError {
        StageError::Status(error)
    }
}

impl From<Failure> for StageError {
    fn from(error: Failure) -> StageError {
        StageError::Failed(error)
    }
}

/// An index that holds `HEAD` and the changes, nothing else; only in memory, but its blobs are written.
///
/// Changes whose content only a filter program can tell are left as they are in `HEAD`.
pub(super) fn stage(
    repository: &Repository,
    handle: &git2::Repository,
    changes: &[Change],
) -> Result<Index, StageError> {
    let mut look = Look::new(repository, handle, read_index(handle)?)?;
    let sparse: Vec<IndexEntry> = look.index.iter().filter(is_skipped).collect();
    let head = head_tree(handle)?;
    match &head {
        // Keeps what is known of the files on disk, so that git need not read them all again.
        Some(tree) => look.index.read_tree(tree),
        None => look.index.clear(),
    }
    .map_err(failure("read the tree of `HEAD`"))?;
    for entry in sparse {
        if look.index.get_path(&path_of(&entry), 0).is_some_and(|same| same.id == entry.id) {
            look.index.add(&entry).map_err(failure("stage a file"))?;
        }
    }
    let (gone, there): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.kind == ChangeKind::Deleted);
    for change in gone {
        if repository.is_there(&change.path) {
            return Err(StageError::ChangedMeanwhile(change.path.clone()));
        }
        let name = repository.repository_path(&change.path);
        look.index.remove(name.as_ref(), 0).map_err(failure("stage a deletion"))?;
    }
    for change in there {
        let Some((mode, id)) = change.content else { continue };
        match look.take(&change.path) {
            Ok(Now::File(_, found)) if found == id => {}
            Err(error) if error.class() == ErrorClass::Filter => {
                let reason = error.message().to_owned();
                return Err(StatusError::Unreadable { path: change.path.clone(), reason }.into());
            }
            _ => return Err(StageError::ChangedMeanwhile(change.path.clone())),
        }
        let name = repository.repository_path(&change.path);
        if let Some(mut entry) = look.index.get_path(name.as_ref(), 0).filter(|entry| entry.mode != mode) {
            // Somebody may have set it in the index, where the disk's is not trusted.
            entry.mode = mode;
            look.index.add(&entry).map_err(failure("stage a file"))?;
        }
    }
    Ok(look.index)
}

/// The tree of the commit `HEAD` names; `None` before the first one.
pub(super) fn head_tree(handle: &git2::Repository) -> Result<Option<Tree<'_>>, Failure> {
    root_of_head(handle)
}

/// Writes a copy of an index to a file of its own.
pub(super) fn write_copy(index: &Index, path: &Path) -> Result<(), git2::Error> {
    let mut copy = Index::open(path)?;
    for entry in index.iter() {
        copy.add(&entry)?;
    }
    copy.write()
}
