//! The files that rules go through: all, or those whose findings may differ between two snapshots.
//!
//! What is found in a file depends on what it says, on what its names lead to, on what leads to it, and on
//! `workspace.yaml`. So where few files changed, few are to be gone through on either side to know what appears and
//! what goes: what else would be found is the same on both sides.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use foldhash::{HashSet, HashSetExt as _};
use rayon::prelude::*;

use crate::model::{Document, FileKind, Form, Journey, Naming, Prose, Record, names};
use crate::snapshot::{FileEntry, FileState, ItemEntry, JourneyEntry, Lookup, Snapshot};
use crate::text::{UrlKind, check_url, composed, nearest};

/// What rules go through of one snapshot.
pub(super) struct Scope<'s> {
    /// The files, in the order of their paths.
    pub(super) files: Vec<&'s FileEntry>,
    /// The items in those files, by ID; also those whose ID is taken. Of what is known in part nothing more is said.
    pub(super) items: Vec<ItemEntry<'s>>,
    /// The journeys in those files, by ID; also those whose ID is taken.
    pub(super) journeys: Vec<JourneyEntry<'s>>,
    /// Whether the files are all there are.
    pub(super) is_whole: bool,
}

impl<'s> Scope<'s> {
    /// All files.
    pub(super) fn whole(snapshot: &'s Snapshot) -> Scope<'s> {
        Scope {
            files: snapshot.files().iter().map(|file| &**file).collect(),
            items: snapshot.every_item().filter(|item| !item.file().is_partial()).collect(),
            journeys: snapshot.every_journey().filter(|journey| !journey.file().is_partial()).collect(),
            is_whole: true,
        }
    }

    fn of_files(snapshot: &'s Snapshot, mut files: Vec<&'s FileEntry>) -> Scope<'s> {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        let whole = || files.iter().filter(|file| !file.is_partial());
        let mut items: Vec<ItemEntry<'_>> = whole().filter_map(|file| snapshot.item_in(file)).collect();
        let mut journeys: Vec<JourneyEntry<'_>> = whole().filter_map(|file| snapshot.journey_in(file)).collect();
        items.sort_by_key(|item| item.key());
        journeys.sort_by_key(|journey| journey.key());
        Scope { files, items, journeys, is_whole: false }
    }

    /// Whether a file is among those.
    pub(super) fn has(&self, file: &FileEntry) -> bool {
        self.is_whole || self.files.binary_search_by(|known| known.path.cmp(&file.path)).is_ok()
    }

    /// The files whose findings may differ, of each of two snapshots.
    pub(super) fn of_both(before: &'s Snapshot, after: &'s Snapshot) -> (Scope<'s>, Scope<'s>) {
        let files = Files::of(before, after);
        let misspelt = files.misspelt(&[before, after]);
        let is_all =
            files.has_woken || misspelt.len() > MOST_MISSPELT || files.changed.iter().any(|file| may_change_all(file));
        let affected = if is_all { None } else { Affected::by(&files, misspelt) };
        let Some(affected) = affected else { return (Scope::whole(before), Scope::whole(after)) };
        let same: Vec<&FileEntry> = files.same.par_iter().copied().filter(|file| affected.includes(file)).collect();
        let side = |snapshot: &'s Snapshot| {
            let paths = files.changed.iter().chain(&same).map(|file| &file.path);
            Scope::of_files(snapshot, paths.filter_map(|path| snapshot.file(path)).collect())
        };
        (side(before), side(after))
    }
}

/// How often all files are gone through for names that they share: an ID is taken, its file has a former ID that is
/// claimed elsewhere, and so on.
const ROUNDS: usize = 8;

/// The files of two snapshots.
struct Files<'s> {
    /// That only one has, or that differ; of the latter both.
    changed: Vec<&'s FileEntry>,
    /// That both have.
    same: Vec<&'s FileEntry>,
    /// Whether a journey is left alone by rules of good practice on one side only, and so is what is local to it.
    has_woken: bool,
}

