//! Building the tree of a commit, and bringing the user's index in line with it afterwards.

use std::path::Path;
use std::thread;
use std::time::Duration;

use git2::{Delta, ErrorCode, Index, IndexEntry, Tree};

use super::failure::{Failure, failure};
use super::repository::{Repository, root_of_head};
use super::status::{Change, ChangeKind, SKIP_WORKTREE, StatusError, read_index};
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
    let mut index = read_index(handle)?;
    let sparse: Vec<IndexEntry> = index.iter().filter(|entry| entry.flags_extended & SKIP_WORKTREE != 0).collect();
    let head = head_tree(handle)?;
    match &head {
        // Keeps what is known of the files on disk, so that git need not read them all again.
        Some(tree) => index.read_tree(tree),
        None => index.clear(),
    }
    .map_err(failure("read the tree of `HEAD`"))?;
    for entry in sparse {
        if index.get_path(&path_of(&entry), 0).is_some_and(|same| same.id == entry.id) {
            index.add(&entry).map_err(failure("stage a file"))?;
        }
    }
    let (gone, there): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.kind == ChangeKind::Deleted);
    for change in gone {
        if repository.is_there(&change.path) {
            return Err(StageError::ChangedMeanwhile(change.path.clone()));
        }
        let name = repository.repository_path(&change.path);
        index.remove(name.as_ref(), 0).map_err(failure("stage a deletion"))?;
    }
    for change in there {
        let name = repository.repository_path(&change.path);
        if let Some(id) = change.id {
            let added = index.add_path(name.as_ref()).is_ok();
            if !added || index.get_path(name.as_ref(), 0).is_none_or(|entry| entry.id != id) {
                return Err(StageError::ChangedMeanwhile(change.path.clone()));
            }
        }
    }
    Ok(index)
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

/// Brings the user's index in line with a commit: the entries of what it changed, and no others.
///
/// A hook can add files of its own to the commit. Their entries follow too, unless the user has staged something else
/// of them.
pub(super) fn follow(
    repository: &Repository,
    changes: &[Change],
    before: Option<git2::Oid>,
    staged: &Index,
) -> Result<(), Failure> {
    let handle = repository.reopen()?;
    let before = before.map(|id| handle.find_tree(id)).transpose().map_err(failure("read the tree before"))?;
    let after = head_tree(&handle)?;
    let diff = handle
        .diff_tree_to_tree(before.as_ref(), after.as_ref(), None)
        .map_err(failure("compare the commit with the one before"))?;
    let mut updates = Vec::new();
    for delta in diff.deltas() {
        let file = if delta.status() == Delta::Deleted { delta.old_file() } else { delta.new_file() };
        if let Some(path) = file.path() {
            updates.push((path.to_path_buf(), delta));
        }
    }
    let ours = |path: &Path| {
        let path = path.to_str().and_then(|path| repository.workspace_path(path));
        path.is_some_and(|path| changes.binary_search_by(|change| change.path.cmp(&path)).is_ok())
    };
    write_with_patience(&handle, |index| {
        for (path, delta) in &updates {
            let entry = index.get_path(path, 0);
            let unstaged = match &entry {
                Some(entry) => delta.old_file().exists() && entry.id == delta.old_file().id(),
                None => delta.status() == Delta::Added,
            };
            if !ours(path) && !unstaged {
                continue;
            }
            if delta.status() == Delta::Deleted {
                if entry.is_some() {
                    index.remove(path, 0)?;
                }
            } else {
                let mode = u32::from(delta.new_file().mode());
                index.add(&entry_for(path, delta.new_file().id(), mode, staged))?;
            }
        }
        Ok(())
    })
}

/// The entry for a committed file: as staged where that is known, else one that makes git look at the file again.
fn entry_for(path: &Path, id: git2::Oid, mode: u32, staged: &Index) -> IndexEntry {
    let known = staged.get_path(path, 0).filter(|entry| entry.id == id && entry.mode == mode);
    let zero = git2::IndexTime::new(0, 0);
    known.unwrap_or_else(|| IndexEntry {
        ctime: zero,
        mtime: zero,
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: bytes_of(path),
    })
}

/// Changes the index and writes it, waiting a little for whoever else has it locked: an editor that looks at each new
/// commit takes the lock for a moment.
fn write_with_patience(
    handle: &git2::Repository,
    change: impl Fn(&mut Index) -> Result<(), git2::Error>,
) -> Result<(), Failure> {
    const ATTEMPTS: usize = 20;
    let mut attempt = 0;
    loop {
        let mut index = handle.index().map_err(failure("read the index"))?;
        index.read(true).map_err(failure("read the index"))?;
        change(&mut index).map_err(failure("update the index"))?;
        match index.write() {
            Ok(()) => return Ok(()),
            Err(error) if error.code() == ErrorCode::Locked && attempt < ATTEMPTS => {
                attempt += 1;
                thread::sleep(Duration::from_millis(50));
            }
            Err(error) => return Err(failure("write the index")(error)),
        }
    }
}

#[cfg(unix)]
fn path_of(entry: &IndexEntry) -> std::path::PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(&entry.path).into()
}

#[cfg(not(unix))]
fn path_of(entry: &IndexEntry) -> std::path::PathBuf {
    String::from_utf8_lossy(&entry.path).into_owned().into()
}

#[cfg(unix)]
fn bytes_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(not(unix))]
fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}
