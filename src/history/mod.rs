//! The history of a workspace in meaning: one walk over its commits, newest first.
//!
//! Owns what a commit changed in a record, a journey or a folder, and following them back through renames and moves.
//! A commit is read only as far as its files differ from its parent's; of these only the subject's are parsed.

mod commit;
mod event;
mod name;
mod subject;
mod timeline;

pub use event::{Entry, Event, Known, StepName};
pub use subject::Subject;
pub use timeline::{End, TaggedAt, Timeline};

use std::collections::BTreeSet;

use crate::diff::{ChangeSet, FileChange};
use crate::git::{BlobId, CommitInfo, Failure, FileDifference, Repository, Revision};
use crate::snapshot::FileEntry;
use crate::text::WsPath;

use commit::{Reader, file_change};
use subject::Candidate;

/// A commit that changed the subject.
#[derive(Clone, Debug)]
pub struct Told {
    /// The commit.
    pub commit: CommitInfo,
    /// What it changed in meaning; `None` where its files are not in a partial clone.
    pub changes: Option<ChangeSet>,
    /// The files it changed.
    pub files: Vec<FileDifference>,
}

impl Told {
    /// What happened to each of the files.
    pub fn file_changes(&self) -> Vec<FileChange> {
        self.files.iter().map(file_change).collect()
    }
}

/// Walks the commits that changed a subject, newest first.
pub struct History<'r> {
    reader: Reader<'r>,
    commits: std::vec::IntoIter<Revision>,
    subject: Subject,
    /// The commits whose parents a shallow clone does not have.
    edge: BTreeSet<Revision>,
    is_cut: bool,
    is_partial: bool,
    unknown: usize,
}

impl<'r> History<'r> {
    /// Begins at a commit.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn new(repository: &'r Repository, head: &Revision, subject: Subject) -> Result<History<'r>, Failure> {
        let commits = repository.commits_up_to(head)?.into_iter();
        let edge = repository.shallow_edge();
        let is_partial = repository.is_partial();
        Ok(History { reader: Reader::new(repository), commits, subject, edge, is_cut: false, is_partial, unknown: 0 })
    }

    /// Whether the walk came to the edge of a shallow clone, beyond which nothing is known.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Of how many commits it is not known what they changed, since a partial clone has left out their files.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// What is known; `None` where a partial clone has left out what is needed, which is counted.
    fn known<T>(&mut self, result: Result<T, Failure>) -> Result<Option<T>, Failure> {
        match result {
            Err(_) if self.is_partial => {
                self.unknown += 1;
                Ok(None)
            }
            result => result.map(Some),
        }
    }

    /// What one commit changed; `None` when the subject is as before.
    fn tell(&mut self, revision: &Revision) -> Result<Option<Told>, Failure> {
        let commit = self.reader.repository.commit_info(revision)?;
        if self.edge.contains(revision) {
            // Against nothing, every file would seem to be new.
            self.is_cut = true;
            return Ok(None);
        }
        let differences = self.reader.differences(&commit);
        let Some(all) = self.known(differences)? else {
            // It may have touched anything.
            let is_told = matches!(self.subject, Subject::Workspace);
            return Ok(is_told.then_some(Told { commit, changes: None, files: Vec::new() }));
        };
        if !all.iter().any(|file| self.subject.holds(&file.path)) {
            return Ok(None);
        }
        if let Err(failure) = self.follow(&all)
            && !self.is_partial
        {
            return Err(failure);
        }
        let mut files: Vec<FileDifference> = all.into_iter().filter(|file| self.subject.holds(&file.path)).collect();
        let changes = self.reader.changes(&commit, &files);
        let Some(changes) = self.known(changes)? else {
            return Ok(Some(Told { commit, changes: None, files }));
        };
        if commit.parents.len() > 1 {
            let told: BTreeSet<WsPath> = changes.touched_files().into_iter().map(|file| file.path).collect();
            files.retain(|file| told.contains(&file.path));
        }
        Ok((!files.is_empty()).then_some(Told { commit, changes: Some(changes), files }))
    }

    /// Learns what the subject was called before this commit.
    fn follow(&mut self, files: &[FileDifference]) -> Result<(), Failure> {
        let arrived: Vec<(&WsPath, BlobId)> =
            files.iter().filter(|file| file.old.is_none()).filter_map(|file| Some((&file.path, file.new?))).collect();
        let gone: Vec<(&WsPath, BlobId)> = files
            .iter()
            .filter(|file| file.new.is_none() && !self.subject.holds(&file.path) && self.subject.may_be(&file.path))
            .filter_map(|file| Some((&file.path, file.old?)))
            .collect();
        let was_there = |path: &WsPath| {
            let id = |path: &WsPath| path.stem().to_owned();
            files.iter().any(|file| file.new.is_none() && self.subject.holds(&file.path) && id(&file.path) == id(path))
        };
        let fresh: Vec<(&WsPath, BlobId)> = arrived
            .into_iter()
            .filter(|(path, _)| self.subject.holds(path) && self.subject.may_be(path))
            // What lay elsewhere was moved, and has the name it had.
            .filter(|(path, _)| path.file_name() == crate::store::layout::JOURNEY_FILE || !was_there(path))
            .collect();
        if gone.is_empty() || fresh.is_empty() {
            return Ok(());
        }
        let texts = gone.iter().map(|(_, blob)| self.text(*blob)).collect::<Result<Vec<String>, Failure>>()?;
        let candidates: Vec<Candidate<'_>> =
            gone.iter().zip(&texts).map(|((path, _), text)| Candidate { path, text }).collect();
        for (path, blob) in fresh {
            let text = self.text(blob)?;
            let aliases = self.aliases(path, blob)?;
            self.subject.follow(&aliases, &Candidate { path, text: &text }, &candidates);
        }
        Ok(())
    }

    fn text(&self, blob: BlobId) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&self.reader.repository.blob(blob)?).into_owned())
    }

    /// The former IDs that a record names.
    fn aliases(&self, path: &WsPath, blob: BlobId) -> Result<Vec<String>, Failure> {
        let snapshot = self.reader.snapshot([(path, blob)].into_iter())?;
        let record = snapshot.file(path).and_then(FileEntry::record);
        Ok(record
            .map(|record| record.texts("aliases").map(|alias| alias.value.to_owned()).collect())
            .unwrap_or_default())
    }
}

impl Iterator for History<'_> {
    type Item = Result<Told, Failure>;

    fn next(&mut self) -> Option<Result<Told, Failure>> {
        loop {
            let revision = self.commits.next()?;
            self.reader.turn();
            match self.tell(&revision) {
                Ok(None) => {}
                Ok(Some(told)) => return Some(Ok(told)),
                Err(failure) => return Some(Err(failure)),
            }
        }
    }
}
