//! Changes to the text of one file: its YAML value by value, its Markdown as text.
//!
//! Owns where the YAML and the Markdown of a file stand, and what a changed file is judged by. Knows neither where the
//! file is nor who names what is in it: what a change means for the workspace is its caller's business.
//!
//! Invariant: what [`DocumentEditor::finish`] gives has been applied and read again; it brings no problem that the file
//! did not have, and the YAML is the one that was asked for.

use std::collections::HashMap;

use super::{FileKind, Notation, parse};
use crate::diag::{Problem, Rule};
use crate::markdown::{self, FrontMatterFault};
use crate::text::{EditError, SourceText, Span, TextEdit, apply_edits};
use crate::yaml::edit::{Editor, Refusal};

/// By how many of its first words a problem is known again elsewhere.
const MOST_WORDS: usize = 40;

/// Changes the text of one file; see the module.
#[derive(Clone, Debug)]
pub struct DocumentEditor {
    kind: FileKind,
    source: SourceText,
    yaml: Editor,
    parts: Parts,
    body_edits: Vec<TextEdit>,
}

/// How a file is divided.
#[derive(Clone, Copy, Debug)]
enum Parts {
    /// All of it is YAML.
    Yaml,
    /// Fields between `---` lines, and the Markdown below them.
    FrontMatter { body: Span },
    /// Markdown, above which the fields go.
    Markdown { body: Span },
}

