//! When a commit needs the installed `git`.
//!
//! Libgit2 runs no hooks, signs nothing and knows no filter programs. Where a repository or its user asks for one of
//! these, the commit is handed over with an index of its own, as `git commit --only` does inside: hooks see exactly
//! what is committed, and the user's index is not touched while they run.

use std::fmt;
use std::path::PathBuf;

use git2::Config;

use super::executable::is_executable;
use super::failure::{Failure, failure};
use super::filter::filter_of;
use super::repository::Repository;
use super::status::{Change, ChangeKind};

/// A reason to hand a commit to the installed `git`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handover {
    /// `commit.gpgsign` is on.
    Signing,
    /// A hook is there to be run; its name.
    Hook(String),
    /// A changed file goes through a filter program or a text encoding.
    Filter {
        /// The file, as the repository writes it.
        path: String,
        /// The attribute, such as `filter=lfs`.
        attribute: String,
    },
    /// The message is to be edited.
    Editing,
    /// A variable of the environment says something that only git can read; its name.
    Environment(&'static str),
}

impl fmt::Display for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Handover::Signing => f.write_str("`commit.gpgsign` is on"),
            Handover::Hook(name) => write!(f, "the hook `{name}` is set up"),
            Handover::Filter { path, attribute } => write!(f, "`{path}` has the attribute `{attribute}`"),
            Handover::Editing => f.write_str("the message is to be edited"),
            Handover::Environment(name) => write!(f, "`{name}` is set"),
        }
    }
}

/// The hooks that `git commit` runs, the ones of each reference and index change included.
const HOOKS: &[&str] =
    &["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "reference-transaction", "post-index-change"];

/// Every reason to hand over a commit of these changes, sorted by sort and name.
pub(super) fn reasons(
    repository: &Repository,
    handle: &git2::Repository,
    changes: &[Change],
) -> Result<Vec<Handover>, Failure> {
    let config = handle.config().map_err(failure("read git's configuration"))?;
    let mut reasons = Vec::new();
    if config.get_bool("commit.gpgsign").unwrap_or(false) {
        reasons.push(Handover::Signing);
    }
    let folder = hooks_folder(repository, handle, &config);
    let executable = HOOKS.iter().filter(|name| is_executable(&folder.join(name)));
    reasons.extend(executable.map(|name| Handover::Hook((*name).to_owned())));
    reasons.extend(configured_hooks(&config)?.into_iter().map(Handover::Hook));
    for change in changes.iter().filter(|change| change.content.is_none() && change.kind != ChangeKind::Deleted) {
        let path = repository.repository_path(&change.path);
        if let Some(attribute) = filter_of(handle, &path)? {
            reasons.push(Handover::Filter { path, attribute });
        }
    }
    let carries = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    reasons
        .extend(["GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"].into_iter().filter(carries).map(Handover::Environment));
    Ok(reasons)
}

/// Where the repository's hooks are.
pub(super) fn hooks_folder(repository: &Repository, handle: &git2::Repository, config: &Config) -> PathBuf {
    match config.get_path("core.hooksPath") {
        // Git puts a `/` between the folder and the hook's name, whatever the folder is.
        Ok(folder) if folder.as_os_str().is_empty() => PathBuf::from("/"),
        // Git runs hooks in the working folder, from where a relative path leads.
        Ok(folder) => repository.work_folder().join(folder),
        Err(_) => handle.commondir().join("hooks"),
    }
}

/// Hooks that are settings (`hook.<name>.command`), which newer versions of git run.
fn configured_hooks(config: &Config) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    let entries = config.entries(Some(r"^hook\..*\.command$")).map_err(failure("read git's configuration"))?;
    let collect = |entry: &git2::ConfigEntry<'_>| {
        let name = entry.name().ok().and_then(|name| name.strip_prefix("hook.")?.strip_suffix(".command"));
        names.extend(name.map(str::to_owned));
    };
    entries.for_each(collect).map_err(failure("read git's configuration"))?;
    names.sort();
    names.dedup();
    Ok(names)
}

/// How a commit is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitWay {
    /// Whether it takes the place of the commit that `HEAD` names.
    pub amends: bool,
    /// Whether the message is first edited, in the editor that git would start.
    pub edits: bool,
    /// Whether it is only shown what it would be, also where it cannot be made now.
    pub is_dry_run: bool,
    /// Whether hooks are told, by [`UNCHECKED`], that it need not be checked.
    pub is_unchecked: bool,
}

/// The variable that is `1` for the hooks of a commit that somebody wants to be made without a check.
pub const UNCHECKED: &str = "WAYFARE_NO_CHECK";
