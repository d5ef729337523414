//! Texts that are not saved yet, as an editor has them, over the files of the folder.
//!
//! A buffer counts as the file that it would be if it were saved, and so not where no file of the workspace can be: where a
//! folder or a link is, or where the folder's files are ignored.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::store::{DiskTree, FileTree as _, OverlayTree};
use crate::text::WsPath;

/// The files of the folder with buffers over them.
pub(super) type Tree = OverlayTree<Arc<DiskTree>>;

/// Texts by the paths of the files they are of.
#[derive(Default)]
pub(super) struct Buffers(BTreeMap<WsPath, String>);

impl Buffers {
    pub(super) fn set(&mut self, path: WsPath, text: String) {
        self.0.insert(path, text);
    }

    /// Takes one away; whether there was one.
    pub(super) fn drop(&mut self, path: &WsPath) -> bool {
        self.0.remove(path).is_some()
    }

    /// Lays them over the files of a folder as it is now.
    pub(super) fn over(&self, folder: DiskTree) -> Tree {
        let mut tree = OverlayTree::new(Arc::new(folder));
        for (path, text) in &self.0 {
            if tree.may_hold(path) {
                tree.insert(path.clone(), text.as_bytes());
            }
        }
        tree
    }
}
