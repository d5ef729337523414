//! Changes to files as a unified diff, which people read and `git apply` takes.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::diag::render::escape;
use crate::text::WsPath;

/// How many unchanged lines stand around a change.
const AROUND: usize = 3;

const HEADER: Style = Style::new().bold();
const PLACE: Style = AnsiColor::Cyan.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();
const KEPT: Style = Style::new();

/// What makes `after` of `before`; nothing where they are the same.
///
/// With colour it is for a terminal, and what a terminal would obey is escaped; else it is exact.
pub(super) fn unified(path: &WsPath, before: &str, after: &str, colour: bool) -> String {
    let (before, after) = (lines(before), lines(after));
    let diff = TextDiff::from_slices(&before, &after);
    let mut out = Out { text: String::new(), colour };
    for (at, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        if at == 0 {
            out.line(HEADER, &format!("--- a/{path}"));
            out.line(HEADER, &format!("+++ b/{path}"));
        }
        let old = range(first.old_range().start, last.old_range().end);
        let new = range(first.new_range().start, last.new_range().end);
        out.line(PLACE, &format!("@@ -{old} +{new} @@"));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let (style, sign) = match change.tag() {
                ChangeTag::Delete => (REMOVED, '-'),
                ChangeTag::Insert => (ADDED, '+'),
                ChangeTag::Equal => (KEPT, ' '),
            };
            let line: &str = change.value();
            out.line(style, &format!("{sign}{}", line.strip_suffix('\n').unwrap_or(line)));
            if !line.ends_with('\n') {
                out.line(KEPT, r"\ No newline at end of file");
            }
        }
    }
    out.text
}

/// The lines with their ends. A CR alone ends none, as in git.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// Lines from `start`, counted from 0, to before `end`, as a diff writes them.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        length => format!("{},{length}", start + 1),
    }
}

struct Out {
    text: String,
    colour: bool,
}

impl Out {
    fn line(&mut self, style: Style, line: &str) {
        // Memory takes all that is written to it.
        let _ = if self.colour {
            let shown: Vec<_> = line.trim_end_matches('\r').split('\t').map(escape).collect();
            writeln!(self.text, "{style}{}{style:#}", shown.join("\t"))
        } else {
            writeln!(self.text, "{line}")
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str) -> String {
        unified(&WsPath::new("blocks/a.md").expect("a normal path"), before, after, false)
    }

    #[test]
    fn shows_changes_with_three_lines_around_them() {
        let before = "1\n2\n3\n4\nold\n6\n7\n8\n9\n";
        let expected = "--- a/blocks/a.md\n+++ b/blocks/a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-old\n+new\n 6\n 7\n 8\n";
        assert_eq!(diff(before, &before.replace("old", "new")), expected);
        assert_eq!(diff(before, before), "");
    }

    #[test]
    fn keeps_line_ends_and_tells_of_a_missing_one() {
        let expected = "--- a/blocks/a.md\n+++ b/blocks/a.md\n@@ -1,2 +1,2 @@\n a\rb\r\n-c\n\\ No newline at end of file\n\
                        +d\n\\ No newline at end of file\n";
        assert_eq!(diff("a\rb\r\nc", "a\rb\r\nd"), expected);
        assert_eq!(diff("", "a\n").lines().nth(2), Some("@@ -0,0 +1 @@"));
        assert_eq!(diff("a\nb\n", "a\n").lines().nth(2), Some("@@ -1,2 +1 @@"));
    }

    #[test]
    fn a_terminal_is_not_given_what_it_would_obey() {
        let path = WsPath::new("a.md").expect("a normal path");
        let shown = unified(&path, "\u{1b}[2J\tx\r\n", "\u{202e}\r\n", true);
        assert!(!shown.contains("\u{1b}[2J") && !shown.contains('\u{202e}') && !shown.contains('\r'), "{shown}");
        assert!(shown.contains("-\\u{1b}[2J\tx") && shown.contains("+\\u{202e}"), "{shown}");
    }
}
