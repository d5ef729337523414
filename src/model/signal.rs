//! Signals: raw evidence, waiting to be placed on a step.

use super::decode::Decoder;
use super::field::{Field, Table, Target, ValueType, list};
use super::names;
use super::prose::Prose;
use super::record::Record;
use crate::text::Spanned;
use crate::yaml::Node;

/// The fields of a signal.
pub static SIGNAL: Table = Table {
    name: "signal",
    parts: &[&[
        Field::required(names::SOURCE, ValueType::Line, "Where it came from: an integration's ID, or text."),
        Field::optional(names::EXTERNAL_ID, ValueType::Line, "Its ID there. With `source` it must be unique."),
        Field::optional(names::TITLE, ValueType::Line, "What to call it. Default: made of `source` and `external_id`."),
        Field::optional("url", ValueType::Url, "Where it can be seen."),
        Field::optional(names::RECEIVED, ValueType::Date, "The day it came in."),
        Field::optional("persona", ValueType::Reference(Target::PERSONA), "Who it came from."),
        Field::optional(names::STATUS, ValueType::Word(&["new", "placed", "dismissed"]), "What has become of it."),
        Field::optional("step", ValueType::Reference(Target::Step), "The address of the step it is about."),
        Field::optional(names::ITEMS, list::ITEMS, "IDs of the items it is evidence for."),
        Field::optional(names::TAGS, list::LINES, "Words to filter by."),
        Field::optional(names::ALLOW, list::RULES, "Rules whose warnings are silenced for this record."),
    ]],
};

/// A signal: its fields and what the customer said, in which nothing refers to anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// Its fields.
    pub record: Record,
    /// What was said or seen.
    pub body: Prose,
}

impl Signal {
    pub(super) fn decode(decoder: &mut Decoder<'_>, root: Option<&Node>, body: Prose) -> Signal {
        Signal { record: decoder.root(root, &SIGNAL).unwrap_or_default(), body: body.said_by_customer() }
    }

    /// Where it came from.
    pub fn source(&self) -> Option<&str> {
        self.record.text(names::SOURCE).map(|source| source.value)
    }

    /// `new`, `placed` or `dismissed`, `new` when nothing is written; `None` where it could not be read.
    pub fn status(&self) -> Option<&str> {
        self.record.status(Some("new"))
    }

    /// The address of the step it is about.
    pub fn step(&self) -> Option<Spanned<&str>> {
        self.record.text("step")
    }

    /// IDs of the items it is evidence for.
    pub fn items(&self) -> impl Iterator<Item = Spanned<&str>> + use<'_> {
        self.record.texts(names::ITEMS)
    }
}
