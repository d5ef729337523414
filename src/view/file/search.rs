//! The index that the search page loads in parts: the words of every record, as plain text.
//!
//! A part holds records of one kind and is of bounded size; of a record that is larger than a part, each slice is in one.
//! Where one part ends is decided by the records around that place, so that a changed record changes its own part and seldom
//! a second one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::said::{MOST_PLACE, MOST_TITLE, MOST_WORDS, Said, joined, slice};
use crate::model::{Document, FileKind, Kind, Member, Stage, Step, Workspace, names};
use crate::snapshot::{FileEntry, ItemKey, JourneyKey, StageKey, Subject};
use crate::text::{self, WsPath};
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::link;
use crate::view::part::link::Here;
use crate::view::words;

/// A part of the index: which records are in it.
#[derive(Clone, Debug)]
pub struct SearchPart {
    pub(in crate::view) group: Group,
    pub(in crate::view) slices: Vec<Slice>,
}

/// A record, or one of the slices of its text.
#[derive(Clone, Debug)]
pub(in crate::view) struct Slice {
    subject: Subject,
    pub(in crate::view) at: usize,
    of: usize,
}

/// What is in a part of the index.
#[derive(Debug)]
pub struct SearchWords {
    /// The kind of its records.
    pub kind: &'static str,
    /// The records.
    pub records: Vec<SearchRecord>,
}

/// A record as it is searched for; of a further slice of one only the address and the text.
#[derive(Debug)]
pub struct SearchRecord {
    /// What one calls it; empty with a further slice.
    pub title: String,
    /// Its page, from the search page.
    pub href: String,
    /// Where it is or what it is, for people.
    pub place: String,
    /// Its ID, former IDs and tags; `+` with a further slice.
    pub words: String,
    /// Its prose.
    pub text: String,
}

/// What kind of record is searched for, in the order of the choices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view) enum Group {
    Journey,
    Stage,
    Step,
    Item(Kind),
    /// An item whose kind is not known.
    OtherItem,
    Persona,
    Member,
    /// A record of a kind about which the site has nothing else to say.
    Other(FileKind),
    Workspace,
}

/// The most bytes of a part, as estimated; from the lower number on, a record may end a part.
const MOST_BYTES: usize = 180_000;
const LEAST_BYTES: usize = 90_000;

/// How many bytes of a text a slice has, about.
const SLICE: usize = 120_000;

/// What stands for the IDs of a further slice: no word that is searched for.
pub(in crate::view) const FURTHER: &str = "+";

impl Group {
    pub(in crate::view) fn names(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Group::Journey => ("journey", "Journey", "Journeys", "journeys"),
            Group::Stage => ("stage", "Stage", "Stages", "journeys"),
            Group::Step => ("step", "Step", "Steps", "journeys"),
            Group::Item(kind) => (kind.name(), words::kind(Some(kind)), words::kinds(kind), kind.name()),
            Group::OtherItem => ("item", "Item", "Other items", "text"),
            Group::Persona => ("persona", "Persona", "Personas", "personas"),
            Group::Member => ("member", "Member", "Members", "personas"),
            Group::Workspace => ("workspace", "Workspace", "Workspace", "journeys"),
            Group::Other(kind) => (kind.row().name, kind.row().heading, kind.row().headings, "text"),
        }
    }
}

