//! Which two states of a workspace are compared.

use std::fmt;
use std::path::Path;

use super::Failure;
use super::state::tree_at;
use crate::git::{Repository, ResolveError, Revision};
use crate::session;
use crate::store::{FileTree, MemoryTree};

/// Two states of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// What it was.
    pub(super) before: Side,
    /// What it is.
    pub(super) after: Side,
}

/// One state of a workspace, which need not exist in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Before the first commit.
    Nothing,
    /// A revision, with what one called it.
    At(String, Revision),
    /// What is staged.
    Staged,
    /// The files in the folder.
    Folder,
}

impl Range {
    /// Reads a range as git does: by default from `HEAD` to the folder, or to what is staged.
    ///
    /// # Errors
    /// When a name is no revision, or two revisions have no commit in common.
    pub(super) fn of(
        repository: &Repository,
        range: Option<&str>,
        staged: bool,
        unstaged: bool,
    ) -> Result<Range, Failure> {
        let at = |name: &str| {
            let name = if name.is_empty() { "HEAD" } else { name };
            let revision = repository.resolve(name)?;
            Ok::<_, Failure>(Side::At(name.to_owned(), revision))
        };
        let now = if staged { Side::Staged } else { Side::Folder };
        let named = |after: &str| if staged { Err(two_ends(after)) } else { at(after) };
        match range {
            None if unstaged => Ok(Range { before: Side::Staged, after: Side::Folder }),
            None => Ok(Range { before: head(repository)?, after: now }),
            Some(range) => match (range.split_once("..."), range.split_once("..")) {
                (Some((base, head)), _) => {
                    let (base, head) = (at(base)?, named(head)?);
                    Ok(Range { before: common(repository, &base, &head)?, after: head })
                }
                (None, Some((base, head))) => Ok(Range { before: at(base)?, after: named(head)? }),
                (None, None) => Ok(Range { before: at(range)?, after: now }),
            },
        }
    }
}

fn two_ends(name: &str) -> Failure {
    Failure::new(format!("`--staged` compares with what is staged, not with `{name}`"))
        .help("give one revision, or leave `--staged` out")
}

fn head(repository: &Repository) -> Result<Side, Failure> {
    let head = repository.head()?;
    Ok(head.map_or(Side::Nothing, |revision| Side::At("HEAD".to_owned(), revision)))
}

/// The newest commit that two revisions have in common.
fn common(repository: &Repository, base: &Side, head: &Side) -> Result<Side, Failure> {
    let (Side::At(base, a), Side::At(head, b)) = (base, head) else { return Ok(Side::Nothing) };
    match repository.merge_base(a, b)? {
        Some(revision) if revision == *a => Ok(Side::At(base.clone(), revision)),
        Some(revision) => Ok(Side::At(format!("{} (where {head} left {base})", revision.short()), revision)),
        None => Err(Failure::new(format!("`{base}` and `{head}` have no commit in common"))
            .help(format!("compare them as they are with `{base}..{head}`, or fetch more of their history"))),
    }
}

impl Side {
    /// The commit, where it is one.
    pub(super) fn revision(&self) -> Option<Revision> {
        match self {
            Side::At(_, revision) => Some(*revision),
            _ => None,
        }
    }

    /// The workspace's files in this state, but not the site built in it; none where the workspace did not exist yet.
    ///
    /// # Errors
    /// When git's files cannot be read.
    pub(super) fn tree(&self, repository: &Repository, root: &Path) -> Result<Box<dyn FileTree>, Failure> {
        match self {
            Side::Nothing => Ok(Box::new(MemoryTree::new())),
            Side::At(_, revision) => match tree_at(repository, revision) {
                Ok(tree) => Ok(Box::new(tree)),
                Err(ResolveError::NoWorkspace { .. }) => Ok(Box::new(MemoryTree::new())),
                Err(error) => Err(Failure::from(error)),
            },
            Side::Staged => {
                let tree = repository.staged()?;
                let output = session::output(&tree);
                Ok(Box::new(tree.without(&output)))
            }
            Side::Folder => {
                let head = repository.head_tree()?;
                Ok(Box::new(repository.folder(session::tree(root), head)?))
            }
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Side::Nothing => f.write_str("nothing"),
            Side::At(name, _) => f.write_str(name),
            Side::Staged => f.write_str("what is staged"),
            Side::Folder => f.write_str("the files in the folder"),
        }
    }
}
