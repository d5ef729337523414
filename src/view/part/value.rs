//! Fields as a page shows them.

use serde::Serialize;

use super::face::Face;
use super::link::{Here, Link};
use crate::model::{Custom, FieldValue, Record, Slot, Target, ValueType};
use crate::view::words;
use crate::yaml::{self, Node};

/// A field and what it holds.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Field {
    /// What it is called on a page.
    pub name: String,
    /// What it holds.
    pub value: Value,
}

/// A field of the user's own in a line.
#[derive(Debug, Serialize)]
pub(in crate::view) struct OwnLine {
    name: String,
    text: String,
}

/// What a field holds.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(in crate::view) enum Value {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// A mark from 1 to 5.
    Scale {
        /// The mark.
        value: u8,
    },
    /// A member.
    Member {
        /// The member.
        member: Face,
    },
    /// Personas.
    Personas {
        /// The personas.
        personas: Vec<Face>,
    },
    /// Somewhere else.
    Link {
        /// Where.
        link: Link,
    },
    /// Tags.
    Tags {
        /// The tags.
        words: Vec<String>,
    },
    /// A list.
    List {
        /// Its entries.
        items: Vec<Value>,
    },
    /// A mapping.
    Map {
        /// Its fields.
        fields: Vec<Field>,
    },
}

/// Fields that pages show in their own way, or that say nothing to a reader.
const SHOWN_ELSEWHERE: [&str; 10] =
    ["kind", "title", "status", "links", "evidence", "tasks", "aliases", "external_ids", "allow", "description"];

/// The fields of a record but those in `without`, in the order of their table.
pub(in crate::view) fn fields(here: &Here<'_>, record: &Record, without: &[&str]) -> Vec<Field> {
    let mut slots: Vec<&Slot> = record.slots.iter().collect();
    // Tags close every list; the rest stays as its author ordered it.
    slots.sort_by_key(|slot| slot.field.name == "tags");
    let shown = slots
        .into_iter()
        .filter(|slot| !SHOWN_ELSEWHERE.contains(&slot.field.name) && !without.contains(&slot.field.name));
    shown.filter_map(|slot| Some(Field { name: words::field(slot.field.name), value: value(here, slot)? })).collect()
}

/// What other systems call the record.
pub(in crate::view) fn elsewhere(record: &Record) -> Vec<Field> {
    let ids = record.external_ids().iter();
    ids.map(|(system, id)| Field { name: system.value.clone(), value: text(id) }).collect()
}

/// The fields of the user's own.
pub(in crate::view) fn custom(record: &Record) -> Vec<Field> {
    let fields = record.custom.iter().map(|custom| {
        let name = custom.name.value.strip_prefix("x-").unwrap_or(&custom.name.value);
        Field { name: words::sentence(name), value: free(&custom.value, 0) }
    });
    fields.collect()
}

/// The fields of the user's own in a line each.
pub(in crate::view) fn custom_lines(custom: &[Custom]) -> Vec<OwnLine> {
    let lines = custom.iter().map(|custom| {
        let name = custom.name.value.strip_prefix("x-").unwrap_or(&custom.name.value);
        OwnLine { name: words::sentence(name), text: in_one_line(&custom.value) }
    });
    lines.collect()
}

