//! What commits changed, in sentences: on the page of the record, and wherever else commits are told.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::link::{Here, Link};
use super::moment::Day;
use super::past::{Past, PastCommit, PastEnd, PastRecord, Place};
use super::stranger;
use super::told::{self, Told, ToldRecord, Ways};
use crate::diff::{About, Line, PartKind, Piece, RecordChange, Sort, What};
use crate::model::{FileKind, Record, Target};
use crate::snapshot::{ItemKey, JourneyKey, PersonaKey, SignalKey, Snapshot, StepKey};
use crate::text;

/// The most commits that a record's page shows at once, and of which one can ask to see.
const SHOWN: usize = 10;
const MOST: usize = 50;

/// The most commits of a member.
const MOST_OF_MEMBER: usize = 10;

/// The most people that are named.
const MOST_PEOPLE: usize = 12;

/// The most sentences of a commit on the page of a record.
const SENTENCES: usize = 8;

/// The most letters of a name, a value and a sentence.
const LETTERS: usize = 240;

/// What happened to a record.
#[derive(Debug, Serialize)]
pub(super) struct History {
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
struct Rest {
    text: String,
    command: String,
}

/// A commit.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    /// The anchor; empty but in the list of all.
    pub(super) anchor: String,
    pub(super) day: Option<Day>,
    pub(super) author: Link,
    /// What its author said.
    pub(super) subject: Option<String>,
    /// Its name, and where it is on its forge.
    pub(super) commit: Link,
    /// What there is to say before the changes, or instead of them.
    pub(super) note: Option<String>,
    pub(super) records: Vec<ToldRecord>,
    /// Other files.
    pub(super) lines: Vec<Told>,
    pub(super) more: Option<String>,
}

/// Of what a commit changed, what a page is about.
pub(super) enum Scope<'s> {
    /// All of it.
    All,
    /// Which records it is, not how they changed.
    Heads,
    /// These records of it; `own` is the page's.
    Records { records: Vec<usize>, own: (FileKind, &'s [String]) },
    /// What happened to a step of a journey.
    Step { records: Vec<usize>, journeys: &'s [String], step: &'s str },
}

impl Scope<'_> {
    /// Whether nothing is to be passed over.
    fn is_whole(&self) -> bool {
        matches!(self, Scope::All | Scope::Heads)
    }
}

