//! Which of a workspace's files differ between the working folder and `HEAD`.
//!
//! The index says what is tracked and which files need no second look; it does not say what changed, since a commit of
//! the workspace takes the working folder's files whatever is staged of them.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Delta, DiffOptions, IndexEntry, Oid};

use super::failure::{Failure, failure};
use super::filter::filter_of;
use super::repository::Repository;
use super::walk::{Found, Kind, Visit, walk};
use crate::text::WsPath;

/// One file of the workspace that differs from `HEAD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: WsPath,
    /// How it differs.
    pub kind: ChangeKind,
    /// What the file holds now; `None` when it is gone, or when only a filter program could tell.
    pub(super) id: Option<Oid>,
}

/// How a file differs from `HEAD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// Its content or its executable bit changed.
    Modified,
    /// It is gone.
    Deleted,
    /// A file became a symbolic link, or the other way round.
    TypeChanged,
}

/// Why the workspace cannot be compared with `HEAD`.
#[derive(Debug, thiserror::Error)]
pub enum StatusError {
    /// The index is in a form libgit2 cannot read.
    #[error("the index is {form}, which is not supported; run `{command}`")]
    IndexForm {
        /// The form, such as `sparse`.
        form: &'static str,
        /// The command that writes a plain index.
        command: &'static str,
    },
    /// A changed file cannot be read.
    #[error("cannot read `{path}`: {reason}")]
    Unreadable {
        /// The file.
        path: WsPath,
        /// Why.
        reason: String,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Extended flag of an index entry that a sparse checkout leaves out of the working folder.
pub(super) const SKIP_WORKTREE: u16 = 1 << 14;

/// Bits of an index entry's flags that hold the stage of a conflict.
pub(super) const STAGE_MASK: u16 = 0x3000;

/// Keeps objects hashed for a comparison out of the repository.
pub(super) const MEMORY_FIRST: i32 = 1_000;

impl Repository {
    /// The files for which `belongs` holds that differ between the working folder and `HEAD`, sorted by path.
    ///
    /// New files are those git would add: tracked ones, and untracked ones that no ignore rule covers. A file removed
    /// from the index while it stays in the folder counts as untracked. What is left out of a sparse checkout or
    /// marked as assumed unchanged has not changed. Nothing is written.
    ///
    /// # Errors
    /// When the repository or a changed file cannot be read.
    pub fn changes(&self, belongs: &dyn Fn(&WsPath) -> bool) -> Result<Vec<Change>, StatusError> {
        let handle = self.reopen()?;
        let odb = handle.odb().map_err(failure("open the object store"))?;
        odb.add_new_mempack_backend(MEMORY_FIRST).map_err(failure("hash files"))?;
        let mut index = read_index(&handle)?;
        let committed = self.committed(belongs)?;
        let tracked = self.tracked(&index, belongs);
        let moved = self.moved(&handle, &index, belongs)?;
        let mut paths: BTreeSet<&WsPath> = committed.keys().chain(moved.keys()).collect();
        paths.extend(tracked.keys());
        let mut changes = Vec::new();
        for path in paths {
            let before = committed.get(path).copied();
            let now = match (tracked.get(path), moved.get(path)) {
                (Some(None), _) => continue,
                (Some(Some(entry)), None) => Now::File(entry.mode, entry.id),
                (Some(Some(entry)), Some(Delta::Deleted)) if entry.flags_extended & SKIP_WORKTREE != 0 => continue,
                (Some(Some(_)), Some(Delta::Deleted)) => Now::Gone,
                (_, Some(_)) => self.look(&handle, &mut index, path)?,
                // Ignored, or it would have been found.
                (None, None) if self.is_there(path) => continue,
                (None, None) => Now::Gone,
            };
            changes.extend(compare(path, before, now));
        }
        Ok(changes)
    }

    /// The workspace's files in `HEAD`, with mode and content.
    fn committed(&self, belongs: &dyn Fn(&WsPath) -> bool) -> Result<BTreeMap<WsPath, (u32, Oid)>, Failure> {
        let mut committed = Committed { files: BTreeMap::new(), belongs };
        let Some(mut tree) = self.head_root()? else {
            return Ok(committed.files);
        };
        for part in self.prefix().split_terminator('/') {
            let below = tree.get_name(part).map(|entry| entry.id());
            match below.map(|id| self.inner.find_tree(id)) {
                Some(Ok(found)) => tree = found,
                _ => return Ok(committed.files),
            }
        }
        walk(&self.inner, tree.id(), &mut committed)?;
        Ok(committed.files)
    }

    /// The workspace's files in the index; `None` for a conflict or a submodule, which are not ours to commit.
    fn tracked(&self, index: &git2::Index, belongs: &dyn Fn(&WsPath) -> bool) -> BTreeMap<WsPath, Option<IndexEntry>> {
        let mut tracked = BTreeMap::new();
        for entry in index.iter() {
            let path = std::str::from_utf8(&entry.path).ok().and_then(|path| self.workspace_path(path));
            if let Some(path) = path.filter(belongs) {
                let ours = entry.flags & STAGE_MASK == 0 && Kind::of_mode(entry.mode.cast_signed()) != Kind::Submodule;
                tracked.insert(path, ours.then_some(entry));
            }
        }
        tracked
    }

    /// The workspace's files that differ between index and working folder, untracked ones included.
    fn moved(
        &self,
        handle: &git2::Repository,
        index: &git2::Index,
        belongs: &dyn Fn(&WsPath) -> bool,
    ) -> Result<BTreeMap<WsPath, Delta>, Failure> {
        let mut options = DiffOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true).include_typechange(true);
        options.ignore_submodules(true).skip_binary_check(true).disable_pathspec_match(true);
        if !self.prefix().is_empty() {
            options.pathspec(self.prefix().trim_end_matches('/'));
        }
        let diff = handle
            .diff_index_to_workdir(Some(index), Some(&mut options))
            .map_err(failure("compare the working folder with the index"))?;
        let mut moved = BTreeMap::new();
        for delta in diff.deltas() {
            let bytes = delta.new_file().path_bytes().or_else(|| delta.old_file().path_bytes());
            let path = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
            // A final slash marks a repository inside this one.
            let path = path.filter(|path| !path.ends_with('/')).and_then(|path| self.workspace_path(path));
            if let Some(path) = path.filter(belongs) {
                moved.insert(path, delta.status());
            }
        }
        Ok(moved)
    }

    /// What the working folder holds at a path that is not as the index has it.
    fn look(&self, handle: &git2::Repository, index: &mut git2::Index, path: &WsPath) -> Result<Now, StatusError> {
        let name = self.repository_path(path);
        if !self.is_there(path) {
            return Ok(Now::Gone);
        }
        if filter_of(handle, &name)?.is_some() {
            return Ok(Now::Filtered);
        }
        let unreadable =
            |error: git2::Error| StatusError::Unreadable { path: path.clone(), reason: error.message().to_owned() };
        index.add_path(name.as_ref()).map_err(unreadable)?;
        let Some(entry) = index.get_path(name.as_ref(), 0) else {
            return Ok(Now::Gone);
        };
        Ok(Now::File(entry.mode, entry.id))
    }

    /// Whether a regular file or a symbolic link lies at `path`.
    pub(super) fn is_there(&self, path: &WsPath) -> bool {
        let on_disk = path.on_disk(self.workspace());
        on_disk.symlink_metadata().is_ok_and(|metadata| metadata.is_file() || metadata.is_symlink())
    }
}

/// What the working folder holds at a path.
enum Now {
    Gone,
    File(u32, Oid),
    /// A file whose committed form only a filter program can tell.
    Filtered,
}

fn compare(path: &WsPath, before: Option<(u32, Oid)>, now: Now) -> Option<Change> {
    let change = |kind, id| Some(Change { path: path.clone(), kind, id });
    match (before, now) {
        (None, Now::Gone) => None,
        (Some(_), Now::Gone) => change(ChangeKind::Deleted, None),
        (None, Now::File(_, id)) => change(ChangeKind::Added, Some(id)),
        (None, Now::Filtered) => change(ChangeKind::Added, None),
        (Some(_), Now::Filtered) => change(ChangeKind::Modified, None),
        (Some(before), Now::File(mode, id)) if before == (mode, id) => None,
        (Some((before, _)), Now::File(mode, id)) => {
            let same_type = Kind::of_mode(before.cast_signed()) == Kind::of_mode(mode.cast_signed());
            change(if same_type { ChangeKind::Modified } else { ChangeKind::TypeChanged }, Some(id))
        }
    }
}

/// The index as it is on disk.
pub(super) fn read_index(handle: &git2::Repository) -> Result<git2::Index, StatusError> {
    handle.index().map_err(unreadable_index)
}

/// Says why an index cannot be read.
pub(super) fn unreadable_index(error: git2::Error) -> StatusError {
    if error.message().contains("'sdir'") {
        StatusError::IndexForm { form: "sparse", command: "git sparse-checkout reapply --no-sparse-index" }
    } else if error.message().contains("'link'") {
        StatusError::IndexForm { form: "split", command: "git update-index --no-split-index" }
    } else {
        failure("read the index")(error).into()
    }
}

struct Committed<'p> {
    files: BTreeMap<WsPath, (u32, Oid)>,
    belongs: &'p dyn Fn(&WsPath) -> bool,
}

impl Visit for Committed<'_> {
    fn entry(&mut self, found: &Found<'_>) -> bool {
        if matches!(found.kind, Kind::File | Kind::Symlink) {
            let path = std::str::from_utf8(found.path).ok().and_then(WsPath::new);
            if let Some(path) = path.filter(self.belongs) {
                self.files.insert(path, (found.mode, found.id));
            }
        }
        true
    }

    /// What cannot be read cannot be told apart from what is there; committing then fails on the same folder.
    fn unreadable(&mut self, _path: &[u8], _reason: &str) {}
}
