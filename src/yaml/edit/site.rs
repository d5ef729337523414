//! Where an edit takes place: a node, what holds it, and the text around it.

use super::super::block::{self, Piece};
use super::super::shape::key_of;
use super::super::{Node, Value, gap};
use super::layout::Layout;
use super::step::Step;
use crate::text::Span;

/// The path from `root` to the outermost node at exactly `span`.
pub(super) fn path_at(root: &Node, span: Span) -> Option<Vec<Step>> {
    let mut path = Vec::new();
    let mut node = root;
    while node.span != span {
        let holds = |child: &Node| child.span.contains(span);
        let (step, child) = match &node.value {
            Value::Sequence(list) => {
                let index = list.items.iter().position(holds)?;
                (Step::Index(index), &list.items[index])
            }
            Value::Mapping(mapping) => {
                let entry = mapping.entries.iter().find(|entry| holds(&entry.value))?;
                (Step::Key(entry.key.as_scalar()?.text.clone()), &entry.value)
            }
            Value::Scalar(_) => return None,
        };
        path.push(step);
        node = child;
    }
    Some(path)
}

/// A node with its surroundings.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) text: &'a str,
    pub(super) node: &'a Node,
    pub(super) holder: Holder<'a>,
    /// Whether it stands inside brackets or braces.
    pub(super) in_flow: bool,
    pub(super) layout: Layout,
}

/// What a node is part of.
#[derive(Clone, Copy)]
pub(super) enum Holder<'a> {
    Document,
    List { list: &'a Node, index: usize },
    Mapping { mapping: &'a Node, key: &'a Node },
}

impl<'a> Site<'a> {
    pub(super) fn find(text: &'a str, root: &'a Node, layout: Layout, path: &[Step]) -> Option<Site<'a>> {
        let site = Site { text, node: root, holder: Holder::Document, in_flow: false, layout };
        path.iter().try_fold(site, |site, step| {
            let list = site.node;
            let (node, holder, in_flow) = match (&list.value, step) {
                (Value::Sequence(items), Step::Index(index)) => {
                    (items.items.get(*index)?, Holder::List { list, index: *index }, items.flow)
                }
                (Value::Mapping(mapping), Step::Key(wanted)) => {
                    let entry = mapping.entries.iter().find(|entry| key_of(&entry.key) == *wanted)?;
                    (&entry.value, Holder::Mapping { mapping: list, key: &entry.key }, mapping.flow)
                }
                _ => return None,
            };
            Some(Site { node, holder, in_flow: site.in_flow || in_flow, ..site })
        })
    }

    pub(super) fn start(&self) -> usize {
        self.node.span.start as usize
    }

    pub(super) fn end(&self) -> usize {
        self.node.span.end as usize
    }

    /// The list or mapping that the node is part of, and its place there.
    pub(super) fn holder(&self) -> Option<(Site<'a>, usize)> {
        let (node, index) = match self.holder {
            Holder::Document => return None,
            Holder::List { list, index } => (list, index),
            Holder::Mapping { mapping, key } => {
                let entries = &mapping.as_mapping()?.entries;
                (mapping, entries.iter().position(|entry| entry.key.span == key.span)?)
            }
        };
        Some((Site { node, holder: Holder::Document, ..*self }, index))
    }

    /// Whether the node is a list in brackets or a mapping in braces.
    pub(super) fn is_bracketed(&self) -> bool {
        let flow = match &self.node.value {
            Value::Sequence(list) => list.flow,
            Value::Mapping(mapping) => mapping.flow,
            Value::Scalar(_) => false,
        };
        flow && self.text[self.start()..].starts_with(['[', '{'])
    }

    /// Whether the node is a list or mapping without brackets.
    pub(super) fn is_block(&self) -> bool {
        !matches!(self.node.value, Value::Scalar(_)) && !self.is_bracketed()
    }

    /// Whether nothing is written at all.
    pub(super) fn is_unwritten(&self) -> bool {
        self.node.span.is_empty() && self.node.is_absent()
    }

    /// Directly behind the `:` or `-` that the node follows; `None` for the document's node and where there is none.
    pub(super) fn indicator_end(&self) -> Option<usize> {
        let (from, indicator) = match self.holder {
            Holder::Document => return None,
            Holder::Mapping { key, .. } => (key.span.end as usize, b':'),
            Holder::List { list, index: 0 } => (list.span.start as usize, b'-'),
            Holder::List { list, index } => {
                (list.as_sequence()?.items.get(index.checked_sub(1)?)?.span.end as usize, b'-')
            }
        };
        let place = gap::skip_blank(self.text, from);
        (self.text.as_bytes().get(place) == Some(&indicator)).then_some(place + 1)
    }

    /// The column that block content of this node must be right of.
    pub(super) fn outer_column(&self) -> Option<usize> {
        match self.holder {
            Holder::Document => None,
            Holder::List { list: holder, .. } | Holder::Mapping { mapping: holder, .. } => {
                Some(gap::column(self.text, holder.span.start as usize))
            }
        }
    }

    pub(super) fn child_count(&self) -> usize {
        match &self.node.value {
            Value::Sequence(list) => list.items.len(),
            Value::Mapping(mapping) => mapping.entries.len(),
            Value::Scalar(_) => 0,
        }
    }

    /// The content of an item, or an entry from its key's start to its value's end.
    pub(super) fn child(&self, index: usize) -> Option<(usize, usize)> {
        let span = match &self.node.value {
            Value::Sequence(list) => list.items.get(index)?.span,
            Value::Mapping(mapping) => {
                let entry = mapping.entries.get(index)?;
                entry.key.span.cover(entry.value.span)
            }
            Value::Scalar(_) => return None,
        };
        Some((span.start as usize, span.end as usize))
    }

    /// An item or entry with its comments.
    pub(super) fn piece(&self, index: usize) -> Option<Piece> {
        block::cut_child(self.text, self.node, index, self.child_start(index)?)
    }

    /// The lines of an item or entry, its comments included; `None` in brackets.
    pub(super) fn child_lines(&self, index: usize) -> Option<Span> {
        let start = self.child_start(index).filter(|_| !self.is_bracketed())?;
        block::child_lines(self.text, self.node, index, start)
    }

    /// The first byte of an item's or entry's own: its `-` or `?` in block style.
    pub(super) fn child_start(&self, index: usize) -> Option<usize> {
        let (start, _) = self.child(index)?;
        if self.is_bracketed() {
            return Some(start);
        }
        let Some(before) = index.checked_sub(1) else { return Some(self.start()) };
        let place = gap::skip_blank(self.text, self.child(before)?.1);
        match self.text.as_bytes().get(place) {
            Some(b'-') if self.node.as_sequence().is_some() => Some(place),
            Some(b'?') => Some(place),
            _ => Some(start),
        }
    }
}

/// Whether only blanks stand before `offset` on its line.
pub(super) fn begins_line(text: &str, offset: usize) -> bool {
    text[gap::line_start(text, offset)..offset].bytes().all(|byte| matches!(byte, b' ' | b'\t'))
}

/// Where the last of whole lines ends, its line break not counted.
pub(super) fn content_end(text: &str, lines_end: usize) -> usize {
    let before = &text[..lines_end];
    before.strip_suffix('\n').map_or(lines_end, |before| before.strip_suffix('\r').unwrap_or(before).len())
}

/// The start of the line after the one `offset` is in; the end of the text when there is none.
pub(super) fn next_line(text: &str, offset: usize) -> usize {
    let end = gap::line_end(text, offset);
    let rest = &text[end..];
    end + if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) }
}
