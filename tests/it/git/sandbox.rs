//! A throw-away repository in a process of its own.
//!
//! libgit2 and `git` both read the settings of whoever runs them. An environment cannot be changed safely inside a
//! threaded program, so each test starts the test program again for itself alone, with nothing but what is set here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wayfare::diag::Advised;
use wayfare::git::{Change, Repository};
use wayfare::text::WsPath;

const ROOT: &str = "WAYFARE_TEST_SANDBOX";

/// Where programs are, also for a test whose own `PATH` leads nowhere.
const PROGRAMS: &str = "WAYFARE_TEST_PATH";

/// What an error says, and what it advises to do.
pub(crate) fn said(error: &impl Advised) -> String {
    let advice = error.advice();
    [error.to_string()].into_iter().chain(advice.iter().map(ToString::to_string)).collect::<Vec<_>>().join("; ")
}

/// Declares tests that each run in a [`Sandbox`]; `with` names variables to set for one.
macro_rules! sandboxed {
    ($(fn $name:ident($sandbox:ident) $(with [$($variable:literal = $value:expr),+])? $body:block)*) => {
        $(#[test]
        fn $name() {
            crate::git::sandbox::Sandbox::run(
                concat!(module_path!(), "::", stringify!($name)),
                &[$($(($variable, $value)),+)?],
                |$sandbox: &crate::git::sandbox::Sandbox| $body,
            );
        })*
    };
}
pub(crate) use sandboxed;

/// A folder with a home and a repository in it, and the settings of no one.
pub(crate) struct Sandbox {
    root: PathBuf,
}

impl Sandbox {
    /// Runs `body` in a process of its own.
    pub(crate) fn run(test: &str, variables: &[(&str, &str)], body: fn(&Sandbox)) {
        if let Some(root) = std::env::var_os(ROOT) {
            return body(&Sandbox { root: root.into() });
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().canonicalize().expect("the temporary folder");
        let home = root.join("home");
        fs::create_dir(&home).expect("a home");
        fs::create_dir(root.join("repository")).expect("a folder");
        let settings = "[user]\n\tname = Maya Chen\n\temail = maya@acme.example\n[init]\n\tdefaultBranch = main\n\
                        [gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n";
        fs::write(home.join(".gitconfig"), settings).expect("settings");
        let (_, test) = test.split_once("::").expect("a test is in a module");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args([test, "--exact", "--nocapture", "--test-threads=1"]).stdin(Stdio::null()).env_clear();
        command.env("HOME", &home).env("USERPROFILE", &home).env("GIT_CONFIG_GLOBAL", home.join(".gitconfig"));
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CEILING_DIRECTORIES", &root).env("TZ", "UTC");
        for kept in ["PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "RUST_BACKTRACE"] {
            command.envs(std::env::var_os(kept).map(|value| (kept, value)));
        }
        command.envs(std::env::var_os("PATH").map(|value| (PROGRAMS, value)));
        command.env(ROOT, &root).envs(variables.iter().copied());
        let output = command.output().expect("the test program starts");
        let shown = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{shown}");
        assert!(shown.contains("1 passed"), "`{test}` did not run: {shown}");
    }

    /// The folder that holds home and repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The repository's folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.root.join("repository")
    }

    /// Makes an empty repository.
    pub(crate) fn init(&self) {
        self.git(&["init", "-q"]);
    }

    /// Makes a repository with a small workspace at its root, committed.
    pub(crate) fn init_workspace(&self) {
        self.init();
        self.write("workspace.yaml", "name: Acme\n");
        self.write("journeys/trial/journey.yaml", "title: Trial\n");
        self.write("blocks/email.md", "---\nkind: touchpoint\ntitle: Email\n---\n");
        self.write("blocks/old.md", "---\nkind: touchpoint\ntitle: Old\n---\n");
        self.write("src/main.rs", "fn main() {}\n");
        self.write("notes.txt", "one\n");
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "Begin"]);
    }

    /// Runs `git` in the repository; its output without the last line's end.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.folder(), arguments)
    }

    /// Runs `git` in a folder.
    pub(crate) fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let output = command(folder, arguments).output().expect("git is installed");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned()
    }

    /// Runs `git` where it may fail, as a merge with conflicts does.
    pub(crate) fn git_anyway(&self, arguments: &[&str]) {
        command(&self.folder(), arguments).output().expect("git is installed");
    }

    /// Writes a file of the repository's folder, and the folders above it.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder().join(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("folders");
        fs::write(path, content).expect("a file");
    }

    /// Writes a script that the system can run.
    #[cfg(unix)]
    pub(crate) fn script(&self, path: &str, body: &str) {
        use std::os::unix::fs::PermissionsExt as _;
        self.write(path, format!("#!/bin/sh\n{body}\n"));
        fs::set_permissions(self.folder().join(path), fs::Permissions::from_mode(0o755)).expect("a mode");
    }

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.folder().join(path)).expect("a file");
    }

    /// A file's content.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder().join(path)).expect("a file")
    }

    /// Opens the repository with its root as the workspace.
    pub(crate) fn open(&self) -> Repository {
        Repository::open(&self.folder()).expect("a repository")
    }

    /// What must not change in a refusal: references, index and the state of every file.
    pub(crate) fn state(&self) -> [String; 4] {
        [
            self.git(&["for-each-ref"]),
            self.git(&["ls-files", "-s", "-v"]),
            self.git(&["status", "--porcelain=v2", "-z", "--branch", "--ignored"]),
            self.git(&["reflog"]),
        ]
    }

    /// The state of the files that are not the workspace's, by path.
    pub(crate) fn state_of_others(&self) -> BTreeMap<String, Vec<String>> {
        let mut others: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let status = self.git(&["status", "--porcelain=v1", "-z", "--no-renames", "-uall"]);
        for line in status.split_terminator('\0') {
            others.entry(line[3..].to_owned()).or_default().push(line[..2].to_owned());
        }
        for line in self.git(&["ls-files", "-s", "-z"]).split_terminator('\0') {
            let (entry, path) = line.split_once('\t').expect("an entry");
            others.entry(path.to_owned()).or_default().push(entry.to_owned());
        }
        others.retain(|path, _| WsPath::new(path).is_none_or(|path| !belongs(&path)));
        others
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.env("PATH", std::env::var_os(PROGRAMS).unwrap_or_default());
    command.current_dir(folder).args(arguments);
    command
}

/// What a workspace owns, for these tests.
pub(crate) fn belongs(path: &WsPath) -> bool {
    let top = path.parts().next().unwrap_or_default();
    path.as_str() == "workspace.yaml" || matches!(top, "journeys" | "blocks" | "assets" | "personas" | "signals")
}

/// Changes as text: `added blocks/a.md`, and why a commit leaves them out.
pub(crate) fn shown(changes: &[Change]) -> Vec<String> {
    let held = |change: &Change| change.held.map(|held| format!(" held {held:?}")).unwrap_or_default();
    let shown = |change: &Change| format!("{:?} {}{}", change.kind, change.path, held(change)).to_lowercase();
    changes.iter().map(shown).collect()
}
