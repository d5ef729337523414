//! A journey's page: the map, and the same stage by stage.

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::diff::PartKind;
use crate::model::{Journey, Kind, Passage, Placement, Stage, Step, names};
use crate::snapshot::{ItemKey, JourneyKey, StageKey, StepKey, Subject};
use crate::text;
use crate::view::drawing::plot;
use crate::view::file::summary;
use crate::view::part::audience::{Audience, Choice};
use crate::view::part::card::Card;
use crate::view::part::experience::{self, CurveOf, MoodCell};
use crate::view::part::face::Face;
use crate::view::part::journey_head::{self, JourneyHead, JourneyView};
use crate::view::part::heading;
use crate::view::part::lane;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::{Aspect, Beginning, List};
use crate::view::part::pain::{self, Pain};
use crate::view::part::picture::{self, Picture};
use crate::view::part::placement::{self, placed};
use crate::view::part::prose;
use crate::view::part::value::{self, Field};
use crate::view::past::compared::MapChanges;
use crate::view::past::comparison::Badge;
use crate::view::past::history::History;
use crate::view::past::told::Told;
use crate::view::words;

/// A journey's page.
#[derive(Debug, Serialize)]
pub(super) struct JourneyPage {
    #[serde(flatten)]
    head: JourneyHead,
    /// CSS classes by the number of steps.
    width: String,
    /// What a table's caption is for: the map in a sentence.
    caption: String,
    toggles: Vec<Toggle>,
    /// The personas that the map can be looked at for.
    audience: Vec<Choice>,
    /// How many files have the summaries of its items.
    summaries: usize,
    stages: Vec<StageView>,
    steps: Vec<StepHead>,
    /// What is said of stages and steps that were on the map it is compared with.
    gone: Vec<Told>,
    lanes: Vec<Lane>,
    description: Option<String>,
    personas: Vec<Face>,
    unplaced: Vec<Card>,
    part_of: Option<Beginning>,
    elsewhere: Vec<Field>,
    custom: Vec<Field>,
    mentioned: Option<Beginning>,
    history: Option<History>,
}

#[derive(Debug, Serialize)]
struct StageView {
    /// The anchor; empty where the ID is missing or taken.
    id: String,
    /// Anchors that it had.
    former: Vec<String>,
    title: String,
    summary: Option<String>,
    description: Option<String>,
    /// The fields of the user's own.
    custom: Vec<Field>,
    steps: Vec<Link>,
    badge: Option<Badge>,
}

#[derive(Debug, Serialize)]
struct StepHead {
    /// The anchor; empty where the ID is missing or taken.
    id: String,
    /// Anchors that it had.
    former: Vec<String>,
    title: String,
    href: Option<String>,
    number: usize,
    /// Whether it is the first of its stage.
    opens: bool,
    /// The numbers of the personas it is for.
    personas: Option<String>,
    /// Whether it makes or breaks the journey.
    moment: bool,
    /// How long it takes, in the author's words.
    duration: Option<String>,
    image: Option<Picture>,
    /// What is done about a painful step.
    pain: Option<Pain>,
    badge: Option<Badge>,
}

/// A lane's box that shows or hides it; in the order of the lanes, one a lane.
#[derive(Debug, Serialize)]
struct Toggle {
    /// What the box is called by in addresses.
    name: String,
    /// The hue.
    kind: &'static str,
    word: String,
    /// Whether the lane is on the map before anything is chosen: an empty one is not.
    is_on: bool,
}

#[derive(Debug, Serialize)]
struct Lane {
    /// The icon.
    row: &'static str,
    /// The ID of a lane of the workspace's own.
    #[serde(skip)]
    own: Option<String>,
    /// The line of a service blueprint above it.
    line: Option<&'static str>,
    /// The hue.
    kind: &'static str,
    title: String,
    /// What one of its cards is, where the title says what they all are.
    word: Option<&'static str>,
    count: usize,
    /// The personas who have a curve of their own.
    curves: Vec<CurveOf>,
    #[serde(flatten)]
    cells: Cells,
}

/// A lane's cells, one a step.
#[derive(Debug, Serialize)]
#[serde(tag = "type", content = "cells", rename_all = "lowercase")]
enum Cells {
    Emotion(Vec<MoodCell>),
    Items(Vec<Vec<Placed>>),
    Journeys(Vec<Vec<Link>>),
    Personas(Vec<Vec<Face>>),
    Text(Vec<Option<String>>),
}

/// An item where it is placed.
#[derive(Debug, Serialize)]
struct Placed {
    #[serde(skip)]
    item: Option<ItemKey>,
    #[serde(flatten)]
    card: Card,
    /// The numbers of the personas it is about.
    personas: Option<String>,
}

/// A step with what it was found by.
type Steps<'a> = [(StepKey, Step<'a>)];

/// What is placed on each step, with what is said of it there.
type Placements<'a> = Vec<Vec<(ItemKey, Placement<'a>)>>;

