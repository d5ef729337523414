//! Solutions: what is done about an opportunity.

use super::super::names;
use super::{COMMON, Field, HEAD, Table, Target, ValueType};

pub(in crate::model) static TABLE: Table = Table {
    name: "solution",
    parts: &[
        HEAD,
        &[
            Field::optional(
                names::STATUS,
                ValueType::Word(&["idea", "proposed", "planned", "in-progress", "shipped", "validated", "rejected"]),
                "How far it has come.",
            ),
            Field::optional(names::OWNER, ValueType::Reference(Target::Member), "The member who answers for it."),
            Field::optional(
                "type",
                ValueType::Word(&["idea", "experiment", "feature", "process", "content", "service"]),
                "What it would be.",
            ),
            Field::optional("impact", ValueType::Scale, "What it would change: 1 little to 5 most."),
            Field::optional("effort", ValueType::Scale, "What it would cost: 1 little to 5 most."),
            Field::optional("priority", ValueType::Word(&["high", "medium", "low"]), "How soon."),
            Field::optional("target_date", ValueType::Date, "The day it should be there."),
        ],
        COMMON,
    ],
};
