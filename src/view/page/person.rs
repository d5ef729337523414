//! Personas: their index and their own pages.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::FileKind;
use crate::snapshot::{JourneyKey, PersonaKey, Subject};
use crate::text;
use crate::view::address;
use crate::view::part::card::Group;
use crate::view::part::face::Face;
use crate::view::part::link::{Here, Link, Steps};
use crate::view::part::listing::{Aspect, Beginning, List, SHOWN};
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::part::prose;
use crate::view::part::value::{self, Field};
use crate::view::past::history::History;
use crate::view::words;

/// The most steps of a journey that a persona's page names.
const MOST_STEPS: usize = 8;

/// A page of the index of personas.
#[derive(Debug, Serialize)]
pub struct PersonasPage {
    count: usize,
    personas: Vec<Profile>,
    pager: Option<Pager>,
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
    more_journeys: Option<Link>,
    /// What is said where no journey names the persona.
    no_journey: &'static str,
    groups: Vec<Group>,
    signals: Option<Beginning>,
    mentioned: Option<Beginning>,
    history: Option<History>,
}

#[derive(Debug, Serialize)]
struct Lines {
    title: String,
    lines: Vec<String>,
}

pub(in crate::view) fn personas(here: &Here<'_>, number: PageNumber) -> PersonasPage {
    let index = &here.viewer.index;
    let profiles = number.rows(here.snapshot().personas()).map(|entry| {
        let journeys = index.persona_journeys.get(&entry.key()).map_or(0, |journeys| journeys.len());
        let items = index.persona_items.get(&entry.key()).map_or(0, |items| items.len());
        let job = entry.persona().and_then(|persona| persona.record.text("job"));
        Profile {
            face: here.persona_face(entry.key()),
            job: job.map(|job| job.value.to_owned()),
            used: format!("{}, {}", text::count(journeys, "journey", "journeys"), text::count(items, "item", "items")),
        }
    });
    let count = here.snapshot().personas().count();
    let pager = Pager::new(here, &address::personas(), number, count);
    PersonasPage { count, personas: profiles.collect(), pager }
}

pub(in crate::view) fn persona(here: &Here<'_>, key: PersonaKey) -> PersonaPage {
    const LISTS: [&str; 3] = ["goals", "frustrations", "motivations"];
    let entry = here.snapshot().persona(key);
    let index = &here.viewer.index;
    let record = entry.persona().map(|persona| &persona.record);
    let lists = LISTS.iter().filter_map(|name| {
        let lines: Vec<String> = record?.texts(name).map(|line| line.value.to_owned()).collect();
        (!lines.is_empty()).then(|| Lines { title: words::field(name), lines })
    });
    let subject = Subject::Persona(key);
    let list = |aspect: Aspect| List::new(subject.clone(), aspect);
    let journeys = index.persona_journeys.get(&key);
    let shown: BTreeSet<JourneyKey> = journeys.into_iter().flatten().copied().take(SHOWN).collect();
    let steps = index.persona_steps.get(&key).into_iter().flatten();
    let steps = steps.filter(|step| shown.contains(&step.stage.journey)).map(|step| (*step, None));
    PersonaPage {
        face: here.persona_face(key),
        job: record.and_then(|record| record.text("job")).map(|job| job.value.to_owned()),
        lists: lists.collect(),
        description: prose::render(here, &subject, entry.persona().map(|persona| &persona.body), 2),
        fields: record
            .map(|record| value::fields(here, record, &[&LISTS[..], &["name", "role", "job"]].concat()))
            .unwrap_or_default(),
        custom: record.map(value::custom).unwrap_or_default(),
        journeys: here.by_journey(shown.iter().copied(), steps, MOST_STEPS),
        more_journeys: list(Aspect::Journeys).more(here, journeys.map_or(0, |journeys| journeys.len())),
        no_journey: match here.has_unread(FileKind::Journey) {
            true => "No journey that can be read names this persona.",
            false => "No journey names this persona yet.",
        },
        groups: here.beginnings(&subject, Aspect::Items),
        signals: list(Aspect::Signals).beginning(here),
        mentioned: here.mentioned(&subject),
        history: here.persona_history(key),
    }
}
