//! The lines around marked places, made fit for a terminal: few, short, and without anything a terminal would obey.
//!
//! Invariant: whatever the text and the spans are, the work is bounded by the lines shown, never by the file.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{SourceText, Span};

/// The most characters of one line that are shown.
const LINE_CHARS: usize = 160;

/// How many characters before a mark are kept when its line is cut.
const LEAD_CHARS: usize = 40;

/// The most lines one excerpt reaches over; marks further apart need an excerpt each.
pub(super) const MOST_LINES: u32 = 60;

const CUT: char = '…';

/// Consecutive lines of a file, with the marked bytes as ranges of the text shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The number of the first line.
    pub(super) first_line: u32,
    /// The number of the last line.
    pub(super) last_line: u32,
    /// The lines, each with LF but the last.
    pub(super) text: String,
    /// Where each mark is in `text`, in the order they were given.
    pub(super) marks: Vec<Range<usize>>,
}

/// Tells which lines `span` touches; a line whose end alone is covered counts, the one after it does not.
pub(super) fn lines_of(source: &SourceText, span: Span) -> (u32, u32) {
    let first = source.position(span.start as usize).line;
    let last = source.position((span.end.max(span.start + 1) - 1) as usize).line;
    (first, last.max(first))
}

impl Excerpt {
    /// Lays out the lines that `spans` touch. Spans that reach over too many lines are cut after their first.
    pub(super) fn new(source: &SourceText, spans: &[Span]) -> Excerpt {
        let touched: Vec<(u32, u32)> = spans
            .iter()
            .map(|span| lines_of(source, *span))
            .map(|(first, last)| (first, if last - first >= MOST_LINES { first } else { last }))
            .collect();
        let first_line = touched.iter().map(|lines| lines.0).min().unwrap_or(1);
        let last_line = touched.iter().map(|lines| lines.1).max().unwrap_or(1);
        let mut marks: Vec<Option<Range<usize>>> = vec![None; spans.len()];
        let mut text = String::new();
        for number in first_line..=last_line {
            if number > first_line {
                text.push('\n');
            }
            let on_line = |mark: &usize| (touched[*mark].0..=touched[*mark].1).contains(&number);
            let here: Vec<usize> = (0..spans.len()).filter(on_line).collect();
            let Some(line) = source.line_span(number) else { continue };
            let focus = here.first().map_or(0..0, |mark| clamp(spans[*mark], line));
            let shown = ShownLine::write(source.slice(line), focus, &mut text);
            for mark in here {
                let range = clamp(spans[mark], line);
                let (start, end) = (shown.offset(range.start), shown.offset(range.end));
                let begun = marks[mark].take().map_or(start, |range| range.start);
                marks[mark] = Some(begun..end);
            }
        }
        let marks = marks.into_iter().map(Option::unwrap_or_default).collect();
        Excerpt { first_line, last_line, text, marks }
    }
}

/// The part of `span` that lies on `line`, as offsets from the line's start.
fn clamp(span: Span, line: Span) -> Range<usize> {
    let inside = |offset: u32| (offset.clamp(line.start, line.end) - line.start) as usize;
    inside(span.start)..inside(span.end)
}

/// Where the characters of one line went.
struct ShownLine {
    /// Byte in the line, byte in the excerpt; ascending in both.
    places: Vec<(usize, usize)>,
}

impl ShownLine {
    /// Appends what is shown of `line`, cut around `focus`, to `text`.
    fn write(line: &str, focus: Range<usize>, text: &mut String) -> ShownLine {
        let window = window(line, &focus);
        if window.start > 0 {
            text.push(CUT);
        }
        let mut places = Vec::new();
        for (offset, character) in line[window.clone()].char_indices() {
            places.push((window.start + offset, text.len()));
            push_escaped(character, text);
        }
        places.push((window.end, text.len()));
        if window.end < line.len() {
            text.push(CUT);
        }
        ShownLine { places }
    }

