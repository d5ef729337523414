//! What is asked of a whole snapshot, and who refers to whom: each found when a page first asks, once for all pages.

pub(super) mod work;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::diag::{Explanation, Findings, Report, Rule, Sources};
use crate::model::{FileKind, Journey, Kind, Member, Signal, Stage, Step, names};
use crate::past::{Past, Recall};
use crate::snapshot::{HeldBack, ItemKey, JourneyKey, PersonaKey, SignalKey, Snapshot, StageKey, StepKey, Subject};
use crate::text::{WsPath, escape_path, is_language_tag};
use crate::view::address;
use crate::view::part::heading::{self, MapHeadings};
use crate::view::past::comparison::Comparison;
use work::Work;

/// What is not in the snapshot.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where the site is published; `None` leaves `site.base_url` in force.
    pub base_url: Option<String>,
    /// The workspace's folder in its repository, such as `docs/journeys/`; empty for the repository's root.
    pub repository_folder: String,
    /// What a rule means; without it rules are only named.
    pub explain: Option<fn(Rule) -> &'static Explanation>,
    /// What changed since another state, to be marked on the pages.
    pub comparison: Option<Arc<Comparison>>,
    /// What happened before; `None` where nothing can be known of it, such as outside of a repository.
    pub past: Option<Arc<Recall>>,
    /// What of the workspace is not in the snapshot, since it is not to leave the repository.
    pub held_back: Arc<HeldBack>,
}

/// Makes the views of one snapshot.
pub struct Viewer<'a> {
    pub(in crate::view) snapshot: &'a Snapshot,
    pub(in crate::view) report: Asked<'a>,
    pub(in crate::view) settings: &'a Settings,
    pub(in crate::view) index: Lookup<'a>,
}

/// The report, made when it is first asked for.
#[derive(Clone, Copy)]
pub(in crate::view) struct Asked<'a>(&'a dyn Findings);

impl Deref for Asked<'_> {
    type Target = Report;

    fn deref(&self) -> &Report {
        self.0.report()
    }
}

impl<'a> Asked<'a> {
    fn sources(self) -> Option<&'a dyn Sources> {
        self.0.sources()
    }
}

/// A part of the index, found when it is first asked for.
pub(in crate::view) struct Part<'a, T> {
    found: &'a OnceLock<T>,
    from: (&'a Snapshot, Asked<'a>),
    find: fn(&Snapshot, &Asked<'_>) -> T,
}

impl<T> Deref for Part<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.found.get_or_init(|| (self.find)(self.from.0, &self.from.1))
    }
}

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $find:expr;)*) => {
        /// What has been found of one snapshot and its report so far; it serves every viewer of the two.
        #[derive(Default)]
        pub struct Index {
            $($name: OnceLock<$type>,)*
        }

        /// The index as views ask it.
        pub(in crate::view) struct Lookup<'a> {
            $($(#[$doc])* pub(in crate::view) $name: Part<'a, $type>,)*
        }

        impl Index {
            fn lookup<'a>(&'a self, snapshot: &'a Snapshot, report: Asked<'a>) -> Lookup<'a> {
                Lookup { $($name: Part { found: &self.$name, from: (snapshot, report), find: $find },)* }
            }
        }
    };
}

