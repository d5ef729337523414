//! What was plainly meant as a link, an image or a reference and is shown as it was typed.
//!
//! Looks at text alone: whatever Markdown took for a link, code or HTML never comes here.

use std::ops::Range;

use crate::text::{Span, Spanned};

/// What was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A link or an image with a blank in its target.
    Blank,
    /// A link or an image that is none for another reason.
    Link,
    /// A reference whose `|` ends the cell of a table it stands in.
    Bar,
    /// A reference that is not closed on its line.
    Open,
    /// A reference to nothing: `[[]]`.
    Empty,
}

/// Finds what is broken in the text at `range`, which may be a part of a line; `in_table` says that it is a cell's.
pub(super) fn find(text: &str, range: Range<usize>, in_table: bool) -> Vec<Spanned<Broken>> {
    let Some(words) = text.get(range.clone()) else { return Vec::new() };
    let mut found = Vec::new();
    for (at, sign) in words.match_indices("](").chain(words.match_indices("[[")) {
        let at = range.start + at;
        if is_escaped(text, at) {
            continue;
        }
        let line = Line::around(text, at);
        found.extend(if sign == "](" { line.link(at) } else { line.reference(at, in_table) });
    }
    if in_table {
        // The rest of a link that a bar cuts may be in a cell that the table has no column for.
        let labels = words.match_indices('[').map(|(at, _)| range.start + at).filter(|at| !is_escaped(text, *at));
        found.extend(labels.filter_map(|at| Line::around(text, at).cut_link(at)));
    }
    found.sort_by_key(|broken| broken.span);
    found.dedup_by_key(|broken| broken.span);
    found
}

/// Whether a backslash takes the meaning from the sign at `at`.
fn is_escaped(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches('\\');
    (at - before.len()) % 2 == 1
}

/// How much of a line is looked at on either side of a sign, so that a long line of them takes no longer than another.
const MOST: usize = 500;

/// One line of the source, as far as it is looked at.
struct Line<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl<'t> Line<'t> {
    fn around(text: &'t str, at: usize) -> Line<'t> {
        let mut first = at.saturating_sub(MOST);
        while !text.is_char_boundary(first) {
            first += 1;
        }
        let mut last = (at + MOST).min(text.len());
        while !text.is_char_boundary(last) {
            last -= 1;
        }
        let start = text[first..at].rfind('\n').map_or(first, |before| first + before + 1);
        let end = text[at..last].find(['\n', '\r']).map_or(last, |length| at + length);
        Line { text, start, end }
    }

    /// The link whose `](` is at `middle`.
    fn link(&self, middle: usize) -> Option<Spanned<Broken>> {
        let label = self.label_start(middle);
        if label.is_some_and(|start| is_escaped(self.text, start)) {
            return None;
        }
        let start = label.unwrap_or(middle);
        let is_image = label.is_some() && self.text[..start].ends_with('!') && !is_escaped(self.text, start - 1);
        let inner = middle + 2;
        let close = closing(&self.text[inner..self.end]).map(|length| inner + length);
        let target = self.text[inner..close.unwrap_or(self.end)].trim();
        let is_plain = is_target(target) || is_image && close.is_some() && !target.is_empty();
        let kind = if target.contains([' ', '\t']) && close.is_some() { Broken::Blank } else { Broken::Link };
        let span = Span::new(start - usize::from(is_image), close.map_or(self.end, |close| close + 1));
        is_plain.then(|| Spanned::new(kind, span))
    }

    /// The link whose label begins at `start` and has a bar in it.
    fn cut_link(&self, start: usize) -> Option<Spanned<Broken>> {
        let rest = &self.text[start + 1..self.end];
        let label = &rest[..rest.find("](")?];
        let is_cut = label.contains('|') && !label.contains(['[', ']']);
        self.link(start + 1 + label.len()).filter(|_| is_cut)
    }

    /// Where the label begins that ends at `end`: the bracket that opens it.
    fn label_start(&self, end: usize) -> Option<usize> {
        let mut open = 0;
        for (at, sign) in self.text[self.start..end].rmatch_indices(['[', ']']) {
            match sign {
                "]" => open += 1,
                _ if open > 0 => open -= 1,
                _ => return Some(self.start + at),
            }
        }
        None
    }

    /// The reference whose `[[` is at `start`.
    fn reference(&self, start: usize, in_table: bool) -> Option<Spanned<Broken>> {
        let rest = &self.text[start + 2..self.end];
        let name = &rest[..rest.find(|c: char| !(c.is_alphanumeric() || "-_/#. ".contains(c))).unwrap_or(rest.len())];
        let after = &rest[name.len()..];
        let end_of = |length: usize| start + 2 + length;
        if name.trim().is_empty() {
            return after
                .starts_with("]]")
                .then(|| Spanned::new(Broken::Empty, Span::new(start, end_of(name.len() + 2))));
        }
        let close = rest.find("]]").filter(|close| rest.find("[[").is_none_or(|next| *close < next));
        let is_meant = name.starts_with(|c: char| c.is_alphabetic())
            && (after.is_empty()
                || after.starts_with(['|', '\\'])
                || after.starts_with(']') && !after.starts_with("]]"));
        if !is_meant {
            return None;
        }
        Some(match close {
            Some(close) if in_table && rest[..close].contains('|') => {
                Spanned::new(Broken::Bar, Span::new(start, end_of(close + 2)))
            }
            Some(close) => Spanned::new(Broken::Open, Span::new(start, end_of(close + 2))),
            None => {
                let bracket = usize::from(after.starts_with(']'));
                let length = if bracket == 1 { name.len() } else { name.trim_end().len() };
                Spanned::new(Broken::Open, Span::new(start, end_of(length + bracket)))
            }
        })
    }
}

/// Where the bracket is that closes what stands before it.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0;
    for (at, sign) in text.match_indices(['(', ')']) {
        match sign {
            "(" => open += 1,
            _ if open > 0 => open -= 1,
            _ => return Some(at),
        }
    }
    None
}

