//! One commit in sentences: what it changed, as far as a page is about it.

use std::collections::BTreeMap;

use super::stranger;
use super::told::{self, Told, ToldRecord, Ways};
use crate::diff::{About, Line, Outcome, PartKind, Piece, Placing, RecordChange, RecordKind};
use crate::model::{FileKind, Target};
use crate::past::{Past, PastCommit, PastRecord};
use crate::view::part::link::{Here, Link};

/// The most letters of a name, a value and a sentence.
pub(in crate::view) const LETTERS: usize = 240;

/// Of what a commit changed, what a page is about.
pub(in crate::view) enum Scope<'s> {
    /// All of it.
    All,
    /// Which records it is, not how they changed.
    Heads,
    /// These records of it; `own` is the page's. Of those by whose place there are placings, only these.
    Records { records: Vec<usize>, own: (FileKind, &'s [String]), placings: BTreeMap<usize, &'s [Placing]> },
    /// What happened to a step of a journey.
    Step { records: Vec<usize>, journeys: &'s [String], step: &'s str },
}

impl Scope<'_> {
    /// Whether nothing is to be passed over.
    pub(in crate::view) fn is_whole(&self) -> bool {
        matches!(self, Scope::All | Scope::Heads)
    }
}

impl Here<'_> {
    /// What one calls what an ID names, or named last.
    fn name_of(&self, past: &Past, target: Target, id: &str) -> Option<String> {
        if let Some(subject) = self.snapshot().find_target(target, id).found() {
            return Some(self.subject(&subject).text);
        }
        let Target::Record(kind) = target else { return None };
        past.title(kind, id).map(str::to_owned)
    }
}

/// A commit that is being told.
pub(in crate::view) struct Telling<'t, 'a> {
    here: &'t Here<'a>,
    past: &'t Past,
    commit: &'t PastCommit,
    scope: &'t Scope<'t>,
    /// How many sentences there is room for.
    left: usize,
    left_out: usize,
}

impl<'t, 'a> Telling<'t, 'a> {
    /// In at most so many sentences.
    pub(in crate::view) fn new(
        here: &'t Here<'a>,
        past: &'t Past,
        commit: &'t PastCommit,
        scope: &'t Scope<'t>,
        most: usize,
    ) -> Telling<'t, 'a> {
        Telling { here, past, commit, scope, left: most, left_out: 0 }
    }

    /// What there is to tell of records and of other files, and how much there was no room for.
    pub(in crate::view) fn tell(mut self) -> (Vec<ToldRecord>, Vec<Told>, usize) {
        let Some(changes) = &self.commit.changes else { return (Vec::new(), Vec::new(), 0) };
        let order: Vec<usize> = match self.scope {
            Scope::All | Scope::Heads => changes.reading_order(),
            Scope::Step { records, .. } => records.clone(),
            // The page's own record has no heading, so that nothing stands before it.
            Scope::Records { records, .. } => {
                let is_own = |at: &usize| self.commit.records.get(*at).is_some_and(|known| self.is_own(known));
                let of_page = changes.in_reading_order(records.clone()).into_iter();
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
            records.extend(self.record(at, change, known));
        }
        let files = if self.scope.is_whole() { changes.told_files() } else { Vec::new() };
        let shown = files.len().min(self.left);
        self.left_out += files.len() - shown;
        let files = files[..shown].iter().map(|line| self.here.told(&cleaned(line), None)).collect();
        (records, files, self.left_out)
    }

    fn record(&mut self, at: usize, change: &RecordChange, known: &PastRecord) -> Option<ToldRecord> {
        let placing = self.placing(at, change);
        let change = placing.as_ref().unwrap_or(change);
        let named = change.naming(&|target, id| self.here.name_of(self.past, target, id));
        let section = named.told();
        let own = self.is_own(known);
        let lines: Vec<&Line> = section.lines.iter().filter(|line| self.is_of_scope(line, known)).collect();
        if lines.is_empty() && matches!(self.scope, Scope::Step { .. }) {
            return None;
        }
        // What is new says all of itself on its page.
        let says_itself = placing.is_none() && !matches!(self.scope, Scope::Step { .. });
        let is_new = matches!(change.outcome, Outcome::Added(_)) && says_itself;
        let lines = if is_new || matches!(self.scope, Scope::Heads) { Vec::new() } else { lines };
        // A head is a sentence, too; what only changed in the record of the page needs none.
        let says_all =
            own && !lines.is_empty() && (is_plain(&change.outcome) || matches!(self.scope, Scope::Step { .. }));
        self.left = self.left.saturating_sub(usize::from(!says_all));
        let shown = lines.len().min(self.left);
        self.left -= shown;
        self.left_out += lines.len() - shown;
        let about = about(change.kind, &known.id);
        let told = lines[..shown].iter().map(|line| self.line(line, change, known, placing.is_some())).collect();
        let page = if own { None } else { self.page(&about) };
        Some(ToldRecord {
            class: told::class(section.mark),
            kind: if says_all { "" } else { section.kind },
            title: stranger::text(self.title(change, known), LETTERS),
            fate: section.fate,
            file: None,
            lines: told,
            ways: Ways { page, ..Ways::default() },
        })
    }

    /// Of another record, what the page of an item is about.
    fn placing(&self, at: usize, change: &RecordChange) -> Option<RecordChange> {
        let Scope::Records { placings, .. } = self.scope else { return None };
        placings.get(&at).map(|placings| change.only(placings))
    }

    fn is_own(&self, known: &PastRecord) -> bool {
        match self.scope {
            Scope::All | Scope::Heads => false,
            Scope::Records { own: (kind, ids), .. } => *kind == known.kind && ids.contains(&known.id),
            Scope::Step { .. } => true,
        }
    }

    fn is_of_scope(&self, line: &Line, known: &PastRecord) -> bool {
        let Scope::Step { journeys, step, .. } = self.scope else { return true };
        let Some(About::Part(PartKind::Step, then)) = &line.about else { return false };
        known.steps.iter().any(|known| known.then == *then && known.now == *step && journeys.contains(&known.journey))
    }

    /// Measurements have the title of their metric, whose file the commit may not have changed; signals that of their
    /// page.
    fn title<'c>(&self, change: &'c RecordChange, known: &PastRecord) -> std::borrow::Cow<'c, str> {
        let target = match change.kind.file {
            FileKind::Measurements => Target::ITEM,
            FileKind::Signal => Target::SIGNAL,
            _ => return (&change.title).into(),
        };
        let name = (change.title == change.id).then(|| self.here.name_of(self.past, target, &known.id)).flatten();
        name.map_or_else(|| (&change.title).into(), Into::into)
    }

    /// A sentence, with the ways from the names of today; `is_placing` where it is about the page's item, which need not be
    /// named.
    fn line(&self, line: &Line, change: &RecordChange, known: &PastRecord, is_placing: bool) -> Told {
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
        if is_placing && let [Piece::Name(_), Piece::Plain(verb), ..] = line.pieces.as_mut_slice() {
            *verb = verb.trim_start().trim_start_matches("is ").to_owned();
            line.pieces.remove(0);
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

fn about(kind: RecordKind, id: &str) -> About {
    About::Record(kind, id.to_owned())
}

/// Whether a record is there before and after, by the same name.
fn is_plain(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Changed(_))
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
