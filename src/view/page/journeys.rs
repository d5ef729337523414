//! All journeys, in the groups of the portfolio, those that are alive first.

use serde::Serialize;

use super::Page;
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::frame::{About, Section};
use crate::view::part::journey_card::{self, JourneyCount, JourneyGroup, journey_groups};
use crate::view::part::link::Here;
use crate::view::part::pager::{PageNumber, Pager};

/// A page of all journeys.
#[derive(Debug, Serialize)]
pub(super) struct JourneysPage {
    count: JourneyCount,
    groups: Vec<JourneyGroup>,
    pager: Option<Pager>,
}

impl Page for JourneysPage {
    type Id = PageNumber;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, PageNumber)> {
        PageNumber::all(viewer.index.journeys.len(), address::journeys()).collect()
    }

    fn about(_: &Here<'_>, number: &PageNumber) -> About {
        About { title: number.title(Section::Journeys.word()), ..About::section(Section::Journeys) }
    }

    fn make(here: &Here<'_>, number: &PageNumber) -> Option<JourneysPage> {
        Some(journeys(here, *number))
    }
}

fn journeys(here: &Here<'_>, number: PageNumber) -> JourneysPage {
    let all = &here.viewer.index.journeys;
    JourneysPage {
        count: journey_card::count(here),
        groups: journey_groups(here, number.rows(all.iter())),
        pager: Pager::new(here, &address::journeys(), number, all.len()),
    }
}
