//! Conflicts that git left in a text: the lines it writes around the two sides of what it could not merge.

use std::collections::HashMap;

use super::Span;

/// The fewest signs a marker begins with; `conflict-marker-size` and merges of merges make them longer.
const MARKER_SIZE: usize = 7;

/// The conflicts of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflicts {
    /// The first marker's line, without its line end.
    pub first: Span,
    /// How many there are.
    pub count: usize,
}

/// Whether a text holds what a marker begins with.
pub fn may_conflict(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_in_row =
        |at: usize| bytes[at..].iter().take(MARKER_SIZE).filter(|byte| **byte == bytes[at]).count() == MARKER_SIZE;
    memchr::memchr3_iter(b'<', b'|', b'>', bytes).any(is_in_row)
}

/// Finds the conflicts in a text, leaving out lines for which `is_code` holds of their first byte's offset.
///
/// What one forgot to take away counts too: a lone `<<<<<<< ` or `>>>>>>> `, since whoever deletes only the first lines of
/// a conflict has kept both sides. A line of `=` is a marker only between two of the others, so it never is the first.
/// Neither a row of a table nor a quote of a quote in a mail is one: mails quote line after line, so a `>>>>>>> ` beside
/// another line that begins with `>` is taken for that. `git diff --check` would flag it.
pub fn find_conflicts(text: &str, is_code: impl Fn(usize) -> bool) -> Option<Conflicts> {
    if !may_conflict(text) {
        return None;
    }
    let text_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = Lines { text, next: text_start }.peekable();
    let mut conflicts: Option<Conflicts> = None;
    let (mut is_open, mut was_quote) = (false, false);
    let ends = last_ends(text);
    while let Some((start, line)) = lines.next() {
        let found = marker(line).filter(|_| !is_code(start));
        let (sign, length) = found.map_or((None, 0), |(sign, length)| (Some(sign), length));
        // Longer ones are written in pairs; by itself, such a line is a drawing or a quote of quotes.
        let is_plain = length == MARKER_SIZE;
        let is_quoted = was_quote || lines.peek().is_some_and(|(_, next)| next.starts_with('>'));
        let is_marker = match sign {
            Some('<') => is_plain || ends.get(&length).is_some_and(|end| *end > start),
            Some('|') => {
                let is_row = line.trim_start_matches('|').contains('|') || line.ends_with('|');
                (is_plain || is_open) && !is_row
            }
            Some('>') => is_open || is_plain && !is_quoted,
            _ => false,
        };
        was_quote = line.starts_with('>') && !is_marker;
        if is_marker {
            let first = Span::new(start, start + line.len());
            let known = conflicts.get_or_insert(Conflicts { first, count: 0 });
            // A conflict is counted where it begins, as far as that is left.
            known.count += usize::from(!is_open);
            is_open = sign != Some('>');
        }
    }
    conflicts
}

/// Finds a conflict of which a block of code has the beginning and not the end: where both sides changed it and what is
/// around it. `block` tells in which block a line is, by the offset of its first byte.
pub fn find_torn_conflict(text: &str, block: impl Fn(usize) -> Option<usize>) -> Option<Span> {
    let mut open: Option<(Span, usize, bool)> = None;
    for (start, line) in (Lines { text, next: 0 }) {
        if line.len() == MARKER_SIZE && line.bytes().all(|byte| byte == b'=') {
            if let Some((_, inside, is_parted)) = &mut open {
                *is_parted |= block(start) != Some(*inside);
            }
            continue;
        }
        match (marker(line), open) {
            (Some(('<', MARKER_SIZE)), _) => {
                open = block(start).map(|inside| (Span::new(start, start + line.len()), inside, false));
            }
            (Some(('>', MARKER_SIZE)), Some((_, inside, _))) if block(start) == Some(inside) => open = None,
            (Some(('>', MARKER_SIZE)), Some((first, _, true))) => return Some(first),
            _ => {}
        }
    }
    None
}

/// Where the last line begins that could end a conflict, by the length of its marker.
fn last_ends(text: &str) -> HashMap<usize, usize> {
    let markers = Lines { text, next: 0 }.filter_map(|(start, line)| Some((start, marker(line)?)));
    markers.filter(|(_, (sign, _))| *sign == '>').map(|(start, (_, length))| (length, start)).collect()
}

/// The sign and length of a marker, which is a line of enough of one sign, then nothing or a blank and a name.
fn marker(line: &str) -> Option<(char, usize)> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '<' | '|' | '>'))?;
    let rest = line.trim_start_matches(sign);
    let length = line.len() - rest.len();
    (length >= MARKER_SIZE && (rest.is_empty() || rest.starts_with(' '))).then_some((sign, length))
}

/// The lines of a text with their places, without their ends.
struct Lines<'t> {
    text: &'t str,
    next: usize,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<(usize, &'t str)> {
        let start = self.next;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let (line, length) = rest.find('\n').map_or((rest, rest.len()), |end| (&rest[..end], end + 1));
        self.next = start + length;
        Some((start, line.strip_suffix('\r').unwrap_or(line)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn first(text: &str) -> Option<(&str, usize)> {
        find_conflicts(text, |_| false).map(|found| (&text[found.first.range()], found.count))
    }

    #[test]
    fn finds_what_git_writes() {
        let merge = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n";
        assert_eq!(first(merge), Some(("<<<<<<< HEAD", 1)));
        assert_eq!(first(&merge.repeat(3)), Some(("<<<<<<< HEAD", 3)));
        assert_eq!(first(&merge.replace('\n', "\r\n")), Some(("<<<<<<< HEAD", 1)));
        assert_eq!(first("\u{feff}<<<<<<<\nb\n||||||| base\n=======\n>>>>>>>"), Some(("<<<<<<<", 1)));
        assert_eq!(first("<<<<<<<<<<<< x\n============\n>>>>>>>>>>>> y"), Some(("<<<<<<<<<<<< x", 1)));
    }

    #[test]
    fn markers_may_be_wherever_they_stand() {
        for before in 0..=2 * MARKER_SIZE {
            let text = |signs: usize, behind: &str| "a".repeat(before) + &"|".repeat(signs) + behind;
            for behind in ["", "|a", "a|||||||"] {
                assert!(may_conflict(&text(MARKER_SIZE, behind)), "{before} {behind}");
            }
            for behind in ["", "a|", "<<<<<<"] {
                assert!(!may_conflict(&text(MARKER_SIZE - 1, behind)), "{before} {behind}");
            }
        }
    }

    #[test]
    fn finds_what_was_left_of_a_conflict() {
        assert_eq!(first("b\n=======\nc\n>>>>>>> 1a2b3c4 (A subject)\n"), Some((">>>>>>> 1a2b3c4 (A subject)", 1)));
        assert_eq!(first("||||||| base\nc\n"), Some(("||||||| base", 1)));
        assert_eq!(first("<<<<<<< ours\n> quoted\n"), Some(("<<<<<<< ours", 1)));
    }

    #[test]
    fn leaves_what_only_looks_like_one() {
        for text in [
            "Heading\n=======\n",
            "<<<<<< six\n>>>>>>six\n",
            " <<<<<<< indented\n",
            "<<<<<<<HEAD\n",
            "||||||| a |\n|||||||\n",
            ">>>>>> six\n>>>>>>> seven\n>>>>>> six\n",
            "text >>>>>>> x\n",
            ">>>>>>>> eight\n",
            "<<<<<<<<<< ten\n",
            ">>>>>>>> y\n<<<<<<<< x\n",
        ] {
            assert_eq!(first(text), None, "{text:?}");
        }
    }
}
