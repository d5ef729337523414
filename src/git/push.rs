//! Pushing by the installed `git`, which knows the user's credentials.

use super::failure::Failure;
use super::program::git_in;
use super::repository::Repository;

/// Why commits were not pushed.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// `HEAD` is on no branch.
    #[error("`HEAD` is on no branch, so there is nothing to push to")]
    NoBranch,
    /// There is nowhere to push to.
    #[error("the repository has no remote")]
    NoRemote,
    /// The installed git is not there.
    #[error("git is not installed, but needed to push")]
    GitMissing,
    /// Git failed, and has said why.
    #[error("git could not push")]
    Refused,
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Repository {
    /// Whether there is a branch to push and somewhere to push it to.
    ///
    /// # Errors
    /// When there is not.
    pub fn can_push(&self) -> Result<(), PushError> {
        if self.inner.head_detached().unwrap_or(false) {
            return Err(PushError::NoBranch);
        }
        match self.inner.remotes() {
            Ok(remotes) if !remotes.is_empty() => Ok(()),
            _ => Err(PushError::NoRemote),
        }
    }

    /// Pushes the branch where git is set up to push it, or else to the branch of that name; git talks to the user
    /// itself.
    ///
    /// # Errors
    /// When git is not there, or could not.
    pub fn push(&self) -> Result<(), PushError> {
        let mut command = git_in(self.work_folder());
        command.args(["-c", "push.autoSetupRemote=true", "push"]);
        match command.stdout(std::io::stderr()).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(_) => Err(PushError::Refused),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(PushError::GitMissing),
            Err(error) => Err(Failure { action: "run git", reason: error.to_string() }.into()),
        }
    }
}
