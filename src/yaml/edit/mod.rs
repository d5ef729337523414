//! Edits of a YAML text as splices that keep every other byte: comments, order, quoting, blank lines, line ends.
//!
//! An [`Editor`] changes one text step by step. Each step is written in the style of what stands around it, read
//! again, and compared: unless the tree is the one that was asked for, equal everywhere else, the step is refused and
//! the text is as before. So no caller can corrupt a file, and a layout this module does not understand is an error.
//!
//! Comments: an insertion goes between what belongs to the item or entry before it and the comments above the next; a
//! removal takes an item's own lines with the comments on them and leaves own-line comments above; what goes elsewhere
//! ([`Editor::take`], [`Editor::move_item`]) takes all its comments along, as [`super::block`] has them.
//! A list that loses its last item becomes `[]`, a mapping `{}`, the document's mapping nothing.

mod draft;
mod insert;
mod intent;
mod layout;
mod moves;
mod pieces;
mod remove;
mod replace;
mod site;
mod step;
#[cfg(test)]
mod tests;

pub use draft::Draft;
pub use step::Step;

use layout::Layout;
use pieces::Pieces;
use site::Site;

use super::comment::comments;
use super::{FaultKind, Node, Shape, Tree, parse};
use crate::text::{Span, TextEdit, apply_edits};

/// Why an edit is not made; the text is as before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The text has faults that make its tree differ from what is written.
    #[error("a file with faults in its YAML cannot be edited; mend them first")]
    Faulty,
    /// Nothing is at the path.
    #[error("`{0}` is not there")]
    NotFound(String),
    /// Something else is at the path than the edit is for.
    #[error("`{path}` is not a {wanted}")]
    WrongKind {
        /// Where.
        path: String,
        /// What the edit is for.
        wanted: &'static str,
    },
    /// The mapping has the key already.
    #[error("`{0}` is already there")]
    Exists(String),
    /// It was to go into itself.
    #[error("`{0}` cannot be moved into itself")]
    Inside(String),
    /// No splice was found that gives the intended tree and leaves the rest as it is.
    #[error("`{0}` is written in a way that cannot be edited safely; edit it by hand")]
    Layout(String),
}

/// Changes one YAML text; see the module.
#[derive(Clone, Debug)]
pub struct Editor {
    base: usize,
    text: String,
    newline: &'static str,
    tree: Tree,
    shape: Option<Shape>,
    pieces: Pieces,
}

/// Splices that would do one step; of several the first that gives the intended tree is taken.
type Candidates = Vec<Vec<TextEdit>>;

impl Editor {
    /// Begins with `text`, which stands at byte `base` of its file.
    ///
    /// # Errors
    /// When the text was not read to its end or uses what records may not.
    pub fn new(text: &str, base: usize) -> Result<Editor, Refusal> {
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let text = text[bom..].to_owned();
        let tree = parse(&text, 0);
        if !tree.complete || tree.faults.iter().any(|fault| fault.kind != FaultKind::DuplicateKey) {
            return Err(Refusal::Faulty);
        }
        let shape = tree.root.as_ref().map(Shape::of);
        let (pieces, newline) = (Pieces::new(text.len()), Layout::newline_of(&text).unwrap_or("\n"));
        Ok(Editor { base: base + bom, text, newline, tree, shape, pieces })
    }

    /// Says how lines end in the file, for a text that has only one.
    #[must_use]
    pub fn with_line_ending(self, ending: &'static str) -> Editor {
        Editor { newline: Layout::newline_of(&self.text).unwrap_or(ending), ..self }
    }

    /// The text after the steps so far, without a byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The document's node after the steps so far; spans are offsets of [`Editor::text`].
    pub fn root(&self) -> Option<&Node> {
        self.tree.root.as_ref()
    }

    /// The path of the node that stands at `span` of the unchanged file, to be asked before the first step.
    pub fn path_at(&self, span: Span) -> Option<Vec<Step>> {
        let start = (span.start as usize).checked_sub(self.base)?;
        site::path_at(self.tree.root.as_ref()?, Span::new(start, start + span.len()))
    }

