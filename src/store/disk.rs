//! A folder on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::ignored::Ignored;
use super::parts::{Parts, Stamp};
use super::{Entry, EntryKind, FileTree, READ_BOUND, SharedTree, StoreError, layout};
use crate::text::WsPath;

/// A folder on disk. Links are seen, never followed; only regular files are opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskTree {
    root: PathBuf,
    skipped: Vec<WsPath>,
}

impl DiskTree {
    /// The folder `root`.
    pub fn new(root: impl Into<PathBuf>) -> DiskTree {
        DiskTree { root: root.into(), skipped: Vec::new() }
    }

    /// Leaves a folder out as if it were not there: the site's output.
    #[must_use]
    pub fn without(mut self, folder: WsPath) -> DiskTree {
        self.skipped.push(folder);
        self
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether a folder of that path is part of the tree.
    pub fn has_folder(&self, path: &WsPath) -> bool {
        let on_disk = path.on_disk(&self.root);
        let is_folder = fs::symlink_metadata(&on_disk).is_ok_and(|found| found.is_dir());
        let counts = |rules: Vec<Ignored>| path.is_root() || !is_left_out(&on_disk, true, rules.last());
        is_folder && self.rules_at(path).is_some_and(counts)
    }

    /// The folders in a folder of the tree that are part of it, too.
    pub fn folders_in(&self, path: &WsPath) -> Vec<WsPath> {
        let on_disk = path.on_disk(&self.root);
        let Some(in_force) = self.rules_at(path) else { return Vec::new() };
        let rules = in_force.last().cloned().unwrap_or_default().with(&on_disk);
        let folders = fs::read_dir(&on_disk).into_iter().flatten().flatten();
        let folders =
            folders.filter(|found| found.file_type().is_ok_and(|kind| kind.is_dir())).map(|found| found.path());
        let counted = folders.filter(|folder| !is_left_out(folder, true, Some(&rules)));
        counted
            .filter_map(|folder| WsPath::below(&self.root, &folder))
            .filter(|path| !self.skipped.contains(path))
            .collect()
    }

    /// Those of `paths` that a `.gitignore` file ignores, whether anything lies there or not.
    pub fn ignored<'p>(&self, paths: impl Iterator<Item = &'p WsPath>) -> BTreeSet<WsPath> {
        let around = Ignored::around(&self.root).with(&self.root);
        // The rules in each folder; `None` where the folder itself is ignored.
        let mut known: BTreeMap<WsPath, Option<Ignored>> = BTreeMap::new();
        let mut is_ignored = |path: &WsPath| {
            let (mut rules, mut folder) = (Some(around.clone()), WsPath::root());
            for part in path.parent().parts() {
                let Some(below) = folder.join(part) else { return false };
                folder = below;
                let on_disk = folder.on_disk(&self.root);
                let enter =
                    || rules.take().filter(|rules| !rules.ignores(&on_disk, true)).map(|rules| rules.with(&on_disk));
                rules = known.entry(folder.clone()).or_insert_with(enter).clone();
            }
            rules.is_none_or(|rules| rules.ignores(&path.on_disk(&self.root), false))
        };
        paths.filter(|path| is_ignored(path)).cloned().collect()
    }

    /// What can be told of each thing in the tree without reading it: two stamps differ when it has changed, unless the
    /// file system's clock is too coarse to tell.
    ///
    /// # Errors
    /// As [`FileTree::list`].
    pub fn stamps(&self) -> Result<BTreeMap<WsPath, Stamp>, StoreError> {
        let stamp = |entry: Entry| {
            let found = fs::symlink_metadata(entry.path.on_disk(&self.root));
            let stamp = found.map_or(Stamp::default(), |found| Stamp::of(&found));
            (entry.path, stamp)
        };
        Ok(self.list()?.into_par_iter().map(stamp).collect())
    }

