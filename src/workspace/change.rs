//! Making an edit of a workspace, applying it, and taking it back.

use super::{State, Workspace, folder_tree};
use crate::check::mend::{Mending, mend};
use crate::diag::{Advice, Diagnostic, Operation, Refused};
use crate::edit::{self, Created, NewRecord};
use crate::git::{Held, Repository};
use crate::store::layout::{Place, place};
use crate::store::{self, DiskTree, FileTree as _, Recovery};
use crate::text::{FileChange, WorkspaceEdit, WsPath, shell_word};

impl Workspace {
    /// Adds a record to the files in the folder.
    ///
    /// # Errors
    /// When it cannot be added as things are, or as [`Workspace::apply`].
    pub fn create(&self, new: &NewRecord<'_>) -> Result<Created, Refused> {
        let created = edit::create(&self.read(&State::Folder)?, new)?;
        self.apply(&created.edit)?;
        Ok(created)
    }

    /// How to mend what can be mended of the findings that are wanted in the folder's files, of which nothing is written.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn mend(&self, wanted: &dyn Fn(&Diagnostic) -> bool) -> Result<Mending, Refused> {
        Ok(mend(&folder_tree(&self.root), wanted)?)
    }

    /// Makes an edit, all of it or nothing; a file that git keeps in the place of a new one, or a record of the same ID
    /// elsewhere, that the folder does not show, is in its way. Gives the edit that takes it back, byte for byte, as long as
    /// nothing else changes the files.
    ///
    /// # Errors
    /// When something is in the way, or the files cannot be written.
    pub fn apply(&self, edit: &WorkspaceEdit) -> Result<WorkspaceEdit, Refused> {
        let new = edit.changes().filter(|(_, change)| matches!(change, FileChange::Create(_)));
        let new: Vec<WsPath> = new.map(|(path, _)| path.clone()).collect();
        // Where no index can be read, nothing is known to be left out.
        let left_out = self.repository().ok().filter(|_| !new.is_empty());
        let left_out = left_out.and_then(|repository| repository.left_out_of_folder().ok()).unwrap_or_default();
        let is_taken = |(path, _): &&(WsPath, Held)| new.iter().any(|new| new == path || is_one_record(new, path));
        if let Some((path, mark)) = left_out.iter().find(is_taken) {
            return Err(taken(path, *mark));
        }
        let disk = DiskTree::new(&self.root);
        let back = edit.inverse(&|path| disk.read(path, false).ok()).map_err(unwritten)?;
        store::apply(&self.root, edit).map_err(unwritten)?;
        Ok(back)
    }

    /// Takes back what a run that was killed has left half done; `None` where there is no such.
    ///
    /// # Errors
    /// When another run is at it, or it cannot be taken back.
    pub fn recover(&self) -> Result<Option<Recovery>, Refused> {
        Ok(store::recover(&self.root)?)
    }

    /// Makes sure that nothing is overwritten that git does not have.
    ///
    /// # Errors
    /// When one of the files has changes that are not committed, or git's files cannot be read.
    pub(super) fn refuse_uncommitted(&self, repository: &Repository, paths: &[WsPath]) -> Result<(), Refused> {
        let in_danger = repository.uncommitted(paths)?;
        if in_danger.is_empty() {
            return Ok(());
        }
        let verb = if in_danger.len() == 1 { "has" } else { "have" };
        let message = format!("{} {verb} changes that are not committed; nothing was written", named(&in_danger));
        let refused = Refused { message, advice: self.ways_to_keep(repository, &in_danger)? };
        Err(refused.advise(Advice::operation(Operation::Overwrite)))
    }

    /// What to do first so that git has what these files hold.
    fn ways_to_keep(&self, repository: &Repository, paths: &[WsPath]) -> Result<Vec<Advice>, Refused> {
        if let Some(obstacle) = repository.obstacle()? {
            let Refused { message, advice } = obstacle.into();
            return Ok(advice.iter().map(|advice| Advice::text(format!("{message}: {advice}"))).collect());
        }
        let changes = repository.changes(&|path| paths.contains(path))?;
        let is_changed = |path: &&WsPath| changes.iter().any(|change| change.path == **path);
        let (changed, others): (Vec<&WsPath>, Vec<&WsPath>) = paths.iter().partition(is_changed);
        let mut advice = Vec::new();
        if !changed.is_empty() {
            advice.push(Advice::text("commit them first"));
        }
        for path in others {
            // What git would list as new if it did not ignore it, or else what only the index holds.
            let is_ignored = path.on_disk(&self.root).exists() && !repository.is_committed(path)?;
            advice.push(match is_ignored {
                true => Advice::text(format!("move `{path}` away first: git ignores it")),
                false => Advice::text(format!(
                    "commit what is staged of `{path}` with `git commit`, or take it back with `git restore --staged {}`",
                    shell_word(path.as_str())
                )),
            });
        }
        Ok(advice)
    }
}

/// Paths in a row.
fn named(paths: &[WsPath]) -> String {
    paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ")
}

/// Why nothing was written.
fn unwritten(error: impl Into<Refused>) -> Refused {
    let refusal = error.into();
    Refused { message: format!("{}; nothing was written", refusal.message), ..refusal }
}

/// Says that git keeps a file that the folder does not have.
fn taken(path: &WsPath, mark: Held) -> Refused {
    match mark {
        Held::AssumedUnchanged => {
            let remedy = format!("{} {}", mark.remedy(), shell_word(path.as_str()));
            Refused::new(format!(
                "`{path}` is in the repository, but gone from the folder, and {mark}; nothing was written"
            ))
            .help(format!("run `{remedy}` and bring it back or commit that it is gone, or choose another name"))
        }
        _ => Refused::new(format!(
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
