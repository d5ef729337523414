//! Setting up a repository so that git merges some files with a program.
//!
//! Git wants two things: a driver in its settings, which belong to the clone, and lines in `.gitattributes` that say which
//! files it is for. A driver or a line of somebody else's is never changed: ours stand first in the file, so that
//! whatever is said below counts.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use git2::{ConfigLevel, ErrorCode};

use super::failure::{Failure, failure};
use super::repository::Repository;
use crate::store::{PLAIN, new_temporary};

/// A driver, and the files it is for.
#[derive(Clone, Copy, Debug)]
pub struct Driver<'d> {
    /// What the attribute calls it.
    pub name: &'d str,
    /// What people call it.
    pub title: &'d str,
    /// How the command of every version of it begins.
    pub begin: &'d str,
    /// The command, for a shell.
    pub command: &'d str,
    /// The comment above its lines in `.gitattributes`.
    pub mark: &'d str,
    /// The patterns of its files, seen from the workspace.
    pub patterns: &'d [String],
}

/// What setting up a driver came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DriverSet {
    /// Settings or lines are new; the file with the lines.
    New(PathBuf),
    /// Everything was there.
    Already,
    /// There is another driver of that name, which is kept; its command.
    Foreign(String),
}

/// Why a driver was not set up or taken out.
#[derive(Debug, thiserror::Error)]
pub enum DriverError {
    /// The system said no.
    #[error("cannot {action} `{}`: {reason}", .path.display())]
    Io {
        /// What was attempted.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        reason: io::Error,
    },
    /// The file is no regular one.
    #[error("`{}` is a link or no regular file, and git does not read it", .0.display())]
    NoFile(PathBuf),
    /// Anything else.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl Repository {
    /// Makes sure that git merges the workspace's files with a driver.
    ///
    /// # Errors
    /// When the settings or `.gitattributes` cannot be read or written.
    pub fn set_driver(&self, driver: Driver<'_>) -> Result<DriverSet, DriverError> {
        let mut config = self.own_settings()?;
        let (title_key, command_key) = driver.keys();
        let command = setting(&config, &command_key)?;
        if let Some(foreign) = command.as_ref().filter(|command| !command.starts_with(driver.begin)) {
            return Ok(DriverSet::Foreign(foreign.clone()));
        }
        let file = self.workspace().join(".gitattributes");
        let text = read(&file)?;
        let fresh = driver.add_lines(&text);
        let is_set = command.as_deref() == Some(driver.command);
        if fresh == text && is_set {
            return Ok(DriverSet::Already);
        }
        if fresh != text {
            write(&file, &fresh)?;
        }
        if !is_set {
            config.set_str(&title_key, driver.title).map_err(failure("write git's settings"))?;
            config.set_str(&command_key, driver.command).map_err(failure("write git's settings"))?;
        }
        Ok(DriverSet::New(file))
    }

    /// Takes a driver's lines out of the workspace's `.gitattributes`, unless that is committed, and, when no workspace of the repository needs it any
    /// more, its settings out of the clone. Whether anything was there.
    ///
    /// # Errors
    /// When the settings or `.gitattributes` cannot be read or written.
    pub fn unset_driver(&self, driver: Driver<'_>, is_needed: bool) -> Result<bool, DriverError> {
        let file = self.workspace().join(".gitattributes");
        let text = read(&file)?;
        // What is committed is everybody's, and does nothing where the settings are gone.
        let is_committed = self.inner.revparse_single(&format!("HEAD:{}.gitattributes", self.prefix())).is_ok();
        let rest = if is_committed { text.clone() } else { driver.remove_lines(&text) };
        if rest.trim().is_empty() && !text.is_empty() && rest != text {
            fs::remove_file(&file).map_err(io_error("remove", &file))?;
        } else if rest != text {
            write(&file, &rest)?;
        }
        let mut config = self.own_settings()?;
        let (title_key, command_key) = driver.keys();
        let is_ours = setting(&config, &command_key)?.is_some_and(|command| command.starts_with(driver.begin));
        if is_ours && !is_needed {
            for key in [title_key, command_key] {
                match config.remove(&key) {
                    Err(error) if error.code() != ErrorCode::NotFound => {
                        return Err(failure("write git's settings")(error).into());
                    }
                    _ => {}
                }
            }
        }
        Ok(rest != text || is_ours && !is_needed)
    }

    /// The settings of this clone alone.
    fn own_settings(&self) -> Result<git2::Config, Failure> {
        let all = self.inner.config().map_err(failure("read git's settings"))?;
        all.open_level(ConfigLevel::Local).map_err(failure("read git's settings"))
    }
}

impl Driver<'_> {
    fn keys(self) -> (String, String) {
        (format!("merge.{}.name", self.name), format!("merge.{}.driver", self.name))
    }

    fn lines(self) -> impl Iterator<Item = String> {
        self.patterns.iter().map(move |pattern| format!("{pattern} merge={}", self.name))
    }

    /// Adds the lines that are missing: below those of ours that are there, else at the top.
    fn add_lines(self, text: &str) -> String {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let has = |wanted: &str| text.lines().any(|line| line.trim() == wanted);
        let missing: String = self.lines().filter(|line| !has(line)).map(|line| line + newline).collect();
        if missing.is_empty() {
            return text.to_owned();
        }
        let Some(mark) = text.find(self.mark) else { return format!("{}{newline}{missing}{text}", self.mark) };
        let below = text[mark..].find('\n').map(|length| mark + length + 1);
        match below {
            Some(below) => format!("{}{missing}{}", &text[..below], &text[below..]),
            None => format!("{text}{newline}{missing}"),
        }
    }

    fn remove_lines(self, text: &str) -> String {
        let own: Vec<String> = self.lines().chain([self.mark.to_owned()]).collect();
        text.split_inclusive('\n').filter(|line| !own.iter().any(|own| line.trim() == own)).collect()
    }
}

fn setting(config: &git2::Config, key: &str) -> Result<Option<String>, Failure> {
    match config.get_string(key) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(failure("read git's settings")(error)),
    }
}

fn read(file: &Path) -> Result<String, DriverError> {
    match file.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => return Err(io_error("look at", file)(error)),
        Ok(metadata) if !metadata.is_file() => return Err(DriverError::NoFile(file.to_path_buf())),
        Ok(_) => {}
    }
    fs::read_to_string(file).map_err(io_error("read", file))
}

fn write(file: &Path, text: &str) -> Result<(), DriverError> {
    let mut temporary = new_temporary(file.parent().unwrap_or(file), PLAIN).map_err(io_error("write", file))?;
    temporary.write_all(text.as_bytes()).map_err(io_error("write", file))?;
    temporary.persist(file).map(drop).map_err(|error| io_error("write", file)(error.error))
}

fn io_error(action: &'static str, path: &Path) -> impl Fn(io::Error) -> DriverError {
    move |reason| DriverError::Io { action, path: path.to_path_buf(), reason }
}
