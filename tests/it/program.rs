//! Runs the program in a folder of its own, cut off from the settings of whoever runs the tests.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Of the cases of a long test a part; all of them with `WAYFARE_LONG`, as `.ci/long` has it.
pub(crate) fn cases(all: u32) -> u32 {
    if std::env::var_os("WAYFARE_LONG").is_some() { all } else { all.div_ceil(5) }
}

/// An empty folder to run the program in, gone when the value is dropped.
pub(crate) struct Sandbox {
    home: tempfile::TempDir,
    folder: PathBuf,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Sandbox {
    /// Makes the folder, with an empty home folder beside it.
    pub(crate) fn new() -> Sandbox {
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("work");
        std::fs::create_dir(&folder).expect("a folder in a temporary folder");
        Sandbox { home, folder }
    }

    /// The folder the program is run in.
    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// The program with these arguments, ready to run: no settings of git, no colour, no terminal.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_wayfare"));
        command.args(arguments).current_dir(&self.folder).env_clear().stdin(Stdio::null());
        for kept in ["PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(kept) {
                command.env(kept, value);
            }
        }
        command.env("HOME", self.home.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_CEILING_DIRECTORIES", self.home.path());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(self.command(arguments).output().expect("the program starts"))
    }

    /// Gives git someone to commit as, and makes the folder a repository.
    pub(crate) fn init_repository(&self) {
        self.write("../.gitconfig", "[user]\n\tname = Maya Chen\n\temail = maya@acme.example\n");
        self.git(&["init", "--quiet", "--initial-branch=main"]);
    }

    /// Runs git in the folder, with the settings of no one; what it says on standard output.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let outcome = self.git_anyway(arguments);
        assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.stderr);
        outcome.stdout
    }

    /// Commits all there is in the folder, as somebody (`Name <address>`) did on a day (`2026-10-12T09:30:00+0200`).
    pub(crate) fn commit_as(&self, author: &str, date: &str, subject: &str) {
        self.git(&["add", "-A"]);
        let arguments = ["commit", "--quiet", "--allow-empty", "--author", author, "--date", date, "-m", subject];
        self.git(&arguments);
    }

    /// Runs git where it may fail; the program under test is on its path, as hooks need it.
    pub(crate) fn git_anyway(&self, arguments: &[&str]) -> Outcome {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.folder).env_clear().stdin(Stdio::null());
        command.env("PATH", Sandbox::path_with_program());
        command.env("HOME", self.home.path()).env("GIT_CONFIG_NOSYSTEM", "1");
        Outcome::of(command.output().expect("git is installed"))
    }

    /// A `PATH` on which the program under test is found first.
    pub(crate) fn path_with_program() -> std::ffi::OsString {
        let program = Path::new(env!("CARGO_BIN_EXE_wayfare")).parent().expect("a program lies in a folder");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(program.to_path_buf()).chain(std::env::split_paths(&path));
        std::env::join_paths(folders).expect("folders whose names can stand in a list")
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let file = self.folder.join(path);
        std::fs::create_dir_all(file.parent().expect("a file in the sandbox")).expect("a folder in the sandbox");
        std::fs::write(file, text).expect("a file in the sandbox");
    }

    /// Reads a file.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file below the folder but git's own, sorted, with `/`.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = walkdir::WalkDir::new(&self.folder).sort_by_file_name().into_iter();
        let entries = entries.filter_entry(|entry| entry.file_name() != ".git");
        let files = entries.map(|entry| entry.expect("a readable folder")).filter(|entry| entry.file_type().is_file());
        let relative = files.map(|file| file.path().strip_prefix(&self.folder).map(Path::to_path_buf));
        relative.map(|path| path.expect("inside").to_string_lossy().replace('\\', "/")).collect()
    }
}

impl Outcome {
    /// Takes what a finished program left.
    pub(crate) fn of(output: Output) -> Outcome {
        Outcome {
            code: output.status.code().expect("ended by itself"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}
