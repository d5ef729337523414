//! Conflicts that git left in a record.
//!
//! In YAML and CSV they leave nothing that can be relied on, so that nothing else is said of such a file; in prose they are
//! text like any other, and the record is read.

use crate::diag::{Problem, Rule};
use crate::markdown;
use crate::text::{Conflicts, SourceText, Span, find_conflicts, may_conflict};
use crate::yaml::{Node, Scalar, Style, Value};

/// The problem of conflicts in YAML or CSV that stands at byte `base` of its file.
pub(super) fn in_lines(text: &str, base: usize) -> Option<Problem> {
    let Conflicts { first, count } = find_conflicts(text, |_| false)?;
    Some(problem(first.shift(base), count))
}

/// The problem of conflicts in Markdown that stands at byte `base` of its file.
pub(super) fn in_prose(text: &str, base: usize) -> Option<Problem> {
    let Conflicts { first, count } = markdown::find_conflicts(text)?;
    Some(problem(first.shift(base), count))
}

/// The problem of conflicts in the texts of several lines in a tree.
pub(super) fn in_texts(root: &Node, source: &SourceText) -> Option<Problem> {
    if !may_conflict(source.slice(root.span)) {
        return None;
    }
    match &root.value {
        Value::Scalar(Scalar { style: Style::Literal, text }) => {
            let Conflicts { first, count } = markdown::find_conflicts(text)?;
            let span = root.scalar_map(source.text()).map_or(root.span, |map| map.span(first.range()));
            Some(problem(span, count))
        }
        Value::Scalar(_) => in_folded_lines(source.slice(root.span), root.span.start as usize),
        Value::Sequence(list) => list.items.iter().find_map(|item| in_texts(item, source)),
        Value::Mapping(mapping) => mapping.entries.iter().find_map(|entry| in_texts(&entry.value, source)),
    }
}

/// The problem of conflicts in the lines of a text that is written at byte `base` and read as one line.
fn in_folded_lines(written: &str, base: usize) -> Option<Problem> {
    if !written.contains('\n') {
        return None;
    }
    let (mut unindented, mut starts) = (String::new(), Vec::new());
    let mut start = base;
    for line in written.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '\t']);
        starts.push((unindented.len(), start + line.len() - content.len()));
        unindented.push_str(content);
        start += line.len();
    }
    let Conflicts { first, count } = find_conflicts(&unindented, |_| false)?;
    let (_, place) = starts.into_iter().find(|(line, _)| *line == first.start as usize)?;
    Some(problem(Span::new(place, place + first.len()), count))
}

fn problem(span: Span, count: usize) -> Problem {
    let more = if count > 1 { format!("; it is the first of {count}") } else { String::new() };
    Problem::new(Rule::ConflictMarker, span, format!("this merge conflict is not resolved{more}")).help(
        "keep what is right of the two sides, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`",
    )
}
