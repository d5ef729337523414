//! Items: touchpoints, insights, opportunities, solutions and metrics.

pub(super) mod currency;
pub(super) mod insight;
pub(super) mod metric;
pub(super) mod opportunity;
pub(super) mod solution;
pub(super) mod touchpoint;

use jiff::civil::Date;

use super::decode::Decoder;
use super::field::{EXTERNAL_IDS, Field, Table, Target, ValueType, list};
use super::kind::Kind;
use super::names;
use super::prose::Prose;
use super::record::{Custom, Record};
use crate::diag::{Problem, Rule};
use crate::text::Spanned;
use crate::yaml::{Node, Value};

impl Kind {
    /// Its statuses, in order; the first is the default.
    pub fn statuses(self) -> &'static [&'static str] {
        match self.table().field(names::STATUS).map(|field| field.value) {
            Some(ValueType::Word(words)) => words,
            _ => &[],
        }
    }
}

/// Fields of every kind that come first in the reference.
const HEAD: &[Field] = &[
    Field::required(
        names::KIND,
        ValueType::Kind,
        "What the item is: `touchpoint`, `insight`, `opportunity`, `solution` or `metric`.",
    ),
    Field::required(names::TITLE, ValueType::Line, "Display name."),
];

/// Fields of every kind that come last in the reference.
const COMMON: &[Field] = &[
    Field::optional(
        names::LINKS,
        list::ITEMS,
        "IDs of the items it leads to or follows from. The two kinds fix the direction.",
    ),
    Field::optional(names::TAGS, list::LINES, "Words to filter by."),
    Field::optional(names::EVIDENCE, ValueType::List(&EVIDENCE_ENTRY), "What it rests on."),
    Field::optional("review_by", ValueType::Date, "The day by which someone should look at it again."),
    Field::optional("reviewed", ValueType::Date, "The day on which someone last confirmed that it still holds."),
    Field::optional("tasks", ValueType::List(&TASK_ENTRY), "Work on it in a delivery tool."),
    Field::optional(names::ALIASES, list::IDS, "Former IDs. References by them still resolve, with a hint."),
    EXTERNAL_IDS,
    Field::optional(names::ALLOW, list::RULES, "Rules whose warnings are silenced for this record."),
];

/// The fields an item has whatever its kind: what is read of one whose kind is not known.
static ANY_KIND: Table = Table { name: "item", parts: &[HEAD, COMMON] };

static EVIDENCE_ENTRY: ValueType = ValueType::Record(&EVIDENCE);

static TASK_ENTRY: ValueType = ValueType::Record(&TASK);

/// One piece of evidence.
pub static EVIDENCE: Table = Table {
    name: "evidence entry",
    parts: &[&[
        Field::optional("quote", ValueType::Text, "What someone said, word for word."),
        Field::optional(names::TITLE, ValueType::Line, "Display name of the source."),
        Field::optional("url", ValueType::Url, "Where the source is."),
        Field::optional("signal", ValueType::Reference(Target::SIGNAL), "The signal it comes from."),
        Field::optional("file", ValueType::File, "A file in the workspace, relative to this one."),
        Field::optional(names::DATE, ValueType::Date, "When it was said or seen."),
        Field::optional("persona", ValueType::Reference(Target::PERSONA), "Who said it."),
    ]],
};

/// The fields of evidence of which at least one must be there.
const EVIDENCE_SOURCES: [&str; 4] = ["quote", "url", "signal", "file"];

/// One task.
pub static TASK: Table = Table {
    name: "task",
    parts: &[&[
        Field::required("url", ValueType::Url, "Where the task is."),
        Field::optional(names::TITLE, ValueType::Line, "Display name."),
        Field::optional(
            names::STATUS,
            ValueType::Word(&["open", "in-progress", "done", "dropped"]),
            "How far it is. Default: `open`.",
        ),
    ]],
};

/// An item: its fields and its description.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it is; `None` when that is missing or unknown, which has been reported.
    pub kind: Option<Kind>,
    /// Its fields.
    pub record: Record,
    /// Its description.
    pub body: Prose,
}

impl Item {
    pub(super) fn decode(decoder: &mut Decoder<'_>, root: Option<&Node>, body: Prose) -> Item {
        let word =
            root.and_then(Node::as_mapping).and_then(|mapping| mapping.value(names::KIND)).and_then(Node::as_scalar);
        let kind = word.and_then(|word| word.text.parse::<Kind>().ok());
        let record = match kind {
            Some(kind) => decoder.root(root, kind.table()),
            None => decode_any_kind(decoder, root),
        };
        let record = record.unwrap_or_default();
        if kind == Some(Kind::Metric) {
            metric::check_currency(decoder, &record);
        }
        // A source that could not be read may be the one of any.
        for evidence in record.records(names::EVIDENCE).filter(|_| !record.is_unread(names::EVIDENCE)) {
            require_source(decoder, evidence);
        }
        Item { kind, record, body }
    }

    /// Its title; `None` when that is missing, which has been reported.
    pub fn title(&self) -> Option<&str> {
        self.record.text(names::TITLE).map(|title| title.value)
    }

    /// Its status, the first of its kind when none is written; `None` where it could not be read.
    pub fn status(&self) -> Option<&str> {
        self.record.status(self.kind.and_then(|kind| kind.statuses().first().copied()))
    }

    /// The IDs it links, as written.
    pub fn links(&self) -> impl Iterator<Item = Spanned<&str>> + use<'_> {
        self.record.texts(names::LINKS)
    }

    /// What it rests on.
    pub fn evidence(&self) -> impl Iterator<Item = &Record> + use<'_> {
        self.record.records(names::EVIDENCE)
    }

    /// Work on it in a delivery tool.
    pub fn tasks(&self) -> impl Iterator<Item = &Record> + use<'_> {
        self.record.records("tasks")
    }

    /// The member who answers for it.
    pub fn owner(&self) -> Option<Spanned<&str>> {
        self.record.text(names::OWNER)
    }

    /// The day by which someone should look at it again.
    pub fn review_by(&self) -> Option<Date> {
        self.record.date("review_by")
    }
}

/// Decodes what every kind shares; fields of any kind are let pass, since which are right cannot be told.
fn decode_any_kind(decoder: &mut Decoder<'_>, root: Option<&Node>) -> Option<Record> {
    let mut shared = root.cloned();
    let mut passed = Vec::new();
    if let Some(Value::Mapping(mapping)) = shared.as_mut().map(|node| &mut node.value) {
        let of_some_kind = |name: &str| Kind::ALL.iter().any(|kind| kind.table().field(name).is_some());
        mapping.entries.retain(|entry| {
            let name = entry.key.as_scalar().map(|key| key.text.as_str());
            let is_shared = name.is_none_or(|name| ANY_KIND.field(name).is_some() || !of_some_kind(name));
            if !is_shared {
                passed.push(Custom::of(entry));
            }
            is_shared
        });
    }
    let mut record = decoder.root(shared.as_ref(), &ANY_KIND)?;
    record.lost.extend(passed);
    Some(record)
}

fn require_source(decoder: &mut Decoder<'_>, evidence: &Record) {
    let there = |name: &&str| evidence.slot(name).is_some() || evidence.is_unread(name);
    if EVIDENCE_SOURCES.iter().any(there) {
        return;
    }
    decoder.report(
        Problem::new(Rule::MissingField, evidence.first_key, "evidence without a source")
            .help("add a `quote`, a `url`, a `signal` or a `file`"),
    );
}