// References of fields, backwards. Lists are in the order of the records.
index! {
    work: Work = |snapshot, _| Work::of(snapshot);
    /// What each rule found.
    findings: BTreeMap<Rule, Found> = |_, report| by_rule(report);
    /// The future journeys of each that one says it replaces.
    futures: HashMap<JourneyKey, Vec<JourneyKey>> = |snapshot, _| futures(snapshot);
    /// The groups of the portfolio, by the journeys in them.
    journey_groups: HashMap<JourneyKey, String> = |snapshot, _| journey_groups(snapshot);
    /// The journeys as they are listed: as the portfolio has them, then by title. Archived ones come last, since one looks for
    /// what is alive, and before them future ones.
    journeys: Vec<JourneyKey> = |snapshot, _| listed_journeys(snapshot);
    /// The signals as they are listed: what is new first, the latest of it first.
    signals: Vec<(SignalStatus, SignalKey)> = |snapshot, _| listed_signals(snapshot);
    persona_items: HashMap<PersonaKey, Vec<ItemKey>> = |snapshot, _| snapshot.named_by();
    persona_journeys: HashMap<PersonaKey, Vec<JourneyKey>> = |snapshot, _| snapshot.named_by();
    persona_steps: HashMap<PersonaKey, Vec<StepKey>> = |snapshot, _| snapshot.named_by();
    persona_signals: HashMap<PersonaKey, Vec<SignalKey>> = |snapshot, _| snapshot.named_by();
    /// The items a signal names, and those that name it as evidence.
    signal_items: HashMap<SignalKey, BTreeSet<ItemKey>> = |snapshot, _| snapshot.signal_items();
    item_signals: HashMap<ItemKey, Vec<SignalKey>> = |snapshot, _| snapshot.named_by();
    step_signals: HashMap<StepKey, Vec<SignalKey>> = |snapshot, _| snapshot.named_by();
    local_items: HashMap<String, Vec<ItemKey>> = |snapshot, _| local_items(snapshot);
    blocks: BTreeMap<Kind, Vec<ItemKey>> = |snapshot, _| blocks(snapshot);
    /// Building blocks on no step.
    unused_blocks: Vec<ItemKey> = |snapshot, _| unused_blocks(snapshot);
    /// The stages and steps with an ID that nothing before them in their journey has: its ID is theirs on the map.
    named_parts: (HashSet<StageKey>, HashSet<StepKey>) = |snapshot, _| named_parts(snapshot);
    /// The IDs of the headings on the journeys' pages.
    map_headings: HashMap<JourneyKey, MapHeadings> = |snapshot, _| heading::on_maps(snapshot);
    /// The kinds of files of which one could not be read.
    unread: BTreeSet<FileKind> = |snapshot, _| unread_kinds(snapshot);
    /// Members by their e-mail addresses in small letters.
    members_by_email: HashMap<String, String> = |snapshot, _| members_by_email(snapshot);
}

/// What a rule found.
#[derive(Default)]
pub(in crate::view) struct Found {
    /// Where in the report its findings are.
    pub(in crate::view) places: Vec<usize>,
    /// How many of them come with a change that mends them.
    pub(in crate::view) mended: usize,
}

/// Whether one can take a journey today, those first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Current,
    Future,
    Archived,
}

impl Standing {
    fn of(journey: &Journey) -> Standing {
        match (journey.status(), journey.state()) {
            (Some("archived"), _) => Standing::Archived,
            (_, Some("future")) => Standing::Future,
            _ => Standing::Current,
        }
    }
}

/// What has become of a signal, what waits first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view) enum SignalStatus {
    New,
    Placed,
    Dismissed,
}

impl SignalStatus {
    /// The word for it in files.
    pub(in crate::view) fn name(self) -> &'static str {
        match self {
            SignalStatus::New => "new",
            SignalStatus::Placed => "placed",
            SignalStatus::Dismissed => "dismissed",
        }
    }

    fn of(signal: Option<&Signal>) -> SignalStatus {
        match signal.and_then(Signal::status) {
            Some("placed") => SignalStatus::Placed,
            Some("dismissed") => SignalStatus::Dismissed,
            _ => SignalStatus::New,
        }
    }
}