impl<'s> Files<'s> {
    fn of(before: &'s Snapshot, after: &'s Snapshot) -> Files<'s> {
        let mut files = Files { changed: Vec::new(), same: Vec::new(), has_woken: false };
        for (was, is) in before.beside(after) {
            match (was, is) {
                (Some(was), Some(is)) if was.says_the_same(is) && !is_other_attachment(was, is) => files.same.push(is),
                (was, is) => {
                    files.has_woken |= is_dormant(was) != is_dormant(is);
                    files.changed.extend(was.into_iter().chain(is).map(|file| &**file));
                }
            }
        }
        files
    }
}

/// How many names that lead to nothing are compared with the names of all items.
const MOST_MISSPELT: usize = 20;

impl<'s> Files<'s> {
    /// What is placed and unknown on one side only, or by a journey that changed: an item of a near name counts as placed.
    fn misspelt(&self, sides: &[&Snapshot]) -> Vec<&'s str> {
        let is_unknown = |name: &&str| sides.iter().any(|side| matches!(side.find_item(name), Lookup::Unknown));
        let changed = placed_in(&self.changed).filter(is_unknown);
        let items = self.changed.iter().filter(|file| file.is_of_kind(FileKind::Item));
        let come_or_gone: BTreeSet<&str> = items.flat_map(|file| names(file)).filter(is_unknown).collect();
        let same = (!come_or_gone.is_empty()).then(|| placed_in(&self.same)).into_iter().flatten();
        let misspelt: BTreeSet<&str> = changed.chain(same.filter(|name| come_or_gone.contains(name))).collect();
        misspelt.into_iter().collect()
    }
}

/// What the journeys among some files place.
fn placed_in<'s>(files: &[&'s FileEntry]) -> impl Iterator<Item = &'s str> {
    let journeys = files.iter().filter_map(|file| match file.document() {
        Some(Document::Journey(journey)) => Some(journey),
        _ => None,
    });
    journeys.flat_map(Journey::placed_items)
}

/// Whether a file that is no record may have another content: what links to it may then be found at fault.
fn is_other_attachment(was: &FileEntry, is: &FileEntry) -> bool {
    is.is_looked_into() && was.may_differ(is)
}

/// Whether a file is of a journey that is left alone by rules of good practice.
fn is_dormant(file: Option<&Arc<FileEntry>>) -> bool {
    matches!(file.and_then(|file| file.document()), Some(Document::Journey(journey)) if journey.is_dormant())
}

/// Whether a file that changed may change what is found anywhere: the workspace's own, and one that leaves open what it
/// says.
fn may_change_all(file: &FileEntry) -> bool {
    file.is_of_kind(FileKind::Workspace)
        || match &file.state {
            FileState::Unreadable(_) | FileState::Refused(_) => true,
            FileState::Read(_, parsed) => !parsed.problems.is_empty(),
            FileState::NotRead | FileState::Stray(_) => false,
        }
}

/// What changed files say of others, and others of them.
struct Affected<'s> {
    /// The IDs and former IDs of records that changed or share one with such a record.
    named: HashSet<&'s str>,
    /// What those refer to in fields.
    referred: HashSet<&'s str>,
    /// As Unicode composes them.
    paths: HashSet<Cow<'s, str>>,
    /// What records are called outside, by where.
    outside: HashSet<(&'s str, &'s str)>,
    /// What is placed and leads to nothing.
    misspelt: Vec<&'s str>,
    /// Titles of steps begin with the names of personas.
    has_persona: bool,
    /// What prose holds that leads to one of these; any prose may where it is `None`.
    words: Option<AhoCorasick>,
}

