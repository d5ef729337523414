//! Journeys compared: stages and steps by ID, placements by item.

use std::collections::BTreeMap;

use super::{Detail, PartEvent, field};
use crate::model::{Journey, Record, Step};

/// A stage or step, with where it stands.
struct Part<'j> {
    /// `stage setup`, or `step setup/invite-teammate`.
    name: String,
    /// The ID of the stage a step is in.
    stage: Option<&'j str>,
    record: &'j Record,
}

/// Compares two states of a journey: its own fields, then stage by stage and step by step.
pub(super) fn compare(was: &Journey, is: &Journey) -> Vec<Detail> {
    let mut details = field::compare(&was.record, &is.record, &["stages"]);
    let (old, new) = (parts(was), parts(is));
    let by_id = |parts: &'_ [(&'_ str, Part<'_>)]| -> BTreeMap<String, usize> {
        parts.iter().enumerate().map(|(at, (id, _))| ((*id).to_owned(), at)).collect()
    };
    let (old_ids, new_ids) = (by_id(&old), by_id(&new));
    for (id, part) in &old {
        if !new_ids.contains_key(*id) {
            details.push(event(part, PartEvent::Removed));
        }
    }
    let moved = moved(&old, &new, &old_ids, &new_ids);
    for (id, part) in &new {
        let Some(was) = old_ids.get(*id).map(|at| &old[*at].1) else {
            details.push(event(part, PartEvent::Added));
            details.extend(placements(part.record, None).into_iter().map(|placed| event(part, placed)));
            continue;
        };
        if was.stage != part.stage || moved.contains(id) {
            details.push(event(part, PartEvent::Moved));
        }
        let changed = field::compare(was.record, part.record, &["id", "steps", "items", "journeys"]);
        details.extend(changed.into_iter().map(|detail| event(part, PartEvent::Changed(Box::new(detail)))));
        details.extend(placements(part.record, Some(was.record)).into_iter().map(|placed| event(part, placed)));
    }
    details
}

fn event(part: &Part<'_>, event: PartEvent) -> Detail {
    Detail::Part { part: part.name.clone(), event }
}

fn parts(journey: &Journey) -> Vec<(&str, Part<'_>)> {
    let mut parts = Vec::new();
    for stage in journey.stages() {
        let Some(stage_id) = stage.id().map(|id| id.value) else { continue };
        parts.push((stage_id, Part { name: format!("stage {stage_id}"), stage: None, record: stage.record }));
        for step in stage.steps() {
            let Some(id) = step.id().map(|id| id.value) else { continue };
            let name = format!("step {stage_id}/{id}");
            parts.push((id, Part { name, stage: Some(stage_id), record: step.record }));
        }
    }
    parts
}

/// The parts that stand in both states and whose order among those changed: the fewest that explain it, being all but
/// a longest run that kept its order.
fn moved<'j>(
    old: &[(&'j str, Part<'j>)],
    new: &[(&'j str, Part<'j>)],
    old_ids: &BTreeMap<String, usize>,
    new_ids: &BTreeMap<String, usize>,
) -> Vec<&'j str> {
    // Stages are compared with stages, and steps with the steps that stay in their stage.
    let key = |part: &Part<'_>| part.stage.map(str::to_owned);
    let mut groups: BTreeMap<Option<String>, Vec<(&'j str, usize)>> = BTreeMap::new();
    for (id, part) in new {
        let Some(at) = old_ids.get(*id).filter(|at| old[**at].1.stage == part.stage) else { continue };
        if new_ids.contains_key(*id) {
            groups.entry(key(part)).or_default().push((id, *at));
        }
    }
    groups.into_values().flat_map(|group| out_of_order(&group)).collect()
}

/// The entries outside a longest increasing run of the old places.
fn out_of_order<'j>(group: &[(&'j str, usize)]) -> Vec<&'j str> {
    // The last entry of the best run of each length, and for each entry the one before it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; group.len()];
    for (at, (_, place)) in group.iter().enumerate() {
        let length = ends.partition_point(|end| group[*end].1 < *place);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut kept = vec![false; group.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    group.iter().zip(kept).filter(|(_, kept)| !kept).map(|((id, _), _)| *id).collect()
}

/// What was placed on a step and taken off it.
fn placements(is: &Record, was: Option<&Record>) -> Vec<PartEvent> {
    let placed = |record: Option<&Record>| -> Vec<String> {
        let Some(step) = record.map(|record| Step { record }) else { return Vec::new() };
        let items = step.placements().map(|placement| placement.item.value.to_owned());
        items.chain(step.journeys().map(|journey| journey.value.to_owned())).collect()
    };
    let (new, old) = (placed(Some(is)), placed(was));
    let taken = old.iter().filter(|id| !new.contains(id)).cloned().map(PartEvent::Unplaced);
    let put = new.iter().filter(|id| !old.contains(id)).cloned().map(PartEvent::Placed);
    let mut events: Vec<PartEvent> = taken.chain(put).collect();
    let notes = |record: Option<&Record>| -> BTreeMap<String, Option<String>> {
        let Some(step) = record.map(|record| Step { record }) else { return BTreeMap::new() };
        step.placements().map(|placed| (placed.item.value.to_owned(), placed.note.map(str::to_owned))).collect()
    };
    let (new_notes, old_notes) = (notes(Some(is)), notes(was));
    for (item, note) in &new_notes {
        if let Some(old) = old_notes.get(item).filter(|old| *old != note) {
            let detail = Detail::Field { name: format!("note on {item}"), from: old.clone(), to: note.clone() };
            events.push(PartEvent::Changed(Box::new(detail)));
        }
    }
    let still = |ids: &[String], others: &[String]| -> Vec<String> {
        ids.iter().filter(|id| others.contains(id)).cloned().collect()
    };
    if was.is_some() && still(&new, &old) != still(&old, &new) {
        events.push(PartEvent::Changed(Box::new(Detail::Listed {
            name: "items".to_owned(),
            added: Vec::new(),
            removed: Vec::new(),
        })));
    }
    events
}
