//! Finding the workspace a command is about.

use std::io;
use std::path::{Path, PathBuf};

use super::{Context, Failure, report};
use crate::session::{self, BadOutput};
use crate::snapshot::Snapshot;
use crate::store::layout::WORKSPACE_FILE;
use crate::store::{self, DiskTree, Recovery, StoreError};
use crate::text::{WsPath, shell_word};

/// Whether `folder` is a workspace's root.
pub(super) fn is_root(folder: &Path) -> bool {
    folder.join(WORKSPACE_FILE).is_file()
}

/// The workspace named on the command line, else the one around the current folder.
///
/// # Errors
/// When there is none.
pub(super) fn find(context: &Context, named: Option<&Path>) -> Result<PathBuf, Failure> {
    match named {
        Some(named) => named_root(context, named),
        None => around(&context.directory).ok_or_else(|| none_around(&context.directory)),
    }
}

/// The nearest workspace that holds `path`.
pub(super) fn around(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| is_root(folder)).map(Path::to_path_buf)
}

/// Says that there is no workspace around `folder`.
pub(super) fn none_around(folder: &Path) -> Failure {
    Failure::new(format!(
        "no workspace here: neither `{}` nor a folder above it has a {WORKSPACE_FILE}",
        folder.display()
    ))
    .help("start one with `wayfare init`, or name a workspace's folder with `-C DIR`")
}

/// Reads a workspace, but not the site built in it.
///
/// # Errors
/// When its folder cannot be listed.
pub(super) fn load(root: &Path) -> Result<Snapshot, StoreError> {
    Snapshot::load(&session::tree(root))
}

/// Takes back what a run that was killed has left half done, before files are changed or committed, and says so.
///
/// # Errors
/// When another run is at it, or it cannot be taken back.
pub(super) fn recover(context: &Context, root: &Path) -> Result<(), Failure> {
    let Some(Recovery { taken_back, changed_since }) = store::recover(root)? else { return Ok(()) };
    if !taken_back.is_empty() {
        let files = report::files(taken_back.len());
        context
            .terminal
            .talk(format_args!("A command was killed while it changed files: took its changes back, in {files}."));
    }
    for (path, before) in &changed_since {
        context.terminal.talk(format_args!(
            "`{path}` has changed since a command was killed that changed it: it stays, and what it was before is in `{before}`."
        ));
    }
    Ok(())
}

/// Where the site is built when nothing else is said.
///
/// # Errors
/// When `site.output` names no place for it, or cannot be read.
pub(super) fn output_folder(root: &Path) -> Result<PathBuf, Failure> {
    let tree = DiskTree::new(root);
    let Some(bad) = session::bad_output(&tree) else { return Ok(session::output(&tree).on_disk(root)) };
    let why = match bad {
        BadOutput::Unreadable => {
            return Err(Failure::new(format!("nothing is built: {WORKSPACE_FILE}, which says where, cannot be read"))
                .help("`wayfare check` says what is wrong in it; or name a folder with `--out`"));
        }
        BadOutput::NotText => "`site.output` is no text".to_owned(),
        BadOutput::NoPlace(output) => format!("`site.output` is `{output}`, which is no place for the site"),
    };
    Err(Failure::new(format!("nothing is built: {why}"))
        .help(format!("name a folder in the workspace that holds no records and begins with no dot in {WORKSPACE_FILE}, or one with `--out`")))
}

/// A path of the workspace as one can use it where the command was started.
pub(super) fn shown(context: &Context, root: &Path, path: &WsPath) -> String {
    if let Ok(below) = root.strip_prefix(&context.directory) {
        return below.join(path.on_disk(Path::new(""))).display().to_string();
    }
    match WsPath::below(root, &context.directory) {
        Some(place) => place.relative_to(path),
        None => path.on_disk(root).display().to_string(),
    }
}

/// A path on the command line as one of the workspace. One that need not exist may be gone from the folder.
///
/// # Errors
/// When it must exist and does not, or is in no workspace.
pub(super) fn within(context: &Context, root: &Path, part: &Path, must_exist: bool) -> Result<WsPath, Failure> {
    let shown = part.display();
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => {
            Failure::new(format!("`{shown}` does not exist")).help("name a file or folder of the workspace")
        }
        _ => Failure::new(format!("cannot read `{shown}`: {error}")).help("name a file that can be read"),
    };
    let path = context.resolve(part);
    let path = if must_exist { path.canonicalize() } else { canonical_as_far(&path) }.map_err(failed)?;
    let root = root.canonicalize().map_err(failed)?;
    if !path.starts_with(&root) {
        return Err(Failure::new(format!("`{shown}` is not in the workspace `{}`", root.display()))
            .help("name the workspace too, or run the command inside it"));
    }
    WsPath::below(&root, &path)
        .ok_or_else(|| Failure::new(format!("the name of `{shown}` is not UTF-8")).help("rename it"))
}

/// The real path of what is there, followed by the names of what is not.
fn canonical_as_far(path: &Path) -> io::Result<PathBuf> {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Err(error), Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
            Ok(canonical_as_far(parent)?.join(name))
        }
        (result, ..) => result,
    }
}

fn named_root(context: &Context, named: &Path) -> Result<PathBuf, Failure> {
    let folder = context.resolve(named);
    if is_root(&folder) {
        return Ok(folder);
    }
    let shown = named.display();
    if !folder.exists() {
        return Err(Failure::new(format!("`{shown}` is not there"))
            .help(format!("name the folder that holds {WORKSPACE_FILE}")));
    }
    let failure = Failure::new(format!("`{shown}` is not a workspace: it has no {WORKSPACE_FILE}"));
    Err(match around(&folder) {
        Some(root) => failure.help(format!("name the workspace that holds it: `{}`", root.display())),
        None => failure.help(format!("start one with `wayfare init {}`", shell_word(&shown.to_string()))),
    })
}
