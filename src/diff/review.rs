//! Changes together with what follows from them: what a renderer shows.

use serde::Serialize;

use super::change::{ChangeSet, RecordChange};
use super::consequence::{Consequences, consequences};
use super::map::{self, JourneyMaps};
use super::summary;
use super::words::{self, Line, Section};
use crate::diag::Report;
use crate::snapshot::Snapshot;

/// Changes, and what follows from them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Review {
    /// What follows.
    pub consequences: Consequences,
    /// What changed.
    pub changes: ChangeSet,
    /// The maps of the journeys that changed; none unless asked for.
    #[serde(skip)]
    pub maps: Vec<JourneyMaps>,
}

impl Review {
    /// Adds what follows to changes; `appeared` and `gone` are the findings that only one side has.
    pub fn new(before: &Snapshot, after: &Snapshot, changes: ChangeSet, appeared: &Report, gone: &Report) -> Review {
        let consequences = consequences(before, after, &changes, appeared, gone);
        Review { consequences, changes, maps: Vec::new() }
    }

    /// Adds the maps of the journeys that changed, which take both snapshots.
    #[must_use]
    pub fn with_maps(self, before: &Snapshot, after: &Snapshot) -> Review {
        let maps = map::maps(before, after, &self.changes);
        Review { maps, ..self }
    }

    /// What follows, in sentences; what weighs most comes first.
    pub fn told_consequences(&self) -> Vec<Line> {
        words::consequences(&self.consequences)
    }

    /// The records in the order in which people read: journeys, what is on them, who takes them, the rest.
    pub fn records(&self) -> Vec<&RecordChange> {
        self.changes.reading_order().into_iter().map(|at| &self.changes.records[at]).collect()
    }

    /// What changed, record by record.
    pub fn told_records(&self) -> Vec<Section<'_>> {
        self.records().into_iter().map(RecordChange::told).collect()
    }

    /// What happened to files that are no records.
    pub fn told_files(&self) -> Vec<Line> {
        self.changes.told_files()
    }

    /// All changes in one sentence, by count; empty where there are none.
    pub fn summary(&self) -> String {
        self.changes.summary()
    }
}

impl ChangeSet {
    /// The places of the records in the order in which people read: journeys, what is on them, who takes them, the rest.
    pub fn reading_order(&self) -> Vec<usize> {
        self.in_reading_order((0..self.records.len()).collect())
    }

    /// The places of some records in that order.
    pub fn in_reading_order(&self, some: Vec<usize>) -> Vec<usize> {
        words::order(&self.records, some)
    }

    /// What happened to files that are no records.
    pub fn told_files(&self) -> Vec<Line> {
        self.files.iter().map(|file| words::file(&file.path, file.outcome)).collect()
    }

    /// All changes in one sentence, by count; empty where there are none.
    pub fn summary(&self) -> String {
        summary::summary(self)
    }
}
