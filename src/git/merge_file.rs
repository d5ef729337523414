//! Git's own merge of three texts line by line.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the sides of a conflict are called at its markers, and how long these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markers {
    /// The name of our side.
    pub ours: String,
    /// The name of what both sides began with.
    pub base: String,
    /// The name of their side.
    pub theirs: String,
    /// How many characters a marker has.
    pub size: usize,
}

impl Default for Markers {
    fn default() -> Markers {
        Markers { ours: "ours".to_owned(), base: "base".to_owned(), theirs: "theirs".to_owned(), size: 7 }
    }
}

/// A merge by lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineMerge {
    /// What it came to; with conflict markers where it is not clean.
    pub bytes: Vec<u8>,
    /// Whether there is no conflict.
    pub is_clean: bool,
}

/// Merges base, ours and theirs by lines with the installed `git`, which marks conflicts as set up in `folder`.
///
/// # Errors
/// When `git` cannot be run, or takes a text for binary.
pub fn merge_lines(folder: &Path, texts: [&[u8]; 3], markers: &Markers) -> std::io::Result<LineMerge> {
    let mut files = Vec::new();
    for text in texts {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(text)?;
        files.push(file.into_temp_path());
    }
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["merge-file", "-p", "--quiet"]).arg(format!("--marker-size={}", markers.size));
    for label in [&markers.ours, &markers.base, &markers.theirs] {
        command.arg("-L").arg(label);
    }
    command.args([&files[1], &files[0], &files[2]]).stdin(Stdio::null());
    let output = command.output()?;
    // Conflicts are counted up to 127; beyond stand errors.
    match output.status.code() {
        Some(conflicts @ 0..=127) => Ok(LineMerge { bytes: output.stdout, is_clean: conflicts == 0 }),
        _ => Err(std::io::Error::other(String::from_utf8_lossy(&output.stderr).trim_end().to_owned())),
    }
}

/// Reads the three files that git hands to a merge driver.
///
/// # Errors
/// When one of them cannot be read.
pub fn read_sides(files: [&Path; 3]) -> std::io::Result<[Vec<u8>; 3]> {
    Ok([std::fs::read(files[0])?, std::fs::read(files[1])?, std::fs::read(files[2])?])
}

/// Writes what a merge came to where git expects it: into the file of our side.
///
/// # Errors
/// When it cannot be written.
pub fn write_merged(ours: &Path, merged: &[u8]) -> std::io::Result<()> {
    std::fs::write(ours, merged)
}
