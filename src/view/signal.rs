//! Signals: the list, what waits to be placed and what is new first, and each with what was said.

use serde::Serialize;

use super::card::{Card, Chip};
use super::link::{self, Here, Link};
use super::prose;
use super::value::{self, Field};
use crate::model::Signal;
use crate::snapshot::{SignalEntry, SignalKey, Subject};

/// The list of signals.
#[derive(Debug, Serialize)]
pub struct SignalsPage {
    groups: Vec<StatusGroup>,
}

#[derive(Debug, Serialize)]
struct StatusGroup {
    status: Chip,
    signals: Vec<Link>,
}

/// A signal's page.
#[derive(Debug, Serialize)]
pub struct SignalPage {
    title: String,
    status: Chip,
    description: Option<String>,
    items: Vec<Card>,
    fields: Vec<Field>,
    custom: Vec<Field>,
    mentioned: Vec<Link>,
}

pub(super) fn signals(here: &Here<'_>) -> SignalsPage {
    let groups = ["new", "placed", "dismissed"].into_iter().filter_map(|status| {
        let of_status =
            here.snapshot().signals().filter(|entry| entry.signal().map_or("new", Signal::status) == status);
        let mut of_status: Vec<SignalEntry<'_>> = of_status.collect();
        of_status
            .sort_by_key(|entry| std::cmp::Reverse(entry.signal().and_then(|signal| signal.record.date("received"))));
        let signals: Vec<Link> = of_status.into_iter().map(|entry| here.signal_with_words(entry.key())).collect();
        (!signals.is_empty()).then(|| StatusGroup { status: Chip::status(status), signals })
    });
    SignalsPage { groups: groups.collect() }
}

pub(super) fn signal(here: &Here<'_>, key: SignalKey) -> SignalPage {
    let entry = here.snapshot().signal(key);
    let signal = entry.signal();
    let items = here.viewer.index.signal_items.get(&key).into_iter().flatten();
    SignalPage {
        title: link::signal_title(here.snapshot(), key),
        status: Chip::status(signal.map_or("new", Signal::status)),
        description: signal.and_then(|signal| prose::render(here, &signal.body, entry.path(), 2)),
        items: items.map(|item| here.card(*item, None)).collect(),
        fields: signal.map(|signal| value::fields(here, &signal.record, &[])).unwrap_or_default(),
        custom: signal.map(|signal| value::custom(&signal.record)).unwrap_or_default(),
        mentioned: here.mentioned(&Subject::Signal(key)),
    }
}