impl Page for JourneyPage {
    type Id = JourneyKey;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, JourneyKey)> {
        JourneyView::Map.pages(viewer)
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<JourneyKey> {
        JourneyView::Map.find(viewer, address.path).map_or(Route::Unknown, Route::Page)
    }

    fn about(here: &Here<'_>, key: &JourneyKey) -> About {
        JourneyView::Map.about(here, *key)
    }

    fn make(here: &Here<'_>, key: &JourneyKey) -> Option<JourneyPage> {
        Some(journey(here, *key))
    }
}

fn journey(here: &Here<'_>, key: JourneyKey) -> JourneyPage {
    let entry = here.snapshot().journey(key);
    let subject = Subject::Journey(key);
    let document = entry.journey();
    let record = document.map(|journey| &journey.record);
    let steps = here.viewer.steps(key);
    let placements: Placements<'_> = steps.iter().map(|(key, step)| placed(here, *key, *step)).collect();
    let contents: Vec<Step<'_>> = steps.iter().map(|(_, step)| *step).collect();
    let items = placements.iter().flatten().map(|(item, _)| *item);
    let audience = Audience::new(here, key, contents.iter().copied(), items);
    let changes = here.map_changes(key);
    let mut lanes = lanes(here, &steps, &placements, &audience);
    mark_lanes(here, &mut lanes, &steps, &changes);
    let personas = document.into_iter().flat_map(Journey::personas);
    JourneyPage {
        head: journey_head::head(here, key, JourneyView::Map),
        width: width(steps.len()),
        caption: format!("{}. Stages and steps across, lanes down. {}", entry.title(), plot::in_words(&contents)),
        toggles: toggles(&lanes),
        audience: audience.choices(here),
        summaries: summary::parts(here.viewer, key).len(),
        stages: document.map(|journey| stages(here, key, journey, &changes)).unwrap_or_default(),
        steps: step_heads(here, &steps, &audience, &changes),
        gone: changes.gone,
        lanes,
        description: prose::render(here, &subject, record.and_then(|record| record.prose(names::DESCRIPTION)), 3),
        personas: personas.map(|id| here.persona_named(id.value)).collect(),
        unplaced: unplaced(here, entry.id()),
        part_of: List::new(subject.clone(), Aspect::Nested).beginning(here),
        elsewhere: record.map(value::elsewhere).unwrap_or_default(),
        custom: record.map(value::custom).unwrap_or_default(),
        mentioned: here.mentioned(&subject),
        history: here.journey_history(key),
    }
}

fn lanes(here: &Here<'_>, steps: &Steps<'_>, placements: &Placements<'_>, audience: &Audience) -> Vec<Lane> {
    let row = |row, title: &str, count, cells| {
        let title = title.to_owned();
        Lane { row, own: None, line: None, kind: "", title, word: None, count, curves: Vec::new(), cells }
    };
    let mut lanes = Vec::new();
    if let Some(experience) = experience::experience(here, steps, audience) {
        let curve = row("emotion", "Experience", 0, Cells::Emotion(experience.cells));
        lanes.push(Lane { curves: experience.curves, ..curve });
    }
    lanes.extend(Kind::ALL.map(|kind| item_lane(here, kind, placements, audience)));
    let journeys: Vec<Vec<Link>> = steps.iter().map(|(_, step)| placement::nested_journeys(here, *step)).collect();
    if journeys.iter().any(|cell| !cell.is_empty()) {
        let count = journeys.iter().map(Vec::len).sum();
        let nested = row("journeys", "Nested journeys", count, Cells::Journeys(journeys));
        lanes.push(Lane { word: Some("Nested journey"), ..nested });
    }
    let face = |step: &Step<'_>| step.personas().map(|id| here.persona_named(id.value)).collect();
    let personas: Vec<Vec<Face>> = steps.iter().map(|(_, step)| face(step)).collect();
    if personas.iter().any(|cell| !cell.is_empty()) {
        lanes.push(row("personas", "Personas", 0, Cells::Personas(personas)));
    }
    let mut above = None;
    for own in lane::lanes(here) {
        let texts: Vec<Option<String>> = steps.iter().map(|(key, _)| lane::cell(here, *key, &own)).collect();
        if texts.iter().any(Option::is_some) {
            let line = above.and_then(|above| lane::line_between(above, own.lane_type));
            let cells = row("text", own.title, 0, Cells::Text(texts));
            lanes.push(Lane { own: Some(own.id.value.to_owned()), line, ..cells });
            above = Some(own.lane_type);
        }
    }
    lanes
}