impl Viewer<'_> {
    /// The parts of the search index by their addresses, from 1 for each kind.
    pub fn search_parts(&self) -> BTreeMap<WsPath, SearchPart> {
        let mut parts = BTreeMap::new();
        let mut last = (None, 0);
        for part in self.parts() {
            last = (Some(part.group), if last.0 == Some(part.group) { last.1 + 1 } else { 1 });
            parts.insert(address::search_part(part.group.names().0, last.1), part);
        }
        parts
    }

    /// What is in a part of the index.
    pub fn search_words(&self, part: &SearchPart) -> SearchWords {
        let here = Here::new(self, address::search());
        let records = part.slices.iter().map(|slice| record(&here, slice));
        SearchWords { kind: part.group.names().0, records: records.collect() }
    }

    pub(in crate::view) fn parts(&self) -> Vec<SearchPart> {
        let mut parts: Vec<SearchPart> = Vec::new();
        let here = Here::new(self, address::search());
        let (mut bytes, mut ends) = (0, false);
        for (group, subject) in self.subjects() {
            let said = self.said(&subject);
            let around = said.weight_around(&href(&here, &subject), &place(&here, &subject));
            let text = said.text_weight();
            let of = if around + text <= MOST_BYTES { 1 } else { text.div_ceil(SLICE) };
            for at in 0..of {
                let weight = around + text / of;
                let slice = Slice { subject: subject.clone(), at, of };
                match parts.last_mut().filter(|part| part.group == group && !ends && bytes + weight <= MOST_BYTES) {
                    Some(part) => {
                        part.slices.push(slice);
                        bytes += weight;
                    }
                    None => {
                        parts.push(SearchPart { group, slices: vec![slice] });
                        bytes = weight;
                    }
                }
                ends = bytes >= LEAST_BYTES && said.may_end_a_part();
            }
        }
        parts
    }

    /// Every record, each kind in one stretch.
    fn subjects(&self) -> Vec<(Group, Subject)> {
        let snapshot = self.snapshot;
        let mut subjects: Vec<(Group, Subject)> = Vec::new();
        for entry in snapshot.journeys() {
            let journey = entry.key();
            subjects.push((Group::Journey, Subject::Journey(journey)));
            let stages = entry.journey().into_iter().flat_map(|journey| journey.stages()).enumerate();
            subjects.extend(stages.map(|(stage, _)| (Group::Stage, Subject::Stage(StageKey { journey, stage }))));
            subjects.extend(self.steps(journey).into_iter().map(|(key, _)| (Group::Step, Subject::Step(key))));
        }
        subjects.extend(
            snapshot
                .items()
                .map(|entry| (entry.kind().map_or(Group::OtherItem, Group::Item), Subject::Item(entry.key()))),
        );
        for (kind, _) in FileKind::with_folder() {
            let group = if kind == FileKind::Persona { Group::Persona } else { Group::Other(kind) };
            subjects.extend(snapshot.records(kind).map(|(_, record)| (group, record)));
        }
        let members = snapshot.members().filter_map(Member::id);
        subjects.extend(members.map(|id| (Group::Member, Subject::Member(id.value.to_owned()))));
        if snapshot.workspace().is_some_and(|workspace| workspace.record.text(names::SUMMARY).is_some()) {
            subjects.push((Group::Workspace, Subject::Workspace));
        }
        subjects.sort_by_key(|(group, _)| *group);
        subjects
    }

    fn said(&self, subject: &Subject) -> Said<'_> {
        let snapshot = self.snapshot;
        match subject {
            Subject::Workspace => {
                let mut said = Said::new(self.title(), "", None, None);
                let summary = snapshot.workspace().and_then(|workspace| workspace.record.text(names::SUMMARY));
                summary.into_iter().for_each(|summary| said.add_text(summary.value));
                said
            }
            Subject::Journey(key) => {
                let entry = snapshot.journey(*key);
                let mut said =
                    Said::new(entry.title(), entry.id(), entry.journey().map(|journey| &journey.record), None);
                self.lanes_of(*key).for_each(|title| said.add_text(title));
                said
            }
            Subject::Stage(key) => {
                let stage = snapshot.stage(*key);
                let id = stage.and_then(Stage::id).map_or("", |id| id.value);
                Said::new(stage.and_then(Stage::title).unwrap_or(id), id, stage.map(|stage| stage.record), None)
            }
            Subject::Step(key) => {
                let step = snapshot.step(*key);
                let id = step.and_then(Step::id).map_or("", |id| id.value);
                Said::new(step.and_then(Step::title).unwrap_or(id), id, step.map(|step| step.record), None)
            }
            Subject::Item(key) => {
                let (entry, item) = (snapshot.item(*key), snapshot.item(*key).item());
                let mut said =
                    Said::new(entry.title(), entry.id(), item.map(|item| &item.record), item.map(|item| &item.body));
                let rows = snapshot.measurements(*key).into_iter().flat_map(|measured| &measured.rows);
                rows.filter_map(|row| row.note.as_deref()).for_each(|note| said.add_text(note));
                said
            }
            Subject::Member(id) => {
                let member = self.member(id);
                let name = member.and_then(Member::name).map_or_else(|| id.clone(), str::to_owned);
                let id = member.and_then(Member::id).map_or("", |id| id.value);
                Said::new(name, id, member.map(|member| member.record), None)
            }
            other => {
                let document = snapshot.file_of(other).and_then(FileEntry::document);
                let (id, record) = (snapshot.id_of(other).unwrap_or_default(), document.and_then(Document::record));
                Said::new(link::title(snapshot, other), id, record, document.and_then(Document::body))
            }
        }
    }
}

