//! Where a workspace is, and which folder in it is not read.

use std::path::PathBuf;

use super::buffer::Buffers;
use crate::store::layout;
use crate::store::{DiskTree, FileTree};
use crate::text::WsPath;
use crate::workspace::{is_settings_unreadable, output};

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

    /// The files in the workspace's folder, as the settings there are now.
    pub(super) fn folder(&self) -> DiskTree {
        self.folder_by(&DiskTree::new(&self.root))
    }

    /// The files in the folder, as the settings are with buffers over them; those are held from `before` where they cannot be
    /// read and that is asked for.
    pub(super) fn folder_under(&self, buffers: &Buffers, before: Option<&DiskTree>) -> DiskTree {
        let settings = buffers.over(DiskTree::new(&self.root));
        match before {
            Some(before) if self.holds_settings && is_settings_unreadable(&settings) => before.clone(),
            _ => self.folder_by(&settings),
        }
    }

    fn folder_by(&self, settings: &dyn FileTree) -> DiskTree {
        let tree = DiskTree::new(&self.root).without(output(settings));
        let out = self.out.as_deref().and_then(|out| WsPath::below(&self.root, out));
        // A folder of records is refused later; it must not be missing from the findings until then.
        match out {
            Some(out) if !out.is_root() && !layout::is_own_folder(&out) => tree.without(out),
            _ => tree,
        }
    }
}
