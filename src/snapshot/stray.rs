//! Files outside of the record folders that say that they are records.
//!
//! Only the first lines of a bounded number of Markdown files are looked at, the same ones whatever was known before.

use std::collections::BTreeSet;

use crate::model::Kind;
use crate::store::FileTree;
use crate::store::layout::{WORKSPACE_FILE, is_elsewhere, is_of_a_tool};
use crate::text::WsPath;

/// The most files that are looked at.
const MOST: usize = 1_000;

/// How much of a file is looked at, in bytes: front matter comes first.
const LOOK: usize = 4_096;

/// What a file says it is, by the fields it begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stray {
    /// An item.
    Item(Kind),
    /// A persona or a signal, or something that has the same fields.
    Other,
}

/// Which files are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Looked {
    /// Folders that are workspaces of their own.
    nested: BTreeSet<WsPath>,
    /// The last file, where there are more.
    last: Option<WsPath>,
}

impl Looked {
    /// Of the files at these paths, which come in any order.
    pub(super) fn of<'p>(paths: impl Iterator<Item = &'p WsPath>) -> Looked {
        let (mut nested, mut files) = (BTreeSet::new(), Vec::new());
        for path in paths {
            if path.file_name() == WORKSPACE_FILE && !path.parent().is_root() {
                nested.insert(path.parent());
            } else if may_be_stray(path) {
                files.push(path);
            }
        }
        let mut looked = Looked { nested, last: None };
        if files.len() > MOST {
            files.retain(|path| !looked.is_nested(path));
            files.sort_unstable();
            looked.last = files.get(MOST - 1).map(|path| (*path).clone());
        }
        looked
    }

    /// Whether the file at a path is among those.
    pub(super) fn includes(&self, path: &WsPath) -> bool {
        may_be_stray(path) && !self.is_nested(path) && self.last.as_ref().is_none_or(|last| path <= last)
    }

    fn is_nested(&self, path: &WsPath) -> bool {
        self.nested.iter().any(|folder| path.is_within(folder))
    }
}

/// Whether a file could be a record that lies elsewhere, by its path.
fn may_be_stray(path: &WsPath) -> bool {
    path.extension() == "md" && is_elsewhere(path) && !is_of_a_tool(path) && path.file_name() != "README.md"
}

/// What a file says it is.
pub(super) fn look(tree: &dyn FileTree, path: &WsPath) -> Option<Stray> {
    let bytes = tree.read_start(path, LOOK).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let is_fence = |line: &str| line.strip_prefix("---").is_some_and(|rest| rest.trim().is_empty());
    lines.next().filter(|line| is_fence(line))?;
    let mut found = None;
    for line in lines.take_while(|line| !is_fence(line)) {
        let Some((key, value)) = line.split_once(':') else { continue };
        match key.trim_end() {
            "kind" => {
                let word = value.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
                return word.parse().ok().map(Stray::Item);
            }
            "name" | "source" => found = Some(Stray::Other),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryTree;

    fn path(text: &str) -> WsPath {
        WsPath::new(text).expect("a path in normal form")
    }

    #[test]
    fn looks_at_what_a_file_begins_with() {
        let looked = |text: &str| {
            let tree: MemoryTree = [("a.md", text)].into_iter().collect();
            look(&tree, &path("a.md"))
        };
        assert_eq!(looked("---\ntitle: A\nkind: 'metric'  # one\n---\n"), Some(Stray::Item(Kind::Metric)));
        assert_eq!(looked("\u{feff}---\r\nkind: insight\r\n---\r\n"), Some(Stray::Item(Kind::Insight)));
        assert_eq!(looked("---\nname: Zoe\n---\n"), Some(Stray::Other));
        for text in ["", "kind: insight\n", "---\nkind: page\n---\n", "---\na: b\n---\nkind: insight\n"] {
            assert_eq!(looked(text), None, "{text:?}");
        }
    }

    #[test]
    fn looks_at_a_bounded_number_of_files_of_this_workspace() {
        let docs: Vec<WsPath> = (0..1_500).map(|at| path(&format!("docs/{at:04}.md"))).collect();
        let others = ["blocks/a.md", "docs/README.md", "docs/a.txt", "templates/a.md", "assets/a.md"].map(path);
        let of_another = ["demo/workspace.yaml", "demo/a.md", "demo/docs/a.md"].map(path);
        let looked = Looked::of(docs.iter().rev().chain(&others).chain(&of_another));
        assert_eq!(docs.iter().filter(|path| looked.includes(path)).count(), MOST);
        assert!(others.iter().chain(&of_another).all(|path| !looked.includes(path)));
        assert!(looked.includes(&docs[MOST - 1]) && !looked.includes(&docs[MOST]));
    }
}
