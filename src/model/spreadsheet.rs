//! Measurements as spreadsheets save them in many countries: semicolons or tabs between the columns, commas in numbers.
//!
//! One cause is one finding, at the header; the change that mends it is given where the result is read without a fault,
//! so that nobody has to guess which comma is meant.

use crate::diag::{Problem, Rule};
use crate::text::{SourceText, Span, TextEdit, is_decimal};

/// The names of the columns, in order.
pub(super) const COLUMNS: [&str; 3] = ["date", "value", "note"];

/// What spreadsheets of other languages call the columns.
const OTHER_NAMES: [&[&str]; 3] = [
    &["datum", "tag", "day", "fecha", "data"],
    &["wert", "valeur", "valor", "valore"],
    &["notiz", "notes", "bemerkung", "kommentar", "comment", "nota", "remarque"],
];

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
    let is_column = |(at, name): (usize, &String)| COLUMNS[at] == *name || OTHER_NAMES[at].contains(&name.as_str());
    if names.len() < 2 || names.len() > COLUMNS.len() || !names.iter().enumerate().all(is_column) {
        return None;
    }
    let start = header.as_ptr() as usize - source.text().as_ptr() as usize;
    let message = oddities(text, separator, &names)?;
    let span = Span::new(start, start + header.trim_end().len());
    let problem = Problem::new(Rule::BadMeasurements, span, message).help(HELP);
    let rewritten = rewritten(source, separator, names.len());
    Some(match rewritten.filter(|(_, after)| is_right(after)) {
        Some((edits, _)) => problem.fix("put commas between the columns and points in numbers", edits),
        None => problem,
    })
}

/// All that is written in another way than measurements are, in one sentence.
fn oddities(text: &str, separator: char, names: &[String]) -> Option<String> {
    let mut all = vec![format!("{} between the columns", separator_name(separator)?)];
    if names.iter().zip(COLUMNS).any(|(name, column)| name != column) {
        all.push("columns by other names".to_owned());
    }
    let mut rows = text.lines().map(|line| line.split(separator));
    if rows.clone().any(|mut row| row.next().is_some_and(|date| dotted_date(date.trim()).is_some())) {
        all.push("days written with dots".to_owned());
    }
    if rows.any(|mut row| row.nth(1).is_some_and(has_decimal_comma)) {
        all.push("commas in numbers".to_owned());
    }
    let last = all.pop()?;
    Some(if all.is_empty() { last } else { format!("{}, and {last}", all.join(", ")) })
}

/// The day that `1.6.2026` is, as it is to be written: day, month and year stand in this order wherever dots part them.
fn dotted_date(cell: &str) -> Option<String> {
    let parts: Vec<&str> = cell.split('.').collect();
    let is_number =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts[..] {
        [day, month, year] if is_number(day, 2) && is_number(month, 2) && is_number(year, 4) && year.len() == 4 => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        _ => None,
    }
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
        let row = match at {
            0 => COLUMNS[..columns].join(","),
            _ => rewritten_row(content, separator, columns, has_comma)?,
        };
        after.push_str(&row);
        after.push('\n');
        edits.push(TextEdit::replace(Span::new(start, start + content.len()), row));
    }
    Some((edits, SourceText::from(after.as_str())))
}

/// A row with commas between its columns; `None` where it has quotes, too many columns, a point where commas are in
/// numbers, which then is between thousands, or a number that may have thousands.
fn rewritten_row(row: &str, separator: char, columns: usize, has_comma: bool) -> Option<String> {
    let cells: Vec<&str> = row.split(separator).map(str::trim).collect();
    let is_odd = row.contains('"') || cells.len() < 2 || cells.len() > columns;
    if is_odd || has_comma && cells[1].contains('.') || may_be_thousands(cells[1]) {
        return None;
    }
    let date = dotted_date(cells[0]).unwrap_or_else(|| cells[0].to_owned());
    let mut written = vec![date, cells[1].replacen(',', ".", 1)];
    written
        .extend(cells.get(2).map(|note| if note.contains(',') { format!("\"{note}\"") } else { (*note).to_owned() }));
    Some(written.join(","))
}

/// Whether a cell is a number with a comma for its point.
fn has_decimal_comma(cell: &str) -> bool {
    let cell = cell.trim();
    cell.contains(',') && is_decimal(&cell.replacen(',', ".", 1))
}

/// Whether the one comma or point of a number may stand behind its thousands: `1,500` or `1.500`.
pub(super) fn may_be_thousands(cell: &str) -> bool {
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    cell.trim().trim_start_matches('-').split_once([',', '.']).is_some_and(|(whole, rest)| {
        (1..=3).contains(&whole.len())
            && !whole.starts_with('0')
            && rest.len() == 3
            && is_number(whole)
            && is_number(rest)
    })
}
