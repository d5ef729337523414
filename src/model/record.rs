//! A decoded mapping: its fields by name, each with the place it was written at.

use jiff::civil::Date;

use super::emotion::Emotion;
use super::field::Field;
use super::names;
use super::prose::Prose;
use crate::diag::{Level, Rule};
use crate::text::{Span, Spanned};
use crate::yaml::Node;

/// A mapping decoded by a [`super::Table`]. What could not be read is not here; it has been reported.
///
/// Equality is that of what it says: where it stands, and how it is written, does not count.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The whole mapping as written.
    pub span: Span,
    /// Its first key, or the whole of it when it has none: where something missing is reported.
    pub first_key: Span,
    /// The fields that could be read, in the order written.
    pub slots: Vec<Slot>,
    /// The fields of the user's own (`x-…`), in the order written.
    pub custom: Vec<Custom>,
    /// The fields that are there but could not be read, or not whole, and have been reported.
    pub unread: Vec<&'static str>,
    /// What is there but could not be read, or not whole, as it is written: by the names of the fields.
    pub lost: Vec<Custom>,
}

/// One field of a record.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its row of the table.
    pub field: &'static Field,
    /// Where its key stands.
    pub key: Span,
    /// What it holds.
    pub value: Spanned<FieldValue>,
}

impl PartialEq for Slot {
    fn eq(&self, other: &Slot) -> bool {
        self.field.name == other.field.name && self.value == other.value
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        self.slots == other.slots && self.custom == other.custom && self.lost == other.lost
    }
}

/// A field of the user's own, or one that is kept as it is written.
#[derive(Clone, Debug)]
pub struct Custom {
    /// The key; of one of the user's own `x-` included.
    pub name: Spanned<String>,
    /// Anything.
    pub value: Node,
}

impl PartialEq for Custom {
    fn eq(&self, other: &Custom) -> bool {
        self.name == other.name && self.json() == other.json()
    }
}

impl Custom {
    /// Its value as plain data.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(&self.value).expect("a tree of texts is plain data")
    }
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Text, a word, an ID, an address.
    Text(String),
    /// Markdown; boxed, since it is large and most values are not.
    Prose(Box<Prose>),
    /// A decimal.
    Number(Decimal),
    /// `true` or `false`.
    Bool(bool),
    /// 1 to 5.
    Scale(u8),
    /// 1 to 5 in halves.
    Emotion(Emotion),
    /// The same by persona.
    Emotions(Emotions),
    /// A day.
    Date(Date),
    /// A list.
    List(Vec<Spanned<FieldValue>>),
    /// A mapping.
    Record(Record),
    /// Markdown by lane ID, and what of the user's own stands among it.
    LaneTexts(Vec<(Spanned<String>, Spanned<Prose>)>, Vec<Custom>),
    /// Texts by names that are the user's, and what of the user's own stands among them.
    NamedTexts(Vec<(Spanned<String>, Spanned<String>)>, Vec<Custom>),
    /// Settings by rule, and what of the user's own stands among them.
    RuleLevels(Vec<RuleSetting>, Vec<Custom>),
}

/// Marks by persona, and what of the user's own stands among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Emotions {
    /// The persona's ID as written, and its mark; in the order written.
    pub by_persona: Vec<(Spanned<String>, Emotion)>,
    /// The fields of the user's own.
    pub custom: Vec<Custom>,
}

impl Emotions {
    /// The lowest; `None` where there is none.
    pub fn lowest(&self) -> Option<Emotion> {
        self.by_persona.iter().map(|(_, mark)| *mark).min()
    }
}

/// A decimal number, as written and as a value.
#[derive(Clone, Debug)]
pub struct Decimal {
    /// As written.
    pub text: String,
    /// As a number.
    pub value: f64,
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.value == other.value
    }
}

/// What `workspace.yaml` says about one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSetting {
    /// The rule.
    pub rule: Spanned<Rule>,
    /// Its level, when one is given.
    pub level: Option<Level>,
    /// `days`, for rules about time.
    pub days: Option<u32>,
    /// The fields of the user's own.
    pub custom: Vec<Custom>,
}

