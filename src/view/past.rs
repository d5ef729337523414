//! What happened to a workspace before, and to which of its records: told by whoever reads the repository, before any
//! page is made.
//!
//! Plain data that does not depend on the state shown, so one past serves every state on the same commit. What strangers
//! wrote is cleaned when it is shown.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::diff::{ChangeSet, Placing};
use crate::model::FileKind;
use crate::parallel::apart;

/// What happened to a workspace before.
#[derive(Debug, Default)]
pub struct Past {
    /// The commits that touched the workspace, newest first.
    pub(super) commits: Vec<PastCommit>,
    /// The snapshots, newest first.
    pub(super) tags: Vec<PastTag>,
    pub(super) end: PastEnd,
    /// Commits and snapshots in one row, newest first.
    pub(super) rows: Vec<Row>,
    by_record: HashMap<(FileKind, String), Vec<Place>>,
    by_journey: HashMap<String, Vec<Place>>,
    by_step: HashMap<(String, String), Vec<Place>>,
    by_placed: HashMap<String, Vec<(Place, Placing)>>,
    by_email: HashMap<String, Vec<usize>>,
    /// What records were called last, by the IDs they had then.
    titles: HashMap<(FileKind, String), String>,
}

/// Where what is known of the past ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PastEnd {
    /// At the first commit.
    #[default]
    Begin,
    /// Where a clone was cut off.
    Shallow,
    /// Where the repository is damaged.
    Damaged,
}

/// A commit that touched the workspace.
#[derive(Clone, Debug)]
pub struct PastCommit {
    /// Its name in full.
    pub revision: String,
    /// Who wrote it.
    pub author: String,
    /// The address they wrote it under, which is never shown.
    pub email: String,
    /// When they wrote it, in seconds since 1970, where that is known.
    pub seconds: Option<i64>,
    /// How far their clock was ahead of UTC, in minutes.
    pub offset: i32,
    /// The message, as it was written.
    pub message: String,
    /// What it changed; `None` where its files cannot be read.
    pub changes: Option<Arc<ChangeSet>>,
    /// Whether the message begins with nothing but what changed.
    pub is_told: bool,
    /// Whose the changes are, one for each record of them.
    pub records: Vec<PastRecord>,
}

/// A record that a commit changed, by the name it has today.
#[derive(Clone, Debug)]
pub struct PastRecord {
    /// What it is; measurements are their metric's.
    pub kind: FileKind,
    /// Its ID.
    pub id: String,
    /// The journeys it was local to, before and after.
    pub journeys: Vec<String>,
    /// The steps of a journey that something happened to.
    pub steps: Vec<PastStep>,
    /// The items that were placed on its steps, or taken off, by the names they have today.
    pub placed: Vec<(String, Placing)>,
}

/// A step that a commit changed.
#[derive(Clone, Debug)]
pub struct PastStep {
    /// Its ID in the commit.
    pub then: String,
    /// The journey it is in today.
    pub journey: String,
    /// Its ID of today.
    pub now: String,
}

/// A snapshot: a commit that somebody gave a name and a reason.
#[derive(Clone, Debug)]
pub struct PastTag {
    /// Its name.
    pub name: String,
    /// Who made it.
    pub author: String,
    /// The address they made it under, which is never shown.
    pub email: String,
    /// When they made it, in seconds since 1970, where that is known.
    pub seconds: Option<i64>,
    /// How far their clock was ahead of UTC, in minutes.
    pub offset: i32,
    /// Why, as it was written.
    pub message: String,
    /// The newest of the commits that is part of it.
    pub before: usize,
}

/// A change of a record: a commit and one of its records, each by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) commit: usize,
    pub(super) record: usize,
}

/// A commit or a snapshot, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Commit(usize),
    Tag(usize),
}

impl Past {
    /// Finds one's way in what happened; commits and snapshots come newest first.
    pub fn new(commits: Vec<PastCommit>, tags: Vec<PastTag>, end: PastEnd) -> Past {
        let mut past = Past { end, ..Past::default() };
        let mut waiting = (0..tags.len()).peekable();
        for (at, commit) in commits.iter().enumerate() {
            while let Some(tag) = waiting.next_if(|tag| tags[*tag].before <= at) {
                past.rows.push(Row::Tag(tag));
            }
            past.rows.push(Row::Commit(at));
            past.by_email.entry(commit.email.to_lowercase()).or_default().push(at);
            past.add_records(at, commit);
        }
        past.rows.extend(waiting.map(Row::Tag));
        Past { commits, tags, ..past }
    }

