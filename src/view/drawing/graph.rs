//! Items and their links as a drawing: a column a kind, lines between them, gaps marked.

use std::collections::HashMap;

use serde::Serialize;

use super::layered;
use crate::model::Kind;
use crate::snapshot::ItemKey;
use crate::view::address;
use crate::view::part::card::Chip;
use crate::view::part::link::Here;
use crate::view::words;

/// The most lines that are drawn: beyond this a drawing tells nothing any more.
const MOST_LINES: usize = 4000;

/// The most items that are named as led to by one.
const MOST_NAMED: usize = 12;

/// How wide a column and the room between two columns are, in units of the drawing; the style sheet has the same ratio.
const COLUMN: i32 = 300;
const BETWEEN: i32 = 100;

/// How high a row is, in units of the drawing.
const ROW: i32 = 100;

/// Letters that fit on a line of a narrow column, and what a wide letter, such as a Chinese one, counts.
const LINE: usize = 22;
const WIDE: usize = 2;

/// Items and their links as a drawing.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Graph {
    columns: Vec<Column>,
    lines: Vec<Line>,
    width: i32,
    height: i32,
    /// The same height in rows.
    rows: f64,
    /// A class by which a style can fit it on a sheet.
    fit: String,
    /// How many lines of a title there is room for: 1 to 3.
    title_lines: usize,
    /// How many items stand below the drawing since no line leads to or from them.
    pub loose: usize,
    /// How many links are left out.
    pub lines_left_out: usize,
}

/// The items of a kind.
#[derive(Debug, Serialize)]
struct Column {
    kind: &'static str,
    word: &'static str,
    count: usize,
    linked: Vec<Node>,
    loose: Vec<Node>,
}

/// An item.
#[derive(Debug, Serialize)]
struct Node {
    /// What lines call it.
    name: usize,
    title: String,
    /// Whether the title does not fit.
    long: bool,
    href: String,
    status: Chip,
    has_news: bool,
    /// A metric's value now.
    value: Option<String>,
    /// What is missing before or after it.
    gaps: Vec<&'static str>,
    /// Where: CSS classes.
    open: &'static str,
    /// Whether the page is about it.
    current: bool,
    /// The empty rows above it, in quarters of a row as a number of rows.
    space: f64,
    /// How many links it has with items that are not shown; not counted on the page of one item.
    elsewhere: usize,
    /// What it leads to, by the titles.
    leads_to: Vec<String>,
    /// How many more it leads to.
    leads_to_more: usize,
}

/// A link.
#[derive(Debug, Serialize)]
struct Line {
    from: usize,
    to: usize,
    kind: &'static str,
    /// Path data.
    d: String,
}

/// Draws items, each once, with all links between them. Those of no known kind are left out.
pub(in crate::view) fn draw(here: &Here<'_>, items: &[ItemKey], about: Option<ItemKey>) -> Graph {
    let kinds = items.iter().filter_map(|key| Some((*key, here.snapshot().item(*key).kind()?)));
    let (keys, kinds): (Vec<ItemKey>, Vec<Kind>) = kinds.unzip();
    let mut links = links(here, &keys);
    let elsewhere = if about.is_none() { elsewhere(here, &keys, &links) } else { vec![0; keys.len()] };
    let lines_left_out = links.len().saturating_sub(MOST_LINES);
    links.truncate(MOST_LINES);

    let mut linked = vec![about.is_some(); keys.len()];
    for (from, to) in &links {
        (linked[*from], linked[*to]) = (true, true);
    }
    // Only what is linked is laid out, and so gets places of its own.
    let drawn: Vec<usize> = (0..keys.len()).filter(|at| linked[*at]).collect();
    let mut place = vec![0; keys.len()];
    drawn.iter().enumerate().for_each(|(drawn, at)| place[*at] = drawn);
    let layers: Vec<usize> = drawn.iter().map(|at| kinds[*at] as usize).collect();
    let placed_links: Vec<(usize, usize)> = links.iter().map(|(from, to)| (place[*from], place[*to])).collect();
    let drawing = layered::draw(&layers, &placed_links);

    let node = |at: usize| Node { elsewhere: elsewhere[at], ..node(here, keys[at], at, about == Some(keys[at])) };
    let columns: Vec<Column> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let of_kind = |linked_ones: bool| {
                let (kinds, linked) = (&kinds, &linked);
                (0..keys.len()).filter(move |at| kinds[*at] == kind && linked[*at] == linked_ones)
            };
            let mut stand: Vec<(i32, usize)> = of_kind(true).map(|at| (drawing.tops[place[at]], at)).collect();
            stand.sort_unstable();
            let mut below = 0;
            let linked = stand.into_iter().map(|(top, at)| {
                let space = rows(top - below);
                below = top + layered::ROW;
                Node { space, ..node(at) }
            });
            let (linked, loose): (Vec<Node>, Vec<Node>) = (linked.collect(), of_kind(false).map(node).collect());
            let count = linked.len() + loose.len();
            Column { kind: kind.name(), word: words::kinds(kind), count, linked, loose }
        })
        .collect();
    let lines = links.iter().zip(&placed_links).zip(&drawing.bends).map(|((link, placed), bends)| {
        let ends = [placed.0, placed.1].map(|at| drawing.tops[at] + layered::ROW / 2);
        let d = path(layers[placed.0] as i32, ends, bends);
        Line { from: link.0, to: link.1, kind: kinds[link.0].name(), d }
    });
    let most_loose = columns.iter().map(|column| column.loose.len()).max().unwrap_or(0);
    Graph {
        fit: fit(drawing.height / layered::ROW + most_loose as i32),
        title_lines: keys.iter().map(|key| title_lines(here.snapshot().item(*key).title())).max().unwrap_or(1).min(3),
        lines: lines.collect(),
        width: 5 * COLUMN + 4 * BETWEEN,
        height: units(drawing.height),
        rows: rows(drawing.height),
        loose: columns.iter().map(|column| column.loose.len()).sum(),
        columns,
        lines_left_out,
    }
}

