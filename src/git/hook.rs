//! Putting a hook into a repository and taking it out again.
//!
//! What a hook does is a [`Script`] of the caller's. Several workspaces can share a repository, so a script has an entry
//! for each. A hook that is not ours is never changed, moved or overwritten: what it does can depend on its name, its
//! folder and what it reads there, and no look at its text tells.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::executable::is_executable;
use super::failure::{Failure, failure};
use super::handover::hooks_folder;
use super::manager::{Managed, Manager, calls_for, managed};
use super::repository::Repository;
use crate::store::{EXECUTABLE, new_temporary};
use crate::text::shell_quoted;

/// A hook's script: a shell's, with a line for each workspace.
#[derive(Clone, Copy, Debug)]
pub struct Script<'s> {
    /// The hook, such as `pre-commit`.
    pub name: &'s str,
    /// A line by which a script of ours is known.
    pub mark: &'s str,
    /// Everything before the entries, the mark included.
    pub head: &'s str,
    /// How the line of an entry begins, and no other line.
    pub begin: &'s str,
    /// Everything after the entries.
    pub tail: &'s str,
    /// What another program's settings have in them when they call for the same; `None` where no program looks after such
    /// hooks.
    pub call: Option<&'s str>,
}

/// What installing a hook came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Installed {
    /// The hook is new.
    New(PathBuf),
    /// The hook was there for other workspaces.
    Added(PathBuf),
    /// It was installed before.
    Already(PathBuf),
}

/// What taking a hook out came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uninstalled {
    /// It was not installed.
    Nothing,
    /// It is gone, or has no entry for the workspace any more.
    Removed(PathBuf),
    /// It is gone, and the one that a former version had put aside is back.
    Restored(PathBuf),
}

/// Why a hook was not changed.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// There is one that is not ours.
    #[error("`{}` is another program's hook, which is kept as it is", .hook.display())]
    Foreign {
        /// The hook.
        hook: PathBuf,
        /// Whether it is a script of a shell, which takes a line of ours.
        is_of_shell: bool,
    },
    /// Another program looks after the hooks.
    #[error("{} looks after the hooks of this repository, so nothing is put among them", .0.manager.name())]
    Managed(Box<Managed>),
    /// `core.hooksPath` is set to nothing, which git takes for the root of the file system.
    #[error("`core.hooksPath` is set to nothing, so git runs no hook of this repository")]
    NoFolder,
    /// The folder of hooks serves other repositories, too.
    #[error("the hooks are in `{}`, outside of this repository, where others may share them", .0.display())]
    Shared(PathBuf),
    /// The hook is ours, but somebody has changed it.
    #[error("`{}` was changed by hand, so it is kept", .0.display())]
    Changed(PathBuf),
    /// The workspace cannot be written in a line of a script.
    #[error("the workspace's folder has a line break in its name")]
    LineBreak,
    /// The system said no.
    #[error("cannot {action} `{}`: {reason}", .path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// What is at the place of a hook.
enum Found {
    Nothing,
    Ours(String),
    Foreign,
}

impl Repository {
    /// The workspace's folder as a word for a shell in the working folder, where git runs hooks.
    pub fn hook_word(&self) -> String {
        let folder = self.prefix().trim_end_matches('/');
        let path = if folder.is_empty() { ".".to_owned() } else { format!("./{folder}") };
        shell_quoted(&path)
    }

