//! Where everything is, and who mentions whom, found once for the whole document.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::snapshot::{ItemKey, JourneyKey, PersonaKey, SignalKey, Snapshot, StageKey, StepKey, Subject};
use crate::text::WsPath;
use crate::view::address;
use crate::view::index::Viewer;

/// What the parts of the document ask about each other.
pub(super) struct Places<'a> {
    pub(super) viewer: &'a Viewer<'a>,
    stages: HashMap<StageKey, String>,
    steps: HashMap<StepKey, String>,
    signal_steps: HashMap<SignalKey, StepKey>,
    mentions: HashMap<Subject, Vec<Subject>>,
    mentioned_by: HashMap<Subject, Vec<Subject>>,
}

/// Something named from elsewhere.
#[derive(Serialize)]
pub(super) struct Named<'p> {
    kind: &'static str,
    id: &'p str,
}

/// Where a record is, and whether it could be read.
#[derive(Serialize)]
pub(super) struct Located<'p> {
    file: &'p WsPath,
    edit: Option<String>,
    page: Option<WsPath>,
    complete: bool,
    duplicate: bool,
}

impl<'a> Places<'a> {
    pub(super) fn of(viewer: &'a Viewer<'a>) -> Places<'a> {
        let snapshot = viewer.snapshot;
        let (mut stages, mut steps) = (HashMap::new(), HashMap::new());
        for entry in snapshot.every_journey() {
            for (at, stage) in entry.journey().into_iter().flat_map(|journey| journey.stages()).enumerate() {
                let key = StageKey { journey: entry.key(), stage: at };
                let address = format!("{}/{}", entry.id(), stage.id().map_or("", |id| id.value));
                for (at, step) in stage.steps().enumerate() {
                    let step_address = format!("{address}/{}", step.id().map_or("", |id| id.value));
                    steps.insert(StepKey { stage: key, step: at }, step_address);
                }
                stages.insert(key, address);
            }
        }
        let about = viewer.index.step_signals.iter();
        let signal_steps = about.flat_map(|(step, signals)| signals.iter().map(|signal| (*signal, *step))).collect();
        let mut places =
            Places { viewer, stages, steps, signal_steps, mentions: HashMap::new(), mentioned_by: HashMap::new() };
        places.add_mentions(snapshot);
        places
    }

    fn add_mentions(&mut self, snapshot: &Snapshot) {
        let mut subjects: Vec<Subject> = vec![Subject::Workspace];
        subjects.extend(snapshot.every_journey().map(|entry| Subject::Journey(entry.key())));
        subjects.extend(self.stages.keys().map(|key| Subject::Stage(*key)));
        subjects.extend(self.steps.keys().map(|key| Subject::Step(*key)));
        subjects.extend(snapshot.every_item().map(|entry| Subject::Item(entry.key())));
        subjects.extend(snapshot.every_persona().map(|entry| Subject::Persona(entry.key())));
        subjects.extend(snapshot.every_signal().map(|entry| Subject::Signal(entry.key())));
        subjects.extend(snapshot.members().filter_map(|member| Some(Subject::Member(member.id()?.value.to_owned()))));
        let (mut forth, mut back) = (BTreeMap::<_, Vec<Subject>>::new(), HashMap::new());
        for subject in subjects {
            let mut by = snapshot.mentions(&subject);
            by.sort();
            by.dedup();
            for from in &by {
                forth.entry(from.clone()).or_default().push(subject.clone());
            }
            if !by.is_empty() {
                back.insert(subject, by);
            }
        }
        forth.values_mut().for_each(|named| named.sort());
        self.mentions = forth.into_iter().collect();
        self.mentioned_by = back;
    }

    /// What the prose of a record names.
    pub(super) fn mentions(&self, subject: &Subject) -> Vec<Named<'_>> {
        self.mentions.get(subject).into_iter().flatten().map(|subject| self.named(subject)).collect()
    }

    /// Whose prose names a record.
    pub(super) fn mentioned_by(&self, subject: &Subject) -> Vec<Named<'_>> {
        self.mentioned_by.get(subject).into_iter().flatten().map(|subject| self.named(subject)).collect()
    }

    /// Whose prose names a member.
    pub(super) fn member_mentioned_by(&self, id: &str) -> Vec<Named<'_>> {
        self.mentioned_by(&Subject::Member(id.to_owned()))
    }

    fn named<'p>(&'p self, subject: &'p Subject) -> Named<'p> {
        let snapshot = self.viewer.snapshot;
        let (kind, id) = match subject {
            Subject::Workspace => ("workspace", ""),
            Subject::Journey(key) => ("journey", snapshot.journey(*key).id()),
            Subject::Stage(key) => ("stage", self.stage(*key)),
            Subject::Step(key) => ("step", self.step(*key)),
            Subject::Item(key) => ("item", snapshot.item(*key).id()),
            Subject::Persona(key) => ("persona", snapshot.persona(*key).id()),
            Subject::Signal(key) => ("signal", snapshot.signal(*key).id()),
            Subject::Member(id) => ("member", id.as_str()),
        };
        Named { kind, id }
    }

    /// A stage's address, `journey/stage`.
    pub(super) fn stage(&self, key: StageKey) -> &str {
        self.stages.get(&key).map_or("", String::as_str)
    }

    /// A step's address, `journey/stage/step`.
    pub(super) fn step(&self, key: StepKey) -> &str {
        self.steps.get(&key).map_or("", String::as_str)
    }

    /// The address of the step a signal is about.
    pub(super) fn step_of_signal(&self, key: SignalKey) -> Option<&str> {
        self.signal_steps.get(&key).map(|step| self.step(*step))
    }

    /// The addresses of steps.
    pub(super) fn steps<'k>(&self, keys: impl IntoIterator<Item = &'k StepKey>) -> Vec<&str> {
        keys.into_iter().map(|key| self.step(*key)).collect()
    }

    /// The IDs of items.
    pub(super) fn items<'k>(&self, keys: impl IntoIterator<Item = &'k ItemKey>) -> Vec<&'a str> {
        keys.into_iter().map(|key| self.viewer.snapshot.item(*key).id()).collect()
    }

    /// The IDs of journeys.
    pub(super) fn journeys<'k>(&self, keys: impl IntoIterator<Item = &'k JourneyKey>) -> Vec<&'a str> {
        keys.into_iter().map(|key| self.viewer.snapshot.journey(*key).id()).collect()
    }

    /// The IDs of personas.
    pub(super) fn personas<'k>(&self, keys: impl IntoIterator<Item = &'k PersonaKey>) -> Vec<&'a str> {
        keys.into_iter().map(|key| self.viewer.snapshot.persona(*key).id()).collect()
    }

    /// The IDs of signals.
    pub(super) fn signals<'k>(&self, keys: impl IntoIterator<Item = &'k SignalKey>) -> Vec<&'a str> {
        keys.into_iter().map(|key| self.viewer.snapshot.signal(*key).id()).collect()
    }

    /// Where a record is. One whose ID another file has, too, has a page only when it is the first.
    pub(super) fn located<'p>(
        &self,
        file: &'p WsPath,
        page: WsPath,
        complete: bool,
        (is_first, duplicate): (bool, bool),
    ) -> Located<'p> {
        Located { file, edit: self.viewer.repository_url(file), page: is_first.then_some(page), complete, duplicate }
    }

    /// The page of a step of this ID.
    pub(super) fn step_page(&self, key: StepKey, id: Option<&str>) -> Option<WsPath> {
        let id = id.filter(|_| self.viewer.has_page(key))?;
        Some(address::step(self.viewer.snapshot.journey(key.stage.journey).id(), id))
    }
}