/// Why a file is not changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditRefusal {
    /// Some of its bytes are no text.
    #[error("it is not UTF-8")]
    NotUtf8,
    /// It is not divided as files of its kind are.
    #[error("its fields cannot be told from its text")]
    Unclear,
    /// What was to be changed is not in its Markdown.
    #[error("it has no such text")]
    NoSuchText,
    /// Its YAML cannot be edited so.
    #[error(transparent)]
    Yaml(#[from] Refusal),
    /// The edits do not go together.
    #[error(transparent)]
    Edits(#[from] EditError),
    /// The change would bring a problem with it.
    #[error("{0}")]
    Problem(String),
}

impl DocumentEditor {
    /// Begins with a file's text.
    ///
    /// # Errors
    /// When it cannot be read to its end, or has no YAML.
    pub fn new(kind: FileKind, source: &SourceText) -> Result<DocumentEditor, EditRefusal> {
        if source.bad_byte().is_some() {
            return Err(EditRefusal::NotUtf8);
        }
        let (yaml, parts) = divide(kind, source)?;
        let yaml = Editor::new(source.slice(yaml), yaml.range().start)?.with_line_ending(source.line_ending());
        Ok(DocumentEditor { kind, source: source.clone(), yaml, parts, body_edits: Vec::new() })
    }

    /// The editor of its YAML.
    pub fn yaml(&mut self) -> &mut Editor {
        &mut self.yaml
    }

    /// Where its Markdown stands, before any change.
    pub fn body(&self) -> Option<Span> {
        match self.parts {
            Parts::Yaml => None,
            Parts::FrontMatter { body } | Parts::Markdown { body } => Some(body),
        }
    }

    /// Writes something else at a place of its Markdown, which is one of the unchanged file.
    ///
    /// # Errors
    /// When the place is not in its Markdown.
    pub fn replace_text(&mut self, place: Span, text: &str) -> Result<(), EditRefusal> {
        self.body().filter(|body| body.contains(place)).ok_or(EditRefusal::NoSuchText)?;
        self.body_edits.push(TextEdit::replace(place, self.with_line_ends(text)));
        Ok(())
    }

    /// Adds lines at the end of its Markdown.
    ///
    /// # Errors
    /// When it has none.
    pub fn append_text(&mut self, lines: &str) -> Result<(), EditRefusal> {
        let body = self.body().ok_or(EditRefusal::NoSuchText)?;
        let is_begun = !self.source.text().is_empty() && !self.source.text().ends_with('\n');
        let separator = if is_begun { self.source.line_ending() } else { "" };
        let text = format!("{separator}{}", self.with_line_ends(lines));
        self.body_edits.push(TextEdit::insert(body.range().end, text));
        Ok(())
    }

    /// The splices of the unchanged file that all changes come to.
    ///
    /// # Errors
    /// When the file would have a problem then that it has not now.
    pub fn finish(self) -> Result<Vec<TextEdit>, EditRefusal> {
        let yaml = self.yaml.text().to_owned();
        let mut edits = self.yaml.finish();
        if let Parts::Markdown { body } = self.parts
            && !edits.is_empty()
        {
            let end = self.source.line_ending();
            edits = vec![TextEdit::insert(body.range().start, format!("---{end}{yaml}---{end}"))];
        }
        edits.extend(self.body_edits);
        let after = SourceText::from(apply_edits(self.source.text(), &edits)?.as_str());
        let is_as_edited = divide(self.kind, &after).is_ok_and(|(place, _)| {
            let written = after.slice(place);
            written.strip_prefix('\u{feff}').unwrap_or(written) == yaml
        });
        if !is_as_edited {
            return Err(EditRefusal::Unclear);
        }
        match new_problem(self.kind, &self.source, &edits, &after) {
            Some(problem) => Err(EditRefusal::Problem(problem.message)),
            None => Ok(edits),
        }
    }

    fn with_line_ends(&self, text: &str) -> String {
        text.replace("\r\n", "\n").replace('\n', self.source.line_ending())
    }
}

/// Where the YAML of a file is, and what else there is.
fn divide(kind: FileKind, source: &SourceText) -> Result<(Span, Parts), EditRefusal> {
    match kind.row().notation {
        Notation::Yaml => return Ok((Span::new(0, source.text().len()), Parts::Yaml)),
        Notation::Rows => return Err(EditRefusal::Unclear),
        Notation::Markdown => {}
    }
    match markdown::split(source.text()) {
        Ok(parts) => Ok((parts.yaml, Parts::FrontMatter { body: parts.body })),
        Err(FrontMatterFault::Missing) => {
            let body = Span::new(source.bom_len(), source.text().len());
            Ok((Span::at(source.bom_len()), Parts::Markdown { body }))
        }
        Err(FrontMatterFault::Unclosed) => Err(EditRefusal::Unclear),
    }
}

/// A problem of the changed file that the file does not have: neither in the same place nor, where something has moved,
/// of the same words.
fn new_problem(kind: FileKind, before: &SourceText, edits: &[TextEdit], after: &SourceText) -> Option<Problem> {
    let problems = parse(kind, after).problems;
    if problems.is_empty() {
        return None;
    }
    let mut by_place: HashMap<(Rule, String, usize), Vec<String>> = HashMap::new();
    let mut by_words: HashMap<(Rule, String, String), usize> = HashMap::new();
    for problem in parse(kind, before).problems {
        let words = words_at(before, problem.span);
        if let Some(place) = place_after(edits, problem.span.range().start) {
            by_place.entry((problem.rule, problem.message.clone(), place)).or_default().push(words.clone());
        }
        *by_words.entry((problem.rule, problem.message, words)).or_default() += 1;
    }
    let mut others = problems;
    others.retain(|problem| {
        let place = (problem.rule, problem.message.clone(), problem.span.range().start);
        let Some(words) = by_place.get_mut(&place).and_then(Vec::pop) else { return true };
        let count = by_words.get_mut(&(problem.rule, problem.message.clone(), words));
        count.into_iter().for_each(|count| *count -= 1);
        false
    });
    others.into_iter().find(|problem| {
        let words = (problem.rule, problem.message.clone(), words_at(after, problem.span));
        let count = by_words.get_mut(&words).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_none()
    })
}

/// The beginning of what stands at a place, however it is indented.
fn words_at(source: &SourceText, place: Span) -> String {
    let words: Vec<&str> = source.slice(place).split_whitespace().take(MOST_WORDS).collect();
    words.join(" ")
}

/// Where a byte is after some edits; `None` where they take it away.
fn place_after(edits: &[TextEdit], place: usize) -> Option<usize> {
    let mut after = place;
    for edit in edits {
        let range = edit.span.range();
        if range.start < place && place < range.end {
            return None;
        }
        if range.end <= place {
            after = after + edit.replacement.len() - range.len();
        }
    }
    Some(after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::edit::{Draft, Step};

    fn title() -> Vec<Step> {
        vec!["title".into()]
    }

    fn edited(
        kind: FileKind,
        before: &str,
        change: impl FnOnce(&mut DocumentEditor) -> Result<(), EditRefusal>,
    ) -> Result<String, EditRefusal> {
        let mut editor = DocumentEditor::new(kind, &SourceText::from(before))?;
        change(&mut editor)?;
        Ok(apply_edits(before, &editor.finish()?)?)
    }

    #[test]
    fn yaml_is_found_wherever_it_stands() {
        let set = |editor: &mut DocumentEditor| Ok(editor.yaml().set(&title(), &Draft::text("B"))?);
        assert_eq!(
            edited(FileKind::Journey, "\u{feff}title: A # a\nstatus: draft\n", set).as_deref(),
            Ok("\u{feff}title: B # a\nstatus: draft\n")
        );
        assert_eq!(
            edited(FileKind::Item, "---\r\nkind: insight\r\ntitle: A\r\n---\r\ntitle: A\r\n", set).as_deref(),
            Ok("---\r\nkind: insight\r\ntitle: B\r\n---\r\ntitle: A\r\n")
        );
    }

    #[test]
    fn fields_go_above_a_text_that_has_none() {
        let before = "\u{feff}Said on the phone.\r\n";
        let after = edited(FileKind::Persona, before, |editor| {
            Ok(editor.yaml().insert_entry(&[], None, "name", &Draft::text("Ann"))?)
        });
        assert_eq!(after.as_deref(), Ok("\u{feff}---\r\nname: Ann\r\n---\r\nSaid on the phone.\r\n"));
    }

    #[test]
    fn text_is_replaced_and_added() {
        let before = "---\r\nname: Ann\r\n---\r\nOne two.";
        let two = Span::new(before.len() - 4, before.len() - 1);
        let after = edited(FileKind::Persona, before, |editor| {
            editor.yaml().set(&["name".into()], &Draft::text("Eva"))?;
            editor.replace_text(two, "2")?;
            editor.append_text("Three.\n")
        });
        assert_eq!(after.as_deref(), Ok("---\r\nname: Eva\r\n---\r\nOne 2.\r\nThree.\r\n"));
        let outside = edited(FileKind::Persona, before, |editor| editor.replace_text(Span::new(5, 9), "x"));
        assert_eq!(outside, Err(EditRefusal::NoSuchText));
        let none = edited(FileKind::Journey, "title: A\n", |editor| editor.append_text("x\n"));
        assert_eq!(none, Err(EditRefusal::NoSuchText));
    }

    #[test]
    fn a_new_problem_is_refused_where_others_stay() {
        // The one that is mended must not make room for another.
        let before = "title: A\nstatus: none\nowner: [maya]\n";
        let set = |field: &'static str, draft: Draft| {
            edited(FileKind::Journey, before, move |editor| Ok(editor.yaml().set(&[field.into()], &draft)?))
        };
        assert!(set("title", Draft::text("B")).is_ok());
        let swapped = edited(FileKind::Journey, before, |editor| {
            editor.yaml().set(&["owner".into()], &Draft::text("maya"))?;
            Ok(editor.yaml().set(&title(), &Draft::words(["B"]))?)
        });
        assert!(matches!(swapped, Err(EditRefusal::Problem(_))), "{swapped:?}");
        let moving = "title: J\nstages:\n- id: s\n  title: S\n  steps:\n  - { id: one, title: 1, emotion: 9 }\n  - { id: two, title: T }\n";
        let steps: Vec<Step> = vec!["stages".into(), 0.into(), "steps".into()];
        let moved = edited(FileKind::Journey, moving, |editor| {
            Ok(editor.yaml().move_item(&[steps.clone(), vec![0.into()]].concat(), &steps, 1)?)
        });
        assert!(moved.is_ok_and(|after| after.ends_with("emotion: 9 }\n")));
        let fields = "---\nkind: insight\ntitle: B\n---\n";
        let smuggled =
            edited(FileKind::Item, "---\nkind: insight\ntitle: A\n---\n", |editor| editor.append_text(fields));
        assert!(matches!(smuggled, Err(EditRefusal::Problem(_))), "{smuggled:?}");
    }

    #[test]
    fn what_cannot_be_read_is_not_edited() {
        let new = |kind, text: &[u8]| DocumentEditor::new(kind, &SourceText::from_bytes(text.to_vec())).err();
        assert_eq!(new(FileKind::Journey, b"title: \xff\n"), Some(EditRefusal::NotUtf8));
        assert_eq!(new(FileKind::Journey, b"title: [\n"), Some(EditRefusal::Yaml(Refusal::Faulty)));
        assert_eq!(new(FileKind::Item, b"---\ntitle: A\n"), Some(EditRefusal::Unclear));
        assert_eq!(new(FileKind::Measurements, b"date,value\n"), Some(EditRefusal::Unclear));
    }
}