    /// Writes another value at `path`, which may be absent but must be there; the quotes of a text are kept where
    /// they can be.
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn set(&mut self, path: &[Step], draft: &Draft) -> Result<(), Refusal> {
        self.set_all(&[(path.to_vec(), draft.clone())])
    }

    /// Writes several values, none inside another, reading the text again only once.
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn set_all(&mut self, values: &[(Vec<Step>, Draft)]) -> Result<(), Refusal> {
        let mut shape = self.shape.clone();
        for (path, draft) in values {
            let target = shape.as_mut().and_then(|root| root.at_mut(path));
            *target.ok_or_else(|| not_found(path))? = Shape::of_draft(draft);
        }
        let mut candidates = Candidates::new();
        for layout in self.layouts() {
            let mut edits = Vec::new();
            for (path, draft) in values {
                edits.extend(replace::replace(&self.site(path, layout)?, draft));
            }
            candidates.push(edits);
        }
        let first = values.first().map(|(path, _)| path.as_slice()).unwrap_or_default();
        self.accept(candidates, shape, first)
    }

    /// Puts an item into the list at `path`, before the one that is now at `index` or, beyond the last, at the end.
    ///
    /// An absent value becomes a list.
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn insert_item(&mut self, path: &[Step], index: usize, draft: &Draft) -> Result<(), Refusal> {
        let mut shape = self.shape.clone();
        let target = shape.as_mut().and_then(|root| root.at_mut(path)).ok_or_else(|| not_found(path))?;
        target.insert_item(index, Shape::of_draft(draft)).ok_or_else(|| wrong_kind(path, "list"))?;
        let mut candidates = Candidates::new();
        for layout in self.layouts() {
            candidates.extend(insert::item(&self.site(path, layout)?, index, draft));
        }
        self.accept_with(draft, candidates, shape, path)
    }

    /// Puts an entry into the mapping at `path`, behind the one of key `after`, or at the end when that is `None` or
    /// not there.
    ///
    /// An absent value becomes a mapping, and so does an empty document at the empty path.
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn insert_entry(
        &mut self,
        path: &[Step],
        after: Option<&str>,
        key: &str,
        draft: &Draft,
    ) -> Result<(), Refusal> {
        let mut shape = self.shape.clone();
        let value = Shape::of_draft(draft);
        if path.is_empty() && shape.is_none() {
            let candidates = vec![insert::first_entry(&self.text, self.layout(), key, draft)];
            return self.accept(candidates, Some(Shape::mapping(key, value)), path);
        }
        let target = shape.as_mut().and_then(|root| root.at_mut(path)).ok_or_else(|| not_found(path))?;
        if target.has_key(key) {
            return Err(Refusal::Exists(key.to_owned()));
        }
        let index = target.insert_entry(after, key, value).ok_or_else(|| wrong_kind(path, "mapping"))?;
        let mut candidates = Candidates::new();
        for layout in self.layouts() {
            candidates.extend(insert::entry(&self.site(path, layout)?, index, key, draft));
        }
        self.accept_with(draft, candidates, shape, path)
    }

    /// Takes away the list's item or the mapping's entry that `path` leads to; comments above it stay.
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn remove(&mut self, path: &[Step]) -> Result<(), Refusal> {
        let removal = self.removal(path, false)?;
        self.accept(removal.candidates, removal.shape, path)
    }

