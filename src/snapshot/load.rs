//! Reads a tree of files into a snapshot, in parallel.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::entry::{Definition, Definitions, FileEntry, FileState, ItemKey, Namespace};
use super::graph::Graph;
use super::{ParseCache, Snapshot};
use crate::model::{self, Document, FileKind, Kind};
use crate::store::layout::{Place, RecordPlace, place};
use crate::store::{ContentId, Entry, EntryKind, FileTree, StoreError};
use crate::text::{SourceText, WsPath};

impl Snapshot {
    /// Reads a workspace.
    ///
    /// # Errors
    /// When the tree's root cannot be listed. Whatever is wrong further down is in the snapshot.
    pub fn load(tree: &dyn FileTree) -> Result<Snapshot, StoreError> {
        Snapshot::load_by(tree, None)
    }

    /// Reads a workspace, reading and parsing only what the cache does not know.
    ///
    /// # Errors
    /// As [`Snapshot::load`].
    pub fn load_with(tree: &dyn FileTree, cache: &ParseCache) -> Result<Snapshot, StoreError> {
        Snapshot::load_by(tree, Some(cache))
    }

    fn load_by(tree: &dyn FileTree, cache: Option<&ParseCache>) -> Result<Snapshot, StoreError> {
        let entries = tree.list()?;
        let files: Vec<FileEntry> = entries.into_par_iter().map(|entry| read(tree, cache, entry)).collect();
        Ok(Snapshot::of_files(files))
    }

    fn of_files(files: Vec<FileEntry>) -> Snapshot {
        let workspace =
            files.iter().position(|file| record_place(file).is_some_and(|place| place.kind == FileKind::Workspace));
        let definitions = define(&files);
        let mut snapshot = Snapshot {
            files,
            workspace,
            definitions,
            members: HashMap::new(),
            measurements: HashMap::new(),
            graph: Graph::default(),
        };
        snapshot.members = first_members(&snapshot);
        snapshot.measurements = pair_measurements(&snapshot);
        snapshot.graph = Graph::of(&snapshot);
        snapshot
    }
}

fn read(tree: &dyn FileTree, cache: Option<&ParseCache>, entry: Entry) -> FileEntry {
    let place = place(&entry.path);
    let content = tree.content(&entry.path);
    let state = match (&entry.kind, &place) {
        (EntryKind::Symlink, _) => {
            FileState::Unreadable("it is a symbolic link, and links are never followed".to_owned())
        }
        (EntryKind::Special, _) => FileState::Unreadable("it is no regular file".to_owned()),
        (EntryKind::Unreadable(reason), _) => FileState::Unreadable(reason.clone()),
        (EntryKind::File, Place::Record(record)) => read_record(tree, cache, &entry.path, record.kind, content),
        (EntryKind::File, _) => FileState::NotRead,
    };
    FileEntry { path: entry.path, place, state, content }
}

fn read_record(
    tree: &dyn FileTree,
    cache: Option<&ParseCache>,
    path: &WsPath,
    kind: FileKind,
    content: Option<ContentId>,
) -> FileState {
    if let Some((source, parsed)) = cache.zip(content).and_then(|(cache, content)| cache.find(kind, content)) {
        return FileState::Read(source, parsed);
    }
    let source = match tree.read(path, true) {
        Ok(bytes) => SourceText::from_bytes(bytes),
        Err(error) => return FileState::Unreadable(error.to_string()),
    };
    let parsed = match cache {
        Some(cache) => cache.parse(kind, &source),
        None => Arc::new(model::parse(kind, &source)),
    };
    if let Some((cache, content)) = cache.zip(content) {
        cache.keep(kind, content, &source, &parsed);
    }
    FileState::Read(source, parsed)
}

fn record_place(file: &FileEntry) -> Option<&RecordPlace> {
    match &file.place {
        Place::Record(place) => Some(place),
        _ => None,
    }
}

fn define(files: &[FileEntry]) -> Definitions {
    let of_kind = |kind: FileKind| {
        let records = files.iter().enumerate().filter_map(|(at, file)| Some((at, record_place(file)?)));
        records
            .filter(|(_, place)| place.kind == kind)
            .map(|(file, place)| Definition {
                id: place.id.clone(),
                file,
                journey: place.journey.clone(),
                is_contested: false,
            })
            .collect()
    };
    let namespace = |kind: FileKind| {
        let mut namespace = Namespace::new(of_kind(kind));
        namespace.by_alias = aliases(&namespace, files);
        namespace.unsure = unsure_aliases(&namespace, files);
        namespace.is_partial = files.iter().any(|file| file.may_hide(kind));
        namespace
    };
    Definitions {
        journeys: namespace(FileKind::Journey),
        items: namespace(FileKind::Item),
        personas: namespace(FileKind::Persona),
        signals: namespace(FileKind::Signal),
    }
}

fn aliases(namespace: &Namespace, files: &[FileEntry]) -> HashMap<String, usize> {
    let mut by_path: Vec<usize> = (0..namespace.all.len()).collect();
    by_path.sort_by_key(|at| namespace.all[*at].file);
    let mut aliases = HashMap::new();
    for at in by_path {
        let Some(record) = files[namespace.all[at].file].document().and_then(Document::record) else { continue };
        for alias in record.texts("aliases").filter(|alias| !namespace.by_id.contains_key(alias.value)) {
            aliases.entry(alias.value.to_owned()).or_insert(at);
        }
    }
    aliases
}

/// The words of the records whose aliases could not be read: a reference by one of them may be by a former ID.
fn unsure_aliases(namespace: &Namespace, files: &[FileEntry]) -> HashSet<String> {
    let mut words = HashSet::new();
    for file in namespace.all.iter().map(|definition| &files[definition.file]) {
        let text = file.source().map_or("", SourceText::text);
        let is_unsure = match file.document().and_then(Document::record) {
            Some(record) => record.is_unread("aliases"),
            None => text.contains("aliases"),
        };
        if is_unsure {
            let slugs = text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
            words.extend(slugs.map(str::to_owned));
        }
    }
    words
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
    for (at, definition) in snapshot.definitions.items.all.iter().enumerate() {
        let key = ItemKey(at);
        if snapshot.item(key).kind() == Some(Kind::Metric) {
            metrics.insert((snapshot.files[definition.file].path.parent(), definition.id.as_str()), key);
        }
    }
    let mut pairs = HashMap::new();
    for (at, file) in snapshot.files.iter().enumerate() {
        let Some(place) = record_place(file).filter(|place| place.kind == FileKind::Measurements) else { continue };
        if let Some(metric) = metrics.get(&(file.path.parent(), place.id.as_str())) {
            pairs.insert(*metric, at);
        }
    }
    pairs
}