impl Record {
    /// The slot of a field.
    pub fn slot(&self, name: &str) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.field.name == name)
    }

    /// The value of a field.
    pub fn value(&self, name: &str) -> Option<&Spanned<FieldValue>> {
        self.slot(name).map(|slot| &slot.value)
    }

    /// Whether the field is there but could not be read, or not whole.
    pub fn is_unread(&self, name: &str) -> bool {
        self.unread.contains(&name)
    }

    /// Whether one of these fields, here or in a mapping inside, is there but could not be read, or not whole.
    pub fn lacks(&self, fields: &[&str]) -> bool {
        self.unread.iter().any(|name| fields.contains(name)) || self.slots.iter().any(|slot| slot.value.lacks(fields))
    }

    /// Where what was not read stands, here and in the mappings inside.
    pub fn lost_spans(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self.lost.iter().map(|lost| lost.value.span).collect();
        for slot in &self.slots {
            slot.value.value.collect_lost(&mut spans);
        }
        spans
    }

    /// The word of its status, or `default` where none is written; `None` where one is, and could not be read.
    pub(super) fn status(&self, default: Option<&'static str>) -> Option<&str> {
        let written = self.text(names::STATUS).map(|status| status.value);
        written.or_else(|| default.filter(|_| !self.is_unread(names::STATUS)))
    }

    /// The value of a field that holds one text.
    pub fn text(&self, name: &str) -> Option<Spanned<&str>> {
        let value = self.value(name)?;
        value.as_text().map(|text| Spanned::new(text, value.span))
    }

    /// The values of a field that holds a list of texts, or one; none when it is absent.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = Spanned<&str>> + use<'_> {
        self.list(name).iter().filter_map(|value| value.as_text().map(|text| Spanned::new(text, value.span)))
    }

    /// The mappings of a field that holds a list of them; none when it is absent.
    pub fn records(&self, name: &str) -> impl Iterator<Item = &Record> + use<'_> {
        self.list(name).iter().filter_map(|value| match &value.value {
            FieldValue::Record(record) => Some(record),
            _ => None,
        })
    }

    /// The mapping of a field.
    pub fn record(&self, name: &str) -> Option<&Record> {
        match &self.value(name)?.value {
            FieldValue::Record(record) => Some(record),
            _ => None,
        }
    }

    /// The Markdown of a field.
    pub fn prose(&self, name: &str) -> Option<&Prose> {
        match &self.value(name)?.value {
            FieldValue::Prose(prose) => Some(&**prose),
            _ => None,
        }
    }

    /// The number of a field.
    pub fn number(&self, name: &str) -> Option<&Decimal> {
        match &self.value(name)?.value {
            FieldValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The mark of a field on its scale of 1 to 5.
    pub fn scale(&self, name: &str) -> Option<u8> {
        match self.value(name)?.value {
            FieldValue::Scale(mark) => Some(mark),
            _ => None,
        }
    }

    /// The truth value of a field.
    pub fn truth(&self, name: &str) -> Option<bool> {
        match self.value(name)?.value {
            FieldValue::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// The day of a field.
    pub fn date(&self, name: &str) -> Option<Date> {
        match self.value(name)?.value {
            FieldValue::Date(date) => Some(date),
            _ => None,
        }
    }

    fn list(&self, name: &str) -> &[Spanned<FieldValue>] {
        match self.value(name).map(|value| &value.value) {
            Some(FieldValue::List(values)) => values,
            Some(FieldValue::Text(_)) => self.value(name).map_or(&[], std::slice::from_ref),
            _ => &[],
        }
    }

    /// The ID that each other system has for it, by the system's name.
    pub fn external_ids(&self) -> &[(Spanned<String>, Spanned<String>)] {
        match self.value(names::EXTERNAL_IDS).map(|value| &value.value) {
            Some(FieldValue::NamedTexts(ids, _)) => ids,
            _ => &[],
        }
    }
}

impl FieldValue {
    fn collect_lost(&self, spans: &mut Vec<Span>) {
        match self {
            FieldValue::Record(record) => spans.extend(record.lost_spans()),
            FieldValue::List(values) => values.iter().for_each(|value| value.value.collect_lost(spans)),
            _ => {}
        }
    }

    fn lacks(&self, fields: &[&str]) -> bool {
        match self {
            FieldValue::Record(record) => record.lacks(fields),
            FieldValue::List(values) => values.iter().any(|value| value.lacks(fields)),
            _ => false,
        }
    }

    /// The text, when it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }
}
