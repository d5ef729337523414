//! Bringing the user's index in line with a commit, before the commit is made.
//!
//! In this order a program that is killed in between leaves an index that either fits the commit, or has staged what was
//! to be committed; never one that would undo it.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use git2::{Delta, ErrorCode, Index, IndexEntry, Oid};

use super::entries::{bytes_of, read_index, unseen_entry};
use super::failure::{StatusError, failure};
use super::repository::Repository;
use super::status::Change;

/// What a commit changes, from one tree to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trees {
    /// The tree before; `None` for a first commit.
    pub(super) before: Option<Oid>,
    /// The tree of the commit.
    pub(super) after: Oid,
}

/// What was done to the index, so that it can be taken back.
pub(super) struct Advanced {
    steps: Vec<Step>,
}

struct Step {
    path: PathBuf,
    before: Option<IndexEntry>,
    after: Option<IndexEntry>,
}

/// Brings the index in line with a commit: the entries of what it changes, and no others.
///
/// A hook can add files of its own to the commit. Their entries follow too, unless the user has staged something else
/// of them. `staged` is the index the commit is made of.
pub(super) fn advance(
    repository: &Repository,
    changes: &[Change],
    trees: Trees,
    staged: &Index,
) -> Result<Advanced, StatusError> {
    let handle = repository.reopen()?;
    let tree = |id| handle.find_tree(id).map_err(failure("read the tree of a commit"));
    let (before, after) = (trees.before.map(tree).transpose()?, tree(trees.after)?);
    let diff = handle
        .diff_tree_to_tree(before.as_ref(), Some(&after), None)
        .map_err(failure("compare the commit with the one before"))?;
    let mut updates = Vec::new();
    for delta in diff.deltas() {
        let file = if delta.status() == Delta::Deleted { delta.old_file() } else { delta.new_file() };
        if let Some(path) = file.path() {
            updates.push((path.to_path_buf(), delta));
        }
    }
    let ours = |path: &Path| {
        let path = path.to_str().and_then(|path| repository.workspace_path(path));
        path.is_some_and(|path| changes.binary_search_by(|change| change.path.cmp(&path)).is_ok())
    };
    let mut steps = Vec::new();
    write_with_patience(&handle, |index| {
        steps.clear();
        for (path, delta) in &updates {
            let entry = index.get_path(path, 0);
            let unstaged = match &entry {
                Some(entry) => delta.old_file().exists() && entry.id == delta.old_file().id(),
                None => delta.status() == Delta::Added,
            };
            if !ours(path) && !unstaged {
                continue;
            }
            let wanted = match delta.status() {
                Delta::Deleted => None,
                _ => Some(entry_for(path, delta.new_file().id(), u32::from(delta.new_file().mode()), staged)),
            };
            steps.push(Step { path: path.clone(), before: entry, after: wanted });
        }
        // What goes makes room: a folder may take the place of a file.
        for step in &steps {
            if let (Some(_), None) = (&step.before, &step.after) {
                index.remove(&step.path, 0)?;
            }
        }
        steps.iter().filter_map(|step| step.after.as_ref()).try_for_each(|entry| index.add(entry))
    })?;
    Ok(Advanced { steps })
}

impl Advanced {
    /// Puts back the entries that are as they were brought in line.
    pub(super) fn take_back(&self, repository: &Repository) -> Result<(), StatusError> {
        write_with_patience(&repository.reopen()?, |index| {
            let is_ours = |step: &&Step| {
                let name = |entry: &IndexEntry| (entry.id, entry.mode);
                index.get_path(&step.path, 0).as_ref().map(name) == step.after.as_ref().map(name)
            };
            let own: Vec<&Step> = self.steps.iter().filter(is_ours).collect();
            for step in own.iter().filter(|step| step.after.is_some()) {
                index.remove(&step.path, 0)?;
            }
            own.iter().filter_map(|step| step.before.as_ref()).try_for_each(|entry| index.add(entry))
        })
    }
}

/// The entry for a committed file: as staged where that is known, else one that makes git look at the file again.
fn entry_for(path: &Path, id: Oid, mode: u32, staged: &Index) -> IndexEntry {
    let known = staged.get_path(path, 0).filter(|entry| entry.id == id && entry.mode == mode);
    known.unwrap_or_else(|| unseen_entry(&bytes_of(path), mode, id))
}

/// Changes the index and writes it, waiting a little for whoever else has it locked: an editor that looks at each new
/// commit takes the lock for a moment.
pub(super) fn write_with_patience(
    handle: &git2::Repository,
    mut change: impl FnMut(&mut Index) -> Result<(), git2::Error>,
) -> Result<(), StatusError> {
    const ATTEMPTS: usize = 20;
    let mut attempt = 0;
    loop {
        // As the repository's own it is written with care for files that changed in the same moment.
        let mut index = read_index(handle)?;
        change(&mut index).map_err(failure("update the index"))?;
        match index.write() {
            Ok(()) => return Ok(()),
            Err(error) if error.code() == ErrorCode::Locked && attempt < ATTEMPTS => {
                attempt += 1;
                thread::sleep(Duration::from_millis(50));
            }
            Err(error) => return Err(failure("write the index")(error).into()),
        }
    }
}
