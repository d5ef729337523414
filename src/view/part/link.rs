//! A page one stands on, and links from there to everything else.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::markdown;
use crate::model::{Stage, Step, names};
use crate::snapshot::{ItemKey, JourneyKey, PersonaKey, SignalKey, Snapshot, StageKey, StepKey, Subject};
use crate::text::{self, WsPath};
use crate::view::address;
use crate::view::index::Viewer;
use crate::view::words;

/// Words that lead somewhere, with what stands beside and under them in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Link {
    /// The words.
    pub text: String,
    /// Where they lead; `None` when what they name is not there.
    pub href: Option<String>,
    /// CSS classes.
    pub class: String,
    /// What stands beside.
    pub aside: Option<String>,
    /// What stands under.
    pub under: Option<String>,
}

impl Link {
    pub(in crate::view) fn new(text: impl Into<String>, href: impl Into<String>) -> Link {
        Link { text: text.into(), href: Some(href.into()), ..Link::default() }
    }

    /// Words that name nothing.
    pub(in crate::view) fn broken(text: impl Into<String>) -> Link {
        Link { text: text.into(), ..Link::default() }
    }

    pub(in crate::view) fn aside(mut self, aside: impl Into<String>) -> Link {
        self.aside = Some(aside.into());
        self
    }

    pub(in crate::view) fn under(mut self, under: Option<impl Into<String>>) -> Link {
        self.under = under.map(Into::into);
        self
    }
}

/// Steps of one journey.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Steps {
    /// The journey.
    pub journey: Link,
    /// The steps, or the first of them.
    pub steps: Vec<Link>,
    /// The journey again, for the steps that are left out.
    pub more: Option<Link>,
}

/// The page that is made: links start from here.
#[derive(Clone)]
pub(in crate::view) struct Here<'a> {
    pub(in crate::view) viewer: &'a Viewer<'a>,
    pub(in crate::view) path: WsPath,
}

