//! What is in a file that is no record: read when it is first asked for, and no further than its type asks for.

use std::fmt;
use std::sync::OnceLock;

use crate::attachment::{self, Content};
use crate::store::{SharedTree, StoreError};
use crate::text::WsPath;

/// What is in a file that is no record, found out when first asked for.
#[derive(Default)]
pub(super) struct Inside {
    tree: Option<SharedTree>,
    content: OnceLock<Result<Content, String>>,
}

impl Inside {
    /// To be looked into in this tree.
    pub(super) fn in_tree(tree: Option<SharedTree>) -> Inside {
        Inside { tree, content: OnceLock::new() }
    }

    /// Its text, where it is no larger than so many bytes.
    pub(super) fn text(&self, path: &WsPath, most: usize) -> Option<String> {
        let bytes = self.tree.as_ref()?.read_small(path, most).ok()??;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What it says of itself, or why it cannot be read.
    pub(super) fn content(&self, path: &WsPath) -> &Result<Content, String> {
        self.content.get_or_init(|| {
            let Some(tree) = &self.tree else { return Ok(Content::Plain) };
            let name = path.file_name();
            let read: Result<_, StoreError> = tree.read_small(path, attachment::most_needed(name));
            read.map(|bytes| attachment::look_into(name, bytes.as_deref())).map_err(|error| error.to_string())
        })
    }
}

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Inside").field(&self.content).finish()
    }
}
