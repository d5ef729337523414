//! Comparing two states of a workspace, for `diff` and `build --compare`.

use super::state::open_to_compare;
use super::{Range, State, Workspace};
use crate::check::compare;
use crate::diag::{Refused, Report};
use crate::diff::{self, ChangeSet, Review};
use crate::model::{Publish, Workspace as Settled};
use crate::snapshot::{FileEntry, ParseCache, Snapshot};
use crate::store::layout::Place;
use crate::text::WsPath;
use crate::view::Comparison;

/// Both sides of a range, and what changed from one to the other.
pub struct Sides {
    /// What it was.
    pub before: Snapshot,
    /// What it is.
    pub after: Snapshot,
    pub(super) changes: ChangeSet,
}

impl Workspace {
    /// Which two states a range names, as git does; by default from `HEAD` to `now`, the folder or what is staged.
    ///
    /// # Errors
    /// When a name is no revision, or two revisions have no commit in common.
    pub fn range(&self, range: Option<&str>, now: State) -> Result<Range, Refused> {
        Range::of(&self.repository()?, range, now)
    }

    /// Reads both states of a range and compares them; what they have in common is read once.
    ///
    /// # Errors
    /// When git's files or the folder cannot be read.
    pub fn compare(&self, range: &Range) -> Result<Sides, Refused> {
        let cache = ParseCache::new();
        let repository = self.repository()?;
        let open = |state: &State| open_to_compare(&repository, self.root(), state);
        let trees = (open(&range.before)?, open(&range.after)?);
        let before = Snapshot::load_with(&*trees.0, &cache)?;
        let after = before.load_beside(&*trees.1, &cache)?;
        let changes = diff::compare(&before, &after);
        Ok(Sides { before, after, changes })
    }

    /// What changed from the revision `base` to a state, to be marked on its pages; all of it, or what `is_public` lets be
    /// told. `main...` is where one has left `main`.
    ///
    /// # Errors
    /// When `base` is not one revision, or one side cannot be read.
    pub fn changes_since(&self, base: &str, state: &State, is_public: bool) -> Result<Comparison, Refused> {
        let name = base.strip_suffix("...").unwrap_or(base);
        if name.is_empty() || name.contains("..") {
            return Err(Refused::new(format!("changes are marked since one revision, not since `{base}`"))
                .help("name what to compare with, such as `main`, or `main...` for where this branch left it"));
        }
        let dots = if name == base { ".." } else { "..." };
        let range = match state {
            State::At(shown) => self.range(Some(&format!("{name}{dots}{}", shown.name)), State::Folder)?,
            _ => Range { after: State::Folder, ..self.range(Some(base), State::Folder)? },
        };
        let sides = self.compare(&range)?;
        let review = match is_public {
            true => sides.published(sides.after.workspace().map(Settled::publish).unwrap_or_default()),
            false => sides.review(),
        };
        Ok(Comparison::new(range.before.to_string(), review))
    }
}

impl Sides {
    /// Tells what changed and what follows from it.
    pub fn review(&self) -> Review {
        // Also where no record is another: a second file of an ID is none, but wrong.
        let (appeared, gone) = compare::between(&self.before, &self.after);
        let gone = self.solved(&gone);
        Review::new(&self.before, &self.after, self.changes.clone(), &appeared, &gone)
    }

    /// The same, as far as it may be published.
    fn published(&self, publish: Publish) -> Review {
        let (before, after) = (self.before.hold_back(publish), self.after.hold_back(publish));
        let (appeared, gone) = compare::between(&self.before, &self.after);
        let (appeared, gone) = (after.held_back.allowed(&appeared), before.held_back.allowed(&self.solved(&gone)));
        let before = before.snapshot.as_ref().unwrap_or(&self.before);
        let after = after.snapshot.as_ref().unwrap_or(&self.after);
        let mut changes = diff::compare(before, after);
        changes.reformatted.retain(|path| self.changes.reformatted.contains(path));
        // A file that is held back on one side only has neither come nor gone.
        changes.files.retain(|file| self.changes.files.contains(file));
        Review::new(before, after, changes, &appeared, &gone)
    }

    /// The findings that are gone since what they were about has changed, not since it cannot be read any more.
    fn solved(&self, gone: &Report) -> Report {
        let can_be_read = |file: &FileEntry| !matches!(file.place, Place::Record(_)) || file.whole_document().is_some();
        let lost_a_record = self.after.files().iter().any(|file| {
            !can_be_read(file) && self.before.file(&file.path).is_some_and(|before| before.whole_document().is_some())
        });
        // What is not read says nothing of others either: only what others say themselves counts then.
        let is_solved = |path: &WsPath| match (self.before.file(path), self.after.file(path)) {
            (Some(before), Some(after)) => can_be_read(after) && (!lost_a_record || before.may_differ(after)),
            _ => true,
        };
        gone.filter(|finding| is_solved(&finding.path))
    }
}
