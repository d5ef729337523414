//! The text of one file: its bytes as UTF-8, its hash, its lines.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use super::Span;

/// Largest file that is read, of any kind, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// How many bytes are counted anew to tell a column.
const BLOCK: usize = 1024;

const BOM: char = '\u{feff}';

/// A line and a column as people count them: from 1, columns in Unicode scalar values, a byte-order mark not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// From 1. Lines end at LF (a CR before it belongs to the line's end).
    pub line: u32,
    /// From 1.
    pub column: u32,
}

/// A file's text, cheap to clone.
#[derive(Clone)]
pub struct SourceText(Arc<Inner>);

/// The text: what is worked out of it when asked for says nothing more.
impl fmt::Debug for SourceText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SourceText").field(&self.0.text).finish()
    }
}

struct Inner {
    text: String,
    /// Made when asked for; at once for bytes that are not UTF-8, which are lost.
    hash: OnceLock<blake3::Hash>,
    bad_byte: Option<usize>,
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters begin before each [`BLOCK`] of bytes, so that a column costs the same on any line.
    block_characters: OnceLock<Vec<u32>>,
}

impl SourceText {
    /// Takes a file's bytes. Bytes that are not UTF-8 become U+FFFD; [`SourceText::bad_byte`] tells where they begin.
    pub fn from_bytes(bytes: Vec<u8>) -> SourceText {
        let hash = OnceLock::new();
        let (text, bad_byte) = match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                hash.get_or_init(|| blake3::hash(error.as_bytes()));
                (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(valid))
            }
        };
        SourceText(Arc::new(Inner {
            text,
            hash,
            bad_byte,
            line_starts: OnceLock::new(),
            block_characters: OnceLock::new(),
        }))
    }

    /// The whole text, a byte-order mark included.
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// The hash of the file's bytes.
    pub fn hash(&self) -> blake3::Hash {
        *self.0.hash.get_or_init(|| blake3::hash(self.text().as_bytes()))
    }

    /// The offset of the first byte that is not UTF-8.
    pub fn bad_byte(&self) -> Option<usize> {
        self.0.bad_byte
    }

    /// The bytes a byte-order mark takes at the start: 3 or 0.
    pub fn bom_len(&self) -> usize {
        if self.text().starts_with(BOM) { BOM.len_utf8() } else { 0 }
    }

    /// What stands at `span`; offsets beyond the end or inside a character are moved back to the nearest border.
    pub fn slice(&self, span: Span) -> &str {
        let (start, end) = (self.floor(span.start as usize), self.floor(span.end as usize));
        &self.text()[start..end.max(start)]
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start as usize <= offset) - 1;
        let start = starts[line] as usize;
        let mark = usize::from(line == 0 && offset > 0 && self.bom_len() > 0);
        let column = self.characters_before(offset) - self.characters_before(start) - mark;
        Position { line: narrow(line + 1), column: narrow(column + 1) }
    }

    /// The span of a line, from 1, without its LF or CRLF and without a byte-order mark; `None` beyond the last.
    pub fn line_span(&self, line: u32) -> Option<Span> {
        let starts = self.line_starts();
        let index = (line as usize).checked_sub(1)?;
        let start = *starts.get(index)? as usize;
        let end = starts.get(index + 1).map_or(self.text().len(), |next| *next as usize);
        let content = self.text()[start..end].trim_end_matches('\n');
        let content = content.strip_suffix('\r').unwrap_or(content);
        let bom = if index == 0 { self.bom_len() } else { 0 };
        Some(Span::new(start + bom, (start + content.len()).max(start + bom)))
    }

    /// The line ending in use: `\r\n` when the first line ends so, else `\n`.
    pub fn line_ending(&self) -> &'static str {
        match self.text().find('\n') {
            Some(lf) if self.text()[..lf].ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    pub(super) fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text().len());
        while !self.text().is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    /// How many characters begin before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text().as_bytes();
        let begun = self.0.block_characters.get_or_init(|| {
            let counts = bytes.chunks(BLOCK).scan(0, |total, block| {
                *total += count_characters(block);
                Some(narrow(*total))
            });
            std::iter::once(0).chain(counts).collect()
        });
        let block = offset / BLOCK;
        begun[block] as usize + count_characters(&bytes[block * BLOCK..offset])
    }

    fn line_starts(&self) -> &[u32] {
        self.0.line_starts.get_or_init(|| {
            let breaks = self.text().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(offset, _)| narrow(offset + 1))).collect()
        })
    }
}

