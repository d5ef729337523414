//! A folder on disk.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::ignored::Ignored;
use super::{Entry, EntryKind, FileTree, READ_BOUND, StoreError};
use crate::text::WsPath;

/// A folder on disk. Links are seen, never followed; only regular files are opened.
#[derive(Clone, Debug)]
pub struct DiskTree {
    root: PathBuf,
    skipped: Vec<WsPath>,
}

impl DiskTree {
    /// The folder `root`.
    pub fn new(root: impl Into<PathBuf>) -> DiskTree {
        DiskTree { root: root.into(), skipped: Vec::new() }
    }

    /// Leaves a folder out as if it were not there: the site's output.
    #[must_use]
    pub fn without(mut self, folder: WsPath) -> DiskTree {
        self.skipped.push(folder);
        self
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The entry of something that cannot be looked at; an error when that is the root itself.
    fn unreadable(&self, error: walkdir::Error) -> Result<Entry, StoreError> {
        let path = error.path().unwrap_or(&self.root).to_path_buf();
        let at_root = error.depth() == 0;
        let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("a loop of links"));
        if at_root {
            return Err(StoreError::Io { action: "list", path: path.display().to_string(), source });
        }
        Ok(match WsPath::below(&self.root, &path) {
            Some(path) => Entry { path, kind: EntryKind::Unreadable(source.to_string()) },
            None => self.not_utf8(&path),
        })
    }

    /// A name that is not UTF-8 is shown with its bad bytes replaced, so that the finding has a path.
    fn not_utf8(&self, path: &Path) -> Entry {
        let lossy = path.strip_prefix(&self.root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let path = WsPath::new(&lossy).unwrap_or_else(WsPath::root);
        Entry { path, kind: EntryKind::Unreadable("its name is not UTF-8; rename it".to_owned()) }
    }
}

impl FileTree for DiskTree {
    fn list(&self) -> Result<Vec<Entry>, StoreError> {
        let around = Ignored::around(&self.root);
        // The rules in force in each folder from the root to the one being walked, by depth.
        let mut in_force: Vec<Ignored> = Vec::new();
        let mut entries = Vec::new();
        let mut walk = WalkDir::new(&self.root).follow_links(false).into_iter();
        while let Some(next) = walk.next() {
            let found = match next {
                Ok(found) => found,
                Err(error) => {
                    entries.push(self.unreadable(error)?);
                    continue;
                }
            };
            let depth = found.depth();
            let is_folder = found.file_type().is_dir();
            in_force.truncate(depth);
            if depth == 0 {
                in_force.push(around.with(found.path()));
                continue;
            }
            let hidden = found.file_name().as_encoded_bytes().starts_with(b".");
            if hidden || in_force.last().is_some_and(|rules| rules.ignores(found.path(), is_folder)) {
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            }
            let Some(path) = WsPath::below(&self.root, found.path()) else {
                entries.push(self.not_utf8(found.path()));
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            };
            if is_folder {
                if self.skipped.contains(&path) {
                    walk.skip_current_dir();
                } else {
                    let rules = in_force.last().cloned().unwrap_or_default();
                    in_force.push(rules.with(found.path()));
                }
                continue;
            }
            entries.push(Entry { path, kind: kind_of(found.file_type()) });
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, path: &WsPath, bounded: bool) -> Result<Vec<u8>, StoreError> {
        let on_disk = path.on_disk(&self.root);
        let failed = |source| StoreError::Io { action: "read", path: path.to_string(), source };
        let file = open(&on_disk).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if !metadata.is_file() {
            return Err(failed(std::io::Error::other("it is not a regular file")));
        }
        let limit = if bounded { READ_BOUND as u64 } else { u64::MAX };
        // One byte more than is there, so that the end is met without a larger buffer.
        let length = usize::try_from(metadata.len().min(limit)).unwrap_or_default();
        let mut bytes = Vec::with_capacity(length + 1);
        file.take(limit).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }
}

fn kind_of(file_type: fs::FileType) -> EntryKind {
    match file_type {
        link if link.is_symlink() => EntryKind::Symlink,
        file if file.is_file() => EntryKind::File,
        _ => EntryKind::Special,
    }
}

/// Opens a file without following a link and without waiting for a FIFO's writer: what was a file when the folder was
/// listed may be something else by now.
fn open(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NOFOLLOW | libc::O_NONBLOCK);
    #[cfg(not(unix))]
    if fs::symlink_metadata(path)?.file_type().is_symlink() {
        return Err(std::io::Error::other("it is a symbolic link"));
    }
    options.open(path)
}
