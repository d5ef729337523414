//! A journey's table: every item it places or owns, one a row, to sort and to filter.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::model::{Stage, names};
use crate::snapshot::{ItemKey, JourneyKey, StepKey};
use crate::view::part::card::Card;
use crate::view::part::journey_head::{self, JourneyHead, JourneyView};
use crate::view::part::link::{Here, Link};
use crate::view::part::placement;
use crate::view::words;

/// A journey's table.
#[derive(Debug, Serialize)]
pub(super) struct TablePage {
    #[serde(flatten)]
    head: JourneyHead,
    filters: Vec<Filter>,
    /// Whether any row has a channel, so that there is a column for it.
    has_channels: bool,
    rows: Vec<Row>,
}

/// A column that rows can be filtered by.
#[derive(Debug, Serialize)]
struct Filter {
    /// What the filter is called in the page's address.
    name: &'static str,
    word: &'static str,
    /// What rows hold there, in the order of the alphabet or, where it has one, of the journey.
    options: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    item: Card,
    /// The priority as a word; empty for none.
    priority: String,
    impact: Option<u8>,
    effort: Option<u8>,
    channels: Vec<String>,
    tags: Vec<String>,
    stages: Vec<String>,
    /// Where it is placed, in the order of the steps.
    steps: Vec<Link>,
}

impl Page for TablePage {
    type Id = JourneyKey;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, JourneyKey)> {
        JourneyView::Table.pages(viewer)
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<JourneyKey> {
        JourneyView::Table.find(viewer, address.path).map_or(Route::Unknown, Route::Page)
    }

    fn about(here: &Here<'_>, key: &JourneyKey) -> About {
        JourneyView::Table.about(here, *key)
    }

    fn make(here: &Here<'_>, key: &JourneyKey) -> Option<TablePage> {
        Some(table(here, *key))
    }
}

fn table(here: &Here<'_>, key: JourneyKey) -> TablePage {
    let (items, stages) = placed_items(here, key);
    let rows: Vec<Row> = items.into_iter().map(|(item, steps)| row(here, item, &steps)).collect();
    TablePage {
        head: journey_head::head(here, key, JourneyView::Table),
        filters: filters(&rows, &stages),
        has_channels: rows.iter().any(|row| !row.channels.is_empty()),
        rows,
    }
}

/// The items of a journey with their steps there, by kind and then in the order of the map; after them what is local
/// and placed nowhere. Beside them the titles of its stages.
fn placed_items(here: &Here<'_>, key: JourneyKey) -> (Vec<(ItemKey, Vec<StepKey>)>, Vec<String>) {
    let mut steps: BTreeMap<ItemKey, Vec<StepKey>> = BTreeMap::new();
    let mut order: Vec<ItemKey> = Vec::new();
    let mut stages: Vec<String> = Vec::new();
    for (step, content) in here.viewer.steps(key) {
        let title = stage_title(here, step);
        if !stages.contains(&title) {
            stages.push(title);
        }
        for (item, _) in placement::placed(here, step, content) {
            let places = steps.entry(item).or_default();
            if places.is_empty() {
                order.push(item);
            }
            if places.last() != Some(&step) {
                places.push(step);
            }
        }
    }
    let local = here.viewer.index.local_items.get(here.snapshot().journey(key).id());
    order.extend(local.into_iter().flatten().filter(|item| !steps.contains_key(item)));
    let mut items: Vec<(ItemKey, Vec<StepKey>)> =
        order.into_iter().map(|item| (item, steps.remove(&item).unwrap_or_default())).collect();
    items.sort_by_key(|(item, _)| here.snapshot().item(*item).kind());
    (items, stages)
}

fn row(here: &Here<'_>, key: ItemKey, steps: &[StepKey]) -> Row {
    let item = here.snapshot().item(key).item();
    let scale = |name: &str| item.and_then(|item| item.record.scale(name));
    let mut stages: Vec<String> = steps.iter().map(|step| stage_title(here, *step)).collect();
    stages.dedup();
    Row {
        priority: item
            .and_then(|item| item.record.text("priority"))
            .map(|priority| words::sentence(priority.value))
            .unwrap_or_default(),
        impact: scale("impact"),
        effort: scale("effort"),
        channels: item
            .into_iter()
            .flat_map(|item| item.record.texts("channel"))
            .map(|channel| words::sentence(channel.value))
            .collect(),
        tags: item.into_iter().flat_map(|item| item.record.texts(names::TAGS)).map(|tag| tag.value.to_owned()).collect(),
        stages,
        steps: steps.iter().map(|step| here.step(*step)).collect(),
        item: here.card(key, None),
    }
}

fn stage_title(here: &Here<'_>, step: StepKey) -> String {
    let stage = here.snapshot().stage(step.stage);
    stage.and_then(|stage| Stage::title(stage).or(stage.id().map(|id| id.value))).unwrap_or_default().to_owned()
}

/// The filters that tell rows apart: one with a single answer is left out.
fn filters(rows: &[Row], stages: &[String]) -> Vec<Filter> {
    fn distinct<'r>(values: impl Iterator<Item = &'r str>) -> Vec<String> {
        let values: BTreeSet<&str> = values.filter(|value| !value.is_empty()).collect();
        values.into_iter().map(str::to_owned).collect()
    }
    let mut kinds: Vec<String> = rows.iter().map(|row| row.item.kind_word.to_owned()).collect();
    kinds.dedup();
    let owners = rows.iter().filter_map(|row| row.item.owner.as_ref()).map(|owner| owner.name.as_str());
    let used = stages.iter().filter(|stage| rows.iter().any(|row| row.stages.contains(stage)));
    let filters = [
        ("kind", "Kind", kinds),
        ("status", "Status", distinct(rows.iter().map(|row| row.item.status.word.as_str()))),
        ("owner", "Owner", distinct(owners)),
        ("priority", "Priority", ["High", "Medium", "Low"].map(str::to_owned).into()),
        ("stage", "Stage", used.cloned().collect()),
        ("channel", "Channel", distinct(rows.iter().flat_map(|row| &row.channels).map(String::as_str))),
        ("tag", "Tag", distinct(rows.iter().flat_map(|row| &row.tags).map(String::as_str))),
    ];
    let mut filters: Vec<Filter> =
        filters.into_iter().map(|(name, word, options)| Filter { name, word, options }).collect();
    for filter in filters.iter_mut().filter(|filter| filter.name == "priority") {
        filter.options.retain(|option| rows.iter().any(|row| row.priority == *option));
    }
    filters.retain(|filter| !filter.options.is_empty());
    filters
}
