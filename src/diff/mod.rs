//! What changed between two snapshots, in meaning.
//!
//! Owns how records are compared: by ID, so that a moved file is a move and reformatting is no change. Knows nothing
//! of git or of which of the two snapshots is a revision.

mod field;
mod journey;
mod message;
mod settings;

pub use message::{ChangedFile, FileChangeKind, Message, message};

use std::collections::BTreeMap;

use crate::model::{Document, FileKind, Kind};
use crate::snapshot::{FileEntry, Snapshot};
use crate::store::layout::{Place, RecordPlace};
use crate::text::WsPath;

/// Everything that changed, by record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// In the order of the paths: the new one, or the old one of a record that is gone.
    pub records: Vec<RecordChange>,
}

/// What changed in one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordChange {
    /// What the record is.
    pub sort: Sort,
    /// Its ID.
    pub id: String,
    /// Where it is; for one that is gone, where it was.
    pub path: WsPath,
    /// Where it was, when that is another path.
    pub old_path: Option<WsPath>,
    /// What happened to it.
    pub what: What,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// `workspace.yaml`
    Settings,
    /// A journey.
    Journey,
    /// An item; its kind is not known where its file could not be parsed.
    Item(Option<Kind>),
    /// A persona.
    Persona,
    /// A signal.
    Signal,
    /// The measurements of a metric.
    Measurements,
}

/// What happened to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another now, in these ways. None where it was only moved.
    Changed(Vec<Detail>),
    /// It is another now, and before or after it could not be parsed.
    Unreadable,
}

/// One way in which a record is another now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// A field has another value; `None` is absent. Lists are told by [`Detail::Listed`].
    Field {
        /// The field; inside a mapping with a dot, such as `site.title`.
        name: String,
        /// What it was.
        from: Option<String>,
        /// What it is.
        to: Option<String>,
    },
    /// A list has other entries.
    Listed {
        /// The field.
        name: String,
        /// The entries that are new, in order.
        added: Vec<String>,
        /// The entries that are gone, in order.
        removed: Vec<String>,
    },
    /// The description, body or another longer text is another now.
    Prose {
        /// The field; `None` for the body.
        name: Option<String>,
    },
    /// Something inside the record happened: a stage, a step, a placement, a member.
    Part {
        /// What it is, with its address in the record, such as `step setup/invite-teammate`.
        part: String,
        /// What happened.
        event: PartEvent,
    },
    /// Rows of measurements.
    Rows {
        /// Rows of dates that are new.
        added: usize,
        /// Rows of dates that have another value or note.
        changed: usize,
        /// Rows of dates that are gone.
        removed: usize,
    },
}

/// What happened to a part of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartEvent {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere.
    Moved,
    /// An item or journey was placed on it.
    Placed(String),
    /// An item or journey was taken off it.
    Unplaced(String),
    /// It is another now, in this way.
    Changed(Box<Detail>),
}

/// Compares two snapshots. Linear in their size.
pub fn compare(before: &Snapshot, after: &Snapshot) -> ChangeSet {
    let (old, new) = (records(before), records(after));
    let mut changes = Vec::new();
    for (key, was) in &old {
        if !new.contains_key(key) {
            changes.push(whole(was, What::Removed));
        }
    }
    for (key, is) in &new {
        match old.get(key) {
            None => changes.push(whole(is, What::Added)),
            Some(was) => changes.extend(changed(was, is)),
        }
    }
    changes.sort_by(|a, b| (&a.path, a.sort).cmp(&(&b.path, b.sort)));
    ChangeSet { records: changes }
}

struct Record<'s> {
    place: &'s RecordPlace,
    file: &'s FileEntry,
}

/// The records of a snapshot by kind and ID; of two with one ID the first by path.
fn records(snapshot: &Snapshot) -> BTreeMap<(FileKind, &str), Record<'_>> {
    let mut records = BTreeMap::new();
    for file in snapshot.files() {
        if let Place::Record(place) = &file.place {
            records.entry((place.kind, place.id.as_str())).or_insert(Record { place, file });
        }
    }
    records
}

fn sort(record: &Record<'_>) -> Sort {
    match record.place.kind {
        FileKind::Workspace => Sort::Settings,
        FileKind::Journey => Sort::Journey,
        FileKind::Persona => Sort::Persona,
        FileKind::Signal => Sort::Signal,
        FileKind::Measurements => Sort::Measurements,
        FileKind::Item => match record.file.document() {
            Some(Document::Item(item)) => Sort::Item(item.kind),
            _ => Sort::Item(None),
        },
    }
}

fn whole(record: &Record<'_>, what: What) -> RecordChange {
    RecordChange {
        sort: sort(record),
        id: record.place.id.clone(),
        path: record.file.path.clone(),
        old_path: None,
        what,
    }
}

fn changed(was: &Record<'_>, is: &Record<'_>) -> Option<RecordChange> {
    let same_bytes = was.file.source() == is.file.source();
    let what = match (was.file.document(), is.file.document()) {
        _ if same_bytes => What::Changed(Vec::new()),
        (Some(was), Some(is)) => What::Changed(details(was, is)),
        _ => What::Unreadable,
    };
    let moved = was.file.path != is.file.path;
    if what == What::Changed(Vec::new()) && !moved {
        return None;
    }
    Some(RecordChange { old_path: moved.then(|| was.file.path.clone()), ..whole(is, what) })
}

fn details(was: &Document, is: &Document) -> Vec<Detail> {
    let mut details = match (was, is) {
        (Document::Journey(was), Document::Journey(is)) => journey::compare(was, is),
        (Document::Workspace(was), Document::Workspace(is)) => settings::compare(was, is),
        (Document::Measurements(was), Document::Measurements(is)) => field::compare_rows(was, is),
        _ => match (was.record(), is.record()) {
            (Some(was), Some(is)) => field::compare(was, is, &[]),
            _ => Vec::new(),
        },
    };
    let body = |document: &Document| match document {
        Document::Journey(_) => None,
        _ => document.prose().first().map(|prose| prose.text().trim().replace("\r\n", "\n")),
    };
    if body(was) != body(is) {
        details.push(Detail::Prose { name: None });
    }
    details
}

#[cfg(test)]
mod tests;
