//! What of the past may be told where not all of it may leave the repository.
//!
//! What a file was once cannot be told from what it is in a commit of its own: so only files that everybody sees today are
//! told of, beside records.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Publish;
use crate::text::WsPath;

/// What of the past may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    pub(super) publish: Publish,
    files: Arc<BTreeSet<WsPath>>,
}

impl Allowed {
    /// Everything.
    pub fn all() -> Allowed {
        Allowed { publish: Publish::ALL, files: Arc::default() }
    }

    /// What may be published of records and, where that is not all, none but these files beside them.
    pub fn of(publish: Publish, files: impl FnOnce() -> BTreeSet<WsPath>) -> Allowed {
        if publish == Publish::ALL { Allowed::all() } else { Allowed { publish, files: Arc::new(files()) } }
    }

    /// Whether one may tell of a file that is no record.
    pub(super) fn has_file(&self, path: &WsPath) -> bool {
        self.publish == Publish::ALL || self.files.contains(path)
    }
}
