//! Items and entries that go elsewhere, in this document or another, with all their comments; and keys renamed.

use super::super::block::{Piece, print_piece};
use super::super::comment::comments;
use super::super::quote::{Place, Quotes, quote_in, quote_with};
use super::super::{Style, parse};
use super::site::Holder;
use super::{Draft, Editor, Refusal, Step, not_found, sorted, step};
use crate::text::TextEdit;

impl Editor {
    /// Takes the list's item or the mapping's entry that `path` leads to out of the document, with the comments above it,
    /// beside it and in it, to be put elsewhere: by [`Editor::put`], or within a [`Draft`].
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn take(&mut self, path: &[Step]) -> Result<Piece, Refusal> {
        // What a key given twice says would be left out.
        if !self.tree.faults.is_empty() {
            return Err(Refusal::Faulty);
        }
        let removal = self.removal(path, true)?;
        let layout = || Refusal::Layout(step::written(path));
        let parent = &path[..path.len() - 1];
        let piece = self.site(parent, self.layout())?.piece(removal.index).ok_or_else(layout)?;
        let taken = print_piece(&piece, 0);
        let taken = comments(&taken, parse(&taken, 0).root.as_ref());
        let wanted: Vec<String> = sorted(self.comments()).into_iter().map(str::to_owned).collect();
        self.accept_if(removal.candidates, removal.shape, path, &|text, tree| {
            let left = comments(text, tree.root.as_ref());
            sorted(left.into_iter().chain(taken.iter().copied())).into_iter().eq(wanted.iter().map(String::as_str))
        })?;
        Ok(piece)
    }

    /// Puts an item that was taken out of this document or another into the list at `path`, as
    /// [`Editor::insert_item`] does; indented as the others are.
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn put(&mut self, path: &[Step], index: usize, piece: Piece) -> Result<(), Refusal> {
        self.insert_item(path, index, &Draft::from(piece))
    }

    /// Moves an item to the list at `to`, before the one that is then at `index`. Paths are those before the move;
    /// `index` does not count the item itself.
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn move_item(&mut self, from: &[Step], to: &[Step], index: usize) -> Result<(), Refusal> {
        if to.starts_with(from) {
            return Err(Refusal::Inside(step::written(from)));
        }
        let before = self.clone();
        let moved = self.take(from).and_then(|piece| self.put(&path_without(from, to), index, piece));
        if moved.is_err() {
            *self = before;
        }
        moved
    }

    /// Gives the entry that `path` leads to another key.
    ///
    /// # Errors
    /// See [`Refusal`]; the text is then as before.
    pub fn rename_key(&mut self, path: &[Step], new: &str) -> Result<(), Refusal> {
        let Some((Step::Key(old), parent)) = path.split_last() else { return Err(not_found(path)) };
        let mut shape = self.shape.clone();
        let target = shape.as_mut().and_then(|root| root.at_mut(parent)).ok_or_else(|| not_found(path))?;
        if old != new && target.has_key(new) {
            return Err(Refusal::Exists(new.to_owned()));
        }
        target.rename(old, new).ok_or_else(|| not_found(path))?;
        let Holder::Mapping { key, .. } = self.site(path, self.layout())?.holder else { return Err(not_found(path)) };
        let written = match key.as_scalar().map(|scalar| scalar.style) {
            Some(Style::SingleQuoted) => quote_with(new, Quotes::Single),
            Some(Style::DoubleQuoted) => quote_with(new, Quotes::Double),
            _ => quote_in(new, Place::Key),
        };
        let edits = vec![TextEdit::replace(key.span, written)];
        self.accept(vec![edits], shape, path)
    }
}

/// The path `to` after what is at `from` was taken out.
fn path_without(from: &[Step], to: &[Step]) -> Vec<Step> {
    let mut path = to.to_vec();
    if let Some((Step::Index(gone), parent)) = from.split_last()
        && to.starts_with(parent)
        && let Some(Step::Index(index)) = path.get_mut(parent.len())
        && *index > *gone
    {
        *index -= 1;
    }
    path
}
