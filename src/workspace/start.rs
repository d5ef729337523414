//! Starting a workspace from the files of a template.

use super::Workspace;
use crate::diag::Refused;
use crate::git::{self, InitError, Initialised};
use crate::store::layout::STARTERS;
use crate::text::{WorkspaceEdit, WsPath};

/// What was started.
#[derive(Debug)]
pub struct Started {
    /// How many files were written.
    pub files: usize,
    /// The files of the template that are there already, and stay as they are.
    pub kept: Vec<&'static str>,
    /// Whether a git repository was made for it.
    pub has_new_repository: bool,
}

/// Why a workspace was not started. Nothing was written, unless it says so.
#[derive(Debug)]
pub enum StartFailure {
    /// The folder is one already.
    IsWorkspace,
    /// Something else is where the folder is to be.
    NoFolder,
    /// Files are where new ones are to be.
    Taken(Vec<WsPath>),
    /// The workspace is there, but no repository for it.
    NoRepository(InitError),
    /// Anything else.
    Refused(Refused),
}

impl Workspace {
    /// Starts the workspace, with a git repository unless its folder is in one already. No file is ever overwritten.
    ///
    /// # Errors
    /// When something is in the way, or the files or the repository cannot be made.
    pub fn start(&self, mut template: WorkspaceEdit) -> Result<Started, StartFailure> {
        let is_there = |path: &WsPath| path.on_disk(&self.root).symlink_metadata().is_ok();
        // A folder fresh from a forge has these, and they are its owner's.
        let kept = STARTERS.into_iter().filter(|name| WsPath::new(name).is_some_and(|path| is_there(&path)));
        let kept: Vec<&str> = kept.collect();
        template.retain_created(|path| !kept.contains(&path.as_str()));
        if Workspace::is_root(&self.root) {
            return Err(StartFailure::IsWorkspace);
        }
        if self.root.exists() && !self.root.is_dir() {
            return Err(StartFailure::NoFolder);
        }
        let taken = template.changes().map(|(path, _)| path).filter(|path| is_there(path));
        let taken: Vec<WsPath> = taken.cloned().collect();
        if !taken.is_empty() {
            return Err(StartFailure::Taken(taken));
        }
        self.apply(&template).map_err(StartFailure::Refused)?;
        let repository = git::init(&self.root).map_err(StartFailure::NoRepository)?;
        let has_new_repository = matches!(repository, Initialised::New(_));
        Ok(Started { files: template.changes().count(), kept, has_new_repository })
    }
}
