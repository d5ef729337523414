//! A signal: what was said, and what it is evidence for.

use serde::Serialize;

use super::{Address, Page, Route};
use crate::model::Signal;
use crate::text::WsPath;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::snapshot::{SignalKey, Subject};
use crate::view::address;
use crate::view::part::card::{Card, Chip};
use crate::view::part::link::{Here, Link};
use crate::view::part::listing::{Aspect, Beginning, List, SHOWN};
use crate::view::part::prose;
use crate::view::part::value::{self, Field};
use crate::view::past::history::History;

/// A signal's page.
#[derive(Debug, Serialize)]
pub(super) struct SignalPage {
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

impl Page for SignalPage {
    type Id = SignalKey;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, SignalKey)> {
        viewer.snapshot.signals().map(|entry| (address::signal(entry.id()), entry.key())).collect()
    }

    fn route(viewer: &Viewer<'_>, address: &Address<'_>) -> Route<SignalKey> {
        address.is_of_record("signals", |id| viewer.snapshot.find_signal(id), address::signal)
    }

    fn about(here: &Here<'_>, key: &SignalKey) -> About {
        About::of_record(here, &Subject::Signal(*key))
    }

    fn make(here: &Here<'_>, key: &SignalKey) -> Option<SignalPage> {
        Some(signal(here, *key))
    }
}

fn signal(here: &Here<'_>, key: SignalKey) -> SignalPage {
    let entry = here.snapshot().signal(key);
    let signal = entry.signal();
    let items = here.viewer.index.signal_items.get(&key);
    let all = List::new(Subject::Signal(key), Aspect::Proves);
    SignalPage {
        title: entry.title(),
        status: Chip::of_record(signal.and_then(Signal::status)),
        description: prose::render(here, &Subject::Signal(key), signal.map(|signal| &signal.body), 2),
        items: items.into_iter().flatten().take(SHOWN).map(|item| here.card(*item, None)).collect(),
        more_items: all.more(here, items.map_or(0, |items| items.len())),
        fields: signal.map(|signal| value::fields(here, &signal.record, &[])).unwrap_or_default(),
        custom: signal.map(|signal| value::custom(&signal.record)).unwrap_or_default(),
        mentioned: here.mentioned(&Subject::Signal(key)),
        history: here.own_history(&Subject::Signal(key)),
    }
}
