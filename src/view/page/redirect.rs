//! A former address: where what was there is now.

use std::collections::HashSet;

use serde::Serialize;

use super::Page;
use crate::model::{FileKind, names};
use crate::snapshot::{Lookup, Subject};
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::part::frame::About;
use crate::view::part::journey_head::JourneyView;
use crate::view::part::link::{Here, Link};

/// A former address.
#[derive(Debug, Serialize)]
pub(super) struct RedirectPage {
    /// The new one.
    to: Link,
}

impl Page for RedirectPage {
    type Id = Subject;

    const IS_LASTING: bool = false;

    /// The former addresses of what still exists.
    fn all(viewer: &Viewer<'_>) -> Vec<(WsPath, Subject)> {
        let snapshot = viewer.snapshot;
        let mut all = Vec::new();
        let mut add = |path: WsPath, subject: Option<Subject>| all.extend(subject.map(|subject| (path, subject)));
        for (path, subject) in of_journeys(viewer).into_iter().chain(of_steps(viewer)) {
            add(path, Some(subject));
        }
        for kind in FileKind::NAMED.into_iter().filter(|kind| *kind != FileKind::Journey) {
            for (_, record) in snapshot.records(kind) {
                for alias in snapshot.record_of(&record).into_iter().flat_map(|record| record.texts(names::ALIASES)) {
                    add(address::record(kind, alias.value), snapshot.find_record(kind, alias.value).found());
                }
            }
        }
        all
    }

    fn about(here: &Here<'_>, subject: &Subject) -> About {
        About { title: here.subject(subject).text, moved_to: here.viewer.path(subject), ..About::default() }
    }

    fn make(here: &Here<'_>, subject: &Subject) -> Option<RedirectPage> {
        Some(RedirectPage { to: here.subject(subject) })
    }
}

/// The former addresses of steps.
fn of_steps(viewer: &Viewer<'_>) -> Vec<(WsPath, Subject)> {
    let mut all = Vec::new();
    for entry in viewer.snapshot.journeys() {
        for (key, step) in viewer.steps(entry.key()).into_iter().filter(|(key, _)| viewer.has_page(*key)) {
            let subject = Subject::Step(key);
            // Not one that another stage or step has.
            let leads_here = |alias: &str| {
                let address = format!("{}/{alias}", entry.id());
                viewer.snapshot.find_address(&address) == Lookup::Former(subject.clone())
            };
            let mut seen = HashSet::new();
            for alias in step.aliases().filter(|alias| seen.insert(alias.value) && leads_here(alias.value)) {
                all.push((address::step(entry.id(), alias.value), subject.clone()));
            }
        }
    }
    all
}

/// The former addresses of journeys. What lies below one moved along.
fn of_journeys(viewer: &Viewer<'_>) -> Vec<(WsPath, Subject)> {
    /// Only so often, or two long lists would make a third.
    const MOST_WITH_STEPS: usize = 20;
    let mut all = Vec::new();
    for entry in viewer.snapshot.journeys() {
        let aliases = entry.journey().into_iter().flat_map(|journey| journey.record.texts(names::ALIASES));
        for (at, alias) in aliases.enumerate() {
            let found = viewer.snapshot.find_journey(alias.value).found();
            let views = JourneyView::ALL.map(|view| view.path(alias.value));
            all.extend(found.into_iter().flat_map(|key| views.clone().map(|path| (path, Subject::Journey(key)))));
            if at >= MOST_WITH_STEPS || found != Some(entry.key()) {
                continue;
            }
            let steps = viewer.steps(entry.key()).into_iter().filter(|(key, _)| viewer.has_page(*key));
            let steps = steps.filter_map(|(key, step)| Some((step.id()?.value, key)));
            all.extend(steps.map(|(id, key)| (address::step(alias.value, id), Subject::Step(key))));
        }
    }
    all
}
