//! `workspace.yaml` compared: its fields, members, lanes and rules by ID.

use std::collections::{BTreeMap, HashSet};

use super::change::{Detail, Part, PartEvent, PartKind, Value};
use super::name::Names;
use super::{field, value};
use crate::model::{FieldValue, Record, names};

/// Compares two states of the workspace's own file.
pub(super) fn compare(names: &Names<'_>, was: &Record, is: &Record) -> Vec<Detail> {
    let mut details = field::compare(names, was, is, &["members", "lanes", "rules"]);
    for (list, kind, title) in [("members", PartKind::Member, "name"), ("lanes", PartKind::Lane, "title")] {
        let part = |id: &str, entry: &Record| Part {
            kind,
            id: id.to_owned(),
            title: entry.text(title).map_or(id, |title| title.value).to_owned(),
            stage: None,
        };
        details.extend(compare_by_id(names, was, is, list, &part));
    }
    details.extend(compare_rules(was, is));
    details
}

fn compare_by_id(
    names: &Names<'_>,
    was: &Record,
    is: &Record,
    list: &str,
    part: &dyn Fn(&str, &Record) -> Part,
) -> Vec<Detail> {
    let (old, new) = (by_id(was, list), by_id(is, list));
    let mut details: Vec<Detail> = unnamed(names, was, is, list).into_iter().collect();
    let order = |these: &Record, those: &BTreeMap<&str, &Record>| -> Vec<String> {
        ids(these, list).filter(|id| those.contains_key(id)).map(str::to_owned).collect()
    };
    if order(was, &new) != order(is, &old) {
        details.push(Detail::Listed { name: list.to_owned(), added: Vec::new(), removed: Vec::new() });
    }
    for (id, entry) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        details.push(Detail::Part { part: part(id, entry), event: PartEvent::Removed { placed: Vec::new() } });
    }
    for (id, entry) in new {
        let Some(was) = old.get(id) else {
            details.push(Detail::Part { part: part(id, entry), event: PartEvent::Added { placed: Vec::new() } });
            continue;
        };
        details.extend(field::compare(names, was, entry, &["id"]).into_iter().map(|detail| Detail::Part {
            part: part(id, entry),
            event: PartEvent::Changed { detail: Box::new(detail) },
        }));
    }
    details
}

/// The IDs of a list's entries, in order; of an ID that is taken twice the first.
fn ids<'r>(record: &'r Record, list: &'r str) -> impl Iterator<Item = &'r str> {
    let mut seen = HashSet::new();
    record.records(list).filter_map(|entry| entry.text(names::ID)).map(|id| id.value).filter(move |id| seen.insert(*id))
}

/// Compares the entries that cannot be told from others: those without an ID, or with one that is taken.
fn unnamed(names: &Names<'_>, was: &Record, is: &Record, list: &str) -> Option<Detail> {
    let rest = |record: &Record| -> Vec<Record> {
        let mut seen = HashSet::new();
        let is_unnamed = |entry: &&Record| entry.text(names::ID).is_none_or(|id| !seen.insert(id.value.to_owned()));
        record.records(list).filter(is_unnamed).cloned().collect()
    };
    field::compare_records(names, list, &rest(was), &rest(is))
}

fn by_id<'r>(record: &'r Record, list: &str) -> BTreeMap<&'r str, &'r Record> {
    let mut entries = BTreeMap::new();
    for entry in record.records(list) {
        if let Some(id) = entry.text(names::ID) {
            entries.entry(id.value).or_insert(entry);
        }
    }
    entries
}

/// Compares what is written about each rule.
fn compare_rules(was: &Record, is: &Record) -> Vec<Detail> {
    let settings = |record: &Record| -> BTreeMap<String, String> {
        let Some(FieldValue::RuleLevels(settings, custom)) = record.value("rules").map(|value| &value.value) else {
            return BTreeMap::new();
        };
        let own = custom.iter().map(|custom| (custom.name.value.clone(), value::canonical(custom.json()).to_string()));
        let shown =
            settings.iter().rev().map(|setting| (setting.rule.value.name().to_owned(), value::shown_setting(setting)));
        own.chain(shown).collect()
    };
    let (old, new) = (settings(was), settings(is));
    let mut rules: Vec<&String> = old.keys().chain(new.keys()).collect();
    rules.sort_unstable();
    rules.dedup();
    let changed = rules.into_iter().filter(|rule| old.get(*rule) != new.get(*rule));
    let value = |settings: &BTreeMap<String, String>, rule: &String| settings.get(rule).map(Value::plain);
    changed
        .map(|rule| Detail::Field { name: format!("rules.{rule}"), from: value(&old, rule), to: value(&new, rule) })
        .collect()
}
