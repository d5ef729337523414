//! The review: what changed since another state, what follows from it first.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Page;
use crate::diff::{Line, RecordChange, Section};
use crate::model::FileKind;
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::snapshot::{JourneyKey, Subject};
use crate::text;
use crate::view::address;
use crate::view::part::link::{Here, Link};
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::past::comparison::{Badge, Comparison};
use crate::view::past::told::{self, Told, ToldRecord};

/// The most sentences in a list that is not split over pages.
const MOST: usize = 500;

/// The review.
#[derive(Debug, Serialize)]
pub(super) struct ReviewPage {
    /// What the site is compared with.
    with: String,
    /// All changes in a sentence; `None` where there are none.
    summary: Option<String>,
    consequences: Few,
    /// The maps on which something is marked.
    maps: Vec<Link>,
    records: Vec<ToldRecord>,
    /// How many records changed.
    count: usize,
    pager: Option<Pager>,
    files: Few,
    /// Files that were only written in another way.
    reformatted: Vec<String>,
    more_reformatted: Option<String>,
}

/// The first of many sentences.
#[derive(Debug, Default, Serialize)]
struct Few {
    lines: Vec<Told>,
    more: Option<String>,
}

impl Page for ReviewPage {
    type Id = PageNumber;

    /// It is about a moment.
    const IS_LASTING: bool = false;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, PageNumber)> {
        let changed = viewer.settings.comparison.as_ref().map(|with| with.review.changes.records.len());
        changed.into_iter().flat_map(|records| PageNumber::all(records, address::review())).collect()
    }

    fn about(_: &Here<'_>, number: &PageNumber) -> About {
        About { title: number.title("Review"), ..About::default() }
    }

    fn make(here: &Here<'_>, number: &PageNumber) -> Option<ReviewPage> {
        Some(review(here, here.viewer.settings.comparison.as_ref()?, *number))
    }
}

fn review(here: &Here<'_>, comparison: &Comparison, number: PageNumber) -> ReviewPage {
    let review = &comparison.review;
    let records = review.records();
    let first = number == PageNumber::FIRST;
    let few = |lines: Vec<Line>| if first { few(here, &lines) } else { Few::default() };
    let reformatted = &review.changes.reformatted[..if first { review.changes.reformatted.len() } else { 0 }];
    ReviewPage {
        with: comparison.with.clone(),
        summary: (!review.changes.is_empty()).then(|| review.summary()),
        consequences: few(review.told_consequences()),
        maps: if first { maps(here, comparison) } else { Vec::new() },
        count: records.len(),
        pager: Pager::new(here, &address::review(), number, records.len()),
        records: number.rows(records.iter()).map(|change| record(here, &change.told())).collect(),
        files: few(review.told_files()),
        reformatted: reformatted.iter().take(MOST).map(ToString::to_string).collect(),
        more_reformatted: more(reformatted.len()),
    }
}

fn few(here: &Here<'_>, lines: &[Line]) -> Few {
    Few { lines: lines.iter().take(MOST).map(|line| here.told(line, None)).collect(), more: more(lines.len()) }
}

fn more(count: usize) -> Option<String> {
    (count > MOST).then(|| format!("… and {} more", count - MOST))
}

fn record(here: &Here<'_>, section: &Section<'_>) -> ToldRecord {
    ToldRecord {
        class: told::class(section.mark),
        kind: section.kind,
        title: section.title.to_owned(),
        fate: section.fate,
        file: Some(section.path.to_string()),
        lines: section.lines.iter().map(|line| here.told(line, Some(section.path))).collect(),
        ways: here.ways(&section.about),
    }
}

/// The journeys on whose maps something is marked, in the order of their IDs, with how much of it there is.
fn maps(here: &Here<'_>, comparison: &Comparison) -> Vec<Link> {
    let mut marked: BTreeMap<JourneyKey, (usize, Option<Badge>)> = BTreeMap::new();
    for change in &comparison.review.changes.records {
        let Some(badge) = Badge::of(change) else { continue };
        if change.kind.file == FileKind::Journey {
            if let Some(Subject::Journey(key)) = here.snapshot().find_path(&change.path) {
                marked.entry(key).or_default().1 = Some(badge);
            }
        } else if change.kind.file == FileKind::Item {
            journeys_of(here, change).into_iter().for_each(|key| marked.entry(key).or_default().0 += 1);
        }
    }
    let link = |(key, (items, badge)): (JourneyKey, (usize, Option<Badge>))| {
        let items = (items > 0).then(|| format!("{} marked", text::count(items, "item", "items")));
        let own = badge.map(|badge| badge.word.to_owned());
        let aside: Vec<String> = own.into_iter().chain(items).collect();
        here.journey(key).aside(aside.join(", "))
    };
    marked.into_iter().map(link).collect()
}

fn journeys_of(here: &Here<'_>, change: &RecordChange) -> BTreeSet<JourneyKey> {
    let item = here.snapshot().find_item(&change.id).found();
    let placed = item.into_iter().flat_map(|item| here.snapshot().placed_on(item));
    placed.map(|placed| placed.step.stage.journey).collect()
}