impl<'a> Viewer<'a> {
    /// The titles of the workspace's own lanes that are on a journey's map.
    fn lanes_of(&self, journey: JourneyKey) -> impl Iterator<Item = &'a str> {
        let steps = self.steps(journey);
        let lanes = self.snapshot.workspace().into_iter().flat_map(Workspace::lanes);
        let is_used = move |id: &str| steps.iter().any(|(_, step)| step.lane(id).is_some());
        lanes.filter(move |lane| is_used(lane.id.value)).map(|lane| lane.title)
    }
}

fn record(here: &Here<'_>, part: &Slice) -> SearchRecord {
    let Slice { subject, at, of } = part;
    let said = here.viewer.said(subject);
    let text = said.text();
    let text = slice(&text, *at, *of).to_owned();
    if *at > 0 {
        let (title, place) = (String::new(), String::new());
        return SearchRecord { title, href: href(here, subject), place, words: FURTHER.to_owned(), text };
    }
    let one = |text: &str, most: usize| joined(std::iter::once(Cow::Borrowed(text)), "", most);
    SearchRecord {
        title: one(&said.title, MOST_TITLE),
        href: href(here, subject),
        place: one(&place(here, subject), MOST_PLACE),
        words: joined(said.words.iter().map(|word| Cow::Borrowed(*word)), " ", MOST_WORDS),
        text,
    }
}

/// The record's page; a step without one is found on the map.
fn href(here: &Here<'_>, subject: &Subject) -> String {
    let link = match subject {
        Subject::Step(key) => here.step(*key).href.or_else(|| here.stage(key.stage).href),
        other => here.subject(other).href,
    };
    link.unwrap_or_else(|| here.href(&address::home()))
}

/// Where a record is, or else what there is to know it by.
fn place(here: &Here<'_>, subject: &Subject) -> String {
    let snapshot = here.snapshot();
    let in_stage = |key: StageKey| [snapshot.journey(key.journey).title(), &here.stage(key).text].join(" › ");
    match subject {
        Subject::Stage(key) => snapshot.journey(key.journey).title().to_owned(),
        Subject::Step(key) => in_stage(key.stage),
        Subject::Item(key) => item_place(here, *key, in_stage),
        Subject::Persona(key) => here.persona_face(*key).role.unwrap_or_default(),
        Subject::Member(id) => here.member_face(id).role.unwrap_or_default(),
        Subject::Signal(key) => {
            let received = snapshot.signal(*key).signal().and_then(|signal| signal.record.date(names::RECEIVED));
            received.map(words::date).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The first place of an item on a map, and how many more there are.
fn item_place(here: &Here<'_>, key: ItemKey, in_stage: impl Fn(StageKey) -> String) -> String {
    let placed = here.snapshot().placed_on(key);
    let home = here.snapshot().item(key).home().and_then(|home| here.snapshot().find_journey(home).found());
    match (placed, home) {
        ([], Some(journey)) => format!("{}, on no step", here.snapshot().journey(journey).title()),
        ([], None) => "On no step".to_owned(),
        ([only], _) => in_stage(only.step.stage),
        ([first, rest @ ..], _) => {
            let more = text::count(rest.len(), "more step", "more steps");
            format!("{} and {more}", words::excerpt(&in_stage(first.step.stage), MOST_PLACE - 30))
        }
    }
}