impl<'s> Affected<'s> {
    /// What is affected by changed files; `None` where names run into each other so that it takes long to tell.
    fn by(files: &Files<'s>, misspelt: Vec<&'s str>) -> Option<Affected<'s>> {
        let mut affected = Affected {
            named: HashSet::new(),
            referred: HashSet::new(),
            paths: files.changed.iter().map(|file| composed(file.path.as_str())).collect(),
            outside: files.changed.iter().flat_map(|file| outside(file)).collect(),
            misspelt,
            has_persona: files.changed.iter().any(|file| file.is_of_kind(FileKind::Persona)),
            words: None,
        };
        for file in &files.changed {
            affected.named.extend(names(file));
            affected.referred.extend(referred(file));
        }
        // What has a name in common with those may now be what is meant, or be so no longer: what it refers to is judged by
        // that, and so is what has another name in common with it.
        for _ in 0..ROUNDS {
            let known = affected.named.len();
            for file in &files.same {
                if names(file).any(|name| affected.named.contains(name)) {
                    affected.named.extend(names(file));
                    affected.referred.extend(referred(file));
                }
            }
            if affected.named.len() == known {
                affected.words = affected.words();
                return Some(affected);
            }
        }
        None
    }

    fn words(&self) -> Option<AhoCorasick> {
        let names =
            self.named.iter().copied().chain(self.paths.iter().map(|path| path.rsplit('/').next().unwrap_or_default()));
        let mut words: Vec<Cow<'_, str>> = names.map(Cow::Borrowed).collect();
        // Prose may be folded at a blank, and spell other letters in another way.
        if words.iter().any(|word| word.contains(char::is_whitespace) || !word.is_ascii()) {
            return None;
        }
        // By these, prose names something otherwise than by its letters.
        words.extend(["&", "\\"].map(Cow::Borrowed));
        words.extend("0123456789abcdefABCDEF".chars().map(|digit| Cow::Owned(format!("%{digit}"))));
        AhoCorasick::new(words.iter().map(|word| word.as_bytes())).ok()
    }

    fn includes(&self, file: &FileEntry) -> bool {
        self.has_persona && file.is_of_kind(FileKind::Journey)
            || names(file).any(|name| self.named.contains(name) || self.referred.contains(name))
            || outside(file).any(|id| self.outside.contains(&id))
            || referred(file).any(|name| self.named.contains(name))
            || self.is_linked_by(file)
            || file.is_of_kind(FileKind::Item) && self.misspelt.iter().any(|name| nearest(name, names(file)).is_some())
    }

    /// Whether the prose of a file, or its evidence, leads to what changed.
    fn is_linked_by(&self, file: &FileEntry) -> bool {
        let Some(document) = file.document() else { return false };
        let leads = |relative: &str| {
            file.path.parent().join(relative).is_some_and(|path| self.paths.contains(&composed(path.as_str())))
        };
        let is_linked = |naming: &Naming<'_>| match naming.form {
            Form::WikiLink => self.named.contains(first_part(naming.name)),
            Form::FileLink => matches!(check_url(naming.name), Ok(UrlKind::Relative { path, .. }) if leads(&path)),
            Form::FilePath => leads(naming.name),
            _ => false,
        };
        let may_lead = |prose: &&Prose| self.words.as_ref().is_none_or(|words| words.is_match(prose.text()));
        document.prose().iter().any(may_lead) && document.prose_names().any(|naming| is_linked(&naming))
            || document.field_names().iter().any(is_linked)
    }
}

/// The ID of a record and its former ones; measurements have that of their metric.
fn names(file: &FileEntry) -> impl Iterator<Item = &str> {
    let id = file.record_place().map(|place| place.id.as_str());
    let former = file.record().into_iter().flat_map(|record| record.texts(names::ALIASES)).map(|alias| alias.value);
    id.into_iter().chain(former)
}

/// The records that the fields of a file refer to; of an address, the journey.
fn referred(file: &FileEntry) -> impl Iterator<Item = &str> {
    let names = file.document().map(Document::field_names).unwrap_or_default();
    names.into_iter().filter(|naming| naming.form.target().is_some()).map(|naming| first_part(naming.name))
}

fn first_part(address: &str) -> &str {
    address.split_once('/').map_or(address, |(first, _)| first)
}

/// What a signal is where it came from, or what other systems call a record.
fn outside(file: &FileEntry) -> impl Iterator<Item = (&str, &str)> {
    let signal = match file.document() {
        Some(Document::Signal(signal)) => signal.source().zip(signal.record.text(names::EXTERNAL_ID)),
        _ => None,
    };
    let ids = file.record().into_iter().flat_map(Record::external_ids);
    let ids = ids.map(|(system, id)| (system.value.as_str(), id.value.as_str()));
    signal.map(|(source, id)| (source, id.value)).into_iter().chain(ids)
}
