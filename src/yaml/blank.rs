//! Blanks that look like a space and are none, where a space is needed to tell a key from its value.
//!
//! To YAML a no-break space is a letter: `owner:\u{a0}maya` is no field, and what is said of that names the next
//! line. Such text is read as it was meant, and the blank is the fault; one inside a text is left alone.

use super::{Fault, FaultKind, MAX_DEPTH, Node, Style, Tree, Value, gap};
use crate::text::{Span, TextEdit};

/// One blank that is no space: where it stands, and what belongs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Blank {
    start: usize,
    character: char,
    /// What belongs in its place: a space, or nothing.
    instead: &'static str,
}

impl Blank {
    fn end(&self) -> usize {
        self.start + self.character.len_utf8()
    }
}

/// Whether a character looks like a space, or like nothing, and is none to YAML.
fn is_odd(c: char) -> bool {
    is_unseen(c) || matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Whether a character takes no room.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// What people call such a character.
fn name(c: char) -> &'static str {
    match c {
        '\u{a0}' => "no-break space",
        '\u{202f}' => "narrow no-break space",
        '\u{2007}' => "figure space",
        '\u{3000}' => "ideographic space",
        '\u{200b}' => "zero-width space",
        '\u{feff}' => "byte-order mark",
        c if is_unseen(c) => "zero-width character",
        _ => "special space",
    }
}

/// Reads a text again as it was meant, when blanks that are none are in the way; `tree` is how it reads as it is.
pub(super) fn read_as_meant(text: &str, base: usize, tree: Tree, read: impl Fn(&str) -> Tree) -> Tree {
    if text.is_ascii() || !text.contains(is_odd) {
        return tree;
    }
    // A text alone is what is left of a first field: `name:\u{a0}A`.
    let is_text = tree.root.as_ref().is_some_and(|root| root.as_scalar().is_some());
    if tree.complete && !is_text {
        return tree;
    }
    let mut blanks = find(text);
    let Some(meant) = read_without(text, base, &mut blanks, read) else { return tree };
    let Some(first) = blanks.first() else { return tree };
    // Where something else is wrong too, the blank comes first if it is what stopped the reading.
    let stopped = |tree: &Tree| tree.faults.last().map_or(usize::MAX, |fault| fault.span.start as usize);
    let is_in_the_way = base + first.start <= stopped(&tree) && stopped(&meant) != stopped(&tree);
    let mut told = match (meant.complete, is_in_the_way) {
        (true, _) => meant,
        (false, true) => {
            let faults = tree.faults.into_iter().filter(|fault| fault.kind != FaultKind::Syntax).collect();
            Tree { faults, ..tree }
        }
        (false, false) => return tree,
    };
    told.faults.push(fault(base, &blanks));
    told.faults.sort_by_key(|fault| fault.span);
    told
}

/// Reads the text with what belongs in the place of each blank; those that stand inside a quoted text or a block are
/// left alone, and taken from the list.
fn read_without(text: &str, base: usize, blanks: &mut Vec<Blank>, read: impl Fn(&str) -> Tree) -> Option<Tree> {
    for _ in 0..2 {
        let mut meant = read(&replaced(text, blanks));
        let shift = Shift::new(base, blanks);
        if let Some(root) = &mut meant.root {
            shift.node(root);
        }
        for fault in &mut meant.faults {
            fault.span = shift.span(fault.span);
            if let Some((related, _)) = &mut fault.related {
                *related = shift.span(*related);
            }
        }
        let mut texts = Vec::new();
        meant.root.iter().for_each(|root| quoted(root, &mut texts));
        let before = blanks.len();
        blanks.retain(|blank| {
            let at = base + blank.start;
            let next = texts.partition_point(|span| span.range().end <= at);
            !texts.get(next).is_some_and(|span| span.range().contains(&at))
        });
        if blanks.len() == before {
            return Some(meant);
        }
    }
    None
}

/// The blanks that are none in `text`, which stands at byte `base` and is read as a text or under another name, when they
/// stand where its first line has an indentation, or a dash or key ends.
pub fn find_odd_blank(text: &str, base: usize) -> Option<Fault> {
    if text.is_ascii() {
        return None;
    }
    let blanks = find(text);
    let is_first = blanks.first()?.start < gap::line_end(text, 0);
    is_first.then(|| fault(base, &blanks))
}

