//! The home page: journeys, metrics with a goal, what needs attention.

use serde::Serialize;

use super::card::{Card, Chip};
use super::face::Face;
use super::head;
use super::journey;
use super::link::{Here, Link};
use super::plot::{self, Curve};
use super::words;
use crate::diag::{Diagnostic, Level};
use crate::model::{Journey, Kind};
use crate::snapshot::JourneyEntry;
use crate::text;

/// The home page.
#[derive(Debug, Serialize)]
pub struct HomePage {
    title: String,
    summary: Option<String>,
    journeys: Vec<JourneyCard>,
    metrics: Vec<Card>,
    health: Health,
}

#[derive(Debug, Serialize)]
struct JourneyCard {
    title: String,
    href: String,
    summary: Option<String>,
    status: Chip,
    size: String,
    owner: Option<Face>,
    curve: Option<Curve>,
    kinds: Vec<KindCount>,
}

/// How many items of a kind.
#[derive(Debug, Serialize)]
pub(super) struct KindCount {
    kind: &'static str,
    word: String,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Health {
    errors: Option<String>,
    warnings: Option<String>,
    findings: Vec<Finding>,
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct Finding {
    level: &'static str,
    tone: &'static str,
    message: Vec<Words>,
    place: Link,
}

/// A part of a message.
#[derive(Debug, Serialize)]
struct Words {
    text: String,
    /// Whether it is a name or value as written in a file.
    code: bool,
}

/// The most findings and metrics that home shows.
const MOST: usize = 12;

pub(super) fn home(here: &Here<'_>) -> HomePage {
    let workspace = here.snapshot().workspace();
    let summary = workspace.and_then(|workspace| workspace.record.text("summary"));
    let mut journeys: Vec<JourneyEntry<'_>> = here.snapshot().journeys().collect();
    // Archived journeys come last: one opens home for what is alive.
    journeys.sort_by_key(|entry| entry.journey().map(Journey::status) == Some("archived"));
    let metrics = here.snapshot().items().filter(|entry| {
        let item = entry.item();
        entry.kind() == Some(Kind::Metric)
            && item.is_some_and(|item| item.record.number("target").is_some() && item.status() == Some("active"))
    });
    HomePage {
        title: here.viewer.title().to_owned(),
        summary: summary.map(|summary| summary.value.to_owned()),
        journeys: journeys.into_iter().map(|entry| journey_card(here, entry)).collect(),
        metrics: metrics.take(MOST).map(|entry| here.card(entry.key(), None)).collect(),
        health: health(here),
    }
}

fn journey_card(here: &Here<'_>, entry: JourneyEntry<'_>) -> JourneyCard {
    let link = here.journey(entry.key());
    let document = entry.journey();
    let steps = here.viewer.steps(entry.key());
    let scores: Vec<Option<u8>> = steps.iter().map(|(_, step)| step.emotion()).collect();
    let counts = journey::kind_counts(here, entry.key());
    let kinds = Kind::ALL.into_iter().zip(counts).map(|(kind, count)| {
        let word = text::count(count, words::kind(Some(kind)), words::kinds(kind)).to_lowercase();
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned();
        KindCount { kind: kind.name(), word, count }
    });
    let owner = document.and_then(Journey::owner);
    JourneyCard {
        title: link.text,
        href: link.href.unwrap_or_default(),
        summary: document.and_then(|journey| journey.record.text("summary")).map(|summary| summary.value.to_owned()),
        status: document
            .map_or(Chip { word: "Unreadable".to_owned(), tone: "bad" }, |journey| Chip::status(journey.status())),
        size: head::size(document, steps.len()),
        owner: owner.map(|owner| here.member_face(owner.value)),
        curve: plot::curve(&scores, plot::in_words(&steps.iter().map(|(_, step)| *step).collect::<Vec<_>>())),
        kinds: kinds.collect(),
    }
}

fn health(here: &Here<'_>) -> Health {
    let report = here.viewer.report;
    let summary = report.summary();
    let mut findings: Vec<&Diagnostic> = report.findings().iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    let more = findings.len().saturating_sub(MOST);
    let shown = findings.into_iter().take(MOST).map(|finding| {
        let record = here.snapshot().find_path(&finding.path).and_then(|subject| here.subject(&subject).href);
        let place = Link { text: finding.path.to_string(), href: record, ..Link::default() };
        let (level, tone) = if finding.level == Level::Error { ("Error", "bad") } else { ("Warning", "warn") };
        Finding { level, tone, message: message(&finding.problem.message), place }
    });
    Health {
        errors: (summary.errors > 0).then(|| text::count(summary.errors, "error", "errors")),
        warnings: (summary.warnings > 0).then(|| text::count(summary.warnings, "warning", "warnings")),
        findings: shown.collect(),
        more: (more > 0).then(|| format!("and {more} more, listed by")),
    }
}

/// Messages put what is written in files between backticks.
fn message(text: &str) -> Vec<Words> {
    let parts = text.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    parts.map(|(at, part)| Words { text: part.to_owned(), code: at % 2 == 1 }).collect()
}
