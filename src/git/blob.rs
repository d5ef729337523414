//! The workspace's files as blobs of a tree: what a revision and the index have in common.
//!
//! Applies the rule of what exists as every tree of files does, with the `.gitignore` files of the tree itself. Blobs
//! are read as they were stored: no line-ending conversion, no smudge filter.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use foldhash::{HashMap, HashMapExt as _};
use git2::Oid;
use rayon::slice::ParallelSliceMut as _;

use super::failure::{Failure, failure};
use super::ignored::IgnoreStack;
use super::repository::Repository;
use super::walk::{Found, Kind, Visit, walk};
use crate::store::{ContentId, Entry, EntryKind, READ_BOUND, StoreError, layout};
use crate::text::WsPath;

/// A bounded read may cut a file off, but libgit2 unpacks it whole first; beyond this it is refused.
const MAX_UNPACKED: usize = 256 * 1024 * 1024;

/// The files of a workspace in one tree.
pub(super) struct Blobs {
    entries: HashMap<WsPath, (EntryKind, Oid)>,
    /// Folders that are left out.
    skipped: Vec<WsPath>,
    git_folder: PathBuf,
    /// libgit2's handles serve one thread at a time, so each reader takes one or opens another.
    handles: Mutex<Vec<git2::Repository>>,
}

impl Blobs {
    /// No files.
    pub(super) fn none(handle: git2::Repository) -> Blobs {
        let git_folder = handle.path().to_path_buf();
        Blobs { entries: HashMap::new(), skipped: Vec::new(), git_folder, handles: Mutex::new(vec![handle]) }
    }

    /// The workspace's files in a tree of the whole repository; `None` when the workspace's folder is not in it.
    pub(super) fn of(repository: &Repository, handle: git2::Repository, tree: Oid) -> Result<Option<Blobs>, Failure> {
        let base = repository.prefix();
        let mut listing =
            Listing { entries: HashMap::new(), ignored: IgnoreStack::default(), base, repository: &handle };
        let Some(root) = enter_prefix(&handle, tree, base, &mut listing.ignored)? else { return Ok(None) };
        walk(&handle, root, &mut listing)?;
        let entries = listing.entries;
        Ok(Some(Blobs { entries, ..Blobs::none(handle) }))
    }

    /// Leaves a folder out as if it were not there.
    pub(super) fn leave_out(&mut self, folder: &WsPath) {
        self.entries.retain(|path, _| !path.is_within(folder));
        self.skipped.push(folder.clone());
    }

    /// Whether a file at `path` would be among these; what lists of ignored files say of it is not known any more.
    pub(super) fn may_hold(&self, path: &WsPath) -> bool {
        !layout::is_hidden(path) && !self.skipped.iter().any(|folder| path.is_within(folder))
    }

