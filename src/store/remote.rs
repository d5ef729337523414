//! File systems that lie on another machine, or behind something that does not tell of changes.

use std::path::{Path, PathBuf};

/// Kinds of file systems, by how the system's table of them names them.
const REMOTE: [&str; 15] = [
    "9p",
    "afs",
    "ceph",
    "cifs",
    "davfs",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "prl_fs",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
];

/// The kind of the file system that holds `path`, which is a real path, when it is one that cannot be relied on to tell
/// of changes. Known on Linux alone.
pub fn is_remote(path: &Path) -> Option<String> {
    kind_at(&std::fs::read_to_string("/proc/self/mounts").ok()?, path)
}

fn kind_at(mounts: &str, path: &Path) -> Option<String> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((PathBuf::from(unescape(words.next()?)), words.next()?))
    });
    // Of two on one place the later covers the earlier.
    let holding = mounts.filter(|(place, _)| path.starts_with(place));
    let (_, kind) = holding.max_by_key(|(place, _)| place.components().count())?;
    (REMOTE.contains(&kind) || kind.starts_with("fuse.")).then(|| kind.to_owned())
}

/// Blanks in places are written as octal numbers.
fn unescape(word: &str) -> String {
    word.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_mount_decides() {
        let mounts = "/dev/a / ext4 rw 0 0\nhost:/x /home nfs4 rw 0 0\n/dev/b /home/me/fast\\040disk xfs rw 0 0\n\
                      me@there: /mnt fuse.sshfs rw 0 0\n";
        let kind = |path: &str| kind_at(mounts, Path::new(path));
        assert_eq!(kind("/work"), None);
        assert_eq!(kind("/home/me/work").as_deref(), Some("nfs4"));
        assert_eq!(kind("/home/me/fast disk/work"), None);
        assert_eq!(kind("/mnt/work").as_deref(), Some("fuse.sshfs"));
        assert_eq!(kind("/homework"), None);
    }
}
