//! All changes in one sentence, by count.

use super::change::{ChangeSet, FileChangeKind, Outcome, RecordChange};
use crate::model::FileKind;
use crate::text::count;

/// Whether a change is to be counted.
type Is = fn(&RecordChange) -> bool;

/// Says how many records of what kind were added, removed, renamed, moved and changed.
pub(super) fn summary(changes: &ChangeSet) -> String {
    let fates: [(&str, Is); 6] = [
        ("new", |change| matches!(change.outcome, Outcome::Added(_))),
        ("gone", |change| matches!(change.outcome, Outcome::Removed)),
        ("renamed", |change| is_change(change) && change.old_id.is_some()),
        ("moved", |change| is_change(change) && change.old_id.is_none() && is_moved(change)),
        ("changed", |change| is_change(change) && change.old_id.is_none() && !is_moved(change)),
        ("unreadable", |change| matches!(change.outcome, Outcome::Unreadable(_))),
    ];
    let mut parts = Vec::new();
    for (fate, is) in fates {
        let mut told = counted(changes.records.iter().filter(|change| is(change)));
        let files = changes.files.iter().filter(|file| word(file.outcome) == fate).count();
        if files > 0 {
            told.push(count(files, "other file", "other files"));
        }
        if !told.is_empty() {
            parts.push(format!("{fate}: {}", told.join(", ")));
        }
    }
    let mut sentence = parts.join("; ");
    if let Some(first) = sentence.get(..1).map(str::to_uppercase) {
        sentence.replace_range(..1, &first);
        sentence.push('.');
    }
    sentence
}

fn is_change(change: &RecordChange) -> bool {
    matches!(change.outcome, Outcome::Changed(_))
}

/// Whether it changed in nothing but its place, or its place is what matters most.
fn is_moved(change: &RecordChange) -> bool {
    change.home.is_some() || change.outcome == Outcome::Changed(Vec::new())
}

/// What happened to a file that is no record.
fn word(outcome: FileChangeKind) -> &'static str {
    match outcome {
        FileChangeKind::Added => "new",
        FileChangeKind::Removed => "gone",
        FileChangeKind::Modified => "changed",
    }
}

fn counted<'c>(changes: impl Iterator<Item = &'c RecordChange>) -> Vec<String> {
    let mut by_kind = std::collections::BTreeMap::new();
    for change in changes {
        *by_kind.entry(change.kind).or_insert(0_usize) += 1;
    }
    let told = by_kind.into_iter().map(|(kind, number)| match kind.file {
        FileKind::Workspace => "the settings".to_owned(),
        FileKind::Measurements => format!("measurements of {}", count(number, "metric", "metrics")),
        _ => count(number, kind.name(), kind.plural()),
    });
    told.collect()
}
