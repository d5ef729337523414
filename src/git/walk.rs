//! Walking a commit's tree within limits.
//!
//! A tree can come from a stranger: subtrees may repeat, so that a few objects spell billions of paths, and may nest
//! without end. The walk keeps its own stack and stops at a count and a depth.

use git2::Oid;

use super::failure::{Failure, failure};

/// More paths than any workspace has.
pub(super) const MAX_ENTRIES: usize = 500_000;

/// Deeper than any file system's longest path.
pub(super) const MAX_DEPTH: usize = 2_048;

/// Longest path, in bytes; keeps deep trees from growing paths without end.
const MAX_PATH: usize = 16 * 1024;

/// What a tree's entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Folder,
    File,
    Symlink,
    Submodule,
}

impl Kind {
    pub(super) fn of_mode(mode: i32) -> Kind {
        match mode & 0o170_000 {
            0o040_000 => Kind::Folder,
            0o120_000 => Kind::Symlink,
            0o160_000 => Kind::Submodule,
            _ => Kind::File,
        }
    }
}

/// One entry of a tree, with its path below the tree the walk began at.
pub(super) struct Found<'a> {
    pub(super) path: &'a [u8],
    pub(super) kind: Kind,
    pub(super) mode: u32,
    pub(super) id: Oid,
}

/// Decides what a walk does with what it finds.
pub(super) trait Visit {
    /// Sees a folder's tree before its entries; `path` is empty for the root.
    fn enter(&mut self, _path: &[u8], _tree: &git2::Tree<'_>) {}

    /// Sees the folder left behind.
    fn leave(&mut self) {}

    /// Sees an entry; whether to walk into it, when it is a folder.
    fn entry(&mut self, found: &Found<'_>) -> bool;

    /// Sees a folder that cannot be read.
    fn unreadable(&mut self, path: &[u8], reason: &str);
}

struct Level<'r> {
    tree: git2::Tree<'r>,
    next: usize,
    path: Vec<u8>,
}

/// Walks `root` depth first, in git's order.
pub(super) fn walk(repository: &git2::Repository, root: Oid, visit: &mut impl Visit) -> Result<(), Failure> {
    let tree = repository.find_tree(root).map_err(failure("read the revision's tree"))?;
    visit.enter(b"", &tree);
    let mut stack = vec![Level { tree, next: 0, path: Vec::new() }];
    let mut seen = 0_usize;
    while let Some(level) = stack.last_mut() {
        let Some(entry) = level.tree.get(level.next) else {
            stack.pop();
            visit.leave();
            continue;
        };
        level.next += 1;
        seen += 1;
        if seen > MAX_ENTRIES {
            let reason = format!("it has more than {MAX_ENTRIES} files");
            return Err(Failure { action: "read the revision's tree", reason });
        }
        let mut path = level.path.clone();
        if !path.is_empty() {
            path.push(b'/');
        }
        path.extend_from_slice(entry.name_bytes());
        let mode = entry.filemode();
        let found = Found { path: &path, kind: Kind::of_mode(mode), mode: mode.cast_unsigned(), id: entry.id() };
        if !visit.entry(&found) || found.kind != Kind::Folder {
            continue;
        }
        let id = found.id;
        drop(entry);
        if stack.len() >= MAX_DEPTH || path.len() > MAX_PATH {
            visit.unreadable(&path, "folders are nested too deep");
            continue;
        }
        match repository.find_tree(id) {
            Ok(tree) => {
                visit.enter(&path, &tree);
                stack.push(Level { tree, next: 0, path });
            }
            Err(error) => visit.unreadable(&path, error.message()),
        }
    }
    Ok(())
}
