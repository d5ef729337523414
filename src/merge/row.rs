//! Measurements merged: by date, and of one date cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use super::{Attempt, LineMerge, Side};

/// A row: its cells as they are written.
type Row = Vec<String>;

/// The rows of a CSV; the header is that of the empty date.
type Rows = BTreeMap<String, Row>;

/// Merges three CSVs whose dates ascend; `None` when one of them is no such thing.
pub(super) fn merge([base, ours, theirs]: [&str; 3], lines: &LineMerge<'_>) -> Option<Attempt> {
    // A file that both sides have added has an empty base.
    let base = if base.is_empty() { Rows::new() } else { read(base)? };
    let (ours, theirs) = (read(ours)?, read(theirs)?);
    let mut conflicts = 0;
    let [first, second, third] =
        [Side::Ours, Side::Theirs, Side::Base].map(|prefer| merge_rows(&base, &ours, &theirs, prefer, &mut conflicts));
    if conflicts == 0 {
        return Some(Attempt { text: print(&first), is_clean: true });
    }
    let marked = lines([&print(&third), &print(&first), &print(&second)])?;
    (!marked.is_clean).then_some(Attempt { text: marked.text, is_clean: false })
}

/// Whether a text is a CSV whose dates ascend.
pub(super) fn is_sound(text: &str) -> bool {
    read(text).is_some()
}

fn merge_rows(base: &Rows, ours: &Rows, theirs: &Rows, prefer: Side, conflicts: &mut usize) -> Rows {
    let dates: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let mut merged = Rows::new();
    for date in dates {
        let (was, is, other) = (base.get(date), ours.get(date), theirs.get(date));
        let row = if is == other || was == other {
            is.cloned()
        } else if was == is {
            other.cloned()
        } else {
            cells(was, is, other).unwrap_or_else(|| {
                *conflicts += 1;
                match prefer {
                    Side::Ours => is.cloned(),
                    Side::Theirs => other.cloned(),
                    Side::Base => was.cloned(),
                }
            })
        };
        merged.extend(row.map(|row| (date.clone(), row)));
    }
    merged
}

/// Merges a row that both sides have changed; `None` when they say different things.
fn cells(base: Option<&Row>, ours: Option<&Row>, theirs: Option<&Row>) -> Option<Option<Row>> {
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let longest = ours.len().max(theirs.len());
    let cell = |row: &Row, at: usize| row.get(at).cloned().unwrap_or_default();
    let merge = |at: usize| match (cell(base, at), cell(ours, at), cell(theirs, at)) {
        (_, is, other) if is == other => Some(is),
        (was, is, other) if was == is => Some(other),
        (was, is, other) if was == other => Some(is),
        _ => None,
    };
    (0..longest).map(merge).collect::<Option<Row>>().map(Some)
}

/// Reads rows by date; `None` when there is no header, or dates are twice or out of order.
fn read(text: &str) -> Option<Rows> {
    let mut rows = Rows::new();
    for (at, row) in split(text)?.into_iter().enumerate() {
        let date = if at == 0 { String::new() } else { row.first()?.clone() };
        let is_header = row.first().is_some_and(|cell| cell == "date");
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

fn print(rows: &Rows) -> String {
    rows.values().map(|row| row.join(",") + "\n").collect()
}
