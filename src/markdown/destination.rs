//! Where in the source a link's destination is written.

use std::ops::Range;

use crate::text::Span;

/// The destination of an inline link or image that lies at `link` and whose label's content ends at `label_end`.
pub(super) fn of_inline(text: &str, link: Range<usize>, label_end: usize, destination: &str) -> Span {
    let find = || {
        let label_end = label_end.clamp(link.start, link.end);
        let open = label_end + text.get(label_end..link.end)?.find("](")? + 2;
        written(text, open..link.end, true)
    };
    checked(text, link.clone(), find(), destination)
}

/// The destination in the definition that lies at `definition`.
pub(super) fn of_definition(text: &str, definition: Range<usize>, destination: &str) -> Span {
    let find = || {
        let source = text.get(definition.clone())?;
        let label_end = find_unescaped(source, |byte| byte == b']')?;
        let open = definition.start + label_end + source[label_end..].strip_prefix("]:").map(|_| 2)?;
        written(text, open..definition.end, false)
    };
    checked(text, definition.clone(), find(), destination)
}

/// The inside of `<…>`, or everything of it when it is not written so.
pub(super) fn of_autolink(text: &str, link: Range<usize>) -> Span {
    let bracketed = text.get(link.clone()).is_some_and(|source| source.starts_with('<') && source.ends_with('>'));
    if bracketed && link.len() >= 2 { Span::new(link.start + 1, link.end - 1) } else { Span::new(link.start, link.end) }
}

/// The destination that follows blanks and, on a new line, quote marks.
fn written(text: &str, within: Range<usize>, in_parentheses: bool) -> Option<Range<usize>> {
    let source = text.get(within.clone())?;
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let unindented = source.trim_start_matches(is_blank);
    let broken = source[..source.len() - unindented.len()].contains('\n');
    let rest = if broken { source.trim_start_matches(|c| is_blank(c) || c == '>') } else { unindented };
    let start = within.end - rest.len();
    if let Some(rest) = rest.strip_prefix('<') {
        let length = find_unescaped(rest, |byte| byte == b'>')?;
        return Some(start + 1..start + 1 + length);
    }
    let mut open = 0_usize;
    let length = find_unescaped(rest, |byte| match byte {
        b'(' if in_parentheses => {
            open += 1;
            false
        }
        b')' if in_parentheses && open == 0 => true,
        b')' if in_parentheses => {
            open -= 1;
            false
        }
        byte => byte <= b' ' || byte == 0x7f,
    });
    Some(start..start + length.unwrap_or(rest.len()))
}

fn find_unescaped(text: &str, mut is_wanted: impl FnMut(u8) -> bool) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        if std::mem::take(&mut escaped) && byte.is_ascii_punctuation() {
            return false;
        }
        escaped = byte == b'\\';
        !escaped && is_wanted(byte)
    })
}

/// What was found, if it can be the source of `destination`; else all of `whole`.
fn checked(text: &str, whole: Range<usize>, found: Option<Range<usize>>, destination: &str) -> Span {
    let fits = |range: &Range<usize>| {
        let source = text.get(range.clone()).unwrap_or_default();
        source == destination || source.contains(['\\', '&', '\0'])
    };
    let range = found.filter(fits).unwrap_or(whole);
    Span::new(range.start, range.end)
}
