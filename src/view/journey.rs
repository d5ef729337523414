//! A journey's page: the map, and the same stage by stage.

use std::collections::BTreeSet;

use serde::Serialize;

use super::card::Card;
use super::face::Face;
use super::head::{self, JourneyHead, JourneyView};
use super::link::{Here, Link};
use super::listing::{Aspect, Beginning, List};
use super::plot::{self, Mood};
use super::prose;
use super::value::{self, Field};
use super::words;
use crate::model::{Journey, Kind, Stage, Step};
use crate::snapshot::{ItemKey, JourneyKey, StageKey, StepKey, Subject};
use crate::text;

/// A journey's page.
#[derive(Debug, Serialize)]
pub struct JourneyPage {
    #[serde(flatten)]
    head: JourneyHead,
    /// CSS classes by the number of steps.
    width: String,
    /// What a table's caption is for: the map in a sentence.
    caption: String,
    toggles: Vec<Toggle>,
    stages: Vec<StageView>,
    steps: Vec<StepHead>,
    lanes: Vec<Lane>,
    description: Option<String>,
    personas: Vec<Face>,
    unplaced: Vec<Card>,
    part_of: Option<Beginning>,
    custom: Vec<Field>,
    mentioned: Option<Beginning>,
}

#[derive(Debug, Serialize)]
struct StageView {
    /// The anchor; empty where the ID is missing or taken.
    id: String,
    title: String,
    summary: Option<String>,
    description: Option<String>,
    steps: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct StepHead {
    /// The anchor; empty where the ID is missing or taken.
    id: String,
    title: String,
    href: Option<String>,
    number: usize,
    /// Whether it is the first of its stage.
    opens: bool,
}

/// A lane's box that shows or hides it.
#[derive(Debug, Serialize)]
struct Toggle {
    kind: &'static str,
    word: &'static str,
}

#[derive(Debug, Serialize)]
struct Lane {
    /// What the lane's box is called by.
    row: &'static str,
    /// The hue.
    kind: &'static str,
    title: String,
    count: usize,
    #[serde(flatten)]
    cells: Cells,
}

/// A lane's cells, one a step.
#[derive(Debug, Serialize)]
#[serde(tag = "type", content = "cells", rename_all = "lowercase")]
enum Cells {
    Emotion(Vec<Mood>),
    Items(Vec<Vec<Card>>),
    Journeys(Vec<Vec<Link>>),
    Personas(Vec<Vec<Face>>),
    Text(Vec<Option<String>>),
}

/// A step with what it was found by.
type Steps<'a> = [(StepKey, Step<'a>)];

pub(super) fn journey(here: &Here<'_>, key: JourneyKey) -> JourneyPage {
    let entry = here.snapshot().journey(key);
    let document = entry.journey();
    let record = document.map(|journey| &journey.record);
    let steps = here.viewer.steps(key);
    let lanes = lanes(here, &steps);
    let contents: Vec<Step<'_>> = steps.iter().map(|(_, step)| *step).collect();
    let personas = document.into_iter().flat_map(Journey::personas);
    JourneyPage {
        head: head::head(here, key, JourneyView::Map),
        width: width(steps.len()),
        caption: format!("{}. Stages and steps across, lanes down. {}", entry.title(), plot::in_words(&contents)),
        toggles: toggles(&lanes),
        stages: document.map(|journey| stages(here, key, journey)).unwrap_or_default(),
        steps: step_heads(here, &steps),
        lanes,
        description: record.and_then(|record| prose::render(here, record.prose("description")?, entry.path(), 3)),
        personas: personas.map(|id| here.persona_named(id.value)).collect(),
        unplaced: unplaced(here, entry.id()),
        part_of: List::new(Subject::Journey(key), Aspect::Nested).beginning(here),
        custom: record.map(value::custom).unwrap_or_default(),
        mentioned: here.mentioned(&Subject::Journey(key)),
    }
}

/// How many items of each kind a journey places, each once.
pub(super) fn kind_counts(here: &Here<'_>, key: JourneyKey) -> [usize; 5] {
    let placed: BTreeSet<ItemKey> = here
        .viewer
        .steps(key)
        .iter()
        .flat_map(|(step, content)| placed(here, *step, *content))
        .map(|(item, _)| item)
        .collect();
    Kind::ALL.map(|kind| placed.iter().filter(|item| here.snapshot().item(**item).kind() == Some(kind)).count())
}

/// The items placed on a step with their notes, in order. What may not be placed there is left out.
pub(super) fn placed<'a>(here: &Here<'a>, key: StepKey, step: Step<'a>) -> Vec<(ItemKey, Option<&'a str>)> {
    let snapshot = here.snapshot();
    let journey = snapshot.journey(key.stage.journey).id();
    let placements = step.placements().filter_map(|placement| {
        let item = snapshot.find_item(placement.item.value).found()?;
        snapshot.item(item).is_placeable_in(journey).then_some((item, placement.note))
    });
    placements.collect()
}

