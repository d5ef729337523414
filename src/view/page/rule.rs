//! A rule: what it is for, and what it finds.

use serde::Serialize;

use super::{Id, Page, PageId};
use crate::diag::{Example, Explanation, Group, Level, Rule};
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::finding::{self, Finding, Words};
use crate::view::part::frame::{About, Section};
use crate::view::part::link::Here;
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::part::rule_head::{self, RuleHead};
use crate::view::words;

/// A rule's page.
#[derive(Debug, Serialize)]
pub(super) struct RulePage {
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

impl Page for RulePage {
    type Id = (Rule, PageNumber);

    /// The first page of each rule: how many more there are is known when everything is checked.
    fn all(_: &Viewer<'_>) -> Vec<(WsPath, (Rule, PageNumber))> {
        Rule::ALL.iter().map(|rule| (address::rule(*rule), (*rule, PageNumber::FIRST))).collect()
    }

    fn about(here: &Here<'_>, (rule, number): &(Rule, PageNumber)) -> About {
        let title = number.title(&format!("{} · Health", words::rule(rule.name())));
        About::within(here, Section::Health, &title)
    }

    fn make(here: &Here<'_>, (rule, number): &(Rule, PageNumber)) -> Option<RulePage> {
        Some(self::rule(here, *rule, *number))
    }
}

impl Viewer<'_> {
    /// The pages of what each rule finds, by their addresses; the first of each is among [`Viewer::pages`].
    pub fn pages_of_findings(&self) -> impl Iterator<Item = (WsPath, PageId)> {
        Rule::ALL.iter().flat_map(|rule| {
            let findings = self.index.findings.get(rule).map_or(0, |found| found.places.len());
            let pages = PageNumber::all(findings, address::rule(*rule));
            pages.map(|(path, number)| (path, PageId(Id::Rule((*rule, number)))))
        })
    }

    /// Whether a page at an address, if there is one, is of what a rule finds.
    pub fn is_of_findings(path: &WsPath) -> bool {
        path.parent() == address::rules()
    }
}

fn rule(here: &Here<'_>, rule: Rule, number: PageNumber) -> RulePage {
    let head = rule_head::head(here, rule);
    let mut findings = rule_head::findings(here, number.rows(rule_head::places(here, rule).iter()));
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
