//! What a run is about to do, written down before it does it, so that the next one can take it back.
//!
//! The journal is a hidden file in the workspace's root. Whoever makes a change holds a lock on it, which the system
//! drops with the process: a journal without a lock is of a run that was killed. While it has its first name, the
//! change is taken back; under its second, all is as it shall be and only what the run needed is left to remove.
//! Taking back can be killed as well: each step asks the files what they are.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::operation::Operations;
use super::{ApplyError, failed};
use crate::store::StoreError;
use crate::store::temporary::new_journal;
use crate::text::WsPath;

/// The journal's name while its change is made.
const BEGUN: &str = ".wayfare-journal";

/// Its name when the change is made or taken back.
const ENDED: &str = ".wayfare-journal-ended";

/// How often another run's end is looked for, and what is waited between.
const PATIENCE: (usize, Duration) = (20, Duration::from_millis(100));

/// A change, as far as it must be known to take it back.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Plan {
    version: u32,
    /// Part of the names of the files that the run needs.
    token: String,
    /// Folders that are made, outermost first.
    pub(super) made: Vec<WsPath>,
    /// Folders that are removed if they are empty in the end, outermost first.
    pub(super) emptied: Vec<WsPath>,
    pub(super) files: Vec<PlannedFile>,
}

/// One path.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PlannedFile {
    pub(super) path: WsPath,
    /// The hash of the file there before; `None` where there is none.
    #[serde(with = "hash")]
    pub(super) before: Option<blake3::Hash>,
    /// The hash of the file there afterwards.
    #[serde(with = "hash")]
    pub(super) after: Option<blake3::Hash>,
}

mod hash {
    use blake3::Hash;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de};

    pub(super) fn serialize<S: Serializer>(hash: &Option<Hash>, serializer: S) -> Result<S::Ok, S::Error> {
        hash.map(|hash| hash.to_hex().to_string()).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Hash>, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        text.map(|text| Hash::from_hex(text).map_err(de::Error::custom)).transpose()
    }
}

/// What was found of a run that was killed, and done about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Files that are again what they were before that run.
    pub taken_back: Vec<WsPath>,
    /// Files that someone has changed since: they stay, and what they were before that run is at the second path.
    pub changed_since: Vec<(WsPath, WsPath)>,
}

/// The two files that a path needs beside it.
pub(super) struct Beside {
    /// What it is to hold.
    pub(super) new: PathBuf,
    /// What it held.
    pub(super) old: PathBuf,
}

/// A journal that this run holds the lock of.
pub(super) struct Journal<'a> {
    root: &'a Path,
    pub(super) plan: Plan,
    operations: &'a Operations<'a>,
    /// Holds the lock.
    _file: File,
}

impl<'a> Journal<'a> {
    /// Writes the journal of a change.
    pub(super) fn begin(
        root: &'a Path,
        operations: &'a Operations<'a>,
        plan: impl Fn(String) -> Plan,
    ) -> Result<Journal<'a>, ApplyError> {
        let told = |source| StoreError::Io { action: "write", path: BEGUN.to_owned(), source };
        for _ in 0..PATIENCE.0 {
            operations.stop().map_err(told)?;
            let (mut file, token) = new_journal(root).map_err(told)?;
            // Locked before it has its name. Where nothing can be locked, two runs at once are not told apart.
            let _ = file.as_file().try_lock();
            let plan = plan(token);
            let written = operations.stop().and_then(|()| file.write_all(&serde_json::to_vec(&plan)?));
            written.and_then(|()| file.as_file().sync_all()).map_err(told)?;
            operations.stop().map_err(told)?;
            match file.persist_noclobber(root.join(BEGUN)) {
                Ok(file) => {
                    let journal = Journal { root, plan, operations, _file: file };
                    // What is written down must be there before what it tells of.
                    return match operations.sync_folder(root) {
                        Ok(()) => Ok(journal),
                        Err(error) => {
                            journal.take_back()?;
                            Err(told(error).into())
                        }
                    };
                }
                // Another run has begun, or was killed, or has swept ours away before it was locked.
                Err(error) if matches!(error.error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {
                    recover_with(root, operations)?;
                }
                Err(error) => return Err(told(error.error).into()),
            }
        }
        Err(ApplyError::Busy)
    }

    /// The change is made: what the run needed is removed. Failing at that does no harm, since the next run does it.
    pub(super) fn end(self) -> Result<(), ApplyError> {
        match self.set_ended() {
            Ok(()) => {
                let _ = self.clean_up();
                Ok(())
            }
            Err(error) => {
                let _ = self.take_back();
                Err(error)
            }
        }
    }

