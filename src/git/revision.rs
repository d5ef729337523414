//! Revisions: naming one, and the workspace's files as they were in it.

use std::fmt;

use git2::{ErrorCode, ObjectType, Oid};

use super::blob::Blobs;
use super::failure::{Failure, failure};
use super::repository::Repository;
use crate::store::{ContentId, Entry, FileTree, StoreError};
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

    /// The first parent of a commit; `None` for a first commit.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn parent(&self, revision: &Revision) -> Result<Option<Revision>, Failure> {
        let commit = self.inner.find_commit(revision.0).map_err(failure("read the commit"))?;
        Ok(commit.parent_id(0).ok().map(Revision))
    }

    /// The message of a commit.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn commit_message(&self, revision: &Revision) -> Result<String, Failure> {
        let commit = self.inner.find_commit(revision.0).map_err(failure("read the commit"))?;
        Ok(String::from_utf8_lossy(commit.message_bytes()).into_owned())
    }

    /// The newest commit that both have, which git takes for `A...B`; `None` when they have none in common.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn merge_base(&self, a: &Revision, b: &Revision) -> Result<Option<Revision>, Failure> {
        match self.inner.merge_base(a.0, b.0) {
            Ok(id) => Ok(Some(Revision(id))),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failure("find the commit that both revisions have")(error)),
        }
    }

    /// The workspace's files in a revision.
    ///
    /// # Errors
    /// When the workspace does not exist there, or its tree cannot be read.
    pub fn tree(&self, revision: &Revision) -> Result<RevisionTree, ResolveError> {
        let handle = self.reopen()?;
        let tree = handle.find_commit(revision.0).map_err(failure("read the commit"))?.tree_id();
        match Blobs::of(self, handle, tree)? {
            Some(blobs) => Ok(RevisionTree { revision: *revision, blobs }),
            None => {
                let folder = self.prefix().trim_end_matches('/').to_owned();
                Err(ResolveError::NoWorkspace { revision: revision.short(), folder })
            }
        }
    }
}

/// The workspace's files in one revision, read from blobs as they were committed: no line-ending conversion, no
/// smudge filter.
///
/// Applies the rule of what exists as every tree does, with the `.gitignore` files of the revision itself.
pub struct RevisionTree {
    revision: Revision,
    blobs: Blobs,
}

impl RevisionTree {
    /// The commit it shows.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Leaves a folder out as if it were not there: the site's output.
    #[must_use]
    pub fn without(mut self, folder: &WsPath) -> RevisionTree {
        self.blobs.leave_out(folder);
        self
    }
}

impl FileTree for RevisionTree {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.blobs.list())
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        self.blobs.read(path, bounded, &format!("revision {}", self.revision.short()))
    }

    fn content(&self, path: &WsPath) -> Option<ContentId> {
        self.blobs.content(path)
    }
}