impl<'a> Viewer<'a> {
    /// Looks at a snapshot and what `check` finds in it; `index` belongs to the two.
    pub fn new(
        snapshot: &'a Snapshot,
        findings: &'a dyn Findings,
        settings: &'a Settings,
        index: &'a Index,
    ) -> Viewer<'a> {
        let report = Asked(findings);
        Viewer { snapshot, report, settings, index: index.lookup(snapshot, report) }
    }

    /// The files in which the findings are.
    pub(in crate::view) fn sources(&self) -> &'a dyn Sources {
        self.report.sources().unwrap_or(self.snapshot)
    }

    /// The site's title.
    pub(in crate::view) fn title(&self) -> &'a str {
        let workspace = self.snapshot.workspace();
        let site = workspace.and_then(|workspace| workspace.site("title")).map(|title| title.value);
        site.or_else(|| workspace.and_then(|workspace| workspace.name())).unwrap_or("Customer journeys")
    }

    /// The language of the records, as a tag.
    pub(in crate::view) fn language(&self) -> &'a str {
        let written = self.snapshot.workspace().and_then(|workspace| workspace.site("language"));
        written.map(|tag| tag.value).filter(|tag| is_language_tag(tag)).unwrap_or("en")
    }

    /// Where the site is published, with a slash at its end.
    pub(in crate::view) fn base_url(&self) -> Option<String> {
        let written = self.snapshot.workspace().and_then(|workspace| workspace.site("base_url"));
        let url = self.settings.base_url.as_deref().or(written.map(|url| url.value))?;
        Some(format!("{}/", url.trim_end_matches('/')))
    }

    /// A file in the repository on its forge.
    pub(in crate::view) fn repository_url(&self, path: &WsPath) -> Option<String> {
        let file = escape_path(&format!("{}{path}", self.settings.repository_folder));
        // `HEAD` is the default branch on each of these forges.
        self.on_forge("-/blob/HEAD", "src/HEAD", "blob/HEAD", &file)
    }

    /// A commit in the repository on its forge.
    pub(in crate::view) fn commit_url(&self, revision: &str) -> Option<String> {
        self.on_forge("-/commit", "commits", "commit", revision)
    }

    /// Something in the repository, by the folder in which GitLab, Bitbucket and the other forges show it.
    fn on_forge(&self, gitlab: &str, bitbucket: &str, other: &str, what: &str) -> Option<String> {
        let repository = self.snapshot.workspace()?.site("repository")?.value.trim_end_matches('/');
        let folder = match repository {
            url if url.contains("gitlab") => gitlab,
            url if url.contains("bitbucket") => bitbucket,
            _ => other,
        };
        Some(format!("{repository}/{folder}/{what}"))
    }

    /// What happened before.
    pub(in crate::view) fn past(&self) -> Option<&'a Past> {
        self.settings.past.as_deref().map(Recall::past)
    }

    /// A line of a file in the repository on its forge; the whole file where the line is not known.
    pub(in crate::view) fn repository_line(&self, path: &WsPath, line: Option<u32>) -> Option<String> {
        let url = self.repository_url(path)?;
        Some(match line {
            Some(line) if url.contains("/src/HEAD/") => format!("{url}#lines-{line}"),
            Some(line) => format!("{url}#L{line}"),
            None => url,
        })
    }

    /// What of the workspace is not to be shown.
    pub fn held_back(&self) -> &'a HeldBack {
        &self.settings.held_back
    }

    /// Whether signals are shown.
    pub(in crate::view) fn shows_signals(&self) -> bool {
        self.held_back().publish().signals
    }

    /// The member of an e-mail address, whether it is shown or not.
    pub(in crate::view) fn member_of(&self, address: &str) -> Option<&str> {
        let address = address.to_lowercase();
        let shown = self.index.members_by_email.get(&address).map(String::as_str);
        shown.or_else(|| self.held_back().member_of(&address))
    }

    /// The e-mail addresses of a member, whether they are shown or not.
    pub(in crate::view) fn addresses_of<'m>(&self, id: &'m str) -> impl Iterator<Item = &'m str>
    where
        'a: 'm,
    {
        let shown = self.member(id).into_iter().flat_map(Member::emails);
        shown.chain(self.held_back().addresses_of(id))
    }

    /// How many signals wait to be placed.
    pub(in crate::view) fn new_signals(&self) -> usize {
        self.index.signals.partition_point(|(status, _)| *status == SignalStatus::New)
    }

    /// The first member of an ID.
    pub(in crate::view) fn member(&self, id: &str) -> Option<Member<'a>> {
        self.snapshot.find_member(id).found()?;
        self.snapshot.workspace()?.member(id)
    }

    /// Whether a step has a page: it has an ID, and no stage or step before it has the same.
    pub(in crate::view) fn has_page(&self, step: StepKey) -> bool {
        self.index.named_parts.1.contains(&step)
    }

    /// The ID of a stage's column on the map: it has one, and no stage or step before it has the same.
    pub(in crate::view) fn stage_anchor(&self, stage: StageKey) -> Option<&'a str> {
        let id =
            self.snapshot.stage(stage).and_then(Stage::id).filter(|_| self.index.named_parts.0.contains(&stage))?;
        Some(id.value).filter(|id| heading::is_free(id))
    }

    /// Where a record's page is. `None` when it has none of its own.
    pub(in crate::view) fn path(&self, subject: &Subject) -> Option<WsPath> {
        let snapshot = self.snapshot;
        Some(match subject {
            Subject::Workspace => address::home(),
            Subject::Journey(key) => address::journey(snapshot.journey(*key).id()),
            Subject::Step(key) => {
                let id = snapshot.step(*key).and_then(Step::id).filter(|_| self.has_page(*key))?;
                address::step(snapshot.journey(key.stage.journey).id(), id.value)
            }
            Subject::Member(id) => address::member(id),
            Subject::Stage(_) => return None,
            record => address::record(record.kind()?, snapshot.id_of(record)?),
        })
    }

    /// The records and steps that may have pages, by their IDs.
    pub(in crate::view) fn records(&self) -> Vec<(&str, Subject)> {
        let snapshot = self.snapshot;
        let mut records: Vec<(&str, Subject)> = Vec::new();
        let kinds = FileKind::NAMED.into_iter().filter(|kind| *kind != FileKind::Journey);
        records.extend(kinds.flat_map(|kind| snapshot.records(kind)));
        let members = snapshot.members().filter_map(Member::id);
        records.extend(members.map(|id| (id.value, Subject::Member(id.value.to_owned()))));
        for entry in snapshot.journeys() {
            records.push((entry.id(), Subject::Journey(entry.key())));
            let steps = self.steps(entry.key()).into_iter();
            records.extend(steps.filter_map(|(key, step)| Some((step.id()?.value, Subject::Step(key)))));
        }
        records
    }

    /// The steps of a journey with their keys, in order.
    pub(in crate::view) fn steps(&self, journey: JourneyKey) -> Vec<(StepKey, Step<'a>)> {
        let mut steps = Vec::new();
        let stages = self.snapshot.journey(journey).journey().into_iter().flat_map(|journey| journey.stages());
        for (at, stage) in stages.enumerate() {
            let key = StageKey { journey, stage: at };
            steps.extend(stage.steps().enumerate().map(|(step, content)| (StepKey { stage: key, step }, content)));
        }
        steps
    }
}

