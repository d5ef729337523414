//! What a workspace holds: its files, and the records they define.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
use rayon::slice::ParallelSliceMut as _;

use super::Snapshot;
use super::inside::Inside;
use super::stray::Stray;
use crate::model::{
    Document, FileKind, Item, Journey, Kind, Measurements, Parsed, Passage, Persona, Record, Signal, Workspace,
};
use crate::store::ContentId;
use crate::store::layout::{self, Place, RecordPlace};
use crate::text::{SourceText, WsPath, sentence};

/// Something that stands below the root.
#[derive(Debug)]
pub struct FileEntry {
    /// Where it stands.
    pub path: WsPath,
    /// What it is by its path.
    pub place: Place,
    /// What became of it.
    pub state: FileState,
    /// What tells its content from others, where its tree knew.
    pub content: Option<ContentId>,
    /// What is in it, where it is no record.
    pub(super) inside: Inside,
}

/// What became of a file.
#[derive(Debug)]
pub enum FileState {
    /// Not a record, so not read.
    NotRead,
    /// Not a record by its place, but by what it says.
    Stray(Stray),
    /// A link or a device, which is never opened, with the reason: nothing lies behind it.
    Refused(&'static str),
    /// A file or folder that could not be read, with the reason.
    Unreadable(String),
    /// A record, read as far as it can be.
    Read(SourceText, Arc<Parsed>),
}

impl FileEntry {
    /// Something at a path.
    pub fn new(path: WsPath, place: Place, state: FileState, content: Option<ContentId>) -> FileEntry {
        FileEntry { path, place, state, content, inside: Inside::default() }
    }

    /// Its text, when it is a record that could be read.
    pub fn source(&self) -> Option<&SourceText> {
        match &self.state {
            FileState::Read(source, _) => Some(source),
            _ => None,
        }
    }

    /// Whether its content may be another than that of a file of another snapshot; false only where both are known to
    /// be the same, or nothing is known of either.
    pub fn may_differ(&self, other: &FileEntry) -> bool {
        match (self.content, other.content, self.source(), other.source()) {
            (Some(own), Some(others), ..) => own != others,
            (_, _, Some(own), Some(others)) => own != others,
            (own, others, None, None) => own != others || self.is_unreadable() != other.is_unreadable(),
            _ => true,
        }
    }

    /// The record that it is by its path; `None` for what is none.
    pub fn record_place(&self) -> Option<&RecordPlace> {
        match &self.place {
            Place::Record(place) => Some(place),
            _ => None,
        }
    }

    /// Whether it is a record of a kind, by its path.
    pub fn is_of_kind(&self, kind: FileKind) -> bool {
        self.record_place().is_some_and(|place| place.kind == kind)
    }

    /// Whether it was read, or need not be, and is known to have this content.
    pub(super) fn is_of(&self, content: Option<ContentId>) -> bool {
        content.is_some() && self.content == content && !self.is_unreadable()
    }

    /// The file as it is known, when it still says the same; files that are no records may differ in what a snapshot does
    /// not hold.
    pub(super) fn or_known(self, known: Option<&Arc<FileEntry>>) -> Arc<FileEntry> {
        let is_held = !self.is_looked_into() || self.record_place().is_some();
        match known {
            Some(known) if is_held && self.says_the_same(known) => Arc::clone(known),
            _ => Arc::new(self),
        }
    }

    /// Whether a snapshot knows the same of it as of a file of the same path.
    pub fn says_the_same(&self, other: &FileEntry) -> bool {
        match (&self.state, &other.state) {
            (FileState::Read(own, _), FileState::Read(others, _)) => own == others,
            (FileState::Stray(own), FileState::Stray(others)) => own == others,
            (FileState::Refused(own), FileState::Refused(others)) => own == others,
            (FileState::Unreadable(own), FileState::Unreadable(others)) => own == others,
            (FileState::NotRead, FileState::NotRead) => true,
            _ => false,
        }
    }

    /// Whether it is no record, so that a snapshot holds of its content only what is asked for.
    pub fn is_looked_into(&self) -> bool {
        matches!(self.state, FileState::NotRead | FileState::Stray(_))
    }

    /// Whether it could not be read, or is no regular file.
    pub fn is_unreadable(&self) -> bool {
        self.why_unreadable().is_some()
    }

    /// Why it could not be read, or is not.
    pub fn why_unreadable(&self) -> Option<&str> {
        match &self.state {
            FileState::Refused(reason) => Some(reason),
            FileState::Unreadable(reason) => Some(reason),
            FileState::NotRead | FileState::Stray(_) | FileState::Read(..) => None,
        }
    }

    /// Whether something may lie behind it that nobody knows: what lies behind a link does not exist.
    pub(super) fn may_hide_files(&self) -> bool {
        matches!(self.state, FileState::Unreadable(_))
    }

