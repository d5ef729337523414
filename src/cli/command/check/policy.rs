//! `check --policy`: whether commits may do what they do.

use std::path::{Path, PathBuf};

use super::Telling;
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::git::Repository;
use crate::snapshot::Snapshot;
use crate::store::MemoryTree;
use crate::text::{self, WsPath};
use crate::workspace::{Judged, judge_commits};

/// Commits to judge, and where they are.
pub(super) struct Policy<'a> {
    /// `BASE..HEAD`
    pub(super) range: &'a str,
    /// The repository's own folder, where it has no working folder.
    pub(super) repository: Option<&'a Path>,
    /// The workspace's folder.
    pub(super) paths: &'a [PathBuf],
}

pub(super) fn run(context: &Context, policy: &Policy<'_>, telling: Telling) -> Result<Exit, Failure> {
    let (repository, root) = policy.open(context)?;
    let terminal = context.terminal;
    let progress = terminal.progress("Judging commits");
    let judged = judge_commits(&repository, policy.range)?;
    drop(progress);
    let Some(Judged { report: found, commits }) = judged else {
        terminal.talk("There is no workspace before these commits, so there are no roles to keep to.");
        return Ok(Exit::Clean);
    };
    let nothing = Snapshot::load(&MemoryTree::new())?;
    report::write(context, &root, &found, &nothing, telling.format)?;
    let counts = found.summary().in_short();
    terminal.talk(format_args!("{counts} in {}", text::count(commits, "commit", "commits")));
    Ok(Exit::of(found.summary(), telling.deny_warnings))
}

impl Policy<'_> {
    /// The repository, and the folder that findings are shown from.
    fn open(&self, context: &Context) -> Result<(Repository, PathBuf), Failure> {
        let ([] | [_]) = self.paths else {
            return Err(Failure::new("--policy takes one workspace").help("judge them one after the other"));
        };
        let named = self.paths.first();
        let Some(folder) = self.repository else {
            let workspace = workspace::find(context, named.map(PathBuf::as_path))?;
            return Ok((workspace.repository()?, workspace.root().to_path_buf()));
        };
        let folder = context.resolve(folder);
        let inside = named.map_or_else(|| Ok(WsPath::root()), |path| inside(path))?;
        Ok((Repository::open_hosted(&folder, &inside)?, folder))
    }
}

/// A workspace's folder in a repository, as it is given on the command line.
pub(in crate::cli::command) fn inside(path: &Path) -> Result<WsPath, Failure> {
    let text = path.to_string_lossy().replace('\\', "/");
    let text = text.trim_start_matches("./").trim_end_matches('/');
    let text = if text == "." { "" } else { text };
    WsPath::new(text).ok_or_else(|| {
        Failure::new(format!("`{}` is no folder in the repository", path.display()))
            .help("name it as seen from the repository's root, such as `docs/journeys`")
    })
}
