//! What a site is compared with, and what changed since: worked out before any page is made.

use std::collections::HashMap;

use serde::Serialize;

use crate::diff::{Detail, Outcome, PartEvent, RecordChange, Review};
use crate::model::FileKind;
use crate::text::WsPath;

/// What changed between another state of the workspace and the one a site shows.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What one calls the other state: `main`.
    pub(in crate::view) with: String,
    pub(in crate::view) review: Review,
    by_file: HashMap<WsPath, usize>,
    /// Items with their measurements.
    by_item: HashMap<String, Vec<usize>>,
}

/// A word for a change, with a colour that says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(in crate::view) struct Badge {
    /// The word.
    pub(in crate::view) word: &'static str,
    /// The CSS class.
    pub(in crate::view) class: &'static str,
}

impl Badge {
    pub(in crate::view) const NEW: Badge = Badge { word: "New", class: "added" };
    pub(in crate::view) const CHANGED: Badge = Badge { word: "Changed", class: "changed" };
    pub(in crate::view) const MOVED: Badge = Badge { word: "Moved", class: "moved" };
    pub(in crate::view) const RENAMED: Badge = Badge { word: "Renamed", class: "moved" };
    pub(in crate::view) const GONE: Badge = Badge { word: "Gone", class: "removed" };
    /// Of an item on a step on which it did not stand.
    pub(in crate::view) const PLACED: Badge = Badge { word: "New here", class: "added" };
    /// Of an item on a step on which it no longer stands.
    pub(in crate::view) const TAKEN_OFF: Badge = Badge { word: "No longer here", class: "removed" };

    /// What a change of a record is called. `None` where it says what it said: only the new name of another was put in.
    pub(in crate::view) fn of(change: &RecordChange) -> Option<Badge> {
        Some(match &change.outcome {
            Outcome::Added(_) => Badge::NEW,
            Outcome::Removed => Badge::GONE,
            Outcome::Unreadable(_) => Badge::CHANGED,
            Outcome::Changed(_) if change.old_id.is_some() => Badge::RENAMED,
            Outcome::Changed(details) if change.home.is_some() || details.is_empty() => Badge::MOVED,
            Outcome::Changed(details) => {
                let follows = |detail: &Detail| matches!(detail, Detail::Follows { .. });
                return (!details.iter().all(follows)).then_some(Badge::CHANGED);
            }
        })
    }

    /// What an event is called where the part is that it happened to. `None` where the part is gone, or nothing happened
    /// to the part itself.
    pub(in crate::view) fn of_event(event: &PartEvent) -> Option<Badge> {
        match event {
            PartEvent::Added { .. } => Some(Badge::NEW),
            PartEvent::Moved { .. } | PartEvent::Arrived { .. } => Some(Badge::MOVED),
            PartEvent::Renamed { .. } => Some(Badge::RENAMED),
            PartEvent::Changed { .. } => Some(Badge::CHANGED),
            PartEvent::Removed { .. }
            | PartEvent::Left { .. }
            | PartEvent::Placed { .. }
            | PartEvent::Unplaced { .. } => None,
        }
    }

    /// Of two changes of one thing the one that weighs more.
    pub(in crate::view) fn or_heavier(self, other: Badge) -> Badge {
        let weight = |badge: Badge| match badge.class {
            "added" => 3,
            "moved" => 2,
            _ => 1,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

impl Comparison {
    /// Finds one's way in what changed since a state that one calls `with`.
    pub fn new(with: impl Into<String>, review: Review) -> Comparison {
        let mut by_file = HashMap::new();
        let mut by_item: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, change) in review.changes.records.iter().enumerate() {
            by_file.insert(change.path.clone(), at);
            if matches!(change.kind.file, FileKind::Item | FileKind::Measurements) {
                by_item.entry(change.id.clone()).or_default().push(at);
            }
        }
        Comparison { with: with.into(), review, by_file, by_item }
    }

    /// What happened to the record in a file.
    pub(in crate::view) fn of_file(&self, path: &WsPath) -> Option<&RecordChange> {
        self.by_file.get(path).map(|at| &self.review.changes.records[*at])
    }

    /// What happened to an item and its measurements, by its ID.
    pub(in crate::view) fn of_item(&self, id: &str) -> impl Iterator<Item = &RecordChange> {
        self.by_item.get(id).into_iter().flatten().map(|at| &self.review.changes.records[*at])
    }

    /// What the card of an item is marked with.
    pub(in crate::view) fn item_badge(&self, id: &str) -> Option<Badge> {
        self.of_item(id).filter_map(Badge::of).reduce(Badge::or_heavier)
    }
}
