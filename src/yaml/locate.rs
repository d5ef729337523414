//! Where in the file each character of a scalar is written.
//!
//! A scalar's text differs from its source by quotes, escapes, folding, indentation and line ends. The map undoes
//! that, so that a reference found inside a description can be pointed at exactly.
//!
//! Invariants: segments cover the text in order without gaps; segments of equal length on both sides say the same
//! byte for byte, or are one character and its escape.

use super::{Node, Scalar, Style};
use crate::text::Span;

/// The places of one scalar's text in its file; made once, asked often.
#[derive(Clone, Debug)]
pub struct ScalarMap {
    segments: Vec<Segment>,
    /// Where text after the last segment is written.
    end: usize,
}

/// A stretch of the text and the stretch of the file that says it.
#[derive(Clone, Copy, Debug)]
struct Segment {
    text: usize,
    text_len: usize,
    source: usize,
    source_len: usize,
}

impl Node {
    /// The places of its text in `source`, the whole text of its file; `None` when it is no scalar.
    ///
    /// Linear in the scalar's length.
    pub fn scalar_map(&self, source: &str) -> Option<ScalarMap> {
        let scalar = self.as_scalar()?;
        let span = self.span.range();
        let token = source.get(span.clone()).unwrap_or_default();
        let mut builder = Builder { segments: Vec::new(), text: 0 };
        match scalar.style {
            Style::Literal | Style::Folded => builder.block(scalar, source, span.start),
            Style::Plain => builder.flow(token, span.start, None),
            Style::SingleQuoted => builder.flow(unquoted(token), span.start + 1, Some('\'')),
            Style::DoubleQuoted => builder.flow(unquoted(token), span.start + 1, Some('"')),
        }
        let quote = usize::from(matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted));
        let end = span.end.saturating_sub(quote).max(span.start);
        Some(ScalarMap { segments: builder.segments, end })
    }

    /// The byte offset in the file of byte `offset` of the scalar's text; the node's start when it is no scalar.
    ///
    /// Reads the scalar anew at each call: take [`Node::scalar_map`] to ask for several offsets.
    pub fn locate(&self, source: &str, offset: usize) -> usize {
        self.scalar_map(source).map_or(self.span.start as usize, |map| map.offset(offset))
    }
}

impl ScalarMap {
    /// Where the character at byte `offset` of the text is written: its first byte, or its escape's.
    pub fn offset(&self, offset: usize) -> usize {
        match self.segment(offset) {
            Some(segment) if offset < segment.text + segment.text_len => segment.inside(offset),
            _ => self.end,
        }
    }

    /// Where a range of the text is written, from its first character's first byte to its last character's last.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        let start = self.offset(range.start);
        let Some(last) = range.end.checked_sub(1).filter(|last| *last >= range.start) else { return Span::at(start) };
        let end = match self.segment(last) {
            Some(segment) if range.end <= segment.text + segment.text_len => segment.inside_end(range.end),
            _ => self.end,
        };
        Span::new(start, end.max(start))
    }

    fn segment(&self, offset: usize) -> Option<&Segment> {
        let after = self.segments.partition_point(|segment| segment.text <= offset);
        self.segments.get(after.checked_sub(1)?)
    }
}

impl Segment {
    fn inside(&self, offset: usize) -> usize {
        if self.text_len == self.source_len { self.source + (offset - self.text) } else { self.source }
    }

    fn inside_end(&self, offset: usize) -> usize {
        if self.text_len == self.source_len {
            self.source + (offset - self.text)
        } else {
            self.source + self.source_len
        }
    }
}

struct Builder {
    segments: Vec<Segment>,
    text: usize,
}

impl Builder {
    fn push(&mut self, text_len: usize, source: usize, source_len: usize) {
        if text_len == 0 {
            return;
        }
        let text = self.text;
        self.text += text_len;
        if let Some(last) = self.segments.last_mut() {
            let is_copy = last.text_len == last.source_len && text_len == source_len;
            if is_copy && last.source + last.source_len == source {
                last.text_len += text_len;
                last.source_len += source_len;
                return;
            }
        }
        self.segments.push(Segment { text, text_len, source, source_len });
    }

