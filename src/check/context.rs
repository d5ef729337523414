//! What a rule works with: the snapshot, and a place for its findings.

use std::cell::Cell;

use super::missed::Missed;
use super::scope::Scope;
use crate::diag::{Advice, Diagnostic, Level, Problem, Rule};
use crate::model::{Document, Journey, Target};
use crate::snapshot::{FileEntry, ItemEntry, JourneyEntry, Snapshot};
use crate::text::{Near, Span, TextEdit, WsPath, near};

/// How many names all suggestions of a rule together may be compared with.
///
/// Each unknown name is compared with every known one; in a workspace where everything is misspelt that would grow
/// with the square of its size. Later findings come without a suggestion.
const SUGGESTION_BUDGET: usize = 5_000_000;

/// How many bytes of files a rule may read anew to work out changes that mend its findings. Later findings come
/// without a change; once the first are mended, those are among the first.
const EDIT_BUDGET: usize = 4 * 1024 * 1024;

/// One rule at work on one snapshot.
pub(super) struct Context<'a> {
    /// The workspace.
    pub(super) snapshot: &'a Snapshot,
    /// What of it is gone through. A finding in a file outside of it need not be reported.
    pub(super) scope: &'a Scope<'a>,
    /// What files in the scope name that is not there, or has another ID now.
    pub(super) missed: &'a Missed<'a>,
    rule: Rule,
    level: Level,
    findings: Vec<Diagnostic>,
    budget: Cell<usize>,
    edit_budget: Cell<usize>,
}

impl<'a> Context<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, scope: &'a Scope<'a>, missed: &'a Missed<'a>, rule: Rule) -> Context<'a> {
        let level = snapshot.level(rule);
        Context {
            snapshot,
            scope,
            missed,
            rule,
            level,
            findings: Vec::new(),
            budget: Cell::new(SUGGESTION_BUDGET),
            edit_budget: Cell::new(EDIT_BUDGET),
        }
    }

    /// The level the rule has in this workspace.
    pub(super) fn level(&self) -> Level {
        self.level
    }

    /// Begins a problem of this rule.
    pub(super) fn problem(&self, span: Span, message: impl Into<String>) -> Problem {
        Problem::new(self.rule, span, message)
    }

    /// Reports a problem in a file, unless it is a warning that the record there silences.
    pub(super) fn report(&mut self, path: &WsPath, problem: Problem) {
        self.report_as(path, self.level, problem);
    }

    /// Reports a problem at a level of its own.
    pub(super) fn report_as(&mut self, path: &WsPath, level: Level, problem: Problem) {
        if level != Level::Warn || !super::is_allowed(self.snapshot, path, self.rule) {
            let source = self.snapshot.file(path).and_then(|file| file.source());
            self.findings.push(problem.at(path.clone(), source, level));
        }
    }

    /// The name nearest to `word`, when one is near enough.
    pub(super) fn near<'n, I>(&self, word: &str, names: I) -> Option<Near<'n>>
    where
        I: IntoIterator<Item = &'n str>,
    {
        let left = self.budget.get();
        let mut seen = 0;
        let counted = names.into_iter().take(left).inspect(|_| seen += 1);
        let near = near(word, counted);
        self.budget.set(left - seen);
        near
    }

    /// Whether names can still be compared, so that a rule need not collect them in vain.
    pub(super) fn can_suggest(&self) -> bool {
        self.budget.get() > 0
    }

    /// The names that a reference could mean, sorted.
    pub(super) fn names(&self, target: Target) -> Vec<&'a str> {
        match target {
            Target::Record(kind) => self.snapshot.records(kind).map(|(id, _)| id).collect(),
            Target::Member => self.snapshot.members().filter_map(|member| member.id()).map(|id| id.value).collect(),
            Target::Step => Vec::new(),
        }
    }

    /// The files in the scope.
    pub(super) fn files(&self) -> impl Iterator<Item = &'a FileEntry> + use<'a> {
        self.scope.files.iter().copied()
    }

    /// The files in the scope that could be read to their end, with what they say.
    pub(super) fn documents(&self) -> impl Iterator<Item = (&'a FileEntry, &'a Document)> + use<'a> {
        self.files().filter_map(|file| Some((file, file.whole_document()?)))
    }

    /// The journeys in the scope that could be parsed; also those whose ID is taken.
    pub(super) fn journeys(&self) -> impl Iterator<Item = (JourneyEntry<'a>, &'a Journey)> + use<'a> {
        self.scope.journeys.iter().filter_map(|entry| Some((*entry, entry.journey()?)))
    }

    /// The items in the scope; also those whose ID is taken.
    pub(super) fn items(&self) -> impl Iterator<Item = ItemEntry<'a>> + use<'a> {
        self.scope.items.iter().copied()
    }

    /// Takes the reading of `bytes` of a file from the budget; false when there is too little left.
    pub(super) fn spend_on_edits(&self, bytes: usize) -> bool {
        let left = self.edit_budget.get().checked_sub(bytes);
        self.edit_budget.set(left.unwrap_or_default());
        left.is_some()
    }

    pub(super) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }
}

/// Adds "did you mean" and, where that is safe, the change that does it.
pub(super) fn suggest(problem: Problem, span: Span, near: Near<'_>, place: Option<&WsPath>) -> Problem {
    let name = near.name;
    let problem = problem.advise(Advice::meant(name, place.cloned()));
    if near.is_sure {
        problem.fix(format!("replace it by `{name}`"), vec![TextEdit::replace(span, name)])
    } else {
        problem
    }
}
