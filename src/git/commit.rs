//! Committing the workspace's own changes, and nothing else of what is in the working folder or the index.

use std::io::{self, Seek as _, Write};
use std::path::PathBuf;

use git2::RepositoryState;
use tempfile::TempDir;

use super::failure::{Failure, failure};
use super::handover::{CommitWay, Ending, Git, Handover, reasons};
use super::identity::{Identity, IdentityFault, identity};
use super::new_commit::NewCommit;
use super::raw::{Person, Raw};
use super::repository::{Repository, id_of_head};
use super::revision::Revision;
use super::stage::{StageError, follow, head_tree, stage, write_copy};
use super::status::{Change, StatusError, read_index};
use crate::text::WsPath;

/// A commit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub revision: Revision,
    /// The branch it is on; `None` when `HEAD` is on none.
    pub branch: Option<String>,
}

/// A commit that could be made: nothing stands in its way, and nothing has been written.
pub struct CommitPlan<'r> {
    repository: &'r Repository,
    changes: Vec<Change>,
    handover: Vec<Handover>,
    way: CommitWay,
}

/// Why a commit was not made.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// No file of the workspace differs from `HEAD`.
    #[error("nothing to commit: the workspace is as it is in the last commit")]
    NothingToCommit,
    /// There is no commit whose place another could take.
    #[error("there is no commit to amend; make the first one without `--amend`")]
    NothingToAmend,
    /// The commit to amend has text that cannot be read, in an encoding of this name.
    #[error("the last commit is in the encoding `{0}`, which is not known here; amend it with `git commit --amend`")]
    UnknownEncoding(String),
    /// The message was edited and left empty, or the editor failed.
    #[error("no commit was made: the message was left empty, or the editor or a hook refused it; commit again")]
    NotEdited,
    /// Another operation has to be ended first.
    #[error("{operation} is under way; {help}")]
    UnderWay {
        /// The operation, such as `a merge`.
        operation: &'static str,
        /// What to do, in the imperative.
        help: &'static str,
    },
    /// The index has conflicts.
    #[error("the index has unresolved conflicts; resolve them and run `git add` on the files")]
    Unmerged,
    /// Another program holds the index.
    #[error("`{}` exists: another git program is at work; wait for it, or remove the file if none is", .0.display())]
    Locked(PathBuf),
    /// It is not known who commits; the setting that is missing.
    #[error(
        "git does not know who commits: `{0}` is not set; run `git config --global user.name \"Your Name\"` and \
         `git config --global user.email you@example.com`"
    )]
    Identity(&'static str),
    /// The message has no text.
    #[error("the commit message is empty; write one")]
    EmptyMessage,
    /// A file changed between the plan and the commit.
    #[error("`{0}` changed while it was being committed; run the command again")]
    ChangedMeanwhile(WsPath),
    /// A hook said no; what it printed.
    #[error("a hook of the repository refused the commit; do what it says, then commit again")]
    HookRefused(String),
    /// The installed git is needed and not there.
    #[error("git is not installed, but needed, since {}; install it", listed(.0))]
    GitMissing(Vec<Handover>),
    /// The installed git failed; what it printed.
    #[error("git could not make the commit; {}", last_line(.0))]
    GitFailed(String),
    /// The commit was made, but the index still has the files as they were before it.
    #[error("committed as {}, but the index was not updated ({reason}); run `git add -A` in the workspace", .commit.revision.short())]
    IndexNotUpdated {
        /// The commit.
        commit: Commit,
        /// Why the index could not be written.
        reason: Failure,
    },
    /// The workspace cannot be compared with `HEAD`.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl From<StageError> for CommitError {
    fn from(error: StageError) -> CommitError {
        match error {
            StageError::ChangedMeanwhile(path) => CommitError::ChangedMeanwhile(path),
            StageError::Status(error) => CommitError::Status(error),
            StageError::Failed(error) => CommitError::Failed(error),
        }
    }
}

