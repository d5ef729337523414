//! Lists of a record that may outgrow its page: the page shows how they begin, pages of their own show all.
//!
//! A list that its page shows in full has no pages of its own.

use serde::Serialize;

use super::card::Group;
use super::link::{Here, Link};
use super::pager::PageNumber;
use crate::model::Kind;
use crate::snapshot::{ItemKey, JourneyKey, PlacedOn, SignalKey, Snapshot, StepKey, Subject};
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::words;

/// The most rows, and the most cards of a kind, with which a list begins on the page it belongs to.
pub(in crate::view) const SHOWN: usize = 40;

/// A list that grows with the workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::view) struct List {
    /// The record it belongs to.
    pub of: Subject,
    /// What it shows.
    pub aspect: Aspect,
}

/// What a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::view) enum Aspect {
    /// Items of a kind that name a persona.
    Items(Kind),
    /// Items of a kind that lead to an item.
    LedToBy(Kind),
    /// Items of a kind that an item leads to.
    LeadsTo(Kind),
    /// Items that a signal is evidence for.
    Proves,
    /// The steps that place an item.
    Placed,
    /// The steps that a journey is nested in.
    Nested,
    /// The journeys that name a persona.
    Journeys,
    /// The signals about a record.
    Signals,
    /// The records that mention a record in their prose.
    Mentions,
    /// The building blocks of a workspace that are on no step.
    Unused,
}

/// How a list begins, and the way to all of it.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Beginning {
    /// How many there are in all.
    count: usize,
    rows: Vec<Link>,
    more: Option<Link>,
}

/// A row of a list before it is put into words.
pub(in crate::view) enum Entry<'a> {
    Item(ItemKey),
    /// An item in a list of one kind.
    OfKind(ItemKey),
    Journey(JourneyKey),
    Placed(&'a PlacedOn),
    Step(StepKey),
    Signal(SignalKey),
    Mention(Subject),
}

impl List {
    pub(in crate::view) fn new(of: Subject, aspect: Aspect) -> List {
        List { of, aspect }
    }

    /// The pages of all lists that the pages of their records only begin to show.
    pub(in crate::view) fn pages(viewer: &Viewer<'_>) -> Vec<(WsPath, List, PageNumber)> {
        let pages = |list: List| {
            let rows = list.entries(viewer).len();
            let first = Some(rows).filter(|rows| *rows > SHOWN).and_then(|_| list.path(viewer));
            let pages = first.into_iter().flat_map(move |first| PageNumber::all(rows, first));
            pages.map(move |(path, number)| (path, list.clone(), number))
        };
        let long = |subject: &Subject| lists(subject).into_iter().filter(|list| list.may_be_long(viewer));
        let records = viewer.records().into_iter().map(|(_, record)| record);
        let subjects = std::iter::once(Subject::Workspace).chain(records);
        subjects.flat_map(|subject| long(&subject).flat_map(pages).collect::<Vec<_>>()).collect()
    }

    /// Whether there may be more than its record's page shows, as far as that can be told without going through it.
    fn may_be_long(&self, viewer: &Viewer<'_>) -> bool {
        let snapshot = viewer.snapshot;
        match (&self.of, self.aspect) {
            (Subject::Item(key), Aspect::LedToBy(_)) => snapshot.led_to_by(*key).len() > SHOWN,
            (Subject::Item(key), Aspect::LeadsTo(_)) => snapshot.leads_to(*key).len() > SHOWN,
            (subject, Aspect::Mentions) => snapshot.mentions(subject).len() > SHOWN,
            _ => true,
        }
    }

    /// What the list is called.
    pub(in crate::view) fn title(&self) -> String {
        self.aspect.title()
    }

    /// The page it belongs to.
    pub(in crate::view) fn owner(&self, here: &Here<'_>) -> Link {
        match &self.of {
            Subject::Workspace => Link::new("Building blocks", here.href(&address::blocks())),
            subject => here.subject(subject),
        }
    }

    /// How the list begins. `None` when it is empty.
    pub(in crate::view) fn beginning(&self, here: &Here<'_>) -> Option<Beginning> {
        let entries = self.entries(here.viewer);
        let rows = entries.iter().take(SHOWN).map(|entry| entry.link(here)).collect();
        (!entries.is_empty()).then(|| Beginning { count: entries.len(), rows, more: self.more(here, entries.len()) })
    }

