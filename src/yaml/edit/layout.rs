//! How new text is laid out: by the indentation, list style and line ends of the text it goes into.

use super::super::block::{Piece, print_in_brackets, print_piece};
use super::super::gap::column;
use super::super::quote::{Place, is_literal_safe, quote_in};
use super::super::{Node, Value};
use super::Draft;

/// The habits of one text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    pub(super) newline: &'static str,
    /// By how much a mapping is indented below its key.
    pub(super) step: usize,
    /// By how much a list's dashes are indented below its key.
    pub(super) list_step: usize,
    /// Whether text of several lines is written as a block.
    pub(super) literals: bool,
}

const USUAL_STEP: usize = 2;

impl Layout {
    pub(super) fn of(text: &str, newline: &'static str, root: Option<&Node>) -> Layout {
        let mut habits = (None, None);
        if let Some(root) = root {
            observe(text, root, &mut habits);
        }
        let step = habits.0.unwrap_or(USUAL_STEP);
        Layout { newline, step, list_step: habits.1.unwrap_or(step), literals: true }
    }

    /// How the first line of a text ends, if it does.
    pub(super) fn newline_of(text: &str) -> Option<&'static str> {
        text.find('\n').map(|lf| if text[..lf].ends_with('\r') { "\r\n" } else { "\n" })
    }

    /// A line break and `width` blanks.
    pub(super) fn line(&self, width: usize) -> String {
        format!("{}{}", self.newline, " ".repeat(width))
    }

    /// The indentation of a block below a key at `column`.
    pub(super) fn indent_below(&self, draft: &Draft, column: usize) -> usize {
        column + if matches!(draft, Draft::List(_)) { self.list_step } else { self.step }
    }

    /// What follows the `:` of a key at `column`, its blank or line break included.
    pub(super) fn value(&self, draft: &Draft, column: usize) -> String {
        if draft.is_block() {
            let indent = self.indent_below(draft, column);
            return self.line(indent) + &self.block(draft, indent);
        }
        match self.inline(draft, column + self.step) {
            value if value.is_empty() => value,
            value => format!(" {value}"),
        }
    }

    /// A value from its first character; further lines are indented to `column`.
    pub(super) fn block(&self, draft: &Draft, column: usize) -> String {
        match draft {
            Draft::List(items) if !items.is_empty() => {
                let items: Vec<String> = items.iter().map(|item| self.item(item, column, 1)).collect();
                items.join(&self.line(column))
            }
            Draft::Mapping(entries) if !entries.is_empty() => {
                let entries: Vec<String> = entries.iter().map(|(key, value)| self.entry(key, value, column)).collect();
                entries.join(&self.line(column))
            }
            _ => self.inline(draft, column),
        }
    }

    /// `- x`, the dash at `column`, with `gap` blanks behind it.
    pub(super) fn item(&self, draft: &Draft, column: usize, gap: usize) -> String {
        if let Draft::Piece(piece) = draft {
            return self.piece(piece, column);
        }
        match self.block(draft, column + 1 + gap) {
            content if content.is_empty() => "-".to_owned(),
            content => format!("-{}{content}", " ".repeat(gap)),
        }
    }

    /// `key: x`, the key at `column`.
    pub(super) fn entry(&self, key: &str, draft: &Draft, column: usize) -> String {
        if let Draft::Piece(piece) = draft {
            let stem = if piece.key == key { piece.stem.clone() } else { format!("{}:", quote_in(key, Place::Key)) };
            return self.piece(&Piece { stem, ..(**piece).clone() }, column);
        }
        format!("{}:{}", quote_in(key, Place::Key), self.value(draft, column))
    }

    /// A piece from its first comment or its stem on, which stands at `column`.
    pub(super) fn piece(&self, piece: &Piece, column: usize) -> String {
        let text = print_piece(piece, column).replace("\r\n", "\n");
        let text = text.trim_start_matches('\n');
        let text = text.strip_prefix(" ".repeat(column).as_str()).unwrap_or(text);
        text.trim_end_matches('\n').replace('\n', self.newline)
    }

    /// A scalar or a collection on one line; a literal block's lines are indented to `column`.
    pub(super) fn inline(&self, draft: &Draft, column: usize) -> String {
        match draft {
            Draft::Text(text) if self.literals && text.contains('\n') && is_literal_safe(text) => {
                self.literal(text, "", column.max(1))
            }
            Draft::Text(text) => quote_in(text, Place::Block),
            other => self.flow(other),
        }
    }

    /// A literal block whose lines are indented to `column`; `comment` goes behind its indicator.
    pub(super) fn literal(&self, text: &str, comment: &str, column: usize) -> String {
        let mut block = String::from(if text.ends_with('\n') { "|" } else { "|-" });
        if !comment.is_empty() {
            block.extend([" ", comment]);
        }
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            if line.is_empty() {
                block.push_str(self.newline);
            } else {
                block.extend([&self.line(column), line]);
            }
        }
        block
    }

    /// A value on one line, as it may stand inside brackets.
    pub(super) fn flow(&self, draft: &Draft) -> String {
        match draft {
            Draft::Absent => String::new(),
            Draft::Plain(text) => text.clone(),
            Draft::Text(text) => quote_in(text, Place::Flow),
            Draft::Flow(inner) => self.flow(inner),
            Draft::Piece(piece) => print_in_brackets(piece).unwrap_or_default(),
            Draft::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow_item(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Draft::Mapping(entries) if entries.is_empty() => "{}".to_owned(),
            Draft::Mapping(entries) => {
                let entries: Vec<String> = entries.iter().map(|(key, value)| self.flow_entry(key, value)).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// An item inside brackets, where nothing is written as `~`.
    pub(super) fn flow_item(&self, draft: &Draft) -> String {
        match self.flow(draft) {
            item if item.is_empty() => "~".to_owned(),
            item => item,
        }
    }

    /// An entry inside braces.
    pub(super) fn flow_entry(&self, key: &str, draft: &Draft) -> String {
        if let Draft::Piece(piece) = draft {
            return print_in_brackets(piece).unwrap_or_default();
        }
        format!("{}: {}", quote_in(key, Place::Key), self.flow_item(draft))
    }
}

/// Looks for the first mapping and the first list that stand below a key.
fn observe(text: &str, node: &Node, habits: &mut (Option<usize>, Option<usize>)) {
    match &node.value {
        Value::Scalar(_) => {}
        Value::Sequence(list) if list.flow => {}
        Value::Sequence(list) => list.items.iter().for_each(|item| observe(text, item, habits)),
        Value::Mapping(mapping) if mapping.flow => {}
        Value::Mapping(mapping) => {
            let own = column(text, node.span.start as usize);
            for entry in &mapping.entries {
                if habits.0.is_some() && habits.1.is_some() {
                    return;
                }
                let is_below = text[entry.key.span.end as usize..entry.value.span.start as usize].contains('\n');
                let by = column(text, entry.value.span.start as usize).saturating_sub(own);
                match &entry.value.value {
                    Value::Mapping(below) if !below.flow && is_below => habits.0 = habits.0.or(Some(by.max(1))),
                    Value::Sequence(below) if !below.flow && is_below => habits.1 = habits.1.or(Some(by)),
                    _ => {}
                }
                observe(text, &entry.value, habits);
            }
        }
    }
}
