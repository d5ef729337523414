//! What a path or a link in a file leads to: one reading for checks, pages and edits.
//!
//! A path, such as that of `evidence.file`, is what it says. A link in Markdown is a URL: its escapes are undone, once.
//! Both name a file by its spelling or, where none is spelt so, by one that Unicode takes for the same: systems differ in
//! how they write `é` in the name of a file.

use std::sync::OnceLock;

use foldhash::HashMap;

use super::{FileEntry, Snapshot};
use crate::model::{Form, Naming};
use crate::text::{UrlKind, WsPath, check_url, composed};

/// What a relative reference leads to.
#[derive(Clone, Copy, Debug)]
pub enum Destination<'s> {
    /// A file that can be read.
    File(&'s FileEntry),
    /// What cannot be told, since this, which it is or lies in, could not be read.
    Hidden(&'s FileEntry),
    /// Nothing.
    Nothing,
    /// Out of the workspace.
    Outside,
}

impl<'s> Destination<'s> {
    /// The file, when there is one.
    pub fn file(self) -> Option<&'s FileEntry> {
        match self {
            Destination::File(file) => Some(file),
            _ => None,
        }
    }
}

/// A link in Markdown to a file of the workspace, or to a heading in the same.
#[derive(Clone, Debug)]
pub struct FileLink<'s> {
    /// The path, escapes undone; empty where the file itself is meant.
    pub path: String,
    /// What is there.
    pub destination: Destination<'s>,
    /// What follows `#`, escapes undone.
    pub anchor: Option<String>,
}

/// The files whose paths can be spelt in more than one way, by the composed spelling.
pub(super) type Spellings = OnceLock<HashMap<String, usize>>;

impl Snapshot {
    /// The file that a person means by a path: the one spelt so, else the first that Unicode takes for the same.
    pub fn file_spelt(&self, path: &WsPath) -> Option<&FileEntry> {
        if let Some(file) = self.file(path) {
            return Some(file);
        }
        if path.as_str().is_ascii() {
            return None;
        }
        let spellings = self.spellings.get_or_init(|| {
            let others = self.files.iter().enumerate().filter(|(_, file)| !file.path.as_str().is_ascii());
            // The first of a spelling is the one that stays.
            others.rev().map(|(at, file)| (composed(file.path.as_str()).into_owned(), at)).collect()
        });
        spellings.get(&*composed(path.as_str())).map(|at| &*self.files[*at])
    }

    /// What a path written in the file at `from` leads to.
    pub fn follow(&self, from: &WsPath, relative: &str) -> Destination<'_> {
        let Some(path) = from.parent().join(relative) else { return Destination::Outside };
        match self.file_spelt(&path) {
            Some(file) if file.is_unreadable() => Destination::Hidden(file),
            Some(file) => Destination::File(file),
            None => self.hiding(&path).map_or(Destination::Nothing, Destination::Hidden),
        }
    }

    /// The folder on the way to a path that could not be read.
    fn hiding(&self, path: &WsPath) -> Option<&FileEntry> {
        let parents = std::iter::successors(Some(path.parent()), |folder| Some(folder.parent()));
        let parents = parents.take_while(|folder| !folder.is_root());
        parents.filter_map(|folder| self.file(&folder)).find(|file| file.may_hide_files())
    }

    /// What a path in a field, or the destination of a link, of a file leads to; `None` for names of another form, and
    /// links that are no file's.
    pub fn follow_name(&self, file: &FileEntry, naming: &Naming<'_>) -> Option<FileLink<'_>> {
        match naming.form {
            Form::FileLink => self.follow_link(&file.path, naming.name),
            Form::FilePath => {
                let destination = self.follow(&file.path, naming.name);
                Some(FileLink { path: naming.name.to_owned(), destination, anchor: None })
            }
            _ => None,
        }
    }

    /// What the destination of a Markdown link in the file at `from` leads to; `None` where it is no file's.
    pub fn follow_link(&self, from: &WsPath, destination: &str) -> Option<FileLink<'_>> {
        let (path, anchor) = match check_url(destination).ok()? {
            UrlKind::Relative { path, anchor } => (path, anchor),
            UrlKind::Anchor(anchor) => (String::new(), Some(anchor)),
            UrlKind::Web | UrlKind::Mail => return None,
        };
        // A link to the text itself, such as `?plain=1`, names its own file.
        let destination = match (path.is_empty(), self.file(from)) {
            (true, Some(file)) => Destination::File(file),
            _ => self.follow(from, &path),
        };
        Some(FileLink { path, destination, anchor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryTree;

    const COMPOSED: &str = "assets/caf\u{e9}.pdf";
    const DECOMPOSED: &str = "assets/cafe\u{301}.pdf";

    fn found(files: &[&str], destination: &str) -> Option<String> {
        let tree: MemoryTree = files.iter().chain(&["blocks/a.md"]).map(|path| (*path, "")).collect();
        let snapshot = Snapshot::load(&tree).expect("a tree");
        let from = WsPath::new("blocks/a.md").expect("a path");
        let link = snapshot.follow_link(&from, destination)?;
        Some(link.destination.file()?.path.to_string())
    }

    #[test]
    fn escapes_are_undone_once_and_paths_have_none() {
        let files = ["assets/a b.pdf", "assets/a%20b.pdf"];
        assert_eq!(found(&files, "../assets/a%20b.pdf").as_deref(), Some("assets/a b.pdf"));
        assert_eq!(found(&files, "../assets/a%2520b.pdf").as_deref(), Some("assets/a%20b.pdf"));
        let tree: MemoryTree = files.iter().map(|path| (*path, "")).collect();
        let snapshot = Snapshot::load(&tree).expect("a tree");
        let from = WsPath::new("blocks/a.md").expect("a path");
        let file = snapshot.follow(&from, "../assets/a%20b.pdf").file().expect("it is there");
        assert_eq!(file.path.as_str(), "assets/a%20b.pdf");
    }

    #[test]
    fn a_name_is_the_same_in_either_spelling_and_the_exact_one_wins() {
        for link in ["../assets/caf\u{e9}.pdf", "../assets/cafe\u{301}.pdf", "../assets/caf%C3%A9.pdf"] {
            assert_eq!(found(&[COMPOSED], link).as_deref(), Some(COMPOSED), "{link}");
            assert_eq!(found(&[DECOMPOSED], link).as_deref(), Some(DECOMPOSED), "{link}");
        }
        let both = [COMPOSED, DECOMPOSED];
        assert_eq!(found(&both, "../assets/caf\u{e9}.pdf").as_deref(), Some(COMPOSED));
        assert_eq!(found(&both, "../assets/cafe\u{301}.pdf").as_deref(), Some(DECOMPOSED));
    }

    #[test]
    fn a_query_alone_means_the_file_itself() {
        assert_eq!(found(&[], "?plain=1").as_deref(), Some("blocks/a.md"));
        assert_eq!(found(&[], "#top").as_deref(), Some("blocks/a.md"));
        assert_eq!(found(&[], "."), None);
    }
}
