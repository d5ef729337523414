//! Letting the installed git make a commit.
//!
//! Git works with an index of its own, and asks before it commits: only then it is known what hooks have made of the commit.

use std::fs;
use std::io;
use std::path::Path;

use git2::{Index, Oid};

use super::advance::{Advanced, Trees};
use super::commit::{CommitPlan, Judge, Voices, made};
use super::entries::{is_announced, open_index};
use super::failure::{Failure, failure};
use super::handover::Handover;
use super::index::IndexTree;
use super::interruption::Interruption;
use super::outcome::{Commit, CommitError};
use super::program::{Caller, Ending, Git, Question, step};
use super::raw::{Person, Raw};
use super::repository::id_of_head;
use super::scratch::{Scratch, no_file};
use super::stage::{head_tree, write_copy};

/// A commit in git's hands.
struct Handing<'p, 'v, 'j> {
    plan: &'p CommitPlan<'p>,
    handle: &'p git2::Repository,
    /// The index that git commits.
    index: &'p Path,
    /// The tree before.
    before: Option<Oid>,
    judge: &'v mut Judge<'j>,
    /// What was done to the user's index, and for which tree.
    advanced: Option<(Oid, Advanced)>,
    /// Why git was told to make no commit.
    stopped: Option<CommitError>,
}

impl Handing<'_, '_, '_> {
    /// Answers git; what goes wrong is a no.
    fn answer(&mut self, question: Question) -> bool {
        let result = match question {
            Question::Judge => self.judge(),
            Question::GoOn => self.advance(),
        };
        self.stopped = result.err();
        self.stopped.is_none()
    }

    /// Shows the judge what the commit will hold, and git the message to use.
    fn judge(&mut self) -> Result<(), CommitError> {
        let file = self.handle.path().join("COMMIT_EDITMSG");
        let message = String::from_utf8_lossy(&fs::read(&file).map_err(no_file)?).into_owned();
        let repository = self.plan.repository;
        let files = IndexTree::of(repository, repository.reopen()?, &open_index(self.index)?)?;
        let judged = (self.judge)(files, &message).ok_or(CommitError::Refused)?;
        if judged != message {
            fs::write(&file, judged).map_err(no_file)?;
        }
        Ok(())
    }

    /// Brings the user's index in line with what is about to be committed.
    fn advance(&mut self) -> Result<(), CommitError> {
        let after = tree_of(self.handle, self.index)?;
        let trees = Trees { before: self.before, after };
        self.advanced = Some((after, self.plan.advance(trees, &open_index(self.index)?)?));
        Ok(())
    }

    /// The commit is made: makes sure that the index follows.
    fn finish(&self) -> Result<Commit, CommitError> {
        let commit = made(self.handle)?;
        let trees = head_tree(self.handle)?.map(|tree| Trees { before: self.before, after: tree.id() });
        let Some(trees) = trees.filter(|trees| self.advanced.as_ref().is_none_or(|(tree, _)| *tree != trees.after))
        else {
            return Ok(commit);
        };
        // Git has not asked, or a hook has had the last word.
        let before = self.advanced.as_ref().map(|(tree, _)| *tree).or(trees.before);
        let staged = open_index(self.index)?;
        match self.plan.advance(Trees { before, after: trees.after }, &staged) {
            Ok(_) => Ok(commit),
            Err(reason) => Err(CommitError::IndexNotUpdated { commit, reason }),
        }
    }

    /// Whether `HEAD`, which was `before`, is the commit that was to be made. Others may have moved it, too.
    fn is_made(&self, before: Option<Oid>) -> Result<bool, Failure> {
        let (Some((tree, _)), Some(now)) = (&self.advanced, id_of_head(self.handle)?) else { return Ok(false) };
        if Some(now) == before {
            return Ok(false);
        }
        let parents = match before {
            Some(before) if self.plan.way.amends => Raw::commit(self.handle, before)?.parents().collect(),
            before => before.into_iter().collect::<Vec<Oid>>(),
        };
        let is_ours = Raw::commit(self.handle, now)?.parents().eq(parents);
        Ok(is_ours && head_tree(self.handle)?.is_some_and(|now| now.id() == *tree))
    }

    /// There is no commit: takes back what was done for it.
    fn give_up(self, reason: impl FnOnce() -> CommitError) -> CommitError {
        if let Some((_, advanced)) = &self.advanced {
            // The error that led here is the one to tell.
            let _ = advanced.take_back(self.plan.repository);
        }
        self.stopped.unwrap_or_else(reason)
    }
}

