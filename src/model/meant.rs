//! What was meant where something is no field: a misspelt name, another word for one, a name without a space after its
//! colon, a field of evidence that is not indented, a placement with its note.
//!
//! Each mistake is one finding, with the right form as help, and a fix where there is no doubt. Whether an ID names
//! anything is not known here.

use super::decode::Decoder;
use super::field::{Field, Table, ValueType};
use super::names;
use super::synonym::{self, Meant};
use super::value;
use crate::diag::{Advice, Problem, Rule};
use crate::text::{Span, TextEdit, check_slug, nearest};
use crate::yaml::{Entry, Mapping, Node, Scalar, Value, quote};

/// What the change does that makes a placement with a note of `- some-item: a note`.
pub const NOTE_FIX: &str = "write it as an item with a note";

impl Decoder<'_> {
    /// Reports a key that is no field, and gives the field that was meant, when that is known.
    pub(super) fn unknown_field(
        &mut self,
        entry: &Entry,
        key: &Scalar,
        mapping: &Mapping,
        table: &'static Table,
    ) -> Option<&'static str> {
        let span = entry.key.span;
        if let Some(blank) = self.odd_blank(Span::new(span.start as usize, span.end as usize + 1)) {
            self.report(blank);
            let name = key.text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            return table.fields().map(|field| field.name).find(|known| *known == name);
        }
        if key.text.trim().is_empty() {
            let problem = Problem::new(Rule::UnknownField, span, "a field without a name");
            self.report(problem.help("write the field's name before the `:`"));
            return None;
        }
        let message = format!("`{}` is no field of {}", key.text, table.with_article());
        let problem = Problem::new(Rule::UnknownField, span, message);
        if let Some((edits, joined)) = self.joined_fields(&entry.key, table).filter(|_| entry.value.is_absent()) {
            self.report(with_space(problem, &joined, edits));
            return table.field(joined.split(':').next().unwrap_or_default()).map(|field| field.name);
        }
        let (problem, meant) = self.named_otherwise(problem, entry, key, mapping, table);
        self.report(problem);
        meant
    }

    /// Adds to the problem of an unknown key what was meant by it.
    fn named_otherwise(
        &self,
        problem: Problem,
        entry: &Entry,
        key: &Scalar,
        mapping: &Mapping,
        table: &'static Table,
    ) -> (Problem, Option<&'static str>) {
        let span = entry.key.span;
        let known: Vec<&'static str> = table.fields().map(|field| field.name).collect();
        let rename = |problem: Problem, name: &str| {
            problem.fix(format!("rename it to `{name}`"), vec![TextEdit::replace(span, name)])
        };
        // In braces, a word without a value is more often a part of a text.
        let is_word = mapping.flow && entry.value.is_absent();
        let is_mail = entry.value.as_scalar().is_some_and(|scalar| scalar.text.contains('@'));
        // Where somebody lives is no address of mail.
        let may_be = |field: &Field| field.name != names::EMAIL || is_mail;
        match synonym::meant(table, &key.text).filter(|_| !is_word) {
            Some(Meant::Body) => (problem.help("write it below the second `---`: it is the text there"), None),
            Some(Meant::Field(field)) => {
                let problem = problem.advise(Advice::meant(field.name, None));
                let is_free = mapping.entry(field.name).is_none();
                let is_clear = is_free && fits(&entry.value, &field.value);
                (if is_clear { rename(problem, field.name) } else { problem }, Some(field.name))
            }
            Some(Meant::Perhaps(field)) if may_be(field) => {
                (problem.advise(Advice::meant(field.name, None)), Some(field.name))
            }
            Some(Meant::Either(field, other)) => (problem.help(either(field, other)), Some(field.name)),
            Some(Meant::Perhaps(_)) | None => match nearest(&key.text, known.iter().copied()) {
                Some(name) => {
                    let field = known.iter().find(|known| **known == name).copied();
                    (rename(problem.advise(Advice::meant(name, None)), name), field)
                }
                None => {
                    let help = format!("use one of {}; begin a field of your own with `x-`", known.join(", "));
                    (problem.help(help), None)
                }
            },
        }
    }

    /// The problem of a text that was meant as fields and has no space after a colon, `title:Foo`.
    pub(super) fn joined_problem(&self, node: &Node, table: &'static Table) -> Option<Problem> {
        let (edits, joined) = self.joined_fields(node, table)?;
        Some(with_space(Problem::new(Rule::WrongType, node.span, "text where fields are wanted"), &joined, edits))
    }

    /// The edits that put a space after each colon of a text without quotes whose every line is a field's name, a colon
    /// and something joined to it, and the first such line.
    fn joined_fields(&self, node: &Node, table: &'static Table) -> Option<(Vec<TextEdit>, String)> {
        node.as_scalar().filter(|scalar| scalar.is_plain() && scalar.text.contains(':'))?;
        let written = self.source.slice(node.span);
        let mut edits = Vec::new();
        for line in written.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, rest) = line.split_once(':')?;
            table.field(name).filter(|_| rest.starts_with(|c: char| !c.is_whitespace()))?;
            let start = line.as_ptr() as usize - written.as_ptr() as usize;
            edits.push(TextEdit::insert(node.span.start as usize + start + name.len() + 1, " "));
        }
        let first = written.lines().next()?.trim();
        (!edits.is_empty()).then(|| (edits, first.to_owned()))
    }

    /// The problem of a placement and its note as `some-item: the note`.
    pub(super) fn noted_problem(&self, node: &Node, table: &'static Table, key: &str) -> Option<Problem> {
        let [entry] = node.as_mapping()?.entries.as_slice() else { return None };
        let id = entry.key.as_scalar().filter(|id| table.field(&id.text).is_none() && check_slug(&id.text).is_ok())?;
        let note = entry.value.as_scalar()?;
        let is_id = table.field(key).is_some_and(|field| matches!(field.value, ValueType::Reference(_)));
        let [_, other] = table.fields().collect::<Vec<_>>()[..] else { return None };
        if !is_id || synonym::meant(table, &id.text).is_some() || nearest(&id.text, [key, other.name]).is_some() {
            return None;
        }
        let message = format!("`{}` is no field of {}", id.text, table.with_article());
        let problem = Problem::new(Rule::UnknownField, entry.key.span, message);
        if entry.value.is_absent() {
            return Some(self.without_colon(problem, node, entry));
        }
        let right = format!("{{ {key}: {}, {}: {} }}", id.text, other.name, quote(note.text.trim_end()));
        if note.text.trim_end().contains('\n') {
            return Some(problem.help(format!("write `{key}: {}`, and the text as its `{}`", id.text, other.name)));
        }
        let problem = problem.help(format!("write `{right}`"));
        Some(problem.fix(NOTE_FIX, vec![TextEdit::replace(node.span, right)]))
    }

    /// Adds to the problem of an ID with a colon behind it, and nothing else, that the colon is too much.
    fn without_colon(&self, problem: Problem, node: &Node, entry: &Entry) -> Problem {
        let problem = problem.help("remove the colon");
        let (key, is_flow) = (entry.key.span, node.as_mapping().is_some_and(|mapping| mapping.flow));
        let rest = self.source.text().get(key.end as usize..).unwrap_or_default();
        let colon = rest.len() - rest.trim_start_matches(' ').len();
        if is_flow {
            let id = self.source.slice(key).to_owned();
            return problem.fix("remove the colon", vec![TextEdit::replace(node.span, id)]);
        }
        if !rest[colon..].starts_with(':') || !entry.value.span.is_empty() {
            return problem;
        }
        let end = key.end as usize + colon + 1;
        problem.fix("remove the colon", vec![TextEdit::replace(Span::new(key.end as usize, end), "")])
    }

    /// Reports the fields of evidence that begin `entries` and stand among those of the record, and gives how many there
    /// are.
    pub(super) fn report_loose_evidence(
        &mut self,
        mapping: &Mapping,
        entries: &[Entry],
        table: &'static Table,
    ) -> usize {
        let Some(ValueType::List(ValueType::Record(of))) = table.field(names::EVIDENCE).map(|field| field.value) else {
            return 0;
        };
        let is_loose = |entry: &&Entry| {
            let name = entry.key.as_scalar().map_or("", |key| &key.text);
            of.field(name).is_some() && table.field(name).is_none()
        };
        let count = entries.iter().take_while(is_loose).count();
        let Some(first) = entries[..count].first() else { return 0 };
        let name = first.key.as_scalar().map_or("", |key| &key.text);
        let message =
            format!("`{name}` is no field of {}: it belongs under `{}`", table.with_article(), names::EVIDENCE);
        let problem = Problem::new(Rule::UnknownField, first.key.span, message);
        self.report(match self.under_evidence(mapping, &entries[..count]) {
            Some(edits) => problem.help("indent it, so that it is part of an entry there").fix("indent it", edits),
            None => problem.help("make it an entry there, which begins with `- `, with its fields below each other"),
        });
        count
    }

    /// The edits that make `loose` part of the last entry of the evidence before it, or an entry of its own where there
    /// is none.
    fn under_evidence(&self, mapping: &Mapping, loose: &[Entry]) -> Option<Vec<TextEdit>> {
        let (first, last) = (loose.first()?, loose.last()?);
        let start = first.key.span.start as usize;
        let at = mapping.entries.iter().position(|entry| entry.key.span == first.key.span)?;
        if mapping.flow || self.column(start)? > 0 {
            return None;
        }
        let before = at.checked_sub(1).map(|at| &mapping.entries[at]);
        let is_behind = before.and_then(|entry| entry.key.as_scalar()).is_some_and(|key| key.text == names::EVIDENCE);
        let line_end = if self.source.text().contains("\r\n") { "\r\n" } else { "\n" };
        let (head, indent) = match before.filter(|_| is_behind).map(|entry| &entry.value) {
            None if mapping.entry(names::EVIDENCE).is_none() => {
                (format!("{}:{line_end}  - ", names::EVIDENCE), "    ".to_owned())
            }
            None => return None,
            Some(value) if value.is_absent() && value.span.is_empty() => ("  - ".to_owned(), "    ".to_owned()),
            Some(value) => {
                let list = value.as_sequence().filter(|list| !list.flow)?;
                let entry = list.items.last()?;
                let fields = entry.as_mapping().filter(|fields| !fields.flow)?;
                let is_taken =
                    |loose: &Entry| loose.key.as_scalar().is_none_or(|key| fields.entry(&key.text).is_some());
                if loose.iter().any(is_taken) {
                    return None;
                }
                let indent = " ".repeat(self.column(entry.span.start as usize)?);
                (indent.clone(), indent)
            }
        };
        let end = last.value.span.end.max(last.key.span.end) as usize;
        let mut edits = vec![TextEdit::insert(start, head)];
        let mut offset = start;
        for line in self.source.text().get(start..end)?.split_inclusive('\n') {
            if offset > start && !line.trim().is_empty() {
                edits.push(TextEdit::insert(offset, indent.clone()));
            }
            offset += line.len();
        }
        Some(edits)
    }

    /// How far an offset is from the beginning of its line, where only blanks and `-` stand before it.
    fn column(&self, offset: usize) -> Option<usize> {
        let before = self.source.text().get(..offset)?;
        let before = &before[before.rfind('\n').map_or(0, |line_end| line_end + 1)..];
        let before = before.trim_start_matches('\u{feff}');
        before.bytes().all(|byte| matches!(byte, b' ' | b'-')).then_some(before.len())
    }
}

