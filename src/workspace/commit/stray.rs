//! What was meant as a record and lies where `commit` does not take it.

use std::path::Path;

use super::super::output;
use crate::check;
use crate::diag::{Refused, Rule};
use crate::git::Repository;
use crate::snapshot::Snapshot;
use crate::store::layout::{WORKSPACE_FILE, is_hidden, is_own};
use crate::store::{DiskTree, FileTree as _, MemoryTree};
use crate::text::WsPath;

/// Says of each file that differs from the last commit, is left out and is a record by what it says, what it is and where
/// it belongs.
pub(super) fn left_out(root: &Path, repository: &Repository) -> Result<Vec<String>, Refused> {
    let output = output(&DiskTree::new(root));
    let may_be_one =
        |path: &WsPath| matches!(path.extension(), "md" | "yaml") && !is_hidden(path) && !path.is_within(&output);
    let others = repository.changes(&|path| !is_own(path) && may_be_one(path))?;
    if others.is_empty() {
        return Ok(Vec::new());
    }
    // What other files say cannot make one a stray record.
    let disk = DiskTree::new(root);
    let mut files = MemoryTree::new();
    for path in others.into_iter().map(|change| change.path).chain(WsPath::new(WORKSPACE_FILE)) {
        // What is not there, or no file, is no record.
        if let Ok(bytes) = disk.read(&path, true) {
            files.insert(path, bytes);
        }
    }
    let report = check::check(&Snapshot::load(&files)?);
    let strays = report.findings().iter().filter(|finding| finding.problem.rule == Rule::StrayRecord);
    let told = strays.map(|finding| {
        let (message, help) =
            (&finding.problem.message, finding.problem.help_text().unwrap_or_else(|| "move it".to_owned()));
        format!("`{}` is left out: {message}; {help}", finding.path)
    });
    Ok(told.collect())
}
