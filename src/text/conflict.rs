//! Conflicts that git left in a text: the lines it writes around the two sides of what it could not merge.

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

/// Finds the conflicts in a text, leaving out lines for which `is_code` holds of their first byte's offset.
///
/// What one forgot to take away counts too: a lone `<<<<<<< ` or `>>>>>>> `. A line of `=` is a marker only between two of
/// the others, so it never is the first. Neither a row of a table nor a quote of a quote in a mail is one.
pub fn find_conflicts(text: &str, is_code: impl Fn(usize) -> bool) -> Option<Conflicts> {
    let text_start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = Lines { text, next: text_start }.peekable();
    let mut conflicts: Option<Conflicts> = None;
    let (mut is_open, mut was_quote) = (false, false);
    while let Some((start, line)) = lines.next() {
        let sign = marker(line).filter(|_| !is_code(start));
        let is_quoted = was_quote || lines.peek().is_some_and(|(_, next)| next.starts_with('>'));
        let is_marker = match sign {
            Some('<') => true,
            Some('|') => !line.trim_start_matches('|').contains('|') && line.trim_end_matches('|') == line,
            Some('>') => is_open || !is_quoted,
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

/// The sign of a line that is built like a marker: enough of one sign, then nothing or a blank and a name.
fn marker(line: &str) -> Option<char> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '<' | '|' | '>'))?;
    let rest = line.trim_start_matches(sign);
    let is_long = line.len() - rest.len() >= MARKER_SIZE;
    (is_long && (rest.is_empty() || rest.starts_with(' '))).then_some(sign)
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
        ] {
            assert_eq!(first(text), None, "{text:?}");
        }
    }
}
