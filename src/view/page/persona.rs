//! A persona: who it is, and what names it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Address, Page, Route};
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::model::{FileKind, Record};
use crate::snapshot::{JourneyKey, PersonaKey, Subject};
use crate::view::address;
use crate::view::part::card::Group;
use crate::view::part::face::Face;
use crate::view::part::link::{Here, Link, Steps};
use crate::view::part::listing::{Aspect, Beginning, List, SHOWN};
use crate::view::part::picture::{self, Picture};
use crate::view::part::prose;
use crate::view::part::value::{self, Field};
use crate::view::past::history::History;
use crate::view::words;

/// The most steps of a journey that a persona's page names.
const MOST_STEPS: usize = 8;

/// A persona's page.
#[derive(Debug, Serialize)]
pub(super) struct PersonaPage {
    #[serde(flatten)]
    face: Face,
    quote: Option<String>,
    image: Option<Picture>,
    job: Option<String>,
    lists: Vec<Lines>,
    description: Option<String>,
    fields: Vec<Field>,
    elsewhere: Vec<Field>,
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

impl Page for PersonaPage {
    type Id = PersonaKey;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, PersonaKey)> {
        viewer.snapshot.personas().map(|entry| (address::persona(entry.id()), entry.key())).collect()
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<PersonaKey> {
        address.is_of_record("personas", |id| viewer.snapshot.find_persona(id), address::persona)
    }

    fn about(here: &Here<'_>, key: &PersonaKey) -> About {
        About::of_record(here, &Subject::Persona(*key))
    }

    fn make(here: &Here<'_>, key: &PersonaKey) -> Option<PersonaPage> {
        Some(persona(here, *key))
    }
}

fn persona(here: &Here<'_>, key: PersonaKey) -> PersonaPage {
    const LISTS: [&str; 4] = ["needs", "goals", "frustrations", "motivations"];
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
        quote: record.and_then(|record| record.text("quote")).map(|quote| quote.value.to_owned()),
        image: picture::picture(here, entry.path(), record.and_then(Record::image), entry.name()),
        job: record.and_then(|record| record.text("job")).map(|job| job.value.to_owned()),
        lists: lists.collect(),
        description: prose::render(here, &subject, entry.persona().map(|persona| &persona.body), 2),
        fields: record
            .map(|record| value::fields(here, record, &[&LISTS[..], &["name", "role", "type", "quote", "job"]].concat()))
            .unwrap_or_default(),
        elsewhere: record.map(value::elsewhere).unwrap_or_default(),
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
        history: here.own_history(&subject),
    }
}
