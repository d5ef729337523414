//! Where a workspace is, and how its site is to be made.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::past;
use crate::check;
use crate::git::{OpenError, Repository};
use crate::model::{self, Document, FileKind};
use crate::past::Recall;
use crate::site::{self, Overrides};
use crate::snapshot::Snapshot;
use crate::store::layout::{self, WORKSPACE_FILE};
use crate::store::{DiskTree, FileTree, StoreError};
use crate::text::{SourceText, WsPath};
use crate::view::{Comparison, Settings};

/// A workspace on disk, and how its site is to be made.
#[derive(Clone, Debug)]
pub struct Source {
    /// The workspace's folder.
    pub root: PathBuf,
    /// Where the site will be published, when not what the workspace says.
    pub base_url: Option<String>,
    /// Whether to use the workspace's own templates.
    pub templates: bool,
    /// Where the site is written to, so that it is not read.
    pub out: Option<PathBuf>,
    /// What changed since another state, to be marked on the pages.
    pub comparison: Option<Arc<Comparison>>,
    /// Whether the site goes on to show what a file said last while it is broken.
    pub holds: bool,
}

impl Source {
    /// The workspace in a folder, with nothing said about its site.
    pub fn new(root: impl Into<PathBuf>) -> Source {
        Source { root: root.into(), base_url: None, templates: false, out: None, comparison: None, holds: false }
    }

    /// The workspace's files, as its settings are now.
    pub(super) fn tree(&self) -> DiskTree {
        let tree = tree(&self.root);
        let out = self.out.as_deref().and_then(|out| WsPath::below(&self.root, out));
        // A folder of records is refused later; it must not be missing from the findings until then.
        match out {
            Some(out) if !out.is_root() && !layout::is_own_folder(&out) => tree.without(out),
            _ => tree,
        }
    }

    /// The workspace's files after its settings were touched. While those cannot be read, they are held as they were, too.
    pub(super) fn tree_after(&self, before: &DiskTree) -> DiskTree {
        let is_unclear = self.holds && workspace(&DiskTree::new(&self.root)).is_some_and(|document| document.is_none());
        if is_unclear { before.clone() } else { self.tree() }
    }

    /// The templates to use instead of the built-in ones.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn overrides(&self, snapshot: &Snapshot, tree: &dyn FileTree) -> Result<Overrides, StoreError> {
        if self.templates { site::overrides(snapshot, tree) } else { Ok(Overrides::new()) }
    }

    /// What the site of a revision is told from outside of the workspace.
    pub fn settings_at(&self, revision: &str) -> Settings {
        self.settings(past::up_to(&self.root, revision))
    }

    /// What a site is told from outside of the workspace, the past among it.
    pub(super) fn settings(&self, past: Option<Arc<Recall>>) -> Settings {
        Settings {
            base_url: self.base_url.clone(),
            repository_folder: repository_folder(&self.root),
            explain: Some(check::explanation),
            comparison: self.comparison.clone(),
            past,
        }
    }
}

/// A workspace's files, but not the site built in it.
pub fn tree(root: &Path) -> DiskTree {
    let tree = DiskTree::new(root);
    let output = output(&tree);
    tree.without(output)
}

/// The folder of the built site, as far as `workspace.yaml` can be read.
pub fn output(tree: &dyn FileTree) -> WsPath {
    // A bad setting is a finding; it must not hide records.
    let usable = configured_output(tree).and_then(|output| layout::site_folder(&output));
    usable.or_else(|| WsPath::new(layout::DEFAULT_OUTPUT)).unwrap_or_else(WsPath::root)
}

/// Why it is not known where the site is to be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadOutput {
    /// `workspace.yaml` cannot be read.
    Unreadable,
    /// `site` is no mapping, or `site.output` no text.
    NotText,
    /// What it says is no folder the site may be built into.
    NoPlace(String),
}

/// Why the workspace does not say where its site is to be built; `None` where it does, if only by saying nothing.
pub fn bad_output(tree: &dyn FileTree) -> Option<BadOutput> {
    let Some(Some(Document::Workspace(workspace))) = workspace(tree) else { return Some(BadOutput::Unreadable) };
    match workspace.site("output") {
        Some(output) if layout::site_folder(output.value).is_none() => {
            Some(BadOutput::NoPlace(output.value.to_owned()))
        }
        None if workspace.is_site_unread("output") => Some(BadOutput::NotText),
        _ => None,
    }
}

fn configured_output(tree: &dyn FileTree) -> Option<String> {
    match workspace(tree)?? {
        Document::Workspace(workspace) => workspace.site("output").map(|output| output.value.to_owned()),
        _ => None,
    }
}

/// What `workspace.yaml` says, if it is there and as far as it can be parsed.
fn workspace(tree: &dyn FileTree) -> Option<Option<Document>> {
    let bytes = WsPath::new(WORKSPACE_FILE).and_then(|path| tree.read(&path, true).ok())?;
    Some(model::parse(FileKind::Workspace, &SourceText::from_bytes(bytes)).document)
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
