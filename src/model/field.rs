//! The tables of fields: what may stand in each file, in one place.
//!
//! They drive decoding, suggestions for misspelt fields, and the format reference; later completion, hover and the
//! JSON Schema.

use super::kind::FileKind;
use super::names;
use crate::text::with_article;

/// The fields of one mapping.
#[derive(Debug)]
pub struct Table {
    /// What the mapping is, as one would say it: `insight`, `stage`.
    pub name: &'static str,
    /// Its fields, in the order of the reference; parts so that kinds can share the common ones.
    pub parts: &'static [&'static [Field]],
}

impl Table {
    /// All fields, in the order of the reference.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        self.parts.iter().flat_map(|part| part.iter())
    }

    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields().find(|field| field.name == name)
    }

    /// The table's name with its article: `an insight`.
    pub fn with_article(&self) -> String {
        with_article(self.name)
    }
}

/// One field of a mapping.
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What may stand there.
    pub value: ValueType,
    /// Whether its absence is an error.
    pub required: bool,
    /// What it means, for the reference: one or two short sentences.
    pub doc: &'static str,
}

impl Field {
    /// A field that may be left out.
    pub const fn optional(name: &'static str, value: ValueType, doc: &'static str) -> Field {
        Field { name, value, required: false, doc }
    }

    /// A field that must be there.
    pub const fn required(name: &'static str, value: ValueType, doc: &'static str) -> Field {
        Field { name, value, required: true, doc }
    }

    /// What it means in one sentence, without its full stop.
    pub fn summary(&self) -> &'static str {
        self.doc.split(". ").next().unwrap_or(self.doc).trim_end_matches('.')
    }
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug)]
pub enum ValueType {
    /// Text on one line.
    Line,
    /// Plain text, on several lines if need be.
    Text,
    /// Markdown.
    Markdown,
    /// The kind of an item.
    Kind,
    /// An ID that is defined here.
    Id,
    /// An ID, or for [`Target::Step`] an address, of something defined elsewhere.
    Reference(Target),
    /// A word of a set.
    Word(&'static [&'static str]),
    /// A word of a set that `vocabulary:` can add to; which words are known is for `check` to say.
    OpenWord(&'static [&'static str]),
    /// `true` or `false`.
    Bool,
    /// A whole number from 1 to 5.
    Scale,
    /// A mark from 1 to 5 in halves, or one for each persona's ID.
    Emotion,
    /// A plain decimal.
    Number,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// A time of day, `HH:MM`.
    Time,
    /// The name of a time zone, such as `Europe/Oslo`.
    TimeZone,
    /// An absolute `http`, `https` or `mailto` address.
    Url,
    /// An absolute `http` or `https` address.
    WebUrl,
    /// A path relative to the record.
    File,
    /// The name of a rule whose findings may be silenced.
    RuleName,
    /// A level, or a mapping of a level and parameters, by rule name.
    RuleLevels,
    /// Markdown by lane ID.
    LaneTexts,
    /// The IDs that other systems have for the record, by the names of the systems.
    ExternalIds,
    /// A list.
    List(&'static ValueType),
    /// One value, or a list of such.
    OneOrMany(&'static ValueType),
    /// A mapping.
    Record(&'static Table),
    /// A mapping, or a word instead of it.
    RecordOrWord(&'static Table, &'static str),
    /// A mapping, or just the text of its field of that name.
    ShortRecord(&'static Table, &'static str),
}

/// The field with the IDs that other systems have for a record.
pub(super) const EXTERNAL_IDS: Field = Field::optional(
    names::EXTERNAL_IDS,
    ValueType::ExternalIds,
    "Its IDs in other systems, by their names. One ID of a system stands in one record of a kind.",
);

/// What a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A record of a kind that has IDs.
    Record(FileKind),
    /// A member.
    Member,
    /// A step, by its address.
    Step,
}

impl Target {
    /// An item.
    pub const ITEM: Target = Target::Record(FileKind::Item);
    /// A journey.
    pub const JOURNEY: Target = Target::Record(FileKind::Journey);
    /// A persona.
    pub const PERSONA: Target = Target::Record(FileKind::Persona);
    /// A signal.
    pub const SIGNAL: Target = Target::Record(FileKind::Signal);
}

/// Lists of the common value types, for the tables.
pub(super) mod list {
    use super::{Target, ValueType};

    pub(in crate::model) const LINES: ValueType = ValueType::List(&ValueType::Line);
    pub(in crate::model) const IDS: ValueType = ValueType::List(&ValueType::Id);
    pub(in crate::model) const RULES: ValueType = ValueType::List(&ValueType::RuleName);
    pub(in crate::model) const ITEMS: ValueType = ValueType::List(&ValueType::Reference(Target::ITEM));
    pub(in crate::model) const JOURNEYS: ValueType = ValueType::List(&ValueType::Reference(Target::JOURNEY));
    pub(in crate::model) const PERSONAS: ValueType = ValueType::List(&ValueType::Reference(Target::PERSONA));
}
