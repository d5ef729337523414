//! Which texts the parser reads in time linear in their length.
//!
//! Knows of Markdown only what makes the parser slow: nesting and link titles that reach over lines. Errs towards
//! refusing, but only what nobody writes: budgets are far above what prose of the largest size needs.

/// How many steps a text may cost beyond those linear in its length; about half a second.
const MOST_STEPS: usize = 1 << 27;

/// Whether reading `text` takes time linear in its length, but for a bounded rest. Linear itself.
pub(super) fn is_readable(text: &str) -> bool {
    nesting_steps(text).saturating_add(title_steps(text)) <= MOST_STEPS
}

/// Bounds the steps for nesting. Every open container is looked at on every line, and it takes at least one column of
/// each line that opens it or one inside it; from every marker, all that follow on the line may be looked at.
fn nesting_steps(text: &str) -> usize {
    let mut lines = 0;
    let mut deepest = 0;
    let mut steps = 0_usize;
    for bytes in text.as_bytes().split(|byte| matches!(byte, b'\n' | b'\r')) {
        let opening = bytes.iter().take_while(|byte| may_open(**byte)).count();
        let columns: usize = bytes[..opening].iter().map(|&byte| if byte == b'\t' { 4 } else { 1 }).sum();
        let markers = (0..opening).filter(|&at| is_marker(bytes[at], bytes.get(at + 1).copied())).count();
        deepest = deepest.max(columns);
        lines += 1;
        steps = steps.saturating_add(columns.saturating_mul(markers));
    }
    deepest.saturating_mul(lines).saturating_add(steps)
}

/// Whether a byte may be part of what opens containers at the start of a line.
fn may_open(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'+' | b'*' | b'_' | b'.' | b')' | b'0'..=b'9')
}

/// Whether a byte at the start of a line can open a container, given the byte after it.
fn is_marker(byte: u8, next: Option<u8>) -> bool {
    byte == b'>' || (b"-+*.)".contains(&byte) && matches!(next, None | Some(b' ' | b'\t')))
}

/// Bounds the steps for titles: from a quote that may open one, the text is read to the quote that closes it, and at
/// each line's end on the way the paragraph that holds the link is walked.
fn title_steps(text: &str) -> usize {
    if !text.contains("](") {
        return 0;
    }
    let bytes = text.as_bytes();
    let mut steps = 0_usize;
    let mut paragraph = 0;
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        let goes_on = line.bytes().any(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'>'));
        if goes_on && end < bytes.len() {
            continue;
        }
        if let Some(link) = text[paragraph..end].find("](") {
            let quotes = (paragraph + link + 2..end).filter(|&at| may_open_title(bytes[at - 1], bytes[at]));
            let line_ends = quotes.map(|at| line_ends_in_title(&bytes[at..])).fold(0, usize::saturating_add);
            steps = steps.saturating_add(line_ends.saturating_mul(end - paragraph));
        }
        paragraph = end;
    }
    steps
}

fn may_open_title(before: u8, byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'(') && (before.is_ascii_whitespace() || before == b'>')
}

/// Line ends between the quote that `rest` begins with and the one that closes it. What two quotes of a sort enclose
/// is disjoint, so asking this of all takes linear time.
fn line_ends_in_title(rest: &[u8]) -> usize {
    let open = rest.first().copied().unwrap_or_default();
    let close = if open == b'(' { b')' } else { open };
    let mut escaped = false;
    let mut line_ends = 0;
    for &byte in rest.iter().skip(1) {
        if !escaped && (byte == close || byte == open) {
            break;
        }
        line_ends += usize::from(matches!(byte, b'\n' | b'\r'));
        escaped = byte == b'\\' && !escaped;
    }
    line_ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_prose_of_the_largest_size() {
        let paragraph =
            "It isn't 'done' (see [the \"list\"](a.md \"All\nof it\") and\n[more](b.md)). 'Tis\n  - so\n\n> quoted\n\n";
        assert!(is_readable(&paragraph.repeat(4 * 1024 * 1024 / paragraph.len())));
        let indented = format!("{}x\n", " ".repeat(200));
        assert!(is_readable(&indented.repeat(4 * 1024 * 1024 / indented.len())));
        let numbers = format!("{}\n", "-3.14159 2 ".repeat(10));
        assert!(is_readable(&numbers.repeat(4 * 1024 * 1024 / numbers.len())));
    }

    #[test]
    fn refuses_what_would_take_minutes() {
        assert!(!is_readable(&(">".repeat(200_000) + &"a\n".repeat(100_000))));
        assert!(!is_readable(&(">".repeat(200_000) + &"a\r".repeat(100_000))));
        assert!(!is_readable(&("- ".repeat(200_000) + "*")));
        assert!(!is_readable(&("[a](b 'c ".to_owned() + &"`\n".repeat(100_000))));
    }
}
