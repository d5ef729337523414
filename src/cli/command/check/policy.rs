//! `check --policy`: whether commits may do what they do.

use std::path::{Path, PathBuf};

use super::Telling;
use crate::check::policy::{Deed, judge};
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::git::{Repository, Revision};
use crate::model::{Document, FileKind, Workspace, parse};
use crate::snapshot::Snapshot;
use crate::store::MemoryTree;
use crate::store::layout::WORKSPACE_FILE;
use crate::text::{self, SourceText, WsPath};

/// How far to look back for a `workspace.yaml` that can be read.
const FARTHEST: usize = 1_000;

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
    let (base, head) = range(&repository, policy.range)?;
    // What begins on no branch is judged by the roles of the main one.
    let roles_at = match base {
        Some(base) => Some(base),
        None => repository.head()?,
    };
    let commits = repository.commits_since(base.as_ref(), &head)?;
    let terminal = context.terminal;
    let Some(roles) = roles_at.map(|revision| roles(&repository, revision)).transpose()?.flatten() else {
        terminal.talk("There is no workspace before these commits, so there are no roles to keep to.");
        return Ok(Exit::Clean);
    };
    let progress = terminal.progress("Judging commits");
    let mut deeds = Vec::with_capacity(commits.len());
    for commit in &commits {
        deeds.push(deed(&repository, commit)?);
    }
    let found = judge(&roles, &deeds);
    drop(progress);
    let nothing = Snapshot::load(&MemoryTree::new())?;
    report::write(context, &root, &found, &nothing, telling.format)?;
    let counts = found.summary().in_short();
    terminal.talk(format_args!("{counts} in {}", text::count(commits.len(), "commit", "commits")));
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

/// The two ends of `BASE..HEAD`. Zeros, by which git tells hooks of a new branch, are no base.
fn range(repository: &Repository, range: &str) -> Result<(Option<Revision>, Revision), Failure> {
    let Some((base, head)) = range.split_once("..").filter(|(_, head)| !head.starts_with('.')) else {
        return Err(Failure::new(format!("`{range}` is no range")).help("write `BASE..HEAD`, such as `main..HEAD`"));
    };
    let resolve = |name: &str| repository.resolve(if name.is_empty() { "HEAD" } else { name }).map_err(Failure::from);
    let is_new = base.len() >= 40 && base.bytes().all(|byte| byte == b'0');
    Ok((if is_new { None } else { Some(resolve(base)?) }, resolve(head)?))
}

/// The settings at a revision; where these cannot be read, those of the last one before it in which they can. `None` where
/// there is no workspace yet.
fn roles(repository: &Repository, revision: Revision) -> Result<Option<Workspace>, Failure> {
    let mut next = Some(revision);
    for _ in 0..FARTHEST {
        let Some(revision) = next else { break };
        match settings(repository, &revision)? {
            None => return Ok(None),
            Some(Some(workspace)) => return Ok(Some(workspace)),
            Some(None) => next = repository.commit_info(&revision)?.parents.first().copied(),
        }
    }
    Err(Failure::new(format!("`{WORKSPACE_FILE}` cannot be read in {}, nor before", revision.short()))
        .help("mend it there first"))
}

/// The settings in a revision: `None` where there are none, `Some(None)` where their members cannot be read. What
/// `.gitignore` says does not count, since anybody may write it.
fn settings(repository: &Repository, revision: &Revision) -> Result<Option<Option<Workspace>>, Failure> {
    let Some(path) = WsPath::new(WORKSPACE_FILE) else { return Ok(None) };
    let Some(blob) = repository.blob_at(revision, &path)? else { return Ok(None) };
    let source = SourceText::from_bytes(repository.blob(blob)?);
    Ok(Some(match parse(FileKind::Workspace, &source).whole() {
        Some(Document::Workspace(workspace)) if !workspace.record.is_unread("members") => Some(workspace),
        _ => None,
    }))
}

fn deed(repository: &Repository, commit: &Revision) -> Result<Deed, Failure> {
    let info = repository.commit_info(commit)?;
    let files = repository.authored(&info)?;
    Ok(Deed { commit: commit.short(), author: info.author, email: info.email, is_signed: info.is_signed, files })
}
