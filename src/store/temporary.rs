//! Files that wait beside the place they are renamed to.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

use tempfile::NamedTempFile;

/// Begins and ends their names: they are hidden, and known for ours when a killed run has left them.
const NAME: (&str, &str) = (".wayfare-", ".tmp");

/// The permissions of any new file, as far as the user's mask lets through.
pub(crate) const PLAIN: u32 = 0o666;

/// The same for a program.
pub(crate) const EXECUTABLE: u32 = 0o777;

/// Makes a file in `folder` that, once renamed, has the permissions `mode`; systems without them take no notice.
pub(crate) fn new_temporary(folder: &Path, mode: u32) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(NAME.0).suffix(NAME.1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    builder.tempfile_in(folder)
}

/// Begins the names of journals that are being written.
const JOURNAL: &str = ".wayfare-journal-";

/// Makes a file in `folder` that is to be a journal, with the letters that tell its name from others.
pub(super) fn new_journal(folder: &Path) -> io::Result<(NamedTempFile, String)> {
    let file = tempfile::Builder::new().prefix(JOURNAL).suffix(NAME.1).rand_bytes(10).tempfile_in(folder)?;
    let name = file.path().file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let token = name.trim_start_matches(JOURNAL).trim_end_matches(NAME.1).to_owned();
    Ok((file, token))
}

/// Whether a file of this name was made by [`new_journal`].
pub(super) fn is_new_journal(name: &str) -> bool {
    name.starts_with(JOURNAL) && name.ends_with(NAME.1)
}

/// Gives a file that is made with these options the permissions `mode`.
pub(super) fn set_mode(options: &mut OpenOptions, mode: u32) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, mode);
    #[cfg(not(unix))]
    let _ = (options, mode);
}

/// Whether a file of this name was made by [`new_temporary`].
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with(NAME.0) && name.ends_with(NAME.1)
}
