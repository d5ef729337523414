//! An item's page: its fields, description, evidence, places, and the chain of reasons it stands in.

use serde::Serialize;

use super::{Address, Page, Route};
use crate::view::index::Viewer;
use crate::view::address;
use crate::view::part::frame::{About, Section};
use crate::view::part::item_chain::{self, ItemChain};
use crate::model::{FileKind, Item, Kind, Measurements, Record, names};
use crate::snapshot::{ItemKey, Subject};
use crate::text::{self, WsPath};
use crate::view::drawing::plot::{self, Plot};
use crate::view::part::card::{Card, Chip, Group};
use crate::view::part::link::{Here, Link, Steps};
use crate::view::part::listing::{Aspect, Beginning, List, SHOWN};
use crate::view::part::pager;
use crate::view::part::prose;
use crate::view::part::value::{self, Field};
use crate::view::past::history::History;
use crate::view::words;

/// An item's page.
#[derive(Debug, Serialize)]
pub(super) struct ItemPage {
    kind: &'static str,
    kind_word: &'static str,
    title: String,
    status: Chip,
    /// Whether any journey may place it.
    shared: bool,
    fields: Vec<Field>,
    description: Option<String>,
    evidence: Vec<Evidence>,
    evidence_count: usize,
    more_signals: Option<Link>,
    figures: Vec<Figure>,
    distance: Option<String>,
    chart: Option<Chart>,
    /// What leads to it and what it leads to, from end to end.
    chain: Option<ItemChain>,
    led_to_by: Side,
    leads_to: Side,
    tasks: Vec<Task>,
    placed: Vec<Steps>,
    more_placed: Option<Link>,
    placed_count: String,
    /// What is said where it is placed nowhere.
    not_placed: &'static str,
    elsewhere: Vec<Field>,
    custom: Vec<Field>,
    mentioned: Option<Beginning>,
    history: Option<History>,
}

#[derive(Debug, Serialize)]
struct Evidence {
    quote: Option<String>,
    /// Who, what, where, when.
    source: Vec<Link>,
}

