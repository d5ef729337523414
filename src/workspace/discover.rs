//! Finding a workspace, and a path in it.

use std::io;
use std::path::Path;

use super::Workspace;
use crate::diag::{Advice, Choice, Operation, Refused};
use crate::store::layout::WORKSPACE_FILE;
use crate::text::WsPath;

impl Workspace {
    /// Whether `folder` is a workspace's root.
    pub fn is_root(folder: &Path) -> bool {
        folder.join(WORKSPACE_FILE).is_file()
    }

    /// The nearest workspace that holds `path`.
    pub fn holding(path: &Path) -> Option<Workspace> {
        path.ancestors().find(|folder| Workspace::is_root(folder)).map(Workspace::new)
    }

    /// The workspace around `folder`.
    ///
    /// # Errors
    /// When there is none.
    pub fn around(folder: &Path) -> Result<Workspace, Refused> {
        Workspace::holding(folder).ok_or_else(|| {
            Refused::new(format!(
                "no workspace here: neither `{}` nor a folder above it has a {WORKSPACE_FILE}",
                folder.display()
            ))
            .advise(Advice::operation(Operation::Init { folder: None }))
            .advise(Advice::another(Choice::Workspace))
        })
    }

    /// The workspace whose root is `folder`; `shown` is how one named it.
    ///
    /// # Errors
    /// When it is none.
    pub fn named(folder: &Path, shown: &str) -> Result<Workspace, Refused> {
        if Workspace::is_root(folder) {
            return Ok(Workspace::new(folder));
        }
        if !folder.exists() {
            return Err(Refused::new(format!("`{shown}` is not there"))
                .help(format!("name the folder that holds {WORKSPACE_FILE}")));
        }
        let refusal = Refused::new(format!("`{shown}` is not a workspace: it has no {WORKSPACE_FILE}"));
        Err(match Workspace::holding(folder) {
            Some(workspace) => {
                refusal.help(format!("name the workspace that holds it: `{}`", workspace.root.display()))
            }
            None => refusal.advise(Advice::operation(Operation::Init { folder: Some(shown.to_owned()) })),
        })
    }

    /// A path on disk as one of the workspace; `shown` is how one named it. One that need not exist may be gone from the
    /// folder.
    ///
    /// # Errors
    /// When it must exist and does not, or is not in the workspace.
    pub fn path_within(&self, path: &Path, shown: &str, must_exist: bool) -> Result<WsPath, Refused> {
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => {
                Refused::new(format!("`{shown}` does not exist")).help("name a file or folder of the workspace")
            }
            _ => Refused::new(format!("cannot read `{shown}`: {error}")).help("name a file that can be read"),
        };
        let path = if must_exist { path.canonicalize() } else { canonical_as_far(path) }.map_err(failed)?;
        let root = self.root.canonicalize().map_err(failed)?;
        if !path.starts_with(&root) {
            return Err(Refused::new(format!("`{shown}` is not in the workspace `{}`", root.display()))
                .help("name the workspace too, or run the command inside it"));
        }
        WsPath::below(&root, &path)
            .ok_or_else(|| Refused::new(format!("the name of `{shown}` is not UTF-8")).help("rename it"))
    }
}

/// The real path of what is there, followed by the names of what is not.
fn canonical_as_far(path: &Path) -> io::Result<std::path::PathBuf> {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Err(error), Some(parent), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
            Ok(canonical_as_far(parent)?.join(name))
        }
        (result, ..) => result,
    }
}
