//! Journeys: stages, their steps, and what is placed on them.

use super::decode::Decoder;
use super::emotion::Emotion;
use super::field::{EXTERNAL_IDS, Field, Table, Target, ValueType, list};
use super::image::IMAGE;
use super::names;
use super::prose::Prose;
use super::record::{Custom, FieldValue, Record};
use crate::text::{Span, Spanned};
use crate::yaml::Node;

/// The fields of a journey.
pub static JOURNEY: Table = Table {
    name: "journey",
    parts: &[&[
        Field::required(names::TITLE, ValueType::Line, "Display name."),
        Field::optional(names::SUMMARY, ValueType::Text, "One or two sentences for lists and headers."),
        Field::optional(names::OWNER, ValueType::Reference(Target::Member), "The member who answers for it."),
        Field::optional(
            names::STATUS,
            ValueType::Word(&["draft", "active", "archived"]),
            "Whether it is in use. Default: `active`. Rules of good practice leave drafts and archived journeys alone.",
        ),
        Field::optional(
            names::STATE,
            ValueType::Word(&["current", "future"]),
            "Whether it is how things are, or how they are to be. Default: `current`.",
        ),
        Field::optional(
            names::FUTURE_OF,
            ValueType::Reference(Target::JOURNEY),
            "Of a future journey, the one that it is to replace.",
        ),
        Field::optional(names::PERSONAS, list::PERSONAS, "Who makes this journey."),
        Field::optional(names::TAGS, list::LINES, "Words to filter by."),
        Field::optional(names::DESCRIPTION, ValueType::Markdown, "Why it is mapped, which decision it serves."),
        Field::optional(names::STAGES, ValueType::List(&ValueType::Record(&STAGE)), "Its stages, in order."),
        Field::optional("review_by", ValueType::Date, "The day by which someone should look at it again."),
        Field::optional(names::ALIASES, list::IDS, "Former IDs. References by them still resolve, with a hint."),
        EXTERNAL_IDS,
        Field::optional(names::ALLOW, list::RULES, "Rules whose warnings are silenced for this journey."),
    ]],
};

/// The fields of a stage.
pub static STAGE: Table = Table {
    name: "stage",
    parts: &[&[
        Field::required(names::ID, ValueType::Id, "Its ID, unique among the stages and steps of the journey."),
        Field::required(names::TITLE, ValueType::Line, "Display name."),
        Field::optional(names::SUMMARY, ValueType::Text, "One or two sentences."),
        Field::optional(names::DESCRIPTION, ValueType::Markdown, "What happens in it."),
        Field::optional(names::STEPS, ValueType::List(&ValueType::Record(&STEP)), "Its steps, in order."),
        Field::optional(names::ALIASES, list::IDS, "Former IDs. References by them still resolve, with a hint."),
    ]],
};

/// The fields of a step.
pub static STEP: Table = Table {
    name: "step",
    parts: &[&[
        Field::required(names::ID, ValueType::Id, "Its ID, unique among the stages and steps of the journey."),
        Field::required(names::TITLE, ValueType::Line, "What the customer does."),
        Field::optional(names::DESCRIPTION, ValueType::Markdown, "What happens, seen from the customer."),
        Field::optional(
            names::EMOTION,
            ValueType::Emotion,
            "How it feels: 1 worst to 5 best, in halves. By persona, the lowest is the step's own.",
        ),
        Field::optional(names::MOMENT_OF_TRUTH, ValueType::Bool, "Whether the step makes or breaks the journey."),
        Field::optional(
            names::DURATION,
            ValueType::Line,
            "How long it takes. The journey shows the sum of what is a number and a unit, such as `3 days`.",
        ),
        Field::optional(
            names::IMAGE,
            ValueType::ShortRecord(&IMAGE, names::FILE),
            "A picture of it, shown on the map and on its page.",
        ),
        Field::optional(names::TAGS, list::LINES, "Words to filter by."),
        Field::optional(names::PERSONAS, list::PERSONAS, "Who takes this step, out of the journey's personas."),
        Field::optional(
            names::LANES,
            ValueType::LaneTexts,
            "What happens in the workspace's own lanes, in Markdown, by lane ID.",
        ),
        Field::optional(
            names::ITEMS,
            ValueType::List(&ValueType::ShortRecord(&PLACEMENT, "item")),
            "The items placed on it, in order.",
        ),
        Field::optional(names::JOURNEYS, list::JOURNEYS, "Journeys that begin or continue here."),
        EXTERNAL_IDS,
        Field::optional(names::ALIASES, list::IDS, "Former IDs. References by them still resolve, with a hint."),
    ]],
};

