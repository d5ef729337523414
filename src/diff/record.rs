//! Records compared, each with what it was.

use super::change::{Detail, HomeChange, Outcome, RecordChange, RecordKind, UnreadSide};
use super::journey::{Pair, Transfers};
use super::name::{Names, title};
use super::pair::{Record, Records, Renamed, records, renamed, target};
use super::{field, journey, measurement, settings};
use crate::model::{self, Document, FileKind, Item, Target};
use crate::snapshot::Snapshot;
use crate::text::WsPath;

/// Compares the records of two snapshots: what changed, and the files that only look different.
pub(super) fn compare(before: &Snapshot, after: &Snapshot) -> (Vec<RecordChange>, Vec<WsPath>) {
    let (old, new) = records(before, after);
    let renamed = renamed(&old, &new);
    let by_former =
        renamed.iter().filter_map(|((kind, new), old)| Some(((target(*kind)?, (*old).to_owned()), (*new).to_owned())));
    let names = Names { before, after, renamed: by_former.collect() };
    let pairs = pairs(&old, &new, &renamed);
    let journeys: Vec<Pair<'_>> = pairs.iter().filter_map(|(was, is)| journeys(&names, *was, *is)).collect();
    let comparison = Comparison { names, transfers: Transfers::of(&journeys) };
    let mut changes = Vec::new();
    let mut reformatted = Vec::new();
    for (was, is) in pairs {
        match (was, is) {
            (Some(was), Some(is)) if was.file.path == is.file.path && !was.file.may_differ(is.file) => {}
            (Some(was), Some(is)) => match comparison.changed(&was, &is) {
                Some(change) => changes.push(change),
                None if was.file.path == is.file.path => reformatted.push(is.file.path.clone()),
                None => {}
            },
            (None, Some(is)) => {
                let details = comparison.details(None, &is);
                changes.push(comparison.whole(&is, after, Outcome::Added(details)));
            }
            (Some(was), None) => changes.push(comparison.whole(&was, before, Outcome::Removed)),
            (None, None) => {}
        }
    }
    changes.sort_by(|a, b| (&a.path, a.kind).cmp(&(&b.path, b.kind)));
    (changes, reformatted)
}

/// Each record with what it was; those that are gone last.
fn pairs<'s>(
    old: &Records<'s>,
    new: &Records<'s>,
    renamed: &Renamed<'s>,
) -> Vec<(Option<Record<'s>>, Option<Record<'s>>)> {
    let mut gone = old.clone();
    let mut pairs = Vec::new();
    for (key, is) in new {
        let former = renamed.get(key).map_or(*key, |id| (key.0, *id));
        pairs.push((gone.remove(&former), Some(*is)));
    }
    pairs.extend(gone.into_values().map(|was| (Some(was), None)));
    pairs
}

/// A journey that may have changed.
fn journeys<'s>(names: &Names<'_>, was: Option<Record<'s>>, is: Option<Record<'s>>) -> Option<Pair<'s>> {
    let kind = is.or(was)?.place.kind;
    let same = was.zip(is).is_some_and(|(was, is)| !was.file.may_differ(is.file));
    if kind != FileKind::Journey || same {
        return None;
    }
    let document = |record: Option<Record<'s>>| match record.and_then(|record| record.file.whole_document()) {
        Some(Document::Journey(journey)) => Some(journey),
        _ => None,
    };
    let (old_id, new_id) = (was.or(is)?.place.id.as_str(), is.or(was)?.place.id.as_str());
    Some(Pair {
        old: names.former(Target::JOURNEY, old_id),
        new: names.current(Target::JOURNEY, new_id),
        was: document(was),
        is: document(is),
    })
}

struct Comparison<'s> {
    names: Names<'s>,
    transfers: Transfers<'s>,
}

