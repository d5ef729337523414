//! Touchpoints: where the customer meets the product.

use super::super::names;
use super::{COMMON, Field, HEAD, Table, ValueType, list};

/// The channels known without a vocabulary.
pub(crate) const CHANNELS: &[&str] = &["website", "app", "email", "sales-call", "support", "docs", "store", "other"];

pub(in crate::model) static TABLE: Table = Table {
    name: "touchpoint",
    parts: &[
        HEAD,
        &[
            Field::optional(
                names::STATUS,
                ValueType::Word(&["exists", "suspected", "confirmed", "deprecated"]),
                "Whether it is really there.",
            ),
            Field::optional(
                "channel",
                ValueType::OneOrMany(&ValueType::OpenWord(CHANNELS)),
                "Where it takes place. `vocabulary.channels` adds words.",
            ),
            Field::optional("url", ValueType::Url, "Where it can be seen."),
            Field::optional("actor", list::PERSONAS, "The personas who meet it."),
        ],
        COMMON,
    ],
};
