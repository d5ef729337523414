//! Which record was which: by ID, by alias, else by git's measure of what is alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::HashSet;

use super::similarity::{self, Text};
use crate::model::{Document, FileKind, Target, names};
use crate::snapshot::{FileEntry, Snapshot};
use crate::store::layout::RecordPlace;
use crate::text::SourceText;

/// A record of one snapshot.
#[derive(Clone, Copy)]
pub(super) struct Record<'s> {
    pub(super) place: &'s RecordPlace,
    pub(super) file: &'s FileEntry,
}

/// Records by kind and ID.
pub(super) type Records<'s> = BTreeMap<(FileKind, &'s str), Record<'s>>;

/// The records of two snapshots whose files are not the same in both, with those that share an ID with one of them; of
/// two with one ID the first by path.
pub(super) fn records<'s>(before: &'s Snapshot, after: &'s Snapshot) -> (Records<'s>, Records<'s>) {
    let differing = before.beside(after).filter(|(was, is)| match (was, is) {
        (Some(was), Some(is)) => was.may_differ(is),
        _ => true,
    });
    let files = differing.flat_map(|(was, is)| was.into_iter().chain(is));
    let keys: HashSet<(FileKind, &str)> = files.filter_map(|file| file.record_place()).map(key).collect();
    let of = |snapshot: &'s Snapshot| {
        let mut records = BTreeMap::new();
        for file in snapshot.files() {
            if let Some(place) = file.record_place().filter(|place| keys.contains(&key(place))) {
                records.entry(key(place)).or_insert(Record { place, file });
            }
        }
        records
    };
    (of(before), of(after))
}

fn key(place: &RecordPlace) -> (FileKind, &str) {
    (place.kind, &place.id)
}

/// The records that were renamed: former IDs by kind and new ID.
pub(super) type Renamed<'s> = HashMap<(FileKind, &'s str), &'s str>;

/// Finds what was renamed among the records whose ID is gone and those whose ID is new.
pub(super) fn renamed<'s>(old: &Records<'s>, new: &Records<'s>) -> Renamed<'s> {
    let mut renamed = Renamed::new();
    for kind in FileKind::NAMED {
        let of_kind = |records: &Records<'s>, others: &Records<'s>| -> BTreeMap<&'s str, Record<'s>> {
            let alone = records.iter().filter(|(key, _)| key.0 == kind && !others.contains_key(*key));
            alone.map(|(key, record)| (key.1, *record)).collect()
        };
        let (mut gone, mut come) = (of_kind(old, new), of_kind(new, old));
        by_alias(kind, &mut gone, &mut come, &mut renamed);
        by_likeness(kind, &gone, &come, &mut renamed);
    }
    follow_metrics(old, new, &mut renamed);
    renamed
}

fn by_alias<'s>(
    kind: FileKind,
    gone: &mut BTreeMap<&'s str, Record<'s>>,
    come: &mut BTreeMap<&'s str, Record<'s>>,
    renamed: &mut Renamed<'s>,
) {
    let mut found = BTreeSet::new();
    for (id, record) in come.iter() {
        let fields = record.file.record();
        let aliases = fields.into_iter().flat_map(|fields| fields.texts(names::ALIASES));
        for alias in aliases {
            if let Some((former, _)) = gone.remove_entry(alias.value) {
                renamed.insert((kind, *id), former);
                found.insert(*id);
                break;
            }
        }
    }
    come.retain(|id, _| !found.contains(id));
}

fn by_likeness<'s>(
    kind: FileKind,
    gone: &BTreeMap<&'s str, Record<'s>>,
    come: &BTreeMap<&'s str, Record<'s>>,
    renamed: &mut Renamed<'s>,
) {
    if gone.is_empty() || come.is_empty() {
        return;
    }
    let texts = |records: &BTreeMap<&'s str, Record<'s>>| -> Vec<Text<'s>> {
        let text = |(id, record): (&&'s str, &Record<'s>)| Text {
            key: id,
            group: group(record.file),
            text: record.file.source().map_or("", SourceText::text),
        };
        records.iter().map(text).collect()
    };
    let (old, new) = (texts(gone), texts(come));
    for (was, is) in similarity::pairs(&old, &new) {
        renamed.insert((kind, new[is].key), old[was].key);
    }
}

/// An insight does not become a solution by being renamed.
fn group(file: &FileEntry) -> String {
    match file.whole_document() {
        Some(Document::Item(item)) => item.kind.map_or("item", crate::model::Kind::name).to_owned(),
        Some(_) => String::new(),
        None => "unreadable".to_owned(),
    }
}

/// Measurements have the name of their metric.
fn follow_metrics<'s>(old: &Records<'s>, new: &Records<'s>, renamed: &mut Renamed<'s>) {
    let metrics: Vec<(&str, &str)> =
        renamed.iter().filter(|((kind, _), _)| *kind == FileKind::Item).map(|((_, new), old)| (*new, *old)).collect();
    for (is, was) in metrics {
        let (was, is) = ((FileKind::Measurements, was), (FileKind::Measurements, is));
        if let (Some((was_key, _)), Some((is_key, _))) = (old.get_key_value(&was), new.get_key_value(&is))
            && !new.contains_key(&was)
            && !old.contains_key(&is)
        {
            renamed.insert(*is_key, was_key.1);
        }
    }
}

/// What a reference to a record of a kind names; `None` where there are no such references.
pub(super) fn target(kind: FileKind) -> Option<Target> {
    FileKind::NAMED.contains(&kind).then_some(Target::Record(kind))
}
