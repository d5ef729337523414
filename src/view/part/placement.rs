//! What is placed on steps: items, nested journeys, the texts of lanes.

use std::collections::BTreeSet;

use super::link::{Here, Link};
use crate::model::{Kind, Placement, Step};
use crate::snapshot::{ItemEntry, ItemKey, JourneyKey, StepKey};
use crate::text;

/// Every item that a journey places.
pub(in crate::view) fn all_placed(here: &Here<'_>, key: JourneyKey) -> BTreeSet<ItemKey> {
    let steps = here.viewer.steps(key);
    steps.iter().flat_map(|(step, content)| placed(here, *step, *content)).map(|(item, _)| item).collect()
}

/// The items placed on a step with what is said of them there, in order. What may not be placed there is left out.
pub(in crate::view) fn placed<'a>(here: &Here<'a>, key: StepKey, step: Step<'a>) -> Vec<(ItemKey, Placement<'a>)> {
    let snapshot = here.snapshot();
    let journey = snapshot.journey(key.stage.journey).id();
    let placements = step.placements().filter_map(|placement| {
        let item = snapshot.find_item(placement.item.value).found()?;
        snapshot.item(item).is_placeable_in(journey).then_some((item, placement))
    });
    placements.collect()
}

/// How many items of each kind a journey places, each once.
pub(in crate::view) fn kind_counts(here: &Here<'_>, key: JourneyKey) -> [usize; Kind::ALL.len()] {
    let placed = all_placed(here, key);
    Kind::ALL.map(|kind| placed.iter().filter(|item| here.snapshot().item(**item).kind() == Some(kind)).count())
}

/// The journeys that place a block.
pub(in crate::view) fn journeys_of(here: &Here<'_>, entry: ItemEntry<'_>) -> BTreeSet<JourneyKey> {
    here.snapshot().placed_on(entry.key()).iter().map(|place| place.step.stage.journey).collect()
}

/// The journeys nested in a step.
pub(in crate::view) fn nested_journeys(here: &Here<'_>, step: Step<'_>) -> Vec<Link> {
    let links = step.journeys().map(|id| match here.snapshot().find_journey(id.value).found() {
        Some(key) => {
            let steps = here.viewer.steps(key).len();
            here.journey(key).aside(text::count(steps, "step", "steps"))
        }
        None => Link::broken(id.value),
    });
    links.collect()
}
