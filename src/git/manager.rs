//! Who else looks after a repository's hooks: a program that writes them itself, or a folder under version control.
//!
//! What such a program has written is never moved or overwritten: it may go by its own name, and is written anew when
//! the program is set up again. What is to run is told to the program instead.

use std::fs;
use std::path::{Path, PathBuf};

/// What looks after the hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manager {
    /// husky, which runs the scripts in a folder.
    Husky,
    /// husky before version 5, which reads `package.json`.
    HuskyOld,
    /// lefthook, which reads a file of its own.
    Lefthook,
    /// pre-commit, which reads a file of its own.
    PreCommit,
    /// Nobody but those who work on the repository: the hooks lie in the working folder.
    Folder,
}

/// Hooks that something else looks after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Managed {
    /// What looks after them.
    pub manager: Manager,
    /// The file that says what runs, seen from the working folder; it need not exist yet.
    pub place: PathBuf,
    /// What that file says.
    pub text: String,
}

impl Managed {
    /// Whether a line calls for the check of a workspace: by its word for a shell, or by its folder.
    pub(super) fn calls(&self, call: &str, word: &str, folder: &str) -> bool {
        // In JSON and the like, a backslash is two.
        let text = self.text.replace("\\\\", "\\");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
        let mut named = lines.filter_map(|line| line.split_once(call)).map(|(_, rest)| rest);
        named.any(|rest| {
            let rest = rest.trim_start_matches(' ');
            let end = rest.find([' ', '"', '|', '&', ';', ',', '}']).unwrap_or(rest.len());
            let path = rest[..end].trim_matches('\'').trim_end_matches('/');
            let path = path.strip_prefix("./").unwrap_or(path);
            rest.starts_with(word) || path == folder || folder.is_empty() && path == "."
        })
    }
}

/// Where lefthook looks for its settings, but for the ending; what is one's own comes last.
const LEFTHOOK: [&str; 6] =
    ["lefthook", ".lefthook", ".config/lefthook", "lefthook-local", ".lefthook-local", ".config/lefthook-local"];

const ENDINGS: [&str; 5] = ["yml", "yaml", "toml", "json", "jsonc"];

const PRE_COMMIT: [&str; 2] = [".pre-commit-config.yaml", ".pre-commit-config.yml"];

impl Manager {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Manager::Husky | Manager::HuskyOld => "husky",
            Manager::Lefthook => "lefthook",
            Manager::PreCommit => "pre-commit",
            Manager::Folder => "whoever works on the repository",
        }
    }
}

/// What looks after a hook; `folder` is where git looks for hooks.
pub(super) fn managed(work_folder: &Path, folder: &Path, hook: &str) -> Option<Managed> {
    let text = read(&folder.join(hook));
    let (manager, place) = husky(work_folder, folder, hook, &text)
        .or_else(|| lefthook(work_folder, &text))
        .or_else(|| pre_commit(work_folder, &text))?;
    Some(of(work_folder, manager, place))
}

/// A hook in a folder of the working folder.
pub(super) fn in_folder(work_folder: &Path, hook: PathBuf) -> Managed {
    of(work_folder, Manager::Folder, hook)
}

fn of(work_folder: &Path, manager: Manager, place: PathBuf) -> Managed {
    let text = read(&place);
    let place = place.strip_prefix(work_folder).map_or_else(|_| place.clone(), Path::to_path_buf);
    Managed { manager, place, text }
}

fn husky(work_folder: &Path, folder: &Path, hook: &str, text: &str) -> Option<(Manager, PathBuf)> {
    let above = folder.parent().unwrap_or(folder);
    let is_named = |folder: &Path, name: &str| folder.file_name().is_some_and(|own| own == name);
    let calls = text.contains("/h\"") || text.contains("husky.sh");
    if is_named(folder, "_") && (is_named(above, ".husky") || folder.join("h").is_file() || calls) {
        return Some((Manager::Husky, above.join(hook)));
    }
    if is_named(folder, ".husky") || folder.join("_/husky.sh").is_file() || text.contains("_/husky.sh") {
        return Some((Manager::Husky, folder.join(hook)));
    }
    if text.contains("husky") {
        return Some((Manager::HuskyOld, work_folder.join("package.json")));
    }
    // It is there, and takes over when it is set up.
    let own = work_folder.join(".husky");
    own.is_dir().then(|| (Manager::Husky, own.join(hook)))
}

fn lefthook(work_folder: &Path, text: &str) -> Option<(Manager, PathBuf)> {
    let files = LEFTHOOK.iter().flat_map(|name| ENDINGS.iter().map(move |ending| format!("{name}.{ending}")));
    let file = files.map(|name| work_folder.join(name)).find(|file| file.is_file());
    if file.is_none() && !text.contains("lefthook") {
        return None;
    }
    Some((Manager::Lefthook, file.unwrap_or_else(|| work_folder.join("lefthook.yml"))))
}

fn pre_commit(work_folder: &Path, text: &str) -> Option<(Manager, PathBuf)> {
    let file = PRE_COMMIT.iter().map(|name| work_folder.join(name)).find(|file| file.is_file());
    if file.is_none() && !text.contains("pre-commit.com") && !text.contains("pre_commit") {
        return None;
    }
    Some((Manager::PreCommit, file.unwrap_or_else(|| work_folder.join(PRE_COMMIT[0]))))
}

fn read(file: &Path) -> String {
    fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Managed, Manager};

    #[test]
    fn a_line_calls_for_the_workspace_that_it_names() {
        let calls = |text: &str, word: &str, folder: &str| {
            let managed = Managed { manager: Manager::Lefthook, place: "lefthook.yml".into(), text: text.to_owned() };
            managed.calls("wayfare check --staged", word, folder)
        };
        for text in [
            "wayfare check --staged '.' || exit 1",
            "run: wayfare check --staged",
            "x: { run: \"wayfare check --staged .\" }",
        ] {
            assert!(calls(text, "'.'", ""), "{text}");
            assert!(!calls(text, "'./maps'", "maps"), "{text}");
        }
        assert!(calls("wayfare check --staged ./maps/ && true", "'./maps'", "maps"));
        assert!(calls(r#"run: "wayfare check --staged './it'\\''s'""#, r"'./it'\''s'", "it's"));
        assert!(!calls("# wayfare check --staged .", "'.'", ""));
        assert!(!calls("wayfare check --staged ./maps-too", "'./maps'", "maps"));
    }
}
