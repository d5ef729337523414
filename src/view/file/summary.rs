//! What the map says of an item when one points at it: loaded in parts, and only then, so that the map stays light.

use std::collections::BTreeMap;

use crate::markdown;
use crate::model::Item;
use crate::snapshot::{ItemKey, JourneyKey};
use crate::text::{self, WsPath};
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::link::Here;
use crate::view::part::placement;

/// The most items in a part, and the most characters that are shown of what an item says.
const MOST_ITEMS: usize = 300;
const MOST_TEXT: usize = 220;

/// A part of the summaries of a journey's items.
#[derive(Clone, Debug)]
pub struct SummaryPart {
    journey: JourneyKey,
    items: Vec<ItemKey>,
}

/// An item in two sentences.
#[derive(Debug)]
pub struct Summary {
    /// Its page, from the journey's map.
    pub href: String,
    /// How its description begins.
    pub text: String,
    /// Where it stands: places, reasons, evidence.
    pub about: String,
}

/// The summaries of what a journey places, in parts.
pub(in crate::view) fn parts(viewer: &Viewer<'_>, journey: JourneyKey) -> Vec<SummaryPart> {
    let here = Here::new(viewer, address::journey(viewer.snapshot.journey(journey).id()));
    let items: Vec<ItemKey> = placement::all_placed(&here, journey).into_iter().collect();
    items.chunks(MOST_ITEMS).map(|items| SummaryPart { journey, items: items.to_vec() }).collect()
}

impl Viewer<'_> {
    /// The parts of all journeys' summaries by their addresses, from 1 for each journey.
    pub fn summary_parts(&self) -> BTreeMap<WsPath, SummaryPart> {
        let journeys = self.snapshot.journeys();
        let addressed = journeys.flat_map(|entry| {
            let parts = parts(self, entry.key()).into_iter().enumerate();
            parts.map(move |(at, part)| (address::summary_part(entry.id(), at + 1), part))
        });
        addressed.collect()
    }

    /// What is in a part.
    pub fn summaries(&self, part: &SummaryPart) -> Vec<Summary> {
        let here = Here::new(self, address::journey(self.snapshot.journey(part.journey).id()));
        part.items.iter().map(|item| summary(&here, *item)).collect()
    }
}

fn summary(here: &Here<'_>, key: ItemKey) -> Summary {
    let snapshot = here.snapshot();
    let entry = snapshot.item(key);
    let item = entry.item();
    let count = |number: usize, one: &str, many: &str| (number > 0).then(|| text::count(number, one, many));
    let evidence = item.map_or(0, |item| item.evidence().count());
    let about = [
        count(snapshot.placed_on(key).len(), "step", "steps").map(|steps| format!("On {steps}")),
        count(snapshot.led_to_by(key).len(), "item", "items").map(|items| format!("{items} before it")),
        count(snapshot.leads_to(key).len(), "item", "items").map(|items| format!("{items} after it")),
        count(evidence, "piece of evidence", "pieces of evidence"),
    ];
    Summary {
        href: here.href(&address::item(entry.id())),
        text: item.map(said).unwrap_or_default(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
}

fn said(item: &Item) -> String {
    if markdown::find_conflicts(item.body.text()).is_some() {
        return "Its text has a merge conflict that is not resolved.".to_owned();
    }
    markdown::summary(item.body.text(), MOST_TEXT)
}
