//! Measurements: a metric's values over time, in a CSV beside its file.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::record::Decimal;
use super::spreadsheet::{self, COLUMNS, may_be_thousands};
use super::value::{number_help, parse_date};
use crate::diag::{Problem, Rule};
use crate::text::{SourceText, Span, TextEdit, count, is_decimal};

/// A metric's values, ascending by date. Rows that could not be read are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measurements {
    /// The good rows.
    pub rows: Vec<Measurement>,
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Measurement {
    /// The day.
    pub date: Date,
    /// The value.
    pub value: Decimal,
    /// What is special about it.
    pub note: Option<String>,
}

/// What the change does that mends numbers with a comma.
const POINT_FIX: &str = "write the number with a point";

/// The cells of a row; `None` for one whose quotes are wrong, which is reported.
type Row = Option<Vec<Cell>>;

/// One cell: what it says and where it stands, quotes included.
struct Cell {
    text: String,
    span: Span,
}

impl Measurements {
    pub(super) fn decode(source: &SourceText) -> (Measurements, Vec<Problem>) {
        if let Some(problem) = Measurements::as_spreadsheet(source) {
            return (Measurements::default(), vec![problem]);
        }
        let (rows, mut problems) = read_rows(source);
        let mut rows = rows.into_iter();
        let columns = check_header(rows.next(), &mut problems);
        let mut measurements = Measurements::default();
        if columns == 0 {
            return (measurements, problems);
        }
        // Of all rows: a bad value does not hide that the next date comes too early.
        let mut latest = None;
        let mut found = RowProblems::default();
        for row in rows.flatten() {
            match read_row(&row, columns, latest) {
                Ok(measurement) => {
                    measurements.rows.push(measurement);
                    if let Some(problem) = decimal_comma(&row) {
                        found.add(&row, problem);
                    }
                }
                Err(problem) => found.add(&row, *problem),
            }
            latest = latest.max(row.first().and_then(|cell| parse_date(&cell.text)));
        }
        problems.extend(found.finish());
        (measurements, problems)
    }

    /// The problem of a file that is written as spreadsheets of many countries save it.
    pub(super) fn as_spreadsheet(source: &SourceText) -> Option<Problem> {
        spreadsheet::file_problem(source, |text| Measurements::decode(text).1.is_empty())
    }

    /// The last good row: the metric's current value.
    pub fn last(&self) -> Option<&Measurement> {
        self.rows.last()
    }
}

fn header_problem(span: Span, message: impl Into<String>) -> Problem {
    Problem::new(Rule::BadMeasurements, span, message).help("begin with `date,value` or `date,value,note`")
}

/// How many columns the header names; 0 when it is wrong, which is reported at its first wrong cell.
fn check_header(header: Option<Row>, problems: &mut Vec<Problem>) -> usize {
    let header = match header {
        Some(Some(header)) => header,
        Some(None) => return 0,
        None => {
            problems.push(header_problem(Span::FILE, "the header is missing"));
            return 0;
        }
    };
    let mut odd: Vec<(&Cell, &str)> = Vec::new();
    for (at, cell) in header.iter().enumerate() {
        if let Some(problem) = spreadsheet::row_problem(cell.span, &cell.text, COLUMNS[0]) {
            problems.push(problem);
            return 0;
        }
        if cell.text.trim().is_empty() {
            problems.push(header_problem(cell.span, "a column without a name"));
            return 0;
        }
        let meant = COLUMNS.get(at).filter(|name| cell.text.trim().eq_ignore_ascii_case(name));
        odd.extend(meant.filter(|name| **name != cell.text).map(|name| (cell, *name)));
        if meant.is_none() {
            problems.push(header_problem(cell.span, format!("`{}` is no column of measurements", cell.text)));
            return 0;
        }
    }
    if header.len() < 2 {
        let span = header.last().map_or(Span::FILE, |cell| cell.span);
        problems.push(header_problem(span, "the header has no column `value`"));
        return 0;
    }
    if let Some((first, name)) = odd.first() {
        let edits = odd.iter().map(|(cell, name)| TextEdit::replace(cell.span, *name)).collect();
        let problem =
            Problem::new(Rule::BadMeasurements, first.span, format!("`{}` is no column of measurements", first.text));
        problems.push(problem.help(format!("write it `{name}`")).fix("write the columns' names as they are", edits));
    }
    header.len()
}

