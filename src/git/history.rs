//! Commits: which there are, who made them, and which of the workspace's files each changed.
//!
//! Trees are compared entry by entry and left alone where their names agree, so a commit costs what it changed.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use git2::{ObjectType, Oid, Tree};

use super::blob;
use super::failure::{Failure, failure};
use super::raw::Raw;
use super::repository::Repository;
use super::revision::Revision;
use super::walk::{Kind, MAX_DEPTH, MAX_ENTRIES};
use crate::store::ContentId;
use crate::text::WsPath;

/// A commit without its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitInfo {
    /// Its name.
    pub revision: Revision,
    /// What it builds on, the first parent first; those that a shallow clone does not have included.
    pub parents: Vec<Revision>,
    /// Who wrote it.
    pub author: String,
    /// The address they wrote it under.
    pub email: String,
    /// When they wrote it, in seconds since 1970, where that is known.
    pub seconds: Option<i64>,
    /// How far their clock was ahead of UTC, in minutes.
    pub offset: i32,
    /// The message, as it was written.
    pub message: String,
    /// The encoding it declares, where its author or message cannot be read in that.
    pub unknown_encoding: Option<String>,
    /// Whether there is a signature; whose is not looked at.
    pub is_signed: bool,
}

impl CommitInfo {
    /// The first line of the message that says something.
    pub fn subject(&self) -> &str {
        self.message.trim_start().lines().next().unwrap_or_default().trim_end()
    }
}

/// A file of a commit, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId {
    id: Oid,
    /// Whether it is a commit of another repository, whose files are there.
    is_submodule: bool,
}

impl BlobId {
    /// What tells its content from others.
    pub fn content(self) -> ContentId {
        blob::content_id(self.id)
    }
}

/// A file that is another in one tree than in another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDifference {
    /// Where it is in the workspace.
    pub path: WsPath,
    /// What it was; `None` when it is new.
    pub old: Option<BlobId>,
    /// What it is; `None` when it is gone.
    pub new: Option<BlobId>,
}

impl Repository {
    /// A commit's author, message and parents.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn commit_info(&self, revision: &Revision) -> Result<CommitInfo, Failure> {
        let raw = Raw::commit(&self.inner, revision.0)?;
        let author = raw.person("author").unwrap_or_default();
        let message = raw.message();
        let is_whole = message.is_whole && author.is_whole;
        Ok(CommitInfo {
            revision: *revision,
            parents: raw.parents().map(Revision).collect(),
            author: author.name,
            email: author.email,
            seconds: author.seconds,
            offset: author.offset,
            message: message.text,
            unknown_encoding: raw.encoding().filter(|_| !is_whole),
            is_signed: ["gpgsig", "gpgsig-sha256"].iter().any(|field| raw.header(field).is_some()),
        })
    }

    /// The files of the workspace that differ between two commits, sorted by path; `None` is before the first.
    ///
    /// # Errors
    /// When a tree cannot be read.
    pub fn differences(&self, old: Option<&Revision>, new: &Revision) -> Result<Vec<FileDifference>, Failure> {
        let old = old.map(|revision| self.workspace_tree(revision)).transpose()?.flatten();
        let new = self.workspace_tree(new)?;
        let mut comparison = Comparison { repository: &self.inner, found: Vec::new(), seen: 0 };
        if old != new {
            comparison.compare(old, new, "", 0)?;
        }
        comparison.found.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(comparison.found)
    }

    /// The files of the workspace that a commit's author changed, sorted. What a merge takes over from the one side that
    /// changed it is not its author's; what both sides changed, or neither, is.
    ///
    /// # Errors
    /// When a tree cannot be read.
    pub fn authored(&self, commit: &CommitInfo) -> Result<Vec<WsPath>, Failure> {
        let is = &commit.revision;
        let against_first = self.differences(commit.parents.first(), is)?;
        let [first, second] = commit.parents.as_slice() else {
            return Ok(against_first.into_iter().map(|difference| difference.path).collect());
        };
        let base = self.merge_base(first, second)?;
        let paths = |differences: Vec<FileDifference>| -> BTreeSet<WsPath> {
            differences.into_iter().map(|difference| difference.path).collect()
        };
        let (from_first, from_second) = (paths(against_first), paths(self.differences(Some(second), is)?));
        let by_first = paths(self.differences(base.as_ref(), first)?);
        let by_second = paths(self.differences(base.as_ref(), second)?);
        let is_authored = |path: &&WsPath| match (by_first.contains(*path), by_second.contains(*path)) {
            (false, _) => from_second.contains(*path),
            (true, false) => from_first.contains(*path),
            (true, true) => true,
        };
        Ok(from_first.union(&from_second).filter(is_authored).cloned().collect())
    }

    /// The regular file that a commit has at a path of the workspace, whether `.gitignore` would ignore it or not.
    ///
    /// # Errors
    /// When a tree cannot be read.
    pub fn blob_at(&self, revision: &Revision, path: &WsPath) -> Result<Option<BlobId>, Failure> {
        let failed = failure("read a commit's files");
        let mut id = Raw::commit(&self.inner, revision.0)?.tree()?;
        let path = self.repository_path(path);
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            let tree = self.inner.find_tree(id).map_err(&failed)?;
            let wanted = if parts.peek().is_some() { Kind::Folder } else { Kind::File };
            let Some(entry) = tree.get_name(part).filter(|entry| Kind::of_mode(entry.filemode()) == wanted) else {
                return Ok(None);
            };
            id = entry.id();
        }
        Ok(Some(BlobId { id, is_submodule: false }))
    }

    /// The bytes of a file of a commit.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn blob(&self, id: BlobId) -> Result<Vec<u8>, Failure> {
        let blob = self.inner.find_blob(id.id).map_err(failure("read a file of a commit"))?;
        Ok(blob.content().to_vec())
    }

    /// Whether a file of a commit is there to be read: a submodule's is not, nor what a partial clone has left out.
    pub fn has_blob(&self, id: BlobId) -> bool {
        let header = self.inner.odb().and_then(|odb| odb.read_header(id.id));
        header.is_ok_and(|(_, kind)| kind == ObjectType::Blob)
    }

    /// Whether a file of a commit should be there and is not.
    pub fn is_missing(&self, id: BlobId) -> bool {
        !id.is_submodule && !self.has_blob(id)
    }

    /// Whether this is a partial clone, which leaves out files, or even folders, until git needs them.
    pub fn is_partial(&self) -> bool {
        let Ok(config) = self.inner.config() else { return false };
        let is_set =
            |name: &str| config.entries(Some(name)).is_ok_and(|mut entries| matches!(entries.next(), Some(Ok(_))));
        is_set(r"^extensions\.partialclone$") || is_set(r"^remote\..*\.promisor$")
    }

    /// The tree of the workspace's folder in a commit; `None` when it is not there.
    fn workspace_tree(&self, revision: &Revision) -> Result<Option<Oid>, Failure> {
        let failed = failure("read a commit's files");
        let mut id = Raw::commit(&self.inner, revision.0)?.tree()?;
        for part in self.prefix().split_terminator('/') {
            let tree = self.inner.find_tree(id).map_err(&failed)?;
            let Some(entry) = tree.get_name(part).filter(|entry| Kind::of_mode(entry.filemode()) == Kind::Folder)
            else {
                return Ok(None);
            };
            id = entry.id();
        }
        Ok(Some(id))
    }
}