    /// The way to all of the list, where its page only begins to show it.
    pub(in crate::view) fn more(&self, here: &Here<'_>, count: usize) -> Option<Link> {
        let path = Some(count).filter(|count| *count > SHOWN).and_then(|_| self.path(here.viewer))?;
        Some(Link::new(format!("All {count} {}", self.aspect.noun()), here.href(&path)))
    }

    /// Where the list's first page is. `None` when the record has no page.
    pub(in crate::view) fn path(&self, viewer: &Viewer<'_>) -> Option<WsPath> {
        if self.aspect == Aspect::Unused {
            return Some(address::list(&address::blocks(), &self.aspect.file_name()));
        }
        Some(address::list(&viewer.path(&self.of)?, &self.aspect.file_name()))
    }

    pub(in crate::view) fn entries<'a>(&self, viewer: &'a Viewer<'_>) -> Vec<Entry<'a>> {
        let (snapshot, index) = (viewer.snapshot, &viewer.index);
        match (&self.of, self.aspect) {
            (Subject::Persona(key), Aspect::Items(kind)) => {
                of_kind(snapshot, index.persona_items.get(key).into_iter().flatten(), kind)
            }
            (Subject::Item(key), Aspect::LedToBy(kind)) => of_kind(snapshot, snapshot.led_to_by(*key), kind),
            (Subject::Item(key), Aspect::LeadsTo(kind)) => of_kind(snapshot, snapshot.leads_to(*key), kind),
            (Subject::Signal(key), Aspect::Proves) => {
                index.signal_items.get(key).into_iter().flatten().map(|key| Entry::Item(*key)).collect()
            }
            (Subject::Workspace, Aspect::Unused) => index.unused_blocks.iter().map(|key| Entry::Item(*key)).collect(),
            (Subject::Item(key), Aspect::Placed) => snapshot.placed_on(*key).iter().map(Entry::Placed).collect(),
            (Subject::Journey(key), Aspect::Nested) => {
                snapshot.nested_in(*key).iter().map(|key| Entry::Step(*key)).collect()
            }
            (Subject::Persona(key), Aspect::Journeys) => {
                index.persona_journeys.get(key).into_iter().flatten().map(|key| Entry::Journey(*key)).collect()
            }
            (Subject::Persona(key), Aspect::Signals) => signals(index.persona_signals.get(key)),
            (Subject::Item(key), Aspect::Signals) => signals(index.item_signals.get(key)),
            (Subject::Step(key), Aspect::Signals) => signals(index.step_signals.get(key)),
            (subject, Aspect::Mentions) => mentions(viewer, subject),
            _ => Vec::new(),
        }
    }
}

impl Aspect {
    fn file_name(self) -> String {
        match self {
            Aspect::Items(kind) => kind.plural().to_owned(),
            Aspect::LedToBy(kind) => format!("led-to-by-{}", kind.plural()),
            Aspect::LeadsTo(kind) => format!("leads-to-{}", kind.plural()),
            Aspect::Proves => "evidence-for".to_owned(),
            Aspect::Placed => "steps".to_owned(),
            Aspect::Nested => "part-of".to_owned(),
            Aspect::Journeys => "journeys".to_owned(),
            Aspect::Signals => "signals".to_owned(),
            Aspect::Mentions => "mentions".to_owned(),
            Aspect::Unused => "unused".to_owned(),
        }
    }

    fn title(self) -> String {
        match self {
            Aspect::Items(kind) => words::kinds(kind).to_owned(),
            Aspect::LedToBy(kind) => format!("Led to by {}", words::kinds(kind).to_lowercase()),
            Aspect::LeadsTo(kind) => format!("Leads to {}", words::kinds(kind).to_lowercase()),
            Aspect::Proves => "Evidence for".to_owned(),
            Aspect::Placed => "Placed on".to_owned(),
            Aspect::Nested => "Part of".to_owned(),
            Aspect::Journeys => "Journeys".to_owned(),
            Aspect::Signals => "Signals".to_owned(),
            Aspect::Mentions => "Mentioned in".to_owned(),
            Aspect::Unused => "Placed nowhere".to_owned(),
        }
    }

    fn noun(self) -> String {
        match self {
            Aspect::Items(kind) | Aspect::LedToBy(kind) | Aspect::LeadsTo(kind) => words::kinds(kind).to_lowercase(),
            Aspect::Proves | Aspect::Unused => "items".to_owned(),
            Aspect::Placed | Aspect::Nested => "steps".to_owned(),
            Aspect::Journeys => "journeys".to_owned(),
            Aspect::Signals => "signals".to_owned(),
            Aspect::Mentions => "mentions".to_owned(),
        }
    }
}

