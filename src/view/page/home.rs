//! The home page: the journeys, what waits for somebody, who answers for what, how the metrics stand.

use serde::Serialize;

use super::attention::Attention;
use super::changes::{self, Lately};
use super::journey;
use super::member::{self, Teammate};
use crate::diag::Level;
use crate::model::{Journey, Kind};
use crate::snapshot::JourneyKey;
use crate::text::{self, WsPath};
use crate::view::address;
use crate::view::drawing::plot::{self, Curve};
use crate::view::part::card::{Card, Chip};
use crate::view::part::face::Face;
use crate::view::part::finding::Finding;
use crate::view::part::head;
use crate::view::part::link::{Here, Link};
use crate::view::part::metric::Standing;
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::words;

/// The home page.
#[derive(Debug, Serialize)]
pub struct HomePage {
    title: String,
    summary: Option<String>,
    journeys: Vec<JourneyCard>,
    /// All of them.
    count: usize,
    more_journeys: Option<Link>,
    needs: Vec<Need>,
    findings: Vec<Finding>,
    /// The page with all of them.
    health: String,
    members: Vec<Teammate>,
    more_members: Option<Link>,
    metrics: Vec<Card>,
    more_metrics: Option<Link>,
    lately: Option<Lately>,
}

/// A page of all journeys.
#[derive(Debug, Serialize)]
pub struct JourneysPage {
    count: usize,
    journeys: Vec<JourneyCard>,
    pager: Option<Pager>,
}

#[derive(Debug, Serialize)]
struct JourneyCard {
    title: String,
    href: String,
    summary: Option<String>,
    status: Chip,
    size: String,
    owner: Option<Face>,
    /// Where it hurts most.
    low: Option<Link>,
    curve: Option<Curve>,
    kinds: Vec<KindCount>,
}

/// How many items of a kind.
#[derive(Debug, Serialize)]
pub(in crate::view) struct KindCount {
    kind: &'static str,
    word: String,
    count: usize,
}

/// Something that waits for somebody.
#[derive(Debug, Serialize)]
struct Need {
    count: usize,
    /// What it is that many of.
    word: &'static str,
    href: String,
    /// The colour of how bad it is.
    tone: &'static str,
}

/// The most journeys, findings, metrics and members that home shows.
const MOST_JOURNEYS: usize = 24;
const MOST_FINDINGS: usize = 6;
const MOST: usize = 12;

pub(in crate::view) fn home(here: &Here<'_>) -> HomePage {
    let workspace = here.snapshot().workspace();
    let summary = workspace.and_then(|workspace| workspace.record.text("summary"));
    let journeys = &here.viewer.index.journeys;
    let other_journeys = journeys.len().saturating_sub(MOST_JOURNEYS);
    let work = &here.viewer.index.work;
    let weak = work.weak_metrics().len();
    let mut ids: Vec<&str> = here.snapshot().members().filter_map(|member| Some(member.id()?.value)).collect();
    ids.sort_by_key(|id| here.viewer.index.work.of_member(id).is_empty());
    let members = ids.iter().take(MOST).map(|id| member::teammate(here, id));
    let others = ids.len().saturating_sub(MOST);
    HomePage {
        title: here.viewer.title().to_owned(),
        summary: summary.map(|summary| summary.value.to_owned()),
        journeys: journeys.iter().take(MOST_JOURNEYS).map(|key| journey_card(here, *key)).collect(),
        count: journeys.len(),
        more_journeys: (other_journeys > 0).then(|| more(here, other_journeys, &address::journeys())),
        needs: needs(here),
        findings: worst_findings(here),
        health: here.href(&address::health()),
        members: members.collect(),
        more_members: (others > 0).then(|| more(here, others, &address::members())),
        metrics: work.metrics.iter().take(MOST).map(|(_, key)| here.card(*key, None)).collect(),
        lately: changes::lately(here),
        more_metrics: (weak > MOST).then(|| more(here, weak - MOST, &address::attention(Attention::Metrics.name()))),
    }
}

