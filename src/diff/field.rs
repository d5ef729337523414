//! Fields compared by name.

use std::collections::{BTreeMap, BTreeSet};

use super::Detail;
use crate::model::{Custom, FieldValue, Measurement, Measurements, Record, RuleSetting};
use crate::text::Spanned;

/// Compares the fields of two mappings, in the order of the new one, then those that are gone. Fields in `except` are
/// left to the caller.
pub(super) fn compare(was: &Record, is: &Record, except: &[&str]) -> Vec<Detail> {
    let mut details = Vec::new();
    let new_names = is.slots.iter().map(|slot| slot.field.name);
    let gone = was.slots.iter().map(|slot| slot.field.name).filter(|name| is.slot(name).is_none());
    for name in new_names.chain(gone).filter(|name| !except.contains(name)) {
        let (old, new) = (was.value(name), is.value(name));
        if old != new {
            details.extend(detail(name, old, new));
        }
    }
    details.extend(compare_custom(was, is));
    details
}

fn detail(name: &str, was: Option<&Spanned<FieldValue>>, is: Option<&Spanned<FieldValue>>) -> Vec<Detail> {
    let was = was.map(|value| &value.value);
    let is = is.map(|value| &value.value);
    match (was, is) {
        (Some(FieldValue::List(_)), _) | (_, Some(FieldValue::List(_))) => vec![listed(name, was, is)],
        (Some(FieldValue::Prose(_)), _) | (_, Some(FieldValue::Prose(_))) => {
            vec![Detail::Prose { name: Some(name.to_owned()) }]
        }
        (Some(FieldValue::Record(was)), Some(FieldValue::Record(is))) => {
            compare(was, is, &[]).into_iter().map(|detail| inside(name, detail)).collect()
        }
        _ => vec![Detail::Field { name: name.to_owned(), from: was.map(shown), to: is.map(shown) }],
    }
}

/// Puts the name of the mapping before the field's.
pub(super) fn inside(outer: &str, detail: Detail) -> Detail {
    let joined = |name: String| format!("{outer}.{name}");
    match detail {
        Detail::Field { name, from, to } => Detail::Field { name: joined(name), from, to },
        Detail::Listed { name, added, removed } => Detail::Listed { name: joined(name), added, removed },
        Detail::Prose { name } => Detail::Prose { name: name.map(joined) },
        other => other,
    }
}

fn listed(name: &str, was: Option<&FieldValue>, is: Option<&FieldValue>) -> Detail {
    let entries = |value: Option<&FieldValue>| match value {
        Some(FieldValue::List(values)) => values.iter().map(|value| shown(&value.value)).collect(),
        _ => Vec::new(),
    };
    let (was, is): (Vec<String>, Vec<String>) = (entries(was), entries(is));
    Detail::Listed { name: name.to_owned(), added: surplus(&is, &was), removed: surplus(&was, &is) }
}

/// The entries of `these` that `those` do not have, each as often as it is surplus.
fn surplus(these: &[String], those: &[String]) -> Vec<String> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in those {
        *left.entry(entry).or_default() += 1;
    }
    let is_new = |entry: &&String| match left.get_mut(entry.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    these.iter().filter(is_new).cloned().collect()
}

/// A value in a line of text.
fn shown(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::Prose(prose) => prose.text().to_owned(),
        FieldValue::Number(number) => number.text.clone(),
        FieldValue::Scale(mark) => mark.to_string(),
        FieldValue::Date(date) => date.to_string(),
        FieldValue::List(values) => values.iter().map(|value| shown(&value.value)).collect::<Vec<_>>().join(", "),
        FieldValue::Record(record) => {
            let fields = record.slots.iter().map(|slot| format!("{}: {}", slot.field.name, shown(&slot.value.value)));
            fields.collect::<Vec<_>>().join(", ")
        }
        FieldValue::LaneTexts(texts, custom) => {
            let texts = texts.iter().map(|(lane, text)| format!("{lane}: {text}"));
            texts.chain(custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", ")
        }
        FieldValue::RuleLevels(settings, custom) => {
            let setting = |setting: &RuleSetting| {
                let level = setting.level.map_or("default", |level| level.name());
                let days = setting.days.map(|days| format!(" after {days} days")).unwrap_or_default();
                let own = setting.custom.iter().map(|custom| format!(", {}", shown_custom(custom)));
                format!("{}: {level}{days}{}", setting.rule.value, own.collect::<String>())
            };
            settings.iter().map(setting).chain(custom.iter().map(shown_custom)).collect::<Vec<_>>().join(", ")
        }
    }
}

fn shown_custom(custom: &Custom) -> String {
    format!("{}: {}", *custom.name, custom.json())
}

fn compare_custom(was: &Record, is: &Record) -> Vec<Detail> {
    let fields = |record: &Record| -> BTreeMap<String, serde_json::Value> {
        record.custom.iter().map(|field| (field.name.value.clone(), field.json())).collect()
    };
    let (was, is) = (fields(was), fields(is));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let one_line = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
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

/// Compares measurements by date.
pub(super) fn compare_rows(was: &Measurements, is: &Measurements) -> Vec<Detail> {
    let by_date = |measurements: &'_ Measurements| -> BTreeMap<_, Measurement> {
        measurements.rows.iter().map(|row| (row.date, row.clone())).collect()
    };
    let (was, is) = (by_date(was), by_date(is));
    let added = is.keys().filter(|date| !was.contains_key(date)).count();
    let removed = was.keys().filter(|date| !is.contains_key(date)).count();
    let changed = is.iter().filter(|(date, row)| was.get(date).is_some_and(|old| old != *row)).count();
    if added + changed + removed == 0 { Vec::new() } else { vec![Detail::Rows { added, changed, removed }] }
}
