//! Changes and what follows from them in sentences, for every renderer that people read.
//!
//! A sentence is a list of pieces, so that each renderer shows names, old and new values in its own way. Nothing here
//! needs to know how a workspace is written.

use super::change::{
    Detail, FileChangeKind, HomeChange, Outcome, Part, PartEvent, PartKind, Position, RecordChange, RecordKind, Rows,
    UnreadSide, Value, Words,
};
use super::consequence::{Consequences, Finding, Touched};
use super::field::field_name;
use crate::diag::Level;
use crate::model::{FileKind, Kind, names};
use crate::text::{WsPath, count};

/// What a line tells at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Something is new.
    Added,
    /// Something is gone.
    Removed,
    /// Something is another now.
    Changed,
    /// Something stands elsewhere, or goes by another name.
    Moved,
    /// Something is wrong now.
    Wrong,
}

impl Mark {
    /// The sign that says so without colour.
    pub(super) fn sign(self) -> char {
        match self {
            Mark::Added => '+',
            Mark::Removed => '-',
            Mark::Changed => '~',
            Mark::Moved => '>',
            Mark::Wrong => '!',
        }
    }
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words of ours; blanks at the ends count.
    Plain(String),
    /// What one calls something.
    Name(String),
    /// What was.
    Old(String),
    /// What is.
    New(String),
    /// Words that are gone, among others.
    Struck(String),
    /// Words that are new, among others.
    Inserted(String),
    /// An ID or a path.
    Code(String),
    /// A day, as written: `2026-10-31`.
    Day(String),
    /// A place in a file.
    Place(WsPath, u32),
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it tells at a glance.
    pub mark: Mark,
    /// Its words, in order.
    pub pieces: Vec<Piece>,
    /// What it is about, where that is not the record it stands under.
    pub about: Option<About>,
}

/// What a sentence is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A record, by its ID.
    Record(RecordKind, String),
    /// The record in a file.
    File(WsPath),
    /// A part of the record it stands under, by its ID.
    Part(PartKind, String),
    /// A record, by its ID, in a sentence that ends with where it is seen: from which piece on.
    Seen(RecordKind, String, usize),
}

/// What is told of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<'c> {
    /// What it tells at a glance.
    pub mark: Mark,
    /// The record.
    pub about: About,
    /// What it is: `Insight`.
    pub kind: &'static str,
    /// What one calls it.
    pub title: &'c str,
    /// What became of it as a whole.
    pub fate: &'static str,
    /// Its file; for one that is gone, where that was.
    pub path: &'c WsPath,
    /// What changed in it.
    pub lines: Vec<Line>,
}

fn plain(text: impl Into<String>) -> Piece {
    Piece::Plain(text.into())
}

fn line(mark: Mark, pieces: Vec<Piece>) -> Line {
    Line { mark, pieces, about: None }
}

impl Line {
    fn about(self, about: About) -> Line {
        Line { about: Some(about), ..self }
    }
}

/// A value, as a name where it names something.
fn named(value: &Value) -> Piece {
    match &value.name {
        Some(name) => Piece::Name(name.clone()),
        None => Piece::Code(value.text.clone()),
    }
}

/// A value that was, in quotes where it is a name.
fn old(value: &Value) -> Piece {
    Piece::Old(value.name.as_ref().map_or_else(|| value.shown().to_owned(), |name| format!("“{name}”")))
}

/// A value that is, in quotes where it is a name.
fn new(value: &Value) -> Piece {
    Piece::New(value.name.as_ref().map_or_else(|| value.shown().to_owned(), |name| format!("“{name}”")))
}

/// Values with commas between them.
fn listed(values: &[Value], piece: impl Fn(&Value) -> Piece) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            pieces.push(plain(", "));
        }
        pieces.push(piece(value));
    }
    pieces
}