    /// Plain and quoted: lines are folded, quotes and escapes undone.
    fn flow(&mut self, content: &str, base: usize, quote: Option<char>) {
        let mut offset = 0;
        while let Some(c) = content[offset..].chars().next() {
            let rest = &content[offset..];
            let (text_len, source_len) = match (c, quote) {
                (' ' | '\t' | '\r' | '\n', _) => fold(rest),
                ('\'', Some('\'')) => (1, rest.len().min(2)),
                ('\\', Some('"')) => unescape(rest),
                _ => (c.len_utf8(), c.len_utf8()),
            };
            self.push(text_len, base + offset, source_len);
            offset += source_len;
        }
    }

    /// Literal and folded: whatever is done to blanks, all other characters stay as they are and in order.
    fn block(&mut self, scalar: &Scalar, source: &str, start: usize) {
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
        let header = source.get(start..).unwrap_or_default();
        let mut done = start + header.find(['\r', '\n']).unwrap_or(header.len());
        let mut text = scalar.text.as_str();
        while !text.is_empty() {
            let blanks = text.find(|c| !is_blank(c)).unwrap_or(text.len());
            let word = &text[blanks..];
            let word = &word[..word.find(is_blank).unwrap_or(word.len())];
            let rest = source.get(done..).unwrap_or_default();
            let next = match word.is_empty() {
                true => done + blanks.min(rest.len()),
                false => done + rest.find(|c| !is_blank(c)).unwrap_or(rest.len()),
            };
            self.push(blanks, done, next - done);
            self.push(word.len(), next, word.len());
            done = next + word.len();
            text = &text[blanks + word.len()..];
        }
    }
}

fn unquoted(token: &str) -> &str {
    token.get(1..token.len().saturating_sub(1)).unwrap_or_default()
}

/// The lengths of a run of blanks in the text and in the source: folded when it holds a line break.
fn fold(rest: &str) -> (usize, usize) {
    let length = rest.find(|c| !matches!(c, ' ' | '\t' | '\r' | '\n')).unwrap_or(rest.len());
    match count_breaks(&rest[..length]) {
        0 => (length, length),
        1 => (1, length),
        breaks => (breaks - 1, length),
    }
}

fn count_breaks(blanks: &str) -> usize {
    let bytes = blanks.as_bytes();
    let is_break =
        |index: usize| bytes[index] == b'\n' && (index == 0 || bytes[index - 1] != b'\r') || bytes[index] == b'\r';
    (0..bytes.len()).filter(|index| is_break(*index)).count()
}