    /// Makes everything as it was before.
    pub(super) fn take_back(self) -> Result<Recovery, ApplyError> {
        let mut recovery = Recovery::default();
        // Files that have come make way first.
        for (index, file) in self.plan.files.iter().enumerate().filter(|(_, file)| file.before.is_none()) {
            if self.take_away(index, file).map_err(|source| failed("take back", &file.path, source))? {
                recovery.taken_back.push(file.path.clone());
            }
        }
        for (index, file) in self.plan.files.iter().enumerate() {
            if let Some(before) = file.before {
                let put_back = self.put_back(index, file, before, &mut recovery);
                put_back.map_err(|source| failed("take back", &file.path, source))?;
            }
        }
        recovery.taken_back.sort();
        self.set_ended()?;
        self.clean_up()?;
        Ok(recovery)
    }

    /// Takes a file away that this run has put where none was; whether there was one.
    fn take_away(&self, index: usize, file: &PlannedFile) -> io::Result<bool> {
        let place = self.place(&file.path)?;
        let Beside { new, .. } = self.beside(index);
        let is_ours =
            file.after.is_some() && hash_at(&place)? == file.after && (!exists(&new) || is_same(&place, &new));
        if is_ours {
            self.operations.rename(&place, &new)?;
            // Two names of one file are not renamed.
            if exists(&place) && is_same(&place, &new) {
                self.operations.remove(&place)?;
            }
        }
        Ok(is_ours)
    }

    /// Puts back what a path held.
    fn put_back(
        &self,
        index: usize,
        file: &PlannedFile,
        before: blake3::Hash,
        recovery: &mut Recovery,
    ) -> io::Result<()> {
        let place = self.place(&file.path)?;
        let Beside { old, .. } = self.beside(index);
        let now = hash_at(&place)?;
        if now == Some(before) || !exists(&old) {
            return Ok(());
        }
        if now == file.after {
            self.operations.rename(&old, &place)?;
            recovery.taken_back.push(file.path.clone());
        } else if exists(&place) && !is_same(&place, &old) {
            let kept = free_name(self.root, &file.path);
            self.operations.rename_new(&old, &kept.on_disk(self.root))?;
            recovery.changed_since.push((file.path.clone(), kept));
        }
        Ok(())
    }

    fn set_ended(&self) -> Result<(), ApplyError> {
        let ended = self.operations.rename(&self.root.join(BEGUN), &self.root.join(ENDED));
        ended.map_err(|source| StoreError::Io { action: "write", path: ENDED.to_owned(), source })?;
        // Where a power cut brings the first name back, the next run takes back what was done: no harm either.
        let _ = self.operations.sync_folder(self.root);
        Ok(())
    }

    /// Removes what the run needed, the folders that are not, and last the journal.
    fn clean_up(&self) -> Result<(), ApplyError> {
        for (index, file) in self.plan.files.iter().enumerate() {
            let Beside { new, old } = self.beside(index);
            for place in [new, old] {
                match self.operations.remove(&place) {
                    Err(error) if !is_absent(&error) => return Err(failed("remove", &file.path, error)),
                    _ => {}
                }
            }
        }
        let folders: BTreeSet<&WsPath> = self.plan.made.iter().chain(&self.plan.emptied).collect();
        for folder in folders.into_iter().rev() {
            let removed = self.place(folder).and_then(|place| self.operations.remove_folder(&place));
            match removed {
                Err(error) if !may_stay(&error) => return Err(failed("remove", folder, error)),
                _ => {}
            }
        }
        let removed = self.operations.remove(&self.root.join(ENDED));
        Ok(removed.map_err(|source| StoreError::Io { action: "remove", path: ENDED.to_owned(), source })?)
    }

    /// The files that the path of this number needs.
    pub(super) fn beside(&self, index: usize) -> Beside {
        let folder = self.plan.files[index].path.parent().on_disk(self.root);
        let name = |what| folder.join(format!(".wayfare-{}-{index}-{what}.tmp", self.plan.token));
        Beside { new: name("new"), old: name("old") }
    }

    /// Where a path is on disk; never beyond a link.
    fn place(&self, path: &WsPath) -> io::Result<PathBuf> {
        let mut folder = path.parent();
        while !folder.is_root() {
            if fs::symlink_metadata(folder.on_disk(self.root)).is_ok_and(|found| found.is_symlink()) {
                return Err(io::Error::other(format!("`{folder}` is a symbolic link")));
            }
            folder = folder.parent();
        }
        Ok(path.on_disk(self.root))
    }
}

impl Plan {
    pub(super) fn new(token: String) -> Plan {
        Plan { version: 1, token, made: Vec::new(), emptied: Vec::new(), files: Vec::new() }
    }

    /// Reads a plan, which may be from anywhere.
    fn read(bytes: &[u8]) -> Option<Plan> {
        let plan: Plan = serde_json::from_slice(bytes).ok()?;
        let is_token = plan.token.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !plan.token.is_empty();
        let is_below = plan.files.iter().all(|file| !file.path.is_root());
        (plan.version == 1 && is_token && is_below).then_some(plan)
    }
}

