//! Adding files to a workspace.

use std::path::Path;

use super::Failure;
use crate::git::{Held, Repository};
use crate::store;
use crate::store::layout::{Place, place};
use crate::text::{FileChange, WorkspaceEdit, WsPath, shell_word};

/// Makes an edit that adds files, unless git keeps a file in the place of one, or a record of the same ID elsewhere, that
/// the folder does not show.
///
/// # Errors
/// When it does, or the files cannot be written.
pub(super) fn add(root: &Path, edit: &WorkspaceEdit) -> Result<(), Failure> {
    let new = edit.changes().filter(|(_, change)| matches!(change, FileChange::Create(_)));
    let new: Vec<WsPath> = new.map(|(path, _)| path.clone()).collect();
    // Where no index can be read, nothing is known to be left out.
    let left_out = Repository::open(root).ok().and_then(|repository| repository.left_out_of_folder().ok());
    let left_out = left_out.unwrap_or_default();
    let is_taken = |(path, _): &&(WsPath, Held)| new.iter().any(|new| new == path || is_one_record(new, path));
    match left_out.iter().find(is_taken) {
        Some((path, mark)) => Err(taken(path, *mark)),
        None => Ok(store::apply(root, edit)?),
    }
}

/// Says that git keeps a file that the folder does not have.
fn taken(path: &WsPath, mark: Held) -> Failure {
    match mark {
        Held::AssumedUnchanged => {
            let remedy = format!("{} {}", mark.remedy(), shell_word(path.as_str()));
            Failure::new(format!(
                "`{path}` is in the repository, but gone from the folder, and {mark}; nothing was written"
            ))
            .help(format!("run `{remedy}` and bring it back or commit that it is gone, or choose another name"))
        }
        _ => Failure::new(format!(
            "`{path}` is in the repository, but left out of the folder by a sparse checkout; nothing was written"
        ))
        .help("take it into the folder with `git sparse-checkout add`, or choose another name"),
    }
}

/// Whether two files would be one record: of one sort, with one ID.
fn is_one_record(one: &WsPath, other: &WsPath) -> bool {
    match (place(one), place(other)) {
        (Place::Record(one), Place::Record(other)) => one.kind == other.kind && one.id == other.id,
        _ => false,
    }
}
