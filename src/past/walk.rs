//! Going back over the commits that changed one subject.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::allowed::Allowed;
use super::commit::PastCommit;
use super::reader::Reader;
use super::subject::Subject;
use crate::git::{CommitInfo, Failure, FileDifference, Repository, Revision};

/// Which side of a commit one knows the subject's name on, and which one is to learn it on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// From after it to before it.
    Back,
    /// From before it to after it.
    Forth,
}

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
        Ok(Walk::over(repository, repository.commits_up_to(head)?, subject))
    }

    fn over(repository: &'r Repository, commits: Vec<Revision>, subject: Subject) -> Walk<'r> {
        let commits = commits.into_iter();
        let edge = repository.shallow_edge();
        let is_partial = repository.is_partial();
        Walk {
            reader: Reader::new(repository, Allowed::all()),
            commits,
            subject,
            edge,
            is_cut: false,
            is_partial,
            unknown: 0,
        }
    }

    /// The subject by the names it has had from one revision to another: back to where both come from the same commits, and
    /// forth from there. What it was called in the other one is the last that is learnt.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn names_between(
        repository: &'r Repository,
        subject: Subject,
        from: &Revision,
        to: &Revision,
    ) -> Result<Subject, Failure> {
        let mut walk = Walk::over(repository, Vec::new(), subject);
        for revision in repository.commits_since(Some(to), from)? {
            walk.learn(&revision, Way::Back)?;
        }
        for revision in repository.commits_since(Some(from), to)?.iter().rev() {
            walk.learn(revision, Way::Forth)?;
        }
        Ok(walk.subject)
    }

    /// Learns what the subject is called on the other side of a commit; where a partial clone has left out what is needed,
    /// nothing.
    fn learn(&mut self, revision: &Revision, way: Way) -> Result<(), Failure> {
        if self.edge.contains(revision) {
            return Ok(());
        }
        self.reader.turn();
        let commit = self.reader.repository.commit_info(revision)?;
        let differences = self.reader.differences(&commit);
        let Some(all) = self.known(differences)? else { return Ok(()) };
        let followed = self.follow(&commit, &all, way);
        self.known(followed).map(|_| ())
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
        if let Err(failure) = self.follow(&commit, &all, Way::Back)
            && !self.is_partial
        {
            return Err(failure);
        }
        let files: Vec<FileDifference> = all.into_iter().filter(|file| self.subject.holds(&file.path)).collect();
        let told = self.reader.tell(&commit, &files);
        let told = self.known(told)?.unwrap_or_else(|| PastCommit::unknown(commit));
        Ok((told.changes.is_none() || !told.files.is_empty()).then_some(told))
    }

    /// Learns what the subject is called on the other side of a commit, where that may have given it another name.
    fn follow(&mut self, commit: &CommitInfo, files: &[FileDifference], way: Way) -> Result<(), Failure> {
        let may_be = |file: &&FileDifference| self.subject.may_be(&file.path);
        let mut came = files.iter().filter(may_be).filter(|file| file.old.is_none());
        let mut went = files.iter().filter(may_be).filter(|file| file.new.is_none());
        let holds = |file: &FileDifference| self.subject.holds(&file.path);
        let is_renamed = match way {
            Way::Back => came.any(holds) && went.any(|file| !holds(file)),
            Way::Forth => went.any(holds) && came.any(|file| !holds(file)),
        };
        if is_renamed {
            let files: Vec<FileDifference> = files.iter().filter(may_be).cloned().collect();
            let changes = self.reader.changes(commit, &files)?;
            match way {
                Way::Back => self.subject.go_back(&changes),
                Way::Forth => self.subject.go_forth(&changes),
            }
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
