//! A journey in short: its card on the home page and among all journeys; and how many there are.

use serde::Serialize;

use super::card::Chip;
use super::face::Face;
use super::journey_head;
use super::link::{Here, Link};
use super::{pain, placement};
use crate::model::{Emotion, Journey, Kind, names};
use crate::snapshot::JourneyKey;
use crate::text;
use crate::view::drawing::plot::{self, Curve};
use crate::view::words;

/// A journey in short.
#[derive(Debug, Serialize)]
pub(in crate::view) struct JourneyCard {
    title: String,
    href: String,
    summary: Option<String>,
    /// The status, unless it is the one that a journey has when nothing is written.
    status: Option<Chip>,
    future: Option<Chip>,
    size: String,
    owner: Option<Face>,
    /// Where it hurts most.
    low: Option<Link>,
    /// How many steps are painful, and what is done about that; of what is only planned, nothing hurts yet.
    pain: Option<String>,
    curve: Option<Curve>,
    kinds: Vec<KindCount>,
}

/// How many items of a kind.
#[derive(Debug, Serialize)]
struct KindCount {
    kind: &'static str,
    word: String,
    count: usize,
}

pub(in crate::view) fn journey_card(here: &Here<'_>, key: JourneyKey) -> JourneyCard {
    let link = here.journey(key);
    let document = here.snapshot().journey(key).journey();
    let steps = here.viewer.steps(key);
    let scores: Vec<Option<Emotion>> = steps.iter().map(|(_, step)| step.emotion()).collect();
    // Of one that cannot be read as a whole it is not known how many it has.
    let counts = here.snapshot().journey(key).is_whole().then(|| placement::kind_counts(here, key));
    let kinds = Kind::ALL.into_iter().zip(counts.into_iter().flatten()).map(|(kind, count)| {
        let word = text::count(count, words::kind(Some(kind)), words::kinds(kind)).to_lowercase();
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned();
        KindCount { kind: kind.name(), word, count }
    });
    let owner = document.and_then(Journey::owner);
    JourneyCard {
        title: link.text,
        href: link.href.unwrap_or_default(),
        summary: document
            .and_then(|journey| journey.record.text(names::SUMMARY))
            .map(|summary| summary.value.to_owned()),
        status: Some(document.and_then(Journey::status))
            .filter(|status| *status != Some("active"))
            .map(Chip::of_record),
        future: journey_head::future(document),
        size: journey_head::size(here.snapshot().journey(key), steps.len()),
        owner: owner.map(|owner| here.member_face(owner.value)),
        low: journey_head::lowest(here, &steps),
        pain: (!document.is_some_and(Journey::is_future)).then(|| pain::summary(here, key)).flatten(),
        curve: plot::curve(&scores, plot::in_words(&steps.iter().map(|(_, step)| *step).collect::<Vec<_>>())),
        kinds: kinds.collect(),
    }
}

/// How many journeys there are: those of today, and apart from them those of the future.
#[derive(Debug, Serialize)]
pub(in crate::view) struct JourneyCount {
    current: usize,
    future: usize,
}

pub(in crate::view) fn count(here: &Here<'_>) -> JourneyCount {
    let all = here.snapshot().journeys();
    let future = all.filter(|entry| entry.journey().is_some_and(Journey::is_future)).count();
    JourneyCount { current: here.viewer.index.journeys.len() - future, future }
}

/// Journeys that stand together in a list.
#[derive(Debug, Serialize)]
pub(in crate::view) struct JourneyGroup {
    /// What the portfolio calls them; of the others, what they are where there are groups before them.
    title: Option<String>,
    journeys: Vec<JourneyCard>,
}

/// Some of the listed journeys in the groups of the portfolio.
pub(in crate::view) fn journey_groups<'k>(
    here: &Here<'_>,
    journeys: impl Iterator<Item = &'k JourneyKey>,
) -> Vec<JourneyGroup> {
    let titles = &here.viewer.index.journey_groups;
    let mut groups: Vec<JourneyGroup> = Vec::new();
    for key in journeys {
        let title = titles.get(key).cloned().or_else(|| (!titles.is_empty()).then(|| "Other journeys".to_owned()));
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(JourneyGroup { title, journeys: Vec::new() });
        }
        groups.iter_mut().last().into_iter().for_each(|group| group.journeys.push(journey_card(here, *key)));
    }
    groups
}
