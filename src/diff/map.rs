//! The maps of the journeys that changed, before and after, with what changed marked on them.

use std::collections::{HashMap, HashSet};

use super::change::{ChangeSet, Detail, Outcome, Part, PartEvent, PartKind, RecordChange, RecordKind};
use crate::model::{Emotion, FileKind, Kind, Stage, Step};
use crate::snapshot::{JourneyEntry, Snapshot};

/// How something on a map differs from the other map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum MapMark {
    /// Not at all.
    #[default]
    None,
    /// It says something else.
    Changed,
    /// It goes by another name.
    Renamed,
    /// It stands elsewhere.
    Moved,
    /// It is only on this map: new, or gone.
    Only,
}

/// A journey before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JourneyMaps {
    /// What one calls it.
    pub title: String,
    /// As it was; `None` for a new one.
    pub before: Option<Map>,
    /// As it is; `None` for one that is gone.
    pub after: Option<Map>,
}

/// A journey's map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    /// Its stages, in order.
    pub stages: Vec<MapStage>,
}

/// A stage on a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapStage {
    /// What one calls it.
    pub title: String,
    /// How it differs.
    pub mark: MapMark,
    /// Its steps, in order.
    pub steps: Vec<MapStep>,
}

/// A step on a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapStep {
    /// What one calls it.
    pub title: String,
    /// How it differs.
    pub mark: MapMark,
    /// How it feels, from 1 to 5.
    pub emotion: Option<Emotion>,
    /// What is placed on it, in order.
    pub items: Vec<MapItem>,
}

/// An item on a step of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapItem {
    /// What one calls it; its ID where there is no such item.
    pub title: String,
    /// What it is.
    pub kind: Option<Kind>,
    /// How it differs.
    pub mark: MapMark,
}

/// Draws the maps of the journeys that changed, and of those that show an item that did.
pub(super) fn maps(before: &Snapshot, after: &Snapshot, changes: &ChangeSet) -> Vec<JourneyMaps> {
    let mut maps = Vec::new();
    let by_id: HashMap<&str, &RecordChange> = of_kind(changes, |kind| kind.file == FileKind::Journey).collect();
    for entry in after.journeys() {
        let change = by_id.get(entry.id()).copied();
        let now = Drawing::new(after, changes, change, Side::After).map(entry);
        let is_touched = |map: &Map| map.stages.iter().flat_map(|stage| &stage.steps).any(MapStep::is_marked);
        if change.is_none() && !is_touched(&now) {
            continue;
        }
        let old_id = change.and_then(|change| change.old_id.as_deref()).unwrap_or(entry.id());
        let was = before.find_journey(old_id).found().map(|key| before.journey(key));
        maps.push(JourneyMaps {
            title: entry.title().to_owned(),
            before: was.map(|was| Drawing::new(before, changes, change, Side::Before).map(was)),
            after: Some(now),
        });
    }
    for change in changes
        .records
        .iter()
        .filter(|change| change.kind.file == FileKind::Journey && change.outcome == Outcome::Removed)
    {
        let Some(key) = before.find_journey(&change.id).found() else { continue };
        let was = Drawing::new(before, changes, Some(change), Side::Before).map(before.journey(key));
        maps.push(JourneyMaps { title: change.title.clone(), before: Some(was), after: None });
    }
    maps
}

impl MapStep {
    fn is_marked(&self) -> bool {
        self.mark != MapMark::None || self.items.iter().any(|item| item.mark != MapMark::None)
    }
}

fn of_kind<'c>(
    changes: &'c ChangeSet,
    is: impl Fn(RecordKind) -> bool + 'c,
) -> impl Iterator<Item = (&'c str, &'c RecordChange)> {
    changes.records.iter().filter(move |change| is(change.kind)).map(|change| (change.id.as_str(), change))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// What is known to have changed, by the IDs of one side.
struct Drawing<'s> {
    snapshot: &'s Snapshot,
    side: Side,
    parts: HashMap<(PartKind, String), MapMark>,
    /// Placements by step and item that are only on this side.
    only: HashSet<(String, String)>,
    items: HashMap<&'s str, MapMark>,
}

