//! Carrying out a [`WorkspaceEdit`] on disk: all of it or nothing.
//!
//! Every new content is first written beside its place and forced to disk; only when all are there are they renamed
//! into place. A failure half-way puts back what was already renamed. A process killed between two renames can leave
//! some files changed and others not, but never half a file.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::temporary::{PLAIN, new_temporary};
use super::{FileChange, StoreError, WorkspaceEdit};
use crate::text::{EditError, WsPath, apply_edits};

/// Why a change was not made; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Something is already where a file was to be made.
    #[error("`{0}` exists already")]
    Exists(WsPath),
    /// The file is no longer the one the change was made for.
    #[error("`{0}` was changed meanwhile")]
    Stale(WsPath),
    /// A folder on the way is a symbolic link, which could lead out of the workspace.
    #[error("`{0}` is a symbolic link")]
    Link(WsPath),
    /// The splices do not fit the file.
    #[error("`{path}` cannot be edited: {source}")]
    Edit {
        /// The file.
        path: WsPath,
        /// Why.
        source: EditError,
    },
    /// The operating system said no.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the changes below `root`: all of them, or on any error none.
///
/// Folders that new files need are made, `root` too. A spliced file keeps its permissions.
///
/// # Errors
/// When a file is in the way of a new one, differs from what its splices were made for, or cannot be written.
pub fn apply(root: &Path, edit: &WorkspaceEdit) -> Result<(), ApplyError> {
    let mut made = Made::default();
    let result = make_root(root, &mut made).and_then(|()| stage_all(root, edit, &mut made)).and_then(|staged| {
        for file in staged {
            put_in_place(file, &mut made)?;
        }
        Ok(())
    });
    if result.is_err() {
        made.undo();
    }
    result
}

/// A new content that waits beside its place.
struct Staged<'a> {
    path: &'a WsPath,
    place: PathBuf,
    content: TempPath,
    /// The bytes to be replaced; `None` for a new file.
    before: Option<Vec<u8>>,
}

/// What was done so far, to be undone on failure.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    created: Vec<PathBuf>,
    replaced: Vec<(PathBuf, Vec<u8>)>,
}