impl Graph {
    /// How many links are drawn.
    pub(in crate::view) fn links(&self) -> usize {
        self.lines.len()
    }

    /// How many items are shown.
    pub(in crate::view) fn items(&self) -> usize {
        self.columns.iter().map(|column| column.count).sum()
    }
}

/// The links between some items, by their places.
fn links(here: &Here<'_>, keys: &[ItemKey]) -> Vec<(usize, usize)> {
    let places: HashMap<ItemKey, usize> = keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
    let rank = |key: ItemKey| (here.snapshot().item(key).kind(), key);
    let mut links = Vec::new();
    for (from, key) in keys.iter().enumerate() {
        let effects = here.snapshot().leads_to(*key);
        if effects.len() > 4 * keys.len() {
            // An item that leads to the whole workspace is on many pages: none of them goes through all of it.
            let is_effect = |to: &ItemKey| effects.binary_search_by_key(&rank(*to), |effect| rank(*effect)).is_ok();
            links.extend(keys.iter().enumerate().filter(|(_, to)| is_effect(to)).map(|(to, _)| (from, to)));
        } else {
            links.extend(effects.iter().filter_map(|effect| places.get(effect)).map(|to| (from, *to)));
        }
    }
    links
}

/// How many links each item has that are not among `links`.
fn elsewhere(here: &Here<'_>, keys: &[ItemKey], links: &[(usize, usize)]) -> Vec<usize> {
    let count = |key: &ItemKey| here.snapshot().leads_to(*key).len() + here.snapshot().led_to_by(*key).len();
    let mut elsewhere: Vec<usize> = keys.iter().map(count).collect();
    for end in links.iter().flat_map(|(from, to)| [*from, *to]) {
        elsewhere[end] -= 1;
    }
    elsewhere
}

fn node(here: &Here<'_>, key: ItemKey, name: usize, current: bool) -> Node {
    let entry = here.snapshot().item(key);
    let gaps = here.gaps(key);
    let open = match (gaps.iter().any(|gap| gap.before), gaps.iter().any(|gap| !gap.before)) {
        (true, true) => "open-before open-after",
        (true, false) => "open-before",
        (false, true) => "open-after",
        (false, false) => "",
    };
    let effects = here.snapshot().leads_to(key);
    let metric = entry.item().filter(|item| item.kind == Some(Kind::Metric)).map(|item| &item.record);
    let value = metric.and_then(|record| here.current(key, record));
    Node {
        name,
        title: entry.title().to_owned(),
        long: title_lines(entry.title()) > 2,
        href: here.href(&address::item(entry.id())),
        status: here.item_status(key),
        has_news: here.has_news(key),
        value,
        gaps: gaps.iter().map(|gap| gap.word).collect(),
        open,
        current,
        space: 0.0,
        elsewhere: 0,
        leads_to: effects.iter().take(MOST_NAMED).map(|key| here.snapshot().item(*key).title().to_owned()).collect(),
        leads_to_more: effects.len().saturating_sub(MOST_NAMED),
    }
}

/// The class for a number of rows.
fn fit(rows: i32) -> String {
    const FITS: [i32; 4] = [8, 12, 20, 26];
    FITS.iter().find(|most| rows <= **most).map_or("rows-many".to_owned(), |most| format!("rows-{most}"))
}

/// How many lines a title takes, more or less.
fn title_lines(title: &str) -> usize {
    let letters: usize = title.chars().take(10 * LINE).map(|letter| if letter < '\u{2e80}' { 1 } else { WIDE }).sum();
    letters.div_ceil(LINE).max(1)
}

/// The line of a link that begins in a column, passes the next ones at its bends, and ends in the one after them.
fn path(column: i32, [start, end]: [i32; 2], bends: &[i32]) -> String {
    let mut x = column * (COLUMN + BETWEEN) + COLUMN;
    let mut y = units(start);
    let mut d = format!("M{x} {y}");
    for (at, height) in bends.iter().chain([&end]).enumerate() {
        let (next_x, next_y) = (x + BETWEEN, units(*height));
        let middle = x + BETWEEN / 2;
        if next_y == y {
            d.push_str(&format!("H{next_x}"));
        } else {
            d.push_str(&format!("C{middle} {y} {middle} {next_y} {next_x} {next_y}"));
        }
        (x, y) = (next_x, next_y);
        if at < bends.len() {
            x += COLUMN;
            d.push_str(&format!("H{x}"));
        }
    }
    d
}

fn units(quarters: i32) -> i32 {
    quarters * ROW / layered::ROW
}

fn rows(quarters: i32) -> f64 {
    f64::from(quarters) / f64::from(layered::ROW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_pass_columns_at_their_bends() {
        assert_eq!(path(0, [2, 2], &[]), "M300 50H400");
        assert_eq!(path(2, [2, 10], &[6]), "M1100 50C1150 50 1150 150 1200 150H1500C1550 150 1550 250 1600 250");
    }

    #[test]
    fn wide_letters_take_more_lines() {
        assert_eq!(["", "Key finder", &"一".repeat(12), &"a".repeat(60)].map(title_lines), [1, 1, 2, 3]);
    }
}
