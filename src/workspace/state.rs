//! Opening a state of a workspace: its folder, what is staged, a revision, or nothing.

use std::path::Path;

use super::{Workspace, folder_tree, output};
use crate::diag::{Advice, Refused};
use crate::git::{IndexTree, OpenError, Repository, ResolveError, Revision, RevisionTree};
use crate::snapshot::Snapshot;
use crate::store::layout::{self, Place, WORKSPACE_FILE};
use crate::store::{DiskTree, FileTree, MemoryTree, OverlayTree, StoreError};
use crate::text::{WorkspaceEdit, WsPath};

/// Says where in a tree the site is built.
type Site<'a> = dyn Fn(&dyn FileTree) -> WsPath + 'a;

/// A state of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Before the first commit.
    Nothing,
    /// The files in its folder.
    Folder,
    /// What is staged: what the next commit would hold.
    Staged,
    /// A revision.
    At(Point),
}

/// A revision, and what one called it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// By any name git knows.
    pub name: String,
    /// What that names.
    pub revision: Revision,
}

impl State {
    /// The commit, where it is one.
    pub fn revision(&self) -> Option<Revision> {
        match self {
            State::At(point) => Some(point.revision),
            State::Nothing | State::Folder | State::Staged => None,
        }
    }
}

impl Workspace {
    /// A revision, by any name git knows.
    ///
    /// # Errors
    /// When the workspace is in no repository, or the name is no revision.
    pub fn point(&self, name: &str) -> Result<Point, Refused> {
        Ok(Point { name: name.to_owned(), revision: self.repository()?.resolve(name)? })
    }

    /// The files of a state, but not the site built in it. A commit that holds nothing of the workspace is none of its
    /// business, so of what is staged there may be nothing.
    ///
    /// # Errors
    /// When the workspace is not there in that state, or its files cannot be read.
    pub fn open(&self, state: &State) -> Result<Box<dyn FileTree>, Refused> {
        self.open_but(state, &output)
    }

    /// The files of a state as an edit would leave them, of which nothing is written.
    ///
    /// # Errors
    /// As [`Workspace::open`], and when the edit was made for other files.
    pub fn open_after(&self, state: &State, edit: &WorkspaceEdit) -> Result<Box<dyn FileTree>, Refused> {
        let edited = |site: &Site<'_>| {
            let mut tree = OverlayTree::new(self.open_but(state, site)?);
            tree.apply(edit)?;
            Ok::<_, Refused>(tree)
        };
        let tree = edited(&output)?;
        // The edit may have the site built elsewhere.
        let site = output(&tree);
        Ok(Box::new(if site == output(tree.below()) { tree } else { edited(&|_| site.clone())? }))
    }

    /// The files of a state, but not those of the site, which is where `site` says.
    fn open_but(&self, state: &State, site: &Site<'_>) -> Result<Box<dyn FileTree>, Refused> {
        match state {
            State::Nothing => Ok(Box::new(MemoryTree::new())),
            State::Folder => {
                let tree = DiskTree::new(&self.root);
                let site = site(&tree);
                Ok(Box::new(tree.without(site)))
            }
            State::Staged => self.staged(site),
            State::At(Point { name, revision }) => {
                let tree = self.repository()?.tree(revision)?;
                let site = site(&tree);
                let tree = tree.without(&site);
                if has_workspace_file(&tree)? {
                    return Ok(Box::new(tree));
                }
                Err(Refused::new(format!("`{name}` has no {WORKSPACE_FILE} in the workspace's folder"))
                    .help("name a revision in which the workspace exists"))
            }
        }
    }

    fn staged(&self, site: &Site<'_>) -> Result<Box<dyn FileTree>, Refused> {
        let tree = self.repository()?.staged()?;
        let site = site(&tree);
        let tree = tree.without(&site);
        if has_workspace_file(&tree)? {
            return Ok(Box::new(tree));
        }
        match tree.list()?.into_iter().find(|entry| matches!(layout::place(&entry.path), Place::Record(_))) {
            Some(entry) => Err(Refused::new(format!("`{}` is staged, but no {WORKSPACE_FILE}", entry.path))
                .advise(Advice::text(format!("stage it, too: `git add {WORKSPACE_FILE}`")))),
            None => Ok(Box::new(MemoryTree::new())),
        }
    }

    /// The files of a revision; none where the workspace did not exist yet.
    ///
    /// # Errors
    /// When git's files cannot be read.
    pub fn open_if_there(&self, revision: &Revision) -> Result<Box<dyn FileTree>, Refused> {
        open_revision(&self.repository()?, revision)
    }

    /// Reads a state.
    ///
    /// # Errors
    /// As [`Workspace::open`].
    pub fn read(&self, state: &State) -> Result<Snapshot, Refused> {
        Ok(Snapshot::load(&*self.open(state)?)?)
    }
}