/// The order in which people read: journeys, what is on them, who takes them, the rest.
pub(super) fn order(changes: &[RecordChange], mut some: Vec<usize>) -> Vec<usize> {
    let rank = |kind: RecordKind| match kind.file {
        FileKind::Journey => 0,
        FileKind::Item => 1 + kind.item.map_or(Kind::ALL.len(), |kind| kind as usize),
        FileKind::Measurements => 10,
        FileKind::Workspace => usize::MAX,
        other => 11 + other as usize,
    };
    some.sort_by_key(|at| (rank(changes[*at].kind), &changes[*at].path));
    some
}

impl RecordChange {
    /// What is told of one record.
    pub fn told(&self) -> Section<'_> {
        let many = matches!(self.kind.file, FileKind::Workspace | FileKind::MemberSettings | FileKind::Measurements);
        let (mark, fate) = match &self.outcome {
            Outcome::Added(_) => (Mark::Added, if many { "are new" } else { "is new" }),
            Outcome::Removed => (Mark::Removed, if many { "are gone" } else { "is gone" }),
            Outcome::Unreadable(UnreadSide::Before) => (Mark::Changed, "could not be read before, and can be now"),
            Outcome::Unreadable(UnreadSide::Now) => (Mark::Changed, "cannot be read now"),
            Outcome::Unreadable(UnreadSide::Both) => (Mark::Changed, "could not be read before, and cannot be now"),
            Outcome::Changed(_) if self.old_id.is_some() => (Mark::Moved, "was renamed"),
            Outcome::Changed(details) if details.is_empty() => (Mark::Moved, "moved"),
            Outcome::Changed(_) => (Mark::Changed, "changed"),
        };
        let mut lines = Vec::new();
        if let Some(old) = &self.old_id {
            let (old, new) = (Piece::Old(old.clone()), Piece::New(self.id.clone()));
            lines.push(line(Mark::Moved, vec![plain("its name in links was "), old, plain(" and is "), new]));
        }
        match (&self.home, &self.old_path) {
            (Some(home), _) => lines.push(moved_home(home)),
            (None, Some(_)) if self.old_id.is_none() => {
                lines.push(line(Mark::Moved, vec![plain("its file lies in another folder, which means nothing else")]));
            }
            _ => {}
        }
        match &self.outcome {
            Outcome::Added(details) | Outcome::Changed(details) => lines.extend(details.iter().map(detail)),
            Outcome::Removed | Outcome::Unreadable(_) => {}
        }
        Section {
            mark,
            about: About::Record(self.kind, self.id.clone()),
            kind: self.kind.heading(),
            title: &self.title,
            fate,
            path: &self.path,
            lines,
        }
    }
}

fn moved_home(home: &HomeChange) -> Line {
    let pieces = match (&home.from, &home.to) {
        (Some(from), None) => {
            vec![plain("is a building block for every journey now; it belonged to "), named(from)]
        }
        (None, Some(to)) => vec![plain("belongs to "), named(to), plain(" alone now; it was a building block")],
        (Some(from), Some(to)) => vec![plain("belongs to "), named(to), plain(" now; it belonged to "), named(from)],
        (None, None) => vec![plain("belongs elsewhere")],
    };
    line(Mark::Moved, pieces)
}

/// One way in which a record is another now.
fn detail(detail: &Detail) -> Line {
    match detail {
        Detail::Field { name, from, to } => field(name, from.as_ref(), to.as_ref()),
        Detail::Listed { name, added, removed } => list(name, added, removed),
        Detail::Prose { name, excerpt } => prose(name.as_deref(), excerpt),
        Detail::Part { part, event } => part_event(part, event).about(About::Part(part.kind, part.id.clone())),
        Detail::Rows(rows) => measured(rows),
        Detail::Follows { renamed } => {
            let mut pieces = vec![plain("follows the new name of ")];
            pieces.extend(listed(renamed, named));
            line(Mark::Changed, pieces)
        }
    }
}

