//! The home page: the journeys, what waits for somebody, who answers for what, how the metrics stand.

use serde::Serialize;

use super::attention::Attention;
use super::{Address, Page, Route};
use crate::model::names;
use crate::view::index::Viewer;
use crate::view::part::frame::{About, Section};
use crate::diag::Level;
use crate::text::WsPath;
use crate::view::address;
use crate::view::part::card::Card;
use crate::view::part::finding::Finding;
use crate::view::part::journey_card::{self, JourneyCount, JourneyGroup, journey_groups};
use crate::view::part::link::{Here, Link};
use crate::view::part::metric::Standing;
use crate::view::part::teammate::{Teammate, teammate};
use crate::view::past::timeline::{self, Lately};

/// The home page.
#[derive(Debug, Serialize)]
pub(super) struct HomePage {
    title: String,
    summary: Option<String>,
    groups: Vec<JourneyGroup>,
    count: JourneyCount,
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

impl Page for HomePage {
    type Id = ();

    fn all(_: &Viewer<'_>) -> Vec<(WsPath, ())> {
        vec![(address::home(), ())]
    }

    fn route(_: &Viewer<'_>, address: &Address<'_>) -> Route<()> {
        address.is(&address::home(), ())
    }

    fn about(here: &Here<'_>, (): &()) -> About {
        About { title: here.viewer.title().to_owned(), ..About::section(Section::Journeys) }
    }

    fn make(here: &Here<'_>, (): &()) -> Option<HomePage> {
        Some(home(here))
    }
}

fn home(here: &Here<'_>) -> HomePage {
    let workspace = here.snapshot().workspace();
    let summary = workspace.and_then(|workspace| workspace.record.text(names::SUMMARY));
    let journeys = &here.viewer.index.journeys;
    let other_journeys = journeys.len().saturating_sub(MOST_JOURNEYS);
    let work = &here.viewer.index.work;
    let weak = work.weak_metrics().len();
    let mut ids: Vec<&str> = here.snapshot().members().filter_map(|member| Some(member.id()?.value)).collect();
    ids.sort_by_key(|id| here.viewer.index.work.of_member(id).is_empty());
    let members = ids.iter().take(MOST).map(|id| teammate(here, id));
    let others = ids.len().saturating_sub(MOST);
    HomePage {
        title: here.viewer.title().to_owned(),
        summary: summary.map(|summary| summary.value.to_owned()),
        groups: journey_groups(here, journeys.iter().take(MOST_JOURNEYS)),
        count: journey_card::count(here),
        more_journeys: (other_journeys > 0).then(|| more(here, other_journeys, &address::journeys())),
        needs: needs(here),
        findings: worst_findings(here),
        health: here.href(&address::health()),
        members: members.collect(),
        more_members: (others > 0).then(|| more(here, others, &address::members())),
        metrics: work.metrics.iter().take(MOST).map(|(_, key)| here.card(*key, None)).collect(),
        lately: timeline::lately(here),
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

