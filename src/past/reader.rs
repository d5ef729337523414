//! What a commit changed, read no further than its files differ from its parent's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::allowed::Allowed;
use super::commit::PastCommit;
use crate::diff::{ChangeSet, FileChange, FileChangeKind, compare, merged, message};
use crate::git::{BlobId, CommitInfo, Failure, FileDifference, Repository, Revision};
use crate::snapshot::{ParseCache, Snapshot};
use crate::store::layout::{Place, is_hidden, place};
use crate::store::{ContentId, Entry, EntryKind, FileTree, StoreError};
use crate::text::WsPath;

/// What is known of parsed files is forgotten after so many commits, so that a long history takes no more memory than
/// a short one.
const FORGET_AFTER: usize = 256;

/// Reads commits one after the other; what two of them have in common is parsed once.
pub(super) struct Reader<'r> {
    pub(super) repository: &'r Repository,
    allowed: Allowed,
    cache: ParseCache,
    seen: usize,
}

impl<'r> Reader<'r> {
    /// Tells what is allowed.
    pub(super) fn new(repository: &'r Repository, allowed: Allowed) -> Reader<'r> {
        Reader { repository, allowed, cache: ParseCache::new(), seen: 0 }
    }

    /// Goes on to another commit.
    pub(super) fn turn(&mut self) {
        self.seen += 1;
        if self.seen.is_multiple_of(FORGET_AFTER) {
            self.cache = ParseCache::new();
        }
    }

    /// What a commit changed against its parent; a merge, what it changed against all of them.
    pub(super) fn differences(&self, commit: &CommitInfo) -> Result<Vec<FileDifference>, Failure> {
        let mut differences = self.repository.differences(commit.parents.first(), &commit.revision)?;
        for parent in commit.parents.iter().skip(1) {
            if differences.is_empty() {
                break;
            }
            let others = self.repository.differences(Some(parent), &commit.revision)?;
            let others: BTreeSet<&WsPath> = others.iter().map(|file| &file.path).collect();
            differences.retain(|file| others.contains(&file.path));
        }
        Ok(differences)
    }

    /// A commit with what it changed in some of its files; of a merge, in those that are another now than on either side.
    pub(super) fn tell(&self, commit: &Arc<CommitInfo>, files: &[FileDifference]) -> Result<PastCommit, Failure> {
        let Changes { all: changes, told } = self.compared(commit, files)?;
        let mut files: Vec<FileChange> = files.iter().map(file_change).collect();
        if commit.parents.len() > 1 {
            let told: BTreeSet<WsPath> = changes.touched_files().into_iter().map(|file| file.path).collect();
            files.retain(|file| told.contains(&file.path));
        }
        if let Some(mut told) = told.filter(|told| *told != changes) {
            told.reformatted.retain(|path| changes.reformatted.contains(path));
            // Its author's words may be about what is held back.
            let shown: BTreeSet<WsPath> = told.touched_files().into_iter().map(|file| file.path).collect();
            files.retain(|file| shown.contains(&file.path) || told.reformatted.contains(&file.path));
            let info = Arc::new(CommitInfo { message: message(&told, &files).subject, ..(**commit).clone() });
            return Ok(PastCommit { changes: Some(Arc::new(told)), is_generated: true, ..PastCommit::unknown(info) });
        }
        let is_generated = message(&changes, &files).subject == commit.subject();
        let (info, changes) = (Arc::clone(commit), Some(Arc::new(changes)));
        Ok(PastCommit { info, changes, files, is_generated, records: Vec::new() })
    }

    /// What a commit changed in meaning, of what it changed in files; a merge, what is another now than on either side.
    pub(super) fn changes(&self, commit: &CommitInfo, files: &[FileDifference]) -> Result<ChangeSet, Failure> {
        Ok(self.compared(commit, files)?.all)
    }

    fn compared(&self, commit: &CommitInfo, files: &[FileDifference]) -> Result<Changes, Failure> {
        self.check_there(files)?;
        let there = |blob: Option<BlobId>| blob.filter(|blob| self.repository.has_blob(*blob));
        let files: Vec<FileDifference> = files
            .iter()
            .map(|file| FileDifference { old: there(file.old), new: there(file.new), ..file.clone() })
            .collect();
        let after = self.snapshot(files.iter().filter_map(|file| Some((&file.path, file.new?))))?;
        let since = |files: &[FileDifference]| {
            let before = self.snapshot(files.iter().filter_map(|file| Some((&file.path, file.old?))))?;
            Ok::<_, Failure>(Changes::between(&before, &after, &self.allowed))
        };
        let paths: BTreeSet<&WsPath> = files.iter().map(|file| &file.path).collect();
        let since_other = |parent: &Revision| {
            let mut others = self.repository.differences(Some(parent), &commit.revision)?;
            others.retain(|file| paths.contains(&file.path));
            self.check_there(&others)?;
            others.retain(|file| file.old.is_none_or(|old| self.repository.has_blob(old)));
            since(&others)
        };
        let others = commit.parents.iter().skip(1).map(since_other).collect::<Result<Vec<Changes>, Failure>>()?;
        Ok(since(&files)?.merged(&others))
    }

    /// Makes sure that the records among some files are there: against what a partial clone has left out, every record
    /// would seem to be new.
    fn check_there(&self, files: &[FileDifference]) -> Result<(), Failure> {
        let is_missing = |file: &&FileDifference| {
            let is_record = matches!(place(&file.path), Place::Record(_));
            is_record && [file.old, file.new].into_iter().flatten().any(|blob| self.repository.is_missing(blob))
        };
        match files.iter().find(is_missing) {
            Some(file) => {
                let reason = format!("`{}` is not in this clone", file.path);
                Err(Failure { action: "read a commit's files", reason })
            }
            None => Ok(()),
        }
    }

    /// A workspace of just these files.
    fn snapshot<'p>(&self, files: impl Iterator<Item = (&'p WsPath, BlobId)>) -> Result<Snapshot, Failure> {
        let mut tree = CommitFiles::default();
        for (path, blob) in files {
            // Of other files it is enough to know whether they are the same.
            let is_record = matches!(place(path), Place::Record(_));
            let bytes = if is_record { self.repository.blob(blob)? } else { Vec::new() };
            tree.0.insert(path.clone(), (blob.content(), bytes));
        }
        Snapshot::load_with(&tree, &self.cache)
            .map_err(|error| Failure { action: "read a commit's files", reason: error.to_string() })
    }
}

