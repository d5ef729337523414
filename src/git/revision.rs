//! Revisions: naming one, and the workspace's files as they were in it.

use std::fmt;
use std::sync::Arc;

use git2::{ErrorClass, ErrorCode, ObjectType, Oid};

use super::blob::Blobs;
use super::failure::{Failure, failure};
use super::raw::Raw;
use super::repository::{Repository, id_of_head};
use crate::store::{ContentId, Entry, FileTree, SharedTree, StoreError};
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
    #[error("unknown revision `{0}`")]
    Unknown(String),
    /// It may lie beyond the edge of a shallow clone.
    #[error("`{0}` is not in this clone, which is a shallow one")]
    CutOff(String),
    /// The name is not a revision at all.
    #[error("`{0}` is not written as a revision")]
    Malformed(String),
    /// Several objects begin with these digits.
    #[error("`{0}` is the beginning of several object names")]
    Ambiguous(String),
    /// It names a file or a tree.
    #[error("`{revision}` is a {kind}, not a commit")]
    NotACommit {
        /// What was given.
        revision: String,
        /// What it names.
        kind: &'static str,
    },
    /// The repository has no commit at all.
    #[error("`{0}` cannot be read: the repository has no commit yet")]
    NoCommitYet(String),
    /// The workspace is not there in that revision.
    #[error("`{revision}` has no folder `{folder}`")]
    NoWorkspace {
        /// What was given.
        revision: String,
        /// The workspace's folder in the repository.
        folder: String,
    },
    /// Files of it were left out when the repository was cloned.
    #[error("`{path}` of {revision} is not in this clone, which is a partial one")]
    LeftOut {
        /// The revision.
        revision: String,
        /// One of the files.
        path: String,
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
        Ok(id_of_head(&self.inner)?.map(Revision))
    }

    /// Finds the commit that `revision` names, in any of git's ways: branch, tag, `HEAD~2`, digits, `main@{yesterday}`.
    ///
    /// # Errors
    /// When it names none, or more than one.
    pub fn resolve(&self, revision: &str) -> Result<Revision, ResolveError> {
        match self.find(revision) {
            Ok(id) => self.named(id, revision),
            Err(error) => {
                let name = || revision.to_owned();
                Err(match error.code() {
                    ErrorCode::NotFound | ErrorCode::UnbornBranch if self.head()?.is_none() => {
                        ResolveError::NoCommitYet(name())
                    }
                    ErrorCode::NotFound if revision.contains(['~', '^']) && !self.shallow_edge().is_empty() => {
                        ResolveError::CutOff(name())
                    }
                    ErrorCode::NotFound => ResolveError::Unknown(name()),
                    ErrorCode::Ambiguous => ResolveError::Ambiguous(name()),
                    ErrorCode::InvalidSpec => ResolveError::Malformed(name()),
                    _ => failure("read the revision")(error).into(),
                })
            }
        }
    }

    /// The object that a revision names. What libgit2 cannot follow over a malformed commit is followed here, as far as it
    /// is written with `~` and `^`.
    fn find(&self, revision: &str) -> Result<Oid, git2::Error> {
        let refused = match self.inner.revparse_single(revision) {
            Ok(object) => return Ok(object.id()),
            Err(error) => error,
        };
        let is_plain = !revision.contains("@{") && !revision.contains(':');
        self.find_leniently(revision).ok_or_else(|| match refused.class() {
            // It was looked for all the same.
            ErrorClass::Object | ErrorClass::Invalid if is_plain && refused.code() == ErrorCode::GenericError => {
                git2::Error::new(ErrorCode::NotFound, ErrorClass::Reference, refused.message())
            }
            _ => refused,
        })
    }

    fn find_leniently(&self, revision: &str) -> Option<Oid> {
        let steps = revision.find(['~', '^']).unwrap_or(revision.len());
        let (name, mut steps) = revision.split_at(steps);
        if name.is_empty() {
            return None;
        }
        let mut id = self.find_name(if name == "@" { "HEAD" } else { name })?;
        if let Some(tag) = Raw::tag(&self.inner, id) {
            id = self.tagged(&tag)?;
        }
        let parent = |id: Oid, at: usize| Raw::commit(&self.inner, id).ok()?.parents().nth(at);
        while let Some(sign) = steps.chars().next() {
            steps = &steps[1..];
            if let Some(rest) = ["{commit}", "{}"].iter().find_map(|kind| steps.strip_prefix(kind)) {
                steps = rest;
                continue;
            }
            let digits = steps.bytes().take_while(u8::is_ascii_digit).count();
            let number = if digits == 0 { 1 } else { steps[..digits].parse::<usize>().ok()? };
            steps = &steps[digits..];
            id = match (sign, number) {
                ('^', 0) => id,
                ('^', number) => parent(id, number - 1)?,
                ('~', number) => (0..number).try_fold(id, |id, _| parent(id, 0))?,
                _ => return None,
            };
        }
        // Beyond the edge of a shallow clone only the name is known.
        self.inner.odb().ok()?.exists(id).then_some(id)
    }

    /// What a branch, a tag or the first digits of an object name.
    fn find_name(&self, name: &str) -> Option<Oid> {
        if let Ok(reference) = self.inner.resolve_reference_from_short_name(name) {
            return reference.resolve().ok()?.target();
        }
        self.inner.odb().ok()?.exists_prefix(Oid::from_str(name).ok()?, name.len()).ok()
    }

    /// The commit that an object is, or that a tag names.
    fn named(&self, id: Oid, revision: &str) -> Result<Revision, ResolveError> {
        let odb = self.inner.odb().map_err(failure("read the revision"))?;
        let (_, kind) = odb.read_header(id).map_err(failure("read the revision"))?;
        let commit = match kind {
            ObjectType::Commit => Some(id),
            ObjectType::Tag => Raw::tag(&self.inner, id).and_then(|tag| self.tagged(&tag)),
            _ => None,
        };
        commit.map(Revision).ok_or(ResolveError::NotACommit { revision: revision.to_owned(), kind: kind.str() })
    }

    /// The first parent of a commit; `None` for a first commit.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn parent(&self, revision: &Revision) -> Result<Option<Revision>, Failure> {
        Ok(Raw::commit(&self.inner, revision.0)?.parents().next().map(Revision))
    }

    /// The message of a commit.
    ///
    /// # Errors
    /// When the commit cannot be read.
    pub fn commit_message(&self, revision: &Revision) -> Result<String, Failure> {
        Ok(Raw::commit(&self.inner, revision.0)?.message().text)
    }

    /// The workspace's files in a revision.
    ///
    /// # Errors
    /// When the workspace does not exist there, or its tree cannot be read.
    pub fn tree(&self, revision: &Revision) -> Result<RevisionTree, ResolveError> {
        let handle = self.reopen()?;
        let tree = Raw::commit(&handle, revision.0)?.tree()?;
        let blobs = Blobs::of(self, handle, tree);
        if blobs.is_err() && self.is_partial() {
            let path = format!("{}workspace.yaml", self.prefix());
            return Err(ResolveError::LeftOut { revision: revision.short(), path });
        }
        match blobs? {
            Some(blobs) => match self.is_partial().then(|| blobs.left_out()).flatten() {
                Some(path) => Err(ResolveError::LeftOut { revision: revision.short(), path: path.to_string() }),
                None => Ok(RevisionTree { revision: *revision, blobs: Arc::new(blobs) }),
            },
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
#[derive(Clone)]
pub struct RevisionTree {
    revision: Revision,
    blobs: Arc<Blobs>,
}

impl RevisionTree {
    /// The commit it shows.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Leaves a folder out as if it were not there: the site's output.
    #[must_use]
    pub fn without(mut self, folder: &WsPath) -> RevisionTree {
        // Nobody shares it before it is used.
        if let Some(blobs) = Arc::get_mut(&mut self.blobs) {
            blobs.leave_out(folder);
        }
        self
    }
}

impl FileTree for RevisionTree {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(self.blobs.list())
    }

    fn may_hold(&self, path: &WsPath) -> bool {
        self.blobs.may_hold(path)
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        self.blobs.read(path, bounded, &format!("revision {}", self.revision.short()))
    }

    fn read_small(&self, path: &WsPath, most: usize) -> Result<Option<Vec<u8>>, StoreError> {
        self.blobs.read_small(path, most, &format!("revision {}", self.revision.short()))
    }

    fn share(&self) -> Option<SharedTree> {
        Some(Arc::new(self.clone()))
    }

    fn content(&self, path: &WsPath) -> Option<ContentId> {
        self.blobs.content(path)
    }
}
