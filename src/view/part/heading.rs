//! The ID that each heading of prose has on the page that shows its text.
//!
//! Invariants: a heading's ID is its anchor unless something else on the page has that; the pages' own IDs begin with `_`,
//! those of a map's columns are the IDs of its stages and steps, and no other has a `/`; so no two things share one.

use std::collections::{HashMap, HashSet};
use std::iter;

use crate::model::{Document, Journey, Passage, Prose, Stage, Step, names};
use crate::snapshot::{JourneyKey, Snapshot};

/// The IDs of the headings on a journey's page, by whose they are and by their anchors.
pub(in crate::view) type MapHeadings = HashMap<(Passage, String), String>;

/// Whether an ID of a stage or step can be an ID on the map: the page's own begin otherwise.
pub(in crate::view) fn is_free(id: &str) -> bool {
    !id.is_empty() && !id.starts_with('_')
}

/// The IDs of the headings of every journey's page, which shows what its stages say beside what it says itself.
pub(in crate::view) fn on_maps(snapshot: &Snapshot) -> HashMap<JourneyKey, MapHeadings> {
    let journeys =
        snapshot.journeys().filter_map(|entry| Some((entry.key(), entry.file().document()?, entry.journey()?)));
    journeys.map(|(key, document, journey)| (key, on_map(document, journey))).collect()
}

fn on_map(document: &Document, journey: &Journey) -> MapHeadings {
    let steps = journey.stages().flat_map(|stage| stage.steps().filter_map(Step::id));
    let columns = journey.stages().filter_map(|stage| stage.id()).chain(steps);
    let mut taken: HashSet<String> = columns.map(|id| id.value.to_owned()).collect();
    taken.extend(former_columns(journey).into_values().flatten().map(str::to_owned));
    let mut headings = MapHeadings::new();
    for (passage, prose) in document.passages() {
        let scope = match passage {
            Passage::Own => "about".to_owned(),
            Passage::Stage(at) => {
                let id = journey.stages().nth(at).and_then(Stage::id).map(|id| id.value.to_owned());
                id.unwrap_or_else(|| (at + 1).to_string())
            }
            Passage::Step(..) => continue,
        };
        for anchor in anchors(prose) {
            let id = ids(anchor, &scope).find(|id| !taken.contains(id));
            if let Some(id) = id {
                taken.insert(id.clone());
                headings.insert((passage, anchor.to_owned()), id);
            }
        }
    }
    headings
}

/// The former IDs of a journey's stages and steps that nothing on its map has now, each with the first that had it.
pub(in crate::view) fn former_columns(journey: &Journey) -> HashMap<Passage, Vec<&str>> {
    let parts = || {
        journey.stages().enumerate().flat_map(|(at, stage)| {
            let steps = stage.steps().enumerate().map(move |(step, content)| (Passage::Step(at, step), content.record));
            [(Passage::Stage(at), stage.record)].into_iter().chain(steps)
        })
    };
    let mut former: HashMap<Passage, Vec<&str>> = HashMap::new();
    if parts().all(|(_, record)| record.slot(names::ALIASES).is_none()) {
        return former;
    }
    let mut taken: HashSet<&str> =
        parts().filter_map(|(_, record)| record.text(names::ID)).map(|id| id.value).collect();
    for (passage, record) in parts() {
        let aliases = record.texts(names::ALIASES).map(|alias| alias.value);
        let free = aliases.filter(|alias| is_free(alias) && taken.insert(alias));
        former.entry(passage).or_default().extend(free);
    }
    former
}

fn anchors(prose: &Prose) -> impl Iterator<Item = &str> {
    prose.headings().iter().map(|heading| heading.anchor.as_str()).filter(|anchor| !anchor.is_empty())
}

/// What a heading may have as its ID, best first: its anchor, or else that below the name of its text.
pub(in crate::view) fn ids(anchor: &str, scope: &str) -> impl Iterator<Item = String> {
    let below = format!("{scope}/{anchor}");
    let numbered = (2..).map({
        let below = below.clone();
        move |number| format!("{below}/{number}")
    });
    is_free(anchor).then(|| anchor.to_owned()).into_iter().chain(iter::once(below)).chain(numbered)
}