/// What a field is called in a sentence.
fn label(name: &str) -> String {
    if let Some(rule) = name.strip_prefix("rules.") {
        return format!("rule {rule}");
    }
    field_name(name.strip_prefix("lanes.").unwrap_or(name))
}

/// A status in a sentence: `in-progress` → `in progress`.
fn status(word: &str) -> String {
    word.replace('-', " ")
}

fn field(name: &str, from: Option<&Value>, to: Option<&Value>) -> Line {
    if name == names::MOMENT_OF_TRUTH {
        return match to.is_some_and(|to| to.text == "true") {
            true => line(Mark::Added, vec![plain("a moment of truth now")]),
            false => line(Mark::Removed, vec![plain("no moment of truth any more")]),
        };
    }
    let label = label(name);
    let said = |value: &Value| Value { text: status(&value.text), ..value.clone() };
    let of_five = |value: &Value| match value.text.parse::<f64>() {
        Ok(_) => Value { text: format!("{} of 5", value.text), ..value.clone() },
        Err(_) => value.clone(),
    };
    let (from, to) = match name {
        "status" => (from.map(said), to.map(said)),
        // By persona, it is that of somebody.
        _ if name.split(' ').next() == Some(names::EMOTION) => (from.map(of_five), to.map(of_five)),
        _ => (from.cloned(), to.cloned()),
    };
    let (from, to) = (from.as_ref(), to.as_ref());
    match (from, to) {
        (Some(from), Some(to)) => {
            line(Mark::Changed, vec![plain(format!("{label}: ")), old(from), plain(" → "), new(to)])
        }
        (None, Some(to)) => line(Mark::Added, vec![plain(format!("{label}: ")), new(to)]),
        (Some(from), None) => line(Mark::Removed, vec![plain(format!("no {label} any more; it was ")), old(from)]),
        (None, None) => line(Mark::Changed, vec![plain(label)]),
    }
}

fn list(name: &str, added: &[Value], removed: &[Value]) -> Line {
    let label = label(name);
    let (put, taken) = if name == "links" {
        ("linked with ".to_owned(), "no longer linked with ".to_owned())
    } else {
        (format!("{label}: added "), format!("{label}: removed "))
    };
    let mut pieces = Vec::new();
    if !added.is_empty() {
        pieces.push(plain(put));
        pieces.extend(listed(added, new));
    }
    if !removed.is_empty() {
        let taken = if added.is_empty() || name == "links" { taken } else { "removed ".to_owned() };
        pieces.push(plain(if pieces.is_empty() { taken } else { format!("; {taken}") }));
        pieces.extend(listed(removed, old));
    }
    let mark = match (added, removed) {
        ([], []) => return line(Mark::Moved, vec![plain(format!("{label} in another order"))]),
        (_, []) => Mark::Added,
        ([], _) => Mark::Removed,
        _ => Mark::Changed,
    };
    line(mark, pieces)
}

fn prose(name: Option<&str>, excerpt: &[Words]) -> Line {
    let label = name.map_or_else(|| "description".to_owned(), label);
    let has_words = excerpt.iter().any(|words| matches!(words, Words::Removed(_) | Words::Added(_)));
    if !has_words {
        return line(Mark::Changed, vec![plain(format!("{label}: the same words in another layout"))]);
    }
    let mut pieces = vec![plain(format!("{label}: "))];
    for (at, words) in excerpt.iter().enumerate() {
        if at > 0 {
            pieces.push(plain(" "));
        }
        pieces.push(match words {
            Words::Kept(text) => plain(text.clone()),
            Words::Removed(text) => Piece::Struck(text.clone()),
            Words::Added(text) => Piece::Inserted(text.clone()),
            Words::Gap => plain("…"),
        });
    }
    line(Mark::Changed, pieces)
}

