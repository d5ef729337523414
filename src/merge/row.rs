//! Measurements merged: by date, and of one date cell by cell.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::mark::{Marks, Unit};
use super::{Attempt, LineMerge};

/// A row: its cells as they are written.
type Row = Vec<String>;

/// The rows of a CSV; the header is that of the empty date.
type Rows = BTreeMap<String, Row>;

/// Merges three CSVs whose dates ascend; `None` when one of them is no such thing.
pub(super) fn merge([base, ours, theirs]: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    // A file that both sides have added has an empty base.
    let base = if base.is_empty() { Rows::new() } else { read(base)? };
    let (ours, theirs) = (read(ours)?, read(theirs)?);
    let dates: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let rivals = rivals(&base, &ours, &theirs);
    let mut sides = [Vec::new(), Vec::new(), Vec::new()];
    let mut is_clean = true;
    for (at, date) in dates.into_iter().enumerate() {
        let rows = [base.get(date), ours.get(date), theirs.get(date)];
        let merged = if rivals.contains(date) { None } else { merge_row(rows) };
        is_clean &= merged.is_some();
        let [was, is, other] = rows.map(|row| row.cloned());
        let of_sides = merged.map_or([is, other, was], |row| [row.clone(), row.clone(), row]);
        for (units, row) in sides.iter_mut().zip(of_sides) {
            units.extend(row.map(|row| Unit { at: (at, 0), text: row.join(",") + "\n" }));
        }
    }
    let [first, second, third] = sides;
    if is_clean {
        return Some(Attempt::clean(first.into_iter().map(|unit| unit.text).collect::<String>()));
    }
    Some(Attempt::conflict(Marks::find(lines).text(&first, &second, &third)))
}

/// New dates that may be those of a row that each side has given another date, or that one has taken out: it is gone from
/// both, and one has new rows in its place that the other has not.
fn rivals<'r>(base: &'r Rows, ours: &'r Rows, theirs: &'r Rows) -> BTreeSet<&'r String> {
    let mut rivals = BTreeSet::new();
    let (mut after, mut has_gone) = (Bound::Unbounded, false);
    for end in base.keys().map(Bound::Excluded).chain([Bound::Unbounded]) {
        if let Bound::Excluded(date) = end {
            match (ours.contains_key(date), theirs.contains_key(date)) {
                (true, true) => {}
                (false, false) => {
                    has_gone = true;
                    continue;
                }
                _ => continue,
            }
        }
        if std::mem::take(&mut has_gone) {
            for (side, other) in [(ours, theirs), (theirs, ours)] {
                let dates = side.range::<String, _>((after, end)).map(|(date, _)| date);
                rivals.extend(dates.filter(|date| !base.contains_key(*date) && !other.contains_key(*date)));
            }
        }
        after = end;
    }
    rivals
}

/// What a row comes to; `None` where the sides say different things of it, or one has taken out what the other changed.
fn merge_row([was, is, other]: [Option<&Row>; 3]) -> Option<Option<Row>> {
    let says = |row: Option<&Row>| row.map(|row| row.iter().map(|cell| unquoted(cell)).collect::<Vec<String>>());
    if says(is) == says(other) {
        // Only the quotes differ, if anything: what was changed counts.
        Some(if was == is { other } else { is }.cloned())
    } else if says(was) == says(other) {
        Some(is.cloned())
    } else if says(was) == says(is) {
        Some(other.cloned())
    } else {
        cells(was?, is?, other?).map(Some)
    }
}

/// Merges a row that both sides have changed cell by cell.
fn cells(base: &Row, ours: &Row, theirs: &Row) -> Option<Row> {
    let longest = ours.len().max(theirs.len());
    let cell = |row: &Row, at: usize| row.get(at).cloned().unwrap_or_default();
    let merge = |at: usize| {
        let [was, is, other] = [base, ours, theirs].map(|row| cell(row, at));
        match [&was, &is, &other].map(|cell| unquoted(cell)) {
            [_, first, second] if first == second => Some(is),
            [before, first, _] if before == first => Some(other),
            [before, _, second] if before == second => Some(is),
            _ => None,
        }
    };
    (0..longest).map(merge).collect()
}

/// What a cell says.
fn unquoted(cell: &str) -> String {
    let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    inner.map_or_else(|| cell.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// Reads rows by date; `None` when there is no header, or dates are twice or out of order.
fn read(text: &str) -> Option<Rows> {
    let mut rows = Rows::new();
    for (at, row) in split(text)?.into_iter().enumerate() {
        let date = if at == 0 { String::new() } else { unquoted(row.first()?).trim().to_owned() };
        let is_header = row.first().is_some_and(|cell| unquoted(cell) == "date");
        if is_header != (at == 0) || rows.last_key_value().is_some_and(|(last, _)| *last >= date) {
            return None;
        }
        rows.insert(date, row);
    }
    (!rows.is_empty()).then_some(rows)
}

/// Splits a CSV into rows and cells, quotes included; `None` when a quote is never closed.
fn split(text: &str) -> Option<Vec<Row>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Row::new(), String::new());
    let mut is_quoted = false;
    for c in text.chars() {
        match c {
            ',' if !is_quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !is_quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => {
                is_quoted ^= c == '"';
                cell.push(c);
            }
        }
    }
    if !(cell.is_empty() && row.is_empty()) {
        row.push(cell);
        rows.push(row);
    }
    rows.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    (!is_quoted).then_some(rows)
}
