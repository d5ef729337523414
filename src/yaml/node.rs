//! The tree.

use crate::text::{Span, is_decimal};

/// A value and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The whole token as written, quotes and brackets included.
    pub span: Span,
    /// What is written.
    pub value: Value,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// One text.
    Scalar(Scalar),
    /// `- a` or `[a]`.
    Sequence(Sequence),
    /// `a: b` or `{ a: b }`.
    Mapping(Mapping),
}

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    SingleQuoted,
    /// `"…"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// One text, with its escapes and line folding undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// What it says.
    pub text: String,
    /// How it is written.
    pub style: Style,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// In order.
    pub items: Vec<Node>,
    /// Whether it is written in brackets.
    pub flow: bool,
}

/// A mapping. Keys are unique: after a `duplicate-key` the first is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// In order.
    pub entries: Vec<Entry>,
    /// Whether it is written in braces.
    pub flow: bool,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Usually a scalar.
    pub key: Node,
    /// An absent value is an empty plain scalar.
    pub value: Node,
}

impl Node {
    /// The scalar, when it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The list, when it is one.
    pub fn as_sequence(&self) -> Option<&Sequence> {
        match &self.value {
            Value::Sequence(sequence) => Some(sequence),
            _ => None,
        }
    }

    /// The mapping, when it is one.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The item, or the value of the entry, at a place.
    pub fn child(&self, index: usize) -> Option<&Node> {
        match &self.value {
            Value::Sequence(list) => list.items.get(index),
            Value::Mapping(mapping) => mapping.entries.get(index).map(|entry| &entry.value),
            Value::Scalar(_) => None,
        }
    }

    /// The last item, or the value of the last entry.
    pub fn last_child(&self) -> Option<&Node> {
        match &self.value {
            Value::Sequence(list) => list.items.last(),
            Value::Mapping(mapping) => mapping.entries.last().map(|entry| &entry.value),
            Value::Scalar(_) => None,
        }
    }

    /// A value that is not written, at a byte offset.
    pub(super) fn absent_at(offset: usize) -> Node {
        let scalar = Scalar { text: String::new(), style: Style::Plain };
        Node { span: Span::at(offset), value: Value::Scalar(scalar) }
    }

    /// Whether it says nothing: plain and empty, `~`, `null`, `Null` or `NULL`.
    pub fn is_absent(&self) -> bool {
        self.as_scalar().is_some_and(Scalar::is_absent)
    }
}

impl Scalar {
    /// Whether it says nothing: plain and empty, `~`, `null`, `Null` or `NULL`.
    pub fn is_absent(&self) -> bool {
        self.style == Style::Plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// The number it is: plain, an optional `-`, digits, and optionally a dot and digits.
    pub fn as_decimal(&self) -> Option<&str> {
        (self.is_plain() && is_decimal(&self.text)).then_some(self.text.as_str())
    }

    /// The truth value it is: plain `true` or `false`, nothing else.
    pub fn as_bool(&self) -> Option<bool> {
        match self.text.as_str() {
            "true" if self.is_plain() => Some(true),
            "false" if self.is_plain() => Some(false),
            _ => None,
        }
    }

    /// Whether it is written without quotes and not as a block, so that it may be a number.
    pub fn is_plain(&self) -> bool {
        self.style == Style::Plain
    }
}

impl Mapping {
    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.as_scalar().is_some_and(|scalar| scalar.text == key))
    }

    /// The value of a key, unless it is absent.
    pub fn value(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value).filter(|value| !value.is_absent())
    }
}
