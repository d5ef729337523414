//! What commits changed, in sentences: on the page of the record, and wherever else commits are told.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::moment::Day;
use super::stranger;
use super::telling::{LETTERS, Scope, Telling};
use super::told::{Told, ToldRecord};
use crate::diff::Placing;
use crate::model::{FileKind, Record, names};
use crate::past::{Past, PastCommit, PastEnd, Place};
use crate::snapshot::{ItemKey, JourneyKey, Snapshot, StepKey, Subject};
use crate::text;
use crate::view::part::link::{Here, Link};

/// The most commits that a record's page shows at once, and of which one can ask to see.
const SHOWN: usize = 10;
const MOST: usize = 50;

/// The most commits of a member.
const MOST_OF_MEMBER: usize = 10;

/// The most people that are named.
const MOST_PEOPLE: usize = 12;

/// The most sentences of a commit on the page of a record.
const SENTENCES: usize = 8;

/// What happened to a record.
#[derive(Debug, Serialize)]
pub(in crate::view) struct History {
    /// When it was changed last, and by whom; placing it on a step does not change it.
    last: Option<Last>,
    entries: Vec<Entry>,
    /// Those that are shown when one asks.
    older: Vec<Entry>,
    older_word: String,
    /// How many there are beside, and the command that tells them.
    rest: Option<Rest>,
    people: Vec<Link>,
    more_people: Option<String>,
    /// Why there may be more that is not known.
    end: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Last {
    day: Option<Day>,
    author: Link,
}

#[derive(Debug, Serialize)]
struct Rest {
    text: String,
    command: String,
}

/// A commit.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Entry {
    /// The anchor; empty but in the list of all.
    pub(in crate::view) anchor: String,
    pub(in crate::view) day: Option<Day>,
    pub(in crate::view) author: Link,
    /// What its author said.
    pub(in crate::view) subject: Option<String>,
    /// Its name, and where it is on its forge.
    pub(in crate::view) commit: Link,
    /// What there is to say before the changes, or instead of them.
    pub(in crate::view) note: Option<String>,
    pub(in crate::view) records: Vec<ToldRecord>,
    /// Other files.
    pub(in crate::view) lines: Vec<Told>,
    pub(in crate::view) more: Option<String>,
}

