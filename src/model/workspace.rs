//! `workspace.yaml`: the name, the members, the words in use, the rules, the site.

use super::decode::Decoder;
use super::field::{Field, Table, ValueType, list};
use super::lane::{LANE, Lane};
use super::names;
use super::publish::{PUBLISH, Publish};
use super::record::{FieldValue, Record, RuleSetting};
use crate::diag::{Level, Rule};
use crate::text::{NumberStyle, Spanned};
use crate::yaml::Node;

/// The fields of `workspace.yaml`.
pub static WORKSPACE: Table = Table {
    name: "workspace",
    parts: &[&[
        Field::required(names::NAME, ValueType::Line, "Display name of the workspace."),
        Field::optional("slug", ValueType::Line, "A short name for machines. Default: made from the name."),
        Field::optional(names::SUMMARY, ValueType::Text, "One line for the home page."),
        Field::optional(names::MEMBERS, ValueType::List(&ValueType::Record(&MEMBER)), "The people who work on it."),
        Field::optional("timezone", ValueType::TimeZone, "Where its clock is, such as `Europe/Oslo`. Default: `UTC`."),
        Field::optional(names::VOCABULARY, ValueType::Record(&VOCABULARY), "Words added to the built-in sets."),
        Field::optional(
            names::LANES,
            ValueType::List(&ValueType::Record(&LANE)),
            "Lanes of text on every map, beside the built-in ones.",
        ),
        Field::optional(
            "rules",
            ValueType::RuleLevels,
            "Levels by rule name: `error`, `warn`, `off`, or fields such as `level`.",
        ),
        Field::optional(names::SITE, ValueType::Record(&SITE), "Settings of the site."),
    ]],
};

/// The fields of a member.
pub static MEMBER: Table = Table {
    name: "member",
    parts: &[&[
        Field::required(names::ID, ValueType::Id, "Their ID, as in `owner: maya` and `@maya`."),
        Field::required(names::NAME, ValueType::Line, "Their name."),
        Field::optional(names::EMAIL, ValueType::Line, "The address they commit with."),
        Field::optional(names::EMAILS, list::LINES, "Other addresses they commit or have committed with."),
        Field::required(
            "role",
            ValueType::Word(&["owner", "editor", "viewer"]),
            "`owner` changes anything; `editor` everything but `workspace.yaml`, `integrations/`, `templates/` and others' \
             `members/<id>.yaml`; `viewer` nothing but their own `members/<id>.yaml`.",
        ),
    ]],
};

/// The fields of `vocabulary`.
pub static VOCABULARY: Table = Table {
    name: "vocabulary",
    parts: &[&[
        Field::optional("channels", list::LINES, "Channels of touchpoints, beside the built-in ones."),
        Field::optional(names::TAGS, list::LINES, "The tags in use. When given, others are reported."),
        Field::optional("actors", list::LINES, "Words a step's title may begin with."),
    ]],
};

/// The fields of `site`.
pub static SITE: Table = Table {
    name: "site setting",
    parts: &[&[
        Field::optional(names::TITLE, ValueType::Line, "The site's title. Default: the workspace's name."),
        Field::optional("base_url", ValueType::WebUrl, "Where the site is published."),
        Field::optional(
            "output",
            ValueType::Line,
            "The folder it is built into, inside the workspace. Default: `site`.",
        ),
        Field::optional(
            "repository",
            ValueType::WebUrl,
            "The repository on its forge, for links to files and commits.",
        ),
        Field::optional(
            "language",
            ValueType::Line,
            "The language of the records, such as `de` or `pt-BR`. Default: `en`.",
        ),
        Field::optional(
            names::PUBLISH,
            ValueType::Record(&PUBLISH),
            "What `wayfare build` publishes of what may be private.",
        ),
    ]],
};

/// The workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct Workspace {
    /// Its fields.
    pub record: Record,
}

/// Someone who works on the workspace.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Their fields.
    pub record: &'a Record,
}

impl Workspace {
    pub(super) fn decode(decoder: &mut Decoder<'_>, root: Option<&Node>) -> Workspace {
        Workspace { record: decoder.root(root, &WORKSPACE).unwrap_or_default() }
    }

