//! Journeys with their stages and steps, and what leads to each of them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Serialize;

use super::place::{Identity, Located, Named, Places};
use crate::model::{FieldValue, Fields, Journey, Record, Stage, Step, names};
use crate::snapshot::{ItemKey, JourneyEntry, Snapshot, StageKey, StepKey, Subject};
use crate::text::WsPath;

#[derive(Serialize)]
struct JourneyOut<'p> {
    id: &'p str,
    title: &'p str,
    status: Option<&'p str>,
    state: Option<&'p str>,
    future_of: Option<&'p str>,
    #[serde(flatten)]
    located: Located<'p>,
    fields: Option<Fields<'p>>,
    stages: Vec<StageOut<'p>>,
    own_items: Vec<&'p str>,
    nested_in: Vec<&'p str>,
    mentions: Vec<Named<'p>>,
    mentioned_by: Vec<Named<'p>>,
}

#[derive(Serialize)]
struct StageOut<'p> {
    address: &'p str,
    fields: Fields<'p>,
    steps: Vec<StepOut<'p>>,
    mentions: Vec<Named<'p>>,
    mentioned_by: Vec<Named<'p>>,
}

#[derive(Serialize)]
struct StepOut<'p> {
    address: &'p str,
    page: Option<WsPath>,
    fields: Cow<'p, Record>,
    items: Vec<&'p str>,
    journeys: Vec<&'p str>,
    personas: Vec<&'p str>,
    signals: Vec<&'p str>,
    mentions: Vec<Named<'p>>,
    mentioned_by: Vec<Named<'p>>,
}

pub(super) fn journey<'p>(places: &'p Places<'_>, entry: JourneyEntry<'p>) -> impl Serialize + use<'p> {
    let (snapshot, key) = (places.snapshot, entry.key());
    let is_first = snapshot.find_journey(entry.id()).found() == Some(key);
    let document = entry.journey();
    let stages = document.into_iter().flat_map(Journey::stages).enumerate();
    let subject = Subject::Journey(key);
    let future_of = document.and_then(Journey::future_of).and_then(|of| snapshot.find_journey(of.value).found());
    JourneyOut {
        id: entry.id(),
        title: entry.title(),
        status: document.and_then(Journey::status),
        state: document.and_then(Journey::state),
        future_of: future_of.map(|key| snapshot.journey(key).id()),
        located: places.located(entry.file(), &subject, Identity { is_first, is_contested: entry.is_contested() }),
        fields: document.map(|journey| journey.record.without(&[names::STAGES])),
        stages: stages.map(|(at, own)| stage(places, entry, StageKey { journey: key, stage: at }, own)).collect(),
        own_items: places.items(places.named.local_items.get(entry.id()).into_iter().flatten()),
        nested_in: places.steps(snapshot.nested_in(key)),
        mentions: places.mentions(&subject),
        mentioned_by: places.mentioned_by(&subject),
    }
}

fn stage<'p>(places: &'p Places<'_>, entry: JourneyEntry<'p>, key: StageKey, stage: Stage<'p>) -> StageOut<'p> {
    let steps = stage.steps().enumerate();
    let subject = Subject::Stage(key);
    StageOut {
        address: places.stage(key),
        fields: stage.record.without(&[names::STEPS]),
        steps: steps.map(|(at, own)| step(places, entry, StepKey { stage: key, step: at }, own)).collect(),
        mentions: places.mentions(&subject),
        mentioned_by: places.mentioned_by(&subject),
    }
}

fn step<'p>(places: &'p Places<'_>, entry: JourneyEntry<'p>, key: StepKey, step: Step<'p>) -> StepOut<'p> {
    let snapshot = places.snapshot;
    let placed = step.placements().filter_map(|placement| snapshot.find_item(placement.item.value).found());
    let placed: Vec<ItemKey> = placed.filter(|item| snapshot.item(*item).is_placeable_in(entry.id())).collect();
    let nested: Vec<_> = step.journeys().filter_map(|id| snapshot.find_journey(id.value).found()).collect();
    let personas: Vec<_> = step.personas().filter_map(|id| snapshot.find_persona(id.value).found()).collect();
    let subject = Subject::Step(key);
    StepOut {
        address: places.step(key),
        page: places.published.page(&subject),
        fields: by_living_ids(snapshot, step),
        items: places.items(&placed),
        journeys: places.journeys(&nested),
        personas: places.personas(&personas),
        signals: places.signals(places.named.step_signals.get(&key).into_iter().flatten()),
        mentions: places.mentions(&subject),
        mentioned_by: places.mentioned_by(&subject),
    }
}

/// The fields of a step, with its marks by the IDs that its personas have now.
fn by_living_ids<'p>(snapshot: &Snapshot, step: Step<'p>) -> Cow<'p, Record> {
    let living = |id: &str| snapshot.find_persona(id).found().map(|key| snapshot.persona(key).id());
    if step.emotions().iter().all(|(id, _)| living(&id.value).is_none_or(|living| living == id.value)) {
        return Cow::Borrowed(step.record);
    }
    let mut record = step.record.clone();
    for slot in &mut record.slots {
        let FieldValue::Emotions(marks) = &mut slot.value.value else { continue };
        let mut seen = BTreeSet::new();
        marks.by_persona.retain_mut(|(id, _)| {
            if let Some(living) = living(&id.value) {
                id.value = living.to_owned();
            }
            seen.insert(id.value.clone())
        });
    }
    Cow::Owned(record)
}
