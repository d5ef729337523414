//! Measurements merged: by date, and of one date cell by cell.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::mark::Marks;
use super::{Attempt, LineMerge};
use crate::yaml::block::Unit;

/// Cells as they are written.
type Row = Vec<String>;

/// The rows of a CSV; the header is that of the empty date.
type Rows = BTreeMap<String, Row>;

/// A CSV: its rows, and the blank lines above some of them; those at the end stand above no row.
#[derive(Default)]
struct Table {
    rows: Rows,
    blank: BTreeMap<Option<String>, String>,
}

/// Merges three CSVs whose dates ascend; `None` when one of them is no such thing.
pub(super) fn merge([base, ours, theirs]: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    // A file that both sides have added has an empty base.
    let tables = [if base.is_empty() { Table::default() } else { read(base)? }, read(ours)?, read(theirs)?];
    let [base, ours, theirs] = tables.each_ref().map(|table| &table.rows);
    let blank = |date: Option<&String>| blank_lines(tables.each_ref().map(|table| table.blank.get(&date.cloned())));
    let dates: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let rivals = rivals(base, ours, theirs);
    let mut sides = [Vec::new(), Vec::new(), Vec::new()];
    let mut is_clean = true;
    for (at, date) in dates.into_iter().enumerate() {
        let rows = [base.get(date), ours.get(date), theirs.get(date)];
        let merged = if rivals.contains(date) { None } else { merge_row(rows) };
        is_clean &= merged.is_some();
        let [was, is, other] = rows.map(|row| row.cloned());
        let of_sides = merged.map_or([is, other, was], |row| [row.clone(), row.clone(), row]);
        for (units, row) in sides.iter_mut().zip(of_sides) {
            units
                .extend(row.map(|row| Unit { at: (at, 0), text: format!("{}{}\n", blank(Some(date)), row.join(",")) }));
        }
    }
    let [first, second, third] = sides;
    if is_clean {
        let rows = first.into_iter().map(|unit| unit.text).collect::<String>();
        return Some(Attempt::clean(rows + blank(None)));
    }
    Some(Attempt::conflict(Marks::find(lines).text(&first, &second, &third) + blank(None)))
}

/// The blank lines of one place, which say nothing: ours, unless theirs alone has changed them.
fn blank_lines([base, ours, theirs]: [Option<&String>; 3]) -> &str {
    if ours == base { theirs } else { ours }.map_or("", String::as_str)
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
fn read(text: &str) -> Option<Table> {
    let (mut table, mut blank) = (Table::default(), String::new());
    for row in split(text)? {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            blank += &(row.join(",") + "\n");
            continue;
        }
        let is_header = row.first().is_some_and(|cell| unquoted(cell) == "date");
        let date = if is_header { String::new() } else { unquoted(row.first()?).trim().to_owned() };
        let last = table.rows.last_key_value();
        if is_header != last.is_none() || last.is_some_and(|(last, _)| *last >= date) {
            return None;
        }
        if !blank.is_empty() {
            table.blank.insert(Some(date.clone()), std::mem::take(&mut blank));
        }
        table.rows.insert(date, row);
    }
    if !blank.is_empty() {
        table.blank.insert(None, blank);
    }
    (!table.rows.is_empty()).then_some(table)
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
    (!is_quoted).then_some(rows)
}