impl Here<'_> {
    pub(in crate::view) fn item_history(&self, key: ItemKey) -> Option<History> {
        let entry = self.snapshot().item(key);
        let former = entry.item().map(|item| &item.record);
        let ids = ids(entry.id(), former, |alias| self.snapshot().find_item(alias).found() == Some(key));
        let past = self.viewer.past()?;
        let own = past.of_record(FileKind::Item, ids.iter().map(String::as_str));
        let placings = past.placings(ids.iter().map(String::as_str));
        let mut places: Vec<Place> = own.iter().chain(placings.keys()).copied().collect();
        places.sort_unstable();
        places.dedup();
        let history = self.records_history(&places, (FileKind::Item, &ids), &placings)?;
        Some(History { last: self.last(past, &own), ..history })
    }

    /// The history of a record that is neither an item nor a journey.
    pub(in crate::view) fn own_history(&self, record: &Subject) -> Option<History> {
        let (snapshot, kind) = (self.snapshot(), record.kind()?);
        let is_own = |alias: &str| snapshot.find_record(kind, alias).found().as_ref() == Some(record);
        let ids = ids(snapshot.id_of(record)?, snapshot.record_of(record), is_own);
        let places = self.viewer.past()?.of_record(kind, ids.iter().map(String::as_str));
        self.records_history(&places, (kind, &ids), &BTreeMap::new())
    }

    pub(in crate::view) fn journey_history(&self, key: JourneyKey) -> Option<History> {
        let ids = journey_ids(self.snapshot(), key);
        let places = self.viewer.past()?.of_journey(ids.iter().map(String::as_str));
        self.records_history(&places, (FileKind::Journey, &ids), &BTreeMap::new())
    }

    pub(in crate::view) fn step_history(&self, key: StepKey) -> Option<History> {
        let ids = journey_ids(self.snapshot(), key.stage.journey);
        let step = self.snapshot().step(key)?.id()?.value;
        let places = self.viewer.past()?.of_step(ids.iter().map(String::as_str), step);
        self.history(&places, &ids[0], &|places| Scope::Step { records: records(places), journeys: &ids, step })
    }

    /// What happened at these places to records, among them the page's own; at some, only as far as they place it.
    fn records_history(
        &self,
        places: &[Place],
        own: (FileKind, &[String]),
        placings: &BTreeMap<Place, Vec<Placing>>,
    ) -> Option<History> {
        self.history(places, &own.1[0], &|places| {
            let placings = places.iter().filter_map(|place| Some((place.record, placings.get(place)?.as_slice())));
            Scope::Records { records: records(places), own, placings: placings.collect() }
        })
    }

    /// What happened at these places; `None` where nothing is known of any.
    fn history<'s>(&self, places: &[Place], subject: &str, scope: &dyn Fn(&[Place]) -> Scope<'s>) -> Option<History> {
        let past = self.viewer.past()?;
        let commits: Vec<&[Place]> = places.chunk_by(|a, b| a.commit == b.commit).collect();
        let entries = commits.iter().take(MOST).filter_map(|places| {
            let commit = past.commits.get(places.first()?.commit)?;
            let scope = scope(places);
            Some(self.entry(past, commit, &scope, SENTENCES))
        });
        let mut entries: Vec<Entry> = entries.collect();
        if entries.is_empty() {
            return None;
        }
        let older = entries.split_off(SHOWN.min(entries.len()));
        let rest = commits.len().saturating_sub(MOST);
        let authors = commits.iter().filter_map(|places| past.commits.get(places.first()?.commit));
        let mut people = self.people(authors);
        let more_people = people.len().saturating_sub(MOST_PEOPLE);
        people.truncate(MOST_PEOPLE);
        Some(History {
            last: self.last(past, places),
            entries,
            older_word: text::count(older.len(), "earlier change", "earlier changes"),
            older,
            rest: (rest > 0).then(|| Rest {
                text: format!("and {}", text::count(rest, "more commit", "more commits")),
                command: format!("wayfare log {subject}"),
            }),
            people,
            more_people: (more_people > 0).then(|| format!("and {more_people} more")),
            end: end(past.end),
        })
    }

    fn last(&self, past: &Past, places: &[Place]) -> Option<Last> {
        let commit = past.commits.get(places.first()?.commit)?;
        let day = commit.info.seconds.and_then(|seconds| Day::of(seconds, commit.info.offset));
        Some(Last { day, author: self.author(&commit.info.author, &commit.info.email) })
    }

    /// The commits of a member, newest first, and how many more there are.
    pub(in crate::view) fn commits_of_member(&self, id: &str) -> (Vec<Entry>, Option<String>) {
        let Some(past) = self.viewer.past() else { return (Vec::new(), None) };
        let commits = past.by(self.viewer.addresses_of(id).filter(|email| self.viewer.member_of(email) == Some(id)));
        let entries = commits.iter().take(MOST_OF_MEMBER).filter_map(|at| past.commits.get(*at));
        let entries = entries.map(|commit| self.brief(past, commit)).collect();
        let more = commits.len().saturating_sub(MOST_OF_MEMBER);
        (entries, (more > 0).then(|| format!("and {}", text::count(more, "more commit", "more commits"))))
    }

    /// A commit in short: which records changed; of one alone, how.
    pub(in crate::view) fn brief(&self, past: &Past, commit: &PastCommit) -> Entry {
        const RECORDS: usize = 3;
        // Of one record there is room to say how.
        let is_of_one = commit.changes.as_ref().is_some_and(|changes| changes.records.len() + changes.files.len() == 1);
        let scope = if is_of_one { Scope::All } else { Scope::Heads };
        self.entry(past, commit, &scope, RECORDS)
    }

    /// A commit, in at most so many sentences.
    pub(in crate::view) fn entry(&self, past: &Past, commit: &PastCommit, scope: &Scope<'_>, most: usize) -> Entry {
        let (records, lines, left_out) = Telling::new(self, past, commit, scope, most).tell();
        let subject = stranger::line(&commit.info.message, LETTERS);
        let note = match &commit.changes {
            None => Some("Its files are not in this clone, so what it changed is not known.".to_owned()),
            Some(changes) if changes.is_empty() => {
                Some("Only written in another way: it says what it said.".to_owned())
            }
            // So much that one first wants to know how much.
            Some(changes) if scope.is_whole() && changes.records.len() > most => Some(changes.summary()),
            Some(_) => None,
        };
        let revision = commit.info.revision.to_string();
        let short = &revision[..revision.len().min(7)];
        Entry {
            anchor: String::new(),
            day: commit.info.seconds.and_then(|seconds| Day::of(seconds, commit.info.offset)),
            author: self.author(&commit.info.author, &commit.info.email),
            // What is told in full need not be said before in short.
            subject: (!subject.is_empty() && !commit.is_generated).then_some(subject),
            commit: Link { href: self.viewer.commit_url(&revision), ..Link::broken(short) },
            note,
            records,
            lines,
            more: (left_out > 0).then(|| format!("and {}", text::count(left_out, "more change", "more changes"))),
        }
    }

    /// Somebody who commits: a member by one of their addresses, else the name alone.
    pub(in crate::view) fn author(&self, name: &str, email: &str) -> Link {
        match self.viewer.member_of(email) {
            Some(id) => self.member(id),
            None => {
                let name = stranger::line(name, LETTERS);
                Link::broken(if name.is_empty() { "Somebody".to_owned() } else { name })
            }
        }
    }

    /// Who wrote these commits, each once, who wrote most first.
    fn people<'c>(&self, commits: impl Iterator<Item = &'c PastCommit>) -> Vec<Link> {
        let mut by_signature: HashMap<(&str, &str), (usize, usize)> = HashMap::new();
        for (at, commit) in commits.enumerate() {
            by_signature.entry((&commit.info.author, &commit.info.email)).or_insert((0, at)).0 += 1;
        }
        let mut people: BTreeMap<Link, (usize, usize)> = BTreeMap::new();
        for ((name, email), (count, latest)) in by_signature {
            let known = people.entry(self.author(name, email)).or_insert((0, latest));
            *known = (known.0 + count, known.1.min(latest));
        }
        let mut people: Vec<(Link, (usize, usize))> = people.into_iter().collect();
        people.sort_by_key(|(_, (count, latest))| (Reverse(*count), *latest));
        people.into_iter().map(|(link, _)| link).collect()
    }
}

/// Why there may be more that is not known.
pub(in crate::view) fn end(end: PastEnd) -> Option<&'static str> {
    match end {
        PastEnd::Begin => None,
        PastEnd::Shallow => Some("What happened before is not in this clone."),
        PastEnd::Damaged => Some("What happened before cannot be read from this repository."),
    }
}

/// An ID and those former ones that name nothing else.
fn ids(id: &str, record: Option<&Record>, is_own: impl Fn(&str) -> bool) -> Vec<String> {
    let former = record.into_iter().flat_map(|record| record.texts(names::ALIASES)).map(|alias| alias.value);
    std::iter::once(id).chain(former.filter(|alias| is_own(alias))).map(str::to_owned).collect()
}

fn records(places: &[Place]) -> Vec<usize> {
    places.iter().map(|place| place.record).collect()
}

fn journey_ids(snapshot: &Snapshot, key: JourneyKey) -> Vec<String> {
    let entry = snapshot.journey(key);
    let record = entry.journey().map(|journey| &journey.record);
    ids(entry.id(), record, |alias| snapshot.find_journey(alias).found() == Some(key))
}
