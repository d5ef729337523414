//! Placements and links, both ways, out of what files name in fields.

use std::sync::Arc;

use foldhash::{HashMap, HashSet, HashSetExt as _};

use super::record::{ItemEntry, JourneyEntry};
use super::shift::Shift;
use super::{FileEntry, ItemKey, JourneyKey, Snapshot, StepKey, Subject};
use crate::model::{FileKind, Form, Naming, Target};

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
        Graph { placements: Arc::new(placements), links: Arc::new(links) }
    }

    /// The graph of `snapshot`, of whose files those at `replaced` differ from `before`, and no definition does.
    pub(super) fn after(before: &Snapshot, snapshot: &Snapshot, replaced: &[usize]) -> Graph {
        let graph = &before.graph;
        let any = |kind: FileKind| replaced.iter().any(|at| snapshot.files[*at].is_of_kind(kind));
        let same_links = |at: &usize| links_of(&before.files[*at]) == links_of(&snapshot.files[*at]);
        let placements = match any(FileKind::Journey) {
            true => Arc::new(Placements::of(snapshot)),
            false => Arc::clone(&graph.placements),
        };
        let links = match replaced.iter().all(same_links) {
            true => Arc::clone(&graph.links),
            false => Arc::new(Links::of(snapshot)),
        };
        Graph { placements, links }
    }

    /// The graph of `snapshot`, which has the items `new` more than that whose graph this is, at those places of
    /// the items, and nothing that named them.
    pub(super) fn with_new_items(&self, snapshot: &Snapshot, new: &Shift) -> Graph {
        Graph {
            placements: Arc::new(self.placements.with_new_items(new)),
            links: Arc::new(self.links.with_new_items(snapshot, new)),
        }
    }

    /// Whether a name that stands somewhere in place of an item's names nothing.
    pub(super) fn misses(&self, name: &str) -> bool {
        self.placements.missed.contains(name) || self.links.missed.contains(name)
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

    pub(super) fn nested_in(&self, journey: JourneyKey) -> &[StepKey] {
        self.placements.nested_in.get(&journey).map_or(&[], Vec::as_slice)
    }
}

/// What stands on which step.
#[derive(Debug, Default)]
struct Placements {
    placed_on: Vec<Vec<PlacedOn>>,
    nested_in: HashMap<JourneyKey, Vec<StepKey>>,
    /// What is placed and names no item.
    missed: HashSet<String>,
}

impl Placements {
    fn of(snapshot: &Snapshot) -> Placements {
        let items = snapshot.definitions[FileKind::Item].all.len();
        let mut placements = Placements { placed_on: vec![Vec::new(); items], ..Placements::default() };
        for journey in snapshot.journeys() {
            let Some(document) = journey.file().document() else { continue };
            document.visit_field_names(|naming| placements.add(snapshot, journey, &naming));
        }
        placements
    }

    fn with_new_items(&self, new: &Shift) -> Placements {
        let Placements { placed_on, nested_in, missed } = self;
        Placements { placed_on: new.spread(placed_on), nested_in: nested_in.clone(), missed: missed.clone() }
    }

    fn add(&mut self, snapshot: &Snapshot, journey: JourneyEntry<'_>, naming: &Naming<'_>) {
        let Subject::Step(step) = Subject::Journey(journey.key()).part(naming.holder) else { return };
        match naming.form {
            Form::Placement => {
                let Some(item) = snapshot.find_item(naming.name).found() else {
                    self.missed.insert(naming.name.to_owned());
                    return;
                };
                if snapshot.item(item).is_placeable_in(journey.id()) {
                    let note = naming.entry.and_then(|placement| placement.text("note"));
                    self.placed_on[item.0].push(PlacedOn { step, note: note.map(|note| note.value.to_owned()) });
                }
            }
            Form::Field(_, Target::JOURNEY) => {
                if let Some(nested) = snapshot.find_journey(naming.name).found() {
                    self.nested_in.entry(nested).or_default().push(step);
                }
            }
            _ => {}
        }
    }
}

/// Legal links, by cause and by effect.
#[derive(Debug, Default)]
struct Links {
    leads_to: Vec<Vec<ItemKey>>,
    led_to_by: Vec<Vec<ItemKey>>,
    /// What is linked and names no item.
    missed: HashSet<String>,
}

impl Links {
    fn of(snapshot: &Snapshot) -> Links {
        let items = snapshot.definitions[FileKind::Item].all.len();
        let (leads_to, led_to_by) = (vec![Vec::new(); items], vec![Vec::new(); items]);
        let mut links = Links { leads_to, led_to_by, missed: HashSet::new() };
        for from in snapshot.items() {
            links.add(snapshot, from);
        }
        for keys in links.leads_to.iter_mut().chain(&mut links.led_to_by) {
            in_order(snapshot, keys);
        }
        links
    }

    fn with_new_items(&self, snapshot: &Snapshot, new: &Shift) -> Links {
        let spread = |all: &[Vec<ItemKey>]| {
            let mut all = new.spread(all);
            all.iter_mut().flatten().for_each(|key| key.0 = new.of(key.0));
            all
        };
        let (leads_to, led_to_by) = rayon::join(|| spread(&self.leads_to), || spread(&self.led_to_by));
        let mut links = Links { leads_to, led_to_by, missed: self.missed.clone() };
        for at in new.places() {
            for other in links.add(snapshot, snapshot.item(ItemKey(*at))) {
                in_order(snapshot, &mut links.leads_to[other.0]);
                in_order(snapshot, &mut links.led_to_by[other.0]);
            }
            in_order(snapshot, &mut links.leads_to[*at]);
            in_order(snapshot, &mut links.led_to_by[*at]);
        }
        links
    }

    /// Adds what is written in one item; what it is linked with.
    fn add(&mut self, snapshot: &Snapshot, from: ItemEntry<'_>) -> Vec<ItemKey> {
        let mut linked = Vec::new();
        for to in links_of(from.file()) {
            let Some(to) = snapshot.find_item(to).found().map(|key| snapshot.item(key)) else {
                self.missed.insert(to.to_owned());
                continue;
            };
            let (Some(kind), Some(other)) = (from.kind(), to.kind()) else { continue };
            if link_fault(from, to).is_none() {
                let (cause, effect) = if kind.leads_to(other) { (from, to) } else { (to, from) };
                self.leads_to[cause.key().0].push(effect.key());
                self.led_to_by[effect.key().0].push(cause.key());
                linked.push(to.key());
            }
        }
        linked
    }
}

/// Puts linked items in order, each once.
fn in_order(snapshot: &Snapshot, keys: &mut Vec<ItemKey>) {
    if keys.len() > 1 {
        keys.sort_by_key(|key| (snapshot.item(*key).kind(), *key));
        keys.dedup();
    }
}

/// The items an item's file names as linked.
fn links_of(file: &FileEntry) -> Vec<&str> {
    let mut links = Vec::new();
    if let Some(document) = file.document() {
        document.visit_field_names(|naming| {
            if naming.form == Form::Link {
                links.push(naming.name);
            }
        });
    }
    links
}
