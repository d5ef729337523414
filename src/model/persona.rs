//! Personas: who the customers are, and the employees and partners they meet.

use super::decode::Decoder;
use super::field::{EXTERNAL_IDS, Field, Table, ValueType, list};
use super::image::IMAGE;
use super::names;
use super::prose::Prose;
use super::record::Record;
use crate::yaml::Node;

/// The fields of a persona.
pub static PERSONA: Table = Table {
    name: "persona",
    parts: &[&[
        Field::required(names::NAME, ValueType::Line, "Display name of this kind of person."),
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
        Field::optional(
            names::TYPE,
            ValueType::Word(&["customer", "employee", "partner"]),
            "Whose side they are on. Default: `customer`.",
        ),
        Field::optional("quote", ValueType::Text, "What they would say, in their own words."),
        Field::optional("needs", list::LINES, "What they need."),
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
        Field::optional(
            names::IMAGE,
            ValueType::ShortRecord(&IMAGE, names::FILE),
            "A picture of them, shown on their page.",
        ),
        Field::optional(names::TAGS, list::LINES, "Words to filter by."),
        Field::optional(names::ALIASES, list::IDS, "Former IDs. References by them still resolve, with a hint."),
        EXTERNAL_IDS,
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

    /// `employee` or `partner`; `None` for a customer.
    pub fn outside_customers(&self) -> Option<&str> {
        self.record.text(names::TYPE).map(|word| word.value).filter(|word| *word != "customer")
    }

    /// Its name; `None` when that is missing, which has been reported.
    pub fn name(&self) -> Option<&str> {
        self.record.text(names::NAME).map(|name| name.value)
    }
}
