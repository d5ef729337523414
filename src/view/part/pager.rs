//! Lists that grow with the workspace, split over pages of bounded size, and the way through them.
//!
//! The first page keeps the list's own address; `_2` and so on follow, which no record's address ends with.

use serde::Serialize;

use super::link::Here;
use crate::text::WsPath;

/// The most rows of a list on one page.
pub(in crate::view) const ROWS: usize = 200;

/// Which of the pages of a list, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::view) struct PageNumber(usize);

impl PageNumber {
    /// The first page, which every list has.
    pub(in crate::view) const FIRST: PageNumber = PageNumber(1);

    /// The pages that a list of so many rows needs, at least one, with their addresses; `first` is that of the first.
    pub(in crate::view) fn all(rows: usize, first: WsPath) -> impl Iterator<Item = (WsPath, PageNumber)> {
        PageNumber::all_by(ROWS, rows, first)
    }

    /// As [`PageNumber::all`], with at most `most` rows on a page.
    pub(in crate::view) fn all_by(
        most: usize,
        rows: usize,
        first: WsPath,
    ) -> impl Iterator<Item = (WsPath, PageNumber)> {
        (1..=pages(rows, most)).map(move |number| (PageNumber(number).path(&first), PageNumber(number)))
    }

    /// Where the page is: `blocks/insights.html`, then `blocks/insights_2.html`.
    pub(in crate::view) fn path(self, first: &WsPath) -> WsPath {
        if self == PageNumber::FIRST {
            return first.clone();
        }
        let stem = first.as_str().strip_suffix(".html").unwrap_or(first.as_str());
        WsPath::new(&format!("{stem}_{}.html", self.0)).expect("as normal as the first page's")
    }

    /// The page's rows out of all of them.
    pub(in crate::view) fn rows<T>(self, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        self.rows_by(ROWS, all)
    }

    /// As [`PageNumber::rows`], with at most `most` rows on a page.
    pub(in crate::view) fn rows_by<T>(self, most: usize, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        all.skip((self.0 - 1) * most).take(most)
    }

    /// The page that a row is on, by its place among all rows from 0.
    pub(in crate::view) fn of_row(row: usize) -> PageNumber {
        PageNumber::of_row_by(ROWS, row)
    }

    /// As [`PageNumber::of_row`], with at most `most` rows on a page.
    pub(in crate::view) fn of_row_by(most: usize, row: usize) -> PageNumber {
        PageNumber(row / most + 1)
    }

    /// A title with the number, which tells the pages after the first apart.
    pub(in crate::view) fn title(self, title: &str) -> String {
        if self == PageNumber::FIRST { title.to_owned() } else { format!("{title} · Page {}", self.0) }
    }
}

/// The way through the pages of a list, shown by the macro `pager`.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Pager {
    /// `Page 2 of 5`.
    position: String,
    previous: Option<String>,
    next: Option<String>,
    /// The first, the last, and those around this one.
    turns: Vec<Turn>,
}

/// One page in the way through them.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Turn {
    number: usize,
    href: String,
    current: bool,
    /// Whether pages between the one before and this one are left out.
    gap: bool,
}

/// How many pages before and after this one are named.
const AROUND: usize = 2;

impl Pager {
    /// The way from page `number` of a list of so many rows. `None` when all are on one page.
    pub(in crate::view) fn new(here: &Here<'_>, first: &WsPath, number: PageNumber, rows: usize) -> Option<Pager> {
        Pager::between(here, first, number, pages(rows, ROWS))
    }

    /// As [`Pager::new`], with at most `most` rows on a page.
    pub(in crate::view) fn by(
        most: usize,
        here: &Here<'_>,
        first: &WsPath,
        number: PageNumber,
        rows: usize,
    ) -> Option<Pager> {
        Pager::between(here, first, number, pages(rows, most))
    }

    fn between(here: &Here<'_>, first: &WsPath, number: PageNumber, last: usize) -> Option<Pager> {
        let at = number.0;
        if last == 1 {
            return None;
        }
        let href = |number: usize| here.href(&PageNumber(number).path(first));
        let mut named: Vec<usize> = (at.saturating_sub(AROUND).max(1)..=(at + AROUND).min(last)).collect();
        named.extend([1, last]);
        named.sort_unstable();
        named.dedup();
        let before = [0].into_iter().chain(named.iter().copied());
        let turns = before.zip(&named).map(|(before, &number)| Turn {
            number,
            href: href(number),
            current: number == at,
            gap: number > before + 1,
        });
        Some(Pager {
            position: format!("Page {at} of {last}"),
            previous: (at > 1).then(|| href(at - 1)),
            next: (at < last).then(|| href(at + 1)),
            turns: turns.collect(),
        })
    }
}

fn pages(rows: usize, most: usize) -> usize {
    rows.div_ceil(most).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_a_list_without_loss() {
        for (rows, expected) in [(0, 1), (1, 1), (ROWS, 1), (ROWS + 1, 2), (10 * ROWS, 10)] {
            let first = WsPath::new("blocks/insights.html").expect("a path");
            let pages: Vec<(WsPath, PageNumber)> = PageNumber::all(rows, first).collect();
            assert_eq!(pages.len(), expected, "{rows}");
            let shown: Vec<usize> = pages.iter().flat_map(|(_, number)| number.rows(0..rows)).collect();
            assert_eq!(shown, (0..rows).collect::<Vec<_>>());
        }
    }

    #[test]
    fn gives_each_page_an_address_of_its_own() {
        let first = WsPath::new("signals/index.html").expect("a path");
        let paths = [1, 2, 30].map(|number| PageNumber(number).path(&first).to_string());
        assert_eq!(paths, ["signals/index.html", "signals/index_2.html", "signals/index_30.html"]);
    }
}
