//! Search: its page, and the index that the page loads in parts: the words of every record, as plain text.
//!
//! A part holds records of one kind and is of bounded size; of a record that is larger than a part, each slice is in one.
//! Where one part ends is decided by the records around that place, so that a changed record changes its own part and seldom
//! a second one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::address;
use super::index::Viewer;
use super::link::{self, Here};
use super::words;
use crate::markdown;
use crate::model::{FieldValue, Kind, Member, Persona, Prose, Record, Signal, Stage, Step, ValueType};
use crate::snapshot::{ItemKey, StageKey, Subject};
use crate::text::{self, WsPath};
use crate::yaml::{Node, Value};

/// The page one searches on.
#[derive(Debug, Serialize)]
pub struct SearchPage {
    /// How many records there are, in words.
    records: String,
    kinds: Vec<Choice>,
}

/// A kind of record that results can be narrowed down to.
#[derive(Debug, Serialize)]
struct Choice {
    kind: &'static str,
    word: &'static str,
    one: &'static str,
    icon: &'static str,
    /// How many records are of the kind.
    records: usize,
    /// How many parts of the index have them.
    parts: usize,
}

/// A part of the index: which records are in it.
#[derive(Clone, Debug)]
pub struct SearchPart {
    group: Group,
    slices: Vec<Slice>,
}

/// A record, or one of the slices of its text.
#[derive(Clone, Debug)]
struct Slice {
    subject: Subject,
    at: usize,
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
enum Group {
    Journey,
    Stage,
    Step,
    Item(Kind),
    /// An item whose kind is not known.
    OtherItem,
    Persona,
    Member,
    Signal,
}

/// The most characters of a title, of a place, and of IDs and tags; where there are more, all of them are in the text, too.
const MOST_TITLE: usize = 300;
const MOST_PLACE: usize = 160;
const MOST_WORDS: usize = 500;

/// The most bytes of a part, as estimated; from the lower number on, one record in [`ENDS`] ends a part.
const MOST_BYTES: usize = 180_000;
const LEAST_BYTES: usize = 90_000;
const ENDS: u8 = 32;

/// How many bytes of a text a slice has, about; and how many of the bytes before it, since what is searched for may stand
/// where it was cut.
const SLICE: usize = 120_000;
const OVERLAP: usize = 240;

/// What stands for the IDs of a further slice: no word that is searched for.
pub(super) const FURTHER: &str = "+";

/// What a record takes besides its texts, and what the longest escape of one byte takes.
const OVERHEAD: usize = 40;
const ESCAPE: usize = 6;

/// Fields that are no prose of the record, or are taken in their own way.
const NOT_PROSE: [&str; 10] =
    ["id", "title", "name", "summary", "tags", "aliases", "allow", "stages", "steps", "emails"];

/// What a record says: borrowed, so that it can be weighed without being read.
struct Said<'a> {
    title: Cow<'a, str>,
    words: Vec<&'a str>,
    texts: Vec<Text<'a>>,
}

enum Text<'a> {
    Plain(&'a str),
    Prose(&'a Prose),
}

impl Group {
    fn names(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Group::Journey => ("journey", "Journey", "Journeys", "journeys"),
            Group::Stage => ("stage", "Stage", "Stages", "journeys"),
            Group::Step => ("step", "Step", "Steps", "journeys"),
            Group::Item(kind) => (kind.name(), words::kind(Some(kind)), words::kinds(kind), kind.name()),
            Group::OtherItem => ("item", "Item", "Other items", "text"),
            Group::Persona => ("persona", "Persona", "Personas", "personas"),
            Group::Member => ("member", "Member", "Members", "personas"),
            Group::Signal => ("signal", "Signal", "Signals", "text"),
        }
    }
}

