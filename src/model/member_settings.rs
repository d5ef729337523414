//! `members/<id>.yaml`: what a member sets for themselves, and nobody else for them.
//!
//! Which integrations there are is not known here, nor who is a member: the file's name says whose it is.

use super::decode::Decoder;
use super::field::{Field, Table, ValueType};
use super::record::Record;
use crate::yaml::Node;

/// The fields of a member's own settings.
pub static MEMBER_SETTINGS: Table = Table {
    name: "member's settings",
    parts: &[&[
        Field::optional("timezone", ValueType::TimeZone, "Where their clock is. Default: that of the workspace."),
        Field::optional(
            "handles",
            ValueType::ExternalIds,
            "How integrations reach them: by the ID of an integration, or the name of its connector, their ID there.",
        ),
        Field::optional(
            "notify",
            ValueType::RecordOrWord(&NOTIFY, "off"),
            "What they want to hear of, and where. Without it nothing is sent.",
        ),
    ]],
};

/// The fields of `notify`.
pub static NOTIFY: Table = Table {
    name: "notification setting",
    parts: &[&[
        Field::optional("mentions", ROUTES, "Where to tell them that a text mentions them."),
        Field::optional("updates", ROUTES, "Where to tell them what happened to what they own."),
        Field::optional("system", ROUTES, "Where to tell them what failed or was found in what they own."),
        Field::optional("digest", ValueType::Record(&DIGEST), "When what is routed to `digest` is told."),
        Field::optional("quiet", ValueType::Record(&QUIET), "When nothing is sent; it is told afterwards, in one."),
    ]],
};

/// The ID of an integration, or several, or `digest`.
const ROUTES: ValueType = ValueType::OneOrMany(&ValueType::Line);

/// The fields of `digest`.
pub static DIGEST: Table = Table {
    name: "digest setting",
    parts: &[&[
        Field::optional(
            "via",
            ValueType::Line,
            "The integration that sends it. Default: the first that can send mail.",
        ),
        Field::optional("every", ValueType::Word(&["day", "week"]), "How often. Default: `week`."),
        Field::optional("day", WEEKDAY, "The day of a weekly one. Default: `monday`."),
        Field::optional("at", ValueType::Time, "The time of day. Default: `08:00`."),
    ]],
};

/// The fields of `quiet`.
pub static QUIET: Table = Table {
    name: "quiet setting",
    parts: &[&[
        Field::optional("from", ValueType::Time, "The time of day it begins."),
        Field::optional("to", ValueType::Time, "The time of day it ends."),
        Field::optional("days", ValueType::List(&WEEKDAY), "The days on which it is quiet. Default: every day."),
    ]],
};

const WEEKDAY: ValueType =
    ValueType::Word(&["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]);

/// What a member sets for themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MemberSettings {
    /// Its fields.
    pub record: Record,
}

impl MemberSettings {
    pub(super) fn decode(decoder: &mut Decoder<'_>, root: Option<&Node>) -> MemberSettings {
        MemberSettings { record: decoder.root(root, &MEMBER_SETTINGS).unwrap_or_default() }
    }
}
