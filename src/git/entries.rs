//! The entries of the index as they are on disk.
//!
//! The index is always read by itself, not as the repository's: libgit2 would take `Page.md` for `page.md` in it where
//! `core.ignorecase` is set, and lose one when the other goes.

use std::path::Path;

use git2::{Index, IndexEntry, IndexEntryExtendedFlag, IndexEntryFlag, Oid};

use super::failure::{StatusError, failure};

/// Bits of an index entry's flags that hold the stage of a conflict.
const STAGE_MASK: u16 = 0x3000;

/// The index as it is on disk, which the handle uses from now on, too.
pub(super) fn read_index(handle: &git2::Repository) -> Result<Index, StatusError> {
    let mut index = open_index(&handle.path().join("index"))?;
    handle.set_index(&mut index).map_err(failure("read the index"))?;
    Ok(index)
}

/// The index in a file of its own.
pub(super) fn open_index(file: &Path) -> Result<Index, StatusError> {
    Index::open(file).map_err(|error| {
        if error.message().contains("'sdir'") {
            StatusError::IndexForm { form: "sparse", command: "git sparse-checkout reapply --no-sparse-index" }
        } else if error.message().contains("'link'") {
            StatusError::IndexForm { form: "split", command: "git update-index --no-split-index" }
        } else {
            failure("read the index")(error).into()
        }
    })
}

/// Whether a merge left several versions of the file, of which this is one.
pub(super) fn is_unmerged(entry: &IndexEntry) -> bool {
    entry.flags & STAGE_MASK != 0
}

/// Whether the file is only announced: `git add --intent-to-add`.
pub(super) fn is_announced(entry: &IndexEntry) -> bool {
    entry.flags_extended & IndexEntryExtendedFlag::INTENT_TO_ADD.bits() != 0
}

/// Whether a sparse checkout leaves the file out of the working folder, or somebody has said so.
pub(super) fn is_skipped(entry: &IndexEntry) -> bool {
    entry.flags_extended & IndexEntryExtendedFlag::SKIP_WORKTREE.bits() != 0
}

/// Whether git is told to take the file for unchanged.
pub(super) fn is_assumed(entry: &IndexEntry) -> bool {
    entry.flags & IndexEntryFlag::VALID.bits() != 0
}

/// An entry that makes git look at the file again.
pub(super) fn unseen_entry(path: &[u8], mode: u32, id: Oid) -> IndexEntry {
    let zero = git2::IndexTime::new(0, 0);
    IndexEntry {
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
        path: path.to_vec(),
    }
}

/// The path of an entry, as the system writes it.
#[cfg(unix)]
pub(super) fn path_of(entry: &IndexEntry) -> std::path::PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(&entry.path).into()
}

/// The path of an entry, as the system writes it.
#[cfg(not(unix))]
pub(super) fn path_of(entry: &IndexEntry) -> std::path::PathBuf {
    String::from_utf8_lossy(&entry.path).into_owned().into()
}

/// A path as entries have it.
#[cfg(unix)]
pub(super) fn bytes_of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

/// A path as entries have it.
#[cfg(not(unix))]
pub(super) fn bytes_of(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}
