//! Health: every finding by rule, and a page for each rule that explains it.

use serde::Serialize;

use super::attention::Attention;
use crate::diag::{Example, Explanation, Group, Level, Rule};
use crate::text;
use crate::view::address;
use crate::view::part::finding::{self, Finding, Words};
use crate::view::part::link::{Here, Link};
use crate::view::part::pager::{PageNumber, Pager, ROWS};
use crate::view::words;

/// The index of health.
#[derive(Debug, Serialize)]
pub struct HealthPage {
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

/// What a rule is called, and how often it found something.
#[derive(Debug, Serialize)]
struct RuleHead {
    name: &'static str,
    title: String,
    href: String,
    level: &'static str,
    tone: &'static str,
    count: usize,
    finds: Vec<Words>,
    /// How many a command mends.
    mended: Option<String>,
}

/// The rules of one group.
#[derive(Debug, Serialize)]
struct Checks {
    title: &'static str,
    about: Vec<Words>,
    rules: Vec<RuleHead>,
}

/// A rule's page.
#[derive(Debug, Serialize)]
pub struct RulePage {
    #[serde(flatten)]
    head: RuleHead,
    group: &'static str,
    points_at: Vec<Words>,
    /// What can be done about the level.
    about_level: Vec<Words>,
    /// Said on the first page alone.
    explained: Option<Explained>,
    /// What all findings say to do.
    help: Option<Vec<Words>>,
    findings: Vec<Finding>,
    pager: Option<Pager>,
}

#[derive(Debug, Serialize)]
struct Explained {
    why: Vec<Words>,
    wrong: ExampleView,
    right: ExampleView,
    fix: Vec<Words>,
}

#[derive(Debug, Serialize)]
struct ExampleView {
    words: Vec<Words>,
    files: Vec<FileView>,
}

#[derive(Debug, Serialize)]
struct FileView {
    path: &'static str,
    text: &'static str,
}

/// The least findings of a rule that the index shows.
const LEAST: usize = 3;

pub(in crate::view) fn health(here: &Here<'_>) -> HealthPage {
    let found = &here.viewer.index.findings;
    let summary = here.viewer.report.summary();
    let mut rules: Vec<Rule> = found.keys().copied().collect();
    rules.sort_by_key(|rule| (std::cmp::Reverse(here.snapshot().level(*rule)), *rule));
    // All of them while they fit; else as many of each as leaves room for the others.
    let most = if summary.errors + summary.warnings <= ROWS { ROWS } else { (ROWS / rules.len().max(1)).max(LEAST) };
    let groups = rules.into_iter().map(|rule| {
        let head = head(here, rule);
        let more = head.count.saturating_sub(most);
        let mut findings = findings(here, places(here, rule).iter().take(most));
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
        rules: group.rules().map(|rule| head(here, rule)).collect(),
    }
}

pub(in crate::view) fn rule(here: &Here<'_>, rule: Rule, number: PageNumber) -> RulePage {
    let head = head(here, rule);
    let mut findings = findings(here, number.rows(places(here, rule).iter()));
    let explain = here.viewer.settings.explain.filter(|_| number == PageNumber::FIRST);
    RulePage {
        group: rule.group().title(),
        points_at: finding::words(rule.description().points_at),
        about_level: finding::words(&about_level(here.snapshot().level(rule), rule)),
        explained: explain.map(|explain| Explained::of(explain(rule))),
        help: finding::take_shared_help(&mut findings),
        findings,
        pager: Pager::new(here, &address::rule(rule), number, head.count),
        head,
    }
}

fn head(here: &Here<'_>, rule: Rule) -> RuleHead {
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
fn places<'a>(here: &Here<'a>, rule: Rule) -> &'a [usize] {
    here.viewer.index.findings.get(&rule).map_or(&[], |found| found.places.as_slice())
}

fn findings<'a>(here: &Here<'_>, places: impl Iterator<Item = &'a usize>) -> Vec<Finding> {
    let all = here.viewer.report.findings();
    places.filter_map(|at| Some(here.finding(all.get(*at)?))).collect()
}

/// The level a rule has here, and how to change it.
fn about_level(level: Level, rule: Rule) -> String {
    let (word, _) = finding::level(level);
    if rule.is_fixed() {
        let word = word.to_lowercase();
        return match rule.only_warns_of() {
            Some(what) => format!("An {word}, but a warning for {what}: neither can be changed."),
            None => format!("Always an {word}: it cannot be changed."),
        };
    }
    let is = match level {
        Level::Error => "an error: it has to be mended",
        Level::Warn => "a warning, which is advice",
        Level::Off => "off",
    };
    let other = if level == Level::Warn { "off" } else { "warn" };
    let change = format!("Here it is {is}. Change that with `{rule}: {other}` under `rules:` in `workspace.yaml`");
    match rule.group() {
        Group::Practice | Group::Time if level != Level::Off => {
            format!("{change}, or silence it for one record with `allow: [{rule}]`.")
        }
        _ => format!("{change}."),
    }
}

impl Explained {
    fn of(explanation: &'static Explanation) -> Explained {
        Explained {
            why: finding::words(explanation.why),
            wrong: ExampleView::of(explanation.wrong),
            right: ExampleView::of(explanation.right),
            fix: finding::words(explanation.fix),
        }
    }
}

impl ExampleView {
    fn of(example: Example) -> ExampleView {
        let files = example.each_file().map(|file| FileView { path: file.path, text: file.text });
        ExampleView { words: finding::words(example.words), files: files.collect() }
    }
}

/// What a rule's page is called.
pub(in crate::view) fn title(rule: Rule, number: PageNumber) -> String {
    number.title(&format!("{} · Health", words::rule(rule.name())))
}
