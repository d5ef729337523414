//! Reads a tree of files into a snapshot, in parallel.

use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt as _, HashSet};
use rayon::prelude::*;

use super::entry::{Definition, Definitions, FileEntry, FileState, Namespace};
use super::graph::Graph;
use super::inside::Inside;
use super::record::ItemKey;
use super::stray::{self, Looked};
use super::uses::Uses;
use super::{ParseCache, Snapshot};
use crate::model::{self, FileKind, Kind, Parsed, Record, names};
use crate::store::layout::{self, Place, place};
use crate::store::{ContentId, Entry, EntryKind, FileTree, SharedTree, StoreError};
use crate::text::{SourceText, WsPath};

impl Snapshot {
    /// Reads a workspace.
    ///
    /// # Errors
    /// When the tree's root cannot be listed. Whatever is wrong further down is in the snapshot.
    pub fn load(tree: &dyn FileTree) -> Result<Snapshot, StoreError> {
        Snapshot::load_by(tree, &|path, kind, _| read_record(tree, path, |source| Arc::new(model::parse(kind, source))))
    }

    /// Reads a workspace, reading and parsing only what the cache does not know.
    ///
    /// # Errors
    /// As [`Snapshot::load`].
    pub fn load_with(tree: &dyn FileTree, cache: &ParseCache) -> Result<Snapshot, StoreError> {
        Snapshot::load_by(tree, &|path, kind, content| read_with(tree, cache, path, kind, content))
    }

    fn load_by(tree: &dyn FileTree, record: &ReadRecord<'_>) -> Result<Snapshot, StoreError> {
        let (entries, origin) = (tree.list()?, Origin::of(tree));
        let looked = Looked::of(entries.iter().map(|entry| &entry.path));
        let files: Vec<Arc<FileEntry>> =
            entries.into_par_iter().map(|entry| Arc::new(read(&origin, entry, &looked, record))).collect();
        Ok(Snapshot::of_looked(files, looked))
    }

    pub(super) fn of_files(files: Vec<Arc<FileEntry>>) -> Snapshot {
        let looked = Looked::of(files.iter().map(|file| &file.path));
        Snapshot::of_looked(files, looked)
    }

    fn of_looked(files: Vec<Arc<FileEntry>>, looked: Looked) -> Snapshot {
        let workspace =
            files.iter().position(|file| file.record_place().is_some_and(|place| place.kind == FileKind::Workspace));
        let definitions = Arc::new(define(&files));
        let mut snapshot = Snapshot {
            files,
            workspace,
            definitions,
            members: Arc::default(),
            measurements: Arc::default(),
            looked,
            graph: Graph::default(),
            uses: Uses::default(),
            spellings: OnceLock::new(),
        };
        snapshot.members = Arc::new(first_members(&snapshot));
        let (measurements, graph) = rayon::join(|| pair_measurements(&snapshot), || Graph::of(&snapshot));
        snapshot.measurements = Arc::new(measurements);
        snapshot.graph = graph;
        snapshot
    }

    /// The snapshot with the same paths as this one, of whose files those at `replaced` differ.
    ///
    /// What no replaced file can have changed is shared; it is the same as [`Snapshot::of_files`] of those files.
    pub(super) fn with(&self, files: Vec<Arc<FileEntry>>, replaced: &[usize]) -> Snapshot {
        let same = |at: &usize| defines_the_same(self, *at, &files[*at]);
        if !replaced.iter().all(same) {
            return Snapshot::of_files(files);
        }
        let mut snapshot = Snapshot {
            files,
            workspace: self.workspace,
            definitions: Arc::clone(&self.definitions),
            members: Arc::clone(&self.members),
            measurements: Arc::clone(&self.measurements),
            looked: self.looked.clone(),
            graph: Graph::default(),
            uses: Uses::default(),
            spellings: OnceLock::new(),
        };
        snapshot.graph = Graph::after(self, &snapshot, replaced);
        snapshot.uses = self.uses.after(self, &snapshot, replaced);
        snapshot
    }
}