/// Whether text can hardly be anything but a link's target: an address, or a path to a file with an ending.
fn is_target(text: &str) -> bool {
    const STARTS: [&str; 6] = ["http://", "https://", "mailto:", "./", "../", "#"];
    let path = text.strip_prefix('<').unwrap_or(text);
    // What may follow the path.
    let path = path.split(['"', '>', '#', '?']).next().unwrap_or_default().trim_end();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = (1..=8).contains(&ending.len())
        && ending.chars().all(|c| c.is_ascii_alphanumeric())
        && ending.chars().any(|c| c.is_ascii_alphabetic());
    is_file || STARTS.iter().any(|start| text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::super::scan;
    use super::*;

    #[track_caller]
    fn finds(text: &str, expected: &[(Broken, &str)]) {
        let scan = scan(text);
        let found: Vec<(Broken, &str)> =
            scan.broken.iter().map(|broken| (broken.value, &text[broken.span.range()])).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn finds_links_that_are_none() {
        finds("See [the *plan*](my plan.md).", &[(Broken::Blank, "[the *plan*](my plan.md)")]);
        finds("![a picture](../my picture)", &[(Broken::Blank, "![a picture](../my picture)")]);
        finds("[a](b c.pdf \"t\") [d](e.md)", &[(Broken::Blank, "[a](b c.pdf \"t\")")]);
        finds("[@maya wrote](my notes (1).md)", &[(Broken::Blank, "[@maya wrote](my notes (1).md)")]);
        finds("[a](https://a.example/b", &[(Broken::Link, "[a](https://a.example/b")]);
        finds("| a |\n|---|\n| [b|c](d.md) |\n", &[(Broken::Link, "[b|c](d.md)")]);
        finds("| a | b |\n|---|---|\n| [b|c](d.md) |\n", &[(Broken::Link, "[b|c](d.md)")]);
    }

    #[test]
    fn finds_references_that_are_none() {
        finds("| a |\n|---|\n| [[b|the c]] |\n", &[(Broken::Bar, "[[b|the c]]")]);
        finds("| a |\n|---|\n| [[b | c |\n", &[(Broken::Open, "[[b")]);
        finds("See [[invite-email", &[(Broken::Open, "[[invite-email")]);
        finds("See [[a] and [[b|the\nwords]].", &[(Broken::Open, "[[a]"), (Broken::Open, "[[b")]);
        finds("Nothing: [[]] [[ ]]", &[(Broken::Empty, "[[]]"), (Broken::Empty, "[[ ]]")]);
    }

    #[test]
    fn leaves_what_is_meant_as_text() {
        for text in [
            "[a](b.md) ![c](<d e.png>) [[f|g]] <https://a.example>",
            "\\[a](b c.md) [a\\](b c.md) \\[[b",
            "`[a](b c.md)` `[[b`\n\n    [[c\n\n```\n[[d\n```\n",
            "- [ ] to do\n- [x] (done)\n",
            "[sic](as he said) [1](see below) f[i](x y)",
            "[[1, 2], [3, 4]] and [[ -f x",
            "<!-- [[b --> <b title='[[c'>",
            "| a |\n|---|\n| [[b\\|c]] |\n",
            "A note[^1] and [^two].\n\n[^1]: word\n[^two]: more words\n",
        ] {
            finds(text, &[]);
        }
    }
}
