//! Where a workspace is, and which folder in it is not read.

use std::path::PathBuf;

use crate::store::DiskTree;
use crate::store::layout;
use crate::text::WsPath;
use crate::workspace::{folder_tree, is_settings_unreadable};

/// A workspace on disk.
#[derive(Clone, Debug)]
pub struct Source {
    /// The workspace's folder.
    pub root: PathBuf,
    /// Where a site is written to beside the folder that the settings name, so that it is not read.
    pub out: Option<PathBuf>,
    /// Whether the site's folder that the settings named last is left out while they cannot be read.
    pub holds_settings: bool,
}

impl Source {
    /// The workspace in a folder.
    pub fn new(root: impl Into<PathBuf>) -> Source {
        Source { root: root.into(), out: None, holds_settings: false }
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

    /// The workspace's files after its settings were touched.
    pub(super) fn tree_after(&self, before: &DiskTree) -> DiskTree {
        let is_unclear = self.holds_settings && is_settings_unreadable(&DiskTree::new(&self.root));
        if is_unclear { before.clone() } else { self.tree() }
    }
}
