//! What a tree says, apart from how it is written.

use std::fmt::Write as _;

use super::{Node, Scalar, Value};

/// A tree's meaning under the rules for records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing.
    Absent,
    /// A truth value.
    Bool(bool),
    /// A plain decimal, as it is written.
    Number(String),
    /// Any other scalar, with its quotes undone.
    Text(String),
    /// Items in order.
    List(Vec<Shape>),
    /// Keys and values in order.
    Mapping(Vec<(String, Shape)>),
}

impl Shape {
    /// What a node says.
    pub fn of(node: &Node) -> Shape {
        match &node.value {
            Value::Scalar(scalar) => Shape::of_scalar(scalar),
            Value::Sequence(list) => Shape::List(list.items.iter().map(Shape::of).collect()),
            Value::Mapping(mapping) => Shape::Mapping(
                mapping.entries.iter().map(|entry| (key_of(&entry.key), Shape::of(&entry.value))).collect(),
            ),
        }
    }

    pub(super) fn of_scalar(scalar: &Scalar) -> Shape {
        if scalar.is_absent() {
            Shape::Absent
        } else if let Some(value) = scalar.as_bool() {
            Shape::Bool(value)
        } else if let Some(number) = scalar.as_decimal() {
            Shape::Number(number.to_owned())
        } else {
            Shape::Text(scalar.text.clone())
        }
    }
}

/// A key as text. A key that is no scalar, which no record has, is told apart from every text by a control character.
pub(super) fn key_of(key: &Node) -> String {
    match key.as_scalar() {
        Some(scalar) => scalar.text.clone(),
        None => {
            let mut text = String::from("\0");
            let _ = write!(text, "{:?}", Shape::of(key));
            text
        }
    }
}
