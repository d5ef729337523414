//! Fields compared by name, by what their table says they hold.

use std::collections::BTreeMap;

use super::change::{Detail, Value};
use super::name::Names;
use super::prose;
use crate::model::{Custom, FieldValue, Record, RuleSetting, Slot, Target, ValueType};

/// What a field is called in a sentence, by those who never saw a file.
pub fn field_name(name: &str) -> String {
    match name {
        "segment" | "actor" => "personas".to_owned(),
        "role_in_journey" => "role in the journey".to_owned(),
        "tech_savviness" => "at ease with technology".to_owned(),
        "external_id" => "ID at the source".to_owned(),
        "url" => "link".to_owned(),
        other => other.replace(['_', '.'], " "),
    }
}

/// One side of a comparison.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// Compares the fields of two mappings, in the order of the new one, then those that are gone. Fields in `except` are
/// left to the caller.
pub(super) fn compare(names: &Names<'_>, was: &Record, is: &Record, except: &[&str]) -> Vec<Detail> {
    let mut details = Vec::new();
    let mut followed = Vec::new();
    let gone = was.slots.iter().filter(|slot| is.slot(slot.field.name).is_none());
    for slot in is.slots.iter().chain(gone).filter(|slot| !except.contains(&slot.field.name)) {
        let name = slot.field.name;
        let (old, new) = (was.slot(name), is.slot(name));
        if old == new {
            continue;
        }
        let told = details.len();
        field(names, name, old, new, &mut details);
        if details.len() == told {
            followed.extend(references(new, |id| names.current(target(slot), id)).filter(|value| {
                // What was not written before is the new name of something.
                references(old, |id| names.former(target(slot), id)).all(|old| old.text != value.text)
            }));
        }
    }
    details.extend(compare_custom(was, is));
    if !followed.is_empty() {
        details.push(Detail::Follows { renamed: followed });
    }
    details
}

fn target(slot: &Slot) -> Target {
    target_of(&slot.field.value).unwrap_or(Target::Item)
}

fn target_of(value: &ValueType) -> Option<Target> {
    match value {
        ValueType::Reference(target) => Some(*target),
        ValueType::List(inner) => target_of(inner),
        _ => None,
    }
}

/// The references of a field that holds nothing else.
fn references<'v>(slot: Option<&'v Slot>, name: impl Fn(&str) -> Value + 'v) -> impl Iterator<Item = Value> + 'v {
    let values: Vec<&str> = match slot.filter(|slot| target_of(&slot.field.value).is_some()) {
        Some(slot) => match &slot.value.value {
            FieldValue::List(values) => values.iter().filter_map(|value| value.value.as_text()).collect(),
            value => value.as_text().into_iter().collect(),
        },
        None => Vec::new(),
    };
    values.into_iter().map(name)
}

fn field(names: &Names<'_>, name: &str, was: Option<&Slot>, is: Option<&Slot>, details: &mut Vec<Detail>) {
    let Some(kind) = is.or(was).map(|slot| &slot.field.value) else { return };
    let (old, new) = (was.map(|slot| &slot.value.value), is.map(|slot| &slot.value.value));
    match (old, new) {
        (Some(FieldValue::List(_)), _) | (_, Some(FieldValue::List(_))) => {
            details.extend(listed(names, name, kind, old, new));
        }
        (Some(FieldValue::Prose(_)), _) | (_, Some(FieldValue::Prose(_))) => {
            details.extend(compare_prose(Some(name), prose_of(old), prose_of(new)));
        }
        (Some(FieldValue::Record(old)), Some(FieldValue::Record(new))) => {
            details.extend(compare(names, old, new, &[]).into_iter().map(|detail| inside(name, detail)));
        }
        (Some(FieldValue::LaneTexts(..)), _) | (_, Some(FieldValue::LaneTexts(..))) => {
            details.extend(lanes(name, old, new));
        }
        _ if longer(old) || longer(new) => {
            details.extend(compare_prose(Some(name), text_of(old), text_of(new)));
        }
        _ => {
            let key = |value: Option<&FieldValue>| value.map(|value| key(names, kind, value));
            if key(old) != key(new) {
                let from = old.map(|value| shown(names, Side::Old, kind, value));
                let to = new.map(|value| shown(names, Side::New, kind, value));
                details.push(Detail::Field { name: name.to_owned(), from, to });
            }
        }
    }
}

