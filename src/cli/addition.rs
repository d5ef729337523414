//! Adding files to a workspace.

use std::path::Path;

use super::Failure;
use crate::git::Repository;
use crate::store;
use crate::store::layout::{Place, place};
use crate::text::{FileChange, WorkspaceEdit, WsPath};

/// Makes an edit that adds files, unless git keeps a file in the place of one, or a record of the same ID elsewhere, that
/// a sparse checkout does not show.
///
/// # Errors
/// When it does, or the files cannot be written.
pub(super) fn add(root: &Path, edit: &WorkspaceEdit) -> Result<(), Failure> {
    let new = edit.changes().filter(|(_, change)| matches!(change, FileChange::Create(_)));
    let new: Vec<WsPath> = new.map(|(path, _)| path.clone()).collect();
    // Where no index can be read, nothing is known to be left out.
    let left_out = Repository::open(root).ok().and_then(|repository| repository.left_out_of_folder().ok());
    let left_out = left_out.unwrap_or_default();
    let is_taken = |path: &&WsPath| new.iter().any(|new| new == *path || is_one_record(new, path));
    if let Some(path) = left_out.iter().find(is_taken) {
        return Err(Failure::new(format!(
            "`{path}` is in the repository, but left out of the folder by a sparse checkout; nothing was written"
        ))
        .help("take it into the folder with `git sparse-checkout add`, or choose another name"));
    }
    Ok(store::apply(root, edit)?)
}

/// Whether two files would be one record: of one sort, with one ID.
fn is_one_record(one: &WsPath, other: &WsPath) -> bool {
    match (place(one), place(other)) {
        (Place::Record(one), Place::Record(other)) => one.kind == other.kind && one.id == other.id,
        _ => false,
    }
}