/// Whether a file in the place of another defines what that defines: the same record, of the same kind, with the same
/// former IDs, and neither leaves anything about that open.
fn defines_the_same(before: &Snapshot, at: usize, now: &FileEntry) -> bool {
    let was = &before.files[at];
    let Place::Record(place) = &now.place else { return !was.is_unreadable() && !now.is_unreadable() };
    let parsed = |file: &FileEntry| file.whole_document().is_some() && !is_unsure(file);
    let aliases =
        |file: &FileEntry| -> Vec<String> { file.record().map_or(Vec::new(), |record| texts(record, "aliases")) };
    place.kind != FileKind::Workspace
        && parsed(was)
        && parsed(now)
        && was.item().map(|item| item.kind) == now.item().map(|item| item.kind)
        && aliases(was) == aliases(now)
        && is_the_first(before, &was.path)
}

/// Whether the record of a file is the one that its ID names.
fn is_the_first(snapshot: &Snapshot, path: &WsPath) -> bool {
    let subject = snapshot.find_path(path);
    let Some(file) = subject.and_then(|subject| Some(&snapshot.file_of(&subject)?.path)) else { return false };
    // Measurements have the ID of their metric, and no aliases.
    file == path || path.extension() == "csv"
}

fn texts(record: &Record, field: &str) -> Vec<String> {
    record.texts(field).map(|text| text.value.to_owned()).collect()
}

/// Reads a record, or gives what was read of the same content before.
pub(super) type ReadRecord<'r> = dyn Fn(&WsPath, FileKind, Option<ContentId>) -> FileState + Sync + 'r;

/// Where files are read from, now and later.
pub(super) struct Origin<'t> {
    tree: &'t dyn FileTree,
    shared: Option<SharedTree>,
}

impl<'t> Origin<'t> {
    pub(super) fn of(tree: &'t dyn FileTree) -> Origin<'t> {
        Origin { tree, shared: tree.share() }
    }
}

pub(super) fn read(origin: &Origin<'_>, entry: Entry, looked: &Looked, record: &ReadRecord<'_>) -> FileEntry {
    let place = place(&entry.path);
    let content = origin.tree.content(&entry.path);
    let state = match (&entry.kind, &place) {
        (EntryKind::Symlink, _) => FileState::Refused("it is a symbolic link, and links are never followed"),
        (EntryKind::Special, _) => FileState::Refused("it is no regular file"),
        (EntryKind::Unreadable(reason), _) => FileState::Unreadable(reason.clone()),
        (EntryKind::File, Place::Record(place)) => record(&entry.path, place.kind, content),
        (EntryKind::File, _) if looked.includes(&entry.path) => {
            stray::look(origin.tree, &entry.path).map_or(FileState::NotRead, FileState::Stray)
        }
        (EntryKind::File, _) => FileState::NotRead,
    };
    let mut file = FileEntry::new(entry.path, place, state, content);
    if file.is_looked_into() {
        file.inside = Inside::in_tree(origin.shared.clone());
    }
    file
}

/// Reads a record; `parse` may know what its text says.
pub(super) fn read_record(
    tree: &dyn FileTree,
    path: &WsPath,
    parse: impl FnOnce(&SourceText) -> Arc<Parsed>,
) -> FileState {
    match tree.read(path, true) {
        Ok(bytes) => {
            let source = SourceText::from_bytes(bytes);
            let parsed = parse(&source);
            FileState::Read(source, parsed)
        }
        Err(error) => FileState::Unreadable(error.to_string()),
    }
}

pub(super) fn read_with(
    tree: &dyn FileTree,
    cache: &ParseCache,
    path: &WsPath,
    kind: FileKind,
    content: Option<ContentId>,
) -> FileState {
    if let Some((source, parsed)) = content.and_then(|content| cache.find(kind, content)) {
        return FileState::Read(source, parsed);
    }
    let state = read_record(tree, path, |source| cache.parse(kind, source));
    if let (Some(content), FileState::Read(source, parsed)) = (content, &state) {
        cache.keep(kind, content, source, parsed);
    }
    state
}

fn define(files: &[Arc<FileEntry>]) -> Definitions {
    let of_kind = |kind: FileKind| {
        let records = files.iter().enumerate().filter_map(|(at, file)| Some((at, file.record_place()?)));
        records
            .filter(|(_, place)| place.kind == kind)
            .map(|(file, place)| Definition {
                id: place.id.as_str().into(),
                file,
                journey: place.journey.as_deref().map(Arc::from),
                is_contested: false,
            })
            .collect()
    };
    let namespace = |kind: FileKind| {
        let mut namespace = Namespace::new(of_kind(kind));
        let (by_alias, unsure) = rayon::join(|| aliases(&namespace, files), || unsure_aliases(&namespace, files));
        (namespace.by_alias, namespace.unsure) = (by_alias, unsure);
        namespace.unsure.extend(misnamed(files, kind));
        namespace.is_partial = files.iter().any(|file| file.may_hide(kind));
        namespace
    };
    let mut all: HashMap<FileKind, Namespace> =
        FileKind::NAMED.into_par_iter().map(|kind| (kind, namespace(kind))).collect::<Vec<_>>().into_iter().collect();
    Definitions::of_kinds(|kind| all.remove(&kind).unwrap_or_default())
}

/// The former IDs of records; where two have one, the first by path.
fn aliases(namespace: &Namespace, files: &[Arc<FileEntry>]) -> HashMap<String, usize> {
    let written = namespace.all.par_iter().enumerate().flat_map_iter(|(at, definition)| {
        let aliases = files[definition.file].record().into_iter().flat_map(|record| record.texts(names::ALIASES));
        aliases.map(move |alias| (definition.file, at, alias.value))
    });
    let mut written: Vec<(usize, usize, &str)> =
        written.filter(|(.., alias)| !namespace.by_id.contains_key(*alias)).collect();
    // Stable, so that those of one file stay in their order.
    written.sort_by_key(|(file, ..)| *file);
    let mut aliases = HashMap::new();
    for (_, at, alias) in written {
        aliases.entry(alias.to_owned()).or_insert(at);
    }
    aliases
}

/// The IDs of what is meant as a record and has another ending, which is reported.
fn misnamed(files: &[Arc<FileEntry>], kind: FileKind) -> impl Iterator<Item = String> {
    let unexpected = files.iter().filter(|file| matches!(file.place, Place::Unexpected(_)));
    let meant = unexpected.filter_map(|file| layout::misnamed_record(&file.path));
    meant.filter(move |record| record.kind == kind).map(|record| record.id)
}

/// The words of the records whose aliases could not be read: a reference by one of them may be by a former ID.
fn unsure_aliases(namespace: &Namespace, files: &[Arc<FileEntry>]) -> HashSet<String> {
    let unsure = namespace.all.par_iter().map(|definition| &files[definition.file]).filter(|file| is_unsure(file));
    let words = unsure.flat_map_iter(|file| {
        let text = file.source().map_or("", SourceText::text);
        text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).map(str::to_owned)
    });
    words.collect::<Vec<String>>().into_iter().collect()
}