/// The fields of a placement.
pub static PLACEMENT: Table = Table {
    name: "placement",
    parts: &[&[
        Field::required(names::ITEM, ValueType::Reference(Target::ITEM), "The item's ID."),
        Field::optional("note", ValueType::Text, "What is special about it here."),
    ]],
};

/// A journey.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// Its fields.
    pub record: Record,
}

/// A stage of a journey.
#[derive(Clone, Copy, Debug)]
pub struct Stage<'a> {
    /// Its fields.
    pub record: &'a Record,
}

/// A step of a stage.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// Its fields.
    pub record: &'a Record,
}

/// An item placed on a step.
#[derive(Clone, Copy, Debug)]
pub struct Placement<'a> {
    /// The item's ID, as written.
    pub item: Spanned<&'a str>,
    /// What is special about it here.
    pub note: Option<&'a str>,
    /// The fields of the user's own.
    pub custom: &'a [Custom],
    /// The whole entry.
    pub span: Span,
}

impl Journey {
    pub(super) fn decode(decoder: &mut Decoder<'_>, root: Option<&Node>) -> Journey {
        Journey { record: decoder.root(root, &JOURNEY).unwrap_or_default() }
    }

    /// Its title; `None` when that is missing, which has been reported.
    pub fn title(&self) -> Option<&str> {
        self.record.text(names::TITLE).map(|title| title.value)
    }

    /// `draft`, `active` or `archived`, `active` when nothing is written; `None` where it could not be read.
    pub fn status(&self) -> Option<&str> {
        self.record.status(Some("active"))
    }

    /// `current` or `future`, `current` when nothing is written; `None` where it could not be read.
    pub fn state(&self) -> Option<&str> {
        let written = self.record.text(names::STATE).map(|state| state.value);
        written.or_else(|| (!self.record.is_unread(names::STATE)).then_some("current"))
    }

    /// Whether it is of the future.
    pub fn is_future(&self) -> bool {
        self.state() == Some("future")
    }

    /// The ID of the journey that it is to replace.
    pub fn future_of(&self) -> Option<Spanned<&str>> {
        self.record.text(names::FUTURE_OF)
    }

    /// Whether nobody works by it: it is not finished, or no longer in use.
    pub fn is_dormant(&self) -> bool {
        matches!(self.status(), Some("draft" | "archived"))
    }

    /// The member who answers for it.
    pub fn owner(&self) -> Option<Spanned<&str>> {
        self.record.text(names::OWNER)
    }

    /// The personas who make it.
    pub fn personas(&self) -> impl Iterator<Item = Spanned<&str>> + use<'_> {
        self.record.texts(names::PERSONAS)
    }

    /// Its stages, in order.
    pub fn stages(&self) -> impl Iterator<Item = Stage<'_>> + use<'_> {
        self.record.records(names::STAGES).map(|record| Stage { record })
    }

    /// Its steps with the stages they are in, in order.
    pub fn steps(&self) -> impl Iterator<Item = (Stage<'_>, Step<'_>)> + use<'_> {
        self.stages().flat_map(|stage| stage.steps().map(move |step| (stage, step)))
    }
}

impl Journey {
    /// The IDs of what is placed on its steps, in order.
    pub fn placed_items(&self) -> impl Iterator<Item = &str> {
        self.steps().flat_map(|(_, step)| step.placements()).map(|placement| placement.item.value)
    }
}

