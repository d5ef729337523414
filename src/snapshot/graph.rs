//! Placements, links and mentions, both ways.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use super::entry::{ItemEntry, JourneyEntry};
use super::mention::{Mention, Mentions};
use super::{FileEntry, ItemKey, JourneyKey, Snapshot, StageKey, StepKey, Subject};
use crate::model::{FileKind, Step};
use crate::store::layout::Place;

/// One placement of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedOn {
    /// The step.
    pub step: StepKey,
    /// What is special about it there.
    pub note: Option<String>,
}

/// Why two items may not be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// It is one item.
    ToSelf,
    /// The kinds are not one of the five pairs.
    Illegal,
    /// The target is local to another journey.
    NotReusable,
    /// A building block may not link to an item that is local to a journey.
    BlockLinksLocal,
}

/// Everything that leads from one record to another.
#[derive(Debug, Default)]
pub(super) struct Graph {
    placements: Arc<Placements>,
    links: Arc<Links>,
    mentions: Mentions,
}

/// What is wrong with a link written in `from` to `to`, if anything is. Where a kind is not known, the pair is not
/// judged.
pub(super) fn link_fault(from: ItemEntry<'_>, to: ItemEntry<'_>) -> Option<LinkFault> {
    if from.key() == to.key() {
        return Some(LinkFault::ToSelf);
    }
    if let (Some(a), Some(b)) = (from.kind(), to.kind())
        && !a.leads_to(b)
        && !b.leads_to(a)
    {
        return Some(LinkFault::Illegal);
    }
    match (from.home(), to.home()) {
        (None, Some(_)) => Some(LinkFault::BlockLinksLocal),
        (Some(own), Some(other)) if own != other => Some(LinkFault::NotReusable),
        _ => None,
    }
}

impl Graph {
    pub(super) fn of(snapshot: &Snapshot) -> Graph {
        let (placements, links) = rayon::join(|| Placements::of(snapshot), || Links::of(snapshot));
        Graph { placements: Arc::new(placements), links: Arc::new(links), mentions: Mentions::default() }
    }

    /// The graph of `snapshot`, of whose files those at `replaced` differ from `before`, and no definition does.
    pub(super) fn after(before: &Snapshot, snapshot: &Snapshot, replaced: &[usize]) -> Graph {
        let graph = &before.graph;
        let any = |kind: FileKind| replaced.iter().any(|at| is_of_kind(&snapshot.files[*at], kind));
        let same_links = |at: &usize| links_of(&before.files[*at]).eq(links_of(&snapshot.files[*at]));
        let placements = match any(FileKind::Journey) {
            true => Arc::new(Placements::of(snapshot)),
            false => Arc::clone(&graph.placements),
        };
        let links = match replaced.iter().all(same_links) {
            true => Arc::clone(&graph.links),
            false => Arc::new(Links::of(snapshot)),
        };
        Graph { placements, links, mentions: graph.mentions.after(before, snapshot, replaced) }
    }

    pub(super) fn placed_on(&self, item: ItemKey) -> &[PlacedOn] {
        self.placements.placed_on.get(item.0).map_or(&[], Vec::as_slice)
    }

    pub(super) fn leads_to(&self, item: ItemKey) -> &[ItemKey] {
        self.links.leads_to.get(item.0).map_or(&[], Vec::as_slice)
    }

    pub(super) fn led_to_by(&self, item: ItemKey) -> &[ItemKey] {
        self.links.led_to_by.get(item.0).map_or(&[], Vec::as_slice)
    }

    pub(super) fn mentions<'s>(&'s self, snapshot: &Snapshot, subject: &Subject) -> Vec<&'s Mention> {
        self.mentions.of(snapshot, subject)
    }

    pub(super) fn nested_in(&self, journey: JourneyKey) -> &[StepKey] {
        self.placements.nested_in.get(&journey).map_or(&[], Vec::as_slice)
    }
}

/// What stands on which step.
#[derive(Debug, Default)]
struct Placements {
    placed_on: Vec<Vec<PlacedOn>>,
    nested_in: HashMap<JourneyKey, Vec<StepKey>>,
}

impl Placements {
    fn of(snapshot: &Snapshot) -> Placements {
        let items = snapshot.definitions.items.all.len();
        let mut placements = Placements { placed_on: vec![Vec::new(); items], nested_in: HashMap::new() };
        for entry in snapshot.journeys() {
            let stages = entry.journey().into_iter().flat_map(|journey| journey.stages()).enumerate();
            for (at, stage) in stages {
                let stage_key = StageKey { journey: entry.key(), stage: at };
                for (step, content) in stage.steps().enumerate() {
                    placements.add(snapshot, entry, StepKey { stage: stage_key, step }, content);
                }
            }
        }
        placements
    }

    fn add(&mut self, snapshot: &Snapshot, journey: JourneyEntry<'_>, key: StepKey, step: Step<'_>) {
        for placement in step.placements() {
            let Some(item) = snapshot.find_item(placement.item.value).found() else { continue };
            if snapshot.item(item).is_placeable_in(journey.id()) {
                let note = placement.note.map(str::to_owned);
                self.placed_on[item.0].push(PlacedOn { step: key, note });
            }
        }
        for nested in step.journeys().filter_map(|id| snapshot.find_journey(id.value).found()) {
            self.nested_in.entry(nested).or_default().push(key);
        }
    }
}

/// Legal links, by cause and by effect.
#[derive(Debug, Default)]
struct Links {
    leads_to: Vec<Vec<ItemKey>>,
    led_to_by: Vec<Vec<ItemKey>>,
}

impl Links {
    fn of(snapshot: &Snapshot) -> Links {
        let items = snapshot.definitions.items.all.len();
        let mut links = Links { leads_to: vec![Vec::new(); items], led_to_by: vec![Vec::new(); items] };
        for from in snapshot.items() {
            for to in from.item().into_iter().flat_map(|item| item.links()) {
                let Some(to) = snapshot.find_item(to.value).found().map(|key| snapshot.item(key)) else { continue };
                let (Some(kind), Some(other)) = (from.kind(), to.kind()) else { continue };
                if link_fault(from, to).is_none() {
                    let (cause, effect) = if kind.leads_to(other) { (from, to) } else { (to, from) };
                    links.leads_to[cause.key().0].push(effect.key());
                    links.led_to_by[effect.key().0].push(cause.key());
                }
            }
        }
        for keys in links.leads_to.iter_mut().chain(&mut links.led_to_by) {
            keys.sort_by_key(|key| (snapshot.item(*key).kind(), *key));
            keys.dedup();
        }
        links
    }
}

fn is_of_kind(file: &FileEntry, kind: FileKind) -> bool {
    matches!(&file.place, Place::Record(place) if place.kind == kind)
}

/// The items an item's file names as linked.
fn links_of(file: &FileEntry) -> impl Iterator<Item = &str> {
    file.item().into_iter().flat_map(|item| item.links()).map(|link| link.value)
}