fn read_row(row: &[Cell], columns: usize, latest: Option<Date>) -> Result<Measurement, Box<Problem>> {
    let bad = |cell: &Cell, message: String, help: &str| {
        Box::new(Problem::new(Rule::BadMeasurements, cell.span, message).help(help))
    };
    let [date_cell, rest @ ..] = row else {
        return Err(Box::new(Problem::new(Rule::BadMeasurements, Span::FILE, "an empty row")));
    };
    let Some(date) = parse_date(&date_cell.text) else {
        if date_cell.text.trim().is_empty() {
            return Err(bad(date_cell, "a row without a date".to_owned(), "add the date, or remove the row"));
        }
        if let Some(problem) = separator_problem(date_cell) {
            return Err(Box::new(problem));
        }
        let message = format!("`{}` is no date", date_cell.text);
        return Err(bad(date_cell, message, "write the day as `YYYY-MM-DD`"));
    };
    if let Some(latest) = latest.filter(|latest| *latest >= date) {
        let twice = latest == date;
        let message =
            if twice { format!("`{date}` is there twice") } else { format!("`{date}` comes after `{latest}`") };
        let help = if twice { "keep one row a date" } else { "sort the rows by date, oldest first" };
        return Err(bad(date_cell, message, help));
    }
    let Some(value_cell) = rest.first().filter(|cell| !cell.text.trim().is_empty()) else {
        return Err(bad(date_cell, "a row without a value".to_owned(), "add the value, or remove the row"));
    };
    if !is_decimal(&value_cell.text) {
        let message = format!("`{}` is no number", value_cell.text);
        let problem = bad(value_cell, message, &number_help(&value_cell.text));
        let pointed = value_cell.text.trim().replacen(',', ".", 1);
        let is_clear = is_decimal(&pointed) && !may_be_thousands(&value_cell.text);
        let edit = || vec![TextEdit::replace(value_cell.span, pointed.as_str())];
        return Err(if is_clear { Box::new(problem.fix(POINT_FIX, edit())) } else { problem });
    }
    if let Some(surplus) = row.get(columns) {
        if row[columns..].iter().all(|cell| cell.text.trim().is_empty()) {
            return Err(bad(surplus, "a comma at the end of the row".to_owned(), "remove it"));
        }
        let message = format!("`{}` is in a column the header does not have", surplus.text);
        return Err(match with_decimal_comma(value_cell, surplus).filter(|_| columns == 2) {
            Some(number) => bad(surplus, message, &format!("write `{number}` if the comma is in a number")),
            None => bad(surplus, message, "put text that has commas in quotes"),
        });
    }
    let value = value_cell.text.parse::<f64>().unwrap_or(f64::NAN);
    let note = row.get(2).map(|cell| cell.text.clone()).filter(|note| !note.trim().is_empty());
    Ok(Measurement { date, value: Decimal { text: value_cell.text.clone(), value }, note })
}

/// What may be wrong with every row in one way, so that it is told once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    Separator,
    Date,
    DecimalComma,
}

/// What is wrong with rows, each cause once.
#[derive(Default)]
struct RowProblems {
    found: Vec<Problem>,
    /// Where the first of a cause is among those, and how many more rows have it.
    repeated: BTreeMap<Cause, (usize, usize)>,
}

impl RowProblems {
    fn add(&mut self, row: &[Cell], problem: Problem) {
        if let Some(cause) = cause(row, &problem) {
            if let Some((at, more)) = self.repeated.get_mut(&cause) {
                *more += 1;
                // One change mends all of them.
                if let (Some(fix), Some(other)) = (&mut self.found[*at].fix, problem.fix) {
                    fix.edits.extend(other.edits);
                }
                return;
            }
            self.repeated.insert(cause, (self.found.len(), 0));
        }
        self.found.push(problem);
    }

    fn finish(mut self) -> Vec<Problem> {
        for (at, more) in self.repeated.into_values().filter(|(_, more)| *more > 0) {
            let rows = count(more, "more row", "more rows");
            self.found[at].message.push_str(&format!("; {rows} like it"));
        }
        self.found
    }
}

/// What is wrong with a row that may be wrong with all.
fn cause(row: &[Cell], problem: &Problem) -> Option<Cause> {
    let [date, rest @ ..] = row else { return None };
    if parse_date(&date.text).is_none() {
        let is_separator = separator_problem(date).is_some();
        return if is_separator { Some(Cause::Separator) } else { is_other_date(&date.text).then_some(Cause::Date) };
    }
    let value = rest.first().filter(|_| problem.span != date.span)?;
    let is_comma = rest.get(1).is_some_and(|note| with_decimal_comma(value, note).is_some())
        || value.text.contains(',') && is_decimal(&value.text.replacen(',', ".", 1));
    is_comma.then_some(Cause::DecimalComma)
}

