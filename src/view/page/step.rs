//! A step's page: what happens, everything placed on it, the steps around it.

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::address;
use crate::view::part::frame::{About, Section};
use crate::model::{Kind, Emotion, Step};
use crate::snapshot::{JourneyEntry, Lookup, StepKey, Subject};
use crate::view::part::card::Group;
use crate::view::part::face::Face;
use crate::view::part::lane;
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::{Aspect, Beginning, List};
use crate::view::part::pain::{self, Pain};
use crate::view::part::picture::{self, Picture};
use crate::view::part::placement;
use crate::view::part::prose;
use crate::view::part::value::{self, Field};
use crate::view::past::history::History;
use crate::view::words;

/// A step's page.
#[derive(Debug, Serialize)]
pub(super) struct StepPage {
    title: String,
    address: String,
    position: String,
    /// Whether it makes or breaks the journey.
    moment: bool,
    /// How long it takes, in the author's words.
    duration: Option<String>,
    tags: Vec<String>,
    image: Option<Picture>,
    /// What is done about a painful step.
    pain: Option<Pain>,
    mood: Option<Feeling>,
    /// How it feels to each persona, where that is told apart.
    moods: Vec<PersonaFeeling>,
    personas: Vec<Face>,
    description: Option<String>,
    lanes: Vec<LaneText>,
    groups: Vec<Group>,
    journeys: Vec<Link>,
    signals: Option<Beginning>,
    previous: Option<Link>,
    next: Option<Link>,
    elsewhere: Vec<Field>,
    custom: Vec<Field>,
    mentioned: Option<Beginning>,
    history: Option<History>,
}

#[derive(Debug, Serialize)]
struct Feeling {
    score: Emotion,
    word: &'static str,
}

#[derive(Debug, Serialize)]
struct PersonaFeeling {
    persona: Face,
    #[serde(flatten)]
    feeling: Feeling,
}

#[derive(Debug, Serialize)]
struct LaneText {
    title: String,
    text: String,
}

impl Page for StepPage {
    type Id = StepKey;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, StepKey)> {
        let of_journey = |entry: JourneyEntry<'_>| -> Vec<(WsPath, StepKey)> {
            let steps = viewer.steps(entry.key()).into_iter().filter(|(key, _)| viewer.has_page(*key));
            steps.filter_map(|(key, step)| Some((address::step(entry.id(), step.id()?.value), key))).collect()
        };
        viewer.snapshot.journeys().flat_map(of_journey).collect()
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<StepKey> {
        let ["journeys", journey, "steps", _] = address.parts.as_slice() else { return Route::Unknown };
        let Lookup::Found(key) = viewer.snapshot.find_journey(journey) else { return Route::Unknown };
        let is_meant = |step: &Step<'_>| step.id().is_some_and(|id| id.value == address.stem);
        let mut steps = viewer.steps(key).into_iter();
        match steps.find(|(key, step)| is_meant(step) && viewer.has_page(*key)) {
            Some((step, _)) => address.is(&address::step(journey, address.stem), step),
            None => Route::Unknown,
        }
    }

    fn about(here: &Here<'_>, key: &StepKey) -> About {
        let entry = here.snapshot().journey(key.stage.journey);
        let about = About::record(here, &here.step(*key).text, Section::Journeys, entry.path());
        let mut crumbs = about.crumbs;
        crumbs.extend([here.journey(key.stage.journey), here.stage(key.stage)]);
        let step = here.snapshot().step(*key).and_then(Step::id).map(|id| id.value.to_owned());
        About { crumbs, step, ..about }
    }

    fn make(here: &Here<'_>, key: &StepKey) -> Option<StepPage> {
        step(here, *key)
    }
}

fn step(here: &Here<'_>, key: StepKey) -> Option<StepPage> {
    let step = here.snapshot().step(key)?;
    let steps = here.viewer.steps(key.stage.journey);
    let at = steps.iter().position(|(other, _)| *other == key)?;
    let lanes = lane::lanes(here).into_iter();
    let lanes = lanes.filter_map(|own| {
        Some(LaneText { title: own.title.to_owned(), text: lane::cell(here, key, &own)? })
    });
    let neighbour = |at: Option<usize>| at.and_then(|at| steps.get(at)).map(|(key, _)| here.step(*key));
    Some(StepPage {
        title: here.step(key).text,
        address: here.snapshot().address(key),
        position: match here.snapshot().journey(key.stage.journey).is_whole() {
            true => format!("Step {} of {}", at + 1, steps.len()),
            false => format!("Step {}", at + 1),
        },
        moment: step.is_moment_of_truth(),
        duration: step.duration().map(str::to_owned),
        tags: step.tags().map(|tag| tag.value.to_owned()).collect(),
        mood: step.emotion().map(feeling),
        moods: moods(here, step),
        pain: pain::pain(here, key),
        image: picture::picture(here, here.snapshot().journey(key.stage.journey).path(), step.record.image(), &here.step(key).text),
        personas: step.personas().map(|id| here.persona_named(id.value)).collect(),
        description: prose::render(here, &Subject::Step(key), step.description(), 2),
        lanes: lanes.collect(),
        groups: groups(here, key, step),
        journeys: placement::nested_journeys(here, step),
        signals: List::new(Subject::Step(key), Aspect::Signals).beginning(here),
        previous: neighbour(at.checked_sub(1)).filter(|link| link.href.is_some()),
        next: neighbour(Some(at + 1)).filter(|link| link.href.is_some()),
        elsewhere: value::elsewhere(step.record),
        custom: value::custom(step.record),
        mentioned: here.mentioned(&Subject::Step(key)),
        history: here.step_history(key),
    })
}

fn feeling(score: Emotion) -> Feeling {
    Feeling { score, word: words::feeling(score) }
}

fn moods(here: &Here<'_>, step: Step<'_>) -> Vec<PersonaFeeling> {
    let each = step.emotions().iter();
    each.map(|(id, mark)| PersonaFeeling { persona: here.persona_named(id), feeling: feeling(*mark) }).collect()
}

/// The items by kind, as in the lanes of the map, with their notes.
fn groups(here: &Here<'_>, key: StepKey, step: Step<'_>) -> Vec<Group> {
    let placed = placement::placed(here, key, step);
    let groups = Kind::ALL.into_iter().filter_map(|kind| {
        let of_kind = placed.iter().filter(|(item, _)| here.snapshot().item(*item).kind() == Some(kind));
        let items: Vec<_> = of_kind.map(|(item, placement)| here.placed_card(*item, placement)).collect();
        (!items.is_empty()).then(|| Group { kind: kind.name(), word: words::kinds(kind), items, more: None })
    });
    groups.collect()
}
