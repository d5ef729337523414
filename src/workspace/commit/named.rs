//! Paths that are named for a commit and are not there.
//!
//! Does not know what of a path that is there has changed: the plan of the commit tells.

use std::path::Path;

use crate::diag::{Advice, Refused};
use crate::git::Repository;
use crate::store::layout::{Place, place};
use crate::store::{DiskTree, FileTree as _};
use crate::text::{WsPath, nearest};

/// Refuses a path that is neither in the folder nor in the last commit nor staged, and says what was perhaps meant.
pub(super) fn refuse_missing(root: &Path, repository: &Repository, paths: &[WsPath]) -> Result<(), Refused> {
    for path in paths {
        let is_there = path.on_disk(root).symlink_metadata().is_ok()
            || repository.is_committed(path)?
            || !repository.changes(&|other| other.is_within(path))?.is_empty();
        if !is_there {
            let refused = Refused::new(format!("there is no file or folder `{path}`; nothing was committed"));
            return Err(match meant(root, path) {
                Some(near) => refused.advise(Advice::meant(near.as_str(), None)),
                None => refused.help("name files and folders of the workspace, by their paths"),
            });
        }
    }
    Ok(())
}

/// The file of the record that is called so, else the file or folder with the nearest path.
fn meant(root: &Path, named: &WsPath) -> Option<WsPath> {
    let entries = DiskTree::new(root).list().ok()?;
    let paths: Vec<WsPath> = entries.into_iter().map(|entry| entry.path).collect();
    let is_called_so = |path: &&WsPath| matches!(place(path), Place::Record(place) if place.id == named.stem());
    if let Some(record) = paths.iter().find(is_called_so) {
        return Some(record.clone());
    }
    let folders = paths.iter().map(WsPath::parent);
    let known: Vec<WsPath> = folders.chain(paths.iter().cloned()).collect();
    if let Some(longer) = known.iter().find(|path| path.as_str().starts_with(named.as_str())) {
        return Some(longer.clone());
    }
    WsPath::new(nearest(named.as_str(), known.iter().map(WsPath::as_str))?)
}
