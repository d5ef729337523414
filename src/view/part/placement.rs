//! What is placed on steps.

use std::collections::BTreeSet;

use super::link::Here;
use crate::model::Step;
use crate::snapshot::{ItemKey, JourneyKey, StepKey};

/// Every item that a journey places.
pub(in crate::view) fn all_placed(here: &Here<'_>, key: JourneyKey) -> BTreeSet<ItemKey> {
    let steps = here.viewer.steps(key);
    steps.iter().flat_map(|(step, content)| placed(here, *step, *content)).map(|(item, _)| item).collect()
}

/// The items placed on a step with their notes, in order. What may not be placed there is left out.
pub(in crate::view) fn placed<'a>(here: &Here<'a>, key: StepKey, step: Step<'a>) -> Vec<(ItemKey, Option<&'a str>)> {
    let snapshot = here.snapshot();
    let journey = snapshot.journey(key.stage.journey).id();
    let placements = step.placements().filter_map(|placement| {
        let item = snapshot.find_item(placement.item.value).found()?;
        snapshot.item(item).is_placeable_in(journey).then_some((item, placement.note))
    });
    placements.collect()
}