impl<'a> Stage<'a> {
    /// Its ID; `None` when that is missing, which has been reported.
    pub fn id(self) -> Option<Spanned<&'a str>> {
        self.record.text(names::ID)
    }

    /// Its title.
    pub fn title(self) -> Option<&'a str> {
        self.record.text(names::TITLE).map(|title| title.value)
    }

    /// Its former IDs.
    pub fn aliases(self) -> impl Iterator<Item = Spanned<&'a str>> + use<'a> {
        self.record.texts(names::ALIASES)
    }

    /// What happens in it.
    pub fn description(self) -> Option<&'a Prose> {
        self.record.prose(names::DESCRIPTION)
    }

    /// Its steps, in order.
    pub fn steps(self) -> impl Iterator<Item = Step<'a>> + use<'a> {
        self.record.records(names::STEPS).map(|record| Step { record })
    }
}

impl<'a> Step<'a> {
    /// Its ID; `None` when that is missing, which has been reported.
    pub fn id(self) -> Option<Spanned<&'a str>> {
        self.record.text(names::ID)
    }

    /// Its title.
    pub fn title(self) -> Option<&'a str> {
        self.record.text(names::TITLE).map(|title| title.value)
    }

    /// Its former IDs.
    pub fn aliases(self) -> impl Iterator<Item = Spanned<&'a str>> + use<'a> {
        self.record.texts(names::ALIASES)
    }

    /// What happens, seen from the customer.
    pub fn description(self) -> Option<&'a Prose> {
        self.record.prose(names::DESCRIPTION)
    }

    /// How it feels: 1 worst to 5 best. Where it feels different to its personas, the worst of that.
    pub fn emotion(self) -> Option<Emotion> {
        match &self.record.value(names::EMOTION)?.value {
            FieldValue::Emotion(mark) => Some(*mark),
            FieldValue::Emotions(marks) => marks.lowest(),
            _ => None,
        }
    }

    /// How it feels to each persona, where that is told apart; in the order written.
    pub fn emotions(self) -> &'a [(Spanned<String>, Emotion)] {
        match self.record.value(names::EMOTION).map(|value| &value.value) {
            Some(FieldValue::Emotions(marks)) => &marks.by_persona,
            _ => &[],
        }
    }

    /// Whether it makes or breaks the journey.
    pub fn is_moment_of_truth(self) -> bool {
        self.record.truth(names::MOMENT_OF_TRUTH) == Some(true)
    }

    /// How long it takes, in the author's words.
    pub fn duration(self) -> Option<&'a str> {
        self.record.text(names::DURATION).map(|duration| duration.value)
    }

    /// Words to filter by.
    pub fn tags(self) -> impl Iterator<Item = Spanned<&'a str>> + use<'a> {
        self.record.texts(names::TAGS)
    }

    /// The personas who take it.
    pub fn personas(self) -> impl Iterator<Item = Spanned<&'a str>> + use<'a> {
        self.record.texts(names::PERSONAS)
    }

    /// Journeys that begin or continue here.
    pub fn journeys(self) -> impl Iterator<Item = Spanned<&'a str>> + use<'a> {
        self.record.texts(names::JOURNEYS)
    }

    /// What it says in the workspace's own lanes, by lane ID.
    pub fn lanes(self) -> &'a [(Spanned<String>, Spanned<Prose>)] {
        match self.record.value(names::LANES).map(|value| &value.value) {
            Some(FieldValue::LaneTexts(texts, _)) => texts,
            _ => &[],
        }
    }

    /// What it says in a lane.
    pub fn lane(self, id: &str) -> Option<&'a Prose> {
        self.lanes().iter().find(|(lane, _)| lane.value == id).map(|(_, text)| &text.value)
    }

    /// The items placed on it, in order. Entries whose item could not be read are left out.
    pub fn placements(self) -> impl Iterator<Item = Placement<'a>> + use<'a> {
        self.record.records(names::ITEMS).filter_map(|record| {
            let note = record.text("note").map(|note| note.value);
            Some(Placement { item: record.text(names::ITEM)?, note, custom: &record.custom, span: record.span })
        })
    }
}