/// The search page.
pub(super) fn search(here: &Here<'_>) -> SearchPage {
    let mut kinds: Vec<Choice> = Vec::new();
    for part in here.viewer.parts() {
        let (kind, one, word, icon) = part.group.names();
        let records = part.slices.iter().filter(|slice| slice.at == 0).count();
        match kinds.last_mut().filter(|last| last.kind == kind) {
            Some(last) => {
                last.records += records;
                last.parts += 1;
            }
            None => kinds.push(Choice { kind, word, one, icon, records, parts: 1 }),
        }
    }
    let records = kinds.iter().map(|choice| choice.records).sum();
    SearchPage { records: text::count(records, "record", "records"), kinds }
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

    fn parts(&self) -> Vec<SearchPart> {
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
        subjects.extend(snapshot.personas().map(|entry| (Group::Persona, Subject::Persona(entry.key()))));
        let members = snapshot.members().filter_map(Member::id);
        subjects.extend(members.map(|id| (Group::Member, Subject::Member(id.value.to_owned()))));
        subjects.extend(snapshot.signals().map(|entry| (Group::Signal, Subject::Signal(entry.key()))));
        subjects.sort_by_key(|(group, _)| *group);
        subjects
    }

    fn said(&self, subject: &Subject) -> Said<'_> {
        let snapshot = self.snapshot;
        match subject {
            Subject::Workspace => Said::new(self.title(), "", None, None),
            Subject::Journey(key) => {
                let entry = snapshot.journey(*key);
                Said::new(entry.title(), entry.id(), entry.journey().map(|journey| &journey.record), None)
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
                Said::new(entry.title(), entry.id(), item.map(|item| &item.record), item.map(|item| &item.body))
            }
            Subject::Persona(key) => {
                let entry = snapshot.persona(*key);
                let (record, body) = split(entry.persona().map(|Persona { record, body, .. }| (record, body)));
                Said::new(entry.name(), entry.id(), record, body)
            }
            Subject::Signal(key) => {
                let entry = snapshot.signal(*key);
                let (record, body) = split(entry.signal().map(|Signal { record, body, .. }| (record, body)));
                Said::new(link::signal_title(snapshot, *key), entry.id(), record, body)
            }
            Subject::Member(id) => {
                let member = self.member(id);
                let name = member.and_then(Member::name).map_or_else(|| id.clone(), str::to_owned);
                let id = member.and_then(Member::id).map_or("", |id| id.value);
                Said::new(name, id, member.map(|member| member.record), None)
            }
        }
    }
}

fn split<'a>(parts: Option<(&'a Record, &'a Prose)>) -> (Option<&'a Record>, Option<&'a Prose>) {
    (parts.map(|(record, _)| record), parts.map(|(_, body)| body))
}

impl<'a> Said<'a> {
    fn new(title: impl Into<Cow<'a, str>>, id: &'a str, record: Option<&'a Record>, body: Option<&'a Prose>) -> Self {
        let mut said = Said { title: title.into(), words: vec![id], texts: Vec::new() };
        if let Some(record) = record {
            let listed = ["aliases", "tags"].into_iter().flat_map(|name| record.texts(name));
            said.words.extend(listed.map(|word| word.value));
            // Summaries are short and say the most; the body comes before what is in lists.
            let summary = record.text("summary").map(|summary| Text::Plain(summary.value));
            said.texts.extend(summary);
            said.texts.extend(body.map(Text::Prose));
            said.add_fields(record, &NOT_PROSE);
        }
        said
    }

    fn add_fields(&mut self, record: &'a Record, without: &[&str]) {
        for slot in record.slots.iter().filter(|slot| !without.contains(&slot.field.name)) {
            self.add(&slot.value.value, slot.field.value);
        }
        record.custom.iter().for_each(|custom| self.add_custom(&custom.value));
    }

    fn add(&mut self, value: &'a FieldValue, value_type: ValueType) {
        match (value, value_type) {
            (FieldValue::Text(text), ValueType::Line | ValueType::Text | ValueType::Markdown) => {
                self.texts.push(Text::Plain(text));
            }
            (FieldValue::Prose(prose), _) => self.texts.push(Text::Prose(prose)),
            (FieldValue::List(entries), ValueType::List(of)) => {
                entries.iter().for_each(|entry| self.add(&entry.value, *of));
            }
            (FieldValue::Record(record), _) => self.add_fields(record, &[]),
            (FieldValue::LaneTexts(lanes, _), _) => {
                self.texts.extend(lanes.iter().map(|(_, text)| Text::Plain(&text.value)));
            }
            _ => {}
        }
    }

    fn add_custom(&mut self, node: &'a Node) {
        match &node.value {
            Value::Scalar(scalar) => self.texts.push(Text::Plain(&scalar.text)),
            Value::Sequence(sequence) => sequence.items.iter().for_each(|item| self.add_custom(item)),
            Value::Mapping(mapping) => mapping.entries.iter().for_each(|entry| self.add_custom(&entry.value)),
        }
    }