/// The blanks that are none around the dashes of a line that was to begin or end the fields at the head of a text.
pub fn find_odd_blank_at_fence(text: &str, is_first: bool) -> Option<Fault> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut line_start = start;
    for line in text[start..].split_inclusive('\n') {
        let dashes = line.trim_matches(|c: char| is_odd(c) || c.is_ascii_whitespace());
        if dashes == "---" && line.contains(is_odd) && is_first == (line_start == start) {
            let odd = line.char_indices().filter(|(_, c)| is_odd(*c));
            let blanks = odd.map(|(at, character)| Blank { start: line_start + at, character, instead: "" });
            let mut fault = fault(0, &blanks.collect::<Vec<_>>());
            fault.help = Some("write nothing but `---` on this line".to_owned());
            return Some(fault);
        }
        if is_first {
            return None;
        }
        line_start += line.len();
    }
    None
}

fn fault(base: usize, blanks: &[Blank]) -> Fault {
    let first = blanks[0];
    let (name, code) = (name(first.character), first.character as u32);
    let article = if name.starts_with('i') { "an" } else { "a" };
    let (message, help) = match first.instead {
        "" => (format!("{article} {name} (U+{code:04X}), which cannot be seen"), "remove it"),
        _ => (format!("{article} {name} (U+{code:04X}) where an ordinary space belongs"), "type an ordinary space"),
    };
    let at = |blank: &Blank| Span::new(base + blank.start, base + blank.end());
    Fault {
        kind: FaultKind::Blank,
        span: at(&first),
        message,
        help: Some(help.to_owned()),
        related: None,
        edits: blanks.iter().map(|blank| TextEdit::replace(at(blank), blank.instead)).collect(),
    }
}

fn replaced(text: &str, blanks: &[Blank]) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut done = 0;
    for blank in blanks {
        replaced.push_str(&text[done..blank.start]);
        replaced.push_str(blank.instead);
        done = blank.end();
    }
    replaced.push_str(&text[done..]);
    replaced
}

/// From places in the text that was read to those in the text as it is.
struct Shift {
    base: usize,
    /// For each blank, where what stands in its place begins and ends in the text that was read, and how many bytes of
    /// blanks up to it are not in that text.
    steps: Vec<(usize, usize, usize)>,
}

impl Shift {
    fn new(base: usize, blanks: &[Blank]) -> Shift {
        let mut missing = 0;
        let steps = blanks.iter().map(|blank| {
            let start = blank.start - missing;
            missing += blank.character.len_utf8() - blank.instead.len();
            (start, start + blank.instead.len(), missing)
        });
        Shift { base, steps: steps.collect() }
    }

    /// Where a token that starts, or ends, at `offset` does so in the text as it is.
    fn offset(&self, offset: u32, is_start: bool) -> usize {
        let at = offset as usize - self.base;
        // What ends at a blank's place ends before it.
        let is_before = |(start, end, _): &(usize, usize, usize)| *end <= at && (is_start || *start < at);
        let passed = self.steps.partition_point(is_before);
        let missing = passed.checked_sub(1).map_or(0, |last| self.steps[last].2);
        self.base + at + missing
    }

    fn span(&self, span: Span) -> Span {
        let start = self.offset(span.start, true);
        Span::new(start, self.offset(span.end, span.is_empty()).max(start))
    }

    fn node(&self, node: &mut Node) {
        node.span = self.span(node.span);
        let mut end = node.span.end;
        let mut child = |child: &mut Node| {
            self.node(child);
            // A value that is absent stands behind the blank, where its parent would end before it.
            end = end.max(child.span.end);
        };
        match &mut node.value {
            Value::Scalar(_) => {}
            Value::Sequence(list) => list.items.iter_mut().for_each(child),
            Value::Mapping(mapping) => {
                for entry in &mut mapping.entries {
                    child(&mut entry.key);
                    child(&mut entry.value);
                }
            }
        }
        node.span.end = end;
    }
}

