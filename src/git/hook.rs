//! Putting a hook into a repository and taking it out again.
//!
//! What a hook does is a [`Script`] of the caller's. Several workspaces can share a repository, so a script has an entry
//! for each. A hook that is not ours is never overwritten: it stays, or is put beside ours, which then runs it first.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::failure::{Failure, failure};
use super::handover::hooks_folder;
use super::manager::{Managed, Manager, in_folder, managed};
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
    /// The hook is new, and runs the one that was there first.
    Chained {
        /// The hook.
        hook: PathBuf,
        /// Where the one that was there is now.
        before: PathBuf,
    },
}

/// What taking a hook out came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uninstalled {
    /// It was not installed.
    Nothing,
    /// It is gone, or has no entry for the workspace any more.
    Removed(PathBuf),
    /// It is gone, and the one that was there before is back.
    Restored(PathBuf),
}

/// Why a hook was not changed.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// There is one that is not ours.
    #[error("`{}` is another program's hook, which is kept as it is", .0.display())]
    Foreign(PathBuf),
    /// Another program looks after the hooks.
    #[error("{} looks after the hooks of this repository, so nothing is put among them", .0.manager.name())]
    Managed(Box<Managed>),
    /// A hook would not do what it does under another name.
    #[error("`{}` may go by its own name, so it is not put aside, where it might do nothing", .0.display())]
    ByName(PathBuf),
    /// Putting a hook aside would overwrite a file.
    #[error("`{}` is in the way; move it elsewhere", .0.display())]
    InTheWay(PathBuf),
    /// The folder of hooks serves other repositories, too.
    #[error("the hooks are in `{}`, outside of this repository, where others may share them", .0.display())]
    Shared(PathBuf),
    /// The hook is ours, but somebody has changed it.
    #[error("`{}` was changed by hand, so it is kept; remove it yourself", .0.display())]
    Changed(PathBuf),
    /// The workspace cannot be written in a line of a script.
    #[error("the workspace's folder has a line break in its name; rename it")]
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
    /// With `force` a hook that is not ours is put aside as `NAME.before-wayfare`, for the script to run, a script of
    /// ours is written anew, and a folder outside of the repository is written to. What another program looks after, what
    /// lies in the working folder, and what may go by its own name is left alone in any case.
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
                if fresh != text {
                    write(&hook, &fresh, true)?;
                }
                Ok(if is_new { Installed::Added(hook) } else { Installed::Already(hook) })
            }
            Found::Foreign if !force => Err(HookError::Foreign(hook)),
            Found::Foreign if goes_by_name(&hook) => Err(HookError::ByName(hook)),
            Found::Foreign => {
                let before = aside(&hook);
                if before.symlink_metadata().is_ok() {
                    return Err(HookError::InTheWay(before));
                }
                fs::rename(&hook, &before).map_err(io_error("move", &hook))?;
                if let Err(error) = write(&hook, &script.text(&[&entry]), false) {
                    // The error that led here is the one to tell.
                    let _ = fs::rename(&before, &hook);
                    return Err(error);
                }
                Ok(Installed::Chained { hook, before })
            }
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
        let hook = folder.join(script.name);
        let of_folder = || {
            let is_versioned = folder.starts_with(self.work_folder()) && !folder.starts_with(self.inner.commondir());
            (is_versioned && matches!(found, Found::Foreign)).then(|| in_folder(self.work_folder(), hook.clone()))
        };
        let Some(managed) = managed(self.work_folder(), folder, script.name).or_else(of_folder) else {
            return Ok(None);
        };
        let writes_there = managed.manager == Manager::Husky && !folder.starts_with(self.inner.commondir());
        // Its settings are there, but it is not set up: what is put there silences nothing.
        let is_free = match found {
            Found::Ours(_) => true,
            Found::Nothing => force,
            Found::Foreign => false,
        };
        if managed.calls(call, &self.hook_word(), self.prefix().trim_end_matches('/')) {
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

    fn hooks_folder(&self) -> Result<PathBuf, Failure> {
        let config = self.inner.config().map_err(failure("read git's configuration"))?;
        Ok(hooks_folder(self, &self.inner, &config))
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

/// Where a hook is put that was there before ours.
fn aside(hook: &Path) -> PathBuf {
    let mut name = hook.file_name().unwrap_or_default().to_owned();
    name.push(".before-wayfare");
    hook.with_file_name(name)
}

/// Whether a hook may do something else under another name: a program, or a script that asks for its name.
fn goes_by_name(hook: &Path) -> bool {
    const NAMES: [&str; 8] = ["$0", "${0", "BASH_SOURCE", "ZSH_", "__file__", "__FILE__", "argv", "ARGV"];
    let text = fs::read(hook).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.is_none_or(|text| NAMES.iter().any(|name| text.contains(name)))
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
