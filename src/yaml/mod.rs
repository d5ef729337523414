//! YAML as a tree that remembers its bytes: the one place that names the parser.
//!
//! Owns parsing within limits, the plain subset that records may use (no anchors, aliases, merge keys, explicit tags
//! or second documents), and edits as splices. Knows nothing of records and fields.
//!
//! Invariants: a node's span is exactly its token or, for a collection, reaches from its first child's first byte to
//! its last child's last byte (brackets included in flow style); every key and value has a span inside its parent's;
//! the tree is at most [`MAX_DEPTH`] deep.

pub mod edit;
mod gap;
mod locate;
mod node;
mod reader;
mod serialize;
mod syntax;
#[cfg(test)]
mod tests;

pub use crate::text::MAX_BYTES;
pub use locate::ScalarMap;
pub use node::{Entry, Mapping, Node, Scalar, Sequence, Style, Value};

use crate::text::Span;

/// Deepest nesting that is read; the root is 1.
pub const MAX_DEPTH: usize = 64;

/// What one YAML text holds, as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The document's node; `None` when it is empty, or broken before anything was read.
    pub root: Option<Node>,
    /// What is wrong with it, in order.
    pub faults: Vec<Fault>,
    /// Whether the text was read to its end: false after a syntax error.
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
}

/// Reads `text`, whose spans are to start at byte `base` of its file.
///
/// Never fails: what cannot be read is a problem in the tree. Linear in the text's length.
pub fn parse(text: &str, base: usize) -> Tree {
    reader::read(text, base)
}
