//! Files whose bare names stand in a text, whatever that means there.
//!
//! A link or a path leads to one file; in what cannot be read, or is not decoded, nothing leads anywhere, and still it may
//! have been meant. Knows nothing of why one asks.

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::HashMap;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;

use super::{FileEntry, FileState, Snapshot};
use crate::store::layout::misnamed_record;
use crate::text::{WsPath, composed};
use crate::yaml;

impl Snapshot {
    /// The files that are no records and whose names stand in one of some texts.
    pub(super) fn named_in(&self, texts: &[Cow<'_, str>]) -> BTreeSet<WsPath> {
        if texts.is_empty() {
            return BTreeSet::new();
        }
        let mut by_word: HashMap<String, Vec<(String, &WsPath)>> = HashMap::default();
        for file in self.files.iter().filter(|file| file.record_place().is_none()) {
            let name = plain(file.path.file_name());
            // Names of pictures often begin with the same words; the longest word is seldom one of these.
            let word = words(&name).max_by_key(|word| word.len()).unwrap_or_default().to_owned();
            by_word.entry(word).or_default().push((name, &file.path));
        }
        if by_word.is_empty() {
            return BTreeSet::new();
        }
        let named = texts.par_iter().flat_map_iter(|text| {
            let text = plain(text);
            let may_be = words(&text).filter_map(|word| by_word.get(word)).flatten();
            may_be.filter(|(name, _)| text.contains(name)).map(|(_, path)| (*path).clone()).collect::<Vec<_>>()
        });
        named.collect()
    }
}

impl FileEntry {
    /// The text of what is meant as a record and is read as none: its name or its place is another.
    pub(super) fn text_of_unread_record(&self) -> Option<String> {
        let is_meant = matches!(self.state, FileState::Stray(_))
            || matches!(self.state, FileState::NotRead) && misnamed_record(&self.path).is_some();
        if is_meant { self.inside.text(&self.path, yaml::MAX_BYTES) } else { None }
    }
}

/// A text in which a name is spelt as it is in any other: without escapes, in small letters, as Unicode composes it.
fn plain(text: &str) -> String {
    let text = percent_decode_str(text).decode_utf8_lossy();
    composed(&text.replace('\\', "")).to_lowercase()
}

/// The parts of a text that are as long as a name without blanks can be.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_'));
    words.map(|word| word.trim_matches(['.', '-', '_'])).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryTree;

    #[test]
    fn names_are_found_however_they_are_written() {
        let files =
            ["assets/a.pdf", "assets/My Talk (1).mp4", "assets/notes_1.txt", "assets/caf\u{e9}.png", "assets/b.pdf"];
        let snapshot = Snapshot::load(&files.iter().map(|path| (*path, "")).collect::<MemoryTree>()).expect("a tree");
        let named = |text: &str| -> Vec<String> {
            snapshot.named_in(&[text.into()]).iter().map(|path| path.file_name().to_owned()).collect()
        };
        for (text, name) in [
            ("fil:../assets/A.PDF", "a.pdf"),
            ("_see a.pdf._", "a.pdf"),
            ("[t](../assets/My%20Talk%20(1).mp4)", "My Talk (1).mp4"),
            ("![](<My Talk (1).mp4>)", "My Talk (1).mp4"),
            ("[t](notes\\_1.txt)", "notes_1.txt"),
            ("file: cafe\u{301}.png", "caf\u{e9}.png"),
        ] {
            assert_eq!(named(text), [name], "{text}");
        }
        assert!(named("aa.pdf, 1.mp4, a pdf, notes").is_empty());
    }
}
