//! The operations on files that a change is made of, one system call each, so that a test can stop before any of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use tempfile::TempPath;

use crate::store::temporary::{PLAIN, set_mode};

/// Does them.
pub(super) struct Operations<'a> {
    /// Asked before each: an error stands for the system's.
    before: &'a dyn Fn() -> io::Result<()>,
}

impl Operations<'_> {
    /// Does them all.
    pub(super) const REAL: Operations<'static> = Operations { before: &|| Ok(()) };

    #[cfg(test)]
    pub(super) fn stopped_by(before: &dyn Fn() -> io::Result<()>) -> Operations<'_> {
        Operations { before }
    }

    /// The chance to stop before something that is done elsewhere.
    pub(super) fn stop(&self) -> io::Result<()> {
        (self.before)()
    }

    /// Writes a new file, and waits until it is on the disk. It has the permissions of the file `like`.
    pub(super) fn write(&self, place: &Path, bytes: &[u8], like: Option<&Path>) -> io::Result<()> {
        (self.before)()?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        set_mode(&mut options, PLAIN);
        let mut file = options.open(place)?;
        let (first, rest) = bytes.split_at(bytes.len() / 2);
        for part in [first, rest] {
            (self.before)()?;
            file.write_all(part)?;
        }
        if let Some(like) = like {
            file.set_permissions(fs::metadata(like)?.permissions())?;
        }
        (self.before)()?;
        file.sync_all()
    }

    /// Gives a file a second name; where the file system has no such thing, a copy.
    pub(super) fn keep(&self, place: &Path, kept: &Path) -> io::Result<()> {
        (self.before)()?;
        match fs::hard_link(place, kept) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                self.write(kept, &fs::read(place)?, Some(place))
            }
            done => done,
        }
    }

    /// Renames a file; what was at `to` is replaced.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        (self.before)()?;
        fs::rename(from, to)
    }

    /// Renames a file to where nothing is.
    pub(super) fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        (self.before)()?;
        TempPath::try_from_path(from)?.persist_noclobber(to).map_err(|failed| match failed.path.keep() {
            Ok(_) => failed.error,
            Err(kept) => kept.error,
        })
    }

    pub(super) fn remove(&self, place: &Path) -> io::Result<()> {
        (self.before)()?;
        fs::remove_file(place)
    }

    pub(super) fn make_folder(&self, place: &Path) -> io::Result<()> {
        (self.before)()?;
        fs::create_dir(place)
    }

    /// Removes a folder that is empty.
    pub(super) fn remove_folder(&self, place: &Path) -> io::Result<()> {
        (self.before)()?;
        fs::remove_dir(place)
    }

    /// Waits until what a folder holds is on the disk, where a system lets us.
    pub(super) fn sync_folder(&self, place: &Path) -> io::Result<()> {
        (self.before)()?;
        if cfg!(unix) { File::open(place)?.sync_all() } else { Ok(()) }
    }
}
