//! What lies at a path of the working folder, in the form that a commit would give it.
//!
//! Names count letter for letter, also where the file system or `core.ignorecase` takes `Page.md` for `page.md`: a commit
//! spells them as the folder does.

use std::fs;
use std::path::Path;

use git2::{ErrorClass, Index, ObjectType, Oid};

use super::executable::is_executable;
use super::failure::{Failure, StatusError, failure};
use super::filter::filter_of;
use super::repository::Repository;
use super::walk::Kind;
use crate::text::WsPath;

/// What the working folder holds at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Now {
    /// No file.
    Gone,
    /// A file or a link: its mode and content.
    File(u32, Oid),
    /// A file whose committed form only a filter program can tell.
    Filtered,
}

/// Takes files of the working folder into an index in memory, which remembers what was known of their modes.
pub(super) struct Look<'r> {
    repository: &'r Repository,
    handle: &'r git2::Repository,
    /// What is taken in, and what was known before.
    pub(super) index: Index,
    trusts_modes: bool,
    has_links: bool,
}

const REGULAR: u32 = 0o100_644;
const EXECUTABLE: u32 = 0o100_755;

impl<'r> Look<'r> {
    pub(super) fn new(
        repository: &'r Repository,
        handle: &'r git2::Repository,
        index: Index,
    ) -> Result<Look<'r>, Failure> {
        let config = handle.config().map_err(failure("read git's configuration"))?;
        let setting = |name| config.get_bool(name).unwrap_or(cfg!(unix));
        let (trusts_modes, has_links) = (setting("core.fileMode"), setting("core.symlinks"));
        Ok(Look { repository, handle, index, trusts_modes, has_links })
    }

    /// What is there now.
    pub(super) fn at(&mut self, path: &WsPath) -> Result<Now, StatusError> {
        if !self.repository.is_there(path) {
            return Ok(Now::Gone);
        }
        if filter_of(self.handle, &self.repository.repository_path(path))?.is_some() {
            return Ok(Now::Filtered);
        }
        let unreadable =
            |error: git2::Error| StatusError::Unreadable { path: path.clone(), reason: error.message().to_owned() };
        match self.take(path) {
            // `core.safecrlf` is about what is added; looking adds nothing.
            Err(error) if error.class() == ErrorClass::Filter => self.with_plain_line_ends(path).map_err(unreadable),
            taken => taken.map_err(unreadable),
        }
    }

    /// What is there, as it would be stored without regard to whether a checkout gives the same bytes again.
    fn with_plain_line_ends(&self, path: &WsPath) -> Result<Now, git2::Error> {
        let on_disk = path.on_disk(self.repository.workspace());
        let failed = |error: std::io::Error| git2::Error::from_str(&error.to_string());
        let mut bytes = fs::read(&on_disk).map_err(failed)?;
        let plain: Vec<bool> = bytes.windows(2).map(|pair| pair != b"\r\n").chain([true]).collect();
        let mut keep = plain.into_iter();
        bytes.retain(|_| keep.next().unwrap_or(true));
        let name = self.repository.repository_path(path);
        let known = self.index.get_path(name.as_ref(), 0).map(|entry| entry.mode);
        let found = if is_executable(&on_disk) { EXECUTABLE } else { REGULAR };
        Ok(Now::File(self.mode(found, known), Oid::hash_object(ObjectType::Blob, &bytes)?))
    }

    /// Takes a file in, as the filters of libgit2 alone make it.
    pub(super) fn take(&mut self, path: &WsPath) -> Result<Now, git2::Error> {
        let name = self.repository.repository_path(path);
        let name: &Path = name.as_ref();
        let known = [0, 2, 1].into_iter().find_map(|stage| self.index.get_path(name, stage)).map(|entry| entry.mode);
        self.index.add_path(name)?;
        let Some(mut entry) = self.index.get_path(name, 0) else { return Ok(Now::Gone) };
        let mode = self.mode(entry.mode, known);
        if mode != entry.mode {
            entry.mode = mode;
            self.index.add(&entry)?;
        }
        Ok(Now::File(mode, entry.id))
    }

    /// The mode that git would give a file: what the disk says, as far as it can be trusted.
    fn mode(&self, found: u32, known: Option<u32>) -> u32 {
        if Kind::of_mode(found.cast_signed()) != Kind::File {
            return found;
        }
        match known {
            Some(known) if Kind::of_mode(known.cast_signed()) == Kind::Symlink && !self.has_links => known,
            Some(known) if Kind::of_mode(known.cast_signed()) == Kind::File && !self.trusts_modes => known,
            _ if !self.trusts_modes => REGULAR,
            _ => found,
        }
    }
}

impl Repository {
    /// Whether a regular file or a symbolic link of exactly this name lies at `path`.
    pub(super) fn is_there(&self, path: &WsPath) -> bool {
        let on_disk = path.on_disk(self.workspace());
        let found = on_disk.symlink_metadata();
        let is_there = found.is_ok_and(|metadata| metadata.is_file() || metadata.is_symlink());
        is_there && (!self.takes_case_for_equal() || has_exact_name(self.workspace(), path))
    }

    fn takes_case_for_equal(&self) -> bool {
        self.inner.config().and_then(|config| config.get_bool("core.ignoreCase")).unwrap_or(false)
    }
}

/// Whether each folder on the way lists the next part of `path` in just these letters.
fn has_exact_name(root: &Path, path: &WsPath) -> bool {
    let mut folder = root.to_path_buf();
    path.parts().all(|part| {
        let mut names = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        folder.push(part);
        names.any(|name| name == part)
    })
}
