//! Noticing that a workspace's files changed.
//!
//! Watches the root itself and, with all below them, the folders that can hold records and assets; so neither the
//! built site nor git's folder costs a watch or wakes a build.

use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use crate::store::layout;

/// Long enough for an editor to finish its way of saving.
const SETTLE: Duration = Duration::from_millis(60);

/// The folders whose content matters.
const FOLDERS: [&str; 6] =
    [layout::JOURNEYS, layout::BLOCKS, layout::PERSONAS, layout::SIGNALS, layout::ASSETS, layout::TEMPLATES];

/// The files in the root that matter.
const FILES: [&str; 2] = [layout::WORKSPACE_FILE, ".gitignore"];

type SystemWatch = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Keeps the watching up; dropping it ends [`Changes::wait`].
pub struct Watcher(Arc<Mutex<Option<SystemWatch>>>);

/// Told of changes.
pub struct Changes {
    root: PathBuf,
    watch: Arc<Mutex<Option<SystemWatch>>>,
    receiver: Receiver<Change>,
}

/// Something changed.
struct Change {
    /// One of the watched folders came or went, and has to be watched anew.
    folder: bool,
}

/// Starts watching the workspace in the folder `root`.
///
/// # Errors
/// The reason in words when the system cannot watch, for instance because of its limit.
pub fn watch(root: &Path) -> Result<(Watcher, Changes), String> {
    // The system names changed files by their real paths.
    let root = root.canonicalize().map_err(|error| error.to_string())?;
    let (sender, receiver) = channel();
    let seen_from = root.clone();
    let handler = move |result: DebounceEventResult| {
        if let Some(change) = change(&seen_from, &result) {
            // Nobody listens any more when the preview ends.
            let _ = sender.send(change);
        }
    };
    let mut system = new_debouncer(SETTLE, None, handler).map_err(|error| reason(&error))?;
    system.watch(&root, RecursiveMode::NonRecursive).map_err(|error| reason(&error))?;
    watch_folders(&root, &mut system).map_err(|error| reason(&error))?;
    let watch = Arc::new(Mutex::new(Some(system)));
    Ok((Watcher(Arc::clone(&watch)), Changes { root, watch, receiver }))
}

impl Changes {
    /// Waits for changes and takes all there are as one; false when the watcher is gone.
    pub fn wait(&self) -> bool {
        let Ok(first) = self.receiver.recv() else { return false };
        let folder = self.receiver.try_iter().fold(first.folder, |any, change| any || change.folder);
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        if let (true, Some(watch)) = (folder, watch.as_mut()) {
            // A folder that is already gone again leads to a change of its own.
            let _ = watch_folders(&self.root, watch);
        }
        true
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn watch_folders(root: &Path, watch: &mut SystemWatch) -> notify::Result<()> {
    let folders = FOLDERS.iter().map(|name| root.join(name));
    for folder in folders.filter(|folder| folder.is_dir() && !folder.is_symlink()) {
        watch.watch(&folder, RecursiveMode::Recursive)?;
    }
    Ok(())
}

fn reason(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watched folders is reached".to_owned(),
        _ => error.to_string(),
    }
}

/// What a batch of events means; `None` when nothing that matters changed.
fn change(root: &Path, result: &DebounceEventResult) -> Option<Change> {
    // After an error events may have been lost.
    let Ok(events) = result else { return Some(Change { folder: true }) };
    let mut changed = None;
    for event in events.iter().filter(|event| !matches!(event.kind, EventKind::Access(_))) {
        if event.need_rescan() {
            return Some(Change { folder: true });
        }
        for path in event.paths.iter().filter_map(|path| path.strip_prefix(root).ok()) {
            let folder = FOLDERS.iter().any(|name| path == Path::new(name));
            if folder || matters(path) {
                let change = changed.get_or_insert(Change { folder });
                change.folder |= folder;
            }
        }
    }
    changed
}

/// Whether a file at this path, seen from the root, can be a record, or part of the site.
fn matters(path: &Path) -> bool {
    let mut parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let Some(first) = parts.next() else { return false };
    let hidden = |name: &str| name.starts_with('.') && name != ".gitignore";
    FILES.iter().any(|file| path == Path::new(file)) || (FOLDERS.contains(&first) && !parts.any(hidden))
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, Event, ModifyKind};

    use super::*;

    fn told(kind: EventKind, path: &str) -> Option<bool> {
        let event = Event::new(kind).add_path(Path::new("/w").join(path));
        let events = vec![notify_debouncer_full::DebouncedEvent::new(event, std::time::Instant::now())];
        change(Path::new("/w"), &Ok(events)).map(|change| change.folder)
    }

    #[test]
    fn what_can_be_on_the_site_matters() {
        let modify = EventKind::Modify(ModifyKind::Any);
        for path in ["workspace.yaml", "journeys/a/journey.yaml", "blocks/x/y.md", "journeys/.gitignore"] {
            assert_eq!(told(modify, path), Some(false), "{path}");
        }
        for path in ["site/index.html", ".git/index", "README.md", "journeys/.a.md.swp", "blocks/.wayfare-x.tmp", ""] {
            assert_eq!(told(modify, path), None, "{path}");
        }
    }

    #[test]
    fn reading_is_no_change() {
        assert_eq!(told(EventKind::Access(AccessKind::Any), "workspace.yaml"), None);
    }

    #[test]
    fn a_new_folder_is_to_be_watched() {
        assert_eq!(told(EventKind::Create(CreateKind::Folder), "personas"), Some(true));
    }

    #[test]
    fn a_watcher_that_is_gone_ends_the_waiting() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (watcher, changes) = watch(folder.path()).expect("watching");
        drop(watcher);
        assert!(!changes.wait());
    }

    #[test]
    fn files_in_new_folders_are_noticed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (_watcher, changes) = watch(folder.path()).expect("watching");
        std::fs::create_dir(folder.path().join("personas")).expect("a folder");
        assert!(changes.wait());
        std::fs::write(folder.path().join("personas/a.md"), "a").expect("a file");
        assert!(changes.wait());
    }
}
