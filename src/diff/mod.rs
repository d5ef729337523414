//! What changed between two snapshots, in meaning.
//!
//! Owns how records are compared: by ID, so that a moved file is a move and reformatting is no change; what follows
//! from the changes; and one renderer per format. Knows nothing of git or of which of the two snapshots is a revision.

mod change;
mod consequence;
mod emotion;
mod entry;
mod field;
mod journey;
mod map;
mod measurement;
mod merged;
mod message;
mod name;
mod order;
mod pair;
mod placed;
mod prose;
mod record;
pub mod render;
mod review;
mod settings;
mod similarity;
mod summary;
mod value;
mod words;

pub use change::{
    ChangeSet, Detail, FileChange, FileChangeKind, HomeChange, Outcome, Part, PartEvent, PartKind, Position,
    RecordChange, RecordKind, Row, Rows, Target, UnreadSide, Value, Words,
};
pub use consequence::{Consequences, Finding, SeenIn, StatusMove, Touched};
pub use field::field_name;
pub use map::{JourneyMaps, Map, MapItem, MapMark, MapStage, MapStep};
pub use merged::merged;
pub use message::{Message, message};
pub use placed::Placing;
pub use review::Review;
pub use words::{About, Line, Mark, Piece, Section};

use std::sync::Arc;

use crate::snapshot::{FileEntry, FileState, Snapshot};
use crate::store::layout;

/// Compares two snapshots. Linear in their size, but for what was renamed.
///
/// Files that are no records are told apart by what their trees know of them ([`FileEntry::content`]); one of unknown
/// content counts as the same.
pub fn compare(before: &Snapshot, after: &Snapshot) -> ChangeSet {
    let (records, reformatted) = record::compare(before, after);
    ChangeSet { records, files: files(before, after), reformatted }
}

/// The files that are the workspace's own, but no records.
fn files(before: &Snapshot, after: &Snapshot) -> Vec<FileChange> {
    let is_no_record = |file: &FileEntry| matches!(file.state, FileState::NotRead | FileState::Stray(_));
    let is_ours = |file: &&Arc<FileEntry>| is_no_record(file) && layout::is_own(&file.path);
    let mut changes = Vec::new();
    for file in before.files().iter().filter(is_ours) {
        if after.file(&file.path).is_none() {
            changes.push(FileChange { path: file.path.clone(), outcome: FileChangeKind::Removed });
        }
    }
    for file in after.files().iter().filter(is_ours) {
        let outcome = match before.file(&file.path) {
            None => FileChangeKind::Added,
            Some(was) if was.may_differ(file) => FileChangeKind::Modified,
            Some(_) => continue,
        };
        changes.push(FileChange { path: file.path.clone(), outcome });
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

#[cfg(test)]
mod tests;
