//! Metrics: what tells whether it worked.

use super::super::names;
use super::{COMMON, Field, HEAD, Table, Target, ValueType};

pub(in crate::model) static TABLE: Table = Table {
    name: "metric",
    parts: &[
        HEAD,
        &[
            Field::optional(
                names::STATUS,
                ValueType::Word(&["draft", "defined", "active", "broken", "deprecated"]),
                "Whether it can be relied on.",
            ),
            Field::optional(names::OWNER, ValueType::Reference(Target::Member), "The member who answers for it."),
            Field::optional("type", ValueType::Word(&["customer", "business", "operational"]), "Whose measure it is."),
            Field::optional(
                names::UNIT,
                ValueType::Word(&["percent", "score", "count", "time", "currency", "other"]),
                "What it is counted in.",
            ),
            Field::optional("baseline", ValueType::Number, "Where it began."),
            Field::optional(
                names::CURRENT,
                ValueType::Number,
                "Where it is. Measurements beside the file say it better.",
            ),
            Field::optional(names::TARGET, ValueType::Number, "Where it should be."),
            Field::optional("direction", ValueType::Word(&["higher", "lower"]), "Which way is better."),
            Field::optional(
                "period",
                ValueType::Word(&["day", "week", "month", "quarter", "year"]),
                "How often it is measured.",
            ),
            Field::optional(
                names::SOURCE,
                ValueType::Line,
                "Where the numbers come from: text, or an integration's ID.",
            ),
        ],
        COMMON,
    ],
};
