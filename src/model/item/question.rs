//! Questions: what was learned about the customer.

use super::super::names;
use super::{COMMON, Field, HEAD, Table, ValueType, list};

pub(in crate::model) static TABLE: Table = Table {
    name: "question",
    parts: &[
        HEAD,
        &[
            Field::optional(
                names::STATUS,
                ValueType::Word(&["new", "assumption", "observed", "validated", "archived"]),
                "How well it is known.",
            ),
            Field::optional("type", ValueType::Word(&["pain", "need", "gain"]), "What it is about."),
            Field::optional("confidence", ValueType::Word(&["low", "medium", "high"]), "How sure one is."),
            Field::optional("severity", ValueType::Scale, "How much it matters: 1 little to 5 most."),
            Field::optional("segment", list::PERSONAS, "The personas it holds for."),
        ],
        COMMON,
    ],
};
