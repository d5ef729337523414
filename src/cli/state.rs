//! Which state of a workspace a command reads.

use std::fmt;
use std::path::Path;

use super::Failure;
use crate::git::{Repository, ResolveError, Revision, RevisionTree};
use crate::session;
use crate::store::layout::{self, Place, WORKSPACE_FILE};
use crate::store::{FileTree, MemoryTree};

/// A state of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The files in its folder.
    Folder,
    /// What is staged: what the next commit would hold.
    Staged,
    /// A revision, by any name git knows.
    At(String),
}

impl State {
    /// The files of the workspace in the folder `root` as they are in this state, but not the site built in it.
    ///
    /// # Errors
    /// When there is no such revision, the workspace is not in it, or git's files cannot be read.
    pub(super) fn tree(&self, root: &Path) -> Result<Box<dyn FileTree>, Failure> {
        match self {
            State::Folder => Ok(Box::new(session::tree(root))),
            State::Staged => staged(root),
            State::At(name) => {
                let repository = open(root)?;
                let revision = repository.resolve(name)?;
                let tree = tree_at(&repository, &revision)?;
                if !has_workspace_file(&tree)? {
                    return Err(Failure::new(format!("`{name}` has no {WORKSPACE_FILE} in the workspace's folder"))
                        .help("name a revision in which the workspace exists"));
                }
                Ok(Box::new(tree))
            }
        }
    }
}

impl fmt::Display for State {
    /// What stands behind the number of files.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            State::Folder => Ok(()),
            State::Staged => f.write_str(" as staged"),
            State::At(revision) => write!(f, " at `{revision}`"),
        }
    }
}

/// The repository of the workspace in the folder `root`.
///
/// # Errors
/// When it is in none, or in one that cannot be used.
pub(super) fn open(root: &Path) -> Result<Repository, Failure> {
    Repository::open(root).map_err(Failure::from)
}

/// The files of a workspace in a revision, but not the site built in it.
///
/// # Errors
/// When the workspace's folder is not there, or its tree cannot be read.
pub(super) fn tree_at(repository: &Repository, revision: &Revision) -> Result<RevisionTree, ResolveError> {
    let tree = repository.tree(revision)?;
    let output = session::output(&tree);
    Ok(tree.without(&output))
}

/// What is staged of a workspace. A commit that holds nothing of it is none of its business, so that is no failure.
fn staged(root: &Path) -> Result<Box<dyn FileTree>, Failure> {
    let tree = open(root)?.staged()?;
    let output = session::output(&tree);
    let tree = tree.without(&output);
    if has_workspace_file(&tree)? {
        return Ok(Box::new(tree));
    }
    match tree.list()?.into_iter().find(|entry| matches!(layout::place(&entry.path), Place::Record(_))) {
        Some(entry) => Err(Failure::new(format!("`{}` is staged, but no {WORKSPACE_FILE}", entry.path))
            .help(format!("stage it, too: `git add {WORKSPACE_FILE}`"))),
        None => Ok(Box::new(MemoryTree::new())),
    }
}

/// Whether a tree has the workspace's settings, without which it is none.
///
/// # Errors
/// When it cannot be listed.
pub(super) fn has_workspace_file(tree: &dyn FileTree) -> Result<bool, Failure> {
    Ok(tree.list()?.iter().any(|entry| entry.path.as_str() == WORKSPACE_FILE))
}
