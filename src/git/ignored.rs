//! The `.gitignore` files of a revision, applied to its paths.
//!
//! Git itself never ignores what is committed. A workspace does: in the working folder an ignored file does not exist,
//! so a committed one must not exist in a revision either, or each comparison of the two would report it.

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::store::IGNORE_FILE_BOUND;

/// The rules in force in one folder of a walk, outermost first.
#[derive(Default)]
pub(super) struct IgnoreStack {
    folders: Vec<Option<(usize, Gitignore)>>,
}

impl IgnoreStack {
    /// Enters the folder at `path`, whose `.gitignore` (if any) is a blob of its tree.
    pub(super) fn enter(&mut self, path: &str, tree: &git2::Tree<'_>, repository: &git2::Repository) {
        let skip = if path.is_empty() { 0 } else { path.len() + 1 };
        let rules = tree.get_name(".gitignore").filter(|entry| entry.filemode() & 0o170_000 == 0o100_000);
        let rules = rules.and_then(|entry| repository.find_blob(entry.id()).ok()).and_then(|blob| parse(&blob));
        self.folders.push(rules.map(|rules| (skip, rules)));
    }

    /// Leaves the folder entered last.
    pub(super) fn leave(&mut self) {
        self.folders.pop();
    }

    /// Whether the innermost rule that speaks of `path`, a path below all folders entered, ignores it.
    pub(super) fn ignores(&self, path: &str, is_folder: bool) -> bool {
        for (skip, rules) in self.folders.iter().rev().flatten() {
            match rules.matched(path.get(*skip..).unwrap_or_default(), is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => {}
            }
        }
        false
    }
}

fn parse(blob: &git2::Blob<'_>) -> Option<Gitignore> {
    if blob.size() as u64 > IGNORE_FILE_BOUND {
        return None;
    }
    let mut builder = GitignoreBuilder::new("");
    for line in String::from_utf8_lossy(blob.content()).trim_start_matches('\u{feff}').lines() {
        // A pattern that cannot be read ignores nothing, as in git.
        let _ = builder.add_line(None, line);
    }
    builder.build().ok()
}