fn unread_kinds(snapshot: &Snapshot) -> BTreeSet<FileKind> {
    let unread = [
        (FileKind::Journey, snapshot.every_journey().any(|journey| journey.file().may_name_more())),
        (FileKind::Item, snapshot.every_item().any(|item| item.file().may_name_more())),
    ];
    let may_hide = |kind: FileKind| snapshot.files().iter().any(|file| file.may_hide(kind));
    unread.into_iter().filter(|(kind, is_unread)| *is_unread || may_hide(*kind)).map(|(kind, _)| kind).collect()
}

fn by_rule(report: &Report) -> BTreeMap<Rule, Found> {
    let mut by_rule: BTreeMap<Rule, Found> = BTreeMap::new();
    for (at, finding) in report.findings().iter().enumerate() {
        let found = by_rule.entry(finding.problem.rule).or_default();
        found.places.push(at);
        found.mended += usize::from(finding.fix.is_some());
    }
    by_rule
}

fn listed_journeys(snapshot: &Snapshot) -> Vec<JourneyKey> {
    let in_groups = in_groups(snapshot);
    let places: HashMap<JourneyKey, (usize, usize)> =
        in_groups.into_iter().enumerate().map(|(at, (group, key))| (key, (group, at))).collect();
    let mut journeys: Vec<JourneyKey> = snapshot.journeys().map(|entry| entry.key()).collect();
    journeys.sort_by_cached_key(|key| {
        let entry = snapshot.journey(*key);
        let standing = entry.journey().map_or(Standing::Current, Standing::of);
        let (group, at) = places.get(key).copied().unwrap_or((usize::MAX, 0));
        (group, standing, at, entry.title().to_lowercase(), *key)
    });
    journeys
}

