//! What stands between tokens: blanks, comments, indicators and properties.
//!
//! Knows nothing of nesting. Offsets are bytes of the text at hand; each function reads no further than the next
//! token, so that walking every gap of a text once stays linear.

/// Steps over blanks, line ends and comments.
pub(super) fn skip_blank(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut offset = from;
    while let Some(byte) = bytes.get(offset) {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' => offset += 1,
            b'#' if offset == 0 || is_space(bytes[offset - 1]) => offset = line_end(text, offset),
            _ => break,
        }
    }
    offset
}

/// Finds `wanted` before the next content, stepping over blanks, comments, `:`, `?`, `-`, anchors and tags.
pub(super) fn find_indicator(text: &str, from: usize, wanted: &[u8]) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut offset = from;
    loop {
        offset = skip_blank(text, offset);
        match bytes.get(offset)? {
            byte if wanted.contains(byte) => return Some(offset),
            b':' | b'?' | b'-' => offset += 1,
            b'&' | b'!' => offset = word_end(text, offset),
            _ => return None,
        }
    }
}

/// Finds the bracket that opens the next content and is not closed before `end`: the innermost such.
pub(super) fn open_bracket(text: &str, from: usize, end: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[..end];
    let mut offset = find_indicator(text, from, b"[{").filter(|bracket| *bracket < end)?;
    let mut open = Vec::new();
    while let Some(byte) = bytes.get(offset) {
        match byte {
            b'[' | b'{' => open.push(offset),
            b']' | b'}' => {
                open.pop();
            }
            b'"' | b'\'' if !bytes[offset - 1].is_ascii_alphanumeric() => {
                let quote = char::from(*byte);
                offset += text[offset + 1..end].find(quote).map_or(0, |length| length + 1);
            }
            b'#' if is_space(bytes[offset - 1]) => offset = line_end(text, offset),
            _ => {}
        }
        if open.is_empty() {
            return None;
        }
        offset += 1;
    }
    open.pop()
}

/// Whether a `#` after a blank is followed by a word at once, as people hardly begin a comment.
pub(super) fn has_joined_comment(text: &str) -> bool {
    let joined = |at: usize| text[at..].trim_start_matches('#').starts_with(|c: char| !c.is_whitespace());
    text.match_indices('#').any(|(at, _)| at > 0 && is_space(text.as_bytes()[at - 1]) && joined(at))
}

/// The end of the line that `offset` is in, without its line break.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find(['\n', '\r']).map_or(text.len(), |length| offset + length)
}

/// The start of the line that `offset` is in.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or(0, |before| before + 1)
}

/// The end of the word that begins at `offset`: before the next blank.
pub(super) fn word_end(text: &str, offset: usize) -> usize {
    text[offset..].find([' ', '\t', '\n', '\r']).map_or(text.len(), |length| offset + length)
}

/// The end of the token at `offset`, as far as can be told without reading it: one character for an indicator,
/// else what is left of the word; `offset` itself before a blank.
pub(super) fn token_end(text: &str, offset: usize) -> usize {
    let Some(first) = text[offset..].chars().next() else { return offset };
    if first.is_whitespace() {
        offset
    } else if first.is_alphanumeric() || first == '_' {
        text[offset..]
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '[' | ']' | '{' | '}' | '"' | '\''))
            .map_or(text.len(), |length| offset + length)
    } else {
        offset + first.len_utf8()
    }
}

/// The end of a block scalar's last line that is not blank, given the span from its indicator to the next token.
pub(super) fn block_end(text: &str, start: usize, end: usize) -> usize {
    let content = text[start..end].trim_end_matches([' ', '\t', '\n', '\r']);
    line_end(text, start + content.len()).min(end)
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// How many characters stand before `offset` on its line.
pub(super) fn column(text: &str, offset: usize) -> usize {
    text[line_start(text, offset)..offset].chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_over_what_is_no_token() {
        assert_eq!(skip_blank("  # c: x\n\r\n\tb", 0), 12);
        assert_eq!(skip_blank("a#b", 1), 1);
        assert_eq!(find_indicator(": &x !!t # |\n  |", 0, b"|>"), Some(15));
        assert_eq!(find_indicator(": a |", 0, b"|>"), None);
        assert_eq!(find_indicator("", 0, b"-"), None);
    }

    #[test]
    fn finds_the_bracket_that_is_not_closed() {
        let find = |text: &str| open_bracket(text, 0, text.len());
        assert_eq!(find(": # [\n [a, {b: '}' # }\n"), Some(11));
        assert_eq!(find("- [a, {b: c}]"), None);
        assert_eq!(find("- a [b"), None);
        assert_eq!(find("[it's, \""), Some(0));
    }

    #[test]
    fn ends_a_block_at_its_last_line_with_content() {
        let text = "|\n  a  \n \n\nb";
        assert_eq!(block_end(text, 0, 11), 7);
        assert_eq!(block_end("|-\nb", 0, 3), 2);
    }
}