fn part_event(part: &Part, event: &PartEvent) -> Line {
    let name = [plain(format!("{} ", part.kind.name())), Piece::Name(part.title.clone())];
    let with = |mark, rest: Vec<Piece>| line(mark, name.iter().cloned().chain(rest).collect());
    match event {
        PartEvent::Added { placed } => {
            let mut rest = vec![plain(" is new")];
            rest.extend(part.stage.iter().flat_map(|stage| [plain(" in "), named(stage)]));
            if !placed.is_empty() {
                rest.push(plain(", with "));
                rest.extend(listed(placed, named));
            }
            with(Mark::Added, rest)
        }
        PartEvent::Removed { placed } if placed.is_empty() => with(Mark::Removed, vec![plain(" is gone")]),
        PartEvent::Removed { placed } => {
            let mut rest = vec![plain(" is gone; on it stood ")];
            rest.extend(listed(placed, named));
            with(Mark::Removed, rest)
        }
        PartEvent::Renamed { from } => {
            let (old, new) = (Piece::Old(from.clone()), Piece::New(part.id.clone()));
            with(Mark::Moved, vec![plain(": its name in links was "), old, plain(" and is "), new])
        }
        PartEvent::Moved { from, to } => with(Mark::Moved, moved(part.kind, from, to)),
        PartEvent::Arrived { from } => with(Mark::Moved, vec![plain(" came here from "), named(from)]),
        PartEvent::Left { to } => with(Mark::Moved, vec![plain(" went to "), named(to)]),
        PartEvent::Placed { item, note } => {
            let mut pieces = vec![named(item), plain(" is now on ")];
            pieces.extend(name);
            pieces.extend(note.iter().flat_map(|note| [plain(", noted: "), Piece::New(note.clone())]));
            line(Mark::Added, pieces)
        }
        PartEvent::Unplaced { item } => {
            let mut pieces = vec![named(item), plain(" is no longer on ")];
            pieces.extend(name);
            line(Mark::Removed, pieces)
        }
        PartEvent::Changed { detail: change } => {
            let told = detail(change);
            with(told.mark, std::iter::once(plain(": ")).chain(told.pieces).collect())
        }
    }
}

fn moved(kind: PartKind, from: &Position, to: &Position) -> Vec<Piece> {
    let same_stage = from.stage.as_ref().map(Value::shown) == to.stage.as_ref().map(Value::shown);
    let mut pieces = Vec::new();
    match (&from.stage, &to.stage) {
        (Some(from), Some(to)) if !same_stage => {
            pieces.extend([plain(" moved from "), named(from), plain(" to "), named(to), plain(", ")]);
        }
        _ => pieces.push(plain(" moved and now ")),
    }
    let comes = if same_stage { "comes " } else { "where it comes " };
    match &to.after {
        Some(after) => pieces.extend([plain(format!("{comes}after ")), named(after)]),
        None if kind == PartKind::Step => pieces.push(plain(format!("{comes}first in its stage"))),
        None => pieces.push(plain(format!("{comes}first"))),
    }
    pieces
}

fn measured(rows: &Rows) -> Line {
    let told = [(rows.added, "new"), (rows.changed, "corrected"), (rows.removed, "removed")];
    let told = told.into_iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> =
        told.map(|(number, word)| count(number, &format!("{word} value"), &format!("{word} values"))).collect();
    let mut pieces = vec![plain(told.join(", "))];
    match (&rows.from, &rows.to) {
        (Some(from), Some(to)) if from != to => {
            let (old, new) = (Piece::Old(from.amount.clone()), Piece::New(to.amount.clone()));
            let day = Piece::Day(to.date.clone());
            pieces.extend([plain("; the last one "), old, plain(" → "), new, plain(" on "), day]);
        }
        (None, Some(to)) => {
            pieces.extend([
                plain("; the last one is "),
                Piece::New(to.amount.clone()),
                plain(" on "),
                Piece::Day(to.date.clone()),
            ]);
        }
        (Some(from), None) => pieces.extend([plain("; the last one was "), Piece::Old(from.amount.clone())]),
        _ => {}
    }
    if let Some(target) = &rows.target {
        let reached = match target.reached {
            Some(true) => "which reaches the target of",
            Some(false) => "which misses the target of",
            None => "the target is",
        };
        pieces.push(plain(format!(", {reached} {}", target.amount)));
    }
    let mark = if rows.changed + rows.removed == 0 { Mark::Added } else { Mark::Changed };
    line(mark, pieces)
}