/// The lane of a kind, also an empty one, which can be turned on.
fn item_lane(here: &Here<'_>, kind: Kind, placements: &Placements<'_>, audience: &Audience) -> Lane {
    let cell = |items: &Vec<(ItemKey, Placement<'_>)>| -> Vec<Placed> {
        let of_kind = items.iter().filter(|(item, _)| here.snapshot().item(*item).kind() == Some(kind));
        let cards = of_kind.map(|(item, placement)| Placed {
            item: Some(*item),
            card: here.placed_card(*item, placement),
            personas: audience.of_item(here, *item),
        });
        cards.collect()
    };
    let cells: Vec<Vec<Placed>> = placements.iter().map(cell).collect();
    let count = cells.iter().map(Vec::len).sum();
    let (name, title) = (kind.name(), words::kinds(kind).to_owned());
    let word = Some(words::kind(Some(kind)));
    Lane { row: name, own: None, line: None, kind: name, title, word, count, curves: Vec::new(), cells: Cells::Items(cells) }
}

/// Marks items that did not stand on a step before, and shows those that no longer do.
fn mark_lanes(here: &Here<'_>, lanes: &mut [Lane], steps: &Steps<'_>, changes: &MapChanges) {
    if changes.has_no_placements() {
        return;
    }
    for lane in lanes {
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == lane.kind);
        let (Some(kind), Cells::Items(cells)) = (kind, &mut lane.cells) else { continue };
        for (cell, (_, step)) in cells.iter_mut().zip(steps) {
            let Some(id) = step.id() else { continue };
            for placed in
                cell.iter_mut().filter(|placed| placed.item.is_some_and(|item| changes.is_placed(id.value, item)))
            {
                placed.card.badge.get_or_insert(Badge::PLACED);
            }
            let taken_off = here.taken_off(changes, id.value, kind).into_iter();
            cell.extend(taken_off.map(|card| Placed { item: None, card, personas: None }));
        }
    }
}

fn toggles(lanes: &[Lane]) -> Vec<Toggle> {
    let name = |lane: &Lane| match &lane.own {
        Some(id) => format!("lane-{id}"),
        None => lane.row.to_owned(),
    };
    let is_on = |lane: &Lane| match &lane.cells {
        Cells::Items(cells) => cells.iter().any(|cell| !cell.is_empty()),
        _ => true,
    };
    let toggle = |lane: &Lane| {
        Toggle { name: name(lane), kind: lane.kind, word: lane.title.clone(), is_on: is_on(lane) }
    };
    lanes.iter().map(toggle).collect()
}

fn step_heads(here: &Here<'_>, steps: &Steps<'_>, audience: &Audience, changes: &MapChanges) -> Vec<StepHead> {
    let journey = steps.first().and_then(|(key, _)| here.snapshot().journey(key.stage.journey).journey());
    let former = journey.map(heading::former_columns).unwrap_or_default();
    let heads = steps.iter().enumerate().map(|(at, (key, step))| {
        let link = here.step(*key);
        let id = step.id().filter(|id| here.viewer.has_page(*key) && heading::is_free(id.value));
        let id = id.map_or("", |id| id.value);
        let title = link.text;
        StepHead {
            id: id.to_owned(),
            former: owned(former.get(&Passage::Step(key.stage.stage, key.step))),
            title: title.clone(),
            href: link.href,
            number: at + 1,
            opens: key.step == 0,
            personas: audience.of_step(here, *step),
            moment: step.is_moment_of_truth(),
            duration: step.duration().map(str::to_owned),
            pain: pain::pain(here, *key),
            image: picture::picture(here, here.snapshot().journey(key.stage.journey).path(), step.record.image(), &title),
            badge: step.id().and_then(|id| changes.of_part(PartKind::Step, id.value)),
        }
    });
    heads.collect()
}

fn stages(here: &Here<'_>, journey: JourneyKey, document: &Journey, changes: &MapChanges) -> Vec<StageView> {
    let former = heading::former_columns(document);
    let stages = document.stages().enumerate().map(|(at, stage)| {
        let steps = stage.steps().enumerate().map(|(step_at, step)| {
            let key = StepKey { stage: StageKey { journey, stage: at }, step: step_at };
            let items = placed(here, key, step).len();
            let link = here.step(key);
            if items > 0 { link.aside(text::count(items, "item", "items")) } else { link }
        });
        let id = stage.id().map_or("", |id| id.value);
        let key = StageKey { journey, stage: at };
        StageView {
            id: here.viewer.stage_anchor(key).unwrap_or_default().to_owned(),
            former: owned(former.get(&Passage::Stage(at))),
            title: stage.title().unwrap_or(id).to_owned(),
            summary: stage.record.text(names::SUMMARY).map(|summary| summary.value.to_owned()),
            description: prose::render(here, &Subject::Stage(key), Stage::description(stage), 4),
            custom: value::custom(stage.record),
            steps: steps.collect(),
            badge: changes.of_part(PartKind::Stage, id),
        }
    });
    stages.collect()
}

fn owned(texts: Option<&Vec<&str>>) -> Vec<String> {
    texts.into_iter().flatten().map(|text| (*text).to_owned()).collect()
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