/// The items at one side of the chain.
#[derive(Debug, Serialize)]
struct Side {
    title: &'static str,
    /// Whether anything may stand there.
    possible: bool,
    empty: String,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Task {
    link: Link,
    status: Option<Chip>,
}

#[derive(Debug, Serialize)]
struct Figure {
    name: &'static str,
    value: String,
}

/// A metric's measurements.
#[derive(Debug, Serialize)]
struct Chart {
    #[serde(flatten)]
    plot: Plot,
    highest: String,
    lowest: String,
    first: String,
    last: String,
    goal_word: Option<String>,
    /// How many measurements there are.
    count: usize,
    /// The newest of them.
    rows: Vec<Row>,
    /// The file with all, when these are not.
    file: Option<Link>,
}

#[derive(Debug, Serialize)]
struct Row {
    date: String,
    value: String,
    note: Option<String>,
}

/// Fields of a metric that stand in its figures.
const FIGURES: [&str; 4] = ["baseline", "current", "target", "unit_label"];

impl Page for ItemPage {
    type Id = ItemKey;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, ItemKey)> {
        viewer.snapshot.items().map(|entry| (address::item(entry.id()), entry.key())).collect()
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<ItemKey> {
        address.is_of_record("items", |id| viewer.snapshot.find_item(id), address::item)
    }

    /// A building block lies in its shelf, a local item in its journey.
    fn about(here: &Here<'_>, key: &ItemKey) -> About {
        let entry = here.snapshot().item(*key);
        let home = entry.home().and_then(|home| here.snapshot().find_journey(home).found());
        let section = if entry.home().is_some() { Section::Journeys } else { Section::Blocks };
        let mut about = About::record(here, entry.title(), section, entry.path());
        match (home, entry.kind()) {
            (Some(journey), _) => about.crumbs.push(here.journey(journey)),
            (None, Some(kind)) => {
                about.crumbs.push(Link::new(words::kinds(kind), here.href(&address::blocks_of(kind))));
            }
            _ => {}
        }
        about
    }

    fn make(here: &Here<'_>, key: &ItemKey) -> Option<ItemPage> {
        Some(item(here, *key))
    }
}

fn item(here: &Here<'_>, key: ItemKey) -> ItemPage {
    let entry = here.snapshot().item(key);
    let item = entry.item();
    let record = item.map(|item| &item.record);
    let Card { kind, kind_word, title, status, .. } = here.card(key, None);
    let metric = item.filter(|item| item.kind == Some(Kind::Metric));
    let placed = here.snapshot().placed_on(key);
    let list = |aspect: Aspect| List::new(Subject::Item(key), aspect);
    let evidence = evidence(here, key, item, entry.path());
    let unshown = item.map_or(0, |item| item.evidence().filter(|entry| is_unshown(entry)).count());
    let steps = placed.iter().take(SHOWN).map(|place| (place.step, place.note.clone()));
    ItemPage {
        kind,
        kind_word,
        title,
        status,
        shared: entry.home().is_none(),
        fields: record.map(|record| value::fields(here, record, &FIGURES)).unwrap_or_default(),
        description: prose::render(here, &Subject::Item(key), item.map(|item| &item.body), 2),
        evidence_count: evidence.len() + unshown.saturating_sub(1),
        evidence,
        more_signals: list(Aspect::Signals).more(here, here.viewer.index.item_signals.get(&key).map_or(0, Vec::len)),
        figures: metric.map(|metric| figures(here, key, &metric.record)).unwrap_or_default(),
        distance: metric.and_then(|metric| here.distance(key, &metric.record)),
        chart: metric.and_then(|metric| chart(here, here.snapshot().measurements(key)?, metric, entry.path())),
        chain: item_chain::around(here, key),
        led_to_by: led_to_by(here, key, entry.kind()),
        leads_to: leads_to(here, key, entry.kind()),
        tasks: item.into_iter().flat_map(Item::tasks).filter_map(task).collect(),
        placed: here.by_journey(std::iter::empty(), steps, SHOWN),
        more_placed: list(Aspect::Placed).more(here, placed.len()),
        not_placed: match here.has_unread(FileKind::Journey) {
            true => "On no step of the journeys that can be read.",
            false => "On no step yet.",
        },
        placed_count: text::count(placed.len(), "step", "steps"),
        elsewhere: record.map(value::elsewhere).unwrap_or_default(),
        custom: record.map(value::custom).unwrap_or_default(),
        mentioned: here.mentioned(&Subject::Item(key)),
        history: here.item_history(key),
    }
}

/// What the item names as evidence, then signals that name the item themselves.
fn evidence(here: &Here<'_>, key: ItemKey, item: Option<&Item>, file: &WsPath) -> Vec<Evidence> {
    let (mut named, mut unshown) = (Vec::new(), 0);
    let mut list: Vec<Evidence> = Vec::new();
    for record in item.into_iter().flat_map(Item::evidence) {
        let text = |name: &str| record.text(name).map(|text| text.value);
        let signal = text("signal").map(|id| (id, here.snapshot().find_signal(id).found()));
        named.extend(signal.and_then(|(_, found)| found));
        let mut source: Vec<Link> = Vec::new();
        let title = text("title");
        if let Some(url) = text("url") {
            source.push(Link::new(title.map_or_else(|| value::bare(url), str::to_owned), url));
        } else if let Some(path) = text("file") {
            let name = title.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
            source.push(prose::file_link(here, file, path, name));
        } else {
            source.extend(title.map(Link::broken));
        }
        source.extend(signal.map(|(id, found)| found.map_or_else(|| Link::broken(id), |key| here.signal(key))));
        source.extend(text("persona").map(|id| match here.snapshot().find_persona(id).found() {
            Some(persona) => here.persona(persona),
            None => Link::broken(id),
        }));
        let date = record.date(names::DATE).map(words::date);
        let quote = text("quote").map(str::to_owned);
        match (date, source.is_empty() && quote.is_none()) {
            (Some(date), true) => source.push(Link::broken(format!("Evidence from {date}"))),
            (None, true) => {
                unshown += 1;
                continue;
            }
            (date, false) => source.extend(date.map(Link::broken)),
        }
        list.push(Evidence { quote, source });
    }
    let signals = here.viewer.index.item_signals.get(&key).into_iter().flatten();
    for signal in signals.take(SHOWN).filter(|signal| !named.contains(signal)) {
        let link = here.signal_with_words(*signal);
        let source = vec![Link { aside: None, under: None, ..link.clone() }];
        let date = link.aside.map(Link::broken);
        list.push(Evidence { quote: link.under, source: source.into_iter().chain(date).collect() });
    }
    if unshown > 0 {
        let pieces = text::count(unshown, "piece of evidence", "pieces of evidence");
        list.push(Evidence { quote: None, source: vec![Link::broken(format!("{pieces} not shown here"))] });
    }
    list
}

/// Whether there is nothing to show of a piece of evidence.
fn is_unshown(evidence: &Record) -> bool {
    evidence.slots.is_empty()
}

fn task(record: &Record) -> Option<Task> {
    let url = record.text("url")?.value;
    let title = record.text(names::TITLE).map_or_else(|| value::bare(url), |title| title.value.to_owned());
    let status = record.text(names::STATUS).map(|status| Chip::status(status.value));
    Some(Task { link: Link::new(title, url), status })
}

fn figures(here: &Here<'_>, key: ItemKey, record: &Record) -> Vec<Figure> {
    let number = |name: &str| record.number(name).map(|number| here.amount(&number.text, record));
    let now = here.current(key, record);
    let figures = [("Now", now), ("Goal", number("target")), ("Baseline", number("baseline"))];
    figures.into_iter().filter_map(|(name, value)| Some(Figure { name, value: value? })).collect()
}

fn chart(here: &Here<'_>, measurements: &Measurements, metric: &Item, path: &WsPath) -> Option<Chart> {
    let record = &metric.record;
    let goal = record.number(names::TARGET);
    let (low, high) = plot::range(measurements, goal.map(|goal| goal.value));
    let (first, last) = (measurements.rows.first()?, measurements.rows.last()?);
    let round = |value: f64| here.amount(&format!("{}", (value * 100.0).round() / 100.0), record);
    let file = path.parent().join(&format!("{}.csv", path.stem()));
    let file = file.map(|file| Link { href: here.viewer.repository_url(&file), ..Link::broken(file.to_string()) });
    let rows = measurements.rows.iter().rev().take(pager::ROWS).map(|row| Row {
        date: words::date(row.date),
        value: here.amount(&row.value.text, record),
        note: row.note.clone(),
    });
    Some(Chart {
        plot: plot::plot(measurements, goal.map(|goal| goal.value), plot::CHART, here.trend(measurements, record)?)?,
        highest: round(high),
        lowest: round(low),
        first: words::date(first.date),
        last: words::date(last.date),
        goal_word: goal.map(|goal| format!("Dashed: goal {}", here.amount(&goal.text, record))),
        count: measurements.rows.len(),
        rows: rows.collect(),
        file: file.filter(|_| measurements.rows.len() > pager::ROWS),
    })
}

fn led_to_by(here: &Here<'_>, key: ItemKey, kind: Option<Kind>) -> Side {
    let causes: Vec<Kind> =
        Kind::ALL.into_iter().filter(|other| kind.is_some_and(|kind| other.leads_to(kind))).collect();
    Side {
        title: "Led to by",
        possible: !causes.is_empty(),
        empty: match here.has_unread(FileKind::Item) {
            true => format!("No {} that can be read leads here.", either(&causes)),
            false => format!("No {} leads here yet.", either(&causes)),
        },
        groups: here.beginnings(&Subject::Item(key), Aspect::LedToBy),
    }
}

fn leads_to(here: &Here<'_>, key: ItemKey, kind: Option<Kind>) -> Side {
    let effects: Vec<Kind> =
        Kind::ALL.into_iter().filter(|other| kind.is_some_and(|kind| kind.leads_to(*other))).collect();
    Side {
        title: "Leads to",
        possible: !effects.is_empty(),
        empty: match here.has_unread(FileKind::Item) {
            true => format!("Leads to no {} that can be read.", either(&effects)),
            false => format!("Leads to no {} yet.", either(&effects)),
        },
        groups: here.beginnings(&Subject::Item(key), Aspect::LeadsTo),
    }
}

fn either(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" or ")
}
