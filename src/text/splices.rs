//! Edits of one text, which fit it: what they make of it, and what they come to with others after them.

use super::edit::in_order;
use super::{EditError, SourceText, Span, TextEdit, apply_edits};

/// Edits that fit the text they were made for. Bytes that none of them names stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splices {
    base: SourceText,
    edits: Vec<TextEdit>,
}

impl Splices {
    /// Takes edits of `base`.
    ///
    /// # Errors
    /// When they overlap or do not fit the text.
    pub fn new(base: &SourceText, edits: Vec<TextEdit>) -> Result<Splices, EditError> {
        in_order(base.text(), &edits)?;
        Ok(Splices { base: base.clone(), edits })
    }

    /// The text they were made for.
    pub fn base(&self) -> &SourceText {
        &self.base
    }

    /// The edits, in the order they were given.
    pub fn edits(&self) -> &[TextEdit] {
        &self.edits
    }

    /// The text they make.
    pub fn after(&self) -> String {
        apply_edits(self.base.text(), &self.edits).expect("the edits were found to fit when they were taken")
    }

    /// The edits that make of the text after these the text they were made for.
    pub fn inverse(&self) -> Splices {
        let fit = "the edits were found to fit when they were taken";
        let mut edits: Vec<TextEdit> = Vec::new();
        let (mut done, mut at) = (0, 0);
        for edit in in_order(self.base.text(), &self.edits).expect(fit) {
            let range = edit.span.range();
            at += range.start - done;
            let span = Span::new(at, at + edit.replacement.len());
            let was = &self.base.text()[range.clone()];
            match edits.last_mut() {
                // So that their order is beyond doubt.
                Some(last) if last.span.end == span.start => {
                    last.span.end = span.end;
                    last.replacement.push_str(was);
                }
                _ => edits.push(TextEdit::replace(span, was)),
            }
            (done, at) = (range.end, at + edit.replacement.len());
        }
        Splices { base: SourceText::from(self.after().as_str()), edits }
    }

    /// Whether they make the text they were made for.
    pub fn change_nothing(&self) -> bool {
        let says_what_is_there = |edit: &TextEdit| self.base.slice(edit.span) == edit.replacement;
        let removed: usize = self.edits.iter().map(|edit| edit.span.len()).sum();
        let added: usize = self.edits.iter().map(|edit| edit.replacement.len()).sum();
        self.edits.iter().all(says_what_is_there)
            || (self.edits.len() > 1 && removed == added && self.after() == self.base.text())
    }

    /// Whether an edit of `other` names bytes that one of these names, too, or bytes directly beside them.
    pub fn touch(&self, other: &Splices) -> bool {
        let near = |a: Span, b: Span| a.start <= b.end && b.start <= a.end;
        other.edits.iter().any(|new| self.edits.iter().any(|old| near(old.span, new.span)))
    }

    /// These and `others`, made for the same text.
    pub(super) fn join(mut self, others: Splices) -> Splices {
        self.edits.extend(others.edits);
        self
    }

    /// What it comes to when `later` edits follow, which were made for the text that these make.
    pub(super) fn compose(self, later: &Splices) -> Splices {
        let edits = pieces_edited(&self, later);
        Splices { base: self.base, edits }
    }
}

/// A part of a text that is being changed.
#[derive(Clone)]
enum Piece<'t> {
    /// These bytes of the first text.
    Kept(Span),
    /// Others.
    New(&'t str),
}

impl Piece<'_> {
    fn len(&self) -> usize {
        match self {
            Piece::Kept(span) => span.len(),
            Piece::New(text) => text.len(),
        }
    }

    /// The first `length` bytes, and the rest.
    fn cut(self, length: usize) -> (Self, Self) {
        match self {
            Piece::Kept(Span { start, end }) => {
                let middle = start as usize + length;
                (Piece::Kept(Span::new(start as usize, middle)), Piece::Kept(Span::new(middle, end as usize)))
            }
            Piece::New(text) => {
                let (first, rest) = text.split_at(length);
                (Piece::New(first), Piece::New(rest))
            }
        }
    }
}

/// A text in pieces, from the last to the first, so that they can be taken from its beginning.
struct Pieces<'t>(Vec<Piece<'t>>);