impl From<&str> for SourceText {
    fn from(text: &str) -> SourceText {
        SourceText::from_bytes(text.as_bytes().to_vec())
    }
}

/// By the bytes they were made of.
impl PartialEq for SourceText {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || match (self.bad_byte(), other.bad_byte()) {
                (None, None) => self.text() == other.text(),
                _ => self.hash() == other.hash(),
            }
    }
}

impl Eq for SourceText {}

/// By the text, which is much quicker than the hash of the bytes; equal bytes have equal texts.
impl Hash for SourceText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

/// Counts the bytes that begin a character.
fn count_characters(bytes: &[u8]) -> usize {
    const CONTINUATION_MASK: u8 = 0b1100_0000;
    const CONTINUATION: u8 = 0b1000_0000;
    bytes.iter().filter(|byte| **byte & CONTINUATION_MASK != CONTINUATION).count()
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("files are far below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (u32, u32) {
        let position = SourceText::from(text).position(offset);
        (position.line, position.column)
    }

    #[test]
    fn counts_lines_at_lf_and_columns_in_characters() {
        let text = "añb\r\nc\rd\n";
        assert_eq!(at(text, 0), (1, 1));
        assert_eq!(at(text, 3), (1, 3));
        assert_eq!(at(text, text.find('d').unwrap_or_default()), (2, 3));
        assert_eq!(at(text, text.len()), (3, 1));
    }

    #[test]
    fn does_not_count_a_byte_order_mark() {
        assert_eq!(at("\u{feff}a: b", 3), (1, 1));
        assert_eq!(at("\u{feff}a: b", 0), (1, 1));
        assert_eq!(SourceText::from("\u{feff}a\nb").line_span(1), Some(Span::new(3, 4)));
    }

    #[test]
    fn lines_leave_their_ends_out() {
        let source = SourceText::from("ab\r\ncd\n");
        let line = |n| source.line_span(n).map(|span| source.slice(span).to_owned());
        assert_eq!(line(1).as_deref(), Some("ab"));
        assert_eq!(line(2).as_deref(), Some("cd"));
        assert_eq!(line(3).as_deref(), Some(""));
        assert_eq!(line(4), None);
        assert_eq!(source.line_ending(), "\r\n");
    }

    proptest::proptest! {
        #[test]
        fn columns_are_those_counted_one_by_one(
            parts in proptest::collection::vec(("\u{feff}?(a|é|日|👍|\r?\n){0,6}", 0usize..500), 0..8),
            at in 0usize..9000,
        ) {
            let text: String = parts.iter().map(|(part, times)| part.repeat(*times)).collect();
            let source = SourceText::from(text.as_str());
            let offset = source.floor(at);
            let before = &text[..offset];
            let line = before.rsplit('\n').next().unwrap_or_default();
            let is_first = !before.contains('\n');
            let expected = line.chars().count() - usize::from(is_first && line.starts_with(BOM)) + 1;
            proptest::prop_assert_eq!(source.position(at).column as usize, expected);
        }
    }

    #[test]
    fn tells_the_first_byte_that_is_not_utf8() {
        let source = SourceText::from_bytes(b"ok \xff\xfe".to_vec());
        assert_eq!(source.bad_byte(), Some(3));
        assert_eq!(source.position(3), Position { line: 1, column: 4 });
    }
}
