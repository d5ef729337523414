//! Lines and columns back to bytes, and the columns that editors' protocols count.
//!
//! People count characters from 1, a language server UTF-16 units from 0; both leave out a byte-order mark and the line's
//! end. What lies beyond a line is its end, what lies inside a character is its beginning: no position is refused, since
//! an editor may send one of a text that has changed.

use super::{Position, SourceText};

/// A line and a column as the language server protocol counts them: both from 0, columns in UTF-16 code units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Utf16Position {
    /// From 0.
    pub line: u32,
    /// From 0.
    pub column: u32,
}

impl SourceText {
    /// The byte at a line and column.
    pub fn offset(&self, position: Position) -> usize {
        let columns = position.column.saturating_sub(1) as usize;
        self.offset_in_line(position.line, |text| text.char_indices().nth(columns).map(|(at, _)| at))
    }

    /// Line and column of a byte offset, in UTF-16.
    pub fn utf16_position(&self, offset: usize) -> Utf16Position {
        let Position { line, .. } = self.position(offset);
        let start = self.line_span(line).map_or(0, |span| span.start as usize);
        let before = self.text().get(start..self.floor(offset)).unwrap_or_default();
        let column = before.trim_end_matches('\r').chars().map(char::len_utf16).sum::<usize>();
        Utf16Position { line: line - 1, column: u32::try_from(column).unwrap_or(u32::MAX) }
    }

    /// The byte at a line and column in UTF-16.
    pub fn utf16_offset(&self, position: Utf16Position) -> usize {
        self.offset_in_line(position.line.saturating_add(1), |text| {
            let mut units = 0;
            let wanted = position.column as usize;
            let reached = text.char_indices().find(|(_, c)| {
                units += c.len_utf16();
                units > wanted
            });
            reached.map(|(at, _)| at)
        })
    }

    /// The byte in a line, from 1, that `find` finds in its text: the line's end when it finds none.
    fn offset_in_line(&self, line: u32, find: impl FnOnce(&str) -> Option<usize>) -> usize {
        match self.line_span(line.max(1)) {
            Some(span) => find(self.slice(span)).map_or(span.end as usize, |at| span.start as usize + at),
            None => self.text().len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every character that stands in a line with its byte, its line from 0, and its columns in characters and in UTF-16
    /// from 0; counted one by one.
    fn counted(text: &str) -> Vec<(usize, u32, u32, u32)> {
        let (mut found, mut line, mut column, mut utf16) = (Vec::new(), 0, 0, 0);
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let is_end = c == '\n' || c == '\r' && characters.peek().is_some_and(|(_, next)| *next == '\n');
            if at == 0 && c == '\u{feff}' {
                continue;
            }
            if !(c == '\n' && at > 0 && text.as_bytes()[at - 1] == b'\r') {
                found.push((at, line, column, utf16));
            }
            if c == '\n' {
                (line, column, utf16) = (line + 1, 0, 0);
            } else if !is_end {
                column += 1;
                utf16 += c.len_utf16() as u32;
            }
        }
        found
    }

    #[test]
    fn what_is_beyond_is_the_end() {
        let source = SourceText::from("a\u{1F600}b\r\nlast");
        let utf16 = |line, column| source.utf16_offset(Utf16Position { line, column });
        // The second column is inside of a character of two units.
        assert_eq!([utf16(0, 1), utf16(0, 2), utf16(0, 3), utf16(0, 9)], [1, 1, 5, 6]);
        assert_eq!([utf16(1, 4), utf16(1, 5), utf16(2, 0), utf16(u32::MAX, 0)], [12; 4]);
        assert_eq!(
            [(1, 3), (1, 0), (0, 1), (3, 1)].map(|(line, column)| source.offset(Position { line, column })),
            [5, 0, 0, 12]
        );
        assert_eq!(source.utf16_position(99), Utf16Position { line: 1, column: 4 });
        assert_eq!(SourceText::from("").utf16_offset(Utf16Position { line: 0, column: 3 }), 0);
    }

    proptest! {
        #[test]
        fn positions_lead_there_and_back(text in "\u{feff}?([a-c]|\u{e9}|\u{1F600}|\u{2028}|\t|\n|\r\n){0,40}") {
            let source = SourceText::from(text.as_str());
            for (at, line, column, units) in counted(&text) {
                let position = Position { line: line + 1, column: column + 1 };
                let utf16 = Utf16Position { line, column: units };
                prop_assert_eq!((source.position(at), source.utf16_position(at)), (position, utf16));
                prop_assert_eq!((source.offset(position), source.utf16_offset(utf16)), (at, at));
            }
        }
    }
}
