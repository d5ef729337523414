//! Personas: their index and their own pages.

use serde::Serialize;

use super::card::Group;
use super::face::Face;
use super::link::{Here, Link, Steps};
use super::prose;
use super::value::{self, Field};
use super::words;
use crate::snapshot::{PersonaKey, Subject};
use crate::text;

/// The index of personas.
#[derive(Debug, Serialize)]
pub struct PersonasPage {
    personas: Vec<Profile>,
}

#[derive(Debug, Serialize)]
struct Profile {
    #[serde(flatten)]
    face: Face,
    job: Option<String>,
    #[serde(rename = "use")]
    used: String,
}

/// A persona's page.
#[derive(Debug, Serialize)]
pub struct PersonaPage {
    #[serde(flatten)]
    face: Face,
    job: Option<String>,
    lists: Vec<Lines>,
    description: Option<String>,
    fields: Vec<Field>,
    custom: Vec<Field>,
    journeys: Vec<Steps>,
    groups: Vec<Group>,
    signals: Vec<Link>,
    mentioned: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Lines {
    title: String,
    lines: Vec<String>,
}

pub(super) fn personas(here: &Here<'_>) -> PersonasPage {
    let index = &here.viewer.index;
    let profiles = here.snapshot().personas().map(|entry| {
        let journeys = index.persona_journeys.get(&entry.key()).map_or(0, |journeys| journeys.len());
        let items = index.persona_items.get(&entry.key()).map_or(0, |items| items.len());
        let job = entry.persona().and_then(|persona| persona.record.text("job"));
        Profile {
            face: here.persona_face(entry.key()),
            job: job.map(|job| job.value.to_owned()),
            used: format!("{}, {}", text::count(journeys, "journey", "journeys"), text::count(items, "item", "items")),
        }
    });
    PersonasPage { personas: profiles.collect() }
}

pub(super) fn persona(here: &Here<'_>, key: PersonaKey) -> PersonaPage {
    const LISTS: [&str; 3] = ["goals", "frustrations", "motivations"];
    let entry = here.snapshot().persona(key);
    let index = &here.viewer.index;
    let record = entry.persona().map(|persona| &persona.record);
    let lists = LISTS.iter().filter_map(|name| {
        let lines: Vec<String> = record?.texts(name).map(|line| line.value.to_owned()).collect();
        (!lines.is_empty()).then(|| Lines { title: words::field(name), lines })
    });
    let steps = index.persona_steps.get(&key).into_iter().flatten().map(|step| (*step, None));
    PersonaPage {
        face: here.persona_face(key),
        job: record.and_then(|record| record.text("job")).map(|job| job.value.to_owned()),
        lists: lists.collect(),
        description: entry.persona().and_then(|persona| prose::render(here, &persona.body, entry.path(), 2)),
        fields: record
            .map(|record| value::fields(here, record, &[&LISTS[..], &["name", "role", "job"]].concat()))
            .unwrap_or_default(),
        custom: record.map(value::custom).unwrap_or_default(),
        journeys: here.by_journey(index.persona_journeys.get(&key).into_iter().flatten().copied(), steps),
        groups: here.groups(index.persona_items.get(&key).into_iter().flatten().copied()),
        signals: index.persona_signals.get(&key).into_iter().flatten().map(|signal| here.signal(*signal)).collect(),
        mentioned: here.mentioned(&Subject::Persona(key)),
    }
}
