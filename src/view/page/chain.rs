//! The chains of reasons of a whole journey.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::snapshot::{ItemKey, JourneyKey};
use crate::text;
use crate::view::drawing::graph::{self, Graph};
use crate::view::part::gap::GAPS;
use crate::view::part::journey_head::{self, JourneyHead, JourneyView};
use crate::view::part::link::{Here, Link};
use crate::view::part::placement;

/// A journey's chains.
#[derive(Debug, Serialize)]
pub(super) struct ChainPage {
    #[serde(flatten)]
    head: JourneyHead,
    /// `None` when there is no item.
    graph: Option<Graph>,
    /// How much there is, in words.
    tally: String,
    gaps: Vec<GapList>,
    gap_count: usize,
    /// What is not drawn, in words.
    left_out: Vec<String>,
}

/// Items with the same gap.
#[derive(Debug, Serialize)]
struct GapList {
    /// How many and which.
    text: String,
    items: Vec<Link>,
    more: usize,
}

/// The most items of a journey that are drawn.
const MOST_OF_JOURNEY: usize = 1000;

/// The most items with one gap that are named.
const MOST_NAMED: usize = 40;

impl Page for ChainPage {
    type Id = JourneyKey;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, JourneyKey)> {
        JourneyView::Chain.pages(viewer)
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<JourneyKey> {
        JourneyView::Chain.find(viewer, address.path).map_or(Route::Unknown, Route::Page)
    }

    fn about(here: &Here<'_>, key: &JourneyKey) -> About {
        JourneyView::Chain.about(here, *key)
    }

    fn make(here: &Here<'_>, key: &JourneyKey) -> Option<ChainPage> {
        Some(chain(here, *key))
    }
}

fn chain(here: &Here<'_>, key: JourneyKey) -> ChainPage {
    let own = own_items(here, key);
    let gaps = gaps(here, &own);
    let mut left_out = Vec::new();
    let unknown = own.iter().filter(|item| here.snapshot().item(**item).kind().is_none()).count();
    if unknown > 0 {
        left_out.push(format!("{} of no known kind.", text::count(unknown, "item is", "items are")));
    }
    let shown = if own.len() > MOST_OF_JOURNEY {
        left_out.push(format!("{} more items are not drawn. The table has all.", own.len() - MOST_OF_JOURNEY));
        // What is linked tells more here.
        let is_loose =
            |key: &ItemKey| here.snapshot().leads_to(*key).is_empty() && here.snapshot().led_to_by(*key).is_empty();
        let (loose, linked): (Vec<ItemKey>, Vec<ItemKey>) = own.into_iter().partition(is_loose);
        linked.into_iter().chain(loose).take(MOST_OF_JOURNEY).collect()
    } else {
        let (shown, all) = with_linked_blocks(here, own);
        if !all {
            left_out.push("Not all building blocks that are linked with these items are drawn.".to_owned());
        }
        shown
    };
    let graph = graph::draw(here, &shown, None);
    if graph.lines_left_out > 0 {
        left_out.push(format!("{} more are not drawn.", text::count(graph.lines_left_out, "link", "links")));
    }
    let gap_count = gaps.iter().map(|list| list.items.len() + list.more).sum();
    ChainPage {
        head: journey_head::head(here, key, JourneyView::Chain),
        tally: format!(
            "{}, {}",
            text::count(graph.items(), "item", "items"),
            text::count(graph.links(), "link", "links")
        ),
        graph: Some(graph).filter(|graph| graph.items() > 0),
        gaps,
        gap_count,
        left_out,
    }
}

/// The items a journey places, in the order of its steps, then those local to it that it does not place.
fn own_items(here: &Here<'_>, key: JourneyKey) -> Vec<ItemKey> {
    let local = here.viewer.index.local_items.get(here.snapshot().journey(key).id());
    let steps = here.viewer.steps(key).into_iter();
    let placed = steps.flat_map(|(step, content)| placement::placed(here, step, content)).map(|(item, _)| item);
    let mut seen = HashSet::new();
    placed.chain(local.into_iter().flatten().copied()).filter(|item| seen.insert(*item)).collect()
}

/// Adds the building blocks that the items lead to, and those that lead to local ones; also whether these are all.
fn with_linked_blocks(here: &Here<'_>, mut items: Vec<ItemKey>) -> (Vec<ItemKey>, bool) {
    let own = items.len();
    let mut seen: HashSet<ItemKey> = items.iter().copied().collect();
    let mut at = 0;
    while let Some(item) = items.get(at).copied() {
        let is_local = here.snapshot().item(item).home().is_some();
        let causes: &[ItemKey] = if at < own && is_local { here.snapshot().led_to_by(item) } else { &[] };
        let linked = here.snapshot().leads_to(item).iter().chain(causes);
        for block in linked.filter(|block| here.snapshot().item(**block).home().is_none()) {
            if seen.contains(block) {
                continue;
            }
            if items.len() >= MOST_OF_JOURNEY {
                return (items, false);
            }
            seen.insert(*block);
            items.push(*block);
        }
        at += 1;
    }
    (items, true)
}

/// Every gap that there is, with the items that have it.
fn gaps(here: &Here<'_>, items: &[ItemKey]) -> Vec<GapList> {
    let mut by_gap: BTreeMap<usize, Vec<ItemKey>> = BTreeMap::new();
    for item in items {
        for gap in here.gaps(*item) {
            let at = GAPS.iter().position(|other| other == gap).unwrap_or_default();
            by_gap.entry(at).or_default().push(*item);
        }
    }
    let lists = by_gap.into_iter().map(|(at, items)| GapList {
        text: text::count(items.len(), GAPS[at].one, GAPS[at].many),
        items: items.iter().take(MOST_NAMED).map(|item| here.item(*item)).collect(),
        more: items.len().saturating_sub(MOST_NAMED),
    });
    lists.collect()
}