/// Which of two fields is the right one: by what each is for.
fn either(field: &Field, other: &Field) -> String {
    let about = |field: &Field| format!("`{}` ({})", field.name, field.summary());
    format!("did you mean {} or {}?", about(field), about(other))
}

/// Says that a space after the colon makes a field of what is written.
fn with_space(problem: Problem, joined: &str, edits: Vec<TextEdit>) -> Problem {
    let spaced = joined.replacen(':', ": ", 1);
    problem.help(format!("put a space after the colon: `{spaced}`")).fix("put a space after the colon", edits)
}

/// Whether a value could stand in a field of that type without doubt: what refers to others is left to people.
fn fits(node: &Node, value_type: &ValueType) -> bool {
    match (value_type, &node.value) {
        (ValueType::Reference(_) | ValueType::Id | ValueType::RuleName | ValueType::Kind, _) => false,
        (ValueType::List(of), Value::Sequence(list)) => list.items.iter().all(|item| fits(item, of)),
        (ValueType::OneOrMany(of), Value::Sequence(list)) => list.items.iter().all(|item| fits(item, of)),
        (ValueType::OneOrMany(of), _) => fits(node, of),
        (ValueType::List(_) | ValueType::LaneTexts | ValueType::ExternalIds | ValueType::RuleLevels, _) => false,
        (
            ValueType::Record(table) | ValueType::RecordOrWord(table, _) | ValueType::ShortRecord(table, _),
            Value::Mapping(mapping),
        ) => {
            let is_known = |entry: &Entry| entry.key.as_scalar().is_some_and(|key| table.field(&key.text).is_some());
            mapping.entries.iter().all(is_known)
        }
        (ValueType::Record(_) | ValueType::RecordOrWord(..) | ValueType::ShortRecord(..), _) => false,
        (_, Value::Scalar(scalar)) => !scalar.is_absent() && value::read(scalar, node.span, value_type).is_ok(),
        _ => false,
    }
}
