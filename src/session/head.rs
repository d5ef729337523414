//! Where `HEAD` and the tags of a workspace's repository are, and how one notices that they are elsewhere.

use std::path::{Path, PathBuf};

use crate::git::{Repository, Revision, TagName};

/// Where a history ends, and what is tagged in the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last commit.
    pub revision: Revision,
    /// All tags.
    pub tags: Vec<TagName>,
}

impl Head {
    /// Where they are now; `None` where there is no commit, or no repository that can be read.
    pub fn now(root: &Path) -> Option<Head> {
        let repository = Repository::open(root).ok()?;
        Some(Head { revision: repository.head().ok()??, tags: repository.tag_names() })
    }
}

/// The folders in which something changes when `HEAD` or a tag does; none without a repository.
pub(super) fn folders(root: &Path) -> Vec<PathBuf> {
    Repository::open(root).map(|repository| repository.head_folders()).unwrap_or_default()
}

/// Whether a file in one of those folders has to do with `HEAD` or a tag: not one that every look at the files changes, nor
/// one that is there only while another is written.
pub(super) fn is_of_head(file: &Path, folders: &[PathBuf]) -> bool {
    let is_in_one = file.parent().is_some_and(|folder| folders.iter().any(|of_git| of_git == folder));
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    is_in_one && !name.ends_with(".lock") && !matches!(name, "index" | "FETCH_HEAD" | "config" | "description")
}
