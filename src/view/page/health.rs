//! Health: every finding by rule, and what else needs attention.

use serde::Serialize;

use super::attention::Attention;
use super::Page;
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::{About, Section};
use crate::view::part::rule_head::{self, RuleHead};
use crate::diag::{Group, Rule};
use crate::text;
use crate::view::address;
use crate::view::part::finding::{self, Finding, Words};
use crate::view::part::link::{Here, Link};
use crate::view::part::pager::ROWS;

/// The index of health.
#[derive(Debug, Serialize)]
pub(super) struct HealthPage {
    errors: Option<String>,
    warnings: Option<String>,
    groups: Vec<RuleGroup>,
    /// What needs attention beyond what the rules find.
    lists: Vec<Link>,
    checks: Vec<Checks>,
}

/// The findings of one rule.
#[derive(Debug, Serialize)]
struct RuleGroup {
    #[serde(flatten)]
    head: RuleHead,
    /// What all of them say to do.
    help: Option<Vec<Words>>,
    findings: Vec<Finding>,
    /// The rest of them.
    more: Option<String>,
}

/// The rules of one group.
#[derive(Debug, Serialize)]
struct Checks {
    title: &'static str,
    about: Vec<Words>,
    rules: Vec<RuleHead>,
}

/// The least findings of a rule that the index shows.
const LEAST: usize = 3;

impl Page for HealthPage {
    type Id = ();

    fn all(_: &Viewer<'_>) -> Vec<(WsPath, ())> {
        vec![(address::health(), ())]
    }

    fn about(_: &Here<'_>, (): &()) -> About {
        About::section(Section::Health)
    }

    fn make(here: &Here<'_>, (): &()) -> Option<HealthPage> {
        Some(health(here))
    }
}

fn health(here: &Here<'_>) -> HealthPage {
    let found = &here.viewer.index.findings;
    let summary = here.viewer.report.summary();
    let mut rules: Vec<Rule> = found.keys().copied().collect();
    rules.sort_by_key(|rule| (std::cmp::Reverse(here.snapshot().level(*rule)), *rule));
    // All of them while they fit; else as many of each as leaves room for the others.
    let most = if summary.errors + summary.warnings <= ROWS { ROWS } else { (ROWS / rules.len().max(1)).max(LEAST) };
    let groups = rules.into_iter().map(|rule| {
        let head = rule_head::head(here, rule);
        let more = head.count.saturating_sub(most);
        let mut findings = rule_head::findings(here, rule_head::places(here, rule).iter().take(most));
        RuleGroup {
            help: finding::take_shared_help(&mut findings),
            findings,
            more: (more > 0).then(|| format!("and {more} more")),
            head,
        }
    });
    HealthPage {
        errors: (summary.errors > 0).then(|| text::count(summary.errors, "error", "errors")),
        warnings: (summary.warnings > 0).then(|| text::count(summary.warnings, "warning", "warnings")),
        groups: groups.collect(),
        lists: Attention::ALL.map(|list| list.link(here)).into(),
        checks: Group::ALL.map(|group| checks(here, group)).into(),
    }
}

fn checks(here: &Here<'_>, group: Group) -> Checks {
    Checks {
        title: group.title(),
        about: finding::words(group.about()),
        rules: group.rules().map(|rule| rule_head::head(here, rule)).collect(),
    }
}

