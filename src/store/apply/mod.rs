//! Carrying out a [`WorkspaceEdit`] on disk: all of it or nothing, also when the process is killed half-way.
//!
//! 1. Everything is compared with what the change was made for; anything else, a link on the way or a file in the way
//!    ends it here.
//! 2. A journal of the paths and hashes is written ([`journal`]).
//! 3. Every new content is written beside its place, and every file that changes or goes gets a second name there.
//! 4. Files are removed and renamed into place, each compared once more just before.
//! 5. The journal is renamed: from here on the change is made. What the steps needed is removed, and folders that were
//!    emptied with it.
//!
//! An error in 2 to 4 takes everything back at once; after a kill the next run that writes does. What each step leads
//! to does not depend on which of its renames were made, since the files are asked what they are.
//!
//! New contents, the journal and the folders with their names are forced to disk before what depends on them is done,
//! so that a power cut is as a kill. File systems that break their promises about that are beyond us.

mod journal;
mod operation;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use self::journal::{Beside, Journal, Plan, PlannedFile, hash_at, is_absent};
pub use self::journal::{Recovery, recover};
use self::operation::Operations;
use super::outcome::{Outcome, outcomes};
use super::{ApplyError, StoreError};
use crate::text::{WorkspaceEdit, WsPath, composed};

/// Makes the changes below `root`: all of them, or on any error none. What a killed run has left is taken back before.
///
/// Folders that new files need are made, `root` too; those that are empty without the files that went are removed. A
/// file that is edited or moved keeps its permissions.
///
/// # Errors
/// When a file is in the way of a new one, differs from what its change was made for, or cannot be written.
pub fn apply(root: &Path, edit: &WorkspaceEdit) -> Result<(), ApplyError> {
    apply_with(root, edit, &Operations::REAL)
}

fn apply_with(root: &Path, edit: &WorkspaceEdit, operations: &Operations<'_>) -> Result<(), ApplyError> {
    let made = make_root(root, operations)?;
    let result = journal::recover_with(root, operations).and_then(|_| {
        let outcomes = outcomes(edit, &|path| read(root, path))?;
        if outcomes.is_empty() {
            return Ok(());
        }
        let missing = check_places(root, &outcomes)?;
        carry_out(root, &outcomes, &missing, operations)
    });
    if result.is_err() {
        for folder in made.iter().rev() {
            let _ = operations.remove_folder(folder);
        }
    }
    result
}

/// Makes the folder of the workspace and those around it; which were not there.
fn make_root<'r>(root: &'r Path, operations: &Operations<'_>) -> Result<Vec<&'r Path>, ApplyError> {
    let missing = root.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let mut missing: Vec<&Path> = missing.collect();
    missing.reverse();
    for folder in &missing {
        let path = || folder.display().to_string();
        let made = operations.make_folder(folder);
        made.map_err(|source| StoreError::Io { action: "make the folder", path: path(), source })?;
    }
    Ok(missing)
}

/// The bytes of a file that is there, and no link.
fn read(root: &Path, path: &WsPath) -> Result<Vec<u8>, ApplyError> {
    let place = path.on_disk(root);
    refuse_links(root, path)?;
    let found = fs::symlink_metadata(&place).map_err(|source| failed("read", path, source))?;
    if !found.is_file() {
        return Err(failed("read", path, io::Error::other("it is not a regular file")));
    }
    fs::read(&place).map_err(|source| failed("read", path, source))
}

/// Refuses a path that is a link, or has one on the way.
fn refuse_links(root: &Path, path: &WsPath) -> Result<(), ApplyError> {
    let mut part = path.clone();
    while !part.is_root() {
        if fs::symlink_metadata(part.on_disk(root)).is_ok_and(|found| found.is_symlink()) {
            return Err(ApplyError::Link(part));
        }
        part = part.parent();
    }
    Ok(())
}

/// Makes sure that nothing is where files are to be; which folders are missing, outermost first.
fn check_places(root: &Path, outcomes: &BTreeMap<WsPath, Outcome>) -> Result<BTreeSet<WsPath>, ApplyError> {
    // Where a file system takes names for one that differ in case or spelling, a file may make way for itself.
    let folded = |path: &WsPath| composed(path.as_str()).to_lowercase();
    let leaving = outcomes.iter().filter(|(_, outcome)| outcome.before.is_some() && outcome.after.is_none());
    let leaving: BTreeSet<String> = leaving.map(|(path, _)| folded(path)).collect();
    let mut missing = BTreeSet::new();
    for (path, outcome) in outcomes {
        let is_new = outcome.before.is_none() && outcome.after.is_some();
        if !is_new {
            continue;
        }
        refuse_links(root, &path.parent())?;
        match fs::symlink_metadata(path.on_disk(root)) {
            Err(error) if is_absent(&error) => {}
            Err(source) => return Err(failed("look at", path, source)),
            Ok(found) if found.is_file() && leaving.contains(&folded(path)) => {}
            Ok(_) => return Err(ApplyError::Exists(path.clone())),
        }
        let mut folder = path.parent();
        while !folder.is_root() {
            match fs::symlink_metadata(folder.on_disk(root)) {
                Ok(found) if found.is_dir() => break,
                Ok(_) => return Err(ApplyError::Exists(folder)),
                Err(error) if is_absent(&error) && outcomes.contains_key(&folder) => {
                    return Err(ApplyError::Exists(folder));
                }
                Err(error) if is_absent(&error) => drop(missing.insert(folder.clone())),
                Err(source) => return Err(failed("look at", &folder, source)),
            }
            folder = folder.parent();
        }
    }
    Ok(missing)
}

