//! Items, personas, signals and members with what leads to them.

use serde::{Serialize, Serializer};

use super::file;
use super::place::{Identity, Located, Named, Places};
use crate::model::{Decimal, Item, Measurement, Measurements, Prose, Record, Signal, names};
use crate::snapshot::{ItemEntry, PersonaEntry, SignalEntry, SignalKey, Subject};
use crate::text::WsPath;

#[derive(Serialize)]
struct ItemOut<'p, F> {
    id: &'p str,
    kind: Option<&'static str>,
    title: &'p str,
    status: Option<&'p str>,
    journey: Option<&'p str>,
    #[serde(flatten)]
    located: Located<'p>,
    fields: Option<F>,
    body: Option<&'p Prose>,
    placed_on: Vec<PlacedOut<'p>>,
    leads_to: Vec<&'p str>,
    led_to_by: Vec<&'p str>,
    signals: Vec<&'p str>,
    channels: Vec<&'p str>,
    current: Option<&'p Decimal>,
    measurements: Option<MeasurementsOut<'p>>,
    mentions: Vec<Named<'p>>,
    mentioned_by: Vec<Named<'p>>,
}

#[derive(Serialize)]
struct PlacedOut<'p> {
    step: &'p str,
    note: Option<&'p str>,
}

#[derive(Serialize)]
struct MeasurementsOut<'p> {
    file: &'p WsPath,
    complete: bool,
    #[serde(serialize_with = "rows")]
    rows: &'p [Measurement],
}

#[derive(Serialize)]
struct RowOut<'p> {
    date: String,
    value: &'p Decimal,
    note: Option<&'p str>,
}

#[derive(Serialize)]
struct PersonaOut<'p, F> {
    id: &'p str,
    name: &'p str,
    #[serde(flatten)]
    located: Located<'p>,
    fields: Option<F>,
    body: Option<&'p Prose>,
    journeys: Vec<&'p str>,
    steps: Vec<&'p str>,
    items: Vec<&'p str>,
    signals: Vec<&'p str>,
    mentions: Vec<Named<'p>>,
    mentioned_by: Vec<Named<'p>>,
}

#[derive(Serialize)]
struct SignalOut<'p, F> {
    id: &'p str,
    title: String,
    status: Option<&'p str>,
    #[serde(flatten)]
    located: Located<'p>,
    fields: Option<F>,
    body: Option<&'p Prose>,
    step: Option<&'p str>,
    items: Vec<&'p str>,
    mentions: Vec<Named<'p>>,
    mentioned_by: Vec<Named<'p>>,
}

#[derive(Serialize)]
struct MemberOut<'p> {
    id: Option<&'p str>,
    page: Option<WsPath>,
    fields: &'p Record,
    settings: Option<&'p Record>,
    journeys: Vec<&'p str>,
    items: Vec<&'p str>,
    mentioned_by: Vec<Named<'p>>,
}

pub(super) fn item<'p>(places: &'p Places<'_>, entry: ItemEntry<'p>) -> impl Serialize + use<'p> {
    let (snapshot, key) = (places.snapshot, entry.key());
    let item = entry.item();
    let is_first = snapshot.find_item(entry.id()).found() == Some(key);
    let measurements = snapshot.measurements(key);
    let placed = snapshot.placed_on(key).iter();
    let subject = Subject::Item(key);
    ItemOut {
        id: entry.id(),
        kind: entry.kind().map(|kind| kind.name()),
        title: entry.title(),
        status: item.and_then(Item::status),
        journey: entry.home(),
        located: places.located(entry.file(), &subject, Identity { is_first, is_contested: entry.is_contested() }),
        fields: item.map(|item| &item.record),
        body: item.map(|item| &item.body),
        placed_on: placed
            .map(|placed| PlacedOut { step: places.step(placed.step), note: placed.note.as_deref() })
            .collect(),
        leads_to: places.items(snapshot.leads_to(key)),
        led_to_by: places.items(snapshot.led_to_by(key)),
        signals: places.signals(&signals_of(places, entry)),
        channels: item.into_iter().flat_map(|item| item.record.texts("channel")).map(|word| word.value).collect(),
        current: current(measurements, item),
        measurements: measurements.zip(snapshot.measurements_file(key)).map(|(found, file)| MeasurementsOut {
            file: &file.path,
            complete: file::is_complete(file),
            rows: &found.rows,
        }),
        mentions: places.mentions(&subject),
        mentioned_by: places.mentioned_by(&subject),
    }
}

