//! What was plainly meant as markup and is shown as it was typed, or not at all.
//!
//! Looks at text alone, and at tags that are not kept: whatever Markdown took for a link or code never comes here.

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
    /// The definition of a link's label, `[label]: target`, with a blank in its target.
    Definition,
    /// A link or an image by a label that nothing defines: `[words][label]`.
    Label,
    /// The mark of a footnote that is not there.
    Footnote,
    /// A tag of HTML that is none of those that are kept.
    Tag,
    /// A tag of HTML that is kept at the beginning of a line alone.
    InnerTag,
    /// A comment of HTML that does not end.
    Comment,
    /// Markdown in a block of HTML.
    InHtml,
    /// Cells of a table that has no column for them.
    Cells,
    /// The second row of what was meant as a table and is none.
    Table,
    /// A footnote of a name that another one has.
    SecondFootnote,
    /// What makes a heading where there are none.
    Heading,
}

/// What is known of the text that something stands in.
#[derive(Clone, Copy, Default)]
pub(super) struct Around {
    /// Whether it is in the cell of a table.
    pub(super) in_table: bool,
    /// Whether the text defines labels of links.
    pub(super) has_labels: bool,
    /// Whether the text has footnotes.
    pub(super) has_footnotes: bool,
}

/// What the things begin with, or have in their middle, that are looked for.
const SIGNS: [&str; 8] = ["](", "[[", "]:", "][", "] (", ")[", "<!--", "[^"];

