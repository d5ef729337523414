//! A journey's matrix: its opportunities and solutions by impact and effort, drawn and listed.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::model::{Item, Kind, Record};
use crate::snapshot::{ItemKey, JourneyKey};
use crate::text;
use crate::view::drawing::scatter::{self, Marks, Point, Quadrant, Zone};
use crate::view::part::card::Card;
use crate::view::part::journey_head::{self, JourneyHead, JourneyView};
use crate::view::part::link::Here;
use crate::view::part::placement;

/// A journey's matrix.
#[derive(Debug, Serialize)]
pub(super) struct MatrixPage {
    #[serde(flatten)]
    head: JourneyHead,
    /// The drawing in a sentence.
    in_short: String,
    /// The lowest mark that counts as high.
    high: u8,
    chart: Chart,
    quadrants: Vec<Group>,
    unscored: Vec<Unscored>,
}

/// The drawing.
#[derive(Debug, Serialize)]
struct Chart {
    width: i32,
    height: i32,
    /// The middle of what the axes span.
    middle: Point,
    /// The marks of effort and the middles of their columns.
    columns: Vec<(u8, i32)>,
    /// The marks of impact and the middles of their rows.
    rows: Vec<(u8, i32)>,
    dots: Vec<Dot>,
    rests: Vec<Rest>,
}

/// An item in the drawing.
#[derive(Debug, Serialize)]
struct Dot {
    at: Point,
    number: usize,
    kind: &'static str,
    over: bool,
    href: String,
    /// All of it in words.
    text: String,
}

/// Items of a cell that have no place in the drawing.
#[derive(Debug, Serialize)]
struct Rest {
    at: Point,
    count: usize,
    /// How many, in a few letters.
    short: String,
    /// The number of the first of them.
    first: usize,
    text: String,
}

/// The items of a quadrant.
#[derive(Debug, Serialize)]
struct Group {
    word: &'static str,
    about: &'static str,
    advice: &'static str,
    anchor: &'static str,
    zone: Zone,
    /// What is most worth doing first.
    items: Vec<Scored>,
}

/// An item with both marks.
#[derive(Debug, Serialize)]
struct Scored {
    /// What it is called in the drawing, from 1.
    number: usize,
    impact: u8,
    effort: u8,
    /// Whether it is done or set aside.
    over: bool,
    item: Card,
}

/// An item without both marks.
#[derive(Debug, Serialize)]
struct Unscored {
    item: Card,
    over: bool,
    /// What it lacks.
    lacks: &'static str,
}

/// An item on its way into the matrix, in the order of its list.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry<'a> {
    quadrant: Quadrant,
    impact: Reverse<u8>,
    effort: u8,
    over: bool,
    urgency: u8,
    kind: Kind,
    title: &'a str,
    key: ItemKey,
}

impl Page for MatrixPage {
    type Id = JourneyKey;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, JourneyKey)> {
        JourneyView::Matrix.pages(viewer)
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<JourneyKey> {
        JourneyView::Matrix.find(viewer, address.path).map_or(Route::Unknown, Route::Page)
    }

    fn about(here: &Here<'_>, key: &JourneyKey) -> About {
        JourneyView::Matrix.about(here, *key)
    }

    fn make(here: &Here<'_>, key: &JourneyKey) -> Option<MatrixPage> {
        Some(matrix(here, *key))
    }
}

fn matrix(here: &Here<'_>, key: JourneyKey) -> MatrixPage {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut unscored = Vec::new();
    for (key, kind, item) in candidates(here, key) {
        match marks(&item.record) {
            Ok(marks) => entries.push(entry(here, key, kind, item, marks)),
            Err(lacks) => unscored.push((is_over(item), kind, here.snapshot().item(key).title(), key, lacks)),
        }
    }
    entries.sort();
    unscored.sort();
    let unscored = unscored.into_iter();
    let unscored: Vec<Unscored> =
        unscored.map(|(over, _, _, key, lacks)| Unscored { item: here.card(key, None), over, lacks }).collect();
    let mut quadrants: Vec<Group> = Quadrant::ALL.map(group).into();
    for (at, entry) in entries.iter().enumerate() {
        quadrants[entry.quadrant as usize].items.push(Scored {
            number: at + 1,
            impact: entry.impact.0,
            effort: entry.effort,
            over: entry.over,
            item: here.card(entry.key, None),
        });
    }
    MatrixPage {
        head: journey_head::head(here, key, JourneyView::Matrix),
        in_short: in_short(&entries),
        high: scatter::HIGH,
        chart: chart(&quadrants),
        quadrants,
        unscored,
    }
}

