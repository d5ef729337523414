//! All changes in one sentence, by count.

use super::change::{ChangeSet, FileChangeKind, RecordChange, Sort, What};
use crate::model::Kind;
use crate::text::count;

/// Whether a change is to be counted.
type Is = fn(&RecordChange) -> bool;

/// Says how many records of what sort were added, removed, renamed, moved and changed.
pub(super) fn summary(changes: &ChangeSet) -> String {
    let fates: [(&str, Is); 6] = [
        ("new", |change| matches!(change.what, What::Added(_))),
        ("gone", |change| matches!(change.what, What::Removed)),
        ("renamed", |change| is_change(change) && change.old_id.is_some()),
        ("moved", |change| is_change(change) && change.old_id.is_none() && is_moved(change)),
        ("changed", |change| is_change(change) && change.old_id.is_none() && !is_moved(change)),
        ("unreadable", |change| matches!(change.what, What::Unreadable)),
    ];
    let mut parts = Vec::new();
    for (fate, is) in fates {
        let mut told = counted(changes.records.iter().filter(|change| is(change)));
        let files = changes.files.iter().filter(|file| word(file.what) == fate).count();
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
    matches!(change.what, What::Changed(_))
}

/// Whether it changed in nothing but its place, or its place is what matters most.
fn is_moved(change: &RecordChange) -> bool {
    change.home.is_some() || change.what == What::Changed(Vec::new())
}

/// What happened to a file that is no record.
fn word(what: FileChangeKind) -> &'static str {
    match what {
        FileChangeKind::Added => "new",
        FileChangeKind::Removed => "gone",
        FileChangeKind::Modified => "changed",
    }
}

fn counted<'c>(changes: impl Iterator<Item = &'c RecordChange>) -> Vec<String> {
    let mut by_sort = std::collections::BTreeMap::new();
    for change in changes {
        *by_sort.entry(change.sort).or_insert(0_usize) += 1;
    }
    let told = by_sort.into_iter().map(|(sort, number)| match sort {
        Sort::Settings => "the settings".to_owned(),
        Sort::Measurements => format!("measurements of {}", count(number, "metric", "metrics")),
        sort => count(number, sort.name(), plural(sort)),
    });
    told.collect()
}

fn plural(sort: Sort) -> &'static str {
    match sort {
        Sort::Journey => "journeys",
        Sort::Item(kind) => kind.map_or("items", Kind::plural),
        Sort::Persona => "personas",
        Sort::Signal => "signals",
        Sort::Settings | Sort::Measurements => "",
    }
}
