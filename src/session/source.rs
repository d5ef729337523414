//! Where a workspace is, and how its site is to be made.

use std::path::PathBuf;
use std::sync::Arc;

use super::past;
use crate::check;
use crate::past::Recall;
use crate::site::{self, Overrides};
use crate::snapshot::Snapshot;
use crate::store::layout;
use crate::store::{DiskTree, FileTree, StoreError};
use crate::text::WsPath;
use crate::view::{Comparison, Settings};
use crate::workspace::{folder_tree, is_settings_unreadable, repository_folder};

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
        let tree = folder_tree(&self.root);
        let out = self.out.as_deref().and_then(|out| WsPath::below(&self.root, out));
        // A folder of records is refused later; it must not be missing from the findings until then.
        match out {
            Some(out) if !out.is_root() && !layout::is_own_folder(&out) => tree.without(out),
            _ => tree,
        }
    }

    /// The workspace's files after its settings were touched. While those cannot be read, they are held as they were, too.
    pub(super) fn tree_after(&self, before: &DiskTree) -> DiskTree {
        let is_unclear = self.holds && is_settings_unreadable(&DiskTree::new(&self.root));
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