/// The blanks that stand where a line's indentation, dash or key ends.
fn find(text: &str) -> Vec<Blank> {
    let mut blanks = Vec::new();
    let mut start = 0;
    // The column that the lines of a block of text are indented beyond.
    let mut block: Option<usize> = None;
    while start < text.len() {
        let end = gap::line_end(text, start);
        let line = &text[start..end];
        let indent = line.len() - line.trim_start_matches(' ').len();
        if block.is_some_and(|column| indent > column || line.trim().is_empty()) {
            start = end + 1;
            continue;
        }
        let column = find_in_line(text, start, end, &mut blanks);
        block = opens_block(line).then_some(column);
        start = end + 1;
    }
    blanks
}

/// Whether a line ends with the sign of a block of text.
fn opens_block(line: &str) -> bool {
    let content = line.find(" #").map_or(line, |comment| &line[..comment]).trim_end();
    let content = content.trim_end_matches(|c: char| matches!(c, '+' | '-') || c.is_ascii_digit());
    let before = content.strip_suffix(['|', '>']);
    before.is_some_and(|before| before.trim_end() != before || before.ends_with(is_odd))
}

/// Collects the blanks of one line, and gives the column of its key, or of its last dash where it has none.
fn find_in_line(text: &str, start: usize, end: usize, blanks: &mut Vec<Blank>) -> usize {
    let mut at = skip(text, start, end, blanks, true);
    let mut column = gap::column(text, at);
    for _ in 0..MAX_DEPTH {
        let is_dash = text[at..end].starts_with('-') && text[at + 1..end].starts_with(|c: char| c == ' ' || is_odd(c));
        if !is_dash {
            break;
        }
        at = skip(text, at + 1, end, blanks, false);
        if !text[at..end].starts_with(['|', '>']) {
            column = gap::column(text, at);
        }
    }
    key(text, at, end, blanks);
    if text[at..end].contains('{') {
        for (offset, _) in text[at..end].match_indices(['{', ',']) {
            key(text, skip(text, at + offset + 1, end, &mut Vec::new(), false), end, blanks);
        }
    }
    column
}

/// Collects the blanks around the colon of a key, when one begins at `at`.
fn key(text: &str, at: usize, end: usize, blanks: &mut Vec<Blank>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let length = text[at..end].find(|c| !is_name(c)).unwrap_or(end - at);
    let mut found = Vec::new();
    let colon = skip(text, at + length, end, &mut found, false);
    let is_key = length > 0 && text[colon..end].starts_with(':');
    if is_key && text[colon + 1..end].starts_with(|c: char| c == ' ' || is_odd(c)) {
        skip(text, colon + 1, end, &mut found, false);
    }
    if is_key {
        blanks.extend(found);
    }
}

/// Steps over blanks of every sort and collects those that are no spaces.
fn skip(text: &str, from: usize, end: usize, blanks: &mut Vec<Blank>, is_indent: bool) -> usize {
    let mut at = from;
    for character in text[from..end].chars().take_while(|c| *c == ' ' || is_odd(*c)) {
        let next = at + character.len_utf8();
        if character != ' ' {
            let has_space = text[..at].ends_with(' ') || text[next..end].starts_with(' ');
            let instead = if is_unseen(character) && (is_indent || has_space) { "" } else { " " };
            blanks.push(Blank { start: at, character, instead });
        }
        at = next;
    }
    at
}

/// The places of texts in quotes and of blocks of text.
fn quoted(node: &Node, spans: &mut Vec<Span>) {
    each_scalar(node, &mut |span, style| {
        if style != Style::Plain {
            spans.push(span);
        }
    });
}

