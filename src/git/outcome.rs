//! What came of a commit.

use std::path::PathBuf;

use super::failure::{Failure, StatusError};
use super::handover::Handover;
use super::index::IndexError;
use super::revision::Revision;
use super::stage::StageError;
use super::status::Change;
use crate::text::WsPath;

/// A commit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub revision: Revision,
    /// The branch it is on; `None` when `HEAD` is on none.
    pub branch: Option<String>,
}

/// Why a commit was not made.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// No file of the workspace differs from `HEAD`.
    #[error("nothing to commit: the workspace is as it is in the last commit")]
    NothingToCommit,
    /// The only files of the workspace that differ from `HEAD` are such that git does not commit.
    #[error("nothing to commit: {}", told(.0))]
    AllLeftOut(Vec<Change>),
    /// There is no commit whose place another could take.
    #[error("there is no commit to amend")]
    NothingToAmend,
    /// The commit to amend has text that cannot be read, in an encoding of this name.
    #[error("the last commit is in the encoding `{0}`, which is not known here")]
    UnknownEncoding(String),
    /// The message was edited and left empty, or the editor failed.
    #[error("no commit was made: the message was left empty, or the editor or a hook refused it")]
    NotEdited,
    /// Another operation has to be ended first.
    #[error("{operation} is under way")]
    UnderWay {
        /// The operation, such as `a merge`.
        operation: &'static str,
        /// What to do, in the imperative.
        help: &'static str,
    },
    /// The index has conflicts.
    #[error("the index has unresolved conflicts, in {}", named(.0))]
    Unmerged(Vec<String>),
    /// Another program holds the index.
    #[error("`{}` exists: another git program is at work", .0.display())]
    Locked(PathBuf),
    /// It is not known who commits; the setting that is missing.
    #[error("git does not know who commits: `{0}` is not set")]
    Identity(&'static str),
    /// The message has no text.
    #[error("the commit message is empty")]
    EmptyMessage,
    /// A file changed between the plan and the commit.
    #[error("`{0}` changed while it was being committed")]
    ChangedMeanwhile(WsPath),
    /// The judge said no.
    #[error("the commit was not to be made, and nothing was committed")]
    Refused,
    /// A signal ended it, by its number.
    #[error("interrupted, {}", interrupted(.commit.as_ref()))]
    Interrupted {
        /// The signal.
        signal: i32,
        /// The commit, when it was made all the same.
        commit: Option<Commit>,
    },
    /// A hook said no; what it printed.
    #[error("a hook of the repository refused the commit")]
    HookRefused(String),
    /// The installed git is needed and not there.
    #[error("git is not installed, but needed, since {}", listed(.0))]
    GitMissing(Vec<Handover>),
    /// The installed git failed; what it printed.
    #[error("git could not make the commit: {}", last_line(.0))]
    GitFailed(String),
    /// The commit was made, but the index still has the files as they were before it.
    #[error("committed as {}, but the index was not updated ({reason})", .commit.revision.short())]
    IndexNotUpdated {
        /// The commit.
        commit: Commit,
        /// Why the index could not be written.
        reason: StatusError,
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

impl From<IndexError> for CommitError {
    fn from(error: IndexError) -> CommitError {
        match error {
            IndexError::Unmerged(path) => CommitError::Unmerged(vec![path]),
            IndexError::Status(error) => CommitError::Status(error),
            IndexError::Failed(error) => CommitError::Failed(error),
        }
    }
}

fn listed(reasons: &[Handover]) -> String {
    reasons.iter().map(Handover::to_string).collect::<Vec<_>>().join(" and ")
}

fn last_line(said: &str) -> &str {
    said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing")
}

fn named(paths: &[String]) -> String {
    paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ")
}

/// The first of some files that git does not commit, and what lets it.
fn told(left_out: &[Change]) -> String {
    let told = |change: &Change| {
        let held = change.held?;
        let (path, more) = (&change.path, left_out.len() - 1);
        let others = if more == 0 { String::new() } else { format!(", and {more} more") };
        Some(format!("`{path}` {held}{others}"))
    };
    left_out.first().and_then(told).unwrap_or_default()
}

fn interrupted(commit: Option<&Commit>) -> String {
    match commit {
        Some(commit) => format!("but committed as {} all the same", commit.revision.short()),
        None => "and nothing was committed".to_owned(),
    }
}