    /// Makes sure that a hook has an entry for the workspace.
    ///
    /// With `force` a script of ours is written anew, and a folder outside of the repository is written to. A hook that
    /// is not ours stays as it is in any case.
    ///
    /// # Errors
    /// When the hook is not ours, or cannot be written; then it is as it was.
    pub fn install_hook(&self, script: Script<'_>, force: bool) -> Result<Installed, HookError> {
        let entry = self.entry(script)?;
        let folder = self.hooks_folder()?;
        if !force && !self.is_own(&folder) {
            return Err(HookError::Shared(folder));
        }
        let hook = folder.join(script.name);
        let found = find(&hook, script)?;
        if let Some(call) = script.call
            && let Some(place) = self.check_managed(&folder, script, call, (&found, force))?
        {
            return Ok(Installed::Already(place));
        }
        fs::create_dir_all(&folder).map_err(io_error("make", &folder))?;
        match found {
            Found::Nothing => {
                write(&hook, &script.text(&[&entry]), false)?;
                Ok(Installed::New(hook))
            }
            Found::Ours(text) => {
                let mut entries = script.entries(&text);
                let is_new = !entries.contains(&entry.as_str());
                if is_new {
                    entries.push(&entry);
                }
                let fresh = script.text(&entries);
                if !force && script.text(&script.entries(&text)) != text {
                    return if is_new { Err(HookError::Changed(hook)) } else { Ok(Installed::Already(hook)) };
                }
                if fresh != text || !is_executable(&hook) {
                    write(&hook, &fresh, true)?;
                }
                Ok(if is_new { Installed::Added(hook) } else { Installed::Already(hook) })
            }
            Found::Foreign
                if is_executable(&hook)
                    && script.call.is_some_and(|call| calls_for(&hook, call, &self.own_names())) =>
            {
                Ok(Installed::Already(hook))
            }
            Found::Foreign => Err(HookError::Foreign { is_of_shell: is_of_shell(&hook), hook }),
        }
    }

    /// Where a program that looks after the hooks calls for the same already; `None` where none is in the way.
    fn check_managed(
        &self,
        folder: &Path,
        script: Script<'_>,
        call: &str,
        (found, force): (&Found, bool),
    ) -> Result<Option<PathBuf>, HookError> {
        let Some(managed) = managed(self.work_folder(), folder, script.name) else { return Ok(None) };
        let writes_there = managed.manager == Manager::Husky && self.is_in_work_folder(folder);
        // Its settings are there, but it is not set up: what is put there silences nothing.
        let is_free = match found {
            Found::Ours(_) => true,
            Found::Nothing => force,
            Found::Foreign => false,
        };
        if managed.calls(call, &self.own_names()) {
            Ok(Some(self.work_folder().join(&managed.place)))
        } else if is_free && !writes_there {
            Ok(None)
        } else {
            Err(HookError::Managed(Box::new(managed)))
        }
    }

    /// Takes the workspace's entry out of a hook, and the hook away with the last one.
    ///
    /// # Errors
    /// When the hook is not as it was written, or cannot be changed.
    pub fn uninstall_hook(&self, script: Script<'_>) -> Result<Uninstalled, HookError> {
        let entry = self.entry(script)?;
        let hook = self.hooks_folder()?.join(script.name);
        let Found::Ours(text) = find(&hook, script)? else { return Ok(Uninstalled::Nothing) };
        let mut entries = script.entries(&text);
        if !entries.contains(&entry.as_str()) {
            return Ok(Uninstalled::Nothing);
        }
        if script.text(&entries) != text {
            return Err(HookError::Changed(hook));
        }
        entries.retain(|other| *other != entry);
        if !entries.is_empty() {
            write(&hook, &script.text(&entries), true)?;
            return Ok(Uninstalled::Removed(hook));
        }
        let before = aside(&hook);
        if before.symlink_metadata().is_ok() {
            fs::rename(&before, &hook).map_err(io_error("move", &before))?;
            return Ok(Uninstalled::Restored(hook));
        }
        fs::remove_file(&hook).map_err(io_error("remove", &hook))?;
        Ok(Uninstalled::Removed(hook))
    }

