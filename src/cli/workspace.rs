//! The workspace a command is about, and its paths as one types them.

use std::path::Path;

use super::{Context, Failure, report};
use crate::store::Recovery;
use crate::text::WsPath;
use crate::workspace::Workspace;

/// The workspace named on the command line, else the one around the current folder.
///
/// # Errors
/// When there is none.
pub(super) fn find(context: &Context, named: Option<&Path>) -> Result<Workspace, Failure> {
    Ok(match named {
        Some(named) => Workspace::named(&context.resolve(named), &named.display().to_string())?,
        None => Workspace::around(&context.directory)?,
    })
}

/// A path on the command line as one of the workspace. One that need not exist may be gone from the folder.
///
/// # Errors
/// When it must exist and does not, or is in no workspace.
pub(super) fn within(
    context: &Context,
    workspace: &Workspace,
    part: &Path,
    must_exist: bool,
) -> Result<WsPath, Failure> {
    Ok(workspace.path_within(&context.resolve(part), &part.display().to_string(), must_exist)?)
}

/// Takes back what a run that was killed has left half done, before files are changed or committed, and says so.
///
/// # Errors
/// When another run is at it, or it cannot be taken back.
pub(super) fn recover(context: &Context, workspace: &Workspace) -> Result<(), Failure> {
    let Some(Recovery { taken_back, changed_since }) = workspace.recover()? else { return Ok(()) };
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
