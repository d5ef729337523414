//! What a merge changed itself: what is another now than on either side.
//!
//! Both sides may have changed one record, and git or a person put the two together; what came from a side was told
//! there.

use std::collections::BTreeMap;

use super::change::{ChangeSet, Detail, Outcome, PartEvent, RecordChange, Words};
use crate::text::WsPath;

/// The changes against the first side that are changes against all of the `others`, too.
///
/// Rows of measurements that one side only added to are taken to have come from the other.
pub fn merged(mut changes: ChangeSet, others: &[ChangeSet]) -> ChangeSet {
    for other in others {
        let records: BTreeMap<&WsPath, &RecordChange> =
            other.records.iter().map(|record| (&record.path, record)).collect();
        changes.records.retain_mut(|record| records.get(&record.path).is_some_and(|other| keep_shared(record, other)));
        changes.files.retain(|file| other.files.iter().any(|other| other.path == file.path));
        changes.reformatted.retain(|path| other.reformatted.contains(path));
    }
    changes
}

/// Keeps what happened to a record on both ways to it; whether that is anything.
fn keep_shared(record: &mut RecordChange, other: &RecordChange) -> bool {
    if record.old_id != other.old_id {
        record.old_id = None;
    }
    if record.home != other.home {
        record.home = None;
    }
    if record.old_path != other.old_path {
        record.old_path = None;
    }
    let stays = record.old_id.is_none() && record.old_path.is_none() && record.home.is_none();
    match (&mut record.outcome, &other.outcome) {
        (Outcome::Changed(details), Outcome::Changed(others)) => {
            details.retain_mut(|detail| others.iter().any(|other| keep_common(detail, other)));
            !details.is_empty() || !stays
        }
        // It came from one side, and the merge changed it.
        (Outcome::Changed(details), Outcome::Added(_)) => !details.is_empty() || !stays,
        (Outcome::Added(_), Outcome::Changed(others)) => {
            record.outcome = Outcome::Changed(others.clone());
            !others.is_empty()
        }
        _ => true,
    }
}

/// Whether two details tell the same thing, seen from two sides; of lists, what they share is kept.
fn keep_common(detail: &mut Detail, other: &Detail) -> bool {
    match (detail, other) {
        (Detail::Field { name, .. }, Detail::Field { name: other, .. }) => name == other,
        (Detail::Listed { name, added, removed }, Detail::Listed { name: other, added: more, removed: less }) => {
            if name != other {
                return false;
            }
            let was_reordered = added.is_empty() && removed.is_empty();
            added.retain(|entry| more.contains(entry));
            removed.retain(|entry| less.contains(entry));
            let is_reordered = more.is_empty() && less.is_empty();
            (was_reordered && is_reordered) || !added.is_empty() || !removed.is_empty()
        }
        (Detail::Prose { name, excerpt }, Detail::Prose { name: other, excerpt: others }) => {
            name == other && excerpt.iter().any(|words| is_changed(words) && others.contains(words))
        }
        (Detail::Part { part, event }, Detail::Part { part: other, event: others }) => {
            part.kind == other.kind && part.id == other.id && keep_common_event(event, others)
        }
        (Detail::Rows(rows), Detail::Rows(others)) => {
            rows.changed + rows.removed > 0 && others.changed + others.removed > 0
        }
        (Detail::Follows { renamed }, Detail::Follows { renamed: others }) => {
            renamed.retain(|value| others.contains(value));
            !renamed.is_empty()
        }
        _ => false,
    }
}

fn keep_common_event(event: &mut PartEvent, other: &PartEvent) -> bool {
    match (event, other) {
        (PartEvent::Changed { detail }, PartEvent::Changed { detail: other }) => keep_common(detail, other),
        (PartEvent::Placed { item, .. }, PartEvent::Placed { item: other, .. })
        | (PartEvent::Unplaced { item }, PartEvent::Unplaced { item: other }) => item.text == other.text,
        (event, other) => std::mem::discriminant(event) == std::mem::discriminant(other),
    }
}

fn is_changed(words: &Words) -> bool {
    matches!(words, Words::Added(_) | Words::Removed(_))
}

#[cfg(test)]
mod tests {
    use super::merged;
    use crate::diff::{ChangeSet, compare, message};
    use crate::snapshot::Snapshot;
    use crate::store::MemoryTree;

    const PATH: &str = "journeys/trial/journey.yaml";
    const BASE: &str = "\
title: Trial
tags: [a]
stages:
  - id: setup
    title: Setup
    steps:
      - id: one
        title: Customer begins
        items: [a]
      - id: two
        title: Customer goes on
";

    fn between(before: &str, after: &str) -> ChangeSet {
        let load = |text: &str| Snapshot::load(&[(PATH, text)].into_iter().collect::<MemoryTree>()).expect("a tree");
        compare(&load(before), &load(after))
    }

    /// What a merge of a left and a right text to a third is said to have changed itself.
    fn itself(left: &str, right: &str, result: &str) -> String {
        let changes = merged(between(left, result), &[between(right, result)]);
        message(&changes, &changes.touched_files()).to_string()
    }

    #[test]
    fn what_came_from_either_side_is_not_its_own() {
        let (left, right) =
            (BASE.replace("[a]\n      - id", "[a, b]\n      - id"), BASE.replace("title: Trial", "title: New"));
        let both = left.replace("title: Trial", "title: New");
        assert_ne!(left, BASE);
        assert_eq!(itself(&left, &right, &both), "Change nothing\n");
        let placed = BASE.replace("[a]\n      - id", "[a, c]\n      - id");
        let all = BASE.replace("[a]\n      - id", "[a, b, c]\n      - id");
        assert_eq!(itself(&left, &placed, &all), "Change nothing\n");
        let tagged = |tags: &str| BASE.replace("tags: [a]", tags);
        assert_eq!(
            itself(&tagged("tags: [a, b]"), &tagged("tags: [a, c]"), &tagged("tags: [a, b, c]")),
            "Change nothing\n"
        );
    }

    #[test]
    fn what_is_another_than_on_both_sides_is_its_own() {
        let titled = |title: &str| BASE.replace("title: Trial", &format!("title: {title}"));
        assert_eq!(itself(&titled("Left"), &titled("Right"), &titled("Both")), "trial: set title to Both\n");
        let placed = |items: &str| BASE.replace("items: [a]", &format!("items: [{items}]"));
        assert_eq!(itself(&placed("a, b"), &placed("a, c"), &placed("a, b, c, d")), "trial: place d on setup/one\n");
        let tagged = |tags: &str| BASE.replace("tags: [a]", &format!("tags: [{tags}]"));
        assert_eq!(itself(&tagged("a, b"), &tagged("a, c"), &tagged("a, b, c, d")), "trial: add tags d\n");
    }
}