    fn add_records(&mut self, commit: usize, content: &PastCommit) {
        for (record, known) in content.records.iter().enumerate() {
            let place = Place { commit, record };
            self.by_record.entry((known.kind, known.id.clone())).or_default().push(place);
            let own = (known.kind == FileKind::Journey).then_some(&known.id);
            for journey in own.into_iter().chain(&known.journeys) {
                self.by_journey.entry(journey.clone()).or_default().push(place);
            }
            for step in &known.steps {
                self.by_step.entry((step.journey.clone(), step.now.clone())).or_default().push(place);
            }
            for (item, placing) in &known.placed {
                self.by_placed.entry(item.clone()).or_default().push((place, *placing));
            }
        }
        let changes = content.changes.iter().flat_map(|changes| &changes.records);
        for (change, known) in changes.zip(&content.records).filter(|(change, _)| change.title != change.id) {
            self.titles.entry((known.kind, change.id.clone())).or_insert_with(|| change.title.clone());
        }
    }

    /// What happened to a record, by any of its IDs.
    pub(super) fn of_record<'i>(&self, kind: FileKind, ids: impl Iterator<Item = &'i str>) -> Vec<Place> {
        gathered(ids.filter_map(|id| self.by_record.get(&(kind, id.to_owned()))))
    }

    /// Where in the changes of journeys an item was placed on steps or taken off, by any of its IDs.
    pub(super) fn placings<'i>(&self, ids: impl Iterator<Item = &'i str>) -> BTreeMap<Place, Vec<Placing>> {
        let mut placings: BTreeMap<Place, Vec<Placing>> = BTreeMap::new();
        for (place, placing) in ids.filter_map(|id| self.by_placed.get(id)).flatten() {
            placings.entry(*place).or_default().push(*placing);
        }
        placings.values_mut().for_each(|placings| placings.sort_unstable());
        placings
    }

    /// What happened to a journey and what is local to it, by any of its IDs.
    pub(super) fn of_journey<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Vec<Place> {
        gathered(ids.filter_map(|id| self.by_journey.get(id)))
    }

    /// The changes of journeys in which something happened to a step, by any of its journey's IDs.
    pub(super) fn of_step<'i>(&self, journeys: impl Iterator<Item = &'i str>, step: &str) -> Vec<Place> {
        gathered(journeys.filter_map(|journey| self.by_step.get(&(journey.to_owned(), step.to_owned()))))
    }

    /// The commits written under any of these addresses, newest first.
    pub(super) fn by<'e>(&self, emails: impl Iterator<Item = &'e str>) -> Vec<usize> {
        let mut commits: Vec<usize> =
            emails.filter_map(|email| self.by_email.get(&email.to_lowercase())).flatten().copied().collect();
        commits.sort_unstable();
        commits.dedup();
        commits
    }

    /// What a record that may be gone was called last, by an ID it once had.
    pub(super) fn title(&self, kind: FileKind, id: &str) -> Option<&str> {
        self.titles.get(&(kind, id.to_owned())).map(String::as_str)
    }
}

fn gathered<'p>(lists: impl Iterator<Item = &'p Vec<Place>>) -> Vec<Place> {
    let mut places: Vec<Place> = lists.flatten().copied().collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// The past, found out when it is first asked for; who asks meanwhile waits.
pub struct Recall {
    past: OnceLock<Past>,
    find: Box<dyn Fn() -> Past + Send + Sync>,
}

impl Recall {
    /// Will find the past in this way.
    pub fn new(find: impl Fn() -> Past + Send + Sync + 'static) -> Recall {
        Recall { past: OnceLock::new(), find: Box::new(find) }
    }

    /// The past.
    pub fn past(&self) -> &Past {
        self.past.get_or_init(|| apart(&self.find))
    }
}

impl fmt::Debug for Recall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recall").field("is_known", &self.past.get().is_some()).finish()
    }
}
