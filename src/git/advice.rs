//! What to do about each error of this module.

use crate::diag::{Advice, Advised, Choice, Operation};
use crate::text::shell_word;

use super::{
    CommitError, DriverError, Failure, HookError, IndexError, InitError, OpenError, PushError, ResolveError,
    StatusError,
};

/// One piece of advice, or none.
fn one(advice: Advice) -> Vec<Advice> {
    vec![advice]
}

fn text(text: impl Into<String>) -> Vec<Advice> {
    one(Advice::text(text))
}

fn run(command: impl Into<String>) -> Vec<Advice> {
    one(Advice::run(command))
}

impl Advised for Failure {}

impl Advised for StatusError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            StatusError::IndexForm { command, .. } => run(*command),
            StatusError::Unreadable { .. } | StatusError::Failed(_) => Vec::new(),
        }
    }
}

impl Advised for IndexError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            IndexError::Unmerged(_) => text("resolve it and run `git add`"),
            IndexError::Status(error) => error.advice(),
            IndexError::Failed(error) => error.advice(),
        }
    }
}

impl Advised for OpenError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            OpenError::NoRepository(_) => text("run `git init` there"),
            OpenError::Bare(_) => text("use a clone of it"),
            OpenError::Owner(folder) => {
                let word = shell_word(&folder.display().to_string());
                text(format!("if you do, run `git config --global --add safe.directory {word}`"))
            }
            OpenError::Unsupported { help, .. } => text(*help),
            OpenError::OutsideWorkFolder(_) => text("unset `core.worktree` or move the workspace"),
            OpenError::NotUtf8(_) => text("rename it"),
            OpenError::Folder { .. } | OpenError::Failed(_) => Vec::new(),
        }
    }
}

impl Advised for InitError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            InitError::Open(error) => error.advice(),
            InitError::Failed(error) => error.advice(),
        }
    }
}

impl Advised for ResolveError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            ResolveError::Unknown(_) | ResolveError::Malformed(_) | ResolveError::NotACommit { .. } => {
                one(Advice::another(Choice::Revision))
            }
            ResolveError::CutOff(_) => text("`git fetch --unshallow` brings all there is"),
            ResolveError::Ambiguous(_) => text("give more digits"),
            ResolveError::NoCommitYet(_) => one(Advice::operation(Operation::Commit)),
            ResolveError::NoWorkspace { .. } => text("name a revision in which the workspace exists"),
            ResolveError::LeftOut { .. } => text("`git fetch --refetch --no-filter` brings all there is"),
            ResolveError::Failed(error) => error.advice(),
        }
    }
}

impl Advised for CommitError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            CommitError::AllLeftOut(left_out) => {
                let remedy = left_out.first().and_then(|change| Some((change.held?.remedy(), &change.path)));
                remedy.map_or_else(Vec::new, |(remedy, path)| run(format!("{remedy} {}", shell_word(path.as_str()))))
            }
            CommitError::NothingToAmend => text("make the first one without amending"),
            CommitError::UnknownEncoding(_) => text("amend it with `git commit --amend`"),
            CommitError::NotEdited => text("commit again"),
            CommitError::UnderWay { help, .. } => text(*help),
            CommitError::Unmerged(_) => text("resolve them and run `git add` on the files"),
            CommitError::Locked(_) => text("wait for it, or remove the file if none is"),
            CommitError::Identity(_) => {
                let name = "git config --global user.name \"Your Name\"";
                text(format!("run `{name}` and `git config --global user.email you@example.com`"))
            }
            CommitError::EmptyMessage => text("write one"),
            CommitError::ChangedMeanwhile(_) => text("run the command again"),
            CommitError::HookRefused(_) => text("do what it says, then commit again"),
            CommitError::GitMissing(_) => text("install it"),
            CommitError::IndexNotUpdated { .. } => text("run `git add -A` in the workspace"),
            CommitError::Status(error) => error.advice(),
            CommitError::Failed(error) => error.advice(),
            CommitError::NothingToCommit
            | CommitError::Refused
            | CommitError::Interrupted { .. }
            | CommitError::GitFailed(_) => Vec::new(),
        }
    }
}

impl Advised for PushError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            PushError::NoBranch => text("run `git switch -c NAME` first"),
            PushError::NoRemote => text("add one with `git remote add origin URL`"),
            PushError::GitMissing => text("install it"),
            PushError::Refused => text("do what it says above, then run `git push`"),
            PushError::Failed(error) => error.advice(),
        }
    }
}

impl Advised for HookError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            HookError::Changed(_) => text("remove it yourself"),
            HookError::LineBreak => text("rename it"),
            HookError::Failed(error) => error.advice(),
            HookError::Foreign { .. }
            | HookError::Managed(_)
            | HookError::NoFolder
            | HookError::Shared(_)
            | HookError::Io { .. } => Vec::new(),
        }
    }
}

impl Advised for DriverError {
    fn advice(&self) -> Vec<Advice> {
        match self {
            DriverError::NoFile(_) => text("replace it by a file"),
            DriverError::Io { .. } => Vec::new(),
            DriverError::Failed(error) => error.advice(),
        }
    }
}
