//! What `.gitignore` files say does not exist.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::IGNORE_FILE_BOUND;

/// The folders around `root` whose `.gitignore` files hold in it, innermost first: those up to the repository's, when
/// there is one and it is not `root` itself.
pub fn folders_around(root: &Path) -> Vec<PathBuf> {
    let has_repository = |folder: &Path| folder.join(".git").exists();
    match root.ancestors().position(has_repository) {
        Some(depth) => root.ancestors().take(depth + 1).skip(1).map(Path::to_path_buf).collect(),
        None => Vec::new(),
    }
}

/// The `.gitignore` files in force for a folder: its own, and those of the folders around it up to the repository's.
#[derive(Clone, Default)]
pub(super) struct Ignored {
    /// Innermost last.
    files: Vec<std::sync::Arc<Gitignore>>,
}

impl Ignored {
    /// The files in force around `root`, its own left out: those between it and the repository that holds it.
    pub(super) fn around(root: &Path) -> Ignored {
        folders_around(root).iter().rev().fold(Ignored::default(), |ignored, folder| ignored.with(folder))
    }

    /// Adds a folder's own file, when it has one. Lines that cannot be understood are passed over, as git does.
    pub(super) fn with(&self, folder: &Path) -> Ignored {
        let file = folder.join(".gitignore");
        if !file.symlink_metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= IGNORE_FILE_BOUND) {
            return self.clone();
        }
        let mut builder = GitignoreBuilder::new(folder);
        builder.add(&file);
        let mut files = self.files.clone();
        files.extend(builder.build().ok().map(std::sync::Arc::new));
        Ignored { files }
    }

    /// Whether a path is ignored: the innermost file that has a word on it decides.
    pub(super) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        for file in self.files.iter().rev() {
            match file.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}