/// What follows, in sentences; what weighs most comes first.
pub(super) fn consequences(consequences: &Consequences) -> Vec<Line> {
    let mut lines = Vec::new();
    lines.extend(consequences.appeared.iter().map(|found| finding(Mark::Wrong, "new", found)));
    let lost = |value: &Value, kind: Kind, loss: &str| {
        let kind = RecordKind::item(Some(kind));
        let pieces = vec![plain(format!("{} ", kind.heading())), named(value), plain(format!(" {loss}"))];
        line(Mark::Wrong, pieces).about(About::Record(kind, value.text.clone()))
    };
    let (insights, metrics) = (&consequences.without_insight, &consequences.without_metric);
    lines.extend(insights.iter().map(|value| lost(value, Kind::Opportunity, "has lost its last insight")));
    lines.extend(metrics.iter().map(|value| lost(value, Kind::Solution, "has lost its metric")));
    lines.extend(consequences.statuses.iter().map(|moved| {
        let (from, to) = (Piece::Old(status(&moved.from)), Piece::New(status(&moved.to)));
        let start = plain(format!("{} ", moved.kind.heading()));
        let pieces = vec![start, named(&moved.record), plain(" went from "), from, plain(" to "), to];
        line(Mark::Moved, pieces).about(About::Record(moved.kind, moved.record.text.clone()))
    }));
    lines.extend(consequences.touched.iter().map(touched));
    lines.extend(consequences.gone.iter().map(|found| finding(Mark::Added, "solved", found)));
    lines
}

fn finding(mark: Mark, how: &str, found: &Finding) -> Line {
    let level = if found.level == Level::Error { "error" } else { "warning" };
    let mut pieces = match (found.kind, &found.record) {
        (Some(of), Some(record)) => {
            vec![plain(format!("{how} {level} in {} ", of.heading())), named(record), plain(": ")]
        }
        _ => vec![plain(format!("{how} {level}: "))],
    };
    for (at, part) in found.message.split('`').enumerate().filter(|(_, part)| !part.is_empty()) {
        pieces.push(if at % 2 == 0 { plain(part) } else { Piece::Code(part.to_owned()) });
    }
    // A place before the change is no place to go to.
    if mark == Mark::Wrong {
        pieces.extend([plain(" ("), Piece::Place(found.path.clone(), found.line), plain(")")]);
    }
    line(mark, pieces).about(About::File(found.path.clone()))
}

fn touched(touched: &Touched) -> Line {
    let mut pieces = vec![plain(format!("{} ", touched.kind.heading())), named(&touched.record)];
    pieces.push(plain(" changed; also seen in "));
    let places = pieces.len();
    for (at, seen) in touched.seen_in.iter().enumerate() {
        if at > 0 {
            pieces.push(plain(", "));
        }
        pieces.extend([named(&seen.journey), plain(" › "), named(&seen.step)]);
    }
    line(Mark::Changed, pieces).about(About::Seen(touched.kind, touched.record.text.clone(), places))
}

/// What happened to a file that is no record.
pub(super) fn file(path: &WsPath, outcome: FileChangeKind) -> Line {
    let (mark, fate) = match outcome {
        FileChangeKind::Added => (Mark::Added, " is new"),
        FileChangeKind::Modified => (Mark::Changed, " changed"),
        FileChangeKind::Removed => (Mark::Removed, " is gone"),
    };
    line(mark, vec![plain("File "), Piece::Code(path.to_string()), plain(fate)])
}