/// The opportunities and solutions a journey places or owns, each once.
fn candidates<'a>(here: &Here<'a>, key: JourneyKey) -> Vec<(ItemKey, Kind, &'a Item)> {
    let steps = here.viewer.steps(key).into_iter();
    let placed = steps.flat_map(|(step, content)| placement::placed(here, step, content)).map(|(item, _)| item);
    let local = here.viewer.index.local_items.get(here.snapshot().journey(key).id());
    let items: BTreeSet<ItemKey> = placed.chain(local.into_iter().flatten().copied()).collect();
    let candidates = items.into_iter().filter_map(|key| {
        let entry = here.snapshot().item(key);
        let kind = entry.kind().filter(|kind| matches!(kind, Kind::Opportunity | Kind::Solution))?;
        Some((key, kind, entry.item()?))
    });
    candidates.collect()
}

/// Both marks of an item, or what it lacks.
fn marks(record: &Record) -> Result<Marks, &'static str> {
    match (record.scale("impact"), record.scale("effort")) {
        (Some(impact), Some(effort)) => Ok(Marks { impact, effort }),
        _ if record.is_unread("impact") || record.is_unread("effort") => Err("Cannot be read"),
        (Some(_), None) => Err("No effort"),
        (None, Some(_)) => Err("No impact"),
        (None, None) => Err("No impact, no effort"),
    }
}

fn entry<'a>(here: &Here<'a>, key: ItemKey, kind: Kind, item: &'a Item, marks: Marks) -> Entry<'a> {
    let urgency = match item.record.text("priority").map(|priority| priority.value) {
        Some("high") => 0,
        Some("medium") => 1,
        Some("low") => 3,
        _ => 2,
    };
    Entry {
        quadrant: marks.quadrant(),
        impact: Reverse(marks.impact),
        effort: marks.effort,
        over: is_over(item),
        urgency,
        kind,
        title: here.snapshot().item(key).title(),
        key,
    }
}

/// Whether an item is done or set aside: no choice is left to make about it.
fn is_over(item: &Item) -> bool {
    matches!(item.status(), Some("parked" | "closed" | "shipped" | "validated" | "rejected"))
}

fn group(quadrant: Quadrant) -> Group {
    Group {
        word: quadrant.word(),
        about: quadrant.about(),
        advice: quadrant.advice(),
        anchor: quadrant.anchor(),
        zone: quadrant.zone(),
        items: Vec::new(),
    }
}

/// `11 items scored, 3 quick wins open`.
fn in_short(entries: &[Entry<'_>]) -> String {
    let wins = entries.iter().filter(|entry| entry.quadrant == Quadrant::QuickWin && !entry.over).count();
    match (entries.len(), wins) {
        (0, _) => "Nothing scored".to_owned(),
        (all, 0) => format!("{} scored, no quick win open", text::count(all, "item", "items")),
        (all, wins) => {
            let wins = text::count(wins, "quick win", "quick wins");
            format!("{} scored, {wins} open", text::count(all, "item", "items"))
        }
    }
}

fn chart(quadrants: &[Group]) -> Chart {
    let scale = |place: fn(u8) -> i32| (1..=5).map(|mark| (mark, place(mark))).collect();
    let mut chart = Chart {
        width: scatter::WIDTH,
        height: scatter::HEIGHT,
        middle: scatter::MIDDLE,
        columns: scale(scatter::column),
        rows: scale(scatter::row),
        dots: Vec::new(),
        rests: Vec::new(),
    };
    for group in quadrants {
        for cell in group.items.chunk_by(|one, next| (one.impact, one.effort) == (next.impact, next.effort)) {
            draw(&mut chart, cell);
        }
    }
    chart
}

/// Draws the items of one cell.
fn draw(chart: &mut Chart, cell: &[Scored]) {
    let Some(first) = cell.first() else { return };
    let fan = Marks { impact: first.impact, effort: first.effort }.fan(cell.len());
    let drawn = fan.dots.len();
    chart.dots.extend(cell.iter().zip(fan.dots).map(|(scored, at)| Dot {
        at,
        number: scored.number,
        kind: scored.item.kind,
        over: scored.over,
        href: scored.item.href.clone(),
        text: in_words(scored),
    }));
    let rest = fan.rest.zip(cell.get(drawn)).map(|(at, hidden)| {
        let count = cell.len() - drawn;
        Rest {
            at,
            count,
            short: if count < 1000 { format!("+{count}") } else { format!("+{}k", count / 1000) },
            first: hidden.number,
            text: format!("More with impact {} and effort {}, in the list", first.impact, first.effort),
        }
    });
    chart.rests.extend(rest);
}

/// `3. Plan calculator: solution, impact 4, effort 3, shipped`.
fn in_words(scored: &Scored) -> String {
    let Scored { number, impact, effort, item, .. } = scored;
    let (kind, status) = (item.kind, item.status.word.to_lowercase());
    format!("{number}. {}: {kind}, impact {impact}, effort {effort}, {status}", item.title)
}