/// Compares the texts for lanes, lane by lane.
fn lanes(name: &str, was: Option<&FieldValue>, is: Option<&FieldValue>) -> Vec<Detail> {
    let texts = |value: Option<&FieldValue>| -> BTreeMap<String, FieldValue> {
        let Some(FieldValue::LaneTexts(texts, custom)) = value else { return BTreeMap::new() };
        let texts = texts.iter().map(|(lane, text)| (lane.value.clone(), text.value.clone()));
        let custom = custom.iter().map(|field| (field.name.value.clone(), field.json().to_string()));
        texts.chain(custom).map(|(lane, text)| (lane, FieldValue::Text(text))).collect()
    };
    let (was, is) = (texts(was), texts(is));
    let gone = was.keys().filter(|lane| !is.contains_key(*lane));
    let mut details = Vec::new();
    for lane in is.keys().chain(gone) {
        let (old, new) = (was.get(lane), is.get(lane));
        let name = format!("{name}.{lane}");
        if longer(old) || longer(new) {
            details.extend(compare_prose(Some(&name), text_of(old), text_of(new)));
        } else if text_of(old).trim_end() != text_of(new).trim_end() || old.is_some() != new.is_some() {
            let value = |value: &FieldValue| Value::plain(text(value));
            details.push(Detail::Field { name, from: old.map(value), to: new.map(value) });
        }
    }
    details
}

/// Whether a text is long enough that only the words that changed are worth telling.
fn longer(value: Option<&FieldValue>) -> bool {
    matches!(value, Some(FieldValue::Text(text)) if text.chars().count() > 80 || text.trim_end().contains('\n'))
}

fn text_of(value: Option<&FieldValue>) -> &str {
    value.and_then(FieldValue::as_text).unwrap_or_default()
}

fn prose_of(value: Option<&FieldValue>) -> &str {
    match value {
        Some(FieldValue::Prose(prose)) => prose.text(),
        other => text_of(other),
    }
}

/// Compares two longer texts; nothing where they say the same.
pub(super) fn compare_prose(name: Option<&str>, was: &str, is: &str) -> Option<Detail> {
    if prose::says_the_same(was, is) {
        return None;
    }
    Some(Detail::Prose { name: name.map(str::to_owned), excerpt: prose::excerpt(was, is) })
}

/// Puts the name of the mapping before the field's.
fn inside(outer: &str, detail: Detail) -> Detail {
    let joined = |name: String| format!("{outer}.{name}");
    match detail {
        Detail::Field { name, from, to } => Detail::Field { name: joined(name), from, to },
        Detail::Listed { name, added, removed } => Detail::Listed { name: joined(name), added, removed },
        Detail::Prose { name, excerpt } => Detail::Prose { name: name.map(joined), excerpt },
        other => other,
    }
}

fn listed(
    names: &Names<'_>,
    name: &str,
    kind: &ValueType,
    was: Option<&FieldValue>,
    is: Option<&FieldValue>,
) -> Option<Detail> {
    let inner = if let ValueType::List(inner) = kind { inner } else { kind };
    let entries = |value: Option<&FieldValue>, side: Side| -> Vec<(String, Value)> {
        let Some(FieldValue::List(values)) = value else { return Vec::new() };
        values.iter().map(|value| (key(names, inner, value), shown(names, side, inner, value))).collect()
    };
    let (was, is) = (entries(was, Side::Old), entries(is, Side::New));
    if was.iter().map(|(key, _)| key).eq(is.iter().map(|(key, _)| key)) {
        return None;
    }
    Some(Detail::Listed { name: name.to_owned(), added: surplus(&is, &was), removed: surplus(&was, &is) })
}

