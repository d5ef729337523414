//! An item in short: what its card shows on maps and in lists.

use serde::Serialize;

use super::face::Face;
use super::link::{Here, Link};
use super::metric;
use super::value::{self, OwnLine};
use crate::model::{Item, Kind, Measurement, Measurements, Placement, Record, names};
use crate::snapshot::ItemKey;
use crate::view::address;
use crate::view::drawing::plot::{self, Plot};
use crate::view::past::comparison::Badge;
use crate::view::words;

/// An item in short.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Card {
    /// The kind's word, which is also its CSS class; `plain-card` when it is not known.
    pub kind: &'static str,
    /// The kind as a word for people.
    pub kind_word: &'static str,
    /// The title.
    pub title: String,
    /// Its page; empty where it is gone.
    pub href: String,
    /// The status.
    pub status: Chip,
    /// Whether the status says more than that nothing has happened yet.
    pub has_news: bool,
    /// What else matters for its kind, in words.
    pub facts: Vec<String>,
    /// Its priority.
    pub priority: Option<Chip>,
    /// Who answers for it.
    pub owner: Option<Face>,
    /// What is special about it where it is placed.
    pub note: Option<String>,
    /// What else its author says of it there.
    pub own: Vec<OwnLine>,
    /// A metric's numbers.
    pub glance: Option<Glance>,
    /// What happened to it, where the site is compared.
    pub badge: Option<Badge>,
}

/// A word with a colour that says the same.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Chip {
    /// The word.
    pub word: String,
    /// The CSS class.
    pub tone: &'static str,
}

/// A metric's numbers in short.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Glance {
    /// The value now.
    pub current: Option<String>,
    /// How far it is from there.
    pub distance: Option<String>,
    /// Where it is to go.
    pub goal: Option<String>,
    /// How it came here.
    pub spark: Option<Plot>,
}

/// Items of one kind.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Group {
    /// The kind's word.
    pub kind: &'static str,
    /// Its plural for people.
    pub word: &'static str,
    /// The items, or the first of them.
    pub items: Vec<Card>,
    /// The way to all of them where these are only the first.
    pub more: Option<Link>,
}

impl Chip {
    pub(in crate::view) fn status(word: &str) -> Chip {
        Chip { word: words::sentence(word), tone: words::tone(word) }
    }

    /// The status of a record, which is `None` where it could not be read.
    pub(in crate::view) fn of_record(status: Option<&str>) -> Chip {
        status.map_or_else(|| Chip { word: "Unreadable".to_owned(), tone: "bad" }, Chip::status)
    }
}

impl Here<'_> {
    /// An item's card.
    pub(in crate::view) fn card(&self, key: ItemKey, note: Option<&str>) -> Card {
        let entry = self.snapshot().item(key);
        let item = entry.item();
        let priority = item.and_then(|item| item.record.text("priority")).map(|priority| Chip {
            word: format!("{} priority", words::sentence(priority.value)),
            tone: if priority.value == "high" { "high" } else { "plain" },
        });
        Card {
            kind: entry.kind().map_or("plain-card", Kind::name),
            kind_word: words::kind(entry.kind()),
            title: entry.title().to_owned(),
            href: self.href(&address::item(entry.id())),
            status: self.item_status(key),
            has_news: self.has_news(key),
            facts: item.map(facts).unwrap_or_default(),
            priority,
            owner: item.and_then(Item::owner).map(|owner| self.member_face(owner.value)),
            note: note.map(str::to_owned),
            own: Vec::new(),
            glance: item.filter(|item| item.kind == Some(Kind::Metric)).map(|item| self.glance(key, &item.record)),
            badge: self.item_badge(key),
        }
    }

    /// An item's card where it is placed.
    pub(in crate::view) fn placed_card(&self, key: ItemKey, placement: &Placement<'_>) -> Card {
        Card { own: value::custom_lines(placement.custom), ..self.card(key, placement.note) }
    }

    /// An item's status; of a metric, how it stands.
    pub(in crate::view) fn item_status(&self, key: ItemKey) -> Chip {
        let item = self.snapshot().item(key).item();
        let standing = item.and_then(|item| metric::standing(self.snapshot(), key, item));
        match standing {
            Some(standing) => Chip { word: standing.word().to_owned(), tone: standing.tone() },
            None => Chip::of_record(item.and_then(Item::status)),
        }
    }

    /// Whether an item's status is another than the one that every item of its kind begins with.
    pub(in crate::view) fn has_news(&self, key: ItemKey) -> bool {
        let Some(item) = self.snapshot().item(key).item() else { return true };
        let first = item.kind.and_then(|kind| kind.statuses().first());
        metric::standing(self.snapshot(), key, item).is_some() || item.status() != first.copied()
    }

    /// A metric's value now: the last measurement, else what its file says.
    pub(in crate::view) fn current(&self, key: ItemKey, record: &Record) -> Option<String> {
        Some(self.amount(&metric::current(self.snapshot(), key, record)?.text, record))
    }

    /// A number of a metric, with its unit.
    pub(in crate::view) fn amount(&self, number: &str, record: &Record) -> String {
        self.snapshot().number_style().amount(number, record.unit())
    }

    /// How far a metric is from its goal.
    pub(in crate::view) fn distance(&self, key: ItemKey, record: &Record) -> Option<String> {
        metric::distance(self.snapshot(), key, record)
    }

    fn glance(&self, key: ItemKey, record: &Record) -> Glance {
        let number = |name: &str| record.number(name).map(|number| self.amount(&number.text, record));
        let goal = match (number("target"), number("baseline")) {
            (Some(target), Some(baseline)) => Some(format!("Goal {target}, from {baseline}")),
            (Some(target), None) => Some(format!("Goal {target}")),
            _ => None,
        };
        let target = record.number(names::TARGET).map(|target| target.value);
        let measurements = self.snapshot().measurements(key).filter(|measurements| measurements.rows.len() > 1);
        let spark = measurements.and_then(|measurements| {
            let text = self.trend(measurements, record).unwrap_or_default();
            plot::plot(measurements, target, plot::SPARK, text)
        });
        Glance { current: self.current(key, record), distance: self.distance(key, record), goal, spark }
    }

    /// A series of a metric in words.
    pub(in crate::view) fn trend(&self, measurements: &Measurements, record: &Record) -> Option<String> {
        let (first, last) = (measurements.rows.first()?, measurements.rows.last()?);
        let say = |row: &Measurement| format!("{} on {}", self.amount(&row.value.text, record), words::date(row.date));
        Some(format!("From {} to {}", say(first), say(last)))
    }
}

fn facts(item: &Item) -> Vec<String> {
    let record = &item.record;
    let word = |name: &str| record.text(name).map(|word| words::sentence(word.value));
    let score = || match (record.scale("impact"), record.scale("effort")) {
        (Some(impact), Some(effort)) => Some(format!("Impact {impact}, effort {effort}")),
        (Some(impact), None) => Some(format!("Impact {impact}")),
        (None, Some(effort)) => Some(format!("Effort {effort}")),
        (None, None) => None,
    };
    let channels = || {
        let words = words::all(record.texts("channel").map(|channel| channel.value));
        (!words.is_empty()).then_some(words)
    };
    let confidence = || word("confidence").map(|confidence| format!("{confidence} confidence"));
    let facts = match item.kind {
        Some(Kind::Touchpoint) => [channels(), None],
        Some(Kind::Insight) => [word("type"), confidence()],
        Some(Kind::Opportunity) => [score(), None],
        Some(Kind::Solution) => [word("type"), score()],
        _ => [None, None],
    };
    facts.into_iter().flatten().collect()
}
