//! What a record says to those who search: borrowed, so that it can be weighed without being read.

use std::borrow::Cow;

use crate::markdown;
use crate::model::{FieldValue, Prose, Record, ValueType, names};
use crate::yaml::{Node, Value};

/// The most characters of a title, of a place, and of IDs and tags; where there are more, all of them are in the text, too.
pub(in crate::view) const MOST_TITLE: usize = 300;
pub(in crate::view) const MOST_PLACE: usize = 160;
pub(in crate::view) const MOST_WORDS: usize = 500;

/// How many bytes before a slice are in it too, since what is searched for may stand where it was cut.
const OVERLAP: usize = 240;

/// What a record takes besides its texts, and what the longest escape of one byte takes.
const OVERHEAD: usize = 40;
const ESCAPE: usize = 6;

/// One record in so many may end a part.
const ENDS: u8 = 32;

/// Fields that are no prose of the record, or are taken in their own way.
const NOT_PROSE: [&str; 10] =
    ["id", "title", "name", "summary", "tags", "aliases", "allow", "stages", "steps", "emails"];

/// What a record says: borrowed, so that it can be weighed without being read.
pub(in crate::view) struct Said<'a> {
    pub(in crate::view) title: Cow<'a, str>,
    pub(in crate::view) words: Vec<&'a str>,
    texts: Vec<Text<'a>>,
}

enum Text<'a> {
    Plain(&'a str),
    Prose(&'a Prose),
}

impl<'a> Said<'a> {
    pub(in crate::view) fn new(
        title: impl Into<Cow<'a, str>>,
        id: &'a str,
        record: Option<&'a Record>,
        body: Option<&'a Prose>,
    ) -> Self {
        let mut said = Said { title: title.into(), words: vec![id], texts: Vec::new() };
        if let Some(record) = record {
            let listed = ["aliases", "tags"].into_iter().flat_map(|name| record.texts(name));
            said.words.extend(listed.map(|word| word.value));
            // Summaries are short and say the most; the body comes before what is in lists.
            let summary = record.text(names::SUMMARY).map(|summary| Text::Plain(summary.value));
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
        for custom in &record.custom {
            self.add_text(custom.name.value.trim_start_matches("x-"));
            self.add_custom(&custom.value);
        }
    }

    fn add(&mut self, value: &'a FieldValue, value_type: ValueType) {
        match (value, value_type) {
            // Where it leads is shown instead of an ID, and has a page of its own.
            (FieldValue::Text(_), ValueType::Reference(_) | ValueType::Id | ValueType::Kind | ValueType::Word(_)) => {}
            (FieldValue::Text(text), _) => self.add_text(text),
            (FieldValue::Number(number), _) => self.add_text(&number.text),
            (FieldValue::Prose(prose), _) => self.texts.push(Text::Prose(prose)),
            (FieldValue::List(entries), ValueType::List(of) | ValueType::OneOrMany(of)) => {
                entries.iter().for_each(|entry| self.add(&entry.value, *of));
            }
            (FieldValue::Record(record), _) => self.add_fields(record, &[]),
            (FieldValue::LaneTexts(lanes, _), _) => {
                self.texts.extend(lanes.iter().map(|(_, text)| Text::Prose(&text.value)));
            }
            (FieldValue::NamedTexts(texts, _), _) => texts.iter().for_each(|(_, text)| self.add_text(&text.value)),
            _ => {}
        }
    }

    /// Adds what its page shows beside its own fields.
    pub(in crate::view) fn add_text(&mut self, text: &'a str) {
        self.texts.push(Text::Plain(text));
    }

    fn add_custom(&mut self, node: &'a Node) {
        match &node.value {
            Value::Scalar(scalar) => self.add_text(&scalar.text),
            Value::Sequence(sequence) => sequence.items.iter().for_each(|item| self.add_custom(item)),
            Value::Mapping(mapping) => mapping.entries.iter().for_each(|entry| {
                self.add_custom(&entry.key);
                self.add_custom(&entry.value);
            }),
        }
    }

    /// How many bytes it takes at most in the index beside its text.
    pub(in crate::view) fn weight_around(&self, href: &str, place: &str) -> usize {
        let one = |text: &str, most: usize| weigh(text).min(ESCAPE * most);
        let words: usize = self.words.iter().map(|word| weigh(word)).sum();
        let shown = one(&self.title, MOST_TITLE) + one(place, MOST_PLACE) + words.min(ESCAPE * MOST_WORDS);
        OVERHEAD + href.len() + shown
    }

    /// How many bytes its text takes at most in the index.
    pub(in crate::view) fn text_weight(&self) -> usize {
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

    pub(in crate::view) fn may_end_a_part(&self) -> bool {
        let id = self.words.first().copied().unwrap_or_default();
        blake3::hash(id.as_bytes()).as_bytes()[0].is_multiple_of(ENDS)
    }

    pub(in crate::view) fn text(&self) -> String {
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
pub(in crate::view) fn slice(text: &str, at: usize, of: usize) -> &str {
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
pub(in crate::view) fn joined<'t>(texts: impl Iterator<Item = Cow<'t, str>>, between: &str, most: usize) -> String {
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