/// The lengths of what an escape says and of the escape.
fn unescape(rest: &str) -> (usize, usize) {
    let Some(code) = rest[1..].chars().next() else { return (0, 1) };
    let digits = match code {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        '\r' | '\n' => {
            let (_, blanks) = fold(&rest[1..]);
            return (count_breaks(&rest[1..1 + blanks]) - 1, 1 + blanks);
        }
        'N' | '_' => return (2, 2),
        'L' | 'P' => return (3, 2),
        _ => return (1, 1 + code.len_utf8()),
    };
    let source_len = (2 + digits).min(rest.len());
    let value = |from: usize| rest.get(from..from + digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match value(2) {
        Some(0xD800..=0xDBFF) if rest[source_len..].starts_with("\\u") => (4, (2 * source_len).min(rest.len())),
        value => (value.and_then(char::from_u32).map_or(1, char::len_utf8), source_len),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Value, parse};
    use super::*;

    /// Each character of the text beside the source it is said to be written as.
    fn places(source: &str) -> Vec<(char, &str)> {
        let node = parse(source, 0).root.expect("a scalar");
        let map = node.scalar_map(source).expect("a scalar");
        let text = node.as_scalar().expect("a scalar").text.clone();
        text.char_indices().map(|(at, c)| (c, &source[map.span(at..at + c.len_utf8()).range()])).collect()
    }

    #[test]
    fn escapes_are_pointed_at_whole() {
        let source = r#""a\n\u00e9\uD83D\uDE00\Nb\x41\
            c ''""#;
        let written: Vec<&str> = places(source).into_iter().map(|(_, written)| written).collect();
        assert_eq!(written, ["a", "\\n", "\\u00e9", "\\uD83D\\uDE00", "\\N", "b", "\\x41", "c", " ", "'", "'"]);
        assert_eq!(places("'it''s'")[2], ('\'', "''"));
    }

    #[test]
    fn folded_lines_are_pointed_at_where_they_stand() {
        assert_eq!(
            places("a b\r\n  c\n\n d"),
            [('a', "a"), (' ', " "), ('b', "b"), (' ', "\r\n  "), ('c', "c"), ('\n', "\n\n "), ('d', "d")]
        );
    }

    #[test]
    fn a_reference_in_a_block_is_found() {
        let source = "steps:\r\n- description: | # why\r\n\r\n    See\r\n      [[invite]].\r\n";
        let root = parse(source, 0).root.expect("a mapping");
        let steps = root.as_mapping().and_then(|mapping| mapping.value("steps")).and_then(Node::as_sequence);
        let step = steps.and_then(|steps| steps.items[0].as_mapping()).expect("a step");
        let node = step.value("description").expect("a description");
        let text = &node.as_scalar().expect("a scalar").text;
        let at = text.find("[[").expect("a reference");
        let span = node.scalar_map(source).expect("a scalar").span(at..at + 10);
        assert_eq!(&source[span.range()], "[[invite]]");
        assert_eq!(node.locate(source, at), span.range().start);
        assert_eq!(node.locate(source, text.len() + 99), node.span.range().end);
    }

    #[test]
    fn a_wrong_source_gives_places_that_are_wrong_but_no_panic() {
        for source in ["'ab\\n  c'", "\"ab\\u00e9\"", "|\n  ab\n  c", "a\n b"] {
            let node = parse(source, 0).root.expect("a scalar");
            for other in ["", "é", "\"\\", "'", "ééééééé\\\\\\u"] {
                let map = node.scalar_map(other).expect("a scalar");
                let _ = (map.offset(0), map.span(0..9), map.span(3..3));
            }
        }
    }

    /// Checks every scalar below `node`: what is no blank is written where the map says.
    fn check(node: &Node, source: &str) -> Result<(), TestCaseError> {
        match &node.value {
            Value::Scalar(scalar) => check_scalar(node, scalar, source)?,
            Value::Sequence(list) => list.items.iter().try_for_each(|item| check(item, source))?,
            Value::Mapping(mapping) => mapping
                .entries
                .iter()
                .try_for_each(|entry| check(&entry.key, source).and_then(|()| check(&entry.value, source)))?,
        }
        Ok(())
    }

    fn check_scalar(node: &Node, scalar: &Scalar, source: &str) -> Result<(), TestCaseError> {
        let map = node.scalar_map(source).expect("a scalar");
        let mut before = node.span.range().start;
        for (at, c) in scalar.text.char_indices() {
            let place = map.offset(at);
            prop_assert!(before <= place && source.is_char_boundary(place), "{:?} at {} of {:?}", c, at, source);
            before = place;
            let is_escape = source[place..].starts_with('\\') && scalar.style == Style::DoubleQuoted;
            if !is_escape && !matches!(c, ' ' | '\t' | '\n' | '\r') && !node.is_absent() {
                prop_assert!(source[place..].starts_with(c), "{:?} at {} of {:?}", c, at, source);
            }
        }
        let covered = map.segments.iter().map(|segment| segment.text_len).sum::<usize>();
        prop_assert!(covered == scalar.text.len() || node.is_absent(), "{:?} in {:?}", scalar, source);
        Ok(())
    }

    fn scalar_source() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "a",
            "b",
            "é",
            " ",
            "  ",
            "\t",
            "\n ",
            "\r\n  ",
            "\n\n   ",
            "\\n",
            "\\t",
            "\\u00e9",
            "\\x41",
            "\\\n ",
            "\\ ",
            "\\\"",
            "''",
            "\\\\",
            "\\U0001F600",
            "\\uD83D\\uDE00",
            "\\L",
            "\\_",
            "[[x]]",
            ":",
            "#",
            "\u{1F600}",
            "-",
            "\u{2028}",
            "\r ",
        ]);
        let opening = prop::sample::select(vec!["\"", "'", "", "|\n ", ">\n ", "|+\n  ", ">2-\r\n   ", "|\n\n  "]);
        (opening, prop::collection::vec(pieces, 0..25), any::<bool>()).prop_map(|(opening, pieces, nested)| {
            let closing = if opening.starts_with(['"', '\'']) { opening } else { "" };
            format!("{}{opening}{}{closing}\n", if nested { "k: " } else { "" }, pieces.concat())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn every_character_is_written_where_the_map_says(source in scalar_source()) {
            let tree = parse(&source, 0);
            if let (Some(root), true) = (&tree.root, tree.faults.is_empty()) {
                check(root, &source)?;
            }
        }
    }
}