impl Here<'_> {
    pub(super) fn item_history(&self, key: ItemKey) -> Option<History> {
        let entry = self.snapshot().item(key);
        let former = entry.item().map(|item| &item.record);
        let ids = ids(entry.id(), former, |alias| self.snapshot().find_item(alias).found() == Some(key));
        self.record_history(FileKind::Item, &ids)
    }

    pub(super) fn persona_history(&self, key: PersonaKey) -> Option<History> {
        let entry = self.snapshot().persona(key);
        let former = entry.persona().map(|persona| &persona.record);
        let ids = ids(entry.id(), former, |alias| self.snapshot().find_persona(alias).found() == Some(key));
        self.record_history(FileKind::Persona, &ids)
    }

    pub(super) fn signal_history(&self, key: SignalKey) -> Option<History> {
        self.record_history(FileKind::Signal, &[self.snapshot().signal(key).id().to_owned()])
    }

    pub(super) fn journey_history(&self, key: JourneyKey) -> Option<History> {
        let ids = journey_ids(self.snapshot(), key);
        let places = self.viewer.past()?.of_journey(ids.iter().map(String::as_str));
        let scope = |records| Scope::Records { records, own: (FileKind::Journey, &ids) };
        self.history(&places, &ids[0], &scope)
    }

    pub(super) fn step_history(&self, key: StepKey) -> Option<History> {
        let ids = journey_ids(self.snapshot(), key.stage.journey);
        let step = self.snapshot().step(key)?.id()?.value;
        let places = self.viewer.past()?.of_step(ids.iter().map(String::as_str), step);
        self.history(&places, &ids[0], &|records| Scope::Step { records, journeys: &ids, step })
    }

    fn record_history(&self, kind: FileKind, ids: &[String]) -> Option<History> {
        let places = self.viewer.past()?.of_record(kind, ids.iter().map(String::as_str));
        self.history(&places, &ids[0], &|records| Scope::Records { records, own: (kind, ids) })
    }

    /// What happened at these places; `None` where nothing is known of any.
    fn history<'s>(&self, places: &[Place], subject: &str, scope: &dyn Fn(Vec<usize>) -> Scope<'s>) -> Option<History> {
        let past = self.viewer.past()?;
        let commits: Vec<&[Place]> = places.chunk_by(|a, b| a.commit == b.commit).collect();
        let entries = commits.iter().take(MOST).filter_map(|places| {
            let commit = past.commits.get(places.first()?.commit)?;
            let scope = scope(places.iter().map(|place| place.record).collect());
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

    /// The commits of a member, newest first, and how many more there are.
    pub(super) fn commits_of_member(&self, id: &str) -> (Vec<Entry>, Option<String>) {
        let (Some(past), Some(member)) = (self.viewer.past(), self.viewer.member(id)) else {
            return (Vec::new(), None);
        };
        let commits = past.by(member.emails().filter(|email| self.member_of(email) == Some(id)));
        let entries = commits.iter().take(MOST_OF_MEMBER).filter_map(|at| past.commits.get(*at));
        let entries = entries.map(|commit| self.brief(past, commit)).collect();
        let more = commits.len().saturating_sub(MOST_OF_MEMBER);
        (entries, (more > 0).then(|| format!("and {}", text::count(more, "more commit", "more commits"))))
    }

    /// A commit in short: which records changed; of one alone, how.
    pub(super) fn brief(&self, past: &Past, commit: &PastCommit) -> Entry {
        const RECORDS: usize = 3;
        // Of one record there is room to say how.
        let is_of_one = commit.changes.as_ref().is_some_and(|changes| changes.records.len() + changes.files.len() == 1);
        let scope = if is_of_one { Scope::All } else { Scope::Heads };
        self.entry(past, commit, &scope, RECORDS)
    }

    /// A commit, in at most so many sentences.
    pub(super) fn entry(&self, past: &Past, commit: &PastCommit, scope: &Scope<'_>, most: usize) -> Entry {
        let mut telling = Telling { here: self, past, commit, scope, left: most, left_out: 0 };
        let (records, lines) = telling.tell();
        let subject = stranger::line(&commit.message, LETTERS);
        let note = match &commit.changes {
            None => Some("Its files are not in this clone, so what it changed is not known.".to_owned()),
            Some(changes) if changes.is_empty() => {
                Some("Only written in another way: it says what it said.".to_owned())
            }
            // So much that one first wants to know how much.
            Some(changes) if scope.is_whole() && changes.records.len() > most => Some(changes.summary()),
            Some(_) => None,
        };
        let short = &commit.revision[..commit.revision.len().min(7)];
        Entry {
            anchor: String::new(),
            day: Day::of(commit.seconds, commit.offset),
            author: self.author(&commit.author, &commit.email),
            // What is told in full need not be said before in short.
            subject: (!subject.is_empty() && !commit.is_told).then_some(subject),
            commit: Link { href: self.viewer.commit_url(&commit.revision), ..Link::broken(short) },
            note,
            records,
            lines,
            more: (telling.left_out > 0)
                .then(|| format!("and {}", text::count(telling.left_out, "more change", "more changes"))),
        }
    }

    /// Somebody who commits: a member by one of their addresses, else the name alone.
    pub(super) fn author(&self, name: &str, email: &str) -> Link {
        match self.member_of(email) {
            Some(id) => self.member(id),
            None => {
                let name = stranger::line(name, LETTERS);
                Link::broken(if name.is_empty() { "Somebody".to_owned() } else { name })
            }
        }
    }

    fn member_of(&self, email: &str) -> Option<&str> {
        self.viewer.index.members_by_email.get(&email.to_lowercase()).map(String::as_str)
    }

    /// Who wrote these commits, each once, who wrote most first.
    fn people<'c>(&self, commits: impl Iterator<Item = &'c PastCommit>) -> Vec<Link> {
        let mut by_signature: HashMap<(&str, &str), (usize, usize)> = HashMap::new();
        for (at, commit) in commits.enumerate() {
            by_signature.entry((&commit.author, &commit.email)).or_insert((0, at)).0 += 1;
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

    /// What one calls what an ID names, or named last.
    fn name_of(&self, past: &Past, target: Target, id: &str) -> Option<String> {
        if let Some(subject) = self.snapshot().find_target(target, id).found() {
            return Some(self.subject(&subject).text);
        }
        let kind = match target {
            Target::Item => FileKind::Item,
            Target::Journey => FileKind::Journey,
            Target::Persona => FileKind::Persona,
            Target::Signal => FileKind::Signal,
            Target::Member | Target::Step => return None,
        };
        past.title(kind, id).map(str::to_owned)
    }
}

/// Why there may be more that is not known.
pub(super) fn end(end: PastEnd) -> Option<&'static str> {
    match end {
        PastEnd::Begin => None,
        PastEnd::Shallow => Some("What happened before is not in this clone."),
        PastEnd::Damaged => Some("What happened before cannot be read from this repository."),
    }
}

/// An ID and those former ones that name nothing else.
fn ids(id: &str, record: Option<&Record>, is_own: impl Fn(&str) -> bool) -> Vec<String> {
    let former = record.into_iter().flat_map(|record| record.texts("aliases")).map(|alias| alias.value);
    std::iter::once(id).chain(former.filter(|alias| is_own(alias))).map(str::to_owned).collect()
}

fn journey_ids(snapshot: &Snapshot, key: JourneyKey) -> Vec<String> {
    let entry = snapshot.journey(key);
    let record = entry.journey().map(|journey| &journey.record);
    ids(entry.id(), record, |alias| snapshot.find_journey(alias).found() == Some(key))
}

/// A commit that is being told.
struct Telling<'t, 'a> {
    here: &'t Here<'a>,
    past: &'t Past,
    commit: &'t PastCommit,
    scope: &'t Scope<'t>,
    /// How many sentences there is room for.
    left: usize,
    left_out: usize,
}

impl Telling<'_, '_> {
    fn tell(&mut self) -> (Vec<ToldRecord>, Vec<Told>) {
        let Some(changes) = &self.commit.changes else { return (Vec::new(), Vec::new()) };
        let order: Vec<usize> = match self.scope {
            Scope::All | Scope::Heads => changes.reading_order(),
            Scope::Step { records, .. } => records.clone(),
            // The page's own record has no heading, so that nothing stands before it.
            Scope::Records { records, own } => {
                let is_own = |at: &usize| self.commit.records.get(*at).is_some_and(|known| is_of(own, known));
                let of_page = changes.reading_order().into_iter().filter(|at| records.contains(at));
                let (own, others): (Vec<usize>, Vec<usize>) = of_page.partition(is_own);
                own.into_iter().chain(others).collect()
            }
        };
        let mut records = Vec::new();
        for at in order {
            let (Some(change), Some(known)) = (changes.records.get(at), self.commit.records.get(at)) else { continue };
            if self.left == 0 {
                self.left_out += 1;
                continue;
            }
            records.extend(self.record(change, known));
        }
        let files = if self.scope.is_whole() { changes.told_files() } else { Vec::new() };
        let shown = files.len().min(self.left);
        self.left_out += files.len() - shown;
        (records, files[..shown].iter().map(|line| self.here.told(&cleaned(line), None)).collect())
    }

    fn record(&mut self, change: &RecordChange, known: &PastRecord) -> Option<ToldRecord> {
        let named = change.naming(&|target, id| self.here.name_of(self.past, target, id));
        let section = named.told();
        let own = match self.scope {
            Scope::All | Scope::Heads => false,
            Scope::Records { own, .. } => is_of(own, known),
            Scope::Step { .. } => true,
        };
        let lines: Vec<&Line> = section.lines.iter().filter(|line| self.is_of_scope(line, known)).collect();
        if lines.is_empty() && matches!(self.scope, Scope::Step { .. }) {
            return None;
        }
        // What is new says all of itself on its page.
        let is_new = matches!(change.what, What::Added(_)) && !matches!(self.scope, Scope::Step { .. });
        let lines = if is_new || matches!(self.scope, Scope::Heads) { Vec::new() } else { lines };
        // A head is a sentence, too; what only changed in the record of the page needs none.
        let says_all = own && !lines.is_empty() && (is_plain(&change.what) || matches!(self.scope, Scope::Step { .. }));
        self.left = self.left.saturating_sub(usize::from(!says_all));
        let shown = lines.len().min(self.left);
        self.left -= shown;
        self.left_out += lines.len() - shown;
        let about = about(change.sort, &known.id);
        let told = lines[..shown].iter().map(|line| self.line(line, change, known)).collect();
        let page = if own { None } else { self.page(&about) };
        Some(ToldRecord {
            class: told::class(section.mark),
            sort: if says_all { "" } else { section.sort },
            title: stranger::text(self.title(change, known), LETTERS),
            fate: section.fate,
            file: None,
            lines: told,
            ways: Ways { page, ..Ways::default() },
        })
    }

    fn is_of_scope(&self, line: &Line, known: &PastRecord) -> bool {
        let Scope::Step { journeys, step, .. } = self.scope else { return true };
        let Some(About::Part(PartKind::Step, then)) = &line.about else { return false };
        known.steps.iter().any(|known| known.then == *then && known.now == *step && journeys.contains(&known.journey))
    }

    /// Measurements have the title of their metric, whose file the commit may not have changed; signals that of their
    /// page.
    fn title<'c>(&self, change: &'c RecordChange, known: &PastRecord) -> std::borrow::Cow<'c, str> {
        let target = match change.sort {
            Sort::Measurements => Target::Item,
            Sort::Signal => Target::Signal,
            _ => return (&change.title).into(),
        };
        let name = (change.title == change.id).then(|| self.here.name_of(self.past, target, &known.id)).flatten();
        name.map_or_else(|| (&change.title).into(), Into::into)
    }

    /// A sentence, with the ways from the names of today.
    fn line(&self, line: &Line, change: &RecordChange, known: &PastRecord) -> Told {
        let mut line = cleaned(line);
        let snapshot = self.here.snapshot();
        let mut file = change.path.clone();
        let mut journey = (known.kind == FileKind::Journey).then_some(&known.id);
        if let Some(About::Part(kind, id)) = &mut line.about {
            if let Some(step) = known.steps.iter().find(|step| *kind == PartKind::Step && step.then == *id) {
                id.clone_from(&step.now);
                journey = Some(&step.journey);
            }
            if *kind == PartKind::Member {
                line.pieces.iter_mut().for_each(hide_address);
            }
        }
        if matches!(self.scope, Scope::Step { .. }) {
            line.about = None;
            // The page is the step's, so what it is called need not be said before each of its fields.
            if let [Piece::Plain(_), Piece::Name(_), Piece::Plain(colon), ..] = line.pieces.as_slice()
                && colon == ": "
            {
                line.pieces.drain(..3);
            }
        }
        let now = journey.and_then(|id| snapshot.find_journey(id).found());
        if let Some(key) = now {
            file.clone_from(snapshot.journey(key).path());
        }
        let told = self.here.told(&line, Some(&file));
        told.without_maps()
    }

    fn page(&self, about: &About) -> Option<Link> {
        self.here.ways(about).page
    }
}

