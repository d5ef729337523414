//! What each record and step of the past is called today, found while one goes back.

use std::collections::HashMap;

use super::commit::{PastCommit, PastRecord, PastStep};
use crate::diff::{PartEvent, PartKind, RecordChange, RecordKind};
use crate::model::{FileKind, Target};
use crate::store::layout::{Place, place};
use crate::text::WsPath;

/// The names of today by those of the moment one has gone back to; what is missing has the name it had.
#[derive(Default)]
pub(super) struct Names {
    records: HashMap<(FileKind, String), String>,
    /// By journey, as it is called today, and step.
    steps: HashMap<(String, String), (String, String)>,
}

impl Names {
    /// Tells whose a commit's changes are, and learns what they were called before it.
    pub(super) fn go_back(&mut self, commit: PastCommit) -> PastCommit {
        let records = commit.changes.iter().flat_map(|changes| &changes.records);
        let items = records.clone().filter(|change| change.kind.file == FileKind::Item);
        let renamed: HashMap<&str, &str> =
            items.filter_map(|item| Some((item.old_id.as_deref()?, item.id.as_str()))).collect();
        let known: Vec<PastRecord> = records.clone().map(|change| self.known(change, &renamed)).collect();
        for (change, known) in records.zip(&known) {
            self.follow(change, known);
        }
        PastCommit { records: known, ..commit }
    }

    /// Whose a change is; `renamed` has the items that its commit gave another name, by the one they had.
    fn known(&self, change: &RecordChange, renamed: &HashMap<&str, &str>) -> PastRecord {
        let kind = file_kind(change.kind);
        let id = self.record(kind, &change.id);
        let home = |path: &WsPath| match place(path) {
            Place::Record(place) => place.journey,
            _ => None,
        };
        let homes = [Some(&change.path), change.old_path.as_ref()];
        let mut journeys: Vec<String> =
            homes.into_iter().flatten().filter_map(home).map(|id| self.record(FileKind::Journey, &id)).collect();
        journeys.dedup();
        let mut steps: Vec<PastStep> = Vec::new();
        for (then, _) in steps_of(change) {
            if steps.iter().all(|step| step.then != then) {
                let (journey, now) = self.step(&id, then);
                steps.push(PastStep { then: then.to_owned(), journey, now });
            }
        }
        let placed = change.placings().filter(|(_, item, _)| item.target == Some(Target::ITEM));
        let placed = placed.map(|(placing, item, is_former)| {
            let former = renamed.get(item.text.as_str()).filter(|_| is_former);
            (self.record(FileKind::Item, former.unwrap_or(&item.text.as_str())), placing)
        });
        PastRecord { kind, id, journeys, steps, placed: placed.collect() }
    }

    fn follow(&mut self, change: &RecordChange, known: &PastRecord) {
        if let Some(old) = &change.old_id {
            self.records.insert((known.kind, old.clone()), known.id.clone());
        }
        for (then, event) in steps_of(change) {
            let Some(step) = known.steps.iter().find(|step| step.then == then) else { continue };
            let now = (step.journey.clone(), step.now.clone());
            match event {
                PartEvent::Renamed { from } => drop(self.steps.insert((known.id.clone(), from.clone()), now)),
                PartEvent::Arrived { from } => {
                    let journey = self.record(FileKind::Journey, &from.text);
                    self.steps.insert((journey, then.to_owned()), now);
                }
                _ => {}
            }
        }
    }

    fn record(&self, kind: FileKind, id: &str) -> String {
        self.records.get(&(kind, id.to_owned())).cloned().unwrap_or_else(|| id.to_owned())
    }

    fn step(&self, journey: &str, step: &str) -> (String, String) {
        let key = (journey.to_owned(), step.to_owned());
        self.steps.get(&key).cloned().unwrap_or(key)
    }
}

fn steps_of(change: &RecordChange) -> impl Iterator<Item = (&str, &PartEvent)> {
    let steps = change.parts().filter(|(part, _)| part.kind == PartKind::Step);
    steps.map(|(part, event)| (part.id.as_str(), event))
}

/// The file a kind of record stands in; measurements are their metric's.
pub(super) fn file_kind(kind: RecordKind) -> FileKind {
    if kind.file == FileKind::Measurements { FileKind::Item } else { kind.file }
}
