//! Judging whether commits may do what they do, by the roles that the workspace had before them.

use crate::check::policy::{Deed, judge};
use crate::diag::{Refused, Report};
use crate::git::{Repository, Revision};
use crate::model::{Document, FileKind, Workspace, names, parse};
use crate::store::layout::WORKSPACE_FILE;
use crate::text::{SourceText, WsPath};

/// How far to look back for a `workspace.yaml` that can be read.
const FARTHEST: usize = 1_000;

/// Commits that were judged.
#[derive(Debug)]
pub struct Judged {
    /// What they may not do.
    pub report: Report,
    /// How many they are.
    pub commits: usize,
}

/// Judges the commits of a range, `BASE..HEAD`, in a repository that need not have a working folder; `None` where there is
/// no workspace before them, and so no roles to keep to.
///
/// # Errors
/// When the range is none, or the commits or the settings before them cannot be read.
pub fn judge_commits(repository: &Repository, range: &str) -> Result<Option<Judged>, Refused> {
    let (base, head) = ends(repository, range)?;
    // What begins on no branch is judged by the roles of the main one.
    let roles_at = match base {
        Some(base) => Some(base),
        None => repository.head()?,
    };
    let commits = repository.commits_since(base.as_ref(), &head)?;
    let Some(roles) = roles_at.map(|revision| roles(repository, revision)).transpose()?.flatten() else {
        return Ok(None);
    };
    let deeds = commits.iter().map(|commit| deed(repository, commit)).collect::<Result<Vec<Deed>, Refused>>()?;
    Ok(Some(Judged { report: judge(&roles, &deeds), commits: commits.len() }))
}

/// The two ends of `BASE..HEAD`. Zeros, by which git tells hooks of a new branch, are no base.
fn ends(repository: &Repository, range: &str) -> Result<(Option<Revision>, Revision), Refused> {
    let Some((base, head)) = range.split_once("..").filter(|(_, head)| !head.starts_with('.')) else {
        return Err(Refused::new(format!("`{range}` is no range")).help("write `BASE..HEAD`, such as `main..HEAD`"));
    };
    let resolve = |name: &str| repository.resolve(if name.is_empty() { "HEAD" } else { name }).map_err(Refused::from);
    let is_new = base.len() >= 40 && base.bytes().all(|byte| byte == b'0');
    Ok((if is_new { None } else { Some(resolve(base)?) }, resolve(head)?))
}

/// The settings at a revision; where these cannot be read, those of the last one before it in which they can. `None` where
/// there is no workspace yet.
fn roles(repository: &Repository, revision: Revision) -> Result<Option<Workspace>, Refused> {
    let mut next = Some(revision);
    for _ in 0..FARTHEST {
        let Some(revision) = next else { break };
        match settings(repository, &revision)? {
            None => return Ok(None),
            Some(Some(workspace)) => return Ok(Some(workspace)),
            Some(None) => next = repository.commit_info(&revision)?.parents.first().copied(),
        }
    }
    Err(Refused::new(format!("`{WORKSPACE_FILE}` cannot be read in {}, nor before", revision.short()))
        .help("mend it there first"))
}

/// The settings in a revision: `None` where there are none, `Some(None)` where their members cannot be read. What
/// `.gitignore` says does not count, since anybody may write it.
fn settings(repository: &Repository, revision: &Revision) -> Result<Option<Option<Workspace>>, Refused> {
    let Some(path) = WsPath::new(WORKSPACE_FILE) else { return Ok(None) };
    let Some(blob) = repository.blob_at(revision, &path)? else { return Ok(None) };
    let source = SourceText::from_bytes(repository.blob(blob)?);
    Ok(Some(match parse(FileKind::Workspace, &source).whole() {
        Some(Document::Workspace(workspace)) if !workspace.record.is_unread(names::MEMBERS) => Some(workspace),
        _ => None,
    }))
}

fn deed(repository: &Repository, commit: &Revision) -> Result<Deed, Refused> {
    let info = repository.commit_info(commit)?;
    let files = repository.authored(&info)?;
    Ok(Deed { commit: commit.short(), author: info.author, email: info.email, is_signed: info.is_signed, files })
}
