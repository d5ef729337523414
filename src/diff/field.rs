//! Fields compared by name, by what their table says they hold.

use std::collections::BTreeMap;

use super::change::{Detail, Value};
use super::name::Names;
use super::value::{Side, canonical, key, record_key, record_text, shown, text, written};
use super::{emotion, entry, prose};
use crate::markdown;
use crate::snapshot::Snapshot;
use crate::text::Spanned;
use serde_json::Value as Json;

use crate::model::names::MOMENT_OF_TRUTH;
use crate::model::{Custom, FieldValue, Record, Slot, Target, ValueType};

/// What a field is called in a sentence, by those who never saw a file.
pub fn field_name(name: &str) -> String {
    // What it is a field of is a name.
    if let Some((field, of)) = name.split_once(' ') {
        return format!("{} {of}", field_name(field));
    }
    if let Some(system) = name.strip_prefix("external_ids.") {
        return format!("ID in {system}");
    }
    match name {
        "segment" | "actor" => "personas".to_owned(),
        "role_in_journey" => "role in the journey".to_owned(),
        "tech_savviness" => "at ease with technology".to_owned(),
        "external_id" => "ID at the source".to_owned(),
        "url" => "link".to_owned(),
        "unit_label" => "unit as written".to_owned(),
        "external_ids" => "IDs elsewhere".to_owned(),
        "timezone" => "time zone".to_owned(),
        "image.file" => "image".to_owned(),
        "image.alt" => "description of the image".to_owned(),
        other => other.replace(['_', '.'], " "),
    }
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
        if let ValueType::Number = slot.field.value {
            say_amounts(names, was, is, &mut details[told..]);
        }
        if details.len() == told {
            followed.extend(references(new, |id| names.current(target(slot), id)).filter(|value| {
                // What was not written before is the new name of something.
                references(old, |id| names.former(target(slot), id)).all(|old| old.text != value.text)
            }));
        }
    }
    details.extend(compare_custom(was.lost.iter().chain(&was.custom), is.lost.iter().chain(&is.custom)));
    if !followed.is_empty() {
        details.push(Detail::Follows { renamed: followed });
    }
    details
}

/// Adds how people write the numbers of a metric, with the unit it had and has.
fn say_amounts(names: &Names<'_>, was: &Record, is: &Record, details: &mut [Detail]) {
    let say = |value: &mut Option<Value>, snapshot: &Snapshot, record: &Record| {
        if let Some(value) = value {
            value.amount = Some(snapshot.number_style().amount(&value.text, record.unit()));
        }
    };
    for detail in details {
        if let Detail::Field { from, to, .. } = detail {
            say(from, names.before, was);
            say(to, names.after, is);
        }
    }
}

fn target(slot: &Slot) -> Target {
    target_of(&slot.field.value).unwrap_or(Target::ITEM)
}

fn target_of(value: &ValueType) -> Option<Target> {
    match value {
        ValueType::Reference(target) => Some(*target),
        ValueType::List(inner) => target_of(inner),
        ValueType::Emotion => Some(Target::PERSONA),
        _ => None,
    }
}

/// The references of a field that holds nothing else.
fn references<'v>(slot: Option<&'v Slot>, name: impl Fn(&str) -> Value + 'v) -> impl Iterator<Item = Value> + 'v {
    let values: Vec<&str> = match slot.filter(|slot| target_of(&slot.field.value).is_some()) {
        Some(slot) => match &slot.value.value {
            FieldValue::List(values) => values.iter().filter_map(|value| value.value.as_text()).collect(),
            FieldValue::Emotions(marks) => marks.by_persona.iter().map(|(persona, _)| persona.value.as_str()).collect(),
            value => value.as_text().into_iter().collect(),
        },
        None => Vec::new(),
    };
    values.into_iter().map(name)
}

