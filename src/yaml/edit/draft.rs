//! What is to be written.

use super::super::block::{Piece, print_in_brackets, print_piece};
use super::super::comment::comments;
use super::super::parse;

/// A value to write; how it looks follows what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draft {
    /// Text, quoted where it would otherwise be read as something else; of several lines as a literal block.
    Text(String),
    /// A number, truth value or date, written as it is; refused when it would not be read as that.
    Plain(String),
    /// A list, an item a line.
    List(Vec<Draft>),
    /// A mapping, an entry a line.
    Mapping(Vec<(String, Draft)>),
    /// The same on one line, in brackets or braces.
    Flow(Box<Draft>),
    /// Nothing after the `:` or `-`.
    Absent,
    /// An item or entry that was written elsewhere, as it was there, with its comments.
    Piece(Box<Piece>),
}

impl Draft {
    /// Text.
    pub fn text(text: impl Into<String>) -> Draft {
        Draft::Text(text.into())
    }

    /// A number, truth value or date.
    pub fn plain(text: impl Into<String>) -> Draft {
        Draft::Plain(text.into())
    }

    /// Whether it is written below its key and not behind it.
    pub(super) fn is_block(&self) -> bool {
        match self {
            Draft::List(items) => !items.is_empty(),
            Draft::Mapping(entries) => !entries.is_empty(),
            Draft::Piece(piece) => piece.block().is_some_and(|block| block.flow.is_empty()) || self.needs_lines(),
            _ => false,
        }
    }

    /// Whether it cannot stand in brackets on one line.
    pub(super) fn needs_lines(&self) -> bool {
        matches!(self, Draft::Piece(piece) if print_in_brackets(piece).is_none())
    }

    /// Whether something in it was written elsewhere.
    pub(super) fn has_piece(&self) -> bool {
        match self {
            Draft::List(items) => items.iter().any(Draft::has_piece),
            Draft::Mapping(entries) => entries.iter().any(|(_, value)| value.has_piece()),
            Draft::Flow(inner) => inner.has_piece(),
            Draft::Piece(_) => true,
            Draft::Text(_) | Draft::Plain(_) | Draft::Absent => false,
        }
    }

    /// The comments that come along with it.
    pub(super) fn comments(&self) -> Vec<String> {
        match self {
            Draft::List(items) => items.iter().flat_map(Draft::comments).collect(),
            Draft::Mapping(entries) => entries.iter().flat_map(|(_, value)| value.comments()).collect(),
            Draft::Flow(inner) => inner.comments(),
            Draft::Piece(piece) => {
                let text = print_piece(piece, 0);
                comments(&text, parse(&text, 0).root.as_ref()).into_iter().map(str::to_owned).collect()
            }
            Draft::Text(_) | Draft::Plain(_) | Draft::Absent => Vec::new(),
        }
    }

    /// A list of texts on one line: `[a, b]`.
    pub fn words<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Draft {
        Draft::Flow(Box::new(Draft::List(words.into_iter().map(Draft::text).collect())))
    }
}

impl From<Piece> for Draft {
    fn from(piece: Piece) -> Draft {
        Draft::Piece(Box::new(piece))
    }
}
