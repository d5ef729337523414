//! What every view of a journey begins with: what it is, and the way to its other views.

use serde::Serialize;

use super::card::Chip;
use super::face::Face;
use super::frame::{About, Section};
use super::link::{Here, Link};
use crate::model::{Emotion, Journey, Step, names};
use crate::snapshot::{JourneyEntry, JourneyKey, StepKey};
use crate::text::{self, TimeSpan, WsPath};
use crate::view::address;
use crate::view::index::Viewer;

/// A way to look at a journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::view) enum JourneyView {
    /// Stages and steps across, lanes down.
    Map,
    /// Every item in a table.
    Table,
    /// Opportunities and solutions by impact and effort.
    Matrix,
    /// What leads to what.
    Chain,
}

/// What every view of a journey begins with.
#[derive(Debug, Serialize)]
pub(in crate::view) struct JourneyHead {
    id: String,
    title: String,
    summary: Option<String>,
    status: Chip,
    future: Option<Chip>,
    /// The journey that this one is to replace.
    future_of: Option<Link>,
    /// Those that are to replace this one.
    futures: Vec<Link>,
    owner: Option<Face>,
    size: String,
    /// How long its steps take together, as far as they say so.
    duration: Option<String>,
    low: Option<Link>,
    tags: Vec<String>,
    tabs: Vec<Tab>,
}

/// The way to a view.
#[derive(Debug, Serialize)]
struct Tab {
    word: &'static str,
    href: String,
    /// Whether it is the view one sees.
    current: bool,
}

impl JourneyView {
    /// All of them, in the order they are offered.
    pub(in crate::view) const ALL: [JourneyView; 4] =
        [JourneyView::Map, JourneyView::Table, JourneyView::Matrix, JourneyView::Chain];

    /// What it is called.
    pub(in crate::view) fn word(self) -> &'static str {
        match self {
            JourneyView::Map => "Map",
            JourneyView::Table => "Table",
            JourneyView::Matrix => "Matrix",
            JourneyView::Chain => "Chain",
        }
    }

    /// Where it is.
    pub(in crate::view) fn path(self, journey: &str) -> WsPath {
        match self {
            JourneyView::Map => address::journey(journey),
            JourneyView::Table => address::journey_view(journey, "table"),
            JourneyView::Matrix => address::journey_view(journey, "matrix"),
            JourneyView::Chain => address::journey_view(journey, "chain"),
        }
    }

    /// Its page of every journey, by its address.
    pub(in crate::view) fn pages(self, viewer: &Viewer<'_>) -> Vec<(WsPath, JourneyKey)> {
        viewer.snapshot.journeys().map(|entry| (self.path(entry.id()), entry.key())).collect()
    }

    /// The journey whose page is at an address.
    pub(in crate::view) fn find(self, viewer: &Viewer<'_>, path: &WsPath) -> Option<JourneyKey> {
        let mut parts = path.parts();
        let id = parts.next().filter(|folder| *folder == "journeys").and_then(|_| parts.next())?;
        let key = viewer.snapshot.find_journey(id).found()?;
        (self.path(id) == *path).then_some(key)
    }

    /// What its page tells its frame.
    pub(in crate::view) fn about(self, here: &Here<'_>, key: JourneyKey) -> About {
        let entry = here.snapshot().journey(key);
        let summary = entry.journey().and_then(|journey| journey.record.text(names::SUMMARY));
        let description = summary.map(|summary| summary.value.to_owned());
        let title = match self {
            JourneyView::Map => entry.title().to_owned(),
            _ => format!("{} · {}", self.word(), entry.title()),
        };
        About { description, ..About::record(here, &title, Section::Journeys, entry.path()) }
    }
}

pub(in crate::view) fn head(here: &Here<'_>, key: JourneyKey, view: JourneyView) -> JourneyHead {
    let entry = here.snapshot().journey(key);
    let document = entry.journey();
    let record = document.map(|journey| &journey.record);
    let steps = here.viewer.steps(key);
    let tabs = JourneyView::ALL.map(|tab| Tab {
        word: tab.word(),
        href: here.href(&tab.path(entry.id())),
        current: tab == view,
    });
    JourneyHead {
        id: entry.id().to_owned(),
        title: entry.title().to_owned(),
        summary: record.and_then(|record| record.text(names::SUMMARY)).map(|summary| summary.value.to_owned()),
        status: Chip::of_record(document.and_then(Journey::status)),
        future: future(document),
        future_of: document.and_then(Journey::future_of).map(|of| here.journey_named(of.value)),
        futures: here.viewer.index.futures.get(&key).into_iter().flatten().map(|key| here.journey(*key)).collect(),
        owner: document.and_then(Journey::owner).map(|owner| here.member_face(owner.value)),
        size: size(entry, steps.len()),
        duration: duration(entry, &steps),
        low: lowest(here, &steps),
        tags: record.into_iter().flat_map(|record| record.texts(names::TAGS)).map(|tag| tag.value.to_owned()).collect(),
        tabs: tabs.into(),
    }
}

/// What marks a journey of the future.
pub(in crate::view) fn future(journey: Option<&Journey>) -> Option<Chip> {
    journey.is_some_and(Journey::is_future).then(|| Chip { word: "Future".to_owned(), tone: "busy" })
}

/// `5 stages, 16 steps`; empty where that is not known.
pub(in crate::view) fn size(journey: JourneyEntry<'_>, steps: usize) -> String {
    let whole = journey.journey().filter(|_| journey.is_whole());
    whole.map_or_else(String::new, |document| {
        let stages = document.stages().count();
        format!("{}, {}", text::count(stages, "stage", "stages"), text::count(steps, "step", "steps"))
    })
}

/// `Takes at least 3 days`: the sum of what steps say in numbers and units; `None` where none does.
fn duration(journey: JourneyEntry<'_>, steps: &[(StepKey, Step<'_>)]) -> Option<String> {
    let written: Vec<&str> = steps.iter().filter_map(|(_, step)| step.duration()).collect();
    let known: Vec<TimeSpan> = written.iter().filter_map(|text| TimeSpan::parse(text)).collect();
    let is_all = known.len() == written.len() && journey.is_whole();
    let least = if is_all { "" } else { "at least " };
    (!known.is_empty()).then(|| format!("Takes {least}{}", known.into_iter().sum::<TimeSpan>()))
}

/// Where it hurts most: the first of the lowest steps, when that is below the middle.
pub(in crate::view) fn lowest(here: &Here<'_>, steps: &[(StepKey, Step<'_>)]) -> Option<Link> {
    let scored = steps.iter().filter_map(|(key, step)| Some((step.emotion()?, *key)));
    let (_, key) = scored.filter(|(score, _)| *score < Emotion::MIDDLE).min_by_key(|(score, _)| *score)?;
    Some(here.step(key))
}
