//! Placements, links and mentions, both ways.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::entry::{ItemEntry, JourneyEntry};
use super::{FileEntry, ItemKey, JourneyKey, Snapshot, StageKey, StepKey, Subject};
use crate::markdown::Reference;
use crate::model::{Document, Prose, Step};
use crate::text::{Span, UrlKind, check_url};

/// One placement of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedOn {
    /// The step.
    pub step: StepKey,
    /// What is special about it there.
    pub note: Option<String>,
}

/// A place in prose that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The record whose prose it is in.
    pub from: Subject,
    /// Where in that record's file.
    pub span: Span,
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
    placements: Placements,
    links: Links,
    /// Made when first asked for: checking does without.
    mentions: OnceLock<HashMap<Subject, Vec<Mention>>>,
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
        Graph { placements, links, mentions: OnceLock::new() }
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

    pub(super) fn mentions(&self, snapshot: &Snapshot, subject: &Subject) -> &[Mention] {
        self.mentions.get_or_init(|| mentions(snapshot)).get(subject).map_or(&[], Vec::as_slice)
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

/// Where prose mentions each record.
fn mentions(snapshot: &Snapshot) -> HashMap<Subject, Vec<Mention>> {
    let mut mentions: HashMap<Subject, Vec<Mention>> = HashMap::new();
    for file in &snapshot.files {
        let (Some(document), Some(from)) = (file.document(), snapshot.find_path(&file.path)) else { continue };
        let is_signal = matches!(document, Document::Signal(_));
        for (prose, from) in holders(document, &from) {
            for reference in &prose.references {
                let to = match &reference.value {
                    Reference::Mention { .. } if is_signal => None,
                    Reference::Mention { member } => {
                        snapshot.find_member(member).found().map(|id| Subject::Member(id.to_owned()))
                    }
                    Reference::Wiki { target, .. } => snapshot.find_wiki(target).found(),
                    Reference::Link { destination, .. } => linked_record(snapshot, file, destination),
                };
                if let Some(to) = to.filter(|to| *to != from) {
                    let mention = Mention { from: from.clone(), span: reference.span };
                    mentions.entry(to).or_default().push(mention);
                }
            }
        }
    }
    mentions
}

/// The pieces of prose of a document, each with the record, stage or step it belongs to.
fn holders<'d>(document: &'d Document, record: &Subject) -> Vec<(&'d Prose, Subject)> {
    let (Document::Journey(journey), Subject::Journey(key)) = (document, record) else {
        return document.prose().into_iter().map(|prose| (prose, record.clone())).collect();
    };
    let mut found: Vec<(&Prose, Subject)> = Vec::new();
    found.extend(journey.record.prose("description").map(|prose| (prose, record.clone())));
    for (at, stage) in journey.stages().enumerate() {
        let stage_key = StageKey { journey: *key, stage: at };
        found.extend(stage.description().map(|prose| (prose, Subject::Stage(stage_key))));
        for (at, step) in stage.steps().enumerate() {
            let step_key = StepKey { stage: stage_key, step: at };
            found.extend(step.description().map(|prose| (prose, Subject::Step(step_key))));
        }
    }
    found
}

fn linked_record(snapshot: &Snapshot, file: &FileEntry, destination: &str) -> Option<Subject> {
    match check_url(destination) {
        Ok(UrlKind::Relative { path, .. }) => snapshot.find_path(&file.path.parent().join(&path)?),
        _ => None,
    }
}