/// Finds what is broken in the text at `range`, which may be a part of a line.
pub(super) fn find(text: &str, range: Range<usize>, around: Around) -> Vec<Spanned<Broken>> {
    let Some(words) = text.get(range.clone()) else { return Vec::new() };
    let mut found = Vec::new();
    // Every sign has one of these, and most texts have none.
    let may_have_signs = memchr::memchr3(b'[', b']', b'<', words.as_bytes()).is_some();
    let signs = if may_have_signs { &SIGNS[..] } else { &[] };
    for (at, sign) in signs.iter().flat_map(|sign| words.match_indices(sign)) {
        let at = range.start + at;
        if is_escaped(text, at) {
            continue;
        }
        let line = Line::around(text, at);
        found.extend(match sign {
            "](" => line.link(at),
            "[[" => line.reference(at, around.in_table),
            "]:" => line.definition(at),
            "][" => line.labelled(at, around.has_labels),
            "] (" => line.parted_link(at),
            ")[" => line.reversed_link(at),
            "<!--" => Some(Spanned::new(Broken::Comment, Span::new(at, at + sign.len()))),
            _ => line.footnote(at, around.has_footnotes),
        });
    }
    if around.in_table {
        // The rest of a link that a bar cuts may be in a cell that the table has no column for.
        let labels = words.match_indices('[').map(|(at, _)| range.start + at).filter(|at| !is_escaped(text, *at));
        found.extend(labels.filter_map(|at| Line::around(text, at).cut_link(at)));
    } else {
        found.extend(second_row(text, range));
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
        let start = start - usize::from(is_image);
        if is_plain {
            return Some(Spanned::new(kind, Span::new(start, close.map_or(self.end, |close| close + 1))));
        }
        // Words that follow a target which is not closed.
        let word = target.split_whitespace().next().filter(|_| close.is_none() && label.is_some())?;
        let end = inner + self.text[inner..].find(word)? + word.len();
        is_surely_target(word).then(|| Spanned::new(Broken::Link, Span::new(start, end)))
    }

    /// The link with a blank between its two parts, whose `] (` is at `middle`.
    fn parted_link(&self, middle: usize) -> Option<Spanned<Broken>> {
        let start = self.label_start(middle).filter(|start| !is_escaped(self.text, *start))?;
        let words = &self.text[start + 1..middle];
        let inner = middle + "] (".len();
        let close = inner + closing(&self.text[inner..self.end])?;
        let is_meant = is_worded(words) && !words.starts_with('^') && is_surely_target(&self.text[inner..close]);
        is_meant.then(|| Spanned::new(Broken::Link, Span::new(start, close + 1)))
    }

    /// The link with its brackets the wrong way round, `(words)[target]`, whose `)[` is at `middle`.
    fn reversed_link(&self, middle: usize) -> Option<Spanned<Broken>> {
        let start = self.start + self.text[self.start..middle].rfind('(')?;
        let before = self.text[self.start..start].chars().next_back();
        let stands_alone = before.is_none_or(|c| !(c.is_alphanumeric() || "])\\".contains(c)));
        let (words, inner) = (&self.text[start + 1..middle], middle + ")[".len());
        let close = inner + self.text[inner..self.end].find(']')?;
        let is_meant = stands_alone && is_worded(words) && is_surely_target(&self.text[inner..close]);
        is_meant.then(|| Spanned::new(Broken::Link, Span::new(start, close + 1)))
    }

    /// The link whose label begins at `start` and has a bar in it.
    fn cut_link(&self, start: usize) -> Option<Spanned<Broken>> {
        let rest = &self.text[start + 1..self.end];
        let label = &rest[..rest.find("](")?];
        let is_cut = label.contains('|') && !label.contains(['[', ']']);
        self.link(start + 1 + label.len()).filter(|_| is_cut)
    }

    /// The definition whose `]:` is at `middle`, with nothing but quotes before its label.
    fn definition(&self, middle: usize) -> Option<Spanned<Broken>> {
        let start = self.label_start(middle)?;
        let before = self.text[self.start..start].trim_matches([' ', '\t', '>']);
        let is_footnote = self.text[start + 1..].starts_with('^');
        let target = self.text[middle + 2..self.end].trim();
        let is_meant = before.is_empty() && !is_footnote && start + 1 < middle;
        let is_broken = target.contains([' ', '\t']) && !target.starts_with('<') && is_target(target);
        let end = self.start + self.text[self.start..self.end].trim_end().len();
        (is_meant && is_broken).then(|| Spanned::new(Broken::Definition, Span::new(start, end)))
    }

    /// The link by a label whose `][` is at `middle`. Two words in brackets can be anything where no label is defined.
    fn labelled(&self, middle: usize, has_labels: bool) -> Option<Spanned<Broken>> {
        let start = self.label_start(middle)?;
        let label = &self.text[middle + 2..self.end];
        let label = &label[..label.find(['[', ']']).filter(|end| label[*end..].starts_with(']'))?];
        let (words, end) = (&self.text[start + 1..middle], middle + 2 + label.len() + 1);
        let before = self.text[self.start..start].chars().next_back();
        let is_image = before == Some('!') && !is_escaped(self.text, start - 1);
        let stands_alone = before.is_none_or(|c| !(c.is_alphanumeric() || c == ']' || c == '[' || c == '\\'))
            && !self.text[end..self.end].starts_with(['[', ']', '(', ':']);
        let is_label = !label.starts_with('^') && label.chars().all(|c| c.is_alphanumeric() || " -_.".contains(c));
        let is_worded = words.trim().contains(' ') && words.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let is_meant = is_image || is_worded || has_labels && words.chars().any(char::is_alphabetic);
        let span = Span::new(start - usize::from(is_image), end);
        (stands_alone && is_label && is_meant).then(|| Spanned::new(Broken::Label, span))
    }

    /// The mark of a footnote whose `[^` is at `start`. One after a blank can be a set of signs where there are no notes.
    fn footnote(&self, start: usize, has_footnotes: bool) -> Option<Spanned<Broken>> {
        let rest = &self.text[start + 2..self.end];
        let name = &rest[..rest.find(']')?];
        let is_number = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        let is_word = name.len() > 2 && name.chars().all(char::is_alphabetic);
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
        let before = self.text[self.start..start].chars().next_back();
        let is_joined = before.is_some_and(|c| !c.is_whitespace() && !"[(/".contains(c));
        let is_meant = has_footnotes && is_name || is_number || is_word && is_joined;
        let span = Span::new(start, start + 2 + name.len() + 1);
        is_meant.then(|| Spanned::new(Broken::Footnote, span))
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

/// Whether a text has footnotes of its own.
pub(super) fn has_footnotes(text: &str) -> bool {
    text.contains("]:") && text.lines().any(|line| line.trim_start().starts_with("[^") && line.contains("]:"))
}

/// The label of a definition or of a link by one, for comparison.
pub(super) fn label(source: &str, broken: &Spanned<Broken>) -> Option<String> {
    let written = source.get(broken.span.range())?;
    let label = match broken.value {
        Broken::Definition => written.strip_prefix('[')?.split(']').next()?,
        Broken::Label => match written.strip_suffix(']')?.rsplit_once('[')? {
            (words, "") => words.trim_start_matches('!').strip_prefix('[')?.strip_suffix(']')?,
            (_, label) => label,
        },
        _ => return None,
    };
    Some(folded(label.trim()))
}

/// A label or name without regard to its case.
pub(super) fn folded(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

/// What stands in a row of a table behind its last column, when that is more than blanks.
pub(super) fn cells_beyond(text: &str, row: Range<usize>, columns: usize) -> Option<Spanned<Broken>> {
    let line = text.get(row.clone())?;
    let line = line.lines().next().unwrap_or_default().trim_end();
    let lead = line.len() - line.trim_start().len();
    let first = lead + usize::from(line[lead..].starts_with('|'));
    let bars = line.match_indices('|').map(|(at, _)| at).filter(|at| *at >= first && !is_escaped(line, *at));
    let beyond = bars.skip(columns.checked_sub(1)?).map(|at| at + 1).next()?;
    let rest = line[beyond..].trim_end_matches('|');
    let start = row.start + beyond + rest.len() - rest.trim_start().len();
    let words = rest.trim();
    (!words.is_empty()).then(|| Spanned::new(Broken::Cells, Span::new(start, start + words.len())))
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

/// Whether text has a word, which a mark such as `x` or `1` is not.
fn is_worded(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// Whether text is an address or a path to a file with an ending, and nothing else, also where its brackets are none of a link.
fn is_surely_target(text: &str) -> bool {
    const STARTS: [&str; 5] = ["http://", "https://", "mailto:", "./", "../"];
    let path = text.split(['#', '?']).next().unwrap_or_default();
    let is_file = path.rsplit_once('.').is_some_and(|(stem, ending)| {
        stem.ends_with(char::is_alphanumeric)
            && (2..=8).contains(&ending.len())
            && ending.starts_with(|c: char| c.is_ascii_alphabetic())
            && ending.chars().all(|c| c.is_ascii_alphanumeric())
    });
    let is_whole = !text.contains(|c: char| c.is_whitespace() || "[]()<>|,;".contains(c));
    is_whole && (is_file || STARTS.iter().any(|start| text.starts_with(start)))
}

/// The second row of a table in text, where the rows are lines of a paragraph.
fn second_row(text: &str, range: Range<usize>) -> Option<Spanned<Broken>> {
    let row = text.get(range.clone())?;
    memchr::memchr(b'|', row.as_bytes())?;
    let row = row.trim();
    let is_mark = |cell: &str| {
        let cell = cell.trim();
        let dashes = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    let cells = row.strip_prefix('|').unwrap_or(row);
    let cells = cells.strip_suffix('|').unwrap_or(cells);
    if !cells.split('|').all(is_mark) {
        return None;
    }
    let line = Line::around(text, range.start);
    let before = text[line.start..range.start].trim_matches([' ', '\t', '>']);
    let line_end = line.start.checked_sub(1).filter(|end| text.as_bytes()[*end] == b'\n')?;
    let above = Line::around(text, line_end);
    let is_meant = before.is_empty() && text[range.end..line.end.max(range.end)].trim().is_empty();
    let start = range.start + text[range].find(row)?;
    let has_bar = text[above.start..above.end].contains('|');
    (is_meant && has_bar).then(|| Spanned::new(Broken::Table, Span::new(start, start + row.len())))
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
pub(super) mod tests {
    use super::super::scan;
    use super::*;

    /// Makes sure that just these things are found in a text, in order.
    #[track_caller]
    pub(in crate::markdown) fn finds(text: &str, expected: &[(Broken, &str)]) {
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
    fn finds_links_whose_brackets_are_wrong() {
        finds("See [the plan](plan.md for more.", &[(Broken::Link, "[the plan](plan.md")]);
        finds("![the plan](plan.png for more", &[(Broken::Link, "![the plan](plan.png")]);
        finds("See [plan] (plan.md).", &[(Broken::Link, "[plan] (plan.md)")]);
        finds("See (the plan)[../plan.md#now].", &[(Broken::Link, "(the plan)[../plan.md#now]")]);
        finds("> (plan)[https://a.example]", &[(Broken::Link, "(plan)[https://a.example]")]);
    }

    #[test]
    fn finds_tables_that_are_none() {
        finds("| a | b |\n|---|\n| 1 | 2 |\n", &[(Broken::Table, "|---|")]);
        finds("> | a |\r\n> | :-- | --- |\r\n", &[(Broken::Table, "| :-- | --- |")]);
        finds("a | b\n--- | ---\n1 | 2\n\na\n|---|\n\n`a | b\n|---|`\n", &[]);
    }

    #[test]
    fn finds_footnotes_with_one_name() {
        finds("A[^n]\n\n[^n]: b\n\n[^N]: c\n", &[(Broken::SecondFootnote, "[^N]")]);
        finds("A[^Note] b[^Straße]\n\n[^note]: b\n\n[^STRASSE]: c\n", &[]);
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
    fn finds_labels_and_notes_that_are_not_defined() {
        finds("![x][logo]\n\n[logo]: my logo.png\n", &[(Broken::Definition, "[logo]: my logo.png")]);
        finds("> [a]: ../b c.md 'd'", &[(Broken::Definition, "[a]: ../b c.md 'd'")]);
        finds("See [the *new* plan][1].", &[(Broken::Label, "[the *new* plan][1]")]);
        finds("![plan][p] [a][b] [the plan][]", &[(Broken::Label, "![plan][p]"), (Broken::Label, "[the plan][]")]);
        finds("[plan][p] [q][r]\n\n[q]: b.md", &[(Broken::Label, "[plan][p]"), (Broken::Label, "[q][r]")]);
        finds("A[^1] b[^two].", &[(Broken::Footnote, "[^1]"), (Broken::Footnote, "[^two]")]);
        finds("A [^a] b[^b].\n\n[^b]: c\n", &[(Broken::Footnote, "[^a]")]);
    }

    #[test]
    fn finds_cells_beyond_the_last_column() {
        let table = "| a | b |\n|---|---|\n";
        finds(&format!("{table}| 1 | 2 | 3 | 4 |\n"), &[(Broken::Cells, "3 | 4")]);
        finds(&format!("{table}1 | `a|b`\n"), &[(Broken::Cells, "b`")]);
        finds(&format!("{table}| 1 | 2 |  |\n| 1 \\| 2 | 3 |\n| 1 |\n| 1 | 2\n"), &[]);
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
            "x[i][j] [1][2] [sic][note] [a b][c](d.md) [A, B][[e]] - [x][ ] [a \\[b][c]",
            "[^a-z] and `[^1]` and \\[^1] and [^abc]",
            "[1]: see below\n\n[a]: b c\n",
            "[a b][C] and [c]\n\n[c]: <d e.md>\n",
            "[x] (done.md) [1] (see.md) [draft] (as of 2.1) [plan] (e.g. a.md) f(of x)[a.md] (see)[1] a\\](b.md c",
            "A note[^1] and [^two].\n\n[^1]: word\n[^two]: more words\n",
        ] {
            finds(text, &[]);
        }
    }
}