struct Comparison<'r> {
    repository: &'r git2::Repository,
    found: Vec<FileDifference>,
    seen: usize,
}

/// An entry of a tree as far as a comparison needs it.
struct Entry {
    name: Vec<u8>,
    mode: i32,
    id: Oid,
}

impl Entry {
    fn is_folder(&self) -> bool {
        Kind::of_mode(self.mode) == Kind::Folder
    }

    /// Git's order, in which a folder's name ends with `/`.
    fn order(&self, other: &Entry) -> Ordering {
        let end = |entry: &Entry| entry.is_folder().then_some(b'/');
        self.name.iter().copied().chain(end(self)).cmp(other.name.iter().copied().chain(end(other)))
    }
}

impl Comparison<'_> {
    /// Compares two trees of the folder `path`.
    fn compare(&mut self, old: Option<Oid>, new: Option<Oid>, path: &str, depth: usize) -> Result<(), Failure> {
        if depth > MAX_DEPTH {
            return Err(Failure { action: "compare commits", reason: "folders are nested too deep".to_owned() });
        }
        let failed = failure("compare commits");
        let tree = |id: Option<Oid>| id.map(|id| self.repository.find_tree(id)).transpose().map_err(&failed);
        let (old, new) = (tree(old)?, tree(new)?);
        let (mut left, mut right) = (entries(old.as_ref()).peekable(), entries(new.as_ref()).peekable());
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => old.order(new),
            };
            let was = if order.is_le() { left.next() } else { None };
            let is = if order.is_ge() { right.next() } else { None };
            self.seen += 1;
            if self.seen > MAX_ENTRIES {
                let reason = format!("more than {MAX_ENTRIES} files differ");
                return Err(Failure { action: "compare commits", reason });
            }
            self.pair(was.as_ref(), is.as_ref(), path, depth)?;
        }
    }

    /// Compares what two trees have under one name.
    fn pair(&mut self, old: Option<&Entry>, new: Option<&Entry>, path: &str, depth: usize) -> Result<(), Failure> {
        let Some(entry) = new.or(old) else { return Ok(()) };
        if let (Some(old), Some(new)) = (old, new)
            && (old.id, old.mode) == (new.id, new.mode)
        {
            return Ok(());
        }
        let path = below(path, &entry.name);
        if entry.is_folder() {
            return self.compare(old.map(|entry| entry.id), new.map(|entry| entry.id), path.as_str(), depth + 1);
        }
        let is_submodule = |entry: &Entry| Kind::of_mode(entry.mode) == Kind::Submodule;
        let id = |entry: Option<&Entry>| entry.map(|entry| BlobId { id: entry.id, is_submodule: is_submodule(entry) });
        self.found.push(FileDifference { path, old: id(old), new: id(new) });
        Ok(())
    }
}

fn entries<'t>(tree: Option<&'t Tree<'_>>) -> impl Iterator<Item = Entry> + use<'t> {
    let entries = tree.map(Tree::iter).into_iter().flatten();
    entries.map(|entry| Entry { name: entry.name_bytes().to_vec(), mode: entry.filemode(), id: entry.id() })
}

/// A path below a folder; what no workspace can have in a path is replaced, so that nothing is passed over.
fn below(folder: &str, name: &[u8]) -> WsPath {
    let join = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let path = WsPath::new(&join(&String::from_utf8_lossy(name))).filter(|path| !path.is_root());
    path.or_else(|| WsPath::new(&join("\u{fffd}"))).unwrap_or_else(WsPath::root)
}
