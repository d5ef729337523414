//! Personas: who the customers are.

use super::decode::Decoder;
use super::field::{Field, Table, ValueType, list};
use super::names;
use super::prose::Prose;
use super::record::Record;
use crate::yaml::Node;

/// The fields of a persona.
pub static PERSONA: Table = Table {
    name: "persona",
    parts: &[&[
        Field::required(names::NAME, ValueType::Line, "Display name of this kind of customer."),
        Field::optional("role", ValueType::Line, "Their job."),
        Field::optional(
            "role_in_journey",
            ValueType::Word(&["end-user", "team-admin", "manager", "buyer", "approver", "champion"]),
            "What they do in the journey.",
        ),
        Field::optional("job", ValueType::Text, "The primary job they want done."),
        Field::optional(
            "buying_influence",
            ValueType::Word(&["not-involved", "recommends", "evaluates", "approves", "owns-budget"]),
            "Their say in the purchase.",
        ),
        Field::optional("budget", ValueType::Line, "What they can spend."),
        Field::optional("location", ValueType::Line, "Where they are."),
        Field::optional("goals", list::LINES, "What they want to reach."),
        Field::optional("frustrations", list::LINES, "What is in their way."),
        Field::optional("motivations", list::LINES, "What drives them."),
        Field::optional("devices", list::LINES, "What they use."),
        Field::optional("tools", list::LINES, "What they work with."),
        Field::optional(
            "tech_savviness",
            ValueType::Word(&["low", "medium", "high"]),
            "How much at ease they are with technology.",
        ),
        Field::optional(names::TAGS, list::LINES, "Words to filter by."),
        Field::optional(names::ALIASES, list::IDS, "Former IDs. References by them still resolve, with a hint."),
        Field::optional(names::ALLOW, list::RULES, "Rules whose warnings are silenced for this record."),
    ]],
};

/// A persona: its fields and its bio.
#[derive(Clone, Debug, PartialEq)]
pub struct Persona {
    /// Its fields.
    pub record: Record,
    /// Its bio.
    pub body: Prose,
}

impl Persona {
    pub(super) fn decode(decoder: &mut Decoder<'_>, root: Option<&Node>, body: Prose) -> Persona {
        Persona { record: decoder.root(root, &PERSONA).unwrap_or_default(), body }
    }

    /// Its name; `None` when that is missing, which has been reported.
    pub fn name(&self) -> Option<&str> {
        self.record.text(names::NAME).map(|name| name.value)
    }
}