impl Entry<'_> {
    pub(in crate::view) fn link(&self, here: &Here<'_>) -> Link {
        let snapshot = here.snapshot();
        let item = |key: ItemKey| here.item(key).aside(words::kind(snapshot.item(key).kind()));
        let in_journey = |key: StepKey| here.step(key).aside(snapshot.journey(key.stage.journey).title());
        match self {
            Entry::Item(key) => item(*key),
            Entry::OfKind(key) => here.item(*key).aside(here.card(*key, None).status.word),
            Entry::Journey(key) => here.journey(*key),
            Entry::Placed(place) => in_journey(place.step).under(place.note.clone()),
            Entry::Step(key) => in_journey(*key),
            Entry::Signal(key) => here.signal_with_words(*key),
            Entry::Mention(from) => match from {
                Subject::Step(key) => in_journey(*key),
                Subject::Stage(key) => here.stage(*key).aside(snapshot.journey(key.journey).title()),
                Subject::Item(key) => item(*key),
                other => match other.kind() {
                    Some(kind) => here.subject(other).aside(kind.row().heading),
                    None => here.subject(other),
                },
            },
        }
    }
}

impl Here<'_> {
    /// What names a record in its prose, each once.
    pub(in crate::view) fn mentioned(&self, subject: &Subject) -> Option<Beginning> {
        List::new(subject.clone(), Aspect::Mentions).beginning(self)
    }

    /// Items by kind, each kind as far as its list begins; `aspect` makes the list of a kind.
    pub(in crate::view) fn beginnings(&self, of: &Subject, aspect: fn(Kind) -> Aspect) -> Vec<Group> {
        let groups = Kind::ALL.into_iter().filter_map(|kind| {
            let list = List::new(of.clone(), aspect(kind));
            let entries = list.entries(self.viewer);
            let cards = entries.iter().take(SHOWN).filter_map(|entry| match entry {
                Entry::OfKind(key) => Some(self.card(*key, None)),
                _ => None,
            });
            let more = list.more(self, entries.len());
            let group = Group { kind: kind.name(), word: words::kinds(kind), items: cards.collect(), more };
            (!entries.is_empty()).then_some(group)
        });
        groups.collect()
    }
}

/// The lists that a record has.
fn lists(subject: &Subject) -> Vec<List> {
    use Aspect::{Items, Journeys, LeadsTo, LedToBy, Mentions, Nested, Placed, Proves, Signals, Unused};
    let of_kinds = |aspect: fn(Kind) -> Aspect| Kind::ALL.into_iter().map(aspect);
    let aspects: Vec<Aspect> = match subject {
        Subject::Workspace => vec![Unused],
        Subject::Item(_) => of_kinds(LedToBy).chain(of_kinds(LeadsTo)).chain([Placed, Signals, Mentions]).collect(),
        Subject::Persona(_) => of_kinds(Items).chain([Journeys, Signals, Mentions]).collect(),
        Subject::Signal(_) => vec![Proves, Mentions],
        Subject::Journey(_) => vec![Nested, Mentions],
        Subject::Step(_) => vec![Signals, Mentions],
        Subject::Stage(_) => Vec::new(),
        _ => vec![Mentions],
    };
    aspects.into_iter().map(|aspect| List::new(subject.clone(), aspect)).collect()
}

fn signals<'k>(keys: Option<&Vec<SignalKey>>) -> Vec<Entry<'k>> {
    keys.into_iter().flatten().map(|key| Entry::Signal(*key)).collect()
}

fn of_kind<'k>(snapshot: &Snapshot, keys: impl IntoIterator<Item = &'k ItemKey>, kind: Kind) -> Vec<Entry<'k>> {
    let of_kind = keys.into_iter().filter(|key| snapshot.item(**key).kind() == Some(kind));
    of_kind.map(|key| Entry::OfKind(*key)).collect()
}

/// What mentions a record, each once.
fn mentions<'a>(viewer: &Viewer<'_>, subject: &Subject) -> Vec<Entry<'a>> {
    let mut from = viewer.snapshot.mentions(subject);
    from.sort_unstable();
    from.dedup();
    from.into_iter().map(Entry::Mention).collect()
}