/// Whether a text is a day in another notation, such as `12.10.2026` or `10/12/26`.
fn is_other_date(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['.', '/', '-']).collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The problem of a row in one cell that begins with a date, since its columns are separated by something else.
fn separator_problem(cell: &Cell) -> Option<Problem> {
    let first = cell.text.get(..10).filter(|first| parse_date(first).is_some())?;
    spreadsheet::row_problem(cell.span, &cell.text, first)
}

/// Warns of a note that is the rest of a number with a decimal comma, `41,5`.
fn decimal_comma(row: &[Cell]) -> Option<Problem> {
    let (value, note) = (row.get(1)?, row.get(2)?);
    let number = with_decimal_comma(value, note)?;
    let message = format!("`{}` is read as a note on `{}`: a comma begins the next column", note.text, value.text);
    let problem = Problem::new(Rule::BadMeasurements, note.span, message);
    Some(problem.help(format!("write `{number}`, or put the note in quotes")).as_warning())
}

/// The number that a whole number and the digits in the cell behind it were meant as.
fn with_decimal_comma(value: &Cell, digits: &Cell) -> Option<String> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = |cell: &Cell| cell.span.range().len() == cell.text.len();
    let is_meant = is_digits(value.text.strip_prefix('-').unwrap_or(&value.text)) && is_digits(&digits.text);
    (is_meant && is_plain(value) && is_plain(digits)).then(|| format!("{}.{}", value.text, digits.text))
}

/// Splits a CSV by RFC 4180, keeping each cell's place, which readers of CSV do not tell. Rows with nothing in them are
/// passed over.
fn read_rows(source: &SourceText) -> (Vec<Row>, Vec<Problem>) {
    let text = source.text();
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    let mut reported = 0;
    let mut row = Vec::new();
    let mut at = source.bom_len();
    while at < text.len() {
        let (cell, end) = if text[at..].starts_with('"') {
            quoted_cell(text, at, &mut problems)
        } else {
            let end = text[at..].find([',', '\n']).map_or(text.len(), |length| at + length);
            let content = strip_cr(&text[at..end], text, end);
            (Cell { text: content.to_owned(), span: Span::new(at, at + content.len()) }, end)
        };
        row.push(cell);
        at = end;
        if text[at..].starts_with(',') {
            at += 1;
            if matches!(text.as_bytes().get(at), None | Some(b'\n')) {
                row.push(Cell { text: String::new(), span: Span::at(at) });
            }
        }
        if matches!(text.as_bytes().get(at), Some(b'\n') | None) {
            let blank = row.len() == 1 && row.iter().all(|cell: &Cell| cell.span.is_empty());
            let finished = std::mem::take(&mut row);
            if !blank {
                rows.push((problems.len() == reported).then_some(finished));
            }
            reported = problems.len();
            at += 1;
        }
    }
    (rows, problems)
}

/// Leaves the CR of a line's end out of its last cell.
fn strip_cr<'t>(content: &'t str, text: &str, end: usize) -> &'t str {
    if matches!(text.as_bytes().get(end), Some(b'\n') | None) {
        content.strip_suffix('\r').unwrap_or(content)
    } else {
        content
    }
}

/// Reads the quoted cell that begins at `at`, and tells where it ends: at a comma, a line's end or the text's.
fn quoted_cell(text: &str, at: usize, problems: &mut Vec<Problem>) -> (Cell, usize) {
    let mut content = String::new();
    let mut from = at + 1;
    let close = loop {
        let Some(quote) = text[from..].find('"').map(|length| from + length) else {
            problems.push(
                Problem::new(Rule::BadMeasurements, Span::new(at, at + 1), "a quote that is never closed")
                    .help("close it, or remove it"),
            );
            content.push_str(&text[from..]);
            break text.len();
        };
        content.push_str(&text[from..quote]);
        if text[quote + 1..].starts_with('"') {
            content.push('"');
            from = quote + 2;
        } else {
            break quote + 1;
        }
    };
    let end = text[close..].find([',', '\n']).map_or(text.len(), |length| close + length);
    let trailing = strip_cr(&text[close..end], text, end);
    let span = Span::new(at, close + trailing.len());
    if !trailing.is_empty() {
        let message = format!("`{trailing}` after the quote that closes the cell");
        let help = "remove it, or write a quote inside the cell as two: `\"\"`";
        problems.push(Problem::new(Rule::BadMeasurements, span, message).help(help));
    }
    (Cell { text: content, span }, end)
}
