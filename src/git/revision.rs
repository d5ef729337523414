//! Revisions: naming one, and the workspace's files as they were in it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use git2::{ErrorCode, ObjectType, Oid};

use super::failure::{Failure, failure};
use super::ignored::IgnoreStack;
use super::repository::Repository;
use super::walk::{Found, Kind, Visit, walk};
use crate::store::{Entry, EntryKind, FileTree, READ_BOUND, StoreError};
use crate::text::WsPath;

/// A commit, by its full name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub(super) Oid);

impl Revision {
    /// The first seven digits, for people.
    pub fn short(&self) -> String {
        self.0.to_string()[..7].to_owned()
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Revision({})", self.0)
    }
}

/// Why a revision cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// Nothing has that name.
    #[error("`{0}` is no revision here; name a branch, a tag or a commit (`git log --oneline` lists them)")]
    Unknown(String),
    /// The name is not a revision at all.
    #[error("`{0}` is not written as a revision; name a branch, a tag or a commit")]
    Malformed(String),
    /// Several objects begin with these digits.
    #[error("`{0}` is the beginning of several object names; give more digits")]
    Ambiguous(String),
    /// It names a file or a tree.
    #[error("`{revision}` is a {kind}, not a commit; name a branch, a tag or a commit")]
    NotACommit {
        /// What was given.
        revision: String,
        /// What it names.
        kind: &'static str,
    },
    /// The repository has no commit at all.
    #[error("`{0}` cannot be read: the repository has no commit yet; make the first one with `wayfare commit`")]
    NoCommitYet(String),
    /// The workspace is not there in that revision.
    #[error("`{revision}` has no folder `{folder}`; name a revision in which the workspace exists")]
    NoWorkspace {
        /// What was given.
        revision: String,
        /// The workspace's folder in the repository.
        folder: String,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Repository {
    /// The commit `HEAD` names; `None` before the first commit.
    ///
    /// # Errors
    /// When `HEAD` cannot be read.
    pub fn head(&self) -> Result<Option<Revision>, Failure> {
        Ok(self.head_commit()?.map(|commit| Revision(commit.id())))
    }

    /// Finds the commit that `revision` names, in any of git's ways: branch, tag, `HEAD~2`, digits, `main@{yesterday}`.
    ///
    /// # Errors
    /// When it names none, or more than one.
    pub fn resolve(&self, revision: &str) -> Result<Revision, ResolveError> {
        let name = || revision.to_owned();
        let object = match self.inner.revparse_single(revision) {
            Ok(object) => object,
            Err(error) => {
                return Err(match error.code() {
                    ErrorCode::NotFound | ErrorCode::UnbornBranch if self.head()?.is_none() => {
                        ResolveError::NoCommitYet(name())
                    }
                    ErrorCode::NotFound => ResolveError::Unknown(name()),
                    ErrorCode::Ambiguous => ResolveError::Ambiguous(name()),
                    ErrorCode::InvalidSpec => ResolveError::Malformed(name()),
                    _ => failure("read the revision")(error).into(),
                });
            }
        };
        match object.peel(ObjectType::Commit) {
            Ok(commit) => Ok(Revision(commit.id())),
            Err(_) => {
                let kind = object.kind().map_or("object", |kind| kind.str());
                Err(ResolveError::NotACommit { revision: name(), kind })
            }
        }
    }

    /// The workspace's files in a revision.
    ///
    /// # Errors
    /// When the workspace does not exist there, or its tree cannot be read.
    pub fn tree(&self, revision: &Revision) -> Result<RevisionTree, ResolveError> {
        let inner = self.reopen()?;
        let mut listing =
            Listing { entries: BTreeMap::new(), ignored: IgnoreStack::default(), base: "", repository: &inner };
        let root = self.enter_prefix(&inner, revision, &mut listing.ignored)?;
        listing.base = self.prefix();
        walk(&inner, root, &mut listing)?;
        let entries = listing.entries;
        let git_folder = inner.path().to_path_buf();
        Ok(RevisionTree { revision: *revision, entries, git_folder, handles: Mutex::new(vec![inner]) })
    }

    /// The tree of the workspace's folder, having collected the rules of the folders above it.
    fn enter_prefix(
        &self,
        inner: &git2::Repository,
        revision: &Revision,
        ignored: &mut IgnoreStack,
    ) -> Result<Oid, ResolveError> {
        let commit = inner.find_commit(revision.0).map_err(failure("read the commit"))?;
        let mut tree = commit.tree().map_err(failure("read the commit's tree"))?;
        let mut path = String::new();
        for part in self.prefix().split_terminator('/') {
            ignored.enter(&path, &tree, inner);
            let below = tree.get_name(part).filter(|entry| Kind::of_mode(entry.filemode()) == Kind::Folder);
            let Some(id) = below.map(|entry| entry.id()) else {
                let folder = self.prefix().trim_end_matches('/').to_owned();
                return Err(ResolveError::NoWorkspace { revision: revision.short(), folder });
            };
            tree = inner.find_tree(id).map_err(failure("read the workspace's tree"))?;
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(part);
        }
        Ok(tree.id())
    }
}

/// Collects what exists for a workspace.
struct Listing<'r> {
    entries: BTreeMap<WsPath, (EntryKind, Oid)>,
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

/// The workspace's files in one revision, read from blobs as they were committed: no line-ending conversion, no
/// smudge filter.
///
/// Applies the rule of what exists as every tree does, with the `.gitignore` files of the revision itself.
pub struct RevisionTree {
    revision: Revision,
    entries: BTreeMap<WsPath, (EntryKind, Oid)>,
    git_folder: PathBuf,
    /// libgit2's handles serve one thread at a time, so each reader takes one or opens another.
    handles: Mutex<Vec<git2::Repository>>,
}

/// A bounded read may cut a file off, but libgit2 unpacks it whole first; beyond this it is refused.
const MAX_UNPACKED: usize = 256 * 1024 * 1024;

impl RevisionTree {
    /// The commit it shows.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Leaves a folder out as if it were not there: the site's output.
    #[must_use]
    pub fn without(mut self, folder: &WsPath) -> RevisionTree {
        self.entries.retain(|path, _| !path.is_within(folder));
        self
    }

    fn read_blob(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, String> {
        let id = match self.entries.get(path) {
            Some((EntryKind::File, id)) => *id,
            Some(_) => return Err("it is no regular file".to_owned()),
            None => return Err(format!("it is not in revision {}", self.revision.short())),
        };
        let handle = self.handles.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let handle = match handle {
            Some(handle) => handle,
            None => git2::Repository::open(&self.git_folder).map_err(|error| error.message().to_owned())?,
        };
        let bytes = read_object(&handle, id, bounded).map_err(|error| error.message().to_owned());
        self.handles.lock().unwrap_or_else(PoisonError::into_inner).push(handle);
        bytes
    }
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

impl FileTree for RevisionTree {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        let entry = |(path, (kind, _)): (&WsPath, &(EntryKind, Oid))| Entry { path: path.clone(), kind: kind.clone() };
        Ok(self.entries.iter().map(entry).collect())
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        self.read_blob(path, bounded).map_err(|reason| StoreError::Revision { path: path.to_string(), reason })
    }
}