fn field(names: &Names<'_>, name: &str, was: Option<&Slot>, is: Option<&Slot>, details: &mut Vec<Detail>) {
    let Some(kind) = is.or(was).map(|slot| &slot.field.value) else { return };
    let (old, new) = (said(was), said(is));
    match (old, new) {
        (Some(FieldValue::List(_)), _) | (_, Some(FieldValue::List(_))) => match kind {
            ValueType::List(ValueType::Record(_)) => {
                details.extend(entry::compare(names, name, (records(old), records(new)), &|was, is| {
                    compare(names, was, is, &[])
                }));
            }
            _ => details.extend(listed(names, name, kind, old, new)),
        },
        (Some(FieldValue::Prose(_)), _) | (_, Some(FieldValue::Prose(_))) => {
            details.extend(compare_prose(Some(name), prose_of(old), prose_of(new)));
        }
        (Some(FieldValue::Record(old)), Some(FieldValue::Record(new))) => {
            details.extend(compare(names, old, new, &[]).into_iter().map(|detail| inside(name, detail)));
        }
        (Some(FieldValue::Emotions(old)), Some(FieldValue::Emotions(new))) => {
            details.extend(emotion::compare(names, name, old, new));
            details.extend(compare_custom(&old.custom, &new.custom).into_iter().map(|detail| inside(name, detail)));
        }
        (Some(FieldValue::LaneTexts(..) | FieldValue::NamedTexts(..)), _)
        | (_, Some(FieldValue::LaneTexts(..) | FieldValue::NamedTexts(..))) => {
            details.extend(texts_by_name(name, old, new));
        }
        _ if longer(old) || longer(new) => {
            details.extend(compare_text(name, text_of(old), text_of(new)));
        }
        _ => {
            let key = |value: Option<&FieldValue>| value.map(|value| key(names, kind, value));
            if key(old) != key(new) {
                let from = old.map(|value| shown(names, Side::Old, kind, value));
                let to = new.map(|value| shown(names, Side::New, kind, value));
                details.push(changed(name.to_owned(), from, to));
            }
        }
    }
}

/// What a field says; `None` where it says no more than a record without it.
fn said(slot: Option<&Slot>) -> Option<&FieldValue> {
    let slot = slot?;
    match &slot.value.value {
        FieldValue::Bool(false) if slot.field.name == MOMENT_OF_TRUTH => None,
        FieldValue::Emotions(marks) if marks.by_persona.is_empty() && marks.custom.is_empty() => None,
        value => Some(value),
    }
}

/// Compares texts that have names, such as those for lanes, one by one.
fn texts_by_name(name: &str, was: Option<&FieldValue>, is: Option<&FieldValue>) -> Vec<Detail> {
    let texts = |value: Option<&FieldValue>| -> BTreeMap<String, FieldValue> {
        let (texts, custom): (Vec<(String, String)>, _) = match value {
            Some(FieldValue::LaneTexts(texts, custom)) => {
                (texts.iter().map(|(lane, text)| (lane.value.clone(), text.value.text().to_owned())).collect(), custom)
            }
            Some(FieldValue::NamedTexts(texts, custom)) => {
                (texts.iter().map(|(name, text)| (name.value.clone(), text.value.clone())).collect(), custom)
            }
            _ => return BTreeMap::new(),
        };
        let custom = custom.iter().map(|field| (field.name.value.clone(), canonical(field.json()).to_string()));
        texts.into_iter().chain(custom).map(|(lane, text)| (lane, FieldValue::Text(text))).collect()
    };
    let (was, is) = (texts(was), texts(is));
    let gone = was.keys().filter(|lane| !is.contains_key(*lane));
    let mut details = Vec::new();
    for lane in is.keys().chain(gone) {
        let (old, new) = (was.get(lane), is.get(lane));
        let name = format!("{name}.{lane}");
        if longer(old) || longer(new) {
            details.extend(compare_text(&name, text_of(old), text_of(new)));
        } else if written(text_of(old)) != written(text_of(new)) || old.is_some() != new.is_some() {
            let value = |value: &FieldValue| Value::plain(text(value));
            details.push(changed(name, old.map(value), new.map(value)));
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

/// Compares two pieces of Markdown; nothing where they say the same.
pub(super) fn compare_prose(name: Option<&str>, was: &str, is: &str) -> Option<Detail> {
    if markdown::says_the_same(was, is) {
        return None;
    }
    Some(Detail::Prose { name: name.map(str::to_owned), excerpt: prose::excerpt(was, is) })
}

/// Compares two longer texts, in which lines end where they end.
fn compare_text(name: &str, was: &str, is: &str) -> Option<Detail> {
    if written(was) == written(is) {
        return None;
    }
    Some(Detail::Prose { name: Some(name.to_owned()), excerpt: prose::excerpt(was, is) })
}

/// That a field has another value; where nobody sees the difference, that it is laid out in another way.
fn changed(name: String, from: Option<Value>, to: Option<Value>) -> Detail {
    let is_seen = from.as_ref().map(Value::shown) != to.as_ref().map(Value::shown)
        || from.as_ref().map(|value| &value.text) != to.as_ref().map(|value| &value.text);
    if is_seen { Detail::Field { name, from, to } } else { Detail::Prose { name: Some(name), excerpt: Vec::new() } }
}

/// Puts the name of the mapping before the field's.
fn inside(outer: &str, detail: Detail) -> Detail {
    detail.named(&|name| format!("{outer}.{name}"))
}

/// The mappings of a list.
fn records<'v>(value: Option<&'v FieldValue>) -> Vec<&'v Record> {
    let Some(FieldValue::List(values)) = value else { return Vec::new() };
    let record = |value: &'v Spanned<FieldValue>| match &value.value {
        FieldValue::Record(record) => Some(record),
        _ => None,
    };
    values.iter().filter_map(record).collect()
}

