//! Noticing that a workspace's files changed.
//!
//! Where the system tells of one folder at a time, each folder that counts is watched, so neither the built site nor
//! what is ignored costs a watch or wakes anyone, and of git's folders only those few in which `HEAD` and tags are; where
//! it tells of all below a folder, the root is. What is noticed is where something happened, never what: that is found by
//! looking.
//!
//! Invariant: a new folder is watched before it is read, so that what comes into it is either read or noticed.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode, Event};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::head;
use super::poll;
use super::source::Source;
use super::state::IGNORE_FILE;
use super::touch::{Next, Pending};
use crate::snapshot::Touched;
use crate::store::{self, DiskTree, layout};
use crate::text::WsPath;

/// Whether the system watches all below a folder at the price of one watch.
const WATCHES_BELOW: bool = cfg!(any(target_os = "macos", windows));

/// Keeps the watching up; dropping it ends [`Changes::next`].
pub struct Watcher(Arc<Pending>);

/// Told of changes.
pub struct Changes {
    source: Source,
    /// By its real path, as the system names changed files.
    root: PathBuf,
    pending: Arc<Pending>,
    /// None while it polls.
    system: Option<RecommendedWatcher>,
}

/// What is noticed.
#[derive(Debug, PartialEq, Eq)]
pub enum Watched {
    /// Something may have changed; at no path at all, when only `HEAD` or a tag may have.
    Touched(Touched),
    /// From now on the files are looked at again and again, for this reason.
    Polling(String),
}

/// Starts watching a workspace; with `poll`, or where the system cannot, by looking again and again, for which the
/// reason comes first.
pub fn watch(source: &Source, poll: bool) -> (Watcher, Changes) {
    let pending = Arc::new(Pending::default());
    let root = source.root.canonicalize().unwrap_or_else(|_| source.root.clone());
    let source = Source { root: root.clone(), ..source.clone() };
    let mut changes = Changes { source, root, pending: Arc::clone(&pending), system: None };
    let begun = match store::is_remote(&changes.root) {
        _ if poll => Err("as asked".to_owned()),
        Some(kind) => Err(format!("{kind} does not tell of changes")),
        None => changes.watch().map_err(|error| reason(&error)),
    };
    if let Err(reason) = begun {
        pending.lose(reason);
    }
    (Watcher(pending), changes)
}

impl Iterator for Changes {
    type Item = Watched;

    /// Waits for changes and takes all there are as one; `None` when the watcher is gone.
    fn next(&mut self) -> Option<Watched> {
        match self.pending.next() {
            Next::Closed => None,
            Next::Lost(reason) => {
                self.system = None;
                poll::start(self.source.clone(), Arc::clone(&self.pending));
                // What happened since the system told last.
                self.pending.touch(Touched::Anywhere);
                Some(Watched::Polling(reason))
            }
            Next::Batch(touched) => {
                if let Err(error) = self.follow(&touched) {
                    self.pending.lose(reason(&error));
                }
                Some(Watched::Touched(touched))
            }
        }
    }
}

impl Changes {
    fn watch(&mut self) -> notify::Result<()> {
        let (pending, root) = (Arc::clone(&self.pending), self.root.clone());
        let of_git = head::folders(&self.root);
        let folders = of_git.clone();
        self.system = Some(notify::recommended_watcher(move |told: notify::Result<Event>| match told {
            Ok(event) => {
                touched(&root, &event).into_iter().for_each(|touched| pending.touch(touched));
                if is_change(&event) && event.paths.iter().any(|path| head::is_of_head(path, &folders)) {
                    pending.touch(Touched::At(BTreeSet::new()));
                }
            }
            // Other errors are of a folder that is gone again, which was noticed in the one that held it.
            Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => pending.lose(reason(&error)),
            Err(_) => pending.touch(Touched::Anywhere),
        })?);
        self.watch_below(&self.source.folder(), &WsPath::root())?;
        // Lists of ignored files in the folders around hold here, too.
        for folder in store::folders_around(&self.root) {
            self.add(&folder, RecursiveMode::NonRecursive)?;
        }
        // Of git's own only what tells that `HEAD` is elsewhere: then the past is another.
        for folder in of_git {
            self.add(&folder, RecursiveMode::NonRecursive)?;
        }
        Ok(())
    }

    /// Watches the folders that have come with a batch.
    fn follow(&mut self, touched: &Touched) -> notify::Result<()> {
        if self.system.is_none() || WATCHES_BELOW {
            return Ok(());
        }
        let tree = self.source.folder();
        let everything = |path: &WsPath| matches!(path.file_name(), IGNORE_FILE | layout::WORKSPACE_FILE);
        match touched {
            Touched::At(paths) if !paths.iter().any(everything) => {
                let folders = paths.iter().filter(|path| path.on_disk(&self.root).is_dir());
                folders.collect::<Vec<_>>().into_iter().try_for_each(|folder| self.watch_below(&tree, folder))
            }
            _ => self.watch_below(&tree, &WsPath::root()),
        }
    }

    fn watch_below(&mut self, tree: &DiskTree, folder: &WsPath) -> notify::Result<()> {
        if WATCHES_BELOW {
            return self.add(&folder.on_disk(&self.root), RecursiveMode::Recursive);
        }
        // One after the other, since what is in a folder must be looked at after it is watched.
        let mut waiting = vec![folder.clone()];
        while let Some(folder) = waiting.pop() {
            if tree.has_folder(&folder) {
                self.add(&folder.on_disk(&self.root), RecursiveMode::NonRecursive)?;
                waiting.extend(tree.folders_in(&folder));
            }
        }
        Ok(())
    }

    fn add(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        match self.system.as_mut().map_or(Ok(()), |system| system.watch(folder, mode)) {
            // It is gone again, or was never ours to read: a finding says so.
            Err(error) if !matches!(error.kind, notify::ErrorKind::MaxFilesWatch) && folder != self.root => Ok(()),
            result => result,
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn reason(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system's limit of watched folders is reached".to_owned(),
        _ => error.to_string(),
    }
}

/// Where an event happened, as far as it matters.
fn touched(root: &Path, event: &Event) -> Vec<Touched> {
    if event.need_rescan() {
        return vec![Touched::Anywhere];
    }
    let is_change = is_change(event);
    event.paths.iter().filter(|_| is_change).filter_map(|path| touched_at(root, path)).collect()
}

fn is_change(event: &Event) -> bool {
    match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

fn touched_at(root: &Path, path: &Path) -> Option<Touched> {
    let is_ignore_file = path.file_name().is_some_and(|name| name == IGNORE_FILE);
    let Ok(below) = path.strip_prefix(root) else {
        return (is_ignore_file && root.starts_with(path.parent()?)).then_some(Touched::Anywhere);
    };
    let parts = || below.components().map(Component::as_os_str);
    let hidden = parts().filter(|part| part.as_encoded_bytes().starts_with(b".")).count();
    if hidden > usize::from(is_ignore_file) {
        return None;
    }
    match WsPath::below(root, path) {
        Some(path) if path.is_root() => Some(Touched::Anywhere),
        Some(path) => Some(Touched::At([path].into())),
        // A name that is not UTF-8 has no path of its own: the folder is looked at.
        None => touched_at(root, path.parent()?),
    }
}
