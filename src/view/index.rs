//! What is asked of a whole snapshot, and who refers to whom, found once for all pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::diag::Report;
use crate::model::{Kind, Member, Step};
use crate::snapshot::{ItemKey, JourneyKey, PersonaKey, SignalKey, Snapshot, StageKey, StepKey};
use crate::text::{Spanned, WsPath, escape_path};

/// What is not in the snapshot.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the site is published; `None` leaves `site.base_url` in force.
    pub base_url: Option<String>,
    /// The workspace's folder in its repository, such as `docs/journeys/`; empty for the repository's root.
    pub repository_folder: String,
}

/// Makes the views of one snapshot.
pub struct Viewer<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) report: &'a Report,
    pub(super) settings: Settings,
    pub(super) index: Index,
}

/// References of fields, backwards. Lists are in the order of the records.
#[derive(Default)]
pub(super) struct Index {
    pub(super) owned_items: BTreeMap<String, Vec<ItemKey>>,
    pub(super) owned_journeys: BTreeMap<String, Vec<JourneyKey>>,
    pub(super) persona_items: HashMap<PersonaKey, BTreeSet<ItemKey>>,
    pub(super) persona_journeys: HashMap<PersonaKey, BTreeSet<JourneyKey>>,
    pub(super) persona_steps: HashMap<PersonaKey, Vec<StepKey>>,
    pub(super) persona_signals: HashMap<PersonaKey, Vec<SignalKey>>,
    pub(super) signal_items: HashMap<SignalKey, BTreeSet<ItemKey>>,
    pub(super) item_signals: HashMap<ItemKey, Vec<SignalKey>>,
    pub(super) step_signals: HashMap<StepKey, Vec<SignalKey>>,
    pub(super) local_items: HashMap<String, Vec<ItemKey>>,
    pub(super) blocks: BTreeMap<Kind, Vec<ItemKey>>,
    steps_with_page: BTreeSet<StepKey>,
}

impl<'a> Viewer<'a> {
    /// Looks at a snapshot and what `check` found in it.
    pub fn new(snapshot: &'a Snapshot, report: &'a Report, settings: Settings) -> Viewer<'a> {
        Viewer { snapshot, report, settings, index: Index::of(snapshot) }
    }

    /// The site's title.
    pub(super) fn title(&self) -> &'a str {
        let workspace = self.snapshot.workspace();
        let site = workspace.and_then(|workspace| workspace.site("title")).map(|title| title.value);
        site.or_else(|| workspace.and_then(|workspace| workspace.name())).unwrap_or("Customer journeys")
    }

    /// Where the site is published, with a slash at its end.
    pub(super) fn base_url(&self) -> Option<String> {
        let written = self.snapshot.workspace().and_then(|workspace| workspace.site("base_url"));
        let url = self.settings.base_url.as_deref().or(written.map(|url| url.value))?;
        Some(format!("{}/", url.trim_end_matches('/')))
    }

    /// A file in the repository on its forge.
    pub(super) fn repository_url(&self, path: &WsPath) -> Option<String> {
        let repository = self.snapshot.workspace()?.site("repository")?.value.trim_end_matches('/');
        // `HEAD` is the default branch on each of these forges.
        let folder = match repository {
            gitlab if gitlab.contains("gitlab") => "-/blob/HEAD",
            bitbucket if bitbucket.contains("bitbucket") => "src/HEAD",
            _ => "blob/HEAD",
        };
        let file = escape_path(&format!("{}{path}", self.settings.repository_folder));
        Some(format!("{repository}/{folder}/{file}"))
    }

    /// The first member of an ID.
    pub(super) fn member(&self, id: &str) -> Option<Member<'a>> {
        self.snapshot.find_member(id).found()?;
        self.snapshot.workspace()?.member(id)
    }

    /// Whether a step has a page: it has an ID, and no stage or step before it has the same.
    pub(super) fn has_page(&self, step: StepKey) -> bool {
        self.index.steps_with_page.contains(&step)
    }

    /// The steps of a journey with their keys, in order.
    pub(super) fn steps(&self, journey: JourneyKey) -> Vec<(StepKey, Step<'a>)> {
        let mut steps = Vec::new();
        let stages = self.snapshot.journey(journey).journey().into_iter().flat_map(|journey| journey.stages());
        for (at, stage) in stages.enumerate() {
            let key = StageKey { journey, stage: at };
            steps.extend(stage.steps().enumerate().map(|(step, content)| (StepKey { stage: key, step }, content)));
        }
        steps
    }
}

