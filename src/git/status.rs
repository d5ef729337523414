//! Which of a workspace's files differ between the working folder and `HEAD`: the one answer that everything goes by.
//!
//! The index says what is tracked and which files need no second look; it does not say what changed, since a commit of
//! the workspace takes the working folder's files whatever is staged of them. What git itself passes over, a conflict or a
//! file that it is told not to look at, is looked at here, and marked as [`Held`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::Metadata;

use git2::{Delta, DiffOptions, Index, IndexEntry, Oid};

use super::entries::{is_announced, is_assumed, is_skipped, is_unmerged, read_index};
use super::failure::{Failure, StatusError, failure};
use super::look::{Look, Now};
use super::repository::Repository;
use super::walk::{Found, Kind, Visit, walk};
use crate::store::DiskTree;
use crate::text::WsPath;

/// One file of the workspace that differs from `HEAD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: WsPath,
    /// How it differs.
    pub kind: ChangeKind,
    /// Why a commit leaves it out; `None` when it takes it.
    pub held: Option<Held>,
    /// Its mode and content now; `None` when it is gone, or when only a filter program could tell.
    pub(super) content: Option<(u32, Oid)>,
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

/// Why git does not commit a file that differs from `HEAD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// A merge left several versions of it.
    Unmerged,
    /// It is marked with `assume-unchanged`.
    AssumedUnchanged,
    /// It is marked with `skip-worktree`, by hand or by a sparse checkout.
    SkippedInWorktree,
    /// It is ignored, and not in the index any more.
    Ignored,
    /// It is tracked, and a `.gitignore` file ignores it: to a workspace it does not exist.
    Unread,
    /// It is ignored by a rule of this clone or this user alone.
    Excluded,
}

impl Held {
    /// What lets git take the file, for a shell in the workspace's folder.
    pub fn remedy(self) -> &'static str {
        match self {
            Held::Unmerged => "git add",
            Held::AssumedUnchanged => "git update-index --no-assume-unchanged",
            Held::SkippedInWorktree => "git update-index --no-skip-worktree",
            Held::Ignored | Held::Excluded => "git add --force",
            Held::Unread => "git commit",
        }
    }
}

impl fmt::Display for Held {
    /// What stands behind `the file`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Held::Unmerged => "has a merge conflict",
            Held::AssumedUnchanged => "is marked as `assume-unchanged`",
            Held::SkippedInWorktree => "is marked as `skip-worktree`",
            Held::Ignored => "is ignored by git, and was taken out of the index",
            Held::Unread => "is tracked, but ignored by `.gitignore`, so that nothing reads it",
            Held::Excluded => "is ignored by `.git/info/exclude` or your own `core.excludesFile`",
        })
    }
}

/// Keeps objects hashed for a comparison out of the repository.
pub(super) const MEMORY_FIRST: i32 = 1_000;

impl Repository {
    /// The files for which `belongs` holds that differ between the working folder and `HEAD`, sorted by path.
    ///
    /// New files are those git would add: tracked ones, and untracked ones that no ignore rule covers. A file removed
    /// from the index while it stays in the folder counts as untracked. What a sparse checkout leaves out of the folder
    /// has not changed. What git would not commit is told, too: see [`Change::held`]. Nothing is written.
    ///
    /// # Errors
    /// When the repository or a changed file cannot be read.
    pub fn changes(&self, belongs: &dyn Fn(&WsPath) -> bool) -> Result<Vec<Change>, StatusError> {
        let handle = self.reopen()?;
        let odb = handle.odb().map_err(failure("open the object store"))?;
        odb.add_new_mempack_backend(MEMORY_FIRST).map_err(failure("hash files"))?;
        let index = read_index(&handle)?;
        let committed = self.committed(belongs)?;
        let tracked = self.tracked(&index, belongs);
        let moved = self.moved(&handle, &index, belongs)?;
        let mut paths: BTreeSet<&WsPath> = committed.keys().chain(moved.keys()).collect();
        paths.extend(tracked.keys());
        let mut look = Look::new(self, &handle, index)?;
        let mut changes = Vec::new();
        for path in paths {
            let before = committed.get(path).copied();
            let (now, held) = match (tracked.get(path), moved.get(path)) {
                (Some(Tracked::Submodule), _) => continue,
                (Some(Tracked::Unmerged), _) => (look.at(path)?, Some(Held::Unmerged)),
                (Some(Tracked::File(entry)), moved) => match Held::mark_of(entry) {
                    Some(mark) => match self.look_at_marked(&mut look, path, entry, mark)? {
                        Some(found) => found,
                        None => continue,
                    },
                    None if moved.is_none() && !is_announced(entry) => (Now::File(entry.mode, entry.id), None),
                    None => (look.at(path)?, None),
                },
                // Ignored, or it would have been found.
                (None, None) if self.is_there(path) => (look.at(path)?, Some(Held::Ignored)),
                (None, _) => (look.at(path)?, None),
            };
            changes.extend(compare(path, before, now, held));
        }
        self.hold_ignored(&mut changes);
        Ok(changes)
    }

