//! Findings as pages show them: what is wrong, in which record, at which line, and what to do.

use serde::Serialize;

use super::link::{Here, Link};
use crate::diag::{Diagnostic, Level, Rule, Sources as _};
use crate::model::Journey;
use crate::snapshot::{JourneyKey, StageKey, StepKey, Subject};
use crate::text::Span;
use crate::view::address;
use crate::view::words;

/// A finding.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Finding {
    /// `Error` or `Warning`.
    level: &'static str,
    /// The colour that says the same.
    tone: &'static str,
    /// What is wrong.
    message: Vec<Words>,
    /// What to do.
    help: Option<Vec<Words>>,
    /// The page of what it is about; `None` when the file is no record with a page.
    record: Option<Link>,
    /// File and line, which lead to that line in the repository.
    place: Link,
    /// What the rule means.
    rule: Link,
}

/// A part of a text in which names and values stand between backticks.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::view) struct Words {
    text: String,
    /// Whether it is a name or value as written in a file.
    code: bool,
}

/// Takes the backticks from a text.
pub(in crate::view) fn words(text: &str) -> Vec<Words> {
    let parts = text.split('`').enumerate().filter(|(_, part)| !part.is_empty());
    parts.map(|(at, part)| Words { text: part.to_owned(), code: at % 2 == 1 }).collect()
}

/// A level as a word for people, and its colour.
pub(in crate::view) fn level(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Error => ("Error", "bad"),
        Level::Warn => ("Warning", "warn"),
        Level::Off => ("Off", "quiet"),
    }
}

/// What all of several findings say to do, taken from them so that it is said once.
pub(in crate::view) fn take_shared_help(findings: &mut [Finding]) -> Option<Vec<Words>> {
    let (first, rest) = findings.split_first()?;
    if rest.is_empty() || rest.iter().any(|finding| finding.help != first.help) {
        return None;
    }
    findings.iter_mut().fold(None, |_, finding| finding.help.take())
}

impl Here<'_> {
    pub(in crate::view) fn finding(&self, finding: &Diagnostic) -> Finding {
        let (level, tone) = level(finding.level);
        let line = self
            .viewer
            .sources()
            .source(&finding.path)
            .map(|source| source.position(finding.problem.span.start as usize).line);
        let place = match line {
            Some(line) => format!("{}:{line}", finding.path),
            None => finding.path.to_string(),
        };
        Finding {
            level,
            tone,
            message: words(&finding.problem.message),
            help: finding.problem.help_text().as_deref().map(words),
            record: self.found_in(finding).map(|subject| self.subject(&subject)).filter(|link| link.href.is_some()),
            place: Link { href: self.viewer.repository_line(&finding.path, line), ..Link::broken(place) },
            rule: self.rule(finding.problem.rule),
        }
    }

    /// The page that explains a rule.
    pub(in crate::view) fn rule(&self, rule: Rule) -> Link {
        Link::new(words::rule(rule.name()), self.href(&address::rule(rule)))
    }

    /// What a finding is about: of a journey's file the step, of the workspace's the member it stands in.
    fn found_in(&self, finding: &Diagnostic) -> Option<Subject> {
        let subject = self.snapshot().find_path(&finding.path)?;
        // Of a file that is shown as it was before, the places are others.
        if self.viewer.sources().source(&finding.path) != self.snapshot().source(&finding.path) {
            return Some(subject);
        }
        let span = finding.problem.span;
        let within = match &subject {
            Subject::Journey(key) => self.step_at(*key, span),
            Subject::Workspace => self.member_at(span),
            _ => None,
        };
        Some(within.unwrap_or(subject))
    }

    fn step_at(&self, journey: JourneyKey, span: Span) -> Option<Subject> {
        let document = self.snapshot().journey(journey).journey()?;
        let (stage, record) =
            Journey::stages(document).enumerate().find(|(_, stage)| contains(stage.record.span, span))?;
        let (step, _) = record.steps().enumerate().find(|(_, step)| contains(step.record.span, span))?;
        let key = StepKey { stage: StageKey { journey, stage }, step };
        self.viewer.has_page(key).then_some(Subject::Step(key))
    }

    fn member_at(&self, span: Span) -> Option<Subject> {
        let mut members = self.snapshot().members();
        let member = members.find(|member| contains(member.record.span, span))?;
        Some(Subject::Member(member.id()?.value.to_owned()))
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.start < outer.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_names_from_words() {
        let parts = words("`a` is not `b`, see c");
        let parts: Vec<(&str, bool)> = parts.iter().map(|part| (part.text.as_str(), part.code)).collect();
        assert_eq!(parts, [("a", true), (" is not ", false), ("b", true), (", see c", false)]);
        assert_eq!(words(""), []);
    }
}
