//! The past of a workspace, and where in it one finds what happened to a record, a journey, a step, or by whom.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::OnceLock;

use super::commit::{PastCommit, PastEnd, PastTag};
use crate::diff::Placing;
use crate::git::Revision;
use crate::model::FileKind;
use crate::parallel::apart;

/// What happened to a workspace before.
#[derive(Debug, Default)]
pub struct Past {
    /// The commits that touched the workspace, newest first.
    pub commits: Vec<PastCommit>,
    /// The snapshots, newest first.
    pub tags: Vec<PastTag>,
    /// Where it ends.
    pub end: PastEnd,
    /// Commits and snapshots in one row, newest first.
    pub rows: Vec<Row>,
    by_record: HashMap<(FileKind, String), Vec<Place>>,
    by_journey: HashMap<String, Vec<Place>>,
    by_step: HashMap<(String, String), Vec<Place>>,
    by_placed: HashMap<String, Vec<(Place, Placing)>>,
    by_email: HashMap<String, Vec<usize>>,
    /// What records were called last, by the IDs they had then.
    titles: HashMap<(FileKind, String), String>,
    /// What each commit of the history changed; nothing where it did not touch the workspace. Does not depend on what came
    /// after it, so a later reading takes it over.
    pub(super) known: HashMap<Revision, Option<PastCommit>>,
}

/// A change of a record: a commit and one of its records, each by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The commit's place among all.
    pub commit: usize,
    /// The record's place in the commit.
    pub record: usize,
}

/// A commit or a snapshot, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A commit.
    Commit(usize),
    /// A snapshot.
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
            past.by_email.entry(commit.info.email.to_lowercase()).or_default().push(at);
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
    pub fn of_record<'i>(&self, kind: FileKind, ids: impl Iterator<Item = &'i str>) -> Vec<Place> {
        gathered(ids.filter_map(|id| self.by_record.get(&(kind, id.to_owned()))))
    }

    /// Where in the changes of journeys an item was placed on steps or taken off, by any of its IDs.
    pub fn placings<'i>(&self, ids: impl Iterator<Item = &'i str>) -> BTreeMap<Place, Vec<Placing>> {
        let mut placings: BTreeMap<Place, Vec<Placing>> = BTreeMap::new();
        for (place, placing) in ids.filter_map(|id| self.by_placed.get(id)).flatten() {
            placings.entry(*place).or_default().push(*placing);
        }
        placings.values_mut().for_each(|placings| placings.sort_unstable());
        placings
    }

    /// What happened to a journey and what is local to it, by any of its IDs.
    pub fn of_journey<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Vec<Place> {
        gathered(ids.filter_map(|id| self.by_journey.get(id)))
    }

    /// The changes of journeys in which something happened to a step, by any of its journey's IDs.
    pub fn of_step<'i>(&self, journeys: impl Iterator<Item = &'i str>, step: &str) -> Vec<Place> {
        gathered(journeys.filter_map(|journey| self.by_step.get(&(journey.to_owned(), step.to_owned()))))
    }

    /// The commits written under any of these addresses, newest first.
    pub fn by<'e>(&self, emails: impl Iterator<Item = &'e str>) -> Vec<usize> {
        let mut commits: Vec<usize> =
            emails.filter_map(|email| self.by_email.get(&email.to_lowercase())).flatten().copied().collect();
        commits.sort_unstable();
        commits.dedup();
        commits
    }

    /// What a record that may be gone was called last, by an ID it once had.
    pub fn title(&self, kind: FileKind, id: &str) -> Option<&str> {
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

    /// The past, where somebody has asked for it before.
    pub fn known(&self) -> Option<&Past> {
        self.past.get()
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