fn each_scalar(node: &Node, visit: &mut impl FnMut(Span, Style)) {
    match &node.value {
        Value::Scalar(scalar) => visit(node.span, scalar.style),
        Value::Sequence(list) => list.items.iter().for_each(|item| each_scalar(item, visit)),
        Value::Mapping(mapping) => {
            for entry in &mapping.entries {
                each_scalar(&entry.key, visit);
                each_scalar(&entry.value, visit);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    /// What is said, and where.
    #[track_caller]
    fn found(text: &str) -> Option<(String, usize)> {
        let tree = parse(text, 0);
        let fault = tree.faults.iter().find(|fault| fault.kind == FaultKind::Blank);
        assert!(fault.is_none() || tree.faults.len() == 1, "{:?}", tree.faults);
        fault.map(|fault| (fault.message.clone(), fault.span.range().start))
    }

    fn value<'t>(tree: &'t Tree, key: &str) -> Option<&'t str> {
        let value = tree.root.as_ref()?.as_mapping()?.value(key)?;
        value.as_scalar().map(|scalar| scalar.text.as_str())
    }

    #[test]
    fn a_blank_behind_a_colon_is_named_and_read_as_a_space() {
        for blank in ['\u{a0}', '\u{202f}', '\u{2007}', '\u{3000}', '\u{200b}'] {
            let text = format!("kind: insight\ntitle:{blank}A\nevidence:\n  - quote: x\n");
            let (message, at) = found(&text).expect("a fault");
            assert_eq!(at, 20, "{message}");
            assert!(message.contains(&format!("U+{:04X}", u32::from(blank))), "{message}");
            let tree = parse(&text, 0);
            assert_eq!(value(&tree, "title"), Some("A"));
            let evidence = tree.root.as_ref().and_then(Node::as_mapping).and_then(|root| root.entry("evidence"));
            assert_eq!(evidence.map(|entry| &text[entry.key.span.range()]), Some("evidence"));
        }
    }

    #[test]
    fn a_field_is_one_again() {
        let text = "summary: A text\nowner:\u{a0}maya\n";
        assert_eq!(found(text).map(|(_, at)| at), Some(22));
        assert_eq!(value(&parse(text, 0), "owner"), Some("maya"));
        let list = "tags:\n- a\n-\u{a0}b\n";
        assert!(found(list).is_some());
        let tree = parse(list, 0);
        let tags = tree.root.as_ref().and_then(Node::as_mapping).and_then(|root| root.value("tags"));
        assert_eq!(tags.and_then(Node::as_sequence).map(|tags| tags.items.len()), Some(2));
    }

    #[test]
    fn indentation_counts_characters() {
        let text = "stages:\n\u{a0}\u{a0}- id: a\n    title: A\n";
        let tree = parse(text, 0);
        assert!(tree.complete && tree.faults.len() == 1, "{:?}", tree.faults);
        assert_eq!(tree.faults[0].edits.len(), 2);
    }

    #[test]
    fn a_blank_beside_dashes_is_named() {
        let at_fence =
            |text: &str, is_first| find_odd_blank_at_fence(text, is_first).map(|fault| fault.span.range().start);
        assert_eq!(at_fence("\u{feff}---\u{a0}\nkind: insight\n---\n", true), Some(6));
        assert_eq!(at_fence("\u{3000}---\r\n---\r\n", true), Some(0));
        assert_eq!(at_fence("---\na: b\n---\u{a0}\n", false), Some(12));
        assert_eq!(at_fence("---\na: b\n---\u{a0}\n", true), None);
        assert_eq!(at_fence("--- \na: b\n--- x\u{a0}\n", false), None);
    }

    #[test]
    fn a_blank_in_what_is_read_as_a_text_is_named_where_a_line_begins() {
        let found = |text: &str| find_odd_blank(text, 10).map(|fault| (fault.message, fault.span.range().start));
        let (message, at) = found("-\u{3000}a\n  -\u{3000}b").expect("a blank");
        assert!(message.starts_with("an ideographic space (U+3000)"), "{message}");
        assert_eq!(at, 11);
        assert_eq!(found("file:\u{a0}a.md").map(|(_, at)| at), Some(15));
        assert_eq!(found("a\u{a0}b").or(found("A note: b\u{a0}c")), None);
    }

    #[test]
    fn a_blank_in_a_text_is_part_of_it() {
        for text in [
            "title: Note\u{a0}: A\u{a0}b\n",
            "title: 'A\n  note:\u{a0}b'\n",
            "text: |\n  note:\u{a0}b\n  -\u{a0}c\nx: y\n",
            "- text: >-\n    \u{a0}note:\u{a0}b\n  x: y\n",
            "text:\n  Note:\u{a0}cher\n",
        ] {
            let tree = parse(text, 0);
            assert!(tree.faults.iter().all(|fault| fault.kind != FaultKind::Blank), "{text:?}: {:?}", tree.faults);
        }
    }
}