/// The entries of `these` that `those` do not have, each as often as it is surplus.
fn surplus(these: &[(String, Value)], those: &[(String, Value)]) -> Vec<Value> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, _) in those {
        *left.entry(key).or_default() += 1;
    }
    let is_new = |(key, _): &&(String, Value)| match left.get_mut(key.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    these.iter().filter(is_new).map(|(_, value)| value.clone()).collect()
}

/// What tells a value from another: its text, references by the ID that counts now.
fn key(names: &Names<'_>, kind: &ValueType, value: &FieldValue) -> String {
    match (kind, value) {
        (ValueType::Reference(target), FieldValue::Text(id)) => names.now(*target, id),
        (ValueType::List(inner), FieldValue::List(values)) => {
            values.iter().map(|value| key(names, inner, value)).collect::<Vec<_>>().join("\n")
        }
        (_, FieldValue::Record(record)) => {
            let mut fields: Vec<String> = record.slots.iter().map(|slot| named_key(names, slot)).collect();
            fields.extend(record.custom.iter().map(|custom| format!("{}: {}", custom.name.value, custom.json())));
            fields.sort();
            fields.join("\n")
        }
        (_, FieldValue::Number(number)) => number.value.to_string(),
        _ => text(value),
    }
}

fn named_key(names: &Names<'_>, slot: &Slot) -> String {
    format!("{}: {}", slot.field.name, key(names, &slot.field.value, &slot.value.value))
}

/// A value in a line of text, with the name of what it refers to.
fn shown(names: &Names<'_>, side: Side, kind: &ValueType, value: &FieldValue) -> Value {
    match (kind, value) {
        (ValueType::Reference(target), FieldValue::Text(id)) if side == Side::Old => names.former(*target, id),
        (ValueType::Reference(target), FieldValue::Text(id)) => names.current(*target, id),
        _ => Value::plain(text(value)),
    }
}

/// A value in a line of text.
fn text(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.trim_end().to_owned(),
        FieldValue::Prose(prose) => prose.text().trim_end().to_owned(),
        FieldValue::Number(number) => number.text.clone(),
        FieldValue::Scale(mark) => mark.to_string(),
        FieldValue::Date(date) => date.to_string(),
        FieldValue::List(values) => values.iter().map(|value| text(&value.value)).collect::<Vec<_>>().join(", "),
        FieldValue::Record(record) => {
            let fields = record.slots.iter().map(|slot| format!("{}: {}", slot.field.name, text(&slot.value.value)));
            fields.collect::<Vec<_>>().join(", ")
        }
        FieldValue::LaneTexts(texts, custom) => {
            let texts = texts.iter().map(|(lane, text)| format!("{}: {}", lane.value, text.value));
            texts.chain(custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", ")
        }
        FieldValue::RuleLevels(settings, custom) => {
            let setting = |setting: &RuleSetting| format!("{}: {}", setting.rule.value, shown_setting(setting));
            settings.iter().map(setting).chain(custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// What is written about a rule.
pub(super) fn shown_setting(setting: &RuleSetting) -> String {
    let level = setting.level.map_or("default", |level| level.name());
    let days = setting.days.map(|days| format!(" after {days} days")).unwrap_or_default();
    let own = setting.custom.iter().map(|custom| format!(", {}", shown_custom(custom)));
    format!("{level}{days}{}", own.collect::<String>())
}

fn shown_custom(custom: &Custom) -> String {
    format!("{}: {}", *custom.name, custom.json())
}

fn compare_custom(was: &Record, is: &Record) -> Vec<Detail> {
    let fields = |record: &Record| -> BTreeMap<String, serde_json::Value> {
        record.custom.iter().map(|field| (field.name.value.clone(), field.json())).collect()
    };
    let (was, is) = (fields(was), fields(is));
    let mut names: Vec<&String> = was.keys().chain(is.keys()).collect();
    names.sort();
    names.dedup();
    let one_line =
        |value: &serde_json::Value| Value::plain(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    names
        .into_iter()
        .filter(|name| was.get(*name) != is.get(*name))
        .map(|name| Detail::Field {
            name: name.clone(),
            from: was.get(name).map(one_line),
            to: is.get(name).map(one_line),
        })
        .collect()
}
