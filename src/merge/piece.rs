//! What merging notes of the pieces a document is cut into: what each is known by, and whose it is.

use crate::yaml::block::{self, Body, Note};
use crate::yaml::{Node, Shape, Value};

use super::Side;

/// An entry or item, as merging knows it.
pub(super) type Piece = block::Piece<Known>;

/// A list or mapping of these.
pub(super) type Block = block::Block<Known>;

/// What merging knows of a piece beside what is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Known {
    /// How far two items with one key are one.
    pub(super) identity: Identity,
    /// Whose it is, of the alternatives of a conflict; `None` where it is part of all.
    pub(super) only: Option<Side>,
    /// Its text in parts, where the sides contradict each other in some of its lines; else empty.
    pub(super) parts: Vec<Part>,
}

/// How far two items with one key are one.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Identity {
    #[default]
    /// A name that stands for something else: an ID, a tag, a key.
    Name,
    /// Something known by an ID of its own; with its title.
    Thing(Option<String>),
    /// A text, or something known by what it says: said in other words it is another.
    Wording,
}

/// Some lines of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Whose they are; `None` where all have them.
    pub(super) only: Option<Side>,
    /// The lines.
    pub(super) text: String,
}

impl Note for Known {
    type Reader = Side;

    const READERS: &'static [Side] = &[Side::Ours, Side::Theirs];

    fn is_seen(&self, side: Side) -> bool {
        self.only.is_none_or(|only| only == side)
    }

    fn parts(&self, side: Side) -> Option<Vec<(usize, &str)>> {
        let is_seen = |part: &Part| part.only.is_none_or(|only| only == side);
        let parts = || self.parts.iter().enumerate().filter(|(_, part)| is_seen(part));
        (!self.parts.is_empty()).then(|| parts().map(|(at, part)| (at, part.text.as_str())).collect())
    }
}

impl block::Piece<Known> {
    /// The piece as one side's alternative of a conflict; `None` where it is the other's.
    pub(super) fn only(mut self, side: Side) -> Option<Piece> {
        let is_seen = self.is_seen(side);
        self.note.only = Some(side);
        is_seen.then_some(self)
    }
}

impl block::Block<Known> {
    /// Whether there is something to choose in it.
    pub(super) fn is_contested(&self) -> bool {
        self.children.iter().any(|piece| {
            piece.note.only.is_some()
                || match &piece.body {
                    Body::Leaf(_) => !piece.note.parts.is_empty(),
                    Body::Block(block) => block.is_contested(),
                }
        })
    }
}

/// Cuts a document; `None` when it is not understood.
pub(super) fn cut(text: &str) -> Option<Block> {
    block::cut(text, &identify)
}

/// What an item of a list of some name is known by: what it names, else what identifies it, else all it says.
fn identify(list: &str, node: &Node) -> (String, Known) {
    let (key, identity) = name(list, node);
    (key, Known { identity, ..Known::default() })
}

fn name(list: &str, node: &Node) -> (String, Identity) {
    const STRONG: [&str; 2] = ["id", "item"];
    const WEAK: [&str; 3] = ["url", "name", "title"];
    // Who said what, and where: what is the same in all of these is one piece of evidence.
    const EVIDENCE: [&str; 4] = ["signal", "quote", "url", "file"];
    let whole = || (format!("{:?}", Shape::of(node)), Identity::Wording);
    let mapping = match &node.value {
        Value::Scalar(scalar) => {
            let identity = if is_name(&scalar.text) { Identity::Name } else { Identity::Wording };
            return (scalar.text.clone(), identity);
        }
        Value::Mapping(mapping) => mapping,
        Value::Sequence(_) => return whole(),
    };
    let text = |key: &&str| mapping.value(key).and_then(Node::as_scalar).map(|scalar| scalar.text.clone());
    let strong = STRONG.iter().find_map(text).or_else(|| text(&"url").filter(|_| list == "tasks"));
    if let Some(key) = strong {
        return (key, Identity::Thing(text(&"title").or_else(|| text(&"name"))));
    }
    if list == "evidence" {
        let said: Vec<Option<String>> = EVIDENCE.iter().map(text).collect();
        let is_known = said.iter().any(Option::is_some);
        return if is_known { (format!("{said:?}"), Identity::Wording) } else { whole() };
    }
    WEAK.iter().find_map(text).map_or_else(whole, |key| (key, Identity::Wording))
}

/// Whether a text is what IDs and tags look like.
fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || matches!(c, '-' | '_' | '.' | '/'))
}
