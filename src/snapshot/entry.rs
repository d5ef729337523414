//! What a workspace holds: its files, and the records they define.

use std::ops::Index;
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};
use rayon::prelude::*;

use super::inside::Inside;
use super::stray::Stray;
use crate::model::{Document, FileKind, Item, Measurements, Parsed, Record, Workspace, names};
use crate::store::ContentId;
use crate::store::layout::{self, Place, RecordPlace};
use crate::text::{SourceText, WsPath};

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
    /// Whether something that it says may not be published, so that its text is not to be shown.
    pub is_cut: bool,
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
        FileEntry { path, place, state, content, is_cut: false, inside: Inside::default() }
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

    /// Whether it may name others where it could not be read: what it places or links, or whom it concerns.
    pub fn may_name_more(&self) -> bool {
        const NAMING: [&str; 6] =
            [names::STAGES, names::STEPS, names::ITEMS, names::ITEM, names::PERSONAS, names::LINKS];
        self.is_partial() || self.record().is_none_or(|record| record.lacks(&NAMING))
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

/// Every record, by its kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Definitions([Namespace; FileKind::ALL.len()]);

impl Definitions {
    /// What `each` gives for each kind.
    pub(super) fn of_kinds(each: impl FnMut(FileKind) -> Namespace) -> Definitions {
        Definitions(FileKind::ALL.map(each))
    }
}

impl Index<FileKind> for Definitions {
    type Output = Namespace;

    fn index(&self, kind: FileKind) -> &Namespace {
        &self.0[kind as usize]
    }
}
