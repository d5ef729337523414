//! `workspace.yaml` compared: its fields, members, lanes and rules by ID; and the portfolio, its groups by title.

use std::collections::{BTreeMap, HashSet};

use super::change::{Detail, Part, PartEvent, PartKind, Value};
use super::name::Names;
use super::{field, value};
use crate::model::{FieldValue, Record, Target, names};

/// Compares two states of the workspace's own file.
pub(super) fn compare(names: &Names<'_>, was: &Record, is: &Record) -> Vec<Detail> {
    let mut details = field::compare(names, was, is, &["members", "lanes", "rules"]);
    let members = Parts { list: names::MEMBERS, kind: PartKind::Member, key: names::ID, title: names::NAME };
    let lanes = Parts { list: names::LANES, kind: PartKind::Lane, key: names::ID, title: names::TITLE };
    for parts in [members, lanes] {
        details.extend(parts.compare(names, was, is));
    }
    details.extend(compare_rules(was, is));
    details
}

/// Compares two states of the portfolio.
pub(super) fn compare_groups(names: &Names<'_>, was: &Record, is: &Record) -> Vec<Detail> {
    let groups = Parts { list: names::GROUPS, kind: PartKind::Group, key: names::TITLE, title: names::TITLE };
    groups.compare(names, was, is)
}

/// A list of parts that are known by one of their fields.
struct Parts {
    list: &'static str,
    kind: PartKind,
    key: &'static str,
    title: &'static str,
}

impl Parts {
    fn compare(&self, names: &Names<'_>, was: &Record, is: &Record) -> Vec<Detail> {
        let (old, new) = (self.by_key(was), self.by_key(is));
        let mut details: Vec<Detail> = self.unnamed(names, was, is).into_iter().collect();
        let order = |these: &Record, those: &BTreeMap<&str, &Record>| -> Vec<String> {
            self.keys(these).filter(|key| those.contains_key(key)).map(str::to_owned).collect()
        };
        if order(was, &new) != order(is, &old) {
            details.push(Detail::Listed { name: self.list.to_owned(), added: Vec::new(), removed: Vec::new() });
        }
        for (key, entry) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
            details
                .push(Detail::Part { part: self.part(key, entry), event: PartEvent::Removed { placed: Vec::new() } });
        }
        for (key, entry) in new {
            let Some(was) = old.get(key) else {
                details.push(self.added(names, key, entry));
                continue;
            };
            details.extend(field::compare(names, was, entry, &[self.key]).into_iter().map(|detail| Detail::Part {
                part: self.part(key, entry),
                event: PartEvent::Changed { detail: Box::new(detail) },
            }));
        }
        details
    }

    fn part(&self, key: &str, entry: &Record) -> Part {
        Part {
            kind: self.kind,
            id: key.to_owned(),
            title: entry.text(self.title).map_or(key, |title| title.value).to_owned(),
            stage: None,
        }
    }

    /// A new part, with the journeys that stand in it.
    fn added(&self, names: &Names<'_>, key: &str, entry: &Record) -> Detail {
        let placed = entry.texts(names::JOURNEYS).map(|id| names.current(Target::JOURNEY, id.value));
        Detail::Part { part: self.part(key, entry), event: PartEvent::Added { placed: placed.collect() } }
    }

    /// What the entries are known by, in order; what is taken twice once.
    fn keys<'r>(&'r self, record: &'r Record) -> impl Iterator<Item = &'r str> {
        let mut seen = HashSet::new();
        let keys = record.records(self.list).filter_map(|entry| entry.text(self.key)).map(|key| key.value);
        keys.filter(move |key| seen.insert(*key))
    }

    /// Compares the entries that cannot be told from others: those without a key, or with one that is taken.
    fn unnamed(&self, names: &Names<'_>, was: &Record, is: &Record) -> Option<Detail> {
        let rest = |record: &Record| -> Vec<Record> {
            let mut seen = HashSet::new();
            let is_unnamed =
                |entry: &&Record| entry.text(self.key).is_none_or(|key| !seen.insert(key.value.to_owned()));
            record.records(self.list).filter(is_unnamed).cloned().collect()
        };
        field::compare_records(names, self.list, &rest(was), &rest(is))
    }

    fn by_key<'r>(&self, record: &'r Record) -> BTreeMap<&'r str, &'r Record> {
        let mut entries = BTreeMap::new();
        for entry in record.records(self.list) {
            if let Some(key) = entry.text(self.key) {
                entries.entry(key.value).or_insert(entry);
            }
        }
        entries
    }
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