impl Repository {
    /// Finds out what a commit of the files for which `belongs` holds would take, and whether it can be made.
    ///
    /// # Errors
    /// When there is nothing to commit, or something is in its way.
    pub fn plan_commit(&self, belongs: &dyn Fn(&WsPath) -> bool) -> Result<CommitPlan<'_>, CommitError> {
        self.plan_commit_by(belongs, CommitWay::default())
    }

    /// As [`Repository::plan_commit`], for a commit that is made in some way. One that amends may change no file.
    ///
    /// # Errors
    /// When there is nothing to commit or to amend, or something is in its way.
    pub fn plan_commit_by(
        &self,
        belongs: &dyn Fn(&WsPath) -> bool,
        way: CommitWay,
    ) -> Result<CommitPlan<'_>, CommitError> {
        let handle = self.reopen()?;
        check_free(&handle)?;
        if way.amends {
            let head = self.head()?.ok_or(CommitError::NothingToAmend)?;
            if let Some(encoding) = self.commit_info(&head)?.unknown_encoding {
                return Err(CommitError::UnknownEncoding(encoding));
            }
        }
        let changes = self.changes(belongs)?;
        if changes.is_empty() && !way.amends {
            return Err(CommitError::NothingToCommit);
        }
        let mut handover = reasons(self, &handle, &changes)?;
        // Settings in the environment may name the user; git then looks for itself.
        if !handover.iter().any(|reason| matches!(reason, Handover::Environment(_))) {
            match who(&handle)? {
                Ok(_) => {}
                Err(IdentityFault::Missing(setting)) => return Err(CommitError::Identity(setting)),
                Err(IdentityFault::Date(variable)) => handover.push(Handover::Environment(variable)),
            }
        }
        if way.edits {
            handover.push(Handover::Editing);
        }
        Ok(CommitPlan { repository: self, changes, handover, way })
    }
}

impl CommitPlan<'_> {
    /// What it takes, sorted by path.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Why it needs the installed `git`; empty when it does not.
    pub fn handover(&self) -> &[Handover] {
        &self.handover
    }

    /// Commits the changes on top of `HEAD`, and brings their index entries in line.
    ///
    /// Whatever else is staged stays staged and out of the commit. `message` loses blanks at the ends of lines, empty
    /// lines around it, and repeated ones inside. What hooks and `git` say is passed on to `talk` as they say it.
    ///
    /// # Errors
    /// When it could not be made: the index, `HEAD` and the files are then as before, but for what a hook did to files.
    /// [`CommitError::IndexNotUpdated`] alone comes after the commit.
    pub fn commit(self, message: &str, talk: &mut dyn Write) -> Result<Commit, CommitError> {
        let message = git2::message_prettify(message, None).map_err(failure("read the message"))?;
        if message.is_empty() {
            return Err(CommitError::EmptyMessage);
        }
        let handle = self.repository.reopen()?;
        check_free(&handle)?;
        let before = head_tree(&handle)?.map(|tree| tree.id());
        let mut index = stage(self.repository, &handle, &self.changes)?;
        if self.handover.is_empty() {
            commit_here(&handle, &mut index, &message, self.way)?;
        } else {
            index = self.hand_over(&handle, &index, &message, talk)?;
        }
        let commit = made(&handle)?;
        match follow(self.repository, &self.changes, before, &index) {
            Ok(()) => Ok(commit),
            Err(reason) => Err(CommitError::IndexNotUpdated { commit, reason }),
        }
    }

    /// Lets the installed git make the commit, with an index that holds nothing else; that index afterwards.
    fn hand_over(
        &self,
        handle: &git2::Repository,
        staged: &git2::Index,
        message: &str,
        talk: &mut dyn Write,
    ) -> Result<git2::Index, CommitError> {
        let scratch = scratch(handle)?;
        let index = scratch.path().join("index");
        write_copy(staged, &index).map_err(failure("write an index for git"))?;
        let author = if self.way.amends { author_to_repeat(handle)? } else { None };
        let git = Git { work_folder: self.repository.work_folder(), index: &index, way: self.way, author };
        let filtered =
            self.changes.iter().filter(|change| change.id.is_none() && self.repository.is_there(&change.path));
        let filtered: String = filtered.map(|change| self.repository.repository_path(&change.path) + "\0").collect();
        if !filtered.is_empty() {
            let paths = file_of(&scratch, &filtered)?;
            let paths = paths.reopen().map_err(no_file)?;
            self.finish(git.stage(paths.into(), talk))?;
            let mut staged = git2::Index::open(&index).map_err(failure("read the index of git"))?;
            let tree = staged.write_tree_to(handle).map_err(failure("write the tree"))?;
            if !self.way.amends && head_tree(handle)?.is_some_and(|head| head.id() == tree) {
                return Err(CommitError::NothingToCommit);
            }
        }
        let message = file_of(&scratch, message)?;
        self.finish(git.commit(message.path(), talk))?;
        Ok(git2::Index::open(&index).map_err(failure("read the index of git"))?)
    }

    fn finish(&self, ending: io::Result<Ending>) -> Result<(), CommitError> {
        match ending {
            Ok(Ending::Done) => Ok(()),
            Ok(Ending::Failed(..)) if self.way.edits => Err(CommitError::NotEdited),
            Ok(Ending::Failed(status, said)) => {
                let hooks = self.handover.iter().any(|reason| matches!(reason, Handover::Hook(_)));
                // Git itself fails with 128; 1 is what it makes of a hook's no.
                let refused = hooks && status.code() == Some(1);
                Err(if refused { CommitError::HookRefused(said) } else { CommitError::GitFailed(said) })
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(CommitError::GitMissing(self.handover.clone()))
            }
            Err(error) => Err(Failure { action: "run git", reason: error.to_string() }.into()),
        }
    }
}