    /// Holds what git tracks and a `.gitignore` file ignores: nothing reads or checks it, and nothing tells what changed.
    fn hold_ignored(&self, changes: &mut [Change]) {
        let free = changes.iter().filter(|change| change.held.is_none());
        let ignored = DiskTree::new(self.workspace()).ignored(free.map(|change| &change.path));
        for change in changes.iter_mut().filter(|change| change.held.is_none() && ignored.contains(&change.path)) {
            change.held = Some(Held::Unread);
        }
    }

    /// What the working folder holds of a file that git is told not to look at, and whether that is why it is not
    /// committed; `None` where the file is left out of the folder, too.
    fn look_at_marked(
        &self,
        look: &mut Look<'_>,
        path: &WsPath,
        entry: &IndexEntry,
        mark: Held,
    ) -> Result<Option<(Now, Option<Held>)>, StatusError> {
        let staged = Now::File(entry.mode, entry.id);
        let now = match look.at(path)? {
            Now::Gone if mark == Held::SkippedInWorktree => return Ok(None),
            Now::Filtered if self.looks_as_staged(path, entry) => staged,
            now => now,
        };
        Ok(Some((now, Some(mark).filter(|_| now != staged))))
    }

    /// Whether a file has the size and time that the index knows it by.
    fn looks_as_staged(&self, path: &WsPath, entry: &IndexEntry) -> bool {
        let is_same = |found: Metadata| {
            let modified = found.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            let seconds = i64::from(entry.mtime.seconds()).cast_unsigned() & u64::from(u32::MAX);
            let same_nanoseconds = [0, modified.subsec_nanos()].contains(&entry.mtime.nanoseconds());
            let size = u64::from(entry.file_size);
            Some(found.len() & u64::from(u32::MAX) == size && modified.as_secs() == seconds && same_nanoseconds)
        };
        path.on_disk(self.workspace()).symlink_metadata().ok().and_then(is_same).unwrap_or(false)
    }

    /// The workspace's files in `HEAD`, with mode and content.
    pub(super) fn committed(&self, belongs: &dyn Fn(&WsPath) -> bool) -> Result<BTreeMap<WsPath, (u32, Oid)>, Failure> {
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

    /// Whether `HEAD` has a file or folder of the workspace.
    ///
    /// # Errors
    /// When `HEAD` cannot be read.
    pub fn is_committed(&self, path: &WsPath) -> Result<bool, Failure> {
        let name = self.repository_path(path);
        Ok(self.head_root()?.is_some_and(|tree| tree.get_path(name.as_ref()).is_ok()))
    }

    /// The workspace's files in the index.
    fn tracked(&self, index: &Index, belongs: &dyn Fn(&WsPath) -> bool) -> BTreeMap<WsPath, Tracked> {
        let mut tracked = BTreeMap::new();
        for entry in index.iter() {
            let path = std::str::from_utf8(&entry.path).ok().and_then(|path| self.workspace_path(path));
            if let Some(path) = path.filter(belongs) {
                tracked.insert(path, Tracked::of(entry));
            }
        }
        tracked
    }

    /// The workspace's files that differ between index and working folder, untracked ones included.
    fn moved(
        &self,
        handle: &git2::Repository,
        index: &Index,
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
}

/// What the index knows of a file.
enum Tracked {
    File(IndexEntry),
    /// Several versions of it.
    Unmerged,
    /// A repository of its own, which is not ours to commit.
    Submodule,
}

impl Tracked {
    fn of(entry: IndexEntry) -> Tracked {
        match Kind::of_mode(entry.mode.cast_signed()) {
            _ if is_unmerged(&entry) => Tracked::Unmerged,
            Kind::Submodule => Tracked::Submodule,
            _ => Tracked::File(entry),
        }
    }
}

impl Held {
    /// By which mark git is told not to look at a file.
    pub(super) fn mark_of(entry: &IndexEntry) -> Option<Held> {
        match entry {
            entry if is_skipped(entry) => Some(Held::SkippedInWorktree),
            entry if is_assumed(entry) => Some(Held::AssumedUnchanged),
            _ => None,
        }
    }
}

fn compare(path: &WsPath, before: Option<(u32, Oid)>, now: Now, held: Option<Held>) -> Option<Change> {
    let change = |kind, content| Some(Change { path: path.clone(), kind, held, content });
    match (before, now) {
        (None, Now::Gone) => None,
        (Some(_), Now::Gone) => change(ChangeKind::Deleted, None),
        (None, Now::File(mode, id)) => change(ChangeKind::Added, Some((mode, id))),
        (None, Now::Filtered) => change(ChangeKind::Added, None),
        (Some(_), Now::Filtered) => change(ChangeKind::Modified, None),
        (Some(before), Now::File(mode, id)) if before == (mode, id) => None,
        (Some((before, _)), Now::File(mode, id)) => {
            let same_type = Kind::of_mode(before.cast_signed()) == Kind::of_mode(mode.cast_signed());
            change(if same_type { ChangeKind::Modified } else { ChangeKind::TypeChanged }, Some((mode, id)))
        }
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