fn value(here: &Here<'_>, slot: &Slot) -> Option<Value> {
    if slot.field.name == "tags" {
        return Some(Value::Tags { words: texts(&slot.value.value) });
    }
    match (&slot.value.value, slot.field.value) {
        (FieldValue::List(_), ValueType::List(ValueType::Reference(Target::PERSONA))) => {
            let ids = texts(&slot.value.value);
            Some(Value::Personas { personas: ids.iter().map(|id| here.persona_named(id)).collect() })
        }
        (FieldValue::List(_), ValueType::List(ValueType::Reference(_))) => None,
        (FieldValue::List(_), ValueType::OneOrMany(_)) => Some(text(&words::all(texts(&slot.value.value)))),
        (FieldValue::NamedTexts(texts, _), _) => {
            let named = texts.iter().map(|(name, it)| Field { name: name.value.clone(), value: text(it) });
            Some(Value::Map { fields: named.collect() })
        }
        (FieldValue::List(entries), _) => {
            let items = entries.iter().filter_map(|entry| entry.as_text().map(text));
            Some(Value::List { items: items.collect() })
        }
        (FieldValue::Text(id), ValueType::Reference(target)) => Some(reference(here, target, id)),
        (FieldValue::Text(url), ValueType::Url) => Some(Value::Link { link: Link::new(bare(url), url) }),
        (FieldValue::Text(way), _) if slot.field.name == "direction" => {
            Some(text(&format!("{} is better", words::sentence(way))))
        }
        (FieldValue::Text(word), ValueType::Word(_)) => Some(text(&words::sentence(word))),
        (FieldValue::Text(word), _) if slot.field.name == "channel" => Some(text(&words::sentence(word))),
        (FieldValue::Text(words), _) => Some(text(words)),
        (FieldValue::Number(number), _) => Some(text(&number.text)),
        (FieldValue::Bool(truth), _) => Some(text(if *truth { "Yes" } else { "No" })),
        (FieldValue::Scale(mark), _) => Some(Value::Scale { value: *mark }),
        (FieldValue::Date(date), _) => Some(text(&words::date(*date))),
        _ => None,
    }
}

fn reference(here: &Here<'_>, target: Target, id: &str) -> Value {
    match target {
        Target::Member => Value::Member { member: here.member_face(id) },
        Target::PERSONA => Value::Personas { personas: vec![here.persona_named(id)] },
        _ => {
            let found = here.snapshot().find_target(target, id).found();
            Value::Link { link: found.map_or_else(|| Link::broken(id), |subject| here.subject(&subject)) }
        }
    }
}

/// Deeper than this, custom fields are written in one line: a page cannot indent for ever.
const MAX_DEPTH: usize = 6;

fn free(node: &Node, depth: usize) -> Value {
    match &node.value {
        yaml::Value::Sequence(_) | yaml::Value::Mapping(_) if depth == MAX_DEPTH => text(&in_one_line(node)),
        yaml::Value::Scalar(scalar) if scalar.text.starts_with("https://") || scalar.text.starts_with("http://") => {
            Value::Link { link: Link::new(bare(&scalar.text), &scalar.text) }
        }
        yaml::Value::Scalar(scalar) => text(&scalar.text),
        yaml::Value::Sequence(sequence) => {
            Value::List { items: sequence.items.iter().map(|item| free(item, depth + 1)).collect() }
        }
        yaml::Value::Mapping(mapping) => {
            let fields = mapping.entries.iter().map(|entry| Field {
                name: entry.key.as_scalar().map_or_else(String::new, |key| words::sentence(&key.text)),
                value: free(&entry.value, depth + 1),
            });
            Value::Map { fields: fields.collect() }
        }
    }
}

fn in_one_line(node: &Node) -> String {
    match &node.value {
        yaml::Value::Scalar(scalar) => scalar.text.clone(),
        yaml::Value::Sequence(sequence) => {
            let items: Vec<String> = sequence.items.iter().map(in_one_line).collect();
            format!("[{}]", items.join(", "))
        }
        yaml::Value::Mapping(mapping) => {
            let entries = mapping.entries.iter();
            let entries: Vec<String> =
                entries.map(|entry| format!("{}: {}", in_one_line(&entry.key), in_one_line(&entry.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn text(text: &str) -> Value {
    Value::Text { text: text.to_owned() }
}

fn texts(value: &FieldValue) -> Vec<String> {
    match value {
        FieldValue::List(entries) => entries.iter().filter_map(|entry| entry.as_text().map(str::to_owned)).collect(),
        FieldValue::Text(text) => vec![text.clone()],
        _ => Vec::new(),
    }
}

/// An address as one reads it: without the scheme.
pub(in crate::view) fn bare(url: &str) -> String {
    let bare = ["https://", "http://", "mailto:"].iter().find_map(|scheme| url.strip_prefix(scheme)).unwrap_or(url);
    words::excerpt(bare.trim_end_matches('/'), 60)
}
