//! A commit's message: what changed, in meaning.

use std::collections::HashMap;

use super::change::{
    ChangeSet, Detail, FileChange, FileChangeKind, Outcome, Part, PartEvent, RecordChange, Rows, Value,
};
use crate::model::FileKind;
use crate::store::layout::{Place, place};
use crate::text::{WsPath, count};

/// The longest subject, in characters: what git's own tools show without cutting.
const SUBJECT: usize = 72;

/// A commit's message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// One line of at most 72 characters.
    pub subject: String,
    /// A line per record; none where the subject says it all.
    pub lines: Vec<String>,
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.subject)?;
        if !self.lines.is_empty() {
            writeln!(f)?;
        }
        self.lines.iter().try_for_each(|line| writeln!(f, "{}", wrapped(line)))
    }
}

/// A line folded between words, as git's own commits are; what goes on is indented.
fn wrapped(line: &str) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > SUBJECT {
            wrapped.push_str("\n  ");
            column = 2;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped
}

/// What one record's line is about, and what it says.
struct Line {
    name: String,
    says: Vec<String>,
    weight: Weight,
}

/// How much a record's line says of a commit, most first: what else changed may only follow a new name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Renamed,
    Moved,
    Added,
    Changed,
    Layout,
}

impl Weight {
    fn of(change: &RecordChange) -> Weight {
        match &change.outcome {
            _ if change.old_id.is_some() => Weight::Renamed,
            _ if change.home.is_some() => Weight::Moved,
            Outcome::Added(_) => Weight::Added,
            _ => Weight::Changed,
        }
    }
}

impl Line {
    fn whole(&self) -> String {
        format!("{}: {}", self.name, self.says.join("; "))
    }
}

/// Describes files to commit by what changed in their records: a line per record, and the subject in short.
pub fn message(changes: &ChangeSet, files: &[FileChange]) -> Message {
    let lines = lines(changes, files);
    let whole: Vec<String> = lines.iter().map(Line::whole).collect();
    if whole.len() > 1
        && changes
            .records
            .iter()
            .any(|change| change.kind.file == FileKind::Workspace && matches!(change.outcome, Outcome::Added(_)))
    {
        return Message { subject: start(changes), lines: whole };
    }
    match whole.as_slice() {
        [] => Message { subject: "Change nothing".to_owned(), lines: Vec::new() },
        [only] if only.chars().count() <= SUBJECT => Message { subject: only.clone(), lines: Vec::new() },
        _ => Message { subject: subject(&lines), lines: whole },
    }
}

/// The subject of a workspace's first commit: what there is to begin with.
fn start(changes: &ChangeSet) -> String {
    let number = |kind: FileKind| changes.records.iter().filter(|change| change.kind.file == kind).count();
    let kinds = FileKind::ALL.into_iter().filter(|kind| FileKind::NAMED.contains(kind));
    let counts = kinds.map(|kind| (number(kind), kind.row()));
    let there: Vec<String> =
        counts.filter(|(number, _)| *number > 0).map(|(number, row)| count(number, row.name, row.plural)).collect();
    if there.is_empty() {
        "Start the workspace".to_owned()
    } else {
        format!("Start the workspace: {}", there.join(", "))
    }
}

fn subject(lines: &[Line]) -> String {
    // The first of equals.
    let Some(first) = lines.iter().min_by_key(|line| line.weight) else { return String::new() };
    let said = first.says.first().map_or("change", String::as_str);
    let more = match first.says.len() {
        0 | 1 => String::new(),
        number => format!(", and {} more", count(number - 1, "change", "changes")),
    };
    let alone = format!("{}: {said}{more}", first.name);
    let others = lines.len() - 1;
    if others == 0 {
        return cut(&alone);
    }
    let others = count(others, "more record", "more records");
    let together = [format!("{alone}; {others}"), format!("{}: {said}; {others}", first.name)];
    let fits = |subject: &String| subject.chars().count() <= SUBJECT;
    cut(&together.into_iter().find(fits).unwrap_or_else(|| names(lines)))
}

/// The names of the records, as many as there is room for.
fn names(lines: &[Line]) -> String {
    let start = format!("Change {}: ", count(lines.len(), "record", "records"));
    let mut subject = start.clone();
    let mut lines: Vec<&Line> = lines.iter().collect();
    lines.sort_by_key(|line| line.weight);
    for (at, line) in lines.iter().enumerate() {
        let separator = if at == 0 { "" } else { ", " };
        let more = lines.len() - at - 1;
        let room = if more > 0 { " …".chars().count() } else { 0 };
        if subject.chars().count() + separator.len() + line.name.chars().count() + room > SUBJECT {
            return if at == 0 { start.trim_end_matches(": ").to_owned() } else { format!("{subject} …") };
        }
        subject.push_str(separator);
        subject.push_str(&line.name);
    }
    subject
}

fn cut(subject: &str) -> String {
    if subject.chars().count() <= SUBJECT {
        return subject.to_owned();
    }
    let short: String = subject.chars().take(SUBJECT - 1).collect();
    let end = short.rfind(' ').unwrap_or(short.len());
    format!("{}…", short[..end].trim_end_matches([',', ';', ':', ' ']))
}