/// The journeys of the portfolio, each with the place of its group; of one that stands in two, the first.
fn in_groups(snapshot: &Snapshot) -> Vec<(usize, JourneyKey)> {
    let mut taken = HashSet::new();
    let groups = snapshot.portfolio().into_iter().flat_map(|(_, portfolio)| portfolio.groups()).enumerate();
    let journeys = groups.flat_map(|(at, group)| {
        let keys = group.journeys().filter_map(|id| snapshot.find_journey(id.value).found());
        keys.map(move |key| (at, key)).collect::<Vec<_>>()
    });
    journeys.filter(|(_, key)| taken.insert(*key)).collect()
}

fn journey_groups(snapshot: &Snapshot) -> HashMap<JourneyKey, String> {
    let groups = snapshot.portfolio().into_iter().flat_map(|(_, portfolio)| portfolio.groups());
    let titles: Vec<&str> = groups.map(|group| group.title().unwrap_or_default()).collect();
    in_groups(snapshot).into_iter().map(|(group, key)| (key, titles[group].to_owned())).collect()
}

fn futures(snapshot: &Snapshot) -> HashMap<JourneyKey, Vec<JourneyKey>> {
    let mut futures: HashMap<JourneyKey, Vec<JourneyKey>> = HashMap::new();
    for entry in snapshot.journeys() {
        let of = entry.journey().and_then(Journey::future_of);
        if let Some(of) = of.and_then(|of| snapshot.find_journey(of.value).found()).filter(|of| *of != entry.key()) {
            futures.entry(of).or_default().push(entry.key());
        }
    }
    futures
}

fn listed_signals(snapshot: &Snapshot) -> Vec<(SignalStatus, SignalKey)> {
    let mut signals: Vec<_> = snapshot.signals().map(|entry| (SignalStatus::of(entry.signal()), entry.key())).collect();
    let received =
        |key: SignalKey| snapshot.signal(key).signal().and_then(|signal| signal.record.date(names::RECEIVED));
    signals.sort_by_cached_key(|(status, key)| (*status, std::cmp::Reverse(received(*key))));
    signals
}

fn local_items(snapshot: &Snapshot) -> HashMap<String, Vec<ItemKey>> {
    let mut items: HashMap<String, Vec<ItemKey>> = HashMap::new();
    for entry in snapshot.items() {
        match entry.home().map(|home| (items.get_mut(home), home)) {
            Some((Some(known), _)) => known.push(entry.key()),
            Some((None, home)) => drop(items.insert(home.to_owned(), vec![entry.key()])),
            None => {}
        }
    }
    items
}

fn blocks(snapshot: &Snapshot) -> BTreeMap<Kind, Vec<ItemKey>> {
    let mut blocks: BTreeMap<Kind, Vec<ItemKey>> = BTreeMap::new();
    for entry in snapshot.items().filter(|entry| entry.home().is_none()) {
        if let Some(kind) = entry.kind() {
            blocks.entry(kind).or_default().push(entry.key());
        }
    }
    blocks
}

fn unused_blocks(snapshot: &Snapshot) -> Vec<ItemKey> {
    let blocks = snapshot.items().filter(|entry| entry.home().is_none());
    blocks.map(|entry| entry.key()).filter(|key| snapshot.placed_on(*key).is_empty()).collect()
}

/// The stages and steps with an ID that no stage or step before them in their journey has.
fn named_parts(snapshot: &Snapshot) -> (HashSet<StageKey>, HashSet<StepKey>) {
    let (mut stages, mut steps) = (HashSet::new(), HashSet::new());
    for entry in snapshot.journeys() {
        let mut taken = BTreeSet::new();
        for (at, stage) in entry.journey().into_iter().flat_map(|journey| journey.stages()).enumerate() {
            let key = StageKey { journey: entry.key(), stage: at };
            if stage.id().is_some_and(|id| taken.insert(id.value)) {
                stages.insert(key);
            }
            let own = stage.steps().enumerate().filter(|(_, step)| step.id().is_some_and(|id| taken.insert(id.value)));
            steps.extend(own.map(|(step, _)| StepKey { stage: key, step }));
        }
    }
    (stages, steps)
}

fn members_by_email(snapshot: &Snapshot) -> HashMap<String, String> {
    let mut members = HashMap::new();
    for (id, member) in snapshot.members().filter_map(|member| Some((member.id()?.value, member))) {
        for email in member.emails() {
            members.entry(email.to_lowercase()).or_insert_with(|| id.to_owned());
        }
    }
    members
}