fn lanes(here: &Here<'_>, steps: &Steps<'_>) -> Vec<Lane> {
    let scores: Vec<Option<u8>> = steps.iter().map(|(_, step)| step.emotion()).collect();
    let mut lanes = Vec::new();
    if scores.iter().any(Option::is_some) {
        let cells = Cells::Emotion(plot::moods(&scores));
        lanes.push(Lane { row: "emotion", kind: "", title: "Experience".to_owned(), count: 0, cells });
    }
    lanes.extend(item_lanes(here, steps));
    let journeys: Vec<Vec<Link>> = steps.iter().map(|(_, step)| nested_journeys(here, *step)).collect();
    if journeys.iter().any(|cell| !cell.is_empty()) {
        let count = journeys.iter().map(Vec::len).sum();
        let cells = Cells::Journeys(journeys);
        lanes.push(Lane { row: "journeys", kind: "", title: "Nested journeys".to_owned(), count, cells });
    }
    let face = |step: &Step<'_>| step.personas().map(|id| here.persona_named(id.value)).collect();
    let personas: Vec<Vec<Face>> = steps.iter().map(|(_, step)| face(step)).collect();
    if personas.iter().any(|cell| !cell.is_empty()) {
        let cells = Cells::Personas(personas);
        lanes.push(Lane { row: "personas", kind: "", title: "Personas".to_owned(), count: 0, cells });
    }
    for (id, title) in here.snapshot().workspace().into_iter().flat_map(|workspace| workspace.lanes()) {
        let texts: Vec<Option<String>> = steps.iter().map(|(_, step)| lane_text(*step, id.value)).collect();
        if texts.iter().any(Option::is_some) {
            lanes.push(Lane { row: "text", kind: "", title: title.to_owned(), count: 0, cells: Cells::Text(texts) });
        }
    }
    lanes
}

/// One lane a kind, empty ones too: that nothing is known yet is worth seeing.
fn item_lanes(here: &Here<'_>, steps: &Steps<'_>) -> Vec<Lane> {
    let placed: Vec<Vec<(ItemKey, Option<&str>)>> = steps.iter().map(|(key, step)| placed(here, *key, *step)).collect();
    let lanes = Kind::ALL.map(|kind| {
        let of_kind = |item: &ItemKey| here.snapshot().item(*item).kind() == Some(kind);
        let cells: Vec<Vec<Card>> = placed
            .iter()
            .map(|items| {
                items.iter().filter(|(item, _)| of_kind(item)).map(|(item, note)| here.card(*item, *note)).collect()
            })
            .collect();
        let count = cells.iter().map(Vec::len).sum();
        let (row, title) = (kind.name(), words::kinds(kind).to_owned());
        Lane { row, kind: kind.name(), title, count, cells: Cells::Items(cells) }
    });
    lanes.into()
}

pub(super) fn nested_journeys(here: &Here<'_>, step: Step<'_>) -> Vec<Link> {
    let links = step.journeys().map(|id| match here.snapshot().find_journey(id.value).found() {
        Some(key) => {
            let steps = here.viewer.steps(key).len();
            here.journey(key).aside(text::count(steps, "step", "steps"))
        }
        None => Link::broken(id.value),
    });
    links.collect()
}

pub(super) fn lane_text(step: Step<'_>, lane: &str) -> Option<String> {
    step.lanes().iter().find(|(id, _)| id.value == lane).map(|(_, text)| text.value.clone())
}

fn toggles(lanes: &[Lane]) -> Vec<Toggle> {
    let mut toggles: Vec<Toggle> = Vec::new();
    for lane in lanes {
        let word = match lane.row {
            "emotion" => "Experience",
            "journeys" => "Nested journeys",
            "personas" => "Personas",
            "text" => "Own lanes",
            kind => kind.parse().map_or("", words::kinds),
        };
        if toggles.iter().all(|toggle| toggle.kind != lane.row) {
            toggles.push(Toggle { kind: lane.row, word });
        }
    }
    toggles
}

fn step_heads(here: &Here<'_>, steps: &Steps<'_>) -> Vec<StepHead> {
    let heads = steps.iter().enumerate().map(|(at, (key, step))| {
        let link = here.step(*key);
        let id = step.id().filter(|_| here.viewer.has_page(*key)).map_or("", |id| id.value);
        StepHead { id: id.to_owned(), title: link.text, href: link.href, number: at + 1, opens: key.step == 0 }
    });
    heads.collect()
}

fn stages(here: &Here<'_>, journey: JourneyKey, document: &Journey) -> Vec<StageView> {
    let path = here.snapshot().journey(journey).path();
    let stages = document.stages().enumerate().map(|(at, stage)| {
        let steps = stage.steps().enumerate().map(|(step_at, step)| {
            let key = StepKey { stage: StageKey { journey, stage: at }, step: step_at };
            let items = placed(here, key, step).len();
            let link = here.step(key);
            if items > 0 { link.aside(text::count(items, "item", "items")) } else { link }
        });
        let id = stage.id().map_or("", |id| id.value);
        let key = StageKey { journey, stage: at };
        let named = here.snapshot().find_address(&format!("{}/{id}", here.snapshot().journey(journey).id()));
        let is_first = named.found() == Some(Subject::Stage(key));
        StageView {
            id: if is_first { id.to_owned() } else { String::new() },
            title: stage.title().unwrap_or(id).to_owned(),
            summary: stage.record.text("summary").map(|summary| summary.value.to_owned()),
            description: Stage::description(stage).and_then(|text| prose::render(here, text, path, 4)),
            steps: steps.collect(),
        }
    });
    stages.collect()
}

/// Items local to a journey that stand on none of its steps.
fn unplaced(here: &Here<'_>, journey: &str) -> Vec<Card> {
    let local = here.viewer.index.local_items.get(journey).into_iter().flatten();
    let unplaced = local.filter(|item| here.snapshot().placed_on(**item).is_empty());
    unplaced.map(|item| here.card(*item, None)).collect()
}

/// Classes that let a style fit the map on a sheet.
fn width(steps: usize) -> String {
    const FITS: [usize; 4] = [8, 12, 16, 24];
    let fit = FITS.iter().find(|most| steps <= **most).map_or("steps-many".to_owned(), |most| format!("steps-{most}"));
    if steps <= 5 { format!("few {fit}") } else { fit }
}