    /// How many bytes it takes at most in the index beside its text.
    fn weight_around(&self, href: &str, place: &str) -> usize {
        let one = |text: &str, most: usize| weigh(text).min(ESCAPE * most);
        let words: usize = self.words.iter().map(|word| weigh(word)).sum();
        let shown = one(&self.title, MOST_TITLE) + one(place, MOST_PLACE) + words.min(ESCAPE * MOST_WORDS);
        OVERHEAD + href.len() + shown
    }

    /// How many bytes its text takes at most in the index.
    fn text_weight(&self) -> usize {
        let texts = self.texts.iter().map(|text| match text {
            Text::Plain(text) => weigh(text),
            Text::Prose(prose) => weigh(prose.text()),
        });
        texts.chain(self.cut_off().map(|text| weigh(&text))).sum()
    }

    /// The title, or IDs and tags, where they are not whole in their own places.
    fn cut_off(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let is_cut = |text: &str, most: usize| text.chars().nth(most).is_some();
        let words = self.words.join(" ");
        let title = is_cut(&self.title, MOST_TITLE).then_some(Cow::Borrowed(&*self.title));
        title.into_iter().chain(is_cut(&words, MOST_WORDS).then_some(Cow::Owned(words)))
    }

    fn may_end_a_part(&self) -> bool {
        let id = self.words.first().copied().unwrap_or_default();
        blake3::hash(id.as_bytes()).as_bytes()[0].is_multiple_of(ENDS)
    }

    fn text(&self) -> String {
        let texts = self.texts.iter().map(|text| match text {
            Text::Plain(text) => Cow::Borrowed(*text),
            Text::Prose(prose) => Cow::Owned(markdown::plain_text(prose.text())),
        });
        joined(texts.chain(self.cut_off()), " · ", usize::MAX)
    }
}

/// How many bytes a text takes at most, once escaped.
fn weigh(text: &str) -> usize {
    BETWEEN + text.bytes().map(weight_of).sum::<usize>()
}

/// How many bytes stand between two texts, at most.
const BETWEEN: usize = 4;

fn weight_of(byte: u8) -> usize {
    match byte {
        // An entity may stand for what has to be escaped.
        b'<' | b'&' => ESCAPE,
        b'"' | b'\\' => 2,
        _ => 1,
    }
}

/// One of several slices of a text, which are about as heavy as each other; each begins a little before the end of the
/// one before, and none ends within a word that is shorter than that.
fn slice(text: &str, at: usize, of: usize) -> &str {
    let whole: usize = text.bytes().map(weight_of).sum();
    let place = |number: usize| {
        let mut weight = 0;
        let heavy = |byte: u8| {
            weight += weight_of(byte);
            weight * of > whole * number
        };
        if number == of { text.len() } else { text.bytes().position(heavy).unwrap_or(text.len()) }
    };
    let near_blank = |place: usize| {
        let floor = text.floor_char_boundary(place.saturating_sub(OVERLAP));
        let place = text.floor_char_boundary(place);
        text[floor..place].rfind(' ').map_or(place, |blank| floor + blank)
    };
    let end = if at + 1 == of { text.len() } else { near_blank(place(at + 1)) };
    let start = if at == 0 { 0 } else { near_blank(place(at).saturating_sub(OVERLAP)) };
    text[start.min(end)..end].trim()
}

/// Texts in one line of at most `most` characters, each text said once when it follows itself; blanks are folded.
fn joined<'t>(texts: impl Iterator<Item = Cow<'t, str>>, between: &str, most: usize) -> String {
    let (mut line, mut room) = (String::new(), most);
    for text in texts {
        let mut parts = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        let Some(first) = parts.next() else { continue };
        let lead = if line.is_empty() { "" } else { between };
        for (before, word) in std::iter::once((lead, first)).chain(parts.map(|word| (" ", word))) {
            for c in before.chars().chain(word.chars()) {
                let Some(rest) = room.checked_sub(1) else { return line };
                room = rest;
                line.push(c);
            }
        }
    }
    line
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
        Subject::Workspace | Subject::Journey(_) => String::new(),
        Subject::Stage(key) => snapshot.journey(key.journey).title().to_owned(),
        Subject::Step(key) => in_stage(key.stage),
        Subject::Item(key) => item_place(here, *key, in_stage),
        Subject::Persona(key) => here.persona_face(*key).role.unwrap_or_default(),
        Subject::Member(id) => here.member_face(id).role.unwrap_or_default(),
        Subject::Signal(key) => {
            let received = snapshot.signal(*key).signal().and_then(|signal| signal.record.date("received"));
            received.map(words::date).unwrap_or_default()
        }
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
