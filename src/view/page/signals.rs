//! The signals: what waits to be placed first, and the latest of it first.

use serde::Serialize;

use super::Page;
use crate::model::Signal;
use crate::snapshot::SignalKey;
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::card::Chip;
use crate::view::part::face::Face;
use crate::view::part::frame::{About, Section};
use crate::view::part::link::{Here, Link};
use crate::view::part::pager::{PageNumber, Pager};

/// A page of the list of signals.
#[derive(Debug, Serialize)]
pub(super) struct SignalsPage {
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

/// The most items named in a row.
const MOST_ITEMS: usize = 4;

impl Page for SignalsPage {
    type Id = PageNumber;

    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, PageNumber)> {
        if !viewer.shows_signals() {
            return Vec::new();
        }
        PageNumber::all(viewer.index.signals.len(), address::signals()).collect()
    }

    fn about(_: &Here<'_>, number: &PageNumber) -> About {
        About { title: number.title(Section::Signals.word()), ..About::section(Section::Signals) }
    }

    fn make(here: &Here<'_>, number: &PageNumber) -> Option<SignalsPage> {
        Some(signals(here, *number))
    }
}

fn signals(here: &Here<'_>, number: PageNumber) -> SignalsPage {
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