    /// Its name; `None` when that is missing, which has been reported.
    pub fn name(&self) -> Option<&str> {
        self.record.text(names::NAME).map(|name| name.value)
    }

    /// The people who work on it, in order.
    pub fn members(&self) -> impl Iterator<Item = Member<'_>> + use<'_> {
        self.record.records(names::MEMBERS).map(|record| Member { record })
    }

    /// The member of an ID; the first, when it is taken twice.
    pub fn member(&self, id: &str) -> Option<Member<'_>> {
        self.members().find(|member| member.id().is_some_and(|own| own.value == id))
    }

    /// The workspace's own lanes, in the order written.
    pub fn lanes(&self) -> impl Iterator<Item = Lane<'_>> + use<'_> {
        self.record.records(names::LANES).filter_map(Lane::of)
    }

    /// The workspace's own lanes in the order in which maps show them: as written, but from the customer inwards.
    pub fn lanes_on_maps(&self) -> Vec<Lane<'_>> {
        let mut lanes: Vec<Lane<'_>> = self.lanes().collect();
        lanes.sort_by_key(|lane| lane.lane_type);
        lanes
    }

    /// Words added to a built-in set: `channels`, `tags` or `actors`. `None` when that set is not given.
    pub fn vocabulary(&self, set: &str) -> Option<Vec<Spanned<&str>>> {
        let vocabulary = self.record.record(names::VOCABULARY)?;
        vocabulary.slot(set)?;
        Some(vocabulary.texts(set).collect())
    }

    /// Whether such a set is there but could not be read, or not whole: which words it adds cannot be told.
    pub fn is_vocabulary_unread(&self, set: &str) -> bool {
        self.record.is_unread(names::VOCABULARY)
            || self.record.record(names::VOCABULARY).is_some_and(|vocabulary| vocabulary.is_unread(set))
    }

    /// The level a rule has here.
    pub fn level(&self, rule: Rule) -> Level {
        self.setting(rule).and_then(|setting| setting.level).unwrap_or(rule.default_level())
    }

    /// What is written about a rule; the first, when it is there twice.
    pub fn setting(&self, rule: Rule) -> Option<&RuleSetting> {
        match self.record.value("rules").map(|value| &value.value) {
            Some(FieldValue::RuleLevels(settings, _)) => settings.iter().find(|setting| *setting.rule == rule),
            _ => None,
        }
    }

    /// What may leave the repository; by default, and where that is not known, nothing that may be private.
    pub fn publish(&self) -> Publish {
        let site = self.record.record(names::SITE);
        site.and_then(|site| site.record(names::PUBLISH)).map(Publish::of).unwrap_or_default()
    }

    /// Whether it is said what may leave the repository.
    pub fn says_what_to_publish(&self) -> bool {
        self.record.record(names::SITE).is_some_and(|site| site.slot(names::PUBLISH).is_some())
    }

    /// A setting of the site that is text: `title`, `base_url`, `output`, `repository` or `language`.
    pub fn site(&self, setting: &str) -> Option<Spanned<&str>> {
        self.record.record(names::SITE)?.text(setting)
    }

    /// How numbers are written in the language of the site.
    pub fn number_style(&self) -> NumberStyle {
        self.site("language").map(|language| NumberStyle::of(language.value)).unwrap_or_default()
    }

    /// Whether a setting of the site is there, or may be, and could not be read.
    pub fn is_site_unread(&self, setting: &str) -> bool {
        self.record.is_unread(names::SITE)
            || self.record.record(names::SITE).is_some_and(|site| site.is_unread(setting))
    }
}

impl<'a> Member<'a> {
    /// Their ID.
    pub fn id(self) -> Option<Spanned<&'a str>> {
        self.record.text(names::ID)
    }

    /// Their name.
    pub fn name(self) -> Option<&'a str> {
        self.record.text(names::NAME).map(|name| name.value)
    }

    /// `owner`, `editor` or `viewer`.
    pub fn role(self) -> Option<&'a str> {
        self.record.text("role").map(|role| role.value)
    }

    /// Every address they commit with.
    pub fn emails(self) -> impl Iterator<Item = &'a str> + use<'a> {
        let first = self.record.text(names::EMAIL).map(|email| email.value);
        first.into_iter().chain(self.record.texts(names::EMAILS).map(|email| email.value))
    }
}
