//! Which files hold what git could not bring back, and which hold what nobody sees.

use super::entries::{is_announced, read_index};
use super::failure::{Failure, StatusError, failure};
use super::look::{Look, Now};
use super::repository::Repository;
use super::status::{Change, ChangeKind, Held, MEMORY_FIRST};
use super::walk::Kind;
use crate::store::{DiskTree, EntryKind, FileTree as _, StoreError};
use crate::text::WsPath;

impl Repository {
    /// Those of `paths` at which something lies or is staged that `HEAD` does not give when it is checked out.
    ///
    /// Goes by the bytes on disk, whatever the index says of them: a mark that tells git not to look, a conflict or a rule
    /// to ignore the file makes nothing safe. What only the index holds counts, too, since the next commit of the
    /// workspace would put the folder's file in its place. Nothing is written.
    ///
    /// # Errors
    /// When the repository or a file cannot be read.
    pub fn uncommitted(&self, paths: &[WsPath]) -> Result<Vec<WsPath>, StatusError> {
        let handle = self.reopen()?;
        let odb = handle.odb().map_err(failure("open the object store"))?;
        odb.add_new_mempack_backend(MEMORY_FIRST).map_err(failure("hash files"))?;
        let committed = self.committed(&|path| paths.contains(path))?;
        let mut look = Look::new(self, &handle, read_index(&handle)?)?;
        let mut uncommitted = Vec::new();
        for path in paths {
            let staged = look.index.get_path(self.repository_path(path).as_ref(), 0);
            let is_staged_alone = staged.filter(|entry| !is_announced(entry)).is_some_and(|entry| {
                committed.get(path).is_none_or(|(mode, id)| entry.id != *id || !is_same_sort(*mode, entry.mode))
            });
            if is_staged_alone {
                uncommitted.push(path.clone());
                continue;
            }
            if path.on_disk(self.workspace()).symlink_metadata().is_err() {
                continue;
            }
            let is_committed = match (committed.get(path), look.at(path)?) {
                (Some((mode, id)), Now::File(mode_now, id_now)) => id_now == *id && is_same_sort(*mode, mode_now),
                // Only git can tell, and has told when it last looked.
                (Some(_), Now::Filtered) => self.changes(&|other| other == path)?.is_empty(),
                (Some(_), Now::Gone) | (None, _) => false,
            };
            if !is_committed {
                uncommitted.push(path.clone());
            }
        }
        Ok(uncommitted)
    }

    /// The workspace's files that exist, and that git ignores by what is no part of the repository: rules of this clone or
    /// this user, which `.gitignore` files do not have.
    ///
    /// # Errors
    /// When the index or the folder cannot be read.
    pub(super) fn excluded(
        &self,
        handle: &git2::Repository,
        belongs: &dyn Fn(&WsPath) -> bool,
    ) -> Result<Vec<Change>, StatusError> {
        let unreadable = |error: StoreError| Failure { action: "list the folder", reason: error.to_string() };
        let files = DiskTree::new(self.workspace()).list().map_err(unreadable)?;
        let files = files.into_iter().filter(|entry| matches!(entry.kind, EntryKind::File)).map(|entry| entry.path);
        let index = read_index(handle)?;
        let committed = self.committed(belongs)?;
        let mut excluded = Vec::new();
        for path in files.filter(|path| belongs(path) && !committed.contains_key(path)) {
            let name = self.repository_path(&path);
            let is_tracked = (0..=3).any(|stage| index.get_path(name.as_ref(), stage).is_some());
            let is_ignored = || handle.is_path_ignored(&name).map_err(failure("read what is to be ignored"));
            if !is_tracked && is_ignored()? {
                let held = Some(Held::Excluded);
                excluded.push(Change { path, kind: ChangeKind::Added, held, content: None });
            }
        }
        Ok(excluded)
    }

    /// The workspace's files that git tracks and that are not in the folder, where nobody sees them and git does not tell:
    /// those that a sparse checkout leaves out, and those that git is told to take for unchanged.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn left_out_of_folder(&self) -> Result<Vec<(WsPath, Held)>, StatusError> {
        let index = read_index(&self.reopen()?)?;
        let marked = index.iter().filter_map(|entry| Some((Held::mark_of(&entry)?, entry)));
        let left_out = marked.filter_map(|(mark, entry)| {
            let path = self.workspace_path(std::str::from_utf8(&entry.path).ok()?)?;
            Some((path, mark))
        });
        Ok(left_out.filter(|(path, _)| !self.is_there(path)).collect())
    }
}

fn is_same_sort(one: u32, other: u32) -> bool {
    Kind::of_mode(one.cast_signed()) == Kind::of_mode(other.cast_signed())
}