pub(super) fn persona<'p>(places: &'p Places<'_>, entry: PersonaEntry<'p>) -> impl Serialize + use<'p> {
    let (named, key) = (&places.named, entry.key());
    let is_first = places.snapshot.find_persona(entry.id()).found() == Some(key);
    let persona = entry.persona();
    let subject = Subject::Persona(key);
    PersonaOut {
        id: entry.id(),
        name: entry.name(),
        located: places.located(entry.file(), &subject, Identity { is_first, is_contested: entry.is_contested() }),
        fields: persona.map(|persona| &persona.record),
        body: persona.map(|persona| &persona.body),
        journeys: places.journeys(named.persona_journeys.get(&key).into_iter().flatten()),
        steps: places.steps(named.persona_steps.get(&key).into_iter().flatten()),
        items: places.items(named.persona_items.get(&key).into_iter().flatten()),
        signals: places.signals(named.persona_signals.get(&key).into_iter().flatten()),
        mentions: places.mentions(&subject),
        mentioned_by: places.mentioned_by(&subject),
    }
}

pub(super) fn signal<'p>(places: &'p Places<'_>, entry: SignalEntry<'p>) -> impl Serialize + use<'p> {
    let key = entry.key();
    let is_first = places.snapshot.find_signal(entry.id()).found() == Some(key);
    let signal = entry.signal();
    let subject = Subject::Signal(key);
    SignalOut {
        id: entry.id(),
        title: entry.title(),
        status: signal.and_then(Signal::status),
        located: places.located(entry.file(), &subject, Identity { is_first, is_contested: entry.is_contested() }),
        fields: signal.map(|signal| &signal.record),
        body: signal.map(|signal| &signal.body),
        step: places.step_of_signal(key),
        items: places.items(places.named.signal_items.get(&key).into_iter().flatten()),
        mentions: places.mentions(&subject),
        mentioned_by: places.mentioned_by(&subject),
    }
}

/// A member; of two with one ID the first has the page, and what is theirs.
pub(super) fn member<'p>(places: &'p Places<'_>, record: &'p Record, is_first: bool) -> impl Serialize + use<'p> {
    let id = record.text(names::ID).map(|id| id.value);
    let own = id.filter(|_| is_first);
    let owned = own.and_then(|id| places.named.owned.get(id));
    MemberOut {
        id,
        page: own.and_then(|id| places.published.page(&Subject::Member(id.to_owned()))),
        fields: record,
        settings: own.and_then(|id| places.snapshot.member_settings(id)).map(|settings| &settings.record),
        journeys: places.journeys(owned.into_iter().flat_map(|owned| &owned.journeys)),
        items: places.items(owned.into_iter().flat_map(|owned| &owned.items)),
        mentioned_by: own.map(|id| places.member_mentioned_by(id)).unwrap_or_default(),
    }
}

/// The signals that name an item or that its evidence names, each once.
fn signals_of<'p>(places: &'p Places<'_>, entry: ItemEntry<'p>) -> Vec<SignalKey> {
    let snapshot = places.snapshot;
    let evidence = entry.item().into_iter().flat_map(|item| item.evidence());
    let named = evidence.filter_map(|evidence| snapshot.find_signal(evidence.text("signal")?.value).found());
    let naming = places.named.item_signals.get(&entry.key()).into_iter().flatten().copied();
    let mut signals: Vec<_> = named.chain(naming).collect();
    signals.sort();
    signals.dedup();
    signals
}

fn current<'p>(measurements: Option<&'p Measurements>, item: Option<&'p Item>) -> Option<&'p Decimal> {
    let measured = measurements.and_then(Measurements::last).map(|row| &row.value);
    measured.or_else(|| item.and_then(|item| item.record.number(names::CURRENT)))
}

fn rows<S: Serializer>(rows: &[Measurement], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(|row| RowOut {
        date: row.date.to_string(),
        value: &row.value,
        note: row.note.as_deref(),
    }))
}