    /// The entry of something that cannot be looked at; an error when that is the root itself.
    fn unreadable(&self, error: walkdir::Error) -> Result<Entry, StoreError> {
        let path = error.path().unwrap_or(&self.root).to_path_buf();
        let at_root = path == self.root;
        let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links"));
        if at_root {
            return Err(StoreError::Io { action: "list", path: path.display().to_string(), source });
        }
        Ok(match WsPath::below(&self.root, &path) {
            Some(path) => Entry { path, kind: EntryKind::Unreadable(source.to_string()) },
            None => self.not_utf8(&path),
        })
    }

    /// Everything below the folder `from` but plain folders, sorted by path. `in_force` are the rules from around the
    /// root down to the folder that holds `from`, its own left out.
    fn walk(&self, from: &Path, mut in_force: Vec<Ignored>) -> Result<Vec<Entry>, StoreError> {
        let around = in_force.len();
        let mut entries = Vec::new();
        let mut walk = WalkDir::new(from).follow_links(false).into_iter();
        while let Some(next) = walk.next() {
            let found = match next {
                Ok(found) => found,
                Err(error) => {
                    entries.push(self.unreadable(error)?);
                    continue;
                }
            };
            let depth = found.depth();
            let is_folder = found.file_type().is_dir();
            in_force.truncate(around + depth);
            let rules = in_force.last().cloned().unwrap_or_default();
            if depth == 0 {
                in_force.push(rules.with(found.path()));
                continue;
            }
            let path = if is_left_out(found.path(), is_folder, Some(&rules)) {
                None
            } else {
                let path = WsPath::below(&self.root, found.path());
                if path.is_none() {
                    entries.push(self.not_utf8(found.path()));
                }
                path.filter(|path| !is_folder || !self.skipped.contains(path))
            };
            match path {
                Some(_) if is_folder => in_force.push(rules.with(found.path())),
                Some(path) => entries.push(Entry { path, kind: kind_of(found.file_type()) }),
                None if is_folder => walk.skip_current_dir(),
                None => {}
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    /// The rules from around the root down to the folder that holds `path`; `None` when that folder is no part of the
    /// tree.
    fn rules_at(&self, path: &WsPath) -> Option<Vec<Ignored>> {
        let mut in_force = vec![Ignored::around(&self.root)];
        let mut folder = self.root.clone();
        let mut skipped = self.skipped.contains(path);
        let mut below = WsPath::root();
        for part in path.parent().parts() {
            let rules = in_force.last().cloned().unwrap_or_default().with(&folder);
            folder.push(part);
            below = below.join(part)?;
            let is_folder = fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir());
            skipped |= self.skipped.contains(&below);
            if !is_folder || is_left_out(&folder, true, Some(&rules)) {
                return None;
            }
            in_force.push(rules);
        }
        if !path.is_root() {
            in_force.push(in_force.last().cloned().unwrap_or_default().with(&folder));
        }
        (!skipped).then_some(in_force)
    }

    /// A file, to be read in parts.
    ///
    /// # Errors
    /// As [`FileTree::read`].
    pub fn parts(&self, path: &WsPath) -> Result<Parts, StoreError> {
        let failed = |source| StoreError::Io { action: "read", path: path.to_string(), source };
        let (file, metadata) = self.open(path).map_err(failed)?;
        Ok(Parts::new(file, &metadata))
    }

    /// A file's bytes, at most `limit` of them.
    fn read_to(&self, path: &WsPath, limit: u64) -> Result<Vec<u8>, StoreError> {
        let failed = |source| StoreError::Io { action: "read", path: path.to_string(), source };
        let (file, metadata) = self.open(path).map_err(failed)?;
        // One byte more than is there, so that the end is met without a larger buffer.
        let length = usize::try_from(metadata.len().min(limit)).unwrap_or_default();
        let mut bytes = Vec::with_capacity(length + 1);
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    /// Opens a regular file.
    fn open(&self, path: &WsPath) -> std::io::Result<(fs::File, fs::Metadata)> {
        let file = open(&path.on_disk(&self.root))?;
        let metadata = file.metadata()?;
        match metadata.is_file() {
            true => Ok((file, metadata)),
            false => Err(std::io::Error::other("it is not a regular file")),
        }
    }

    /// A name that is not UTF-8 is shown with its bad bytes replaced, so that the finding has a path.
    fn not_utf8(&self, path: &Path) -> Entry {
        let lossy = path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let path = WsPath::new(&lossy).unwrap_or_else(WsPath::root);
        Entry { path, kind: EntryKind::Unreadable("its name is not UTF-8; rename it".to_owned()) }
    }
}

impl FileTree for DiskTree {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        self.walk(&self.root, vec![Ignored::around(&self.root)])
    }

    fn list_below(&self, path: &WsPath) -> Result<Vec<Entry>, StoreError> {
        let on_disk = path.on_disk(&self.root);
        let Some(in_force) = self.rules_at(path) else { return Ok(Vec::new()) };
        match fs::symlink_metadata(&on_disk) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Ok(found) if is_left_out(&on_disk, found.is_dir(), in_force.last()) => Ok(Vec::new()),
            Ok(found) if found.is_dir() => self.walk(&on_disk, in_force),
            Ok(found) => Ok(vec![Entry { path: path.clone(), kind: kind_of(found.file_type()) }]),
            Err(error) => Ok(vec![Entry { path: path.clone(), kind: EntryKind::Unreadable(error.to_string()) }]),
        }
    }

    fn may_hold(&self, path: &WsPath) -> bool {
        let is_left_out = |path: &WsPath| {
            let is_skipped = |folder: &WsPath| path != folder && path.is_within(folder);
            layout::is_hidden(path)
                || self.skipped.iter().any(is_skipped)
                || !self.ignored([path].into_iter()).is_empty()
        };
        let found = |path: &WsPath| fs::symlink_metadata(path.on_disk(&self.root));
        // Where something else than a folder is on the way, the system says so in another way than that nothing is there.
        let is_free = match found(path) {
            Ok(found) => found.is_file(),
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        let around = std::iter::successors(Some(path.parent()), |folder| Some(folder.parent()));
        let mut around = around.take_while(|folder| !folder.is_root());
        !path.is_root()
            && is_free
            && !is_left_out(path)
            && around.all(|folder| found(&folder).map_or(true, |found| found.is_dir()))
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        self.read_to(path, if bounded { READ_BOUND as u64 } else { u64::MAX })
    }

    fn read_start(&self, path: &WsPath, length: usize) -> Result<Vec<u8>, StoreError> {
        self.read_to(path, length as u64)
    }

    fn read_small(&self, path: &WsPath, most: usize) -> Result<Option<Vec<u8>>, StoreError> {
        let failed = |source| StoreError::Io { action: "read", path: path.to_string(), source };
        let (file, metadata) = self.open(path).map_err(failed)?;
        if metadata.len() > most as u64 {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
        // It may have grown meanwhile.
        Ok((bytes.len() <= most).then_some(bytes))
    }

    fn share(&self) -> Option<SharedTree> {
        Some(Arc::new(self.clone()))
    }
}

/// Whether what stands at `path` does not count: it is hidden, or the rules of its folder ignore it.
fn is_left_out(path: &Path, is_folder: bool, rules: Option<&Ignored>) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    hidden || rules.is_some_and(|rules| rules.ignores(path, is_folder))
}

fn kind_of(file_type: fs::FileType) -> EntryKind {
    match file_type {
        link if link.is_symlink() => EntryKind::Symlink,
        file if file.is_file() => EntryKind::File,
        _ => EntryKind::Special,
    }
}

/// Opens a file without following a link and without waiting for a FIFO's writer: what was a file when the folder was
/// listed may be something else by now.
fn open(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    #[cfg(not(unix))]
    if fs::symlink_metadata(path)?.file_type().is_symlink() {
        return Err(std::io::Error::other("it is a symbolic link"));
    }
    options.open(path)
}