impl<'s> Drawing<'s> {
    fn new(snapshot: &'s Snapshot, changes: &'s ChangeSet, journey: Option<&RecordChange>, side: Side) -> Drawing<'s> {
        let mut drawing =
            Drawing { snapshot, side, parts: HashMap::new(), only: HashSet::new(), items: HashMap::new() };
        for (id, change) in of_kind(changes, |kind| kind.file == FileKind::Item) {
            let mark = match &change.outcome {
                Outcome::Changed(_) if change.old_id.is_some() => MapMark::Renamed,
                Outcome::Changed(details) if details.is_empty() => MapMark::Moved,
                Outcome::Changed(_) | Outcome::Unreadable(_) => MapMark::Changed,
                Outcome::Added(_) | Outcome::Removed => MapMark::Only,
            };
            let id = if side == Side::Before { change.old_id.as_deref().unwrap_or(id) } else { id };
            drawing.items.insert(id, mark);
        }
        if let Some(Outcome::Changed(details)) = journey.map(|journey| &journey.outcome) {
            // A part that was renamed is known by its former ID before.
            let mut former = HashMap::new();
            for detail in details {
                if let Detail::Part { part, event: PartEvent::Renamed { from } } = detail {
                    former.insert((part.kind, part.id.as_str()), from.as_str());
                }
            }
            for detail in details {
                if let Detail::Part { part, event } = detail {
                    let old = former.get(&(part.kind, part.id.as_str())).filter(|_| side == Side::Before);
                    drawing.part(part, old.copied().unwrap_or(&part.id), event);
                }
            }
        }
        drawing
    }

    fn part(&mut self, part: &Part, id: &str, event: &PartEvent) {
        let mark = match event {
            PartEvent::Added { .. } | PartEvent::Removed { .. } => MapMark::Only,
            PartEvent::Moved { .. } | PartEvent::Arrived { .. } | PartEvent::Left { .. } => MapMark::Moved,
            PartEvent::Renamed { .. } => MapMark::Renamed,
            PartEvent::Changed { .. } => MapMark::Changed,
            PartEvent::Placed { item, .. } if self.side == Side::After => {
                self.only.insert((id.to_owned(), item.text.clone()));
                return;
            }
            PartEvent::Unplaced { item } if self.side == Side::Before => {
                self.only.insert((id.to_owned(), item.text.clone()));
                return;
            }
            PartEvent::Placed { .. } | PartEvent::Unplaced { .. } => return,
        };
        let known = self.parts.entry((part.kind, id.to_owned())).or_default();
        *known = mark.max(*known);
    }

    fn map(&self, entry: JourneyEntry<'_>) -> Map {
        let stages = entry.journey().into_iter().flat_map(|journey| journey.stages());
        Map { stages: stages.map(|stage| self.stage(stage)).collect() }
    }

    fn stage(&self, stage: Stage<'_>) -> MapStage {
        let id = stage.id().map_or("", |id| id.value);
        MapStage {
            title: stage.title().unwrap_or(id).to_owned(),
            mark: self.mark(PartKind::Stage, id),
            steps: stage.steps().map(|step| self.step(step)).collect(),
        }
    }

    fn step(&self, step: Step<'_>) -> MapStep {
        let id = step.id().map_or("", |id| id.value);
        MapStep {
            title: step.title().unwrap_or(id).to_owned(),
            mark: self.mark(PartKind::Step, id),
            emotion: step.emotion(),
            items: step.placements().map(|placement| self.item(id, placement.item.value)).collect(),
        }
    }

    fn mark(&self, kind: PartKind, id: &str) -> MapMark {
        self.parts.get(&(kind, id.to_owned())).copied().unwrap_or_default()
    }

    fn item(&self, step: &str, written: &str) -> MapItem {
        let item = self.snapshot.find_item(written).found().map(|key| self.snapshot.item(key));
        let id = item.map_or(written, |item| item.id());
        let only = self.only.contains(&(step.to_owned(), written.to_owned()));
        MapItem {
            title: item.map_or(written, |item| item.title()).to_owned(),
            kind: item.and_then(|item| item.kind()),
            mark: if only { MapMark::Only } else { self.items.get(id).copied().unwrap_or_default() },
        }
    }
}
