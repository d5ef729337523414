//! All that happened to the workspace, day by day, newest first, with the snapshots where they stand in it.

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::{About, Section};
use crate::view::past::timeline::{ROWS, anchor};
use crate::past::{Past, PastTag, Row};
use crate::view::address;
use crate::view::part::link::{Here, Link};
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::past::history::{self, Entry};
use crate::view::past::moment::Day;
use crate::view::past::stranger;
use crate::view::past::telling::Scope;

/// The most sentences of a commit, so that a page stays light.
const SENTENCES: usize = 12;

/// The most snapshots that are listed; all stand among the commits.
const MOST_TAGS: usize = 40;

/// The most letters of what is said about a snapshot.
const LETTERS: usize = 400;

/// A page of all that happened.
#[derive(Debug, Serialize)]
pub(super) struct ChangesPage {
    /// How many commits there are.
    count: usize,
    snapshots: Vec<Link>,
    more_snapshots: Option<String>,
    days: Vec<DayView>,
    pager: Option<Pager>,
    feed: String,
    /// Why there may be more that is not known.
    end: Option<&'static str>,
}

/// A day and what happened on it.
#[derive(Debug, Serialize)]
struct DayView {
    day: Option<Day>,
    rows: Vec<RowView>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "is", rename_all = "lowercase")]
enum RowView {
    Commit(Box<Entry>),
    Snapshot(Box<Snapshot>),
}

/// A snapshot.
#[derive(Debug, Serialize)]
struct Snapshot {
    anchor: String,
    name: String,
    author: Option<Link>,
    /// Where that is another than the one it stands in.
    day: Option<Day>,
    message: Option<String>,
}

impl Page for ChangesPage {
    type Id = PageNumber;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, PageNumber)> {
        let rows = viewer.past().map(|past| past.rows.len());
        rows.into_iter().flat_map(|rows| PageNumber::all_by(ROWS, rows, address::changes())).collect()
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<PageNumber> {
        if viewer.has_past() { address.is(&address::changes(), PageNumber::FIRST) } else { Route::Unknown }
    }

    fn about(_: &Here<'_>, number: &PageNumber) -> About {
        About { title: number.title(Section::Changes.word()), ..About::section(Section::Changes) }
    }

    fn make(here: &Here<'_>, number: &PageNumber) -> Option<ChangesPage> {
        Some(changes(here, here.viewer.past()?, *number))
    }
}

fn changes(here: &Here<'_>, past: &Past, number: PageNumber) -> ChangesPage {
    let mut days: Vec<DayView> = Vec::new();
    let rows: Vec<Row> = number.rows_by(ROWS, past.rows.iter().copied()).collect();
    for (at, row) in rows.iter().enumerate() {
        let day = day(past, &rows[at..]);
        let view = match row {
            Row::Commit(at) => {
                let commit = &past.commits[*at];
                let entry = here.entry(past, commit, &Scope::All, SENTENCES);
                RowView::Commit(Box::new(Entry { anchor: anchor(&commit.info.revision.to_string()), ..entry }))
            }
            Row::Tag(at) => {
                let snapshot = snapshot(here, past, *at);
                let told = snapshot.day.clone().filter(|own| Some(own) != day.as_ref());
                RowView::Snapshot(Box::new(Snapshot { day: told, ..snapshot }))
            }
        };
        match days.last_mut() {
            Some(last) if last.day == day => last.rows.push(view),
            _ => days.push(DayView { day, rows: vec![view] }),
        }
    }
    let first = number == PageNumber::FIRST;
    let more = past.tags.len().saturating_sub(MOST_TAGS);
    ChangesPage {
        count: past.commits.len(),
        snapshots: if first { snapshots(here, past) } else { Vec::new() },
        more_snapshots: (first && more > 0).then(|| format!("and {more} more, among the changes")),
        days,
        pager: Pager::by(ROWS, here, &address::changes(), number, past.rows.len()),
        feed: here.href(&address::feed()),
        end: history::end(past.end),
    }
}

/// A snapshot stands in the day of the commit it is of.
fn day(past: &Past, rows: &[Row]) -> Option<Day> {
    let commit = rows.iter().find_map(|row| match row {
        Row::Commit(at) => past.commits.get(*at),
        Row::Tag(_) => None,
    });
    match (commit, rows.first()) {
        (Some(commit), _) => Day::of(commit.info.seconds?, commit.info.offset),
        (None, Some(Row::Tag(at))) => tag_day(&past.tags[*at]),
        _ => None,
    }
}

fn tag_day(tag: &PastTag) -> Option<Day> {
    Day::of(tag.info.seconds?, tag.info.offset)
}

/// The anchor of a snapshot, counted from the oldest, so that a new one moves none.
fn tag_anchor(past: &Past, at: usize) -> String {
    format!("_snapshot-{}", past.tags.len() - at)
}

fn snapshot(here: &Here<'_>, past: &Past, at: usize) -> Snapshot {
    let tag = &past.tags[at];
    let message = stranger::without_addresses(stranger::text(&tag.info.message, LETTERS).trim());
    let has_author = !(tag.info.author.is_empty() && tag.info.email.is_empty());
    Snapshot {
        anchor: tag_anchor(past, at),
        name: stranger::line(&tag.info.name, LETTERS),
        author: has_author.then(|| here.author(&tag.info.author, &tag.info.email)),
        day: tag_day(tag),
        message: (!message.is_empty()).then_some(message),
    }
}

/// The snapshots, each with the way to where it stands.
fn snapshots(here: &Here<'_>, past: &Past) -> Vec<Link> {
    let rows = past.rows.iter().enumerate().filter_map(|(row, what)| match what {
        Row::Tag(at) => Some((row, *at)),
        Row::Commit(_) => None,
    });
    let links = rows.take(MOST_TAGS).map(|(row, at)| {
        let tag = &past.tags[at];
        let page = PageNumber::of_row_by(ROWS, row).path(&address::changes());
        let href = address::relative(&here.path, &page, Some(&tag_anchor(past, at)));
        let link = Link::new(stranger::line(&tag.info.name, LETTERS), href)
            .under(Some(stranger::paragraph(&tag.info.message, LETTERS)).filter(|line| !line.is_empty()));
        match tag_day(tag) {
            Some(day) => link.aside(day.words()),
            None => link,
        }
    });
    links.collect()
}

