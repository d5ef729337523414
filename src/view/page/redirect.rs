//! A former address: where what was there is now.

use std::collections::HashSet;

use serde::Serialize;

use super::Page;
use crate::model::{FileKind, Step, names};
use crate::snapshot::{Lookup, StepKey, Subject};
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
            let former = former_ids(viewer, key, step).into_iter();
            all.extend(former.map(|id| (address::step(entry.id(), id), Subject::Step(key))));
        }
    }
    all
}

/// The former IDs of a step, without those that another stage or step has.
fn former_ids<'a>(viewer: &Viewer<'a>, key: StepKey, step: Step<'a>) -> Vec<&'a str> {
    let journey = viewer.snapshot.journey(key.stage.journey).id();
    let leads_here = |alias: &str| {
        viewer.snapshot.find_address(&format!("{journey}/{alias}")) == Lookup::Former(Subject::Step(key))
    };
    let mut seen = HashSet::new();
    let aliases = step.aliases().map(|alias| alias.value);
    aliases.filter(|alias| seen.insert(*alias) && leads_here(alias)).collect()
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
            for (key, step) in steps {
                let ids = step.id().map(|id| id.value).into_iter().chain(former_ids(viewer, key, step));
                all.extend(ids.map(|id| (address::step(alias.value, id), Subject::Step(key))));
            }
        }
    }
    all
}