fn lines(changes: &ChangeSet, files: &[FileChange]) -> Vec<Line> {
    let by_path = by_path(changes);
    let mut lines = Vec::new();
    let mut told = vec![false; changes.records.len()];
    let mut ordered: Vec<&FileChange> = files.iter().collect();
    ordered.sort_by(|a, b| a.path.cmp(&b.path));
    for file in ordered {
        match by_path.get(&file.path) {
            // Both ends of a move are files; the record is told once.
            Some(at) if told[*at] => {}
            Some(at) => {
                told[*at] = true;
                let change = &changes.records[*at];
                lines.push(Line { name: change.id.clone(), says: says(change), weight: Weight::of(change) });
            }
            None => {
                let what = match file.outcome {
                    FileChangeKind::Added => "add",
                    FileChangeKind::Modified if is_no_record(&file.path) => "change",
                    FileChangeKind::Modified => "reformat",
                    FileChangeKind::Removed => "remove",
                };
                lines.push(Line { name: file.path.to_string(), says: vec![what.to_owned()], weight: Weight::Layout });
            }
        }
    }
    lines
}

/// The change of the record at each path, before or after.
fn by_path(changes: &ChangeSet) -> HashMap<&WsPath, usize> {
    let numbered = || changes.records.iter().enumerate();
    let mut by_path: HashMap<&WsPath, usize> = numbered().map(|(at, change)| (&change.path, at)).collect();
    for (at, change) in numbered() {
        if let Some(old) = &change.old_path {
            by_path.entry(old).or_insert(at);
        }
    }
    by_path
}

/// Whether a file is no record, so that nothing can be said of what its change means.
fn is_no_record(path: &WsPath) -> bool {
    !matches!(place(path), Place::Record(_))
}

fn says(change: &RecordChange) -> Vec<String> {
    let what = change.kind.name();
    let mut says = Vec::new();
    if let Some(old) = &change.old_id {
        says.push(format!("rename from {old}"));
    }
    says.extend(moved(change));
    match &change.outcome {
        Outcome::Added(_) if change.kind.file == FileKind::Workspace => says.push("add".to_owned()),
        Outcome::Added(_) => says.push(format!("add {what}")),
        Outcome::Removed => says.push(format!("remove {what}")),
        Outcome::Unreadable(_) => says.push(format!("edit {what}")),
        Outcome::Changed(details) => says.extend(details.iter().map(detail)),
    }
    says
}

fn moved(change: &RecordChange) -> Option<String> {
    match (&change.home, &change.old_path) {
        (Some(home), _) => Some(match &home.to {
            Some(journey) => format!("make it local to {}", journey.text),
            None => "make it a building block".to_owned(),
        }),
        (None, Some(old)) if change.old_id.is_none() && old.parent() != change.path.parent() => {
            Some(format!("move to {}", change.path.parent()))
        }
        _ => None,
    }
}

fn detail(detail: &Detail) -> String {
    match detail {
        Detail::Field { name, to: Some(to), .. } if is_short(&to.text) => format!("set {name} to {}", to.text),
        Detail::Field { name, to: Some(_), .. } => format!("change {name}"),
        Detail::Field { name, to: None, .. } => format!("clear {name}"),
        Detail::Prose { name, .. } => format!("edit {}", name.as_deref().unwrap_or("description")),
        Detail::Rows(rows) => told_rows(rows),
        Detail::Listed { name, added, removed } => listed(name, &texts(added), &texts(removed)),
        Detail::Part { part, event } => part_event(part, event),
        Detail::Follows { renamed } => format!("refer to {}", texts(renamed).join(", ")),
    }
}

fn texts(values: &[Value]) -> Vec<&str> {
    values.iter().map(|value| value.text.as_str()).collect()
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= 40 && !text.contains('\n')
}

fn told_rows(rows: &Rows) -> String {
    let told = [(rows.added, "add"), (rows.changed, "change"), (rows.removed, "remove")];
    let told = told.into_iter().filter(|(rows, _)| *rows > 0);
    told.map(|(rows, verb)| format!("{verb} {}", count(rows, "row", "rows"))).collect::<Vec<_>>().join(", ")
}

fn listed(name: &str, added: &[&str], removed: &[&str]) -> String {
    let short = added.iter().chain(removed).all(|entry| is_short(entry) && !entry.contains(": "));
    let (put, take) = if name == "links" { ("link", "unlink") } else { ("add", "remove") };
    let of = if name == "links" { String::new() } else { format!("{name} ") };
    match (added, removed) {
        ([], []) => format!("reorder {name}"),
        _ if !short || added.len() + removed.len() > 4 => format!("change {name}"),
        (added, []) => format!("{put} {of}{}", added.join(", ")),
        ([], removed) => format!("{take} {of}{}", removed.join(", ")),
        (added, removed) => format!("{put} {of}{}, {take} {}", added.join(", "), removed.join(", ")),
    }
}

fn part_event(part: &Part, event: &PartEvent) -> String {
    let address = part.address();
    let name = format!("{} {address}", part.kind.name());
    match event {
        PartEvent::Added { .. } => format!("add {name}"),
        PartEvent::Removed { .. } => format!("remove {name}"),
        PartEvent::Renamed { from } => format!("rename {} {from} to {address}", part.kind.name()),
        PartEvent::Moved { .. } => format!("move {name}"),
        PartEvent::Arrived { from } => format!("move {name} here from {}", from.text),
        PartEvent::Left { to } => format!("move {name} to {}", to.text),
        PartEvent::Placed { item, .. } => format!("place {} on {address}", item.text),
        PartEvent::Unplaced { item } => format!("take {} off {address}", item.text),
        PartEvent::Changed { detail: change } => match change.as_ref() {
            Detail::Field { name, to: Some(to), .. } if is_short(&to.text) => {
                format!("set {name} of {address} to {}", to.text)
            }
            Detail::Field { name, to: None, .. } => format!("clear {name} of {address}"),
            Detail::Field { name, .. } => format!("change {name} of {address}"),
            Detail::Prose { name, .. } => format!("edit {} of {address}", name.as_deref().unwrap_or("description")),
            other => format!("{} of {address}", detail(other)),
        },
    }
}
