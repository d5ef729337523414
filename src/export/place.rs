//! Where everything is, and who mentions whom, found once for the whole document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::{Published, file};
use crate::model::{FileKind, Item, Journey};
use crate::snapshot::{FileEntry, ItemKey, JourneyKey, PersonaKey, SignalKey, Snapshot, StageKey, StepKey, Subject};
use crate::text::WsPath;

/// What the parts of the document ask about each other.
pub(super) struct Places<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) published: &'a dyn Published,
    pub(super) named: NamedBy,
    stages: HashMap<StageKey, String>,
    steps: HashMap<StepKey, String>,
    signal_steps: HashMap<SignalKey, StepKey>,
    mentions: HashMap<Subject, Vec<Subject>>,
    mentioned_by: HashMap<Subject, Vec<Subject>>,
}

/// Who names whom in fields, by those that are named.
pub(super) struct NamedBy {
    pub(super) persona_journeys: HashMap<PersonaKey, Vec<JourneyKey>>,
    pub(super) persona_steps: HashMap<PersonaKey, Vec<StepKey>>,
    pub(super) persona_items: HashMap<PersonaKey, Vec<ItemKey>>,
    pub(super) persona_signals: HashMap<PersonaKey, Vec<SignalKey>>,
    pub(super) item_signals: HashMap<ItemKey, Vec<SignalKey>>,
    pub(super) step_signals: HashMap<StepKey, Vec<SignalKey>>,
    pub(super) signal_items: HashMap<SignalKey, BTreeSet<ItemKey>>,
    /// By journey.
    pub(super) local_items: HashMap<String, Vec<ItemKey>>,
    /// By member.
    pub(super) owned: HashMap<String, Owned>,
}

/// What a member answers for.
#[derive(Default)]
pub(super) struct Owned {
    pub(super) journeys: Vec<JourneyKey>,
    pub(super) items: Vec<ItemKey>,
}

impl NamedBy {
    fn of(snapshot: &Snapshot) -> NamedBy {
        let mut local_items: HashMap<String, Vec<ItemKey>> = HashMap::new();
        let mut owned: HashMap<String, Owned> = HashMap::new();
        for entry in snapshot.items() {
            if let Some(home) = entry.home() {
                local_items.entry(home.to_owned()).or_default().push(entry.key());
            }
            if let Some(owner) = entry.item().and_then(Item::owner) {
                owned.entry(owner.value.to_owned()).or_default().items.push(entry.key());
            }
        }
        for entry in snapshot.journeys() {
            if let Some(owner) = entry.journey().and_then(Journey::owner) {
                owned.entry(owner.value.to_owned()).or_default().journeys.push(entry.key());
            }
        }
        for Owned { journeys, items } in owned.values_mut() {
            journeys.sort();
            items.sort();
        }
        NamedBy {
            persona_journeys: snapshot.named_by(),
            persona_steps: snapshot.named_by(),
            persona_items: snapshot.named_by(),
            persona_signals: snapshot.named_by(),
            item_signals: snapshot.named_by(),
            step_signals: snapshot.named_by(),
            signal_items: snapshot.signal_items(),
            local_items,
            owned,
        }
    }
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

/// Whether a record has its ID to itself.
pub(super) struct Identity {
    /// Whether the ID leads to it.
    pub(super) is_first: bool,
    /// Whether another has it, too.
    pub(super) is_contested: bool,
}

impl<'a> Places<'a> {
    pub(super) fn of(snapshot: &'a Snapshot, published: &'a dyn Published) -> Places<'a> {
        let named = NamedBy::of(snapshot);
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
        let about = named.step_signals.iter();
        let signal_steps = about.flat_map(|(step, signals)| signals.iter().map(|signal| (*signal, *step))).collect();
        let (mentions, mentioned_by) = (HashMap::new(), HashMap::new());
        let mut places = Places { snapshot, published, named, stages, steps, signal_steps, mentions, mentioned_by };
        places.add_mentions(snapshot);
        places
    }

    fn add_mentions(&mut self, snapshot: &Snapshot) {
        let mut subjects: Vec<Subject> = vec![Subject::Workspace];
        subjects.extend(FileKind::NAMED.into_iter().flat_map(|kind| snapshot.every_record(kind)));
        subjects.extend(self.stages.keys().map(|key| Subject::Stage(*key)));
        subjects.extend(self.steps.keys().map(|key| Subject::Step(*key)));
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
        let snapshot = self.snapshot;
        let (kind, id) = match subject {
            Subject::Workspace => ("workspace", ""),
            Subject::Stage(key) => ("stage", self.stage(*key)),
            Subject::Step(key) => ("step", self.step(*key)),
            Subject::Member(id) => ("member", id.as_str()),
            record => (record.kind().map_or("", |kind| kind.row().name), snapshot.id_of(record).unwrap_or_default()),
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
        keys.into_iter().map(|key| self.snapshot.item(*key).id()).collect()
    }

    /// The IDs of journeys.
    pub(super) fn journeys<'k>(&self, keys: impl IntoIterator<Item = &'k JourneyKey>) -> Vec<&'a str> {
        keys.into_iter().map(|key| self.snapshot.journey(*key).id()).collect()
    }

    /// The IDs of personas.
    pub(super) fn personas<'k>(&self, keys: impl IntoIterator<Item = &'k PersonaKey>) -> Vec<&'a str> {
        keys.into_iter().map(|key| self.snapshot.persona(*key).id()).collect()
    }

    /// The IDs of signals.
    pub(super) fn signals<'k>(&self, keys: impl IntoIterator<Item = &'k SignalKey>) -> Vec<&'a str> {
        keys.into_iter().map(|key| self.snapshot.signal(*key).id()).collect()
    }

    /// Where a record is. One whose ID another file has, too, has a page only when it is the first.
    pub(super) fn located<'p>(&self, file: &'p FileEntry, subject: &Subject, is: Identity) -> Located<'p> {
        Located {
            file: &file.path,
            edit: self.published.edit(&file.path),
            page: if is.is_first { self.published.page(subject) } else { None },
            complete: file::is_complete(file),
            duplicate: is.is_contested,
        }
    }
}