/// Refuses when another operation is under way or holds the index.
fn check_free(handle: &git2::Repository) -> Result<(), CommitError> {
    if let Some((operation, help)) = under_way(handle.state()) {
        return Err(CommitError::UnderWay { operation, help });
    }
    if read_index(handle)?.has_conflicts() {
        return Err(CommitError::Unmerged);
    }
    let lock = handle.path().join("index.lock");
    if lock.exists() { Err(CommitError::Locked(lock)) } else { Ok(()) }
}

fn under_way(state: RepositoryState) -> Option<(&'static str, &'static str)> {
    match state {
        RepositoryState::Clean => None,
        RepositoryState::Merge => Some(("a merge", "end it with `git commit`, or give it up with `git merge --abort`")),
        RepositoryState::Revert | RepositoryState::RevertSequence => {
            Some(("a revert", "end it with `git revert --continue` or `git revert --abort`"))
        }
        RepositoryState::CherryPick | RepositoryState::CherryPickSequence => {
            Some(("a cherry-pick", "end it with `git cherry-pick --continue` or `git cherry-pick --abort`"))
        }
        RepositoryState::Bisect => Some(("a bisect", "end it with `git bisect reset`")),
        RepositoryState::Rebase | RepositoryState::RebaseInteractive | RepositoryState::RebaseMerge => {
            Some(("a rebase", "end it with `git rebase --continue` or `git rebase --abort`"))
        }
        RepositoryState::ApplyMailbox | RepositoryState::ApplyMailboxOrRebase => {
            Some(("applying mailed patches", "end it with `git am --continue` or `git am --abort`"))
        }
    }
}

fn who(handle: &git2::Repository) -> Result<Result<Identity, IdentityFault>, Failure> {
    let config = handle.config().map_err(failure("read git's configuration"))?;
    Ok(identity(&config, &|name| std::env::var(name).ok()))
}

/// Commits an index on top of `HEAD`, or in its place, without any other program.
fn commit_here(
    handle: &git2::Repository,
    index: &mut git2::Index,
    message: &str,
    way: CommitWay,
) -> Result<(), CommitError> {
    let identity = match who(handle)? {
        Ok(identity) => identity,
        Err(IdentityFault::Missing(name) | IdentityFault::Date(name)) => return Err(CommitError::Identity(name)),
    };
    let tree = index.write_tree().map_err(failure("write the tree"))?;
    if !way.amends && head_tree(handle)?.is_some_and(|head| head.id() == tree) {
        return Err(CommitError::NothingToCommit);
    }
    let commit = NewCommit { tree, author: &identity.author, committer: &identity.committer, message };
    match id_of_head(handle)? {
        Some(head) if way.amends => commit.in_place_of(handle, head)?,
        head => commit.on_top(handle, head)?,
    }
    Ok(())
}

/// Who wrote the commit that `HEAD` names, where git cannot take that over as it is written.
fn author_to_repeat(handle: &git2::Repository) -> Result<Option<Person>, Failure> {
    let Some(head) = id_of_head(handle)? else { return Ok(None) };
    let head = Raw::commit(handle, head)?;
    let author = head.person("author").unwrap_or_default();
    Ok(if head.header("author") == Some(author.line().as_bytes()) { None } else { Some(author) })
}

/// The commit `HEAD` names now.
fn made(handle: &git2::Repository) -> Result<Commit, Failure> {
    let head = handle.head().map_err(failure("read `HEAD`"))?;
    let no_commit = || Failure { action: "read the commit", reason: "`HEAD` names none".to_owned() };
    let id = head.target().ok_or_else(no_commit)?;
    let branch = if head.is_branch() { head.shorthand().ok().map(str::to_owned) } else { None };
    Ok(Commit { revision: Revision(id), branch })
}

fn no_file(error: io::Error) -> Failure {
    Failure { action: "write to the repository", reason: error.to_string() }
}

/// A folder beside the index, removed when it is dropped.
fn scratch(handle: &git2::Repository) -> Result<TempDir, Failure> {
    tempfile::Builder::new().prefix("wayfare-").tempdir_in(handle.path()).map_err(no_file)
}

fn file_of(scratch: &TempDir, content: &str) -> Result<tempfile::NamedTempFile, Failure> {
    let mut file = tempfile::NamedTempFile::new_in(scratch.path()).map_err(no_file)?;
    file.write_all(content.as_bytes()).and_then(|()| file.rewind()).map_err(no_file)?;
    Ok(file)
}

fn listed(reasons: &[Handover]) -> String {
    reasons.iter().map(Handover::to_string).collect::<Vec<_>>().join(" and ")
}

fn last_line(said: &str) -> &str {
    said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing")
}