impl<'t> Pieces<'t> {
    /// What `edits` make of the text at `whole`.
    fn of(length: usize, edits: &[&'t TextEdit]) -> Pieces<'t> {
        let mut pieces = Vec::new();
        let mut done = 0;
        for edit in edits {
            pieces.push(Piece::Kept(Span::new(done, edit.span.start as usize)));
            pieces.push(Piece::New(&edit.replacement));
            done = edit.span.end as usize;
        }
        pieces.push(Piece::Kept(Span::new(done, length)));
        pieces.reverse();
        Pieces(pieces)
    }

    /// Takes the next `length` bytes.
    fn take(&mut self, mut length: usize) -> Vec<Piece<'t>> {
        let mut taken = Vec::new();
        while length > 0 {
            let Some(piece) = self.0.pop() else { break };
            if piece.len() <= length {
                length -= piece.len();
                taken.push(piece);
            } else {
                let (first, rest) = piece.cut(length);
                taken.push(first);
                self.0.push(rest);
                length = 0;
            }
        }
        taken
    }
}

/// Both changes as edits of the first text.
fn pieces_edited(earlier: &Splices, later: &Splices) -> Vec<TextEdit> {
    let fit = "the edits were found to fit when they were taken";
    let first = in_order(earlier.base.text(), &earlier.edits).expect(fit);
    let second = in_order(later.base.text(), &later.edits).expect(fit);
    let mut left = Pieces::of(earlier.base.text().len(), &first);
    let mut result = Vec::new();
    let mut done = 0;
    for edit in second {
        result.extend(left.take(edit.span.start as usize - done));
        left.take(edit.span.len());
        result.push(Piece::New(&edit.replacement));
        done = edit.span.end as usize;
    }
    result.extend(left.0.into_iter().rev());
    edits_of(&result, earlier.base.text().len())
}

/// The edits that make these pieces of a text of this length.
fn edits_of(pieces: &[Piece<'_>], length: usize) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let mut done = 0;
    let mut new = String::new();
    for piece in pieces.iter().chain([&Piece::Kept(Span::at(length))]) {
        match piece {
            Piece::New(text) => new.push_str(text),
            Piece::Kept(span) if span.is_empty() && (span.start as usize) < length => {}
            Piece::Kept(span) => {
                let gap = Span::new(done, span.start as usize);
                if !gap.is_empty() || !new.is_empty() {
                    edits.push(TextEdit::replace(gap, std::mem::take(&mut new)));
                }
                done = span.end as usize;
            }
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_edits_are_mapped_to_the_first_text() {
        let base = SourceText::from("one two three");
        let first = Splices::new(&base, vec![TextEdit::replace(Span::new(4, 7), "2"), TextEdit::insert(13, "!")]);
        let first = first.expect("fits");
        let middle = SourceText::from(first.after().as_str());
        assert_eq!(middle.text(), "one 2 three!");
        let second = vec![TextEdit::replace(Span::new(0, 3), "1"), TextEdit::replace(Span::new(5, 11), ",3")];
        let both = first.compose(&Splices::new(&middle, second).expect("fits"));
        assert_eq!(both.after(), "1 2,3!");
        assert_eq!(both.edits()[0], TextEdit::replace(Span::new(0, 3), "1"));
    }

    #[test]
    fn the_inverse_makes_what_was_there() {
        let base = SourceText::from("one two three");
        for edits in [
            vec![],
            vec![TextEdit::replace(Span::new(4, 7), "2"), TextEdit::insert(13, "!")],
            vec![TextEdit::insert(4, "x"), TextEdit::insert(4, "y"), TextEdit::delete(Span::new(4, 7))],
            vec![TextEdit::delete(Span::new(0, 4)), TextEdit::delete(Span::new(4, 8)), TextEdit::insert(8, "zz")],
        ] {
            let splices = Splices::new(&base, edits).expect("fits");
            let inverse = splices.inverse();
            assert_eq!((inverse.base().text(), inverse.after().as_str()), (splices.after().as_str(), base.text()));
            assert!(Splices::new(inverse.base(), inverse.edits().to_vec()).is_ok());
        }
    }

    #[test]
    fn knows_what_changes_nothing() {
        let base = SourceText::from("aba");
        let nothing = |edits| Splices::new(&base, edits).expect("fits").change_nothing();
        assert!(nothing(vec![]));
        assert!(nothing(vec![TextEdit::replace(Span::new(1, 2), "b")]));
        assert!(nothing(vec![TextEdit::delete(Span::new(0, 1)), TextEdit::insert(0, "a")]));
        assert!(!nothing(vec![TextEdit::insert(3, "c")]));
    }
}
