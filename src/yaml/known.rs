//! What is known of a text that does not parse: all of it but the line that is in the way, or what stands above it.
//!
//! The parser's own tree of such a text is of no use: what follows an open bracket or quote is read into it. So the line
//! on which the fault begins is left out, whole, and the rest is read again.
//!
//! Invariant: what is said to be known is what the text would say if somebody took the rest away.

use super::{Fault, Node, Tree, gap, parse};

/// So often the text is cut above the next fault, until what is left can be read.
const MOST_CUTS: usize = 8;

/// What could be read of a text that is not YAML to its end.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The document's node, as far as it is known.
    pub root: Option<Node>,
    /// Whether anything may follow, in everything that was not closed; else all is known but values that are absent.
    pub is_cut: bool,
}

/// What is known of a text that stands at byte `base` and was read as `tree`, which is not complete.
pub fn known(text: &str, base: usize, tree: &Tree) -> Known {
    let Some(fault) = tree.faults.last() else { return Known { root: None, is_cut: true } };
    let line = broken_line(text, base, fault);
    without_value(text, base, line).unwrap_or_else(|| known_before(text, base, line))
}

/// What is known of a text of which only the lines above byte `end` can be relied on.
pub fn known_before(text: &str, base: usize, end: usize) -> Known {
    let mut end = gap::line_start(text, end.min(text.len()));
    for _ in 0..MOST_CUTS {
        let tree = parse(&text[..end], base);
        match tree.faults.last() {
            Some(fault) if !tree.complete => end = broken_line(text, base, fault).min(end.saturating_sub(1)),
            _ => return Known { root: tree.root, is_cut: true },
        }
        end = gap::line_start(text, end);
    }
    Known { root: None, is_cut: true }
}

/// The start of the line on which a fault begins: the one that opens what is not closed.
fn broken_line(text: &str, base: usize, fault: &Fault) -> usize {
    let opened = fault.related.as_ref().map_or(fault.span.start, |(opened, _)| opened.start.min(fault.span.start));
    gap::line_start(text, (opened as usize).saturating_sub(base).min(text.len()))
}

/// All but the value of the key on a line, when that is what is wrong with the text.
fn without_value(text: &str, base: usize, line: usize) -> Option<Known> {
    let end = gap::line_end(text, line);
    let content = line + text[line..end].len() - text[line..end].trim_start_matches(['\u{feff}', ' ', '-']).len();
    let key = text[content..end].find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))?;
    let value = content + key + ":".len();
    if key == 0 || !text[content + key..].starts_with(": ") {
        return None;
    }
    // As many bytes, so that everything stays where it is.
    let blank = " ".repeat(end - value);
    let tree = parse(&[&text[..value], &blank, &text[end..]].concat(), base);
    let root = tree.root.filter(|_| tree.complete)?;
    is_absent_at(&root, base + content).then_some(Known { root: Some(root), is_cut: false })
}

/// Whether the key at a byte has no value.
fn is_absent_at(node: &Node, key: usize) -> bool {
    let holds = |node: &Node| node.span.range().contains(&key);
    if let Some(mapping) = node.as_mapping() {
        let at = mapping.entries.partition_point(|entry| entry.key.span.start as usize <= key);
        let Some(entry) = at.checked_sub(1).map(|at| &mapping.entries[at]) else { return false };
        return match entry.key.span.start as usize == key {
            true => entry.value.is_absent(),
            false => holds(&entry.value) && is_absent_at(&entry.value, key),
        };
    }
    let mut items = node.as_sequence().into_iter().flat_map(|list| &list.items);
    items.find(|item| holds(item)).is_some_and(|item| is_absent_at(item, key))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn json(text: &str) -> (serde_json::Value, bool) {
        let tree = parse(text, 0);
        assert!(!tree.complete, "{text}");
        let known = known(text, 0, &tree);
        (serde_json::to_value(&known.root).expect("plain data"), known.is_cut)
    }

    #[test]
    fn all_but_the_broken_line_is_known() {
        let steps = "stages:\n  - id: a\n    steps:\n      - id: b\n        title: B\n        items: [x, y\n      - id: c\n        title: C\n";
        let whole = steps.replace(" [x, y", "");
        assert_eq!(json(steps), (serde_json::to_value(parse(&whole, 0).root).expect("plain data"), false));
        assert_eq!(json("a: 1\nb: [x\n"), (serde_json::json!({ "a": 1, "b": null }), false));
        assert_eq!(json("a: \"x\nb: 2\nc: 3\n"), (serde_json::json!({ "a": null, "b": 2, "c": 3 }), false));
        assert_eq!(json("a: x: y\nb: 2\n"), (serde_json::json!({ "a": null, "b": 2 }), false));
    }

    #[test]
    fn what_follows_a_line_of_another_sort_is_not() {
        assert_eq!(
            json("a: 1\nl:\n  - { id: x, b: 2\n  - c\nd: 3\n"),
            (serde_json::json!({ "a": 1, "l": null }), true)
        );
        assert!(json("a: 1\n   b: 2\nc: 3\n").1);
        assert_eq!(json("[\n"), (serde_json::Value::Null, true));
        // What follows belongs to the value that is left out.
        assert_eq!(json("a: 1\nb: \"x\n  y\nc: 3\n"), (serde_json::json!({ "a": 1 }), true));
        assert_eq!(json("a: 1\nb: [x\n  - y\nc: 3\n"), (serde_json::json!({ "a": 1 }), true));
    }

    proptest! {
        #[test]
        fn any_text_is_known_in_part(text in "([a-c]: |- |\\[|\\]|\\{|\\}|\"|'|,|\n|  |x|#|\\||\t|\u{e9}){0,24}") {
            let tree = parse(&text, 0);
            let known = if tree.complete { known_before(&text, 0, text.len()) } else { known(&text, 0, &tree) };
            if let Some(root) = known.root {
                prop_assert!(root.span.range().end <= text.len() && text.is_char_boundary(root.span.range().end));
            }
        }
    }
}