/// The tree that git makes of an index.
fn tree_of(handle: &git2::Repository, index: &Path) -> Result<Oid, CommitError> {
    let index = open_index(index)?;
    let mut whole = Index::new().map_err(failure("read the index of git"))?;
    for entry in index.iter().filter(|entry| !is_announced(entry)) {
        whole.add(&entry).map_err(failure("read the index of git"))?;
    }
    Ok(whole.write_tree_to(handle).map_err(failure("write the tree"))?)
}

/// Who wrote the commit that `HEAD` names, where git cannot take that over as it is written.
fn author_to_repeat(handle: &git2::Repository) -> Result<Option<Person>, Failure> {
    let Some(head) = id_of_head(handle)? else { return Ok(None) };
    let head = Raw::commit(handle, head)?;
    let author = head.person("author").unwrap_or_default();
    Ok(if head.header("author") == Some(author.line().as_bytes()) { None } else { Some(author) })
}

impl CommitPlan<'_> {
    /// Lets the installed git make the commit, with an index that holds nothing else.
    pub(super) fn hand_over(
        &self,
        handle: &git2::Repository,
        staged: &Index,
        message: &str,
        voices: Voices<'_, '_>,
    ) -> Result<Commit, CommitError> {
        let interruption = Interruption::await_signals().map_err(no_file)?;
        let scratch = Scratch::make(handle.path())?;
        let index = scratch.index();
        write_copy(staged, &index).map_err(failure("write an index for git"))?;
        let author = if self.way.amends { author_to_repeat(handle)? } else { None };
        let git = Git { work_folder: self.repository.work_folder(), index: &index, way: self.way, author };
        let before = head_tree(handle)?.map(|tree| tree.id());
        let Voices { judge, talk } = voices;
        let mut caller = Caller { answer: &mut |_| false, talk: &mut *talk, interruption: &interruption };
        self.stage_filtered(&git, &scratch, &mut caller)?;
        if !self.way.amends && before == Some(tree_of(handle, &index)?) {
            return Err(CommitError::NothingToCommit);
        }
        let editor = if self.way.edits { Some(git.editor().map_err(|error| self.cannot_run(&error))?) } else { None };
        let (message, step) = (scratch.message(message)?, scratch.step(&step(editor.as_deref()))?);
        let head = id_of_head(handle)?;
        let mut handing = Handing { plan: self, handle, index: &index, before, judge, advanced: None, stopped: None };
        let ending = match interruption.received() {
            Some(_) => Err(io::ErrorKind::Interrupted.into()),
            None => {
                let mut answer = |question| handing.answer(question);
                let mut caller = Caller { answer: &mut answer, talk, interruption: &interruption };
                git.commit(&message, &step, &mut caller)
            }
        };
        let is_made = matches!(ending, Ok(Ending::Done)) || handing.is_made(head)?;
        let result = if is_made { handing.finish() } else { Err(handing.give_up(|| self.reason(ending))) };
        match (interruption.received(), result) {
            (Some(signal), Ok(commit)) => Err(CommitError::Interrupted { signal, commit: Some(commit) }),
            (Some(signal), Err(_)) if !is_made => Err(CommitError::Interrupted { signal, commit: None }),
            (_, result) => result,
        }
    }

    /// Takes the files into git's index that only a filter program can convert.
    fn stage_filtered(&self, git: &Git<'_>, scratch: &Scratch, caller: &mut Caller<'_>) -> Result<(), CommitError> {
        let filtered =
            self.changes.iter().filter(|change| change.content.is_none() && self.repository.is_there(&change.path));
        let filtered: String = filtered.map(|change| self.repository.repository_path(&change.path) + "\0").collect();
        if filtered.is_empty() {
            return Ok(());
        }
        let paths = fs::File::open(scratch.paths(&filtered)?).map_err(no_file)?;
        match git.stage(paths.into(), caller) {
            Ok(Ending::Done) => Ok(()),
            ending => Err(self.reason(ending)),
        }
    }

    /// Why git made no commit.
    fn reason(&self, ending: io::Result<Ending>) -> CommitError {
        match ending {
            Ok(Ending::Done) => CommitError::GitFailed(String::new()),
            Ok(Ending::Failed(..)) if self.way.edits => CommitError::NotEdited,
            Ok(Ending::Failed(status, said)) => {
                let hooks = self.handover.iter().any(|reason| matches!(reason, Handover::Hook(_)));
                // Git itself fails with 128; 1 is what it makes of a hook's no.
                let refused = hooks && status.code() == Some(1);
                if refused { CommitError::HookRefused(said) } else { CommitError::GitFailed(said) }
            }
            Err(error) => self.cannot_run(&error),
        }
    }

    fn cannot_run(&self, error: &io::Error) -> CommitError {
        match error.kind() {
            io::ErrorKind::NotFound => CommitError::GitMissing(self.handover.clone()),
            _ => Failure { action: "run git", reason: error.to_string() }.into(),
        }
    }
}