    /// Everything there is, sorted by path.
    pub(super) fn list(&self) -> Vec<Entry> {
        let entry = |(path, (kind, _)): (&WsPath, &(EntryKind, Oid))| Entry { path: path.clone(), kind: kind.clone() };
        let mut entries: Vec<Entry> = self.entries.iter().map(entry).collect();
        entries.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    /// The first file or folder that is in the tree and not in the repository.
    pub(super) fn left_out(&self) -> Option<&WsPath> {
        let handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        let odb = handles.first()?.odb().ok()?;
        let is_left_out = |kind: &EntryKind, id: Oid| match kind {
            EntryKind::File => !odb.exists(id),
            // A submodule has a name of its own there.
            EntryKind::Unreadable(_) => id == Oid::ZERO_SHA1,
            EntryKind::Symlink | EntryKind::Special => false,
        };
        self.entries.iter().filter(|(_, (kind, id))| is_left_out(kind, *id)).map(|(path, _)| path).min()
    }

    /// The name of a file's content.
    pub(super) fn content(&self, path: &WsPath) -> Option<ContentId> {
        self.entries.get(path).map(|(_, id)| content_id(*id))
    }

    /// A file's bytes; `place` is where a missing one is missed, such as `the index`.
    pub(super) fn read(&self, path: &WsPath, bounded: bool, place: &str) -> Result<Vec<u8>, StoreError> {
        self.with_blob(path, place, |handle, id| read_object(handle, id, bounded))
    }

    /// A file's bytes; `None` where they are more than `most`, of which none are unpacked.
    pub(super) fn read_small(&self, path: &WsPath, most: usize, place: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.with_blob(path, place, |handle, id| match handle.odb()?.read_header(id)? {
            (size, _) if size > most => Ok(None),
            _ => read_object(handle, id, false).map(Some),
        })
    }

    fn with_blob<T>(
        &self,
        path: &WsPath,
        place: &str,
        read: impl FnOnce(&git2::Repository, Oid) -> Result<T, git2::Error>,
    ) -> Result<T, StoreError> {
        let with_id = |id| self.with_handle(|handle| read(handle, id));
        let read = match self.entries.get(path) {
            Some((EntryKind::File, id)) => with_id(*id),
            Some(_) => Err("it is no regular file".to_owned()),
            None => Err(format!("it is not in {place}")),
        };
        read.map_err(|reason| StoreError::Revision { path: path.to_string(), reason })
    }

    fn with_handle<T>(&self, read: impl FnOnce(&git2::Repository) -> Result<T, git2::Error>) -> Result<T, String> {
        let handle = self.handles.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let handle = match handle {
            Some(handle) => handle,
            None => git2::Repository::open(&self.git_folder).map_err(|error| error.message().to_owned())?,
        };
        let read = read(&handle).map_err(|error| error.message().to_owned());
        self.handles.lock().unwrap_or_else(PoisonError::into_inner).push(handle);
        read
    }
}

/// The name of a blob's content.
pub(super) fn content_id(id: Oid) -> ContentId {
    ContentId::new(id.as_bytes())
}

fn read_object(handle: &git2::Repository, id: Oid, bounded: bool) -> Result<Vec<u8>, git2::Error> {
    if bounded {
        let (size, _) = handle.odb()?.read_header(id)?;
        if size > MAX_UNPACKED {
            return Err(git2::Error::from_str("it is too large"));
        }
    }
    let blob = handle.find_blob(id)?;
    let content = blob.content();
    let length = if bounded { content.len().min(READ_BOUND) } else { content.len() };
    Ok(content[..length].to_vec())
}

/// The tree of the workspace's folder, having collected the rules of the folders above it; `None` when it is not there.
fn enter_prefix(
    handle: &git2::Repository,
    root: Oid,
    prefix: &str,
    ignored: &mut IgnoreStack,
) -> Result<Option<Oid>, Failure> {
    let mut tree = handle.find_tree(root).map_err(failure("read the repository's tree"))?;
    let mut path = String::new();
    for part in prefix.split_terminator('/') {
        ignored.enter(&path, &tree, handle);
        let below = tree.get_name(part).filter(|entry| Kind::of_mode(entry.filemode()) == Kind::Folder);
        let Some(id) = below.map(|entry| entry.id()) else { return Ok(None) };
        tree = handle.find_tree(id).map_err(failure("read the workspace's tree"))?;
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(part);
    }
    Ok(Some(tree.id()))
}

/// Collects what exists for a workspace.
struct Listing<'r> {
    entries: HashMap<WsPath, (EntryKind, Oid)>,
    ignored: IgnoreStack,
    base: &'r str,
    repository: &'r git2::Repository,
}

impl Listing<'_> {
    fn in_repository(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn add(&mut self, path: &str, kind: EntryKind, id: Oid) {
        if let Some(path) = WsPath::new(path) {
            self.entries.insert(path, (kind, id));
        }
    }
}

impl Visit for Listing<'_> {
    fn enter(&mut self, path: &[u8], tree: &git2::Tree<'_>) {
        let path = self.in_repository(&String::from_utf8_lossy(path));
        self.ignored.enter(path.trim_end_matches('/'), tree, self.repository);
    }

    fn leave(&mut self) {
        self.ignored.leave();
    }

    fn entry(&mut self, found: &Found<'_>) -> bool {
        let Ok(path) = std::str::from_utf8(found.path) else {
            let reason = "its name is not UTF-8; rename it".to_owned();
            self.add(&String::from_utf8_lossy(found.path), EntryKind::Unreadable(reason), found.id);
            return false;
        };
        let is_folder = matches!(found.kind, Kind::Folder | Kind::Submodule);
        let hidden = path.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
        if hidden || self.ignored.ignores(&self.in_repository(path), is_folder) {
            return false;
        }
        match found.kind {
            Kind::Folder => return true,
            Kind::File => self.add(path, EntryKind::File, found.id),
            Kind::Symlink => self.add(path, EntryKind::Symlink, found.id),
            Kind::Submodule => {
                let reason = "it is a submodule, whose files are in a repository of their own".to_owned();
                self.add(path, EntryKind::Unreadable(reason), found.id);
            }
        }
        false
    }

    fn unreadable(&mut self, path: &[u8], reason: &str) {
        self.add(&String::from_utf8_lossy(path), EntryKind::Unreadable(reason.to_owned()), Oid::ZERO_SHA1);
    }
}