/// What changed: all of it, and what of that may be published.
struct Changes {
    all: ChangeSet,
    /// `None` where it is the same.
    told: Option<ChangeSet>,
}

impl Changes {
    fn between(before: &Snapshot, after: &Snapshot, allowed: &Allowed) -> Changes {
        let all = compare(before, after);
        let (old, new) = (before.hold_back(allowed.publish).snapshot, after.hold_back(allowed.publish).snapshot);
        let told = match (&old, &new) {
            (None, None) => None,
            _ => Some(compare(old.as_ref().unwrap_or(before), new.as_ref().unwrap_or(after))),
        };
        if told.is_none() && all.files.iter().all(|file| allowed.has_file(&file.path)) {
            return Changes { all, told: None };
        }
        let mut told = told.unwrap_or_else(|| all.clone());
        told.files.retain(|file| allowed.has_file(&file.path));
        Changes { all, told: Some(told) }
    }

    fn told(&self) -> &ChangeSet {
        self.told.as_ref().unwrap_or(&self.all)
    }

    /// What a merge changed, against its other parents, too.
    fn merged(self, others: &[Changes]) -> Changes {
        let is_cut = self.told.is_some() || others.iter().any(|other| other.told.is_some());
        let of_others = |part: fn(&Changes) -> &ChangeSet| others.iter().map(part).cloned().collect::<Vec<ChangeSet>>();
        let told = is_cut.then(|| merged(self.told().clone(), &of_others(Changes::told)));
        Changes { all: merged(self.all, &of_others(|other| &other.all)), told }
    }
}

/// What happened to a file.
fn file_change(file: &FileDifference) -> FileChange {
    let outcome = match (file.old, file.new) {
        (None, _) => FileChangeKind::Added,
        (_, None) => FileChangeKind::Removed,
        _ => FileChangeKind::Modified,
    };
    FileChange { path: file.path.clone(), outcome }
}

/// Some files of a commit; of records with their bytes.
#[derive(Default)]
struct CommitFiles(BTreeMap<WsPath, (ContentId, Vec<u8>)>);

impl FileTree for CommitFiles {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        let visible = |path: &&WsPath| !is_hidden(path);
        let entry = |path: &WsPath| Entry { path: path.clone(), kind: EntryKind::File };
        Ok(self.0.keys().filter(visible).map(entry).collect())
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        match self.0.get(path) {
            Some((_, bytes)) if bounded => Ok(bytes[..bytes.len().min(crate::store::READ_BOUND)].to_vec()),
            Some((_, bytes)) => Ok(bytes.clone()),
            None => Err(StoreError::Revision { path: path.to_string(), reason: "it is not in the commit".to_owned() }),
        }
    }

    fn content(&self, path: &WsPath) -> Option<ContentId> {
        self.0.get(path).map(|(content, _)| *content)
    }
}
