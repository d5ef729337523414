//! Values as keys that tell one from another, and as texts that are shown.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::change::Value;
use super::name::Names;
use crate::model::{Custom, Emotion, FieldValue, Record, RuleSetting, Target, ValueType};
use crate::text::Spanned;

/// One side of a comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

/// What tells a value from another: what it says as plain data, references by the ID that counts now.
pub(super) fn key(names: &Names<'_>, kind: &ValueType, value: &FieldValue) -> String {
    canonical(data(names, kind, value)).to_string()
}

fn data(names: &Names<'_>, kind: &ValueType, value: &FieldValue) -> Json {
    match (kind, value) {
        (ValueType::Reference(target), FieldValue::Text(id)) => names.now(*target, id).into(),
        (ValueType::List(inner) | ValueType::OneOrMany(inner), FieldValue::List(values)) => {
            values.iter().map(|value| data(names, inner, value)).collect()
        }
        (_, FieldValue::Record(record)) => record_data(names, record),
        (_, FieldValue::Text(text)) => written(text).into(),
        (_, FieldValue::Number(number)) => number.value.into(),
        (_, FieldValue::Emotions(marks)) => {
            let mark = |(persona, mark): &(Spanned<String>, Emotion)| {
                (names.now(Target::PERSONA, persona), mark.number().into())
            };
            let own = marks.custom.iter().map(|custom| (custom.name.value.clone(), custom.json()));
            Json::Object(marks.by_persona.iter().map(mark).chain(own).collect())
        }
        (_, FieldValue::LaneTexts(..) | FieldValue::NamedTexts(..) | FieldValue::RuleLevels(..)) => {
            serde_json::to_value(value).unwrap_or_default()
        }
        _ => text(value).into(),
    }
}

pub(super) fn record_key(names: &Names<'_>, record: &Record) -> String {
    canonical(record_data(names, record)).to_string()
}

fn record_data(names: &Names<'_>, record: &Record) -> Json {
    let slots = record.slots.iter().map(|slot| {
        let name = slot.field.name.to_owned();
        (name, data(names, &slot.field.value, &slot.value.value))
    });
    let own = record.custom.iter().map(|custom| (custom.name.value.clone(), custom.json()));
    // What could not be read is no field of that name.
    let lost = record.lost.iter().map(|lost| (format!("?{}", *lost.name), lost.json()));
    Json::Object(slots.chain(own).chain(lost).collect())
}

/// Plain data in which the order of keys says nothing.
pub(super) fn canonical(data: Json) -> Json {
    match data {
        Json::Object(fields) => {
            let fields: BTreeMap<String, Json> =
                fields.into_iter().map(|(name, value)| (name, canonical(value))).collect();
            Json::Object(fields.into_iter().collect())
        }
        Json::Array(values) => values.into_iter().map(canonical).collect(),
        other => other,
    }
}

/// A reference on one side.
pub(super) fn reference(names: &Names<'_>, side: Side, target: Target, id: &str) -> Value {
    match side {
        Side::Old => names.former(target, id),
        Side::New => names.current(target, id),
    }
}

/// A value in a line of text, with the name of what it refers to.
pub(super) fn shown(names: &Names<'_>, side: Side, kind: &ValueType, value: &FieldValue) -> Value {
    match (kind, value) {
        (ValueType::Reference(target), FieldValue::Text(id)) => reference(names, side, *target, id),
        // The short form of what may be longer.
        (ValueType::ShortRecord(_, key), FieldValue::Record(record)) if record.slots.len() == 1 => {
            let slot = record.slot(key).map(|slot| shown(names, side, &slot.field.value, &slot.value.value));
            slot.unwrap_or_else(|| Value::plain(text(value)))
        }
        (_, FieldValue::Emotions(marks)) => {
            let told = marks.by_persona.iter().map(|(persona, mark)| {
                format!("{} {mark} of 5", reference(names, side, Target::PERSONA, persona).shown())
            });
            Value::plain(told.chain(marks.custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", "))
        }
        _ => Value::plain(text(value)),
    }
}

/// A value in a line of text.
pub(super) fn text(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.trim_end().to_owned(),
        FieldValue::Prose(prose) => prose.text().trim_end().to_owned(),
        FieldValue::Number(number) => number.text.clone(),
        FieldValue::Bool(truth) => truth.to_string(),
        FieldValue::Scale(mark) => mark.to_string(),
        FieldValue::Emotion(mark) => mark.to_string(),
        FieldValue::Emotions(marks) => {
            let told = marks.by_persona.iter().map(|(persona, mark)| format!("{}: {mark}", persona.value));
            told.chain(marks.custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", ")
        }
        FieldValue::Date(date) => date.to_string(),
        FieldValue::List(values) => values.iter().map(|value| text(&value.value)).collect::<Vec<_>>().join(", "),
        FieldValue::Record(record) => record_text(record),
        FieldValue::LaneTexts(texts, custom) => {
            let texts = texts.iter().map(|(lane, text)| format!("{}: {}", lane.value, text.value.text()));
            texts.chain(custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", ")
        }
        FieldValue::NamedTexts(texts, custom) => {
            let texts = texts.iter().map(|(name, text)| format!("{}: {}", name.value, text.value));
            texts.chain(custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", ")
        }
        FieldValue::RuleLevels(settings, custom) => {
            let setting = |setting: &RuleSetting| format!("{}: {}", setting.rule.value, shown_setting(setting));
            settings.iter().map(setting).chain(custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// The fields of a mapping in a line of text.
pub(super) fn record_text(record: &Record) -> String {
    let fields = record.slots.iter().map(|slot| format!("{}: {}", slot.field.name, text(&slot.value.value)));
    fields.chain(record.custom.iter().chain(&record.lost).map(shown_custom)).collect::<Vec<_>>().join(", ")
}

/// What is written about a rule.
pub(super) fn shown_setting(setting: &RuleSetting) -> String {
    let level = setting.level.map_or("default", |level| level.name());
    let days = setting.days.map(|days| format!(" after {days} days")).unwrap_or_default();
    let mut own: Vec<String> = setting.custom.iter().map(|custom| format!(", {}", shown_custom(custom))).collect();
    own.sort();
    format!("{level}{days}{}", own.concat())
}

fn shown_custom(custom: &Custom) -> String {
    format!("{}: {}", *custom.name, canonical(custom.json()))
}

/// A text without the line breaks at its end, which block scalars have.
pub(super) fn written(text: &str) -> String {
    text.trim_end_matches(['\r', '\n']).replace("\r\n", "\n")
}
