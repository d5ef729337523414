//! What files said before they broke, for as long as they are broken: who writes a record breaks it again and again for
//! a moment, and its page is to stay meanwhile.
//!
//! Knows the files alone. What is wrong is found in the files as they are, never in what is shown in their place.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::git::Repository;
use crate::model::{self, Document, Record};
use crate::snapshot::{FileEntry, FileState, Snapshot};
use crate::store::FileTree;
use crate::store::layout::Place;
use crate::text::{SourceText, WsPath};

/// So many files that are gone are known on: some editors take a file away before they write it anew.
const GONE: usize = 200;

/// The last good state of files that are broken or gone.
#[derive(Clone, Default)]
pub(super) struct Held {
    /// Of files that are broken now.
    broken: BTreeMap<WsPath, Arc<FileEntry>>,
    /// Of files that are gone; the latest come last.
    gone: Vec<Arc<FileEntry>>,
}

impl Held {
    /// What the last commit has of the files that are broken when one begins.
    pub(super) fn committed(root: &Path, now: &Snapshot) -> Held {
        let broken: Vec<&Arc<FileEntry>> = now.files().iter().filter(|file| is_broken(file)).collect();
        if broken.is_empty() {
            return Held::default();
        }
        let head = Repository::open(root).ok().and_then(|repository| repository.head_tree().ok().flatten());
        let last = |file: &FileEntry| Some((file.path.clone(), committed(head.as_ref()?, file)?));
        Held { broken: broken.into_iter().filter_map(|file| last(file)).collect(), gone: Vec::new() }
    }

    /// What is held after files changed from `before` to `now`.
    pub(super) fn after(&self, before: &Snapshot, now: &Snapshot) -> Held {
        let mut next = Held { broken: BTreeMap::new(), gone: self.gone.clone() };
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for (was, is) in before.beside(now) {
            let last = was.and_then(|was| if is_broken(was) { self.broken.get(&was.path) } else { Some(was) });
            match (is, last) {
                (Some(is), Some(last)) if is_broken(is) => drop(next.broken.insert(is.path.clone(), Arc::clone(last))),
                (Some(is), None) if is_broken(is) => come.push((is, was.is_none())),
                (None, Some(last)) if last.record_place().is_some() => gone.push((was, last)),
                _ => {}
            }
        }
        for (is, is_new) in come {
            // What was good where it was, and is broken only as what it is here, said nothing here before.
            let is_it = |was: &FileEntry| is_broken(was) && was.source().is_some() && was.says_the_same(is);
            let moved = gone.iter().find(|(was, _)| is_new && was.is_some_and(|was| is_it(was)));
            let earlier = next.gone.iter().rev().find(|file| file.path == is.path);
            let last = moved.and_then(|(_, last)| as_at(last, is)).or_else(|| earlier.cloned());
            next.broken.extend(last.map(|last| (is.path.clone(), last)));
        }
        next.gone.retain(|known| gone.iter().all(|(_, last)| last.path != known.path));
        next.gone.extend(gone.into_iter().map(|(_, last)| Arc::clone(last)));
        let too_many = next.gone.len().saturating_sub(GONE);
        next.gone.drain(..too_many);
        next
    }

    /// The workspace as it is to be shown: what is held stands for what is broken. Shares with `before`, which was shown
    /// before, what is the same in both.
    pub(super) fn over(&self, now: &Arc<Snapshot>, before: &Snapshot) -> Arc<Snapshot> {
        match self.broken.is_empty() {
            true => Arc::clone(now),
            false => Arc::new(before.with_instead(now, |file| self.broken.get(&file.path))),
        }
    }

    /// The files for which something else is shown.
    pub(super) fn paths(&self) -> impl Iterator<Item = &WsPath> {
        self.broken.keys()
    }
}

/// Whether nothing can be said of what a record says, or nothing that it is to say is there.
pub(super) fn is_broken(file: &FileEntry) -> bool {
    if !matches!(file.place, Place::Record(_)) {
        return false;
    }
    match &file.state {
        FileState::Read(_, parsed) if parsed.is_partial => true,
        FileState::Read(_, parsed) => match &parsed.document {
            Some(Document::Measurements(measurements)) => measurements.rows.is_empty() && !parsed.problems.is_empty(),
            Some(document) => {
                let says_nothing = |record: &Record| record.slots.is_empty() && record.custom.is_empty();
                document.record().is_some_and(says_nothing) && !parsed.problems.is_empty()
            }
            None => true,
        },
        _ => true,
    }
}

/// A file as it is in another tree, if it says anything there.
fn committed(tree: &dyn FileTree, file: &FileEntry) -> Option<Arc<FileEntry>> {
    let source = SourceText::from_bytes(tree.read(&file.path, true).ok()?);
    let parsed = Arc::new(model::parse(file.record_place()?.kind, &source));
    let state = FileState::Read(source, parsed);
    let last = FileEntry::new(file.path.clone(), file.place.clone(), state, None);
    (!is_broken(&last)).then(|| Arc::new(last))
}

/// What a file said before it moved, where it is now.
fn as_at(last: &FileEntry, now: &FileEntry) -> Option<Arc<FileEntry>> {
    let FileState::Read(source, parsed) = &last.state else { return None };
    let kind = now.record_place()?.kind;
    let parsed = match last.is_of_kind(kind) {
        true => Arc::clone(parsed),
        false => Arc::new(model::parse(kind, source)),
    };
    let state = FileState::Read(source.clone(), parsed);
    Some(Arc::new(FileEntry::new(now.path.clone(), now.place.clone(), state, last.content)))
}
