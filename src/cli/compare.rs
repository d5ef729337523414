//! Comparing two states of a workspace, for `diff` and `build --compare`.

use std::path::Path;

use super::Failure;
use super::range::{Range, Side};
use super::state::{State, open};
use crate::check::compare;
use crate::diag::Report;
use crate::diff::{self, ChangeSet, Review};
use crate::git::Repository;
use crate::snapshot::{FileEntry, ParseCache, Snapshot};
use crate::store::layout::Place;
use crate::text::WsPath;
use crate::view::Comparison;

/// Both sides of a range, and what changed from one to the other.
pub(super) struct Sides {
    /// What it was.
    pub(super) before: Snapshot,
    /// What it is.
    pub(super) after: Snapshot,
    changes: ChangeSet,
}

impl Sides {
    /// Reads both sides and compares them; what they have in common is read once.
    ///
    /// # Errors
    /// When git's files or the folder cannot be read.
    pub(super) fn load(range: &Range, repository: &Repository, root: &Path) -> Result<Sides, Failure> {
        let cache = ParseCache::new();
        let trees = (range.before.tree(repository, root)?, range.after.tree(repository, root)?);
        let before = Snapshot::load_with(&*trees.0, &cache)?;
        let after = before.load_beside(&*trees.1, &cache)?;
        let changes = diff::compare(&before, &after);
        Ok(Sides { before, after, changes })
    }

    /// Tells what changed and what follows from it.
    pub(super) fn review(&self) -> Review {
        // Also where no record is another: a second file of an ID is none, but wrong.
        let (appeared, gone) = compare::between(&self.before, &self.after);
        let gone = self.solved(&gone);
        Review::new(&self.before, &self.after, self.changes.clone(), &appeared, &gone)
    }
}

impl Sides {
    /// The findings that are gone since what they were about has changed, not since it cannot be read any more.
    fn solved(&self, gone: &Report) -> Report {
        let can_be_read = |file: &FileEntry| !matches!(file.place, Place::Record(_)) || file.document().is_some();
        let lost_a_record = self.after.files().iter().any(|file| {
            !can_be_read(file) && self.before.file(&file.path).is_some_and(|before| before.document().is_some())
        });
        // What is not read says nothing of others either: only what others say themselves counts then.
        let is_solved = |path: &WsPath| match (self.before.file(path), self.after.file(path)) {
            (Some(before), Some(after)) => can_be_read(after) && (!lost_a_record || before.may_differ(after)),
            _ => true,
        };
        gone.filter(|finding| is_solved(&finding.path))
    }
}

/// What changed since the revision `base` in the workspace in the folder `root`. `main...` is where one has left `main`.
///
/// # Errors
/// When `base` is not one revision, or one side cannot be read.
pub(super) fn since(base: &str, state: &State, root: &Path) -> Result<Comparison, Failure> {
    let name = base.strip_suffix("...").unwrap_or(base);
    if name.is_empty() || name.contains("..") {
        return Err(Failure::new(format!("`--compare` takes one revision, not `{base}`"))
            .help("name what to compare with, such as `main`, or `main...` for where this branch left it; what is shown is named by `--at`"));
    }
    let repository = open(root)?;
    let range = match state {
        State::At(shown) => Range::of(&repository, Some(&format!("{name}{}{shown}", dots(base))), false, false)?,
        _ if name != base => Range { after: Side::Folder, ..Range::of(&repository, Some(base), false, false)? },
        _ => Range::of(&repository, Some(base), false, false)?,
    };
    let review = Sides::load(&range, &repository, root)?.review();
    Ok(Comparison::new(range.before.to_string(), review))
}

fn dots(base: &str) -> &'static str {
    if base.ends_with("...") { "..." } else { ".." }
}
