//! Findings: what is wrong, where, and what to do about it.
//!
//! Owns the table of rules and the report with one renderer per format. Knows nothing of workspaces: a parsed file
//! yields [`Problem`]s without a path, whoever knows the path makes [`Diagnostic`]s of them.

mod advice;
mod explanation;
pub mod render;
mod report;
mod rule;

pub use advice::{Advice, Advised, Candidate, Choice, Command, Operation, Refused, listed};
pub use explanation::{Description, Example, ExampleFile, Explanation};
pub use report::{Findings, Report, Sources, Summary};
pub use rule::{Group, Level, Rule};

use crate::text::{FileChange, SourceText, Span, TextEdit, WorkspaceEdit, WsPath};

/// One thing that is wrong in a file whose path is not known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that finds it.
    pub rule: Rule,
    /// The most it weighs, where that is less than its rule's level.
    pub limit: Option<Level>,
    /// The whole token it points at.
    pub span: Span,
    /// What is wrong: lower case, the offending thing first in backticks.
    pub message: String,
    /// A word beside the carets, such as what the token is used for.
    pub label: Option<String>,
    /// What to do.
    pub advice: Vec<Advice>,
    /// A change that mends it.
    pub fix: Option<FileFix>,
    /// Other places that explain it.
    pub related: Vec<Related>,
}

/// A change that mends a problem in a file whose path is not known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFix {
    /// What the change does, in the imperative.
    pub title: String,
    /// Edits of that file.
    pub edits: Vec<TextEdit>,
    /// Changes of other files that belong to it.
    pub elsewhere: WorkspaceEdit,
}

/// A change that mends a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does, in the imperative.
    pub title: String,
    /// The change.
    pub edit: WorkspaceEdit,
}

impl Fix {
    /// The edits file by file, those of the file that the problem is in first; `None` where files come, go or move.
    pub(crate) fn edits(&self, own: &WsPath) -> Option<Vec<(&WsPath, &[TextEdit])>> {
        let edits = self.edit.changes().map(|(path, change)| match change {
            FileChange::Edit(splices) => Some((path, splices.edits())),
            FileChange::Create(_) | FileChange::Move { .. } | FileChange::Delete(_) => None,
        });
        let mut edits: Vec<(&WsPath, &[TextEdit])> = edits.collect::<Option<_>>()?;
        edits.sort_by_key(|(path, _)| *path != own);
        Some(edits)
    }
}

/// Another place that explains a problem, such as the first of two definitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file; `None` for the file of the problem itself.
    pub path: Option<WsPath>,
    /// The place.
    pub span: Span,
    /// What is there.
    pub label: String,
}

impl Problem {
    /// A problem with nothing but its message.
    pub fn new(rule: Rule, span: Span, message: impl Into<String>) -> Problem {
        let message = message.into();
        Problem { rule, limit: None, span, message, label: None, advice: Vec::new(), fix: None, related: Vec::new() }
    }

    /// Adds the word beside the carets.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Problem {
        self.label = Some(label.into());
        self
    }

    /// Makes it a warning whatever its rule's level: for what was no error before.
    #[must_use]
    pub fn as_warning(mut self) -> Problem {
        self.limit = Some(Level::Warn);
        self
    }

    /// Adds what to do, in the imperative.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Problem {
        self.advise(Advice::text(help))
    }

    /// Adds what to do.
    #[must_use]
    pub fn advise(mut self, advice: Advice) -> Problem {
        self.advice.push(advice);
        self
    }

    /// What to do in words, as reports have it; `None` where nothing is advised.
    pub fn help_text(&self) -> Option<String> {
        let all: Vec<String> = self.advice.iter().map(Advice::to_string).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }

    /// Adds a change that mends it.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, edits: Vec<TextEdit>) -> Problem {
        self.fix = Some(FileFix { title: title.into(), edits, elsewhere: WorkspaceEdit::default() });
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, path: Option<WsPath>, span: Span, label: impl Into<String>) -> Problem {
        self.related.push(Related { path, span, label: label.into() });
        self
    }

    /// Says in which file it is, with which text if it has one, and how much it weighs.
    pub fn at(mut self, path: WsPath, source: Option<&SourceText>, level: Level) -> Diagnostic {
        let level = self.limit.map_or(level, |limit| limit.min(level));
        let fix = self.fix.take().and_then(|fix| fix.at(&path, source?));
        Diagnostic { path, level, problem: self, fix }
    }
}

impl FileFix {
    /// Says in which file it is; `None` where the change is of nothing, or of what cannot be changed.
    fn at(self, path: &WsPath, source: &SourceText) -> Option<Fix> {
        let mut edit = self.elsewhere;
        edit.join(WorkspaceEdit::edit(path.clone(), source, self.edits).ok()?).ok()?;
        (!edit.is_empty()).then_some(Fix { title: self.title, edit })
    }
}

/// A problem in a known file, with the level that applies in its workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file.
    pub path: WsPath,
    /// [`Level::Error`] or [`Level::Warn`].
    pub level: Level,
    /// What is wrong; a change that mends it is beside it, since here it is known of which file it is.
    pub problem: Problem,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// The order of a report: path, place, then rule and message so that it is total.
    pub(crate) fn order(&self) -> impl Ord + '_ {
        (&self.path, self.problem.span, self.problem.rule, &self.problem.message)
    }
}
