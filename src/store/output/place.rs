//! Where output may be written, and that only one run does so at a time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{OutputError, failed};
use crate::store::layout;
use crate::text::WsPath;

#[cfg(unix)]
pub(super) fn lock(root: &Path) -> Result<Option<fs::File>, OutputError> {
    let folder = fs::File::open(root).map_err(|source| failed("open", root, source))?;
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(fs::TryLockError::WouldBlock) => Err(OutputError::Busy(root.display().to_string())),
        // File systems without locks: two runs at a time are then the user's to avoid.
        Err(fs::TryLockError::Error(_)) => Ok(None),
    }
}

#[cfg(not(unix))]
pub(super) fn lock(_root: &Path) -> Result<Option<fs::File>, OutputError> {
    Ok(None)
}

/// Refuses a folder in which output would bury sources.
pub(super) fn check_place(folder: &Path, workspace: &Path) -> Result<(), OutputError> {
    let forbid = |reason| Err(OutputError::Forbidden { folder: folder.display().to_string(), reason });
    let workspace = workspace.canonicalize().map_err(|source| failed("look at", workspace, source))?;
    let folder = resolve(folder).map_err(|source| failed("look at", folder, source))?;
    if workspace.starts_with(&folder) {
        return forbid("the workspace lies in it");
    }
    let Ok(inside) = folder.strip_prefix(&workspace) else { return Ok(()) };
    let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.iter().any(|part| part.starts_with('.')) {
        return forbid("it is in a dot-folder of the workspace");
    }
    match WsPath::new(&parts.join("/")) {
        Some(path) if layout::is_own_folder(&path) => forbid("it is a folder for records"),
        _ => Ok(()),
    }
}

/// The real path of a folder that may not be there yet.
fn resolve(folder: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(folder)?;
    for ancestor in absolute.ancestors() {
        match ancestor.canonicalize() {
            Ok(real) => {
                let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
                return Ok(if rest.as_os_str().is_empty() { real } else { real.join(rest) });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(absolute)
}