    /// Ways to take something away, with the comments that belong to it or without.
    fn removal(&self, path: &[Step], with_comments: bool) -> Result<Removal, Refusal> {
        let Some((last, parent)) = path.split_last() else { return Err(not_found(path)) };
        let mut shape = self.shape.clone();
        let target = shape.as_mut().and_then(|root| root.at_mut(parent)).ok_or_else(|| not_found(path))?;
        let index = target.remove(last).ok_or_else(|| not_found(path))?;
        let is_empty_document = parent.is_empty() && target.is_empty_mapping();
        let site = self.site(parent, self.layout())?;
        let whole = if with_comments { site.child_lines(index) } else { None };
        let mut candidates = remove::child(&site, index, whole);
        if is_empty_document && !site.is_bracketed() {
            shape = None;
        } else if site.child_count() == 1 {
            candidates.extend(remove::last_child(&site, whole));
        }
        Ok(Removal { candidates, shape, index })
    }

    /// The splices of the unchanged file that all steps come to.
    pub fn finish(self) -> Vec<TextEdit> {
        self.pieces.edits(self.base, &self.text)
    }

    fn layout(&self) -> Layout {
        Layout::of(&self.text, self.newline, self.tree.root.as_ref())
    }

    /// The text's habits, and the same without blocks of text: these would take a comment behind them for their own.
    fn layouts(&self) -> [Layout; 2] {
        let layout = self.layout();
        [layout, Layout { literals: false, ..layout }]
    }

    fn site(&self, path: &[Step], layout: Layout) -> Result<Site<'_>, Refusal> {
        let root = self.tree.root.as_ref().ok_or_else(|| not_found(path))?;
        Site::find(&self.text, root, layout, path).ok_or_else(|| not_found(path))
    }

    /// Takes the first candidate after which the tree is the intended one.
    fn accept(&mut self, candidates: Candidates, intended: Option<Shape>, path: &[Step]) -> Result<(), Refusal> {
        self.accept_if(candidates, intended, path, &|_, _| true)
    }

    /// The same for what may bring comments along: none may get lost, and none be there twice.
    fn accept_with(
        &mut self,
        draft: &Draft,
        candidates: Candidates,
        intended: Option<Shape>,
        path: &[Step],
    ) -> Result<(), Refusal> {
        if !draft.has_piece() {
            return self.accept(candidates, intended, path);
        }
        let brought = draft.comments();
        let wanted = sorted(self.comments().into_iter().chain(brought.iter().map(String::as_str)));
        let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
        self.accept_if(candidates, intended, path, &|text, tree| {
            sorted(comments(text, tree.root.as_ref())).into_iter().eq(wanted.iter().map(String::as_str))
        })
    }

    /// Takes the first candidate after which the tree is the intended one and which passes a test.
    fn accept_if(
        &mut self,
        candidates: Candidates,
        intended: Option<Shape>,
        path: &[Step],
        is_right: &dyn Fn(&str, &Tree) -> bool,
    ) -> Result<(), Refusal> {
        for mut edits in candidates {
            edits.retain(|edit| !(edit.span.is_empty() && edit.replacement.is_empty()));
            let Ok(text) = apply_edits(&self.text, &edits) else { continue };
            let tree = parse(&text, 0);
            let is_sound = tree.complete && tree.faults.len() <= self.tree.faults.len();
            if is_sound && tree.root.as_ref().map(Shape::of) == intended && is_right(&text, &tree) {
                self.pieces.splice(&edits);
                (self.text, self.tree, self.shape) = (text, tree, intended);
                return Ok(());
            }
        }
        Err(Refusal::Layout(step::written(path)))
    }

    fn comments(&self) -> Vec<&str> {
        comments(&self.text, self.tree.root.as_ref())
    }
}

/// Ways to take something away, and what is left then.
struct Removal {
    candidates: Candidates,
    shape: Option<Shape>,
    /// The place in its list or mapping.
    index: usize,
}

fn sorted<'c>(comments: impl IntoIterator<Item = &'c str>) -> Vec<&'c str> {
    let mut sorted: Vec<&str> = comments.into_iter().collect();
    sorted.sort_unstable();
    sorted
}

fn not_found(path: &[Step]) -> Refusal {
    Refusal::NotFound(step::written(path))
}

fn wrong_kind(path: &[Step], wanted: &'static str) -> Refusal {
    Refusal::WrongKind { path: step::written(path), wanted }
}