/// Whether a record is the one of this kind that is known by these IDs.
fn is_of((kind, ids): &(FileKind, &[String]), known: &PastRecord) -> bool {
    *kind == known.kind && ids.contains(&known.id)
}

fn about(sort: Sort, id: &str) -> About {
    About::Record(sort, id.to_owned())
}

/// Whether a record is there before and after, by the same name.
fn is_plain(what: &What) -> bool {
    matches!(what, What::Changed(_))
}

/// A sentence in which what strangers wrote is harmless and of bounded length.
fn cleaned(line: &Line) -> Line {
    let mut left = 3 * LETTERS;
    let mut pieces = Vec::new();
    for piece in &line.pieces {
        if left == 0 {
            pieces.push(Piece::Plain("…".to_owned()));
            break;
        }
        let mut piece = piece.clone();
        if let Some(text) = text_of(&mut piece) {
            *text = stranger::text(text.as_str(), LETTERS.min(left));
            left = left.saturating_sub(text.chars().count());
        }
        pieces.push(piece);
    }
    Line { mark: line.mark, pieces, about: line.about.clone() }
}

fn hide_address(piece: &mut Piece) {
    if let Some(text) = text_of(piece) {
        *text = stranger::without_addresses(text);
    }
}

fn text_of(piece: &mut Piece) -> Option<&mut String> {
    match piece {
        Piece::Plain(text)
        | Piece::Name(text)
        | Piece::Old(text)
        | Piece::New(text)
        | Piece::Struck(text)
        | Piece::Inserted(text)
        | Piece::Code(text)
        | Piece::Day(text) => Some(text),
        Piece::Place(..) => None,
    }
}