impl Comparison<'_> {
    fn whole(&self, record: &Record<'_>, snapshot: &Snapshot, outcome: Outcome) -> RecordChange {
        RecordChange {
            kind: record_kind(record),
            id: record.place.id.clone(),
            title: called(record, snapshot),
            path: record.file.path.clone(),
            old_id: None,
            old_path: None,
            home: None,
            outcome,
        }
    }

    fn changed(&self, was: &Record<'_>, is: &Record<'_>) -> Option<RecordChange> {
        let what = match (was.file.whole_document(), is.file.whole_document()) {
            _ if !was.file.may_differ(is.file) => Outcome::Changed(Vec::new()),
            (Some(_), Some(_)) => match self.details(Some(was), is) {
                details if details.is_empty() && hides_rows(was, is) => {
                    Outcome::Unreadable(UnreadSide::of(was.file.is_partly_read(), is.file.is_partly_read()))
                }
                details => Outcome::Changed(details),
            },
            (before, now) => Outcome::Unreadable(UnreadSide::of(before.is_none(), now.is_none())),
        };
        let renamed = was.place.id != is.place.id && was.place.kind != FileKind::Measurements;
        let home = self.home(was, is);
        // Measurements lie beside their metric, which tells where it went.
        let moved = self.path_now(was, is) != is.file.path.as_str() && was.place.kind != FileKind::Measurements;
        if what == Outcome::Changed(Vec::new()) && !renamed && !moved {
            return None;
        }
        Some(RecordChange {
            old_id: renamed.then(|| was.place.id.clone()),
            old_path: (was.file.path != is.file.path).then(|| was.file.path.clone()),
            home,
            ..self.whole(is, self.names.after, what)
        })
    }

    /// Where a file would be if nothing but its journey was renamed.
    fn path_now(&self, was: &Record<'_>, is: &Record<'_>) -> String {
        let old = was.file.path.as_str();
        match (&was.place.journey, &is.place.journey) {
            (Some(from), Some(to)) if self.names.now(Target::JOURNEY, from) == *to => {
                old.replacen(&format!("/{from}/"), &format!("/{to}/"), 1)
            }
            _ => old.to_owned(),
        }
    }

    fn home(&self, was: &Record<'_>, is: &Record<'_>) -> Option<HomeChange> {
        let before = was.place.journey.as_deref().map(|journey| self.names.now(Target::JOURNEY, journey));
        if was.place.kind != FileKind::Item || before.as_deref() == is.place.journey.as_deref() {
            return None;
        }
        Some(HomeChange {
            from: was.place.journey.as_deref().map(|journey| self.names.former(Target::JOURNEY, journey)),
            to: is.place.journey.as_deref().map(|journey| self.names.current(Target::JOURNEY, journey)),
        })
    }

    /// What is another in a record, or what a new one says.
    fn details(&self, was: Option<&Record<'_>>, is: &Record<'_>) -> Vec<Detail> {
        let names = &self.names;
        let nothing = model::Record::default();
        let before = was.and_then(|was| was.file.whole_document());
        let Some(after) = is.file.whole_document() else { return Vec::new() };
        let fields = before.and_then(Document::record).unwrap_or(&nothing);
        let mut details = match (before, after) {
            (_, Document::Journey(_)) => {
                let pair = journeys(names, was.copied(), Some(*is));
                pair.map(|pair| journey::compare(names, &self.transfers, &pair)).unwrap_or_default()
            }
            (_, Document::Workspace(workspace)) => settings::compare(names, fields, &workspace.record),
            (_, Document::Portfolio(portfolio)) => settings::compare_groups(names, fields, &portfolio.record),
            (before, Document::Measurements(rows)) => {
                let nothing = model::Measurements::default();
                let old = if let Some(Document::Measurements(old)) = before { old } else { &nothing };
                measurement::compare(old, rows, self.metric(is), self.names.after.number_style()).into_iter().collect()
            }
            (before, after) => {
                let except: &[&str] = if before.is_some() { &[] } else { &["kind", "title", "name"] };
                after.record().map(|record| field::compare(names, fields, record, except)).unwrap_or_default()
            }
        };
        let body = |document: Option<&Document>| {
            document.and_then(Document::body).map_or_else(String::new, |body| body.text().to_owned())
        };
        details.extend(field::compare_prose(None, &body(before), &body(Some(after))));
        if was.is_some_and(|was| was.place.id != is.place.id) {
            forget_alias(&mut details, was);
        }
        details
    }

    /// The metric that measurements are of.
    fn metric(&self, measurements: &Record<'_>) -> Option<&Item> {
        let key = self.names.after.find_item(&measurements.place.id).found()?;
        self.names.after.item(key).item()
    }
}

/// That a renamed record has its former ID as an alias goes without saying.
fn forget_alias(details: &mut Vec<Detail>, was: Option<&Record<'_>>) {
    let former = was.map(|was| was.place.id.as_str());
    details.retain_mut(|detail| {
        let Detail::Listed { name, added, removed } = detail else { return true };
        if name != "aliases" {
            return true;
        }
        added.retain(|alias| Some(alias.text.as_str()) != former);
        !(added.is_empty() && removed.is_empty())
    });
}

/// Whether measurements differ in rows that cannot be read.
fn hides_rows(was: &Record<'_>, is: &Record<'_>) -> bool {
    let rows = |record: &Record<'_>| -> Vec<String> {
        let text = record.file.source().map_or("", |source| source.text());
        text.lines().map(|row| row.trim().to_owned()).filter(|row| !row.is_empty()).collect()
    };
    is.place.kind == FileKind::Measurements
        && (was.file.is_partly_read() || is.file.is_partly_read())
        && rows(was) != rows(is)
}

fn record_kind(record: &Record<'_>) -> RecordKind {
    match record.place.kind {
        FileKind::Item => match record.file.document() {
            Some(Document::Item(item)) => RecordKind::item(item.kind),
            _ => RecordKind::item(None),
        },
        kind => kind.into(),
    }
}

/// What one calls a record; its ID where it has no title.
fn called(record: &Record<'_>, snapshot: &Snapshot) -> String {
    let subject = snapshot.find_path(&record.file.path);
    subject.and_then(|subject| title(snapshot, &subject)).unwrap_or_else(|| record.place.id.clone())
}
