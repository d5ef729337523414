//! Opportunities: what could be better.

use super::super::names;
use super::{COMMON, Field, HEAD, Table, Target, ValueType};

pub(in crate::model) static TABLE: Table = Table {
    name: "opportunity",
    parts: &[
        HEAD,
        &[
            Field::optional(
                names::STATUS,
                ValueType::Word(&["new", "framed", "prioritized", "parked", "closed"]),
                "How far it has come.",
            ),
            Field::optional(names::OWNER, ValueType::Reference(Target::Member), "The member who answers for it."),
            Field::optional("impact", ValueType::Scale, "What it would change: 1 little to 5 most."),
            Field::optional("effort", ValueType::Scale, "What it would cost: 1 little to 5 most."),
            Field::optional("priority", ValueType::Word(&["high", "medium", "low"]), "How soon."),
            Field::optional("confidence", ValueType::Word(&["low", "medium", "high"]), "How sure one is."),
        ],
        COMMON,
    ],
};
