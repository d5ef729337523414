//! Changes that mend a finding, as splices of the file it is in.

use super::context::Context;
use crate::diag::Problem;
use crate::model::{Document, DocumentEditor};
use crate::snapshot::FileEntry;
use crate::store::layout::Place;
use crate::text::{Span, TextEdit};
use crate::yaml::edit::{Draft, Step};

/// Adds the change that replaces a name inside the token the problem points at.
pub(super) fn rename_inside(problem: Problem, file: &FileEntry, old: &str, new: &str) -> Problem {
    let token = problem.span;
    let written = file.source().map_or("", |source| source.slice(token));
    match written.find(old) {
        Some(at) => {
            let span = Span::new(at, at + old.len()).shift(token.start as usize);
            problem.fix(format!("replace it by `{new}`"), vec![TextEdit::replace(span, new)])
        }
        None => problem,
    }
}

/// Adds the change that takes the meaning from the sign where `token` begins in a cell of a lane, by a backslash.
pub(super) fn escape_in_cell(problem: Problem, file: &FileEntry, token: Span) -> Problem {
    let Some(Document::Journey(journey)) = file.document() else { return problem };
    let cells = journey.steps().flat_map(|(_, step)| step.lanes()).map(|(_, cell)| cell.span);
    let cell = cells.into_iter().find(|cell| cell.contains(token));
    let Some((cell, source)) = cell.zip(file.source()) else { return problem };
    let is_sign = source.text()[token.start as usize..].starts_with(['@', '[', '#', '-', '=', '<']);
    let backslash = if source.slice(cell).starts_with('"') { "\\\\" } else { "\\" };
    if !is_sign {
        return problem;
    }
    problem.fix("put a backslash before it", vec![TextEdit::replace(Span::at(token.start as usize), backslash)])
}

impl Context<'_> {
    /// The splices that take away the list entry at `span`; `None` where it is written in a way that cannot be edited
    /// safely, where a comment would go with it, or where the rule has computed its share of them.
    pub(super) fn removal(&self, file: &FileEntry, span: Span) -> Option<Vec<TextEdit>> {
        let mut editor = self.editor(file)?;
        let path = editor.yaml().path_at(span)?;
        editor.yaml().remove(&path).ok()?;
        let edits = editor.finish().ok()?;
        let text = file.source()?.text();
        let (start, end) = (span.start as usize, span.end as usize);
        let has_comment = |from: usize, to: usize| from < to && text[from..to].contains('#');
        let takes_comment = |edit: &TextEdit| {
            let (from, to) = (edit.span.start as usize, edit.span.end as usize);
            has_comment(from, to.min(start)) || has_comment(from.max(end), to)
        };
        (!edits.iter().any(takes_comment)).then_some(edits)
    }

    /// The splices that put a word at the end of a record's list, which is made if need be; `None` as for
    /// [`Context::removal`].
    pub(super) fn addition(&self, file: &FileEntry, field: &str, word: &str) -> Option<Vec<TextEdit>> {
        let is_there = file.record().is_some_and(|record| record.slot(field).is_some());
        let mut editor = self.editor(file)?;
        if is_there {
            editor.yaml().insert_item(&[Step::from(field)], usize::MAX, &Draft::text(word)).ok()?;
        } else {
            editor.yaml().insert_entry(&[], None, field, &Draft::words([word])).ok()?;
        }
        editor.finish().ok()
    }

    /// An editor of a record.
    fn editor(&self, file: &FileEntry) -> Option<DocumentEditor> {
        let source = file.source()?;
        let Place::Record(place) = &file.place else { return None };
        self.spend_on_edits(source.text().len()).then(|| DocumentEditor::new(place.kind, source).ok()).flatten()
    }
}