fn more(here: &Here<'_>, count: usize, to: &WsPath) -> Link {
    Link::new(format!("and {count} more"), here.href(to))
}

/// What waits, worst first; what does not is left out.
fn needs(here: &Here<'_>) -> Vec<Need> {
    let found = here.viewer.report.summary();
    let work = &here.viewer.index.work;
    let weak = |standing: Standing| work.metrics.iter().filter(|(other, _)| *other == standing).count();
    let metrics = address::attention(Attention::Metrics.name());
    let need = |count: usize, [one, many]: [&'static str; 2], to: &WsPath, tone: &'static str| Need {
        count,
        word: if count == 1 { one } else { many },
        href: here.href(to),
        tone,
    };
    let needs = [
        need(found.errors, ["error to mend", "errors to mend"], &address::health(), "bad"),
        need(weak(Standing::Broken), ["metric is broken", "metrics are broken"], &metrics, "bad"),
        need(
            work.unowned.len(),
            ["decision has no owner", "decisions have no owner"],
            &address::attention(Attention::Unowned.name()),
            "warn",
        ),
        need(
            here.viewer.new_signals(),
            ["signal waits to be placed", "signals wait to be placed"],
            &address::signals(),
            "warn",
        ),
        need(weak(Standing::NoSource), ["metric has no source", "metrics have no source"], &metrics, "warn"),
        need(weak(Standing::OffTarget), ["metric is off target", "metrics are off target"], &metrics, "warn"),
        need(found.warnings, ["piece of advice", "pieces of advice"], &address::health(), "warn"),
    ];
    needs.into_iter().filter(|need| need.count > 0).collect()
}

/// The first findings, errors before warnings.
fn worst_findings(here: &Here<'_>) -> Vec<Finding> {
    let of = |level: Level| here.viewer.report.findings().iter().filter(move |finding| finding.level == level);
    of(Level::Error).chain(of(Level::Warn)).take(MOST_FINDINGS).map(|finding| here.finding(finding)).collect()
}

/// A page of the journeys.
pub(in crate::view) fn journeys(here: &Here<'_>, number: PageNumber) -> JourneysPage {
    let all = &here.viewer.index.journeys;
    JourneysPage {
        count: all.len(),
        journeys: number.rows(all.iter()).map(|key| journey_card(here, *key)).collect(),
        pager: Pager::new(here, &address::journeys(), number, all.len()),
    }
}

fn journey_card(here: &Here<'_>, key: JourneyKey) -> JourneyCard {
    let link = here.journey(key);
    let document = here.snapshot().journey(key).journey();
    let steps = here.viewer.steps(key);
    let scores: Vec<Option<u8>> = steps.iter().map(|(_, step)| step.emotion()).collect();
    // Of one that cannot be read as a whole it is not known how many it has.
    let counts = here.snapshot().journey(key).is_whole().then(|| journey::kind_counts(here, key));
    let kinds = Kind::ALL.into_iter().zip(counts.into_iter().flatten()).map(|(kind, count)| {
        let word = text::count(count, words::kind(Some(kind)), words::kinds(kind)).to_lowercase();
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned();
        KindCount { kind: kind.name(), word, count }
    });
    let owner = document.and_then(Journey::owner);
    JourneyCard {
        title: link.text,
        href: link.href.unwrap_or_default(),
        summary: document.and_then(|journey| journey.record.text("summary")).map(|summary| summary.value.to_owned()),
        status: Chip::of_journey(document),
        size: head::size(here.snapshot().journey(key), steps.len()),
        owner: owner.map(|owner| here.member_face(owner.value)),
        low: head::lowest(here, &steps),
        curve: plot::curve(&scores, plot::in_words(&steps.iter().map(|(_, step)| *step).collect::<Vec<_>>())),
        kinds: kinds.collect(),
    }
}