/// The files of a state to be compared with another, but not the site built in it: none where the workspace did not
/// exist yet. What git keeps is known by its name and not read to find it unchanged.
///
/// # Errors
/// When git's files cannot be read.
pub(super) fn open_to_compare(
    repository: &Repository,
    root: &Path,
    state: &State,
) -> Result<Box<dyn FileTree>, Refused> {
    match state {
        State::Nothing => Ok(Box::new(MemoryTree::new())),
        State::At(point) => open_revision(repository, &point.revision),
        State::Staged => Ok(Box::new(without_output(repository.staged()?))),
        State::Folder => {
            let head = repository.head_tree()?;
            Ok(Box::new(repository.folder(folder_tree(root), head)?))
        }
    }
}

/// The files of a revision, but not the site built in it; none where the workspace did not exist yet.
///
/// # Errors
/// When git's files cannot be read.
pub(super) fn open_revision(repository: &Repository, revision: &Revision) -> Result<Box<dyn FileTree>, Refused> {
    match revision_tree(repository, revision) {
        Ok(tree) => Ok(Box::new(tree)),
        Err(ResolveError::NoWorkspace { .. }) => Ok(Box::new(MemoryTree::new())),
        Err(error) => Err(error.into()),
    }
}

/// The files of a revision, but not the site built in it.
///
/// # Errors
/// When the workspace was not there, or git's files cannot be read.
pub(super) fn revision_tree(repository: &Repository, revision: &Revision) -> Result<RevisionTree, ResolveError> {
    let tree = repository.tree(revision)?;
    let output = output(&tree);
    Ok(tree.without(&output))
}

/// What is staged, but not the site built in it.
pub(super) fn without_output(tree: IndexTree) -> IndexTree {
    let output = output(&tree);
    tree.without(&output)
}

/// Whether a tree has the workspace's settings, without which it is none.
///
/// # Errors
/// When it cannot be listed.
pub(super) fn has_workspace_file(tree: &dyn FileTree) -> Result<bool, StoreError> {
    Ok(tree.list()?.iter().any(|entry| entry.path.as_str() == WORKSPACE_FILE))
}

/// The workspace's folder in its repository, with a final `/`; empty where there is no repository.
pub fn repository_folder(root: &Path) -> String {
    match Repository::open(root) {
        Ok(repository) => repository.repository_path(&WsPath::root()),
        Err(OpenError::NoRepository(_)) => String::new(),
        // Such as that of another user, which is common in containers: where it is can be seen without opening it.
        Err(_) => repository_folder_by_name(root).unwrap_or_default(),
    }
}

/// The way to a folder from the nearest one above it that has a `.git`.
fn repository_folder_by_name(root: &Path) -> Option<String> {
    let root = root.canonicalize().ok()?;
    let repository = root.ancestors().find(|folder| folder.join(".git").exists())?;
    let folder = WsPath::below(repository, &root)?;
    Some(if folder.is_root() { String::new() } else { format!("{folder}/") })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_folder_in_a_repository_is_known_also_where_that_cannot_be_opened() {
        let outside = tempfile::tempdir().expect("a temporary folder");
        let workspace = outside.path().join("product/maps");
        fs::create_dir_all(&workspace).expect("a folder");
        assert_eq!(repository_folder(&workspace), "");

        crate::git::init(outside.path()).expect("a repository");
        assert_eq!(repository_folder(&workspace), "product/maps/");
        assert_eq!(repository_folder(outside.path()), "");

        let unknown = "[core]\nrepositoryformatversion = 1\n[extensions]\nunheard-of = true\n";
        fs::write(outside.path().join(".git/config"), unknown).expect("a file");
        assert!(Repository::open(&workspace).is_err());
        assert_eq!(repository_folder(&workspace), "product/maps/");
        assert_eq!(repository_folder(outside.path()), "");
    }
}