    /// Whether a hook is there that is ours, for whichever workspace.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn has_hook(&self, script: Script<'_>) -> Result<bool, HookError> {
        let hook = self.hooks_folder()?.join(script.name);
        Ok(matches!(find(&hook, script)?, Found::Ours(_)))
    }

    /// The line of a script for this workspace.
    fn entry(&self, script: Script<'_>) -> Result<String, HookError> {
        let word = self.hook_word();
        if word.contains(['\n', '\r']) { Err(HookError::LineBreak) } else { Ok(format!("{}{word}", script.begin)) }
    }

    /// What a hook can call the workspace.
    fn own_names(&self) -> (String, &str) {
        (self.hook_word(), self.prefix().trim_end_matches('/'))
    }

    /// Where git looks for hooks, without symbolic links: `.git/hooks` may be one into the working folder.
    fn hooks_folder(&self) -> Result<PathBuf, HookError> {
        let config = self.inner.config().map_err(failure("read git's configuration"))?;
        let folder = hooks_folder(self, &self.inner, &config);
        if folder.parent().is_none() {
            return Err(HookError::NoFolder);
        }
        Ok(folder.canonicalize().unwrap_or(folder))
    }

    /// Whether git runs a hook, which it passes over where it is not executable.
    pub fn can_run(&self, hook: &Path) -> bool {
        is_executable(hook)
    }

    /// Whether a file or folder lies among those under version control.
    pub fn is_in_work_folder(&self, path: &Path) -> bool {
        let git_folder = self.inner.commondir();
        let git_folder = git_folder.canonicalize().unwrap_or_else(|_| git_folder.to_path_buf());
        path.starts_with(self.work_folder()) && !path.starts_with(git_folder)
    }

    /// Whether a folder lies in this repository, or in its working folder.
    fn is_own(&self, folder: &Path) -> bool {
        let there = folder.ancestors().find_map(|ancestor| ancestor.canonicalize().ok());
        let git_folder = self.inner.commondir().canonicalize().ok();
        let is_up = folder.components().any(|part| part == std::path::Component::ParentDir);
        there.is_some_and(|there| {
            let is_within =
                there.starts_with(self.work_folder()) || git_folder.is_some_and(|git| there.starts_with(git));
            is_within && (folder.exists() || !is_up)
        })
    }
}

impl Script<'_> {
    /// The whole script.
    fn text(self, entries: &[&str]) -> String {
        let entries: String = entries.iter().map(|entry| format!("{entry}\n")).collect();
        format!("{}{entries}{}", self.head, self.tail)
    }

    /// The entries of a script of ours.
    fn entries(self, text: &str) -> Vec<&str> {
        text.lines().filter(|line| line.starts_with(self.begin)).collect()
    }
}

/// Where former versions put a hook that was there before ours; the scripts run it first.
fn aside(hook: &Path) -> PathBuf {
    let mut name = hook.file_name().unwrap_or_default().to_owned();
    name.push(".before-wayfare");
    hook.with_file_name(name)
}

/// Whether a hook is a script of a shell, by its first line.
fn is_of_shell(hook: &Path) -> bool {
    let text = fs::read(hook).unwrap_or_default();
    let first = String::from_utf8_lossy(text.split(|byte| *byte == b'\n').next().unwrap_or_default()).into_owned();
    let mut words = first.strip_prefix("#!").unwrap_or_default().split_whitespace();
    words.rfind(|word| !word.starts_with('-')).is_some_and(|program| program.ends_with("sh"))
}

fn find(hook: &Path, script: Script<'_>) -> Result<Found, HookError> {
    match hook.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io_error("look at", hook)(error)),
        Ok(metadata) if !metadata.is_file() => return Ok(Found::Foreign),
        Ok(_) => {}
    }
    let text = fs::read(hook).map_err(io_error("read", hook))?;
    match String::from_utf8(text) {
        Ok(text) if text.lines().any(|line| line == script.mark) => Ok(Found::Ours(text)),
        _ => Ok(Found::Foreign),
    }
}

/// Writes a hook that git can run, whole or not at all.
fn write(hook: &Path, text: &str, replace: bool) -> Result<(), HookError> {
    let failed = |reason| io_error("write", hook)(reason);
    let mut file = new_temporary(hook.parent().unwrap_or(hook), EXECUTABLE).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    let placed = if replace { file.persist(hook) } else { file.persist_noclobber(hook) };
    placed.map(drop).map_err(|error| failed(error.error))
}

fn io_error(action: &'static str, path: &Path) -> impl Fn(io::Error) -> HookError {
    move |reason| HookError::Io { action, path: path.to_path_buf(), reason }
}
