//! Entries of a list that are mappings, such as evidence, compared: each with the one that it was.
//!
//! An entry has no ID. One that says all it said is the same; of the others, those that have in common where they come
//! from are one entry that changed.

use std::collections::{HashMap, VecDeque};

use super::change::{Detail, Value};
use super::name::Names;
use super::value::{self, Side};
use crate::model::{FieldValue, Record, Slot};
use crate::text::Spanned;

/// The fields by which an entry is known, what says most first.
const KNOWN_BY: [&str; 5] = ["signal", "url", "file", "title", "quote"];

/// So many entries of a side are compared with each other.
const COMPARED: usize = 200;

/// The longest name of an entry, in characters.
const NAME: usize = 40;

/// Compares two entries, field by field.
type CompareFields<'f> = dyn Fn(&Record, &Record) -> Vec<Detail> + 'f;

/// Compares two lists of mappings: entries that changed, then those that are new or gone, or their order.
pub(super) fn compare(
    names: &Names<'_>,
    list: &str,
    (was, is): (Vec<&Record>, Vec<&Record>),
    fields: &CompareFields<'_>,
) -> Vec<Detail> {
    let keys = |records: &[&Record]| -> Vec<String> {
        records.iter().map(|record| value::record_key(names, record)).collect()
    };
    let partners = partners((&was, &keys(&was)), (&is, &keys(&is)), names);
    let mut details = Vec::new();
    for (record, partner) in is.iter().zip(&partners) {
        let Some(old) = partner.map(|at| was[at]) else { continue };
        let of = format!("of {list} {}", name(names, record));
        details.extend(fields(old, record).into_iter().map(|detail| detail.of_part(&of)));
    }
    let shown = |record: &Record| Value::plain(value::record_text(record));
    let fresh = is.iter().zip(&partners).filter(|(_, partner)| partner.is_none());
    let added: Vec<Value> = fresh.map(|(record, _)| shown(record)).collect();
    let is_gone = |at: &usize| !partners.contains(&Some(*at));
    let removed: Vec<Value> = (0..was.len()).filter(is_gone).map(|at| shown(was[at])).collect();
    let kept: Vec<usize> = partners.iter().flatten().copied().collect();
    if !added.is_empty() || !removed.is_empty() || !kept.is_sorted() {
        details.push(Detail::Listed { name: list.to_owned(), added, removed });
    }
    details
}

/// For each new entry the old one that it was.
fn partners(
    (was, old_keys): (&[&Record], &[String]),
    (is, new_keys): (&[&Record], &[String]),
    names: &Names<'_>,
) -> Vec<Option<usize>> {
    let mut same: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (at, key) in old_keys.iter().enumerate() {
        same.entry(key).or_default().push_back(at);
    }
    let mut partners: Vec<Option<usize>> =
        new_keys.iter().map(|key| same.get_mut(key.as_str()).and_then(VecDeque::pop_front)).collect();
    let left: Vec<usize> = (0..was.len()).filter(|at| !partners.contains(&Some(*at))).take(COMPARED).collect();
    let fresh: Vec<usize> = (0..is.len()).filter(|at| partners[*at].is_none()).take(COMPARED).collect();
    let mut candidates = Vec::new();
    for old in &left {
        for new in &fresh {
            if let Some(likeness) = likeness(names, was[*old], is[*new]) {
                candidates.push((std::cmp::Reverse(likeness), old.abs_diff(*new), *old, *new));
            }
        }
    }
    candidates.sort_unstable();
    for (.., old, new) in candidates {
        if partners[new].is_none() && !partners.contains(&Some(old)) {
            partners[new] = Some(old);
        }
    }
    partners
}

/// How many fields two entries have in common; `None` where they do not come from one place.
fn likeness(names: &Names<'_>, was: &Record, is: &Record) -> Option<usize> {
    let same = |slot: &&Slot| {
        let key = |value: &Spanned<FieldValue>| value::key(names, &slot.field.value, &value.value);
        was.value(slot.field.name).map(key) == Some(key(&slot.value))
    };
    let shared: Vec<&str> = is.slots.iter().filter(same).map(|slot| slot.field.name).collect();
    let is_known = shared.iter().any(|name| KNOWN_BY.contains(name));
    let own = is.custom.iter().filter(|custom| was.custom.contains(custom)).count();
    is_known.then_some(shared.len() + own)
}

/// What one knows an entry by.
fn name(names: &Names<'_>, record: &Record) -> String {
    let slot = KNOWN_BY.iter().find_map(|name| record.slot(name));
    let shown = slot.map(|slot| value::shown(names, Side::New, &slot.field.value, &slot.value.value));
    let name = shown.as_ref().map_or("", Value::shown).lines().next().unwrap_or_default();
    if name.chars().count() <= NAME { name.to_owned() } else { name.chars().take(NAME - 1).collect::<String>() + "…" }
}