    /// The byte in the excerpt for a byte of the line; what was cut away is at the cut.
    fn offset(&self, byte: usize) -> usize {
        let index = self.places.partition_point(|place| place.0 < byte).min(self.places.len() - 1);
        self.places[index].1
    }
}

/// The bytes of `line` to show so that `focus` is seen.
fn window(line: &str, focus: &Range<usize>) -> Range<usize> {
    if line.len() <= LINE_CHARS {
        return 0..line.len();
    }
    let byte_after = |from: usize, count: usize| {
        line[from..].char_indices().nth(count).map_or(line.len(), |(offset, _)| from + offset)
    };
    if byte_after(0, LINE_CHARS) == line.len() {
        return 0..line.len();
    }
    let start = line[..focus.start].char_indices().rev().nth(LEAD_CHARS - 1).map_or(0, |(offset, _)| offset);
    start..byte_after(start, LINE_CHARS)
}

/// `text` with every character that a terminal would obey written as an escape.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_obeyed) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_obeyed(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// Like [`escape`], but tabs become blanks: they are common in source lines and harmless there.
fn push_escaped(character: char, text: &mut String) {
    const TAB: &str = "    ";
    match character {
        '\t' => text.push_str(TAB),
        _ if is_obeyed(character) => text.extend(character.escape_default()),
        _ => text.push(character),
    }
}

/// Control characters, line separators, what changes the direction of text or is not seen at all, and blanks that are
/// taken for a space.
fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
        || matches!(character,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(text: &str, start: usize, end: usize) -> (String, String) {
        let excerpt = Excerpt::new(&SourceText::from(text), &[Span::new(start, end)]);
        let marked = excerpt.text[excerpt.marks[0].clone()].to_owned();
        (excerpt.text, marked)
    }

    #[test]
    fn shows_the_lines_a_span_touches_without_their_ends() {
        assert_eq!(excerpt("a\r\nbc\r\nd", 4, 5), ("bc".into(), "c".into()));
        assert_eq!(excerpt("a\r\nbc\r\nd", 3, 7), ("bc".into(), "bc".into()));
        assert_eq!(excerpt("a\nbc\nd", 0, 4), ("a\nbc".into(), "a\nbc".into()));
        assert_eq!(excerpt("", 0, 0), (String::new(), String::new()));
    }

    #[test]
    fn escapes_what_a_terminal_would_obey() {
        assert_eq!(excerpt("\ta: \u{1b}[31m", 4, 5), ("    a: \\u{1b}[31m".into(), "\\u{1b}".into()));
        assert_eq!(escape("a\u{202e}b\n\u{9b}"), "a\\u{202e}b\\n\\u{9b}");
        assert_eq!(escape("a:\u{a0}b\u{3000}c"), "a:\\u{a0}b\\u{3000}c");
        assert_eq!(escape("日本 👩‍💻 é"), "日本 👩‍💻 é");
    }

    #[test]
    fn cuts_long_lines_around_the_mark() {
        let long = format!("{}XYZ{}", "é".repeat(1_000_000), "b".repeat(1_000_000));
        let (text, marked) = excerpt(&long, 2_000_000, 2_000_003);
        assert_eq!(marked, "XYZ");
        assert!(text.starts_with("…é") && text.ends_with("b…"), "{text}");
        assert_eq!(text.chars().count(), LINE_CHARS + 2);
        let (_, all) = excerpt(&long, 0, long.len());
        assert_eq!(all.chars().count(), LINE_CHARS);
    }

    #[test]
    fn spans_over_many_lines_are_cut_after_the_first() {
        let text = "one\n".repeat(200);
        let excerpt = Excerpt::new(&SourceText::from(text.as_str()), &[Span::new(0, 3), Span::new(12, 15)]);
        assert_eq!((excerpt.text.as_str(), excerpt.last_line), ("one\none\none\none", 4));
        let excerpt = Excerpt::new(&SourceText::from(text.as_str()), &[Span::new(4, 800)]);
        assert_eq!((excerpt.text.as_str(), excerpt.marks[0].clone()), ("one", 0..3));
    }
}