fn listed(
    names: &Names<'_>,
    name: &str,
    kind: &ValueType,
    was: Option<&FieldValue>,
    is: Option<&FieldValue>,
) -> Option<Detail> {
    let inner = match kind {
        ValueType::List(inner) | ValueType::OneOrMany(inner) => inner,
        other => other,
    };
    let entries = |value: Option<&FieldValue>, side: Side| -> Vec<(String, Value)> {
        let entry = |value: &FieldValue| (key(names, inner, value), shown(names, side, inner, value));
        match value {
            Some(FieldValue::List(values)) => values.iter().map(|value| entry(value)).collect(),
            one => one.into_iter().map(entry).collect(),
        }
    };
    compare_entries(name, &entries(was, Side::Old), &entries(is, Side::New))
}

/// Compares mappings that have no name, as wholes.
pub(super) fn compare_records(names: &Names<'_>, name: &str, was: &[Record], is: &[Record]) -> Option<Detail> {
    let entries = |records: &[Record]| -> Vec<(String, Value)> {
        let entry = |record: &Record| (record_key(names, record), Value::plain(record_text(record)));
        records.iter().map(entry).collect()
    };
    compare_entries(name, &entries(was), &entries(is))
}

fn compare_entries(name: &str, was: &[(String, Value)], is: &[(String, Value)]) -> Option<Detail> {
    if was.iter().map(|(key, _)| key).eq(is.iter().map(|(key, _)| key)) {
        return None;
    }
    Some(Detail::Listed { name: name.to_owned(), added: surplus(is, was), removed: surplus(was, is) })
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

/// Compares the fields of the user's own, and what could not be read.
fn compare_custom<'c>(
    was: impl IntoIterator<Item = &'c Custom>,
    is: impl IntoIterator<Item = &'c Custom>,
) -> Vec<Detail> {
    let field = |field: &Custom| (field.name.value.clone(), canonical(field.json()));
    let was: BTreeMap<String, Json> = was.into_iter().map(field).collect();
    let is: BTreeMap<String, Json> = is.into_iter().map(field).collect();
    let mut names: Vec<&String> = was.keys().chain(is.keys()).collect();
    names.sort();
    names.dedup();
    let one_line = |value: &Json| Value::plain(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    names
        .into_iter()
        .filter(|name| was.get(*name) != is.get(*name))
        .map(|name| {
            let (from, to) = (was.get(name).map(one_line), is.get(name).map(one_line));
            // `1` and `"1"` are not the same.
            let is_seen = from != to;
            let quoted = |value: Option<&Json>| value.map(|value| Value::plain(value.to_string()));
            let (from, to) = if is_seen { (from, to) } else { (quoted(was.get(name)), quoted(is.get(name))) };
            Detail::Field { name: name.clone(), from, to }
        })
        .collect()
}