impl Index {
    fn of(snapshot: &Snapshot) -> Index {
        let mut index = Index::default();
        index.add_items(snapshot);
        index.add_journeys(snapshot);
        index.add_signals(snapshot);
        for signals in index.item_signals.values_mut() {
            signals.dedup();
        }
        index
    }

    fn add_items(&mut self, snapshot: &Snapshot) {
        for entry in snapshot.items() {
            if let Some(home) = entry.home() {
                self.local_items.entry(home.to_owned()).or_default().push(entry.key());
            } else if let Some(kind) = entry.kind() {
                self.blocks.entry(kind).or_default().push(entry.key());
            }
            let Some(item) = entry.item() else { continue };
            if let Some(owner) = item.owner() {
                self.owned_items.entry(owner.value.to_owned()).or_default().push(entry.key());
            }
            let named = item.record.texts("actor").chain(item.record.texts("segment"));
            let named = named.chain(item.evidence().filter_map(|evidence| evidence.text("persona")));
            for persona in found_personas(snapshot, named) {
                self.persona_items.entry(persona).or_default().insert(entry.key());
            }
            for signal in item.evidence().filter_map(|evidence| evidence.text("signal")) {
                if let Some(signal) = snapshot.find_signal(signal.value).found() {
                    self.signal_items.entry(signal).or_default().insert(entry.key());
                }
            }
        }
    }

    fn add_journeys(&mut self, snapshot: &Snapshot) {
        for entry in snapshot.journeys() {
            let Some(journey) = entry.journey() else { continue };
            if let Some(owner) = journey.owner() {
                self.owned_journeys.entry(owner.value.to_owned()).or_default().push(entry.key());
            }
            for persona in found_personas(snapshot, journey.personas()) {
                self.persona_journeys.entry(persona).or_default().insert(entry.key());
            }
            let mut taken = BTreeSet::new();
            for (at, stage) in journey.stages().enumerate() {
                taken.extend(stage.id().map(|id| id.value));
                for (step, content) in stage.steps().enumerate() {
                    let key = StepKey { stage: StageKey { journey: entry.key(), stage: at }, step };
                    if content.id().is_some_and(|id| taken.insert(id.value)) {
                        self.steps_with_page.insert(key);
                    }
                    for persona in found_personas(snapshot, content.personas()) {
                        self.persona_steps.entry(persona).or_default().push(key);
                        self.persona_journeys.entry(persona).or_default().insert(entry.key());
                    }
                }
            }
        }
    }

    fn add_signals(&mut self, snapshot: &Snapshot) {
        for entry in snapshot.signals() {
            let Some(signal) = entry.signal() else { continue };
            for persona in found_personas(snapshot, signal.record.text("persona").into_iter()) {
                self.persona_signals.entry(persona).or_default().push(entry.key());
            }
            for item in signal.items().filter_map(|id| snapshot.find_item(id.value).found()) {
                self.signal_items.entry(entry.key()).or_default().insert(item);
                self.item_signals.entry(item).or_default().push(entry.key());
            }
            if let Some(step) = signal.step().and_then(|step| snapshot.find_step(step.value).found()) {
                self.step_signals.entry(step).or_default().push(entry.key());
            }
        }
    }
}

fn found_personas<'s>(
    snapshot: &'s Snapshot,
    ids: impl Iterator<Item = Spanned<&'s str>>,
) -> impl Iterator<Item = PersonaKey> {
    ids.filter_map(|id| snapshot.find_persona(id.value).found())
}