/// Takes back what a run that was killed has left half done below `root`, and removes what it needed; `None` where there
/// is nothing of that kind.
///
/// # Errors
/// When another run is at it, or the files cannot be changed.
pub fn recover(root: &Path) -> Result<Option<Recovery>, ApplyError> {
    recover_with(root, &Operations::REAL)
}

pub(super) fn recover_with(root: &Path, operations: &Operations<'_>) -> Result<Option<Recovery>, ApplyError> {
    sweep(root, operations);
    for name in [BEGUN, ENDED] {
        let Some((file, bytes)) = take_over(&root.join(name), name)? else { continue };
        let plan = Plan::read(&bytes).ok_or_else(|| ApplyError::Journal(name.to_owned()))?;
        let journal = Journal { root, plan, operations, _file: file };
        if name == BEGUN {
            return journal.take_back().map(Some);
        }
        journal.clean_up()?;
    }
    Ok(None)
}

/// Opens and locks the journal of a run that was killed, for which one that is alive is waited.
fn take_over(place: &Path, name: &str) -> Result<Option<(File, Vec<u8>)>, ApplyError> {
    let told = |source| StoreError::Io { action: "read", path: name.to_owned(), source };
    for _ in 0..PATIENCE.0 {
        let found = match fs::symlink_metadata(place) {
            Err(error) if is_absent(&error) => return Ok(None),
            found => found.map_err(told)?,
        };
        if !found.is_file() {
            return Err(ApplyError::Journal(name.to_owned()));
        }
        let file = match File::open(place) {
            Err(error) if is_absent(&error) => continue,
            file => file.map_err(told)?,
        };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => sleep(PATIENCE.1),
            // The run that had the lock may have removed it.
            Ok(()) | Err(TryLockError::Error(_)) if is_at(&file, place) => {
                let mut bytes = Vec::new();
                (&file).read_to_end(&mut bytes).map_err(told)?;
                return Ok(Some((file, bytes)));
            }
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
    }
    Err(ApplyError::Busy)
}

/// Removes journals that a killed run had not given their name yet.
fn sweep(root: &Path, operations: &Operations<'_>) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_journal = name.to_str().is_some_and(crate::store::temporary::is_new_journal);
        if is_journal
            && let Ok(file) = File::open(entry.path())
            && !matches!(file.try_lock(), Err(TryLockError::WouldBlock))
        {
            let _ = operations.remove(&entry.path());
        }
    }
}

/// The hash of a regular file; `None` where there is none.
pub(super) fn hash_at(place: &Path) -> io::Result<Option<blake3::Hash>> {
    match fs::symlink_metadata(place) {
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
        // Not ours, and not what was there: told from all hashes of files.
        Ok(found) if !found.is_file() => Ok(Some(blake3::hash(b"not a regular file"))),
        Ok(_) => fs::read(place).map(|bytes| Some(blake3::hash(&bytes))),
    }
}

pub(super) fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whether a folder that could not be removed is to stay: it holds something, or is not ours to remove.
fn may_stay(error: &io::Error) -> bool {
    use ErrorKind::{DirectoryNotEmpty, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    is_absent(error) || matches!(error.kind(), DirectoryNotEmpty | PermissionDenied | ReadOnlyFilesystem | ResourceBusy)
}

fn exists(place: &Path) -> bool {
    fs::symlink_metadata(place).is_ok()
}

/// Whether two places are names of one file.
#[cfg(unix)]
fn is_same(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let id = |place| fs::symlink_metadata(place).map(|found| (found.dev(), found.ino())).ok();
    id(a).is_some() && id(a) == id(b)
}

#[cfg(not(unix))]
fn is_same(_: &Path, _: &Path) -> bool {
    false
}

/// Whether an open file is still the one at `place`.
#[cfg(unix)]
fn is_at(file: &File, place: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (open, there) = (file.metadata(), fs::symlink_metadata(place));
    open.and_then(|open| Ok((open.dev(), open.ino(), there?)))
        .is_ok_and(|(dev, ino, there)| (dev, ino) == (there.dev(), there.ino()))
}

#[cfg(not(unix))]
fn is_at(_: &File, place: &Path) -> bool {
    exists(place)
}

/// A path beside this one where nothing is.
fn free_name(root: &Path, path: &WsPath) -> WsPath {
    let name = |count: usize| match count {
        0 => format!("{path}.before"),
        count => format!("{path}.before-{count}"),
    };
    let paths = (0..).filter_map(|count| WsPath::new(&name(count)));
    paths.into_iter().find(|path| !exists(&path.on_disk(root))).unwrap_or_else(|| path.clone())
}
