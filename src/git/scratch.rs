//! A folder beside the index for the files that git needs for one commit.
//!
//! It is removed when it is dropped. What a killed program has left is removed by the next: a folder of our name in which
//! nobody holds the lock, and of its files only those that we make.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::failure::Failure;

const PREFIX: &str = "wayfare-";
const RANDOM: usize = 6;

const LOCK: &str = "lock";
const INDEX: &str = "index";
const MESSAGE: &str = "message";
const PATHS: &str = "paths";
const STEP: &str = "step";

/// The index's lock is git's own.
const FILES: [&str; 6] = [INDEX, "index.lock", MESSAGE, PATHS, STEP, LOCK];

/// The folder of one commit.
pub(super) struct Scratch {
    folder: TempDir,
    /// Held as long as the program lives.
    _lock: File,
}

impl Scratch {
    /// Makes one in the repository's own folder.
    pub(super) fn make(git_folder: &Path) -> Result<Scratch, Failure> {
        let make = || {
            let folder = tempfile::Builder::new().prefix(PREFIX).rand_bytes(RANDOM).tempdir_in(git_folder)?;
            let mut lock = File::create(folder.path().join(LOCK))?;
            lock.lock()?;
            // Before this it is nobody's to remove.
            lock.write_all(format!("{}\n", std::process::id()).as_bytes())?;
            Ok(Scratch { folder, _lock: lock })
        };
        make().map_err(no_file)
    }

    /// Where the index of the commit is.
    pub(super) fn index(&self) -> PathBuf {
        self.folder.path().join(INDEX)
    }

    /// Writes the commit's message.
    pub(super) fn message(&self, text: &str) -> Result<PathBuf, Failure> {
        self.write(MESSAGE, text)
    }

    /// Writes a list of paths.
    pub(super) fn paths(&self, text: &str) -> Result<PathBuf, Failure> {
        self.write(PATHS, text)
    }

    /// Writes a script.
    pub(super) fn step(&self, text: &str) -> Result<PathBuf, Failure> {
        self.write(STEP, text)
    }

    fn write(&self, name: &str, text: &str) -> Result<PathBuf, Failure> {
        let file = self.folder.path().join(name);
        fs::write(&file, text).map_err(no_file)?;
        Ok(file)
    }
}

/// Removes what programs that were killed have left. What cannot be removed stays for the next.
pub(super) fn clear_leftovers(git_folder: &Path) {
    let folders = fs::read_dir(git_folder).into_iter().flatten().flatten();
    let ours = folders.filter(|entry| {
        let name = entry.file_name();
        let random = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        let is_ours =
            random.is_some_and(|text| text.len() == RANDOM && text.bytes().all(|b| b.is_ascii_alphanumeric()));
        is_ours && entry.file_type().is_ok_and(|kind| kind.is_dir())
    });
    for folder in ours.map(|entry| entry.path()).filter(|folder| is_left(folder)) {
        for name in FILES {
            let _ = fs::remove_file(folder.join(name));
        }
        let _ = fs::remove_dir(&folder);
    }
}

/// Whether nobody is at work in a folder any more.
fn is_left(folder: &Path) -> bool {
    let Ok(lock) = File::open(folder.join(LOCK)) else { return false };
    let is_begun = lock.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() > 0);
    is_begun && !matches!(lock.try_lock(), Err(TryLockError::WouldBlock | TryLockError::Error(_)))
}

/// Says why a file of ours cannot be written or read.
pub(super) fn no_file(error: io::Error) -> Failure {
    Failure { action: "write to the repository", reason: error.to_string() }
}
