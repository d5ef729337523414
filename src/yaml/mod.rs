//! YAML as a tree that remembers its bytes: the one place that names the parser.
//!
//! Owns parsing within limits, the plain subset that records may use (no anchors, aliases, merge keys, explicit tags
//! or second documents), pieces of a text that can be put elsewhere, and edits as splices. Knows nothing of records and fields.
//!
//! Invariants: a node's span is exactly its token or, for a collection, reaches from its first key, `-` or bracket to its
//! last child's last byte or its bracket; every key and value has a span inside its parent's;
//! the tree is at most [`MAX_DEPTH`] deep.

mod blank;
pub mod block;
mod comment;
pub mod edit;
mod gap;
mod known;
mod locate;
mod node;
mod quote;
mod reader;
mod serialize;
mod shape;
mod syntax;
#[cfg(test)]
mod tests;

pub use crate::text::MAX_BYTES;
pub use blank::{find_odd_blank, find_odd_blank_at_fence};
pub use known::{Known, known, known_before};
pub use locate::ScalarMap;
pub use node::{Entry, Mapping, Node, Scalar, Sequence, Style, Value};
pub use quote::quote;
pub use serialize::serialize_decimal;
pub use shape::Shape;

use crate::text::{Span, TextEdit};

/// Deepest nesting that is read; the root is 1.
pub const MAX_DEPTH: usize = 64;

/// What one YAML text holds. Of one that is not complete, [`known`] tells what can be relied on.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The document's node; `None` when it is empty, or broken before anything was read.
    pub root: Option<Node>,
    /// What is wrong with it, in order.
    pub faults: Vec<Fault>,
    /// Whether the first document was read to its end: false after a syntax error, and after a tag whose handle no
    /// directive declares (`!e!x`), which the parser cannot read over. Some fault then says why.
    pub complete: bool,
}

/// Something that is not as records may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Of which sort.
    pub kind: FaultKind,
    /// The token it points at; for a syntax error the parser's position, empty where there is no token.
    pub span: Span,
    /// What is wrong: lower case, the offending thing first in backticks.
    pub message: String,
    /// What to do, in the imperative.
    pub help: Option<String>,
    /// Another place that explains it: the first of two keys, where an unclosed list opens.
    pub related: Option<(Span, String)>,
    /// Splices of the file that mend it; empty where that is for a person to do.
    pub edits: Vec<TextEdit>,
}

/// The sorts of faults.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Not YAML, or beyond [`MAX_DEPTH`] or [`MAX_BYTES`].
    Syntax,
    /// An anchor, alias, merge key, explicit tag, directive or second document.
    Unsupported,
    /// A key twice in one mapping.
    DuplicateKey,
    /// A blank that looks like a space and is none; where that is all, the text was read as it was meant.
    Blank,
}

/// Reads `text`, whose spans are to start at byte `base` of its file.
///
/// Never fails: what cannot be read is a fault in the tree. Linear in the text's length.
///
/// What records may not use is read over: an anchored or tagged node keeps its value, an alias is an absent value at
/// the alias' span, an entry of a merge key `<<` and one whose key was given before are left out, a second document is
/// not read. After a syntax fault the tree holds what was read before it, an entry without its value included.
pub fn parse(text: &str, base: usize) -> Tree {
    reader::read(text, base)
}