    /// Whether it could not be read and may be a folder with records of a kind: one that is closed. What has an ending is
    /// a file.
    pub fn may_hide(&self, kind: FileKind) -> bool {
        self.may_hide_files() && self.path.extension().is_empty() && layout::may_hold(&self.path, kind)
    }

    /// What it says, as far as that is known, when it is a record.
    pub fn document(&self) -> Option<&Document> {
        match &self.state {
            FileState::Read(_, parsed) => parsed.document.as_ref(),
            _ => None,
        }
    }

    /// What it says, when it is a record that could be read to its end: for those who compare, judge or count, to whom
    /// half a record would be another one.
    pub fn whole_document(&self) -> Option<&Document> {
        self.document().filter(|_| !self.is_partial())
    }

    /// Whether it could not be read to its end, so that its document is only what is known of it.
    pub fn is_partial(&self) -> bool {
        matches!(&self.state, FileState::Read(_, parsed) if parsed.is_partial)
    }

    /// Whether some of it could not be read.
    pub fn is_partly_read(&self) -> bool {
        matches!(&self.state, FileState::Read(_, parsed) if !parsed.problems.is_empty())
    }

    /// Finds what its prose refers to, which else is found when it is first asked for.
    pub fn read_prose(&self) {
        for prose in self.document().map(Document::prose).unwrap_or_default() {
            prose.references();
        }
    }

    /// Half of the settings are none: what is left out may be what somebody relies on.
    pub(super) fn workspace(&self) -> Option<&Workspace> {
        match self.whole_document()? {
            Document::Workspace(workspace) => Some(workspace),
            _ => None,
        }
    }

    pub(super) fn item(&self) -> Option<&Item> {
        match self.document()? {
            Document::Item(item) => Some(item),
            _ => None,
        }
    }

    /// The record it holds; `None` when it holds none, or could not be parsed.
    pub fn record(&self) -> Option<&Record> {
        self.document().and_then(Document::record)
    }

    pub(super) fn measurements(&self) -> Option<&Measurements> {
        match self.document()? {
            Document::Measurements(measurements) => Some(measurements),
            _ => None,
        }
    }
}

/// An item of one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey(pub(super) usize);

/// A journey of one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JourneyKey(pub(super) usize);

/// A persona of one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonaKey(pub(super) usize);

/// A signal of one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignalKey(pub(super) usize);

/// A stage of one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StageKey {
    /// Its journey.
    pub journey: JourneyKey,
    /// Its place among the journey's stages, from 0.
    pub stage: usize,
}

/// A step of one snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepKey {
    /// Its stage.
    pub stage: StageKey,
    /// Its place among the stage's steps, from 0.
    pub step: usize,
}

/// Anything that a reference can name or that can hold one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The workspace itself.
    Workspace,
    /// A journey.
    Journey(JourneyKey),
    /// A stage.
    Stage(StageKey),
    /// A step.
    Step(StepKey),
    /// An item.
    Item(ItemKey),
    /// A persona.
    Persona(PersonaKey),
    /// A signal.
    Signal(SignalKey),
    /// A member, by ID.
    Member(String),
}

impl Subject {
    /// A part of this record.
    pub fn part(&self, part: Passage) -> Subject {
        match (self, part) {
            (Subject::Journey(journey), Passage::Stage(stage)) => Subject::Stage(StageKey { journey: *journey, stage }),
            (Subject::Journey(journey), Passage::Step(stage, step)) => {
                Subject::Step(StepKey { stage: StageKey { journey: *journey, stage }, step })
            }
            _ => self.clone(),
        }
    }
}

/// One record: its ID and the index of its file.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    pub(super) id: Arc<str>,
    pub(super) file: usize,
    /// The journey it is local to.
    pub(super) journey: Option<Arc<str>>,
    /// Whether another record has the same ID.
    pub(super) is_contested: bool,
}

/// The records of one sort.
#[derive(Clone, Debug, Default)]
pub(super) struct Namespace {
    /// Sorted by ID, then path.
    pub(super) all: Vec<Definition>,
    /// The first of each ID, in the order of the IDs.
    pub(super) first: Vec<usize>,
    /// The first of each ID.
    pub(super) by_id: HashMap<Arc<str>, usize>,
    /// Former IDs; of two claims the first by path, and never one that is a living ID.
    pub(super) by_alias: HashMap<String, usize>,
    /// What may be a former ID: the words of records whose aliases could not be read.
    pub(super) unsure: HashSet<String>,
    /// Whether there may be more, in a folder that could not be read.
    pub(super) is_partial: bool,
}

