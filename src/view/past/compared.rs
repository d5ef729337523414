//! What a page says of the changes it shows: what happened to its record, and on a map to what stands on it.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::comparison::{Badge, Comparison};
use super::told::Told;
use crate::diff::{About, Detail, Line, Outcome, Part, PartEvent, PartKind, RecordChange, RecordKind, Value};
use crate::model::Kind;
use crate::snapshot::{ItemKey, JourneyKey, Subject};
use crate::text::WsPath;
use crate::view::address;
use crate::view::part::card::{Card, Chip};
use crate::view::part::link::Here;
use crate::view::words;

/// The most sentences that are shown without being asked for.
const OPEN: usize = 3;

/// What every page of a compared site begins with.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Compared {
    /// What the site is compared with.
    with: String,
    /// The page with all changes.
    review: String,
    badge: Option<Badge>,
    /// Whether nothing happened to the page's record.
    same: bool,
    lines: Vec<Told>,
    /// Whether the lines are shown at once.
    open: bool,
}

/// What happened to what stands on a journey's map.
#[derive(Debug, Default)]
pub(in crate::view) struct MapChanges {
    parts: HashMap<(PartKind, String), Badge>,
    placed: HashSet<(String, ItemKey)>,
    taken_off: HashMap<String, Vec<Value>>,
    /// What is said of stages and steps that are no longer on it.
    pub(in crate::view) gone: Vec<Told>,
}

impl Here<'_> {
    fn comparison(&self) -> Option<&Comparison> {
        self.viewer.settings.comparison.as_deref()
    }

    /// What happened to the record in `file`, of a step's page only to the step `part`.
    pub(in crate::view) fn compared(&self, file: Option<&WsPath>, part: Option<&str>) -> Option<Compared> {
        let comparison = self.comparison()?;
        let subject = file.and_then(|file| self.snapshot().find_path(file));
        let changes: Vec<&RecordChange> = match (&subject, file) {
            (Some(Subject::Item(key)), _) => comparison.of_item(self.snapshot().item(*key).id()).collect(),
            (_, Some(file)) => comparison.of_file(file).into_iter().collect(),
            (_, None) => Vec::new(),
        };
        let is_here = |line: &Line| match (part, &line.about) {
            (None, _) => true,
            (Some(part), Some(About::Part(PartKind::Step, id))) => part == id,
            (Some(_), _) => false,
        };
        let mut lines = Vec::new();
        for change in &changes {
            let told = change.told().lines;
            lines.extend(told.iter().filter(|line| is_here(line)).map(|line| self.told(line, Some(&change.path))));
        }
        let badge = match part {
            Some(step) => changes.first().and_then(|change| part_badge(change, step)),
            None => changes.iter().filter_map(|change| Badge::of(change)).reduce(Badge::or_heavier),
        };
        let is_map = part.is_none() && matches!(subject, Some(Subject::Journey(_)));
        Some(Compared {
            with: comparison.with.clone(),
            review: self.href(&address::review()),
            badge,
            same: file.is_some() && !is_map && badge.is_none() && lines.is_empty(),
            open: lines.len() <= OPEN,
            lines,
        })
    }

    /// What the card of an item is marked with.
    pub(in crate::view) fn item_badge(&self, key: ItemKey) -> Option<Badge> {
        self.comparison()?.item_badge(self.snapshot().item(key).id())
    }

    /// What happened to what stands on the map of a journey; nothing in particular where the journey itself is new.
    pub(in crate::view) fn map_changes(&self, journey: JourneyKey) -> MapChanges {
        let mut changes = MapChanges::default();
        let file = self.snapshot().journey(journey).path();
        let Some(change) = self.comparison().and_then(|comparison| comparison.of_file(file)) else { return changes };
        let Outcome::Changed(details) = &change.outcome else { return changes };
        let told = change.told();
        let lines = told.lines.iter().filter(|line| matches!(line.about, Some(About::Part(..))));
        let parts = details.iter().filter_map(|detail| match detail {
            Detail::Part { part, event } => Some((part, event)),
            _ => None,
        });
        for ((part, event), line) in parts.zip(lines) {
            if matches!(event, PartEvent::Removed { .. } | PartEvent::Left { .. }) {
                changes.gone.push(self.told(line, Some(file)));
            }
            self.note_event(&mut changes, part, event);
        }
        changes
    }

    fn note_event(&self, changes: &mut MapChanges, part: &Part, event: &PartEvent) {
        match event {
            PartEvent::Placed { item, .. } => {
                let item = self.snapshot().find_item(&item.text).found();
                changes.placed.extend(item.map(|item| (part.id.clone(), item)));
            }
            PartEvent::Unplaced { item } => {
                changes.taken_off.entry(part.id.clone()).or_default().push(item.clone());
            }
            _ => {
                if let Some(badge) = Badge::of_event(event) {
                    let known = changes.parts.entry((part.kind, part.id.clone())).or_insert(badge);
                    *known = known.or_heavier(badge);
                }
            }
        }
    }

    /// The items of a kind that no longer stand on a step, as cards that say so.
    pub(in crate::view) fn taken_off(&self, changes: &MapChanges, step: &str, kind: Kind) -> Vec<Card> {
        let taken = changes.taken_off.get(step).into_iter().flatten();
        taken.filter_map(|value| self.taken_off_card(value, kind)).collect()
    }

    fn taken_off_card(&self, item: &Value, kind: Kind) -> Option<Card> {
        if let Some(key) = self.snapshot().find_item(&item.text).found() {
            let is_of_kind = self.snapshot().item(key).kind() == Some(kind);
            return is_of_kind.then(|| Card { badge: Some(Badge::TAKEN_OFF), ..self.card(key, None) });
        }
        let mut gone = self.comparison()?.of_item(&item.text);
        gone.any(|change| change.kind == RecordKind::item(Some(kind))).then(|| Card {
            kind: kind.name(),
            kind_word: words::kind(Some(kind)),
            title: item.shown().to_owned(),
            href: String::new(),
            has_news: true,
            status: Chip { word: "Removed".to_owned(), tone: "quiet" },
            facts: Vec::new(),
            priority: None,
            owner: None,
            note: None,
            own: Vec::new(),
            glance: None,
            badge: Some(Badge::GONE),
        })
    }
}

impl MapChanges {
    /// What a stage or step is marked with.
    pub(in crate::view) fn of_part(&self, kind: PartKind, id: &str) -> Option<Badge> {
        self.parts.get(&(kind, id.to_owned())).copied()
    }

    /// Whether every item stands where it stood.
    pub(in crate::view) fn has_no_placements(&self) -> bool {
        self.placed.is_empty() && self.taken_off.is_empty()
    }

    /// Whether an item did not stand on a step before.
    pub(in crate::view) fn is_placed(&self, step: &str, item: ItemKey) -> bool {
        self.placed.contains(&(step.to_owned(), item))
    }
}

fn part_badge(change: &RecordChange, step: &str) -> Option<Badge> {
    let details = match &change.outcome {
        Outcome::Added(_) => return Some(Badge::NEW),
        Outcome::Changed(details) => details,
        Outcome::Removed | Outcome::Unreadable(_) => return None,
    };
    let badges = details.iter().filter_map(|detail| match detail {
        Detail::Part { part, event } if part.kind == PartKind::Step && part.id == step => match event {
            PartEvent::Placed { .. } | PartEvent::Unplaced { .. } => Some(Badge::CHANGED),
            event => Badge::of_event(event),
        },
        _ => None,
    });
    badges.reduce(Badge::or_heavier)
}