fn carry_out(
    root: &Path,
    outcomes: &BTreeMap<WsPath, Outcome>,
    missing: &BTreeSet<WsPath>,
    operations: &Operations<'_>,
) -> Result<(), ApplyError> {
    let journal = Journal::begin(root, operations, |token| plan(token, outcomes, missing))?;
    let done = stage(root, outcomes, &journal, operations)
        .and_then(|()| switch(root, &journal, operations))
        .and_then(|()| sync_folders(root, &journal, operations));
    match done {
        Ok(()) => journal.end(),
        // The error that led here is the one to tell; what could not be taken back now is by the next run.
        Err(error) => {
            let _ = journal.take_back();
            Err(error)
        }
    }
}

fn plan(token: String, outcomes: &BTreeMap<WsPath, Outcome>, missing: &BTreeSet<WsPath>) -> Plan {
    let mut plan = Plan::new(token);
    plan.made = missing.iter().cloned().collect();
    let mut emptied = BTreeSet::new();
    for (path, outcome) in outcomes {
        let after = outcome.after.as_ref().map(|after| blake3::hash(&after.bytes));
        if after.is_none() {
            let mut folder = path.parent();
            while !folder.is_root() {
                emptied.insert(folder.clone());
                folder = folder.parent();
            }
        }
        plan.files.push(PlannedFile { path: path.clone(), before: outcome.before, after });
    }
    plan.emptied = emptied.into_iter().collect();
    plan
}

/// Makes the folders, writes what is new, and gives a second name to what changes or goes.
fn stage(
    root: &Path,
    outcomes: &BTreeMap<WsPath, Outcome>,
    journal: &Journal<'_>,
    operations: &Operations<'_>,
) -> Result<(), ApplyError> {
    for folder in &journal.plan.made {
        let made = operations.make_folder(&folder.on_disk(root));
        made.map_err(|source| failed("make the folder", folder, source))?;
    }
    for (index, (path, outcome)) in outcomes.iter().enumerate() {
        let Beside { new, old } = journal.beside(index);
        let kept = if outcome.before.is_some() { operations.keep(&path.on_disk(root), &old) } else { Ok(()) };
        let written = kept.and_then(|()| match &outcome.after {
            Some(after) => {
                let like = after.was_at.as_ref().map(|path| path.on_disk(root));
                operations.write(&new, &after.bytes, like.as_deref())
            }
            None => Ok(()),
        });
        written.map_err(|source| failed("write", path, source))?;
    }
    sync_folders(root, journal, operations)
}

/// Removes and renames files: first those that go, since others may come to their places.
fn switch(root: &Path, journal: &Journal<'_>, operations: &Operations<'_>) -> Result<(), ApplyError> {
    let files = || journal.plan.files.iter().enumerate();
    for (_, file) in files().filter(|(_, file)| file.after.is_none()) {
        let place = refuse_change(root, file)?;
        operations.remove(&place).map_err(|source| failed("remove", &file.path, source))?;
    }
    for (index, file) in files().filter(|(_, file)| file.after.is_some()) {
        let place = refuse_change(root, file)?;
        let Beside { new, .. } = journal.beside(index);
        let renamed = match file.before {
            Some(_) => operations.rename(&new, &place),
            None => operations.rename_new(&new, &place),
        };
        renamed.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => ApplyError::Exists(file.path.clone()),
            _ => failed("write", &file.path, error),
        })?;
    }
    Ok(())
}

/// Where a file is, which must be the one that the change was made for.
fn refuse_change(root: &Path, file: &PlannedFile) -> Result<std::path::PathBuf, ApplyError> {
    let place = file.path.on_disk(root);
    match file.before {
        Some(before) => {
            refuse_links(root, &file.path)?;
            let now = hash_at(&place).map_err(|source| failed("read", &file.path, source))?;
            if now != Some(before) {
                return Err(ApplyError::Stale(file.path.clone()));
            }
        }
        None => refuse_links(root, &file.path.parent())?,
    }
    Ok(place)
}

/// Waits until the names in all folders concerned are on the disk.
fn sync_folders(root: &Path, journal: &Journal<'_>, operations: &Operations<'_>) -> Result<(), ApplyError> {
    let made = journal.plan.made.iter().map(WsPath::parent);
    let folders: BTreeSet<WsPath> = journal.plan.files.iter().map(|file| file.path.parent()).chain(made).collect();
    for folder in folders {
        operations.sync_folder(&folder.on_disk(root)).map_err(|source| failed("write", &folder, source))?;
    }
    Ok(())
}

fn failed(action: &'static str, path: &WsPath, source: io::Error) -> ApplyError {
    StoreError::Io { action, path: path.to_string(), source }.into()
}
