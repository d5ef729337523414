//! `site.publish`: what of a workspace may leave the repository with its site.
//!
//! Knows the setting alone. What follows from it for the records is in `snapshot`.

use super::field::{Field, Table, ValueType};
use super::record::Record;

/// The fields of `site.publish`.
pub static PUBLISH: Table = Table {
    name: "publishing setting",
    parts: &[&[
        Field::optional("signals", ValueType::Bool, "Whether signals have pages and are named. Default: `false`."),
        Field::optional(
            "evidence",
            ValueType::Word(&["titles", "quotes", "none"]),
            "How much of an item's `evidence` is shown: `titles` its titles and dates, `quotes` all that is written there, \
             `none` only how many pieces there are. Default: `titles`.",
        ),
        Field::optional(
            "member_emails",
            ValueType::Bool,
            "Whether members' e-mail addresses are shown. Default: `false`.",
        ),
        Field::optional(
            "inbox",
            ValueType::Bool,
            "Kept for what members are told, of which there are no pages yet. Default: `false`.",
        ),
    ]],
};

/// What may leave the repository.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Publish {
    /// The signals.
    pub signals: bool,
    /// How much of a piece of evidence.
    pub evidence: EvidenceShown,
    /// The e-mail addresses of members, and what else they say on how to reach them.
    pub member_emails: bool,
}

/// How much of a piece of evidence is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EvidenceShown {
    /// That it is there.
    None,
    /// Its title and date.
    #[default]
    Titles,
    /// All that is written on the item.
    Quotes,
}

impl Publish {
    /// Everything.
    pub const ALL: Publish = Publish { signals: true, evidence: EvidenceShown::Quotes, member_emails: true };

    /// What a setting says; what it does not say, or what cannot be read of it, is as by default.
    pub(super) fn of(setting: &Record) -> Publish {
        let is_on = |name: &str| setting.truth(name).unwrap_or_default();
        let evidence = match setting.text("evidence").map(|word| word.value) {
            Some("quotes") => EvidenceShown::Quotes,
            Some("none") => EvidenceShown::None,
            // Less than was asked for, rather than more, where the word could not be read.
            _ if setting.is_unread("evidence") => EvidenceShown::None,
            _ => EvidenceShown::Titles,
        };
        Publish { signals: is_on("signals"), evidence, member_emails: is_on("member_emails") }
    }
}
