//! The next snapshot after files changed: what did not change is shared with the one before.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::load::{Origin, read, read_record, read_with};
use super::stray::Looked;
use super::{FileEntry, FileState, ParseCache, Snapshot};
use crate::model;
use crate::store::{Entry, EntryKind, FileTree, StoreError};
use crate::text::WsPath;

/// Where files may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// At these paths, and below those that are or were folders; at the root, anywhere.
    At(BTreeSet<WsPath>),
    /// Anywhere.
    Anywhere,
}

impl Touched {
    /// Whether no file was touched, but only what stands outside of the workspace, such as `HEAD`.
    pub fn is_nowhere(&self) -> bool {
        matches!(self, Touched::At(paths) if paths.is_empty())
    }

    /// Whether a path is among what was touched, or below it, and not just anywhere.
    fn names(&self, path: &WsPath) -> bool {
        match self {
            Touched::At(paths) => paths.contains(path) || folders_around(path).any(|folder| paths.contains(&folder)),
            Touched::Anywhere => false,
        }
    }
}

impl Snapshot {
    /// The workspace as `tree` has it now, where it may differ from this snapshot at what was touched; `None` when it
    /// does not. The result is the same as that of [`Snapshot::load`] as long as nothing else has changed.
    ///
    /// Costs the reading of what was touched, and the resolving of every reference.
    ///
    /// # Errors
    /// As [`Snapshot::load`].
    pub fn after(&self, tree: &dyn FileTree, touched: &Touched) -> Result<Option<Snapshot>, StoreError> {
        let (entries, gone) = match touched {
            Touched::At(paths) if !paths.contains(&WsPath::root()) => self.listed(tree, paths)?,
            Touched::At(_) | Touched::Anywhere => (tree.list()?, (0..self.files.len()).collect()),
        };
        let kept = self.files.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, file)| &file.path);
        let looked = Looked::of(kept.chain(entries.iter().map(|entry| &entry.path)));
        let (entries, gone) = match looked == self.looked {
            true => (entries, gone),
            // Other files are looked at now.
            false => (tree.list()?, (0..self.files.len()).collect()),
        };
        let record = |path: &WsPath, kind, _| {
            read_record(tree, path, |source| match self.known(path).map(|known| &known.state) {
                Some(FileState::Read(known, parsed)) if known == source => Arc::clone(parsed),
                _ => Arc::new(model::parse(kind, source)),
            })
        };
        let origin = Origin::of(tree);
        let entries = entries.into_par_iter().map(|entry| (self.known(&entry.path), entry));
        let read =
            |(known, entry): (Option<&Arc<FileEntry>>, Entry)| read(&origin, entry, &looked, &record).or_known(known);
        Ok(self.next(gone, entries.map(read).collect()))
    }

    /// Reads another state of the same workspace as [`Snapshot::load_with`] does, and shares with this snapshot what is the
    /// same in both.
    ///
    /// # Errors
    /// As [`Snapshot::load`].
    pub fn load_beside(&self, tree: &dyn FileTree, cache: &ParseCache) -> Result<Snapshot, StoreError> {
        let record = |path: &WsPath, kind, content| read_with(tree, cache, path, kind, content);
        let (entries, origin) = (tree.list()?, Origin::of(tree));
        let looked = Looked::of(entries.iter().map(|entry| &entry.path));
        let is_looked_at_alike =
            |path: &WsPath| looked == self.looked || looked.includes(path) == self.looked.includes(path);
        let load = |entry: Entry| match self.known(&entry.path) {
            Some(known)
                if entry.kind == EntryKind::File
                    && known.is_of(tree.content(&entry.path))
                    && is_looked_at_alike(&entry.path) =>
            {
                Arc::clone(known)
            }
            known => read(&origin, entry, &looked, &record).or_known(known),
        };
        let read = entries.into_par_iter().map(load).collect();
        let next = self.next((0..self.files.len()).collect(), read);
        Ok(next.unwrap_or_else(|| self.with(self.files.clone(), &[])))
    }

    /// The workspace as `now` has it, but for other files at some of its paths: the same as one read from those files. What
    /// is the same in this snapshot is shared.
    pub fn with_instead<'f>(
        &self,
        now: &Snapshot,
        instead: impl Fn(&FileEntry) -> Option<&'f Arc<FileEntry>>,
    ) -> Snapshot {
        let mut is_kept = vec![false; self.files.len()];
        let mut read = Vec::new();
        for file in now.files.iter().map(|file| instead(file).unwrap_or(file)) {
            match self.files.binary_search_by(|known| known.path.cmp(&file.path)) {
                Ok(at) if Arc::ptr_eq(&self.files[at], file) => is_kept[at] = true,
                _ => read.push(Arc::clone(file)),
            }
        }
        let gone = is_kept.iter().enumerate().filter(|(_, is_kept)| !**is_kept).map(|(at, _)| at).collect();
        self.next(gone, read).unwrap_or_else(|| self.with(self.files.clone(), &[]))
    }

    /// The snapshot in which files that were read stand for those at the places `gone`, both in the order of the paths;
    /// `None` when they are the same.
    fn next(&self, gone: BTreeSet<usize>, read: Vec<Arc<FileEntry>>) -> Option<Snapshot> {
        let same_paths =
            gone.len() == read.len() && gone.iter().zip(&read).all(|(at, file)| self.files[*at].path == file.path);
        if same_paths {
            let pairs = gone.into_iter().zip(read).filter(|(at, file)| !Arc::ptr_eq(&self.files[*at], file));
            let (replaced, read): (Vec<usize>, Vec<Arc<FileEntry>>) = pairs.unzip();
            if replaced.is_empty() {
                return None;
            }
            let mut files = self.files.clone();
            replaced.iter().zip(read).for_each(|(at, file)| files[*at] = file);
            return Some(self.with(files, &replaced));
        }
        if gone.is_empty() {
            let (files, new) = self.files_with(read);
            return Some(self.with_new_files(files, new));
        }
        let kept = self.files.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, file)| Arc::clone(file));
        let mut files: Vec<Arc<FileEntry>> = kept.chain(read).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Some(Snapshot::of_files(files))
    }

    /// The files that came, went or changed since another snapshot, from which this one came by [`Snapshot::after`] with
    /// what was touched; sorted. Of files whose content a snapshot does not hold, those that were touched count.
    pub fn differences(&self, before: &Snapshot, touched: &Touched) -> Vec<WsPath> {
        let mut paths = Vec::new();
        for (gone, come) in before.beside(self) {
            match (gone, come) {
                (Some(gone), Some(come)) if Arc::ptr_eq(gone, come) || is_unknown(gone, come, touched) => {}
                (gone, come) => paths.extend(come.or(gone).map(|file| file.path.clone())),
            }
        }
        paths
    }

    /// The files of this snapshot and of another side by side, in the order of the paths.
    pub fn beside<'s>(
        &'s self,
        other: &'s Snapshot,
    ) -> impl Iterator<Item = (Option<&'s Arc<FileEntry>>, Option<&'s Arc<FileEntry>>)> {
        let (mut own, mut others) = (self.files.iter().peekable(), other.files.iter().peekable());
        std::iter::from_fn(move || {
            let order = match (own.peek(), others.peek()) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(own), Some(other)) => own.path.cmp(&other.path),
            };
            let own = if order.is_le() { own.next() } else { None };
            Some((own, if order.is_ge() { others.next() } else { None }))
        })
    }

    /// The files with others put among them, and where those are then; both come in the order of the paths.
    fn files_with(&self, more: Vec<Arc<FileEntry>>) -> (Vec<Arc<FileEntry>>, Vec<usize>) {
        let mut files = Vec::with_capacity(self.files.len() + more.len());
        let (mut rest, mut new) = (self.files.as_slice(), Vec::with_capacity(more.len()));
        for file in more {
            let (before, after) = rest.split_at(rest.partition_point(|known| known.path < file.path));
            files.extend_from_slice(before);
            new.push(files.len());
            files.push(file);
            rest = after;
        }
        files.extend_from_slice(rest);
        (files, new)
    }

    /// What is at and below `paths`, none of which is the root, now, and the places in `files` of what was there.
    fn listed(
        &self,
        tree: &dyn FileTree,
        paths: &BTreeSet<WsPath>,
    ) -> Result<(Vec<Entry>, BTreeSet<usize>), StoreError> {
        let (mut entries, mut gone) = (Vec::new(), BTreeSet::new());
        let is_covered = |path: &WsPath| folders_around(path).any(|folder| paths.contains(&folder));
        for path in paths.iter().filter(|path| !is_covered(path)) {
            entries.extend(tree.list_below(path)?);
            let below = format!("{path}/");
            gone.extend(self.files.binary_search_by(|file| file.path.cmp(path)).ok());
            let start = self.files.partition_point(|file| file.path.as_str() < below.as_str());
            let within = self.files[start..].iter().take_while(|file| file.path.as_str().starts_with(&below)).count();
            gone.extend(start..start + within);
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok((entries, gone))
    }

    fn known(&self, path: &WsPath) -> Option<&Arc<FileEntry>> {
        self.files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &self.files[at])
    }
}

/// The folders a path is in but the root, innermost first.
fn folders_around(path: &WsPath) -> impl Iterator<Item = WsPath> {
    std::iter::successors(Some(path.parent()), |folder| Some(folder.parent())).take_while(|folder| !folder.is_root())
}

/// Whether nothing tells that a file changed.
fn is_unknown(before: &FileEntry, after: &FileEntry, touched: &Touched) -> bool {
    matches!((&before.state, &after.state), (FileState::NotRead, FileState::NotRead)) && !touched.names(&after.path)
}
