//! Where the site of a workspace is built, so that it is not read as a part of it.

use std::path::{Path, PathBuf};

use super::Workspace;
use crate::diag::{Advice, Choice, Operation, Refused};
use crate::model::{self, Document, FileKind};
use crate::store::layout::{self, WORKSPACE_FILE};
use crate::store::{DiskTree, FileTree};
use crate::text::{SourceText, WsPath};

impl Workspace {
    /// Where the site is built when nothing else is said.
    ///
    /// # Errors
    /// When `site.output` names no place for it, or cannot be read.
    pub fn output_folder(&self) -> Result<PathBuf, Refused> {
        let tree = DiskTree::new(&self.root);
        let Some(bad) = bad_output(&tree) else { return Ok(output(&tree).on_disk(&self.root)) };
        let why = match bad {
            BadOutput::Unreadable => {
                let message = format!("nothing is built: {WORKSPACE_FILE}, which says where, cannot be read");
                return Err(Refused::new(message)
                    .advise(Advice::operation(Operation::Check))
                    .advise(Advice::another(Choice::Output)));
            }
            BadOutput::NotText => "`site.output` is no text".to_owned(),
            BadOutput::NoPlace(output) => format!("`site.output` is `{output}`, which is no place for the site"),
        };
        Err(Refused::new(format!("nothing is built: {why}"))
            .help(format!(
                "name a folder in the workspace that holds no records and begins with no dot in {WORKSPACE_FILE}"
            ))
            .advise(Advice::another(Choice::Output)))
    }
}

/// A workspace's files, but not the site built in it.
pub fn folder_tree(root: &Path) -> DiskTree {
    let tree = DiskTree::new(root);
    let output = output(&tree);
    tree.without(output)
}

/// The folder of the built site, as far as `workspace.yaml` can be read.
pub fn output(tree: &dyn FileTree) -> WsPath {
    // A bad setting is a finding; it must not hide records.
    let usable = configured_output(tree).and_then(|output| layout::site_folder(&output));
    usable.or_else(|| WsPath::new(layout::DEFAULT_OUTPUT)).unwrap_or_else(WsPath::root)
}

/// Why it is not known where the site is to be built.
#[derive(Clone, Debug, PartialEq, Eq)]
enum BadOutput {
    /// `workspace.yaml` cannot be read.
    Unreadable,
    /// `site` is no mapping, or `site.output` no text.
    NotText,
    /// What it says is no folder the site may be built into.
    NoPlace(String),
}

/// Why the workspace does not say where its site is to be built; `None` where it does, if only by saying nothing.
fn bad_output(tree: &dyn FileTree) -> Option<BadOutput> {
    let Some(Some(Document::Workspace(workspace))) = workspace(tree) else { return Some(BadOutput::Unreadable) };
    match workspace.site("output") {
        Some(output) if layout::site_folder(output.value).is_none() => {
            Some(BadOutput::NoPlace(output.value.to_owned()))
        }
        None if workspace.is_site_unread("output") => Some(BadOutput::NotText),
        _ => None,
    }
}

fn configured_output(tree: &dyn FileTree) -> Option<String> {
    match workspace(tree)?? {
        Document::Workspace(workspace) => workspace.site("output").map(|output| output.value.to_owned()),
        _ => None,
    }
}

/// Whether there are settings, and they cannot be parsed.
pub fn is_settings_unreadable(tree: &dyn FileTree) -> bool {
    workspace(tree).is_some_and(|document| document.is_none())
}

/// What `workspace.yaml` says, if it is there, and can be read to its end.
fn workspace(tree: &dyn FileTree) -> Option<Option<Document>> {
    let bytes = WsPath::new(WORKSPACE_FILE).and_then(|path| tree.read(&path, true).ok())?;
    Some(model::parse(FileKind::Workspace, &SourceText::from_bytes(bytes)).whole())
}
