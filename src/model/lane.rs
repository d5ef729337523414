//! A workspace's own lanes: rows of text on every map, such as what happens backstage.
//!
//! Owns their fields and what a service blueprint makes of them: who sees a lane, and in which order lanes stand. How the
//! lines between them are drawn and called is not known here.

use super::field::{Field, Table, ValueType};
use super::names;
use super::record::Record;
use crate::text::Spanned;

/// The fields of a lane.
pub static LANE: Table = Table {
    name: "lane",
    parts: &[&[
        Field::required(names::ID, ValueType::Id, "Its ID, the key under a step's `lanes`."),
        Field::required(names::TITLE, ValueType::Line, "What the map calls it."),
        Field::optional(
            "type",
            ValueType::Word(&LaneType::WORDS),
            "Its place in a service blueprint. Lanes stand in this order, with the blueprint's lines between them. Default: `other`.",
        ),
    ]],
};

/// The place of a lane in a service blueprint, in the order from the customer inwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneType {
    /// What the customer does.
    Customer,
    /// What the customer meets.
    Frontstage,
    /// What the customer does not see.
    Backstage,
    /// What those behind the scenes rely on.
    Support,
    /// Not part of a blueprint.
    Other,
}

impl LaneType {
    const WORDS: [&str; 5] = ["customer", "frontstage", "backstage", "support", "other"];

    fn named(word: &str) -> LaneType {
        match word {
            "customer" => LaneType::Customer,
            "frontstage" => LaneType::Frontstage,
            "backstage" => LaneType::Backstage,
            "support" => LaneType::Support,
            _ => LaneType::Other,
        }
    }
}

/// A lane of the workspace's own.
#[derive(Clone, Copy, Debug)]
pub struct Lane<'a> {
    /// Its ID.
    pub id: Spanned<&'a str>,
    /// What the map calls it; empty when that is missing, which has been reported.
    pub title: &'a str,
    /// Its place in a service blueprint.
    pub lane_type: LaneType,
}

impl<'a> Lane<'a> {
    /// A lane as it is written; `None` without an ID, which has been reported.
    pub(super) fn of(record: &'a Record) -> Option<Lane<'a>> {
        Some(Lane {
            id: record.text(names::ID)?,
            title: record.text(names::TITLE).map_or("", |title| title.value),
            lane_type: record.text("type").map_or(LaneType::Other, |word| LaneType::named(word.value)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_the_order_of_their_types() {
        let types = LaneType::WORDS.map(LaneType::named);
        assert!(types.is_sorted() && types[0] == LaneType::Customer && types[4] == LaneType::Other);
    }
}
