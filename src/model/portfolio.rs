//! `journeys/portfolio.yaml`: the order of the journeys and how they are grouped.
//!
//! The file is a list of groups; here that is the one field of a record, so that whatever goes through fields finds the
//! journeys it names.

use super::decode::Decoder;
use super::field::{Field, Table, ValueType, list};
use super::names;
use super::record::Record;
use crate::text::Spanned;
use crate::yaml::Node;

/// What a portfolio holds: its groups.
pub static PORTFOLIO: Table = Table {
    name: "portfolio",
    parts: &[&[Field::optional(names::GROUPS, ValueType::List(&ValueType::Record(&GROUP)), "The groups, in order.")]],
};

/// The fields of a group of journeys.
pub static GROUP: Table = Table {
    name: "group",
    parts: &[&[
        Field::required(names::TITLE, ValueType::Line, "What lists call it."),
        Field::optional(names::JOURNEYS, list::JOURNEYS, "IDs of its journeys, in order; each stands in one group."),
    ]],
};

/// The order of the journeys and how they are grouped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Portfolio {
    /// Its groups as a field.
    pub record: Record,
}

/// A group of journeys.
#[derive(Clone, Copy, Debug)]
pub struct Group<'a> {
    /// Its fields.
    pub record: &'a Record,
}

impl Portfolio {
    pub(super) fn decode(decoder: &mut Decoder<'_>, root: Option<&Node>) -> Portfolio {
        Portfolio { record: decoder.root_list(root, &PORTFOLIO) }
    }

    /// Its groups, in order.
    pub fn groups(&self) -> impl Iterator<Item = Group<'_>> + use<'_> {
        self.record.records(names::GROUPS).map(|record| Group { record })
    }
}

impl<'a> Group<'a> {
    /// What lists call it.
    pub fn title(self) -> Option<&'a str> {
        self.record.text(names::TITLE).map(|title| title.value)
    }

    /// IDs of its journeys, in order.
    pub fn journeys(self) -> impl Iterator<Item = Spanned<&'a str>> + use<'a> {
        self.record.texts(names::JOURNEYS)
    }
}
