//! Adding to a file that others write, too.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use super::StoreError;

/// Adds text to the end of a file, which is made when it is not there. `write` is told how many bytes it holds.
///
/// # Errors
/// When the file cannot be written.
pub fn append(file: &Path, write: impl FnOnce(u64) -> String) -> Result<(), StoreError> {
    let told = |source| StoreError::Io { action: "write", path: file.display().to_string(), source };
    let mut open = OpenOptions::new().append(true).create(true).open(file).map_err(told)?;
    let length = open.metadata().map_err(told)?.len();
    open.write_all(write(length).as_bytes()).map_err(told)
}

#[cfg(test)]
mod tests {
    use super::append;

    #[test]
    fn keeps_what_is_there() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("summary.md");
        for _ in 0..2 {
            append(&file, |length| format!("after {length}\n")).expect("a file in a temporary folder");
        }
        assert_eq!(std::fs::read_to_string(&file).ok().as_deref(), Some("after 0\nafter 8\n"));
        assert!(append(folder.path(), |_| String::new()).is_err());
    }
}
