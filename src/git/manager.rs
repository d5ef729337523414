//! Which other program looks after a repository's hooks.
//!
//! What it has written is written anew when the program is set up again, so what is to run is told to the program.

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
    /// Whether a line calls for the check of a workspace; `names` are its word for a shell, and its folder.
    pub(super) fn calls(&self, call: &str, names: &(String, &str)) -> bool {
        calls(&self.text, call, names)
    }
}

/// Whether a line of a hook calls for the check of a workspace; `names` as above.
pub(super) fn calls_for(hook: &Path, call: &str, names: &(String, &str)) -> bool {
    calls(&read(hook), call, names)
}

fn calls(text: &str, call: &str, (word, folder): &(String, &str)) -> bool {
    // In JSON and the like, a backslash is two.
    let text = text.replace("\\\\", "\\");
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let mut named = lines.filter_map(|line| line.split_once(call)).map(|(_, rest)| rest);
    named.any(|rest| {
        let rest = rest.trim_start_matches(' ');
        let end = rest.find([' ', '"', '|', '&', ';', ',', '}']).unwrap_or(rest.len());
        let path = rest[..end].trim_matches('\'').trim_end_matches('/');
        let path = path.strip_prefix("./").unwrap_or(path);
        rest.starts_with(word.as_str()) || path == *folder || folder.is_empty() && path == "."
    })
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
        }
    }
}

/// What looks after a hook; `folder` is where git looks for hooks.
pub(super) fn managed(work_folder: &Path, folder: &Path, hook: &str) -> Option<Managed> {
    let text = read(&folder.join(hook));
    let (manager, place) = husky(work_folder, folder, hook, &text)
        .or_else(|| lefthook(work_folder, &text))
        .or_else(|| pre_commit(work_folder, &text))?;
    let text = read(&place);
    let place = place.strip_prefix(work_folder).map_or_else(|_| place.clone(), Path::to_path_buf);
    Some(Managed { manager, place, text })
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
    use super::calls;

    #[test]
    fn a_line_calls_for_the_workspace_that_it_names() {
        let calls =
            |text: &str, word: &str, folder: &str| calls(text, "wayfare check --staged", &(word.to_owned(), folder));
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
