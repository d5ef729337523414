//! Making a repository for a workspace that has none.

use std::path::Path;

use git2::RepositoryInitOptions;

use super::failure::{Failure, failure};
use super::repository::{OpenError, Repository};

/// Whether a repository had to be made.
pub enum Initialised {
    /// It was made.
    New(Repository),
    /// The folder was in one.
    Existing(Repository),
}

/// Why a repository was not made.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// There is one, but it cannot be used.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// Makes sure that an existing folder is in a repository, with the first branch named as `init.defaultBranch` says,
/// else `main`.
///
/// # Errors
/// When the folder is in a repository that cannot be used, or cannot be written.
pub fn init(folder: &Path) -> Result<Initialised, InitError> {
    match Repository::open(folder) {
        Ok(repository) => return Ok(Initialised::Existing(repository)),
        Err(OpenError::NoRepository(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let mut options = RepositoryInitOptions::new();
    options.no_reinit(true).mkdir(false).initial_head("main");
    git2::Repository::init_opts(folder, &options).map_err(failure("make a repository"))?;
    let repository = Repository::open(folder)?;
    let config = repository.inner.config().map_err(failure("read git's configuration"))?;
    if let Ok(branch) = config.get_string("init.defaultBranch") {
        let reference = format!("refs/heads/{branch}");
        if git2::Reference::is_valid_name(&reference) {
            repository.inner.set_head(&reference).map_err(failure("name the first branch"))?;
        }
    }
    Ok(Initialised::New(repository))
}
