//! Records as trees that can be changed at random and written in several ways.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Numbers that follow from a seed.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn of(seed: &str, case: usize) -> Dice {
        let mut hasher = DefaultHasher::new();
        (seed, case).hash(&mut hasher);
        Dice(hasher.finish() | 1)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 33) % end.max(1) as u64).expect("small")
    }

    pub(super) fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(super) fn pick<'p, T>(&mut self, from: &'p [T]) -> &'p T {
        &from[self.below(from.len())]
    }
}

/// A value and what stands above it.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) comment: Option<String>,
    pub(super) value: Tree,
}

#[derive(Clone, Debug)]
pub(super) enum Tree {
    Text { text: String, quoted: bool },
    Prose(Vec<String>),
    List { items: Vec<Node>, flow: bool },
    Map { entries: Vec<(String, Node)>, flow: bool },
}

pub(super) fn text(text: impl Into<String>) -> Node {
    Node { comment: None, value: Tree::Text { text: text.into(), quoted: false } }
}

pub(super) fn list(items: Vec<Node>, flow: bool) -> Node {
    Node { comment: None, value: Tree::List { items, flow } }
}

pub(super) fn map(entries: Vec<(&str, Node)>, flow: bool) -> Node {
    let entries = entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Node { comment: None, value: Tree::Map { entries, flow } }
}

/// Writes a document.
pub(super) fn written(document: &Node) -> String {
    let mut out = String::new();
    write_block(&document.value, 0, &mut out);
    out
}

fn can_flow(node: &Node) -> bool {
    node.comment.is_none()
        && match &node.value {
            Tree::Text { .. } => true,
            Tree::Prose(_) => false,
            Tree::List { items, .. } => items.iter().all(can_flow),
            Tree::Map { entries, .. } => entries.iter().all(|(_, value)| can_flow(value)),
        }
}

fn is_flow(node: &Node) -> bool {
    match &node.value {
        Tree::Text { .. } => true,
        Tree::Prose(_) => false,
        Tree::List { items, flow } => items.is_empty() || *flow && items.iter().all(can_flow),
        Tree::Map { entries, flow } => entries.is_empty() || *flow && entries.iter().all(|(_, value)| can_flow(value)),
    }
}

fn flow(node: &Node) -> String {
    match &node.value {
        Tree::Text { text, quoted: false } => text.clone(),
        Tree::Text { text, quoted: true } => format!("\"{text}\""),
        Tree::Prose(lines) => lines.join(" "),
        Tree::List { items, .. } => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Tree::Map { entries, .. } => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key}: {}", flow(value))).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
    }
}

fn write_block(tree: &Tree, column: usize, out: &mut String) {
    let indent = " ".repeat(column);
    match tree {
        Tree::Map { entries, .. } => {
            for (key, node) in entries {
                if let Some(comment) = &node.comment {
                    *out += &format!("{indent}{comment}\n");
                }
                write_value(&format!("{indent}{key}:"), node, column, out);
            }
        }
        Tree::List { items, .. } => {
            for node in items {
                if let Some(comment) = &node.comment {
                    *out += &format!("{indent}{comment}\n");
                }
                let mut inner = String::new();
                match &node.value {
                    Tree::Map { .. } if !is_flow(&Node { comment: None, ..node.clone() }) => {
                        write_block(&node.value, column + 2, &mut inner);
                        // The first entry stands behind the dash, unless a comment is above it.
                        if inner.trim_start().starts_with('#') {
                            *out += &format!("{indent}-\n{inner}");
                        } else {
                            *out += &format!("{indent}- {}", &inner[column + 2..]);
                        }
                    }
                    _ => write_value(&format!("{indent}-"), node, column, out),
                }
            }
        }
        _ => {}
    }
}

fn write_value(stem: &str, node: &Node, column: usize, out: &mut String) {
    match &node.value {
        Tree::Prose(lines) => {
            *out += &format!("{stem} |\n");
            for line in lines {
                *out += &format!("{}{line}\n", " ".repeat(column + 2));
            }
        }
        tree if !is_flow(&Node { comment: None, ..node.clone() }) => {
            *out += &format!("{stem}\n");
            write_block(tree, column + 2, out);
        }
        _ => *out += &format!("{stem} {}\n", flow(node)),
    }
}
