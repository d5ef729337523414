//! Several rounds of splices as one.

use crate::text::{Span, TextEdit};

/// Which stretches of the first text are still there, in order, and what stands between them by length.
#[derive(Clone, Debug)]
pub(super) struct Pieces {
    original_len: usize,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug)]
enum Piece {
    Kept { start: usize, len: usize },
    New { len: usize },
}

impl Piece {
    fn len(self) -> usize {
        match self {
            Piece::Kept { len, .. } | Piece::New { len } => len,
        }
    }

    fn cut(self, from: usize, to: usize) -> Piece {
        match self {
            Piece::Kept { start, .. } => Piece::Kept { start: start + from, len: to - from },
            Piece::New { .. } => Piece::New { len: to - from },
        }
    }
}

impl Pieces {
    pub(super) fn new(len: usize) -> Pieces {
        Pieces { original_len: len, pieces: vec![Piece::Kept { start: 0, len }] }
    }

    /// Notes splices of the text as it is now, which apply cleanly.
    pub(super) fn splice(&mut self, edits: &[TextEdit]) {
        let mut ordered: Vec<&TextEdit> = edits.iter().collect();
        ordered.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut result = Vec::with_capacity(self.pieces.len() + 2 * ordered.len());
        let mut done = 0;
        for edit in ordered {
            let range = edit.span.range();
            self.copy(done..range.start, &mut result);
            result.push(Piece::New { len: edit.replacement.len() });
            done = range.end;
        }
        self.copy(done..usize::MAX, &mut result);
        self.pieces = result;
    }

    fn copy(&self, range: std::ops::Range<usize>, result: &mut Vec<Piece>) {
        let mut at = 0;
        for piece in &self.pieces {
            let from = range.start.clamp(at, at + piece.len()) - at;
            let to = range.end.clamp(at, at + piece.len()) - at;
            if from < to {
                result.push(piece.cut(from, to));
            }
            at += piece.len();
        }
    }

    /// The splices that lead from the first text, which begins at byte `base`, to `text`.
    pub(super) fn edits(&self, base: usize, text: &str) -> Vec<TextEdit> {
        let mut edits = Vec::new();
        let (mut original, mut at, mut new_from) = (0, 0, 0);
        let mut note = |from: usize, to: usize, new: &str| {
            if from < to || !new.is_empty() {
                edits.push(TextEdit::replace(Span::new(base + from, base + to), new));
            }
        };
        for piece in &self.pieces {
            if let Piece::Kept { start, len } = *piece {
                note(original, start, &text[new_from..at]);
                original = start + len;
                new_from = at + len;
            }
            at += piece.len();
        }
        note(original, self.original_len, &text[new_from..]);
        edits
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    #[test]
    fn rounds_come_to_one() {
        let first = "abcdefgh";
        let mut pieces = Pieces::new(first.len());
        let mut text = first.to_owned();
        let rounds = [
            vec![TextEdit::insert(2, "12"), TextEdit::delete(Span::new(5, 6))],
            vec![TextEdit::replace(Span::new(3, 5), "x")],
            vec![TextEdit::delete(Span::new(0, 1)), TextEdit::insert(8, "!")],
        ];
        for edits in rounds {
            text = apply_edits(&text, &edits).expect("apply");
            pieces.splice(&edits);
        }
        let edits = pieces.edits(10, &text);
        assert_eq!(edits.len(), 4, "{edits:?}");
        assert_eq!(apply_edits(&format!("0123456789{first}"), &edits), Ok(format!("0123456789{text}")));
    }
}
