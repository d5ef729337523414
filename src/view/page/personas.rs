//! The personas.

use serde::Serialize;

use super::Page;
use crate::text::{self, WsPath};
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::face::Face;
use crate::view::part::frame::{About, Section};
use crate::view::part::link::Here;
use crate::view::part::pager::{PageNumber, Pager};

/// A page of the index of personas.
#[derive(Debug, Serialize)]
pub(super) struct PersonasPage {
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

impl Page for PersonasPage {
    type Id = PageNumber;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, PageNumber)> {
        PageNumber::all(viewer.snapshot.personas().count(), address::personas()).collect()
    }

    fn about(_: &Here<'_>, number: &PageNumber) -> About {
        About { title: number.title(Section::Personas.word()), ..About::section(Section::Personas) }
    }

    fn make(here: &Here<'_>, number: &PageNumber) -> Option<PersonasPage> {
        Some(personas(here, *number))
    }
}

fn personas(here: &Here<'_>, number: PageNumber) -> PersonasPage {
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
