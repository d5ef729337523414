//! Measurements as spreadsheets save them in many countries: semicolons or tabs between the columns, commas in numbers.
//!
//! One cause is one finding, at the header; the change that mends it is given where the result is read without a fault,
//! so that nobody has to guess which comma is meant.

use crate::diag::{Problem, Rule};
use crate::text::{SourceText, Span, TextEdit, is_decimal};

/// The names of the columns, in order.
pub(super) const COLUMNS: [&str; 3] = ["date", "value", "note"];

/// What to do about other separators.
const HELP: &str = "put commas there, and a point in numbers: `2026-10-12,41.5`";

/// The name of what separates the columns of a row instead of commas, given what follows its first cell.
fn separator_name(separator: char) -> Option<&'static str> {
    match separator {
        ';' => Some("semicolons"),
        '\t' => Some("tabs"),
        _ => None,
    }
}

/// The problem of a row that begins with `first` and goes on behind another separator than a comma.
pub(super) fn row_problem(span: Span, row: &str, first: &str) -> Option<Problem> {
    let rest = row.strip_prefix(first).filter(|_| !first.is_empty())?;
    let name = separator_name(rest.trim_start_matches(' ').chars().next()?)?;
    let problem = Problem::new(Rule::BadMeasurements, span, format!("{name} between the columns"));
    Some(problem.help(HELP))
}

/// The problem of a file whose header names the columns with another separator between them; `is_right` says whether a
/// text is read without a fault.
pub(super) fn file_problem(source: &SourceText, is_right: impl Fn(&SourceText) -> bool) -> Option<Problem> {
    let text = &source.text()[source.bom_len()..];
    let header = text.lines().find(|line| !line.trim().is_empty())?;
    let separator = header.chars().find(|c| separator_name(*c).is_some())?;
    let names: Vec<String> = header.split(separator).map(|name| name.trim().to_lowercase()).collect();
    if names.len() < 2 || names.len() > COLUMNS.len() || names.iter().zip(COLUMNS).any(|(name, column)| name != column)
    {
        return None;
    }
    let start = header.as_ptr() as usize - source.text().as_ptr() as usize;
    let mut message = format!("{} between the columns", separator_name(separator)?);
    if text.lines().any(|line| line.split(separator).nth(1).is_some_and(has_decimal_comma)) {
        message.push_str(", and commas in numbers");
    }
    let span = Span::new(start, start + header.trim_end().len());
    let problem = Problem::new(Rule::BadMeasurements, span, message).help(HELP);
    let rewritten = rewritten(source, separator, names.len());
    Some(match rewritten.filter(|(_, after)| is_right(after)) {
        Some((edits, _)) => problem.fix("put commas between the columns and points in numbers", edits),
        None => problem,
    })
}

/// The edits that put commas between the columns, and the rows after them, where each line has a clear meaning.
fn rewritten(source: &SourceText, separator: char, columns: usize) -> Option<(Vec<TextEdit>, SourceText)> {
    let text = source.text();
    let has_comma = text.lines().any(|line| line.split(separator).nth(1).is_some_and(has_decimal_comma));
    let (mut edits, mut after, mut offset) = (Vec::new(), String::new(), source.bom_len());
    for (at, line) in text[offset..].split_inclusive('\n').enumerate() {
        let content = line.trim_end_matches(['\r', '\n']);
        let start = offset;
        offset += line.len();
        if content.trim().is_empty() {
            continue;
        }
        let row = if at == 0 { content.to_lowercase() } else { content.to_owned() };
        let row = rewritten_row(&row, separator, columns, has_comma && at > 0)?;
        after.push_str(&row);
        after.push('\n');
        edits.push(TextEdit::replace(Span::new(start, start + content.len()), row));
    }
    Some((edits, SourceText::from(after.as_str())))
}

/// A row with commas between its columns; `None` where it has quotes, too many columns, or a point where commas are in
/// numbers, which then is between thousands.
fn rewritten_row(row: &str, separator: char, columns: usize, has_comma: bool) -> Option<String> {
    let cells: Vec<&str> = row.split(separator).map(str::trim).collect();
    if row.contains('"') || cells.len() < 2 || cells.len() > columns || has_comma && cells[1].contains('.') {
        return None;
    }
    let mut written = vec![cells[0].to_owned(), cells[1].replacen(',', ".", 1)];
    written
        .extend(cells.get(2).map(|note| if note.contains(',') { format!("\"{note}\"") } else { (*note).to_owned() }));
    Some(written.join(","))
}

/// Whether a cell is a number with a comma for its point.
fn has_decimal_comma(cell: &str) -> bool {
    let cell = cell.trim();
    cell.contains(',') && is_decimal(&cell.replacen(',', ".", 1))
}
