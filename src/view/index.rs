//! What is asked of a whole snapshot, and who refers to whom, found once for all pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::address;
use super::work::Work;
use crate::diag::{Explanation, Report, Rule};
use crate::model::{Journey, Kind, Member, Signal, Step};
use crate::snapshot::{ItemKey, JourneyKey, PersonaKey, SignalKey, Snapshot, StageKey, StepKey, Subject};
use crate::text::{Spanned, WsPath, escape_path};

/// What is not in the snapshot.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the site is published; `None` leaves `site.base_url` in force.
    pub base_url: Option<String>,
    /// The workspace's folder in its repository, such as `docs/journeys/`; empty for the repository's root.
    pub repository_folder: String,
    /// What a rule means; without it rules are only named.
    pub explain: Option<fn(Rule) -> &'static Explanation>,
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
    pub(super) work: Work,
    /// What each rule found.
    pub(super) findings: BTreeMap<Rule, Found>,
    /// The journeys as they are listed: archived ones last, since one looks for what is alive.
    pub(super) journeys: Vec<JourneyKey>,
    /// The signals as they are listed: what is new first, the latest of it first.
    pub(super) signals: Vec<(SignalStatus, SignalKey)>,
    pub(super) persona_items: HashMap<PersonaKey, BTreeSet<ItemKey>>,
    pub(super) persona_journeys: HashMap<PersonaKey, BTreeSet<JourneyKey>>,
    pub(super) persona_steps: HashMap<PersonaKey, Vec<StepKey>>,
    pub(super) persona_signals: HashMap<PersonaKey, Vec<SignalKey>>,
    pub(super) signal_items: HashMap<SignalKey, BTreeSet<ItemKey>>,
    pub(super) item_signals: HashMap<ItemKey, Vec<SignalKey>>,
    pub(super) step_signals: HashMap<StepKey, Vec<SignalKey>>,
    pub(super) local_items: HashMap<String, Vec<ItemKey>>,
    pub(super) blocks: BTreeMap<Kind, Vec<ItemKey>>,
    /// Building blocks on no step.
    pub(super) unused_blocks: Vec<ItemKey>,
    steps_with_page: BTreeSet<StepKey>,
}

/// What a rule found.
#[derive(Default)]
pub(super) struct Found {
    /// Where in the report its findings are.
    pub(super) places: Vec<usize>,
    /// How many of them come with a change that mends them.
    pub(super) mended: usize,
}

/// What has become of a signal, what waits first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SignalStatus {
    New,
    Placed,
    Dismissed,
}

impl SignalStatus {
    /// The word for it in files.
    pub(super) fn name(self) -> &'static str {
        match self {
            SignalStatus::New => "new",
            SignalStatus::Placed => "placed",
            SignalStatus::Dismissed => "dismissed",
        }
    }

    fn of(signal: Option<&Signal>) -> SignalStatus {
        match signal.map_or("new", Signal::status) {
            "placed" => SignalStatus::Placed,
            "dismissed" => SignalStatus::Dismissed,
            _ => SignalStatus::New,
        }
    }
}

impl<'a> Viewer<'a> {
    /// Looks at a snapshot and what `check` found in it.
    pub fn new(snapshot: &'a Snapshot, report: &'a Report, settings: Settings) -> Viewer<'a> {
        let mut index = Index::of(snapshot);
        for (at, finding) in report.findings().iter().enumerate() {
            let found = index.findings.entry(finding.problem.rule).or_default();
            found.places.push(at);
            found.mended += usize::from(finding.problem.fix.is_some());
        }
        Viewer { snapshot, report, settings, index }
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

    /// A line of a file in the repository on its forge; the whole file where the line is not known.
    pub(super) fn repository_line(&self, path: &WsPath, line: Option<u32>) -> Option<String> {
        let url = self.repository_url(path)?;
        Some(match line {
            Some(line) if url.contains("/src/HEAD/") => format!("{url}#lines-{line}"),
            Some(line) => format!("{url}#L{line}"),
            None => url,
        })
    }

    /// How many signals wait to be placed.
    pub(super) fn new_signals(&self) -> usize {
        self.index.signals.partition_point(|(status, _)| *status == SignalStatus::New)
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

    /// Where a record's page is. `None` when it has none of its own.
    pub(super) fn path(&self, subject: &Subject) -> Option<WsPath> {
        let snapshot = self.snapshot;
        Some(match subject {
            Subject::Workspace => address::home(),
            Subject::Journey(key) => address::journey(snapshot.journey(*key).id()),
            Subject::Step(key) => {
                let id = snapshot.step(*key).and_then(Step::id).filter(|_| self.has_page(*key))?;
                address::step(snapshot.journey(key.stage.journey).id(), id.value)
            }
            Subject::Item(key) => address::item(snapshot.item(*key).id()),
            Subject::Persona(key) => address::persona(snapshot.persona(*key).id()),
            Subject::Signal(key) => address::signal(snapshot.signal(*key).id()),
            Subject::Member(id) => address::member(id),
            Subject::Stage(_) => return None,
        })
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
        let mut index = Index { work: Work::of(snapshot), ..Index::default() };
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
            } else {
                if let Some(kind) = entry.kind() {
                    self.blocks.entry(kind).or_default().push(entry.key());
                }
                if snapshot.placed_on(entry.key()).is_empty() {
                    self.unused_blocks.push(entry.key());
                }
            }
            let Some(item) = entry.item() else { continue };
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
        self.journeys = snapshot.journeys().map(|entry| entry.key()).collect();
        let is_archived = |key: JourneyKey| snapshot.journey(key).journey().map(Journey::status) == Some("archived");
        self.journeys.sort_by_key(|key| is_archived(*key));
        for entry in snapshot.journeys() {
            let Some(journey) = entry.journey() else { continue };
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
            self.signals.push((SignalStatus::of(entry.signal()), entry.key()));
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
        let received = |key: SignalKey| snapshot.signal(key).signal().and_then(|signal| signal.record.date("received"));
        self.signals.sort_by_key(|(status, key)| (*status, std::cmp::Reverse(received(*key))));
    }
}

fn found_personas<'s>(
    snapshot: &'s Snapshot,
    ids: impl Iterator<Item = Spanned<&'s str>>,
) -> impl Iterator<Item = PersonaKey> {
    ids.filter_map(|id| snapshot.find_persona(id.value).found())
}
