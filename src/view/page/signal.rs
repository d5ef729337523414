//! Signals: the list, what waits to be placed and what is new first, and each with what was said.

use serde::Serialize;

use crate::model::Signal;
use crate::snapshot::{SignalKey, Subject};
use crate::view::address;
use crate::view::part::card::{Card, Chip};
use crate::view::part::face::Face;
use crate::view::part::link::{self, Here, Link};
use crate::view::part::listing::{Aspect, Beginning, List, SHOWN};
use crate::view::part::pager::{PageNumber, Pager};
use crate::view::part::prose;
use crate::view::part::value::{self, Field};
use crate::view::past::history::History;

/// A page of the list of signals.
#[derive(Debug, Serialize)]
pub struct SignalsPage {
    count: usize,
    /// How many of each status, and where they begin.
    statuses: Vec<StatusCount>,
    groups: Vec<StatusGroup>,
    pager: Option<Pager>,
}

#[derive(Debug, Serialize)]
struct StatusCount {
    status: Chip,
    count: usize,
    href: String,
}

#[derive(Debug, Serialize)]
struct StatusGroup {
    /// The status as a word of the format; the anchor is made of it.
    name: &'static str,
    status: Chip,
    signals: Vec<Row>,
}

/// A signal in the list.
#[derive(Debug, Serialize)]
struct Row {
    /// The signal with its first words and the day it came in.
    #[serde(flatten)]
    link: Link,
    persona: Option<Face>,
    /// The step it is about.
    step: Option<Link>,
    /// What it is evidence for.
    items: Vec<Link>,
    more: Option<String>,
    edit: Option<String>,
}

/// A signal's page.
#[derive(Debug, Serialize)]
pub struct SignalPage {
    title: String,
    status: Chip,
    description: Option<String>,
    items: Vec<Card>,
    /// The way to all items where these are only the first.
    more_items: Option<Link>,
    fields: Vec<Field>,
    custom: Vec<Field>,
    mentioned: Option<Beginning>,
    history: Option<History>,
}

/// The most items named in a row.
const MOST_ITEMS: usize = 4;

pub(in crate::view) fn signals(here: &Here<'_>, number: PageNumber) -> SignalsPage {
    let signals = &here.viewer.index.signals;
    let first = address::signals();
    let mut groups: Vec<StatusGroup> = Vec::new();
    for (status, key) in number.rows(signals.iter()) {
        let name = status.name();
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(StatusGroup { name, status: Chip::status(name), signals: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.signals.push(row(here, *key));
        }
    }
    let mut statuses = Vec::new();
    let mut start = 0;
    for group in signals.chunk_by(|a, b| a.0 == b.0) {
        let Some((status, _)) = group.first() else { continue };
        let page = PageNumber::of_row(start).path(&first);
        let anchor = format!("_{}", status.name());
        statuses.push(StatusCount {
            status: Chip::status(status.name()),
            count: group.len(),
            href: address::relative(&here.path, &page, Some(&anchor)),
        });
        start += group.len();
    }
    SignalsPage { count: signals.len(), statuses, groups, pager: Pager::new(here, &first, number, signals.len()) }
}

fn row(here: &Here<'_>, key: SignalKey) -> Row {
    let signal = here.snapshot().signal(key).signal();
    let items: Vec<_> = here.viewer.index.signal_items.get(&key).into_iter().flatten().collect();
    let more = items.len().saturating_sub(MOST_ITEMS);
    let step = signal.and_then(Signal::step);
    let step = step.map(|step| match here.snapshot().find_step(step.value).found() {
        Some(key) => here.step(key).aside(here.snapshot().journey(key.stage.journey).title()),
        None => Link::broken(step.value),
    });
    Row {
        link: here.signal_with_words(key),
        persona: signal.and_then(|signal| signal.record.text("persona")).map(|id| here.persona_named(id.value)),
        step,
        items: items.into_iter().take(MOST_ITEMS).map(|item| here.item(*item)).collect(),
        more: (more > 0).then(|| format!("and {more} more")),
        edit: here.viewer.repository_url(here.snapshot().signal(key).path()),
    }
}

pub(in crate::view) fn signal(here: &Here<'_>, key: SignalKey) -> SignalPage {
    let entry = here.snapshot().signal(key);
    let signal = entry.signal();
    let items = here.viewer.index.signal_items.get(&key);
    let all = List::new(Subject::Signal(key), Aspect::Proves);
    SignalPage {
        title: link::signal_title(here.snapshot(), key),
        status: Chip::status(signal.map_or("new", Signal::status)),
        description: prose::render(here, &Subject::Signal(key), signal.map(|signal| &signal.body), 2),
        items: items.into_iter().flatten().take(SHOWN).map(|item| here.card(*item, None)).collect(),
        more_items: all.more(here, items.map_or(0, |items| items.len())),
        fields: signal.map(|signal| value::fields(here, &signal.record, &[])).unwrap_or_default(),
        custom: signal.map(|signal| value::custom(&signal.record)).unwrap_or_default(),
        mentioned: here.mentioned(&Subject::Signal(key)),
        history: here.signal_history(key),
    }
}
