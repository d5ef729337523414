//! Going back over the commits that changed one subject.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::commit::PastCommit;
use super::reader::Reader;
use super::subject::Subject;
use crate::git::{CommitInfo, Failure, FileDifference, Repository, Revision};

/// Walks the commits that changed a subject, newest first.
pub struct Walk<'r> {
    reader: Reader<'r>,
    commits: std::vec::IntoIter<Revision>,
    subject: Subject,
    /// The commits whose parents a shallow clone does not have.
    edge: BTreeSet<Revision>,
    is_cut: bool,
    is_partial: bool,
    unknown: usize,
}

impl<'r> Walk<'r> {
    /// Begins at a commit.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn new(repository: &'r Repository, head: &Revision, subject: Subject) -> Result<Walk<'r>, Failure> {
        let commits = repository.commits_up_to(head)?.into_iter();
        let edge = repository.shallow_edge();
        let is_partial = repository.is_partial();
        Ok(Walk { reader: Reader::new(repository), commits, subject, edge, is_cut: false, is_partial, unknown: 0 })
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
    fn tell(&mut self, revision: &Revision) -> Result<Option<PastCommit>, Failure> {
        let commit = Arc::new(self.reader.repository.commit_info(revision)?);
        if self.edge.contains(revision) {
            // Against nothing, every file would seem to be new.
            self.is_cut = true;
            return Ok(None);
        }
        let differences = self.reader.differences(&commit);
        let Some(all) = self.known(differences)? else {
            // It may have touched anything.
            return Ok(matches!(self.subject, Subject::Workspace).then(|| PastCommit::unknown(commit)));
        };
        if !all.iter().any(|file| self.subject.holds(&file.path)) {
            return Ok(None);
        }
        if let Err(failure) = self.follow(&commit, &all)
            && !self.is_partial
        {
            return Err(failure);
        }
        let files: Vec<FileDifference> = all.into_iter().filter(|file| self.subject.holds(&file.path)).collect();
        let told = self.reader.tell(&commit, &files);
        let told = self.known(told)?.unwrap_or_else(|| PastCommit::unknown(commit));
        Ok((told.changes.is_none() || !told.files.is_empty()).then_some(told))
    }

    /// Learns what the subject was called before this commit, where it may have given it its name.
    fn follow(&mut self, commit: &CommitInfo, files: &[FileDifference]) -> Result<(), Failure> {
        let may_be = |file: &&FileDifference| self.subject.may_be(&file.path);
        let holds = |file: &FileDifference| self.subject.holds(&file.path);
        let arrived = files.iter().filter(may_be).any(|file| file.old.is_none() && holds(file));
        let is_gone = files.iter().filter(may_be).any(|file| file.new.is_none() && !holds(file));
        if arrived && is_gone {
            let files: Vec<FileDifference> = files.iter().filter(may_be).cloned().collect();
            let changes = self.reader.changes(commit, &files)?;
            self.subject.follow(&changes);
        }
        Ok(())
    }
}

impl Iterator for Walk<'_> {
    type Item = Result<PastCommit, Failure>;

    fn next(&mut self) -> Option<Result<PastCommit, Failure>> {
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
