//! Which files git does not merge with a driver although its lines are there, and what overrules those.

use std::fs;
use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, AttrValue};
use ignore::gitignore::GitignoreBuilder;

use super::driver::Driver;
use super::failure::{Failure, failure};
use super::repository::Repository;
use crate::store::layout::{Place, place};
use crate::text::WsPath;

/// Records that git merges in another way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overruled {
    /// One of them, seen from the repository's root.
    pub path: String,
    /// How many there are.
    pub count: usize,
    /// The line that says so, where it is found.
    pub line: Option<AttributeLine>,
}

/// A line of a file of attributes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttributeLine {
    /// The file.
    pub file: PathBuf,
    /// Its number, from 1.
    pub number: usize,
    /// What it says.
    pub text: String,
    /// Whether it stands in the file that the driver's lines are in.
    pub is_beside_ours: bool,
}

impl Repository {
    /// The records of the workspace that git merges in another way than with a driver, by what overrules its lines. Where
    /// a kind of record has none yet, one that might come stands for it.
    ///
    /// # Errors
    /// When the index or the attributes cannot be read.
    pub fn overruled(&self, driver: Driver<'_>) -> Result<Vec<Overruled>, Failure> {
        // A handle of its own, which has not read the files before they were written.
        let handle = self.reopen()?;
        let index = handle.index().map_err(failure("read the index"))?;
        let tracked = index.iter().filter_map(|entry| self.workspace_path(std::str::from_utf8(&entry.path).ok()?));
        let records = tracked.filter(|path| matches!(place(path), Place::Record(_)));
        let stand_ins = driver.patterns.iter().filter_map(|pattern| WsPath::new(&stand_in(pattern)));
        let mut found: Vec<Overruled> = Vec::new();
        for (path, is_there) in records.map(|path| (path, true)).chain(stand_ins.map(|path| (path, false))) {
            let path = self.repository_path(&path);
            let value = handle.get_attr_bytes(path.as_ref(), "merge", AttrCheckFlags::FILE_THEN_INDEX);
            let value = value.map_err(failure("read `.gitattributes`"))?;
            if matches!(AttrValue::from_bytes(value), AttrValue::String(name) if name == driver.name)
                || matches!(AttrValue::from_bytes(value), AttrValue::Bytes(name) if name == driver.name.as_bytes())
            {
                continue;
            }
            let line = self.deciding_line(&handle, &path);
            match found.iter_mut().find(|other| other.line == line) {
                Some(other) => other.count += usize::from(is_there),
                None => found.push(Overruled { path, count: 1, line }),
            }
        }
        Ok(found)
    }

    /// The line that says how git merges a file: of the file that counts most, the last that matches.
    fn deciding_line(&self, handle: &git2::Repository, path: &str) -> Option<AttributeLine> {
        let work_folder = self.work_folder();
        let of_clone = (handle.commondir().join("info/attributes"), work_folder.to_path_buf());
        let folders = Path::new(path).ancestors().skip(1).map(|folder| work_folder.join(folder));
        let in_folders = folders.map(|folder| (folder.join(".gitattributes"), folder));
        std::iter::once(of_clone).chain(in_folders).find_map(|(file, folder)| {
            let text = fs::read_to_string(&file).ok()?;
            let lines: Vec<&str> = text.lines().collect();
            let is_deciding = |line: &str| says_merge(line) && matches(line, &folder, &work_folder.join(path));
            let at = lines.iter().rposition(|line| is_deciding(line))?;
            let is_beside_ours = file == self.workspace().join(".gitattributes");
            Some(AttributeLine { number: at + 1, text: lines[at].trim().to_owned(), is_beside_ours, file })
        })
    }
}

/// Whether a line of attributes says how to merge; `binary` does, by what git defines it as.
fn says_merge(line: &str) -> bool {
    let is_merge = |word: &str| {
        let word = word.trim_start_matches(['-', '!']);
        word == "binary" || word.split('=').next() == Some("merge")
    };
    !line.trim_start().starts_with('#') && line.split_whitespace().skip(1).any(is_merge)
}

fn matches(line: &str, folder: &Path, path: &Path) -> bool {
    let Some(pattern) = line.split_whitespace().next() else { return false };
    let mut builder = GitignoreBuilder::new(folder);
    if builder.add_line(None, pattern.trim_matches('"')).is_err() {
        return false;
    }
    builder.build().is_ok_and(|pattern| pattern.matched(path, false).is_ignore())
}

/// A path that a pattern matches.
fn stand_in(pattern: &str) -> String {
    pattern.replace("**/", "").replace('*', "any")
}
