//! A whole workspace at one moment: every file read, every reference resolved both ways.
//!
//! Owns what is defined, what an ID names, the graph of placements and links, and the index of uses. A snapshot is a value:
//! the working folder, a revision and a test's text give the same type, and nothing changes it. What is wrong with a
//! workspace is for `check` to say; a snapshot of a broken one holds what could be read.

mod addition;
mod attachment;
mod cache;
mod change;
mod destination;
mod entry;
mod graph;
mod inside;
mod load;
mod lookup;
mod mention;
mod named;
mod publish;
mod record;
mod resolve;
mod shift;
mod spelling;
mod standing;
mod stray;
mod uses;

pub use attachment::NotCarried;
pub use cache::ParseCache;
pub use change::Touched;
pub use destination::{Destination, FileLink};
pub use entry::{FileEntry, FileState};
pub use graph::{LinkFault, PlacedOn};
pub use lookup::Lookup;
pub use named::SubjectKey;
pub use publish::{HeldBack, Published};
pub use record::*;
pub use stray::Stray;
pub use uses::Use;

use std::sync::Arc;

use foldhash::HashMap;

use crate::diag::{Level, Rule, Sources};
use crate::model::{Document, FileKind, Kind, Measurements, Member, MemberSettings, Portfolio, Stage, Step, Workspace};
use crate::store::layout::{JOURNEYS, MEMBERS, PORTFOLIO_FILE};
use crate::text::{NumberStyle, SourceText, WsPath};

use destination::Spellings;
use entry::Definitions;
use graph::Graph;
use stray::Looked;
use uses::Uses;

/// A workspace at one moment.
#[derive(Debug)]
pub struct Snapshot {
    files: Vec<Arc<FileEntry>>,
    workspace: Option<usize>,
    definitions: Arc<Definitions>,
    members: Arc<HashMap<String, usize>>,
    measurements: Arc<HashMap<ItemKey, usize>>,
    /// Which files outside of the record folders were looked at.
    looked: Looked,
    graph: Graph,
    uses: Uses,
    spellings: Spellings,
}

impl Snapshot {
    /// Everything below the root that is not ignored, sorted by path.
    pub fn files(&self) -> &[Arc<FileEntry>] {
        &self.files
    }

    /// The file of a path.
    pub fn file(&self, path: &WsPath) -> Option<&FileEntry> {
        self.files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &*self.files[at])
    }

    /// `workspace.yaml`; `None` when it is missing or could not be parsed, and nothing that depends on it is known.
    pub fn workspace(&self) -> Option<&Workspace> {
        self.workspace.and_then(|at| self.files[at].workspace())
    }

    /// `journeys/portfolio.yaml` with what is known of it.
    pub fn portfolio(&self) -> Option<(&FileEntry, &Portfolio)> {
        let path = WsPath::new(&format!("{JOURNEYS}/{PORTFOLIO_FILE}"))?;
        let file = self.file(&path)?;
        match file.document()? {
            Document::Portfolio(portfolio) => Some((file, portfolio)),
            _ => None,
        }
    }

    /// What a member sets for themselves, as far as it is known.
    pub fn member_settings(&self, id: &str) -> Option<&MemberSettings> {
        let path = WsPath::new(&format!("{MEMBERS}/{id}.yaml"))?;
        match self.file(&path)?.document()? {
            Document::MemberSettings(settings) => Some(settings),
            _ => None,
        }
    }

    /// The level a rule has in this workspace.
    pub fn level(&self, rule: Rule) -> Level {
        match self.workspace() {
            Some(workspace) if !rule.is_fixed() => workspace.level(rule),
            _ => rule.default_level(),
        }
    }

    /// The members, in the order written; of two with one ID the first.
    pub fn members(&self) -> impl Iterator<Item = Member<'_>> {
        let members = self.workspace().into_iter().flat_map(Workspace::members);
        members.enumerate().filter_map(|(at, member)| {
            let id = member.id()?;
            (self.members.get(id.value) == Some(&at)).then_some(member)
        })
    }

    /// The items with one ID: more than one where it is taken twice.
    pub fn items_named(&self, id: &str) -> impl Iterator<Item = ItemEntry<'_>> {
        self.definitions[FileKind::Item].named(id).map(|at| self.item(ItemKey(at)))
    }

    /// A stage; `None` only for a key of another snapshot.
    pub fn stage(&self, key: StageKey) -> Option<Stage<'_>> {
        self.journey(key.journey).journey()?.stages().nth(key.stage)
    }

    /// A step; `None` only for a key of another snapshot.
    pub fn step(&self, key: StepKey) -> Option<Step<'_>> {
        self.stage(key.stage)?.steps().nth(key.step)
    }

    /// A step's address, `journey/stage/step`.
    pub fn address(&self, key: StepKey) -> String {
        let stage = self.stage(key.stage).and_then(Stage::id).map_or("", |id| id.value);
        let step = self.step(key).and_then(Step::id).map_or("", |id| id.value);
        format!("{}/{stage}/{step}", self.journey(key.stage.journey).id())
    }

    /// How numbers are written for people.
    pub fn number_style(&self) -> NumberStyle {
        self.workspace().map(Workspace::number_style).unwrap_or_default()
    }

    /// A metric's measurements, when there is a readable CSV beside it.
    pub fn measurements(&self, metric: ItemKey) -> Option<&Measurements> {
        self.measurements.get(&metric).and_then(|at| self.files[*at].measurements())
    }

    /// The file of a metric's measurements.
    pub fn measurements_file(&self, metric: ItemKey) -> Option<&FileEntry> {
        self.measurements.get(&metric).map(|at| &*self.files[*at])
    }

    /// The steps an item is placed on, in the order of the journeys. Placements that are not allowed (an item of
    /// another journey) are left out.
    pub fn placed_on(&self, item: ItemKey) -> &[PlacedOn] {
        self.graph.placed_on(item)
    }

    /// The items an item leads to, by the legal links written at either end; by kind, then ID.
    pub fn leads_to(&self, item: ItemKey) -> &[ItemKey] {
        self.graph.leads_to(item)
    }

    /// The items that lead to an item, by the legal links written at either end; by kind, then ID.
    pub fn led_to_by(&self, item: ItemKey) -> &[ItemKey] {
        self.graph.led_to_by(item)
    }

    /// The steps a journey is nested in, in the order of the journeys.
    pub fn nested_in(&self, journey: JourneyKey) -> &[StepKey] {
        self.graph.nested_in(journey)
    }

    /// What is wrong with a link between two items, if anything is.
    pub fn link_fault(&self, from: ItemKey, to: ItemKey) -> Option<LinkFault> {
        graph::link_fault(self.item(from), self.item(to))
    }

    /// The kinds an item of each kind may be linked with.
    pub fn linkable(kind: Kind) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |other| kind.leads_to(*other) || other.leads_to(kind))
    }
}

impl Sources for Snapshot {
    fn source(&self, path: &WsPath) -> Option<&SourceText> {
        self.file(path).and_then(FileEntry::source)
    }
}