impl<'a> Here<'a> {
    pub(in crate::view) fn new(viewer: &'a Viewer<'a>, path: WsPath) -> Here<'a> {
        Here { viewer, path }
    }

    pub(in crate::view) fn snapshot(&self) -> &'a Snapshot {
        self.viewer.snapshot
    }

    pub(in crate::view) fn href(&self, to: &WsPath) -> String {
        address::relative(&self.path, to, None)
    }

    pub(in crate::view) fn item(&self, key: ItemKey) -> Link {
        let entry = self.snapshot().item(key);
        let class = entry.kind().map_or_else(|| "ref".to_owned(), |kind| format!("ref {kind}"));
        Link { class, ..Link::new(entry.title(), self.href(&address::item(entry.id()))) }
    }

    pub(in crate::view) fn journey(&self, key: JourneyKey) -> Link {
        let entry = self.snapshot().journey(key);
        Link::new(entry.title(), self.href(&address::journey(entry.id())))
    }

    /// A journey by an ID; the ID alone where it names none.
    pub(in crate::view) fn journey_named(&self, id: &str) -> Link {
        self.snapshot().find_journey(id).found().map_or_else(|| Link::broken(id), |key| self.journey(key))
    }

    /// A stage: its place on the map.
    pub(in crate::view) fn stage(&self, key: StageKey) -> Link {
        let journey = self.snapshot().journey(key.journey);
        let stage = self.snapshot().stage(key);
        let id = stage.and_then(Stage::id).map_or("", |id| id.value);
        let text = stage.and_then(Stage::title).unwrap_or(id);
        let page = address::journey(journey.id());
        Link::new(text, address::relative(&self.path, &page, self.viewer.stage_anchor(key)))
    }

    /// A step: its page. One without an ID of its own has none.
    pub(in crate::view) fn step(&self, key: StepKey) -> Link {
        let step = self.snapshot().step(key);
        let id = step.and_then(Step::id).map(|id| id.value);
        let text = step.and_then(Step::title).or(id).unwrap_or_default();
        let page = id.filter(|_| self.viewer.has_page(key));
        match page {
            Some(id) => {
                let journey = self.snapshot().journey(key.stage.journey);
                Link::new(text, self.href(&address::step(journey.id(), id)))
            }
            None => Link::broken(text),
        }
    }

    /// A step, with its stage beside it.
    pub(in crate::view) fn step_in_stage(&self, key: StepKey) -> Link {
        let stage = self.snapshot().stage(key.stage);
        let title = stage.and_then(|stage| stage.title().or(stage.id().map(|id| id.value)));
        self.step(key).aside(title.unwrap_or_default())
    }

    /// Steps by their journeys, in the order of the journeys; at most so many of each.
    pub(in crate::view) fn by_journey(
        &self,
        journeys: impl Iterator<Item = JourneyKey>,
        steps: impl Iterator<Item = (StepKey, Option<String>)>,
        most: usize,
    ) -> Vec<Steps> {
        let mut groups: BTreeMap<JourneyKey, Vec<(StepKey, Option<String>)>> =
            journeys.map(|journey| (journey, Vec::new())).collect();
        for (step, note) in steps {
            groups.entry(step.stage.journey).or_default().push((step, note));
        }
        let groups = groups.into_iter().map(|(key, steps)| {
            let journey = self.journey(key);
            let rest = steps.len().saturating_sub(most);
            let more =
                Link { text: format!("and {}", text::count(rest, "more step", "more steps")), ..journey.clone() };
            let steps = steps.into_iter().take(most).map(|(step, note)| self.step_in_stage(step).under(note));
            Steps { journey, steps: steps.collect(), more: (rest > 0).then_some(more) }
        });
        groups.collect()
    }

    pub(in crate::view) fn persona(&self, key: PersonaKey) -> Link {
        let entry = self.snapshot().persona(key);
        Link::new(entry.name(), self.href(&address::persona(entry.id())))
    }

    pub(in crate::view) fn signal(&self, key: SignalKey) -> Link {
        let entry = self.snapshot().signal(key);
        Link::new(entry.title(), self.href(&address::signal(entry.id())))
    }

    /// A signal, with the first words of what was said.
    pub(in crate::view) fn signal_with_words(&self, key: SignalKey) -> Link {
        let signal = self.snapshot().signal(key).signal();
        let text = signal.map(|signal| markdown::plain_text(signal.body.text())).filter(|text| !text.trim().is_empty());
        let received = signal.and_then(|signal| signal.record.date(names::RECEIVED));
        let link = self.signal(key).under(text.map(|text| words::excerpt(text.trim(), 200)));
        match received {
            Some(date) => link.aside(words::date(date)),
            None => link,
        }
    }

    pub(in crate::view) fn member(&self, id: &str) -> Link {
        let member = self.viewer.member(id);
        match member {
            Some(member) => Link::new(member.name().unwrap_or(id), self.href(&address::member(id))),
            None => Link::broken(id),
        }
    }

    pub(in crate::view) fn subject(&self, subject: &Subject) -> Link {
        match subject {
            Subject::Workspace => Link::new(self.viewer.title(), self.href(&address::home())),
            Subject::Journey(key) => self.journey(*key),
            Subject::Stage(key) => self.stage(*key),
            Subject::Step(key) => self.step(*key),
            Subject::Item(key) => self.item(*key),
            Subject::Member(id) => self.member(id),
            record => {
                let page = self.viewer.path(record);
                Link::new(title(self.snapshot(), record), page.map(|page| self.href(&page)).unwrap_or_default())
            }
        }
    }
}

/// What one calls a record.
pub(in crate::view) fn title(snapshot: &Snapshot, record: &Subject) -> String {
    match record {
        Subject::Signal(key) => snapshot.signal(*key).title(),
        other => snapshot.title_of(other).unwrap_or_default().to_owned(),
    }
}
