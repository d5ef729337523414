//! A rule in short: what it is called, how often it found something, and what.

use serde::Serialize;

use super::finding::{self, Finding, Words};
use super::link::{Here, Link};
use crate::diag::Rule;
use crate::text;

/// What a rule is called, and how often it found something.
#[derive(Debug, Serialize)]
pub(in crate::view) struct RuleHead {
    name: &'static str,
    title: String,
    href: String,
    level: &'static str,
    tone: &'static str,
    pub(in crate::view) count: usize,
    finds: Vec<Words>,
    /// How many a command mends.
    mended: Option<String>,
}

pub(in crate::view) fn head(here: &Here<'_>, rule: Rule) -> RuleHead {
    let (count, mended) =
        here.viewer.index.findings.get(&rule).map_or((0, 0), |found| (found.places.len(), found.mended));
    let (level, tone) = finding::level(here.snapshot().level(rule));
    let Link { text: title, href, .. } = here.rule(rule);
    RuleHead {
        name: rule.name(),
        title,
        href: href.unwrap_or_default(),
        level,
        tone,
        count,
        finds: finding::words(rule.description().finds),
        mended: (mended > 0).then(|| match (mended, count) {
            (1, 1) => "It is mended by".to_owned(),
            (mended, all) if mended == all => "All are mended by".to_owned(),
            (mended, _) => format!("{} mended by", text::count(mended, "is", "are")),
        }),
    }
}

/// Where in the report the findings of a rule are.
pub(in crate::view) fn places<'a>(here: &Here<'a>, rule: Rule) -> &'a [usize] {
    here.viewer.index.findings.get(&rule).map_or(&[], |found| found.places.as_slice())
}

/// The findings in some places of the report.
pub(in crate::view) fn findings<'a>(here: &Here<'_>, places: impl Iterator<Item = &'a usize>) -> Vec<Finding> {
    let all = here.viewer.report.findings();
    places.filter_map(|at| Some(here.finding(all.get(*at)?))).collect()
}
