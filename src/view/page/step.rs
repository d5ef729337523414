//! A step's page: what happens, everything placed on it, the steps around it.

use serde::Serialize;

use super::journey;
use crate::model::{Kind, Step};
use crate::snapshot::{StepKey, Subject};
use crate::view::part::card::Group;
use crate::view::part::face::Face;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::{Aspect, Beginning, List};
use crate::view::part::placement;
use crate::view::part::prose;
use crate::view::past::history::History;
use crate::view::words;

/// A step's page.
#[derive(Debug, Serialize)]
pub struct StepPage {
    title: String,
    address: String,
    position: String,
    mood: Option<Feeling>,
    personas: Vec<Face>,
    description: Option<String>,
    lanes: Vec<LaneText>,
    groups: Vec<Group>,
    journeys: Vec<Link>,
    signals: Option<Beginning>,
    previous: Option<Link>,
    next: Option<Link>,
    mentioned: Option<Beginning>,
    history: Option<History>,
}

#[derive(Debug, Serialize)]
struct Feeling {
    score: u8,
    word: &'static str,
}

#[derive(Debug, Serialize)]
struct LaneText {
    title: String,
    text: String,
}

pub(in crate::view) fn step(here: &Here<'_>, key: StepKey) -> Option<StepPage> {
    let step = here.snapshot().step(key)?;
    let steps = here.viewer.steps(key.stage.journey);
    let at = steps.iter().position(|(other, _)| *other == key)?;
    let lanes = here.snapshot().workspace().into_iter().flat_map(|workspace| workspace.lanes());
    let lanes = lanes.filter_map(|(id, title)| {
        Some(LaneText { title: title.to_owned(), text: journey::lane_text(step, id.value)? })
    });
    let neighbour = |at: Option<usize>| at.and_then(|at| steps.get(at)).map(|(key, _)| here.step(*key));
    Some(StepPage {
        title: here.step(key).text,
        address: here.snapshot().address(key),
        position: format!("Step {} of {}", at + 1, steps.len()),
        mood: step.emotion().map(|score| Feeling { score, word: words::feeling(score) }),
        personas: step.personas().map(|id| here.persona_named(id.value)).collect(),
        description: prose::render(here, &Subject::Step(key), step.description(), 2),
        lanes: lanes.collect(),
        groups: groups(here, key, step),
        journeys: journey::nested_journeys(here, step),
        signals: List::new(Subject::Step(key), Aspect::Signals).beginning(here),
        previous: neighbour(at.checked_sub(1)).filter(|link| link.href.is_some()),
        next: neighbour(Some(at + 1)).filter(|link| link.href.is_some()),
        mentioned: here.mentioned(&Subject::Step(key)),
        history: here.step_history(key),
    })
}

/// The items by kind, as in the lanes of the map, with their notes.
fn groups(here: &Here<'_>, key: StepKey, step: Step<'_>) -> Vec<Group> {
    let placed = placement::placed(here, key, step);
    let groups = Kind::ALL.into_iter().filter_map(|kind| {
        let of_kind = placed.iter().filter(|(item, _)| here.snapshot().item(*item).kind() == Some(kind));
        let items: Vec<_> = of_kind.map(|(item, note)| here.card(*item, *note)).collect();
        (!items.is_empty()).then(|| Group { kind: kind.name(), word: words::kinds(kind), items, more: None })
    });
    groups.collect()
}