impl Namespace {
    /// Collects the records of one sort, which come in the order of their paths.
    pub(super) fn new(mut all: Vec<Definition>) -> Namespace {
        all.par_sort_unstable_by(|a, b| (&a.id, a.file).cmp(&(&b.id, b.file)));
        let same_as_before: Vec<bool> = (0..all.len()).map(|at| at > 0 && all[at].id == all[at - 1].id).collect();
        for (at, same) in same_as_before.iter().enumerate() {
            all[at].is_contested = *same || same_as_before.get(at + 1) == Some(&true);
        }
        let first: Vec<usize> = (0..all.len()).filter(|at| !same_as_before[*at]).collect();
        let by_id = first.iter().map(|at| (Arc::clone(&all[*at].id), *at)).collect();
        Namespace { all, first, by_id, by_alias: HashMap::new(), unsure: HashSet::new(), is_partial: false }
    }

    /// The records of one ID.
    pub(super) fn named(&self, id: &str) -> std::ops::Range<usize> {
        let start = self.all.partition_point(|definition| *definition.id < *id);
        let end = self.all.partition_point(|definition| *definition.id <= *id);
        start..end
    }
}

/// Every record.
#[derive(Clone, Debug, Default)]
pub(super) struct Definitions {
    pub(super) journeys: Namespace,
    pub(super) items: Namespace,
    pub(super) personas: Namespace,
    pub(super) signals: Namespace,
}

macro_rules! entry {
    ($(#[$doc:meta])* $entry:ident $key:ident $namespace:ident $document:ident $accessor:ident $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $entry<'a> {
            snapshot: &'a Snapshot,
            key: $key,
        }

        impl<'a> $entry<'a> {
            pub(super) fn new(snapshot: &'a Snapshot, key: $key) -> $entry<'a> {
                $entry { snapshot, key }
            }

            /// Its key.
            pub fn key(self) -> $key {
                self.key
            }

            /// Its ID.
            pub fn id(self) -> &'a str {
                &self.definition().id
            }

            /// Its file.
            pub fn file(self) -> &'a FileEntry {
                &self.snapshot.files[self.definition().file]
            }

            /// The path of its file.
            pub fn path(self) -> &'a WsPath {
                &self.file().path
            }

            #[doc = concat!("What ", $what, "'s file says, as far as it is known; `None` when nothing is.")]
            pub fn $accessor(self) -> Option<&'a $document> {
                match self.file().document()? {
                    Document::$document(document) => Some(document),
                    _ => None,
                }
            }

            /// Whether more than one file has its ID, so that which is meant cannot be told.
            pub fn is_contested(self) -> bool {
                self.definition().is_contested
            }

            fn definition(self) -> &'a Definition {
                &self.snapshot.definitions.$namespace.all[self.key.0]
            }
        }
    };
}

entry! {
    /// An item and where it is defined.
    ItemEntry ItemKey items Item item "the item"
}
entry! {
    /// A journey and where it is defined.
    JourneyEntry JourneyKey journeys Journey journey "the journey"
}
entry! {
    /// A persona and where it is defined.
    PersonaEntry PersonaKey personas Persona persona "the persona"
}
entry! {
    /// A signal and where it is defined.
    SignalEntry SignalKey signals Signal signal "the signal"
}

impl<'a> ItemEntry<'a> {
    /// Its kind; `None` when its file could not be parsed or the kind is unknown.
    pub fn kind(self) -> Option<Kind> {
        self.item().and_then(|item| item.kind)
    }

    /// Its title, or its ID where it has none.
    pub fn title(self) -> &'a str {
        self.item().and_then(Item::title).unwrap_or(self.id())
    }

    /// The ID of the journey it is local to; `None` for a building block.
    pub fn home(self) -> Option<&'a str> {
        self.definition().journey.as_deref()
    }

    /// Whether `journey` may place it: it is a building block, or local to that journey.
    pub fn is_placeable_in(self, journey: &str) -> bool {
        self.home().is_none_or(|home| home == journey)
    }
}

impl<'a> JourneyEntry<'a> {
    /// Its title, or its ID where it has none.
    pub fn title(self) -> &'a str {
        self.journey().and_then(Journey::title).unwrap_or(self.id())
    }

    /// Whether all of its stages and steps could be read. Of a file that is broken anywhere, nobody can be sure.
    pub fn is_whole(self) -> bool {
        let is_known = |journey: &Journey| !journey.record.lacks(&["stages", "steps"]);
        !self.file().is_partial() && self.journey().is_some_and(is_known)
    }
}

impl<'a> PersonaEntry<'a> {
    /// Its name, or its ID where it has none.
    pub fn name(self) -> &'a str {
        self.persona().and_then(Persona::name).unwrap_or(self.id())
    }
}

impl SignalEntry<'_> {
    /// What one calls it: its source and its ID there.
    pub fn title(self) -> String {
        let Some(signal) = self.signal() else { return self.id().to_owned() };
        match (signal.source(), signal.record.text("external_id")) {
            (Some(source), Some(id)) => format!("{} {}", sentence(source), id.value),
            (Some(source), None) => format!("{} ({})", sentence(source), self.id()),
            (None, _) => self.id().to_owned(),
        }
    }
}