impl Made {
    /// Puts everything back as far as the system lets us; the error that led here is the one to tell.
    fn undo(&self) {
        for file in &self.created {
            let _ = fs::remove_file(file);
        }
        for (file, before) in &self.replaced {
            let _ = stage(file, before, true).and_then(|content| Ok(content.persist(file)?));
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn make_root(root: &Path, made: &mut Made) -> Result<(), ApplyError> {
    let missing: Vec<&Path> =
        root.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
    for folder in missing.into_iter().rev() {
        let path = || folder.display().to_string();
        fs::create_dir(folder).map_err(|source| StoreError::Io { action: "make the folder", path: path(), source })?;
        made.folders.push(folder.to_path_buf());
    }
    Ok(())
}

fn stage_all<'a>(root: &Path, edit: &'a WorkspaceEdit, made: &mut Made) -> Result<Vec<Staged<'a>>, ApplyError> {
    let mut checked = BTreeSet::new();
    let mut staged = Vec::new();
    for (path, change) in edit.changes() {
        make_folders(root, &path.parent(), &mut checked, made)?;
        let place = path.on_disk(root);
        let (content, before) = match change {
            FileChange::Create(bytes) => {
                if fs::symlink_metadata(&place).is_ok() {
                    return Err(ApplyError::Exists(path.clone()));
                }
                (stage(&place, bytes, false), None)
            }
            FileChange::Splice { base, edits } => {
                let before = read_unchanged(path, &place, *base)?;
                let text = String::from_utf8(before.clone()).map_err(|_| ApplyError::Stale(path.clone()))?;
                let after =
                    apply_edits(&text, edits).map_err(|source| ApplyError::Edit { path: path.clone(), source })?;
                (stage(&place, after.as_bytes(), true), Some(before))
            }
        };
        let content = content.map_err(|source| failed("write", path, source))?;
        staged.push(Staged { path, place, content, before });
    }
    Ok(staged)
}

/// Makes the folders down to `folder`, and makes sure that none on the way is a link.
fn make_folders(
    root: &Path,
    folder: &WsPath,
    checked: &mut BTreeSet<WsPath>,
    made: &mut Made,
) -> Result<(), ApplyError> {
    if folder.is_root() || checked.contains(folder) {
        return Ok(());
    }
    make_folders(root, &folder.parent(), checked, made)?;
    let place = folder.on_disk(root);
    match fs::symlink_metadata(&place) {
        Ok(found) if found.is_symlink() => return Err(ApplyError::Link(folder.clone())),
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(ApplyError::Exists(folder.clone())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir(&place).map_err(|source| failed("make the folder", folder, source))?;
            made.folders.push(place);
        }
        Err(source) => return Err(failed("look at", folder, source)),
    }
    checked.insert(folder.clone());
    Ok(())
}

fn read_unchanged(path: &WsPath, place: &Path, base: blake3::Hash) -> Result<Vec<u8>, ApplyError> {
    let found = fs::symlink_metadata(place).map_err(|source| failed("read", path, source))?;
    if found.is_symlink() {
        return Err(ApplyError::Link(path.clone()));
    }
    let bytes = fs::read(place).map_err(|source| failed("read", path, source))?;
    if blake3::hash(&bytes) == base { Ok(bytes) } else { Err(ApplyError::Stale(path.clone())) }
}

/// Writes a content beside its place, with the permissions it is to have there.
fn stage(place: &Path, bytes: &[u8], keep_permissions: bool) -> io::Result<TempPath> {
    let folder = place.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = new_temporary(folder, PLAIN)?;
    file.write_all(bytes)?;
    if keep_permissions {
        file.as_file().set_permissions(fs::metadata(place)?.permissions())?;
    }
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

fn put_in_place(file: Staged<'_>, made: &mut Made) -> Result<(), ApplyError> {
    let Staged { path, place, content, before } = file;
    let Some(before) = before else {
        return match content.persist_noclobber(&place) {
            Ok(()) => {
                made.created.push(place);
                Ok(())
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(ApplyError::Exists(path.clone())),
            Err(error) => Err(failed("write", path, error.error)),
        };
    };
    read_unchanged(path, &place, blake3::hash(&before))?;
    content.persist(&place).map_err(|error| failed("write", path, error.error))?;
    made.replaced.push((place, before));
    Ok(())
}

fn failed(action: &'static str, path: &WsPath, source: io::Error) -> ApplyError {
    StoreError::Io { action, path: path.to_string(), source }.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{SourceText, Span, TextEdit};

    fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a normal path")
    }

    fn files(root: &Path) -> Vec<String> {
        let entries = walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
        let relative = entries.map(|entry| entry.map(|found| found.path().strip_prefix(root).map(Path::to_path_buf)));
        relative.map(|found| found.expect("readable").expect("inside").to_string_lossy().replace('\\', "/")).collect()
    }

    fn write(root: &Path, name: &str, text: &str) -> SourceText {
        fs::write(root.join(name), text).expect("a file in a temporary folder");
        SourceText::from(text)
    }

    #[test]
    fn makes_folders_and_splices_files() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = write(folder.path(), "a.yaml", "title: a\r\n");
        let mut edit = WorkspaceEdit::default();
        edit.splice(path("a.yaml"), &source, vec![TextEdit::replace(Span::new(7, 8), "b")]);
        edit.create(path("b/c/d.md"), "new");
        apply(folder.path(), &edit).expect("applies");
        assert_eq!(files(folder.path()), ["a.yaml", "b", "b/c", "b/c/d.md"]);
        assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).ok().as_deref(), Some("title: b\r\n"));
    }

    #[test]
    fn leaves_everything_when_a_file_is_in_the_way() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = write(folder.path(), "a.yaml", "title: a\n");
        write(folder.path(), "z.md", "mine");
        let mut edit = WorkspaceEdit::default();
        edit.splice(path("a.yaml"), &source, vec![TextEdit::insert(0, "x")]);
        edit.create(path("b/c.md"), "new");
        edit.create(path("z.md"), "yours");
        assert!(matches!(apply(folder.path(), &edit), Err(ApplyError::Exists(at)) if at == path("z.md")));
        assert_eq!(files(folder.path()), ["a.yaml", "z.md"]);
        assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).ok().as_deref(), Some("title: a\n"));
    }

    #[test]
    fn puts_back_what_was_already_in_place() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write(folder.path(), "a.yaml", "after");
        write(folder.path(), "b.md", "new");
        let made = Made {
            folders: Vec::new(),
            created: vec![folder.path().join("b.md")],
            replaced: vec![(folder.path().join("a.yaml"), b"before".to_vec())],
        };
        made.undo();
        assert_eq!(files(folder.path()), ["a.yaml"]);
        assert_eq!(fs::read_to_string(folder.path().join("a.yaml")).ok().as_deref(), Some("before"));
    }

    #[test]
    fn refuses_a_file_that_changed_meanwhile() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let source = write(folder.path(), "a.yaml", "title: a\n");
        write(folder.path(), "a.yaml", "title: b\n");
        let mut edit = WorkspaceEdit::default();
        edit.splice(path("a.yaml"), &source, vec![TextEdit::insert(0, "x")]);
        assert!(matches!(apply(folder.path(), &edit), Err(ApplyError::Stale(_))));
        assert_eq!(files(folder.path()), ["a.yaml"]);
    }

    #[cfg(unix)]
    #[test]
    fn never_follows_links_and_keeps_permissions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let outside = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("blocks")).expect("a link");
        let mut edit = WorkspaceEdit::default();
        edit.create(path("blocks/a.md"), "new");
        assert!(matches!(apply(folder.path(), &edit), Err(ApplyError::Link(_))));
        assert_eq!(files(outside.path()), Vec::<String>::new());

        let source = write(folder.path(), "a.yaml", "a");
        let place = folder.path().join("a.yaml");
        fs::set_permissions(&place, fs::Permissions::from_mode(0o640)).expect("permissions");
        let mut edit = WorkspaceEdit::default();
        edit.splice(path("a.yaml"), &source, vec![TextEdit::insert(1, "b")]);
        apply(folder.path(), &edit).expect("applies");
        assert_eq!(fs::metadata(&place).map(|found| found.permissions().mode() & 0o777).ok(), Some(0o640));
    }
}