/// Whether a record may have aliases that could not be read.
fn is_unsure(file: &FileEntry) -> bool {
    let says_so = || file.source().is_some_and(|source| source.text().contains(names::ALIASES));
    match file.record() {
        Some(record) => record.is_unread(names::ALIASES) && (!file.is_partial() || says_so()),
        None => says_so(),
    }
}

fn first_members(snapshot: &Snapshot) -> HashMap<String, usize> {
    let mut members = HashMap::new();
    for (at, member) in snapshot.workspace().into_iter().flat_map(|workspace| workspace.members()).enumerate() {
        if let Some(id) = member.id() {
            members.entry(id.value.to_owned()).or_insert(at);
        }
    }
    members
}

/// Finds each metric's CSV: same folder, same stem.
fn pair_measurements(snapshot: &Snapshot) -> HashMap<ItemKey, usize> {
    let mut metrics = HashMap::new();
    for (at, definition) in snapshot.definitions[FileKind::Item].all.iter().enumerate() {
        let key = ItemKey(at);
        if snapshot.item(key).kind() == Some(Kind::Metric) {
            metrics.insert((snapshot.files[definition.file].path.parent(), &*definition.id), key);
        }
    }
    let mut pairs = HashMap::new();
    for (at, file) in snapshot.files.iter().enumerate() {
        let Some(place) = file.record_place().filter(|place| place.kind == FileKind::Measurements) else { continue };
        if let Some(metric) = metrics.get(&(file.path.parent(), place.id.as_str())) {
            pairs.insert(*metric, at);
        }
    }
    pairs
}
