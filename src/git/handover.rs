//! When a commit needs the installed `git`, and running it.
//!
//! Libgit2 runs no hooks, signs nothing and knows no filter programs. Where a repository or its user asks for one of
//! these, the commit is handed over with an index of its own, as `git commit --only` does inside: hooks see exactly
//! what is committed, and the user's index is not touched while they run.

use std::fmt;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use git2::Config;

use super::failure::{Failure, failure};
use super::filter::filter_of;
use super::raw::Person;
use super::repository::{REPOSITORY_VARIABLES, Repository};
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
    for change in changes.iter().filter(|change| change.id.is_none() && change.kind != ChangeKind::Deleted) {
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

#[cfg(unix)]
fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(path: &Path) -> bool {
    path.is_file() || path.with_extension("exe").is_file()
}

/// How a run of `git` ended.
pub(super) enum Ending {
    /// It succeeded.
    Done,
    /// It did not; with its status and what it and its hooks said.
    Failed(ExitStatus, String),
}

/// The installed `git` with an index of its own.
pub(super) struct Git<'a> {
    pub(super) work_folder: &'a Path,
    /// The index it uses in place of the repository's.
    pub(super) index: &'a Path,
    /// How it commits.
    pub(super) way: CommitWay,
    /// Who is named as author, where git would refuse or damage the one it would take over.
    pub(super) author: Option<Person>,
}

/// How a commit is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitWay {
    /// Whether it takes the place of the commit that `HEAD` names.
    pub amends: bool,
    /// Whether the message is first edited, in the editor that git would start.
    pub edits: bool,
}

impl Git<'_> {
    /// Takes paths into the index by way of their filters; `paths` end in NUL each.
    pub(super) fn stage(&self, paths: Stdio, talk: &mut dyn Write) -> std::io::Result<Ending> {
        let mut command = self.command();
        command.args(["update-index", "--add", "--remove", "--replace", "-z", "--stdin"]).stdin(paths);
        run(command, talk)
    }

    /// Commits the index with the message in a file.
    pub(super) fn commit(&self, message: &Path, talk: &mut dyn Write) -> std::io::Result<Ending> {
        let mut command = self.command();
        let cleanup = if self.way.edits { "--cleanup=strip" } else { "--cleanup=whitespace" };
        command.args(["-c", "i18n.commitEncoding=UTF-8", "commit", "--quiet", cleanup]);
        if self.way.amends {
            command.arg("--amend");
        }
        if let Some(author) = &self.author {
            let date = format!("@{}", author.moment());
            command.arg("--reset-author").env("GIT_AUTHOR_DATE", date);
            command.env("GIT_AUTHOR_NAME", &author.name).env("GIT_AUTHOR_EMAIL", &author.email);
        }
        command.arg("--file").arg(message);
        if !self.way.edits {
            command.stdin(Stdio::null());
            return run(command, talk);
        }
        // An editor needs the terminal.
        let status = command.arg("--edit").status()?;
        Ok(if status.success() { Ending::Done } else { Ending::Failed(status, String::new()) })
    }

    fn command(&self) -> Command {
        let mut command = git_in(self.work_folder);
        command.env("GIT_INDEX_FILE", self.index);
        command
    }
}

/// The installed git in a working folder.
pub(super) fn git_in(work_folder: &Path) -> Command {
    let mut command = Command::new("git");
    for name in REPOSITORY_VARIABLES {
        command.env_remove(name);
    }
    command.arg("-C").arg(work_folder);
    command
}

/// Runs to the end, passing on what is said while it is said.
fn run(mut command: Command, talk: &mut dyn Write) -> std::io::Result<Ending> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    let mut said = Vec::new();
    if let Some(mut stderr) = child.stderr.take() {
        let mut chunk = [0; 4096];
        loop {
            match stderr.read(&mut chunk) {
                Ok(0) | Err(_) => break,
                Ok(length) => {
                    said.extend_from_slice(&chunk[..length]);
                    // Whoever listens may be gone; the commit goes on.
                    let _ = talk.write_all(&chunk[..length]).and_then(|()| talk.flush());
                }
            }
        }
    }
    let status = child.wait()?;
    if status.success() {
        return Ok(Ending::Done);
    }
    Ok(Ending::Failed(status, String::from_utf8_lossy(&said).trim_end().to_owned()))
}
