//! The problems of text that is not as records are written: YAML's own, and front matter that does not begin or end.

use crate::diag::{Advice, Problem, Rule};
use crate::markdown::{self, FrontMatterFault};
use crate::text::{SourceText, Span};
use crate::yaml;

/// The problem of a fault in YAML.
pub(super) fn yaml_problem(fault: yaml::Fault) -> Problem {
    let rule = match fault.kind {
        yaml::FaultKind::Syntax => Rule::YamlSyntax,
        yaml::FaultKind::Unsupported => Rule::UnsupportedYaml,
        yaml::FaultKind::DuplicateKey => Rule::DuplicateKey,
        yaml::FaultKind::Blank => Rule::YamlSyntax,
    };
    let mut problem = Problem::new(rule, fault.span, fault.message);
    problem.advice = fault.help.map(Advice::text).into_iter().collect();
    if !fault.edits.is_empty() {
        let title = match &fault.edits[..] {
            edits if edits.iter().all(|edit| edit.replacement.is_empty()) => "remove what cannot be seen",
            edits if edits.iter().all(|edit| edit.span.is_empty()) => "put a space after the colon",
            _ => "type an ordinary space",
        };
        problem = problem.fix(title, fault.edits);
    }
    match fault.related {
        Some((span, label)) => problem.related(None, span, label),
        None => problem,
    }
}

/// Fields that come once more and are text, so that nobody reads them.
pub(super) fn second_front_matter(source: &SourceText, body: Span) -> Option<Problem> {
    let fence = markdown::find_second(source.slice(body))?.shift(body.start as usize);
    let problem =
        Problem::new(Rule::UnsupportedYaml, fence, "`---` begins fields for a second time; these are not read");
    Some(problem.help("move them up between the first two lines of `---`, or remove them").as_warning())
}

/// The problem of a record without fields at its head, or with fields that never end.
pub(super) fn front_matter_problem(fault: FrontMatterFault, source: &SourceText) -> Problem {
    let is_first = fault == FrontMatterFault::Missing;
    if let Some(blank) = yaml::find_odd_blank_at_fence(source.text(), is_first) {
        return yaml_problem(blank);
    }
    let message = match fault {
        FrontMatterFault::Missing => "no front matter: a record begins with its fields between `---` lines",
        FrontMatterFault::Unclosed => "the front matter is never closed",
    };
    let help = match fault {
        FrontMatterFault::Missing => "begin the file with `---`, its fields, and `---`; or move it out of this folder",
        FrontMatterFault::Unclosed if source.text().lines().any(|line| line.trim_end() == "...") => {
            "write `---` where `...` ends the fields"
        }
        FrontMatterFault::Unclosed => "write `---` on a line of its own after the fields",
    };
    Problem::new(Rule::FrontMatterMissing, Span::FILE, message).help(help)
}
