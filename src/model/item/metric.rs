//! Metrics: what tells whether it worked.

use super::{COMMON, Field, HEAD, Table, Target, ValueType};

pub(in crate::model) static TABLE: Table = Table {
    name: "metric",
    parts: &[
        HEAD,
        &[
            Field::optional(
                "status",
                ValueType::Word(&["draft", "defined", "active", "broken", "deprecated"]),
                "Whether it can be relied on.",
            ),
            Field::optional("owner", ValueType::Reference(Target::Member), "The member who answers for it."),
            Field::optional("type", ValueType::Word(&["customer", "business", "operational"]), "Whose measure it is."),
            Field::optional(
                "unit",
                ValueType::Word(&["percent", "score", "count", "time", "currency", "other"]),
                "What it is counted in.",
            ),
            Field::optional("baseline", ValueType::Number, "Where it began."),
            Field::optional("current", ValueType::Number, "Where it is. Measurements beside the file say it better."),
            Field::optional("target", ValueType::Number, "Where it should be."),
            Field::optional("direction", ValueType::Word(&["higher", "lower"]), "Which way is better."),
            Field::optional(
                "period",
                ValueType::Word(&["day", "week", "month", "quarter", "year"]),
                "How often it is measured.",
            ),
            Field::optional("source", ValueType::Line, "Where the numbers come from: text, or an integration's ID."),
        ],
        COMMON,
    ],
};
