//! New items and entries.

use super::super::block::Piece;
use super::super::gap;
use super::super::gap::column;
use super::layout::Layout;
use super::replace::{fill, replace};
use super::site::{Site, begins_line, content_end, next_line};
use super::{Candidates, Draft};
use crate::text::{Span, TextEdit};

/// Beyond this many, blanks behind a dash are not taken as a habit.
const WIDEST_GAP: usize = 8;

/// A new item or entry, not yet laid out.
#[derive(Clone, Copy)]
enum Child<'a> {
    Item(&'a Draft),
    Entry(&'a str, &'a Draft),
}

impl<'a> Child<'a> {
    fn block(self, layout: &Layout, column: usize, gap: usize) -> String {
        match self {
            Child::Item(draft) => layout.item(draft, column, gap),
            Child::Entry(key, draft) => layout.entry(key, draft, column),
        }
    }

    fn flow(self, layout: &Layout) -> String {
        match self {
            Child::Item(draft) => layout.flow_item(draft),
            Child::Entry(key, draft) => layout.flow_entry(key, draft),
        }
    }

    /// A list or mapping with nothing else in it.
    fn alone(self) -> Draft {
        match self {
            Child::Item(draft) => Draft::List(vec![draft.clone()]),
            Child::Entry(key, draft) => Draft::Mapping(vec![(key.to_owned(), draft.clone())]),
        }
    }

    fn draft(self) -> &'a Draft {
        let (Child::Item(draft) | Child::Entry(_, draft)) = self;
        draft
    }

    /// How many blank lines come along with it.
    fn blank_lines(self) -> usize {
        match self.draft() {
            Draft::Piece(piece) => piece.leading.lines().take_while(|line| line.trim().is_empty()).count(),
            _ => 0,
        }
    }
}

/// Ways to put an item at `index` of the list, or into the absent value, at the site.
pub(super) fn item(site: &Site<'_>, index: usize, draft: &Draft) -> Candidates {
    child(site, index, Child::Item(draft))
}

/// Ways to put an entry at `index` of the mapping, or into the absent value, at the site.
pub(super) fn entry(site: &Site<'_>, index: usize, key: &str, draft: &Draft) -> Candidates {
    child(site, index, Child::Entry(key, draft))
}

/// The first entry of a document that holds nothing but comments.
pub(super) fn first_entry(text: &str, layout: Layout, key: &str, draft: &Draft) -> Vec<TextEdit> {
    let newline = layout.newline;
    let entry = layout.entry(key, draft, 0);
    let before = if text.is_empty() || text.ends_with('\n') { "" } else { newline };
    vec![TextEdit::insert(text.len(), format!("{before}{entry}{newline}"))]
}

fn child(site: &Site<'_>, index: usize, child: Child<'_>) -> Candidates {
    let index = index.min(site.child_count());
    if site.node.is_absent() {
        let alone = child.alone();
        if site.in_flow {
            return vec![match site.is_unwritten() {
                true => vec![fill(site, &site.layout.flow(&alone))],
                false => vec![TextEdit::replace(site.node.span, site.layout.flow(&alone))],
            }];
        }
        return vec![replace(site, &alone)];
    }
    if !site.is_bracketed() {
        return in_block(site, index, child);
    }
    if site.child_count() > 0 {
        return match child.draft() {
            Draft::Piece(piece) if child.draft().needs_lines() => in_lines(site, index, piece).into_iter().collect(),
            _ => in_brackets(site, index, child),
        };
    }
    let alone = child.alone();
    let inside = vec![TextEdit::replace(site.node.span, site.layout.flow(&alone))];
    match site.in_flow || !child.draft().is_block() {
        true => vec![inside],
        false => vec![replace(site, &alone), inside],
    }
}

fn in_block(site: &Site<'_>, index: usize, child: Child<'_>) -> Candidates {
    let first = site.start();
    let indent = column(site.text, first);
    let new = child.block(&site.layout, indent, gap_of(site));
    let (line, blank) = (site.layout.line(indent), site.layout.newline.repeat(child.blank_lines()));
    if index == 0 {
        let above = site.child_lines(0).filter(|_| begins_line(site.text, first));
        let above = above.map(|lines| {
            let text = format!("{}{new}{}{blank}", " ".repeat(indent), site.layout.newline);
            vec![TextEdit::insert(lines.range().start, text)]
        });
        return above.into_iter().chain([vec![TextEdit::insert(first, format!("{new}{line}"))]]).collect();
    }
    let is_last = index >= site.child_count();
    let before = match site.child(index - 1) {
        Some((_, end)) if !is_last => end,
        // Behind the last, entries may follow that are not in the tree: keys given twice.
        _ => site.end(),
    };
    let line_end = gap::line_end(site.text, before);
    let lines_end = site.child_lines(index - 1).map_or(line_end, |lines| content_end(site.text, lines.range().end));
    let at = |end: usize, blank: &str| vec![TextEdit::insert(end, format!("{blank}{line}{new}"))];
    vec![at(lines_end.max(line_end), &blank), at(line_end, ""), vec![after_blank_lines(site, before, &new, indent)]]
}

/// Behind the blank lines that belong to a block scalar which keeps them.
fn after_blank_lines(site: &Site<'_>, before: usize, new: &str, indent: usize) -> TextEdit {
    let mut place = next_line(site.text, before);
    while place < site.text.len() && site.text[place..gap::line_end(site.text, place)].trim().is_empty() {
        place = next_line(site.text, place);
    }
    let newline = site.layout.newline;
    let begins = place == 0 || site.text[..place].ends_with(['\n', '\r']);
    match begins {
        true => TextEdit::insert(place, format!("{}{new}{newline}", " ".repeat(indent))),
        false => TextEdit::insert(place, site.layout.line(indent) + new),
    }
}

/// The blanks between dash and item that the list's items have.
fn gap_of(site: &Site<'_>) -> usize {
    let Some((start, _)) = site.child(0) else { return 1 };
    match start.saturating_sub(site.start() + 1) {
        gap if (1..=WIDEST_GAP).contains(&gap) && site.text[site.start() + 1..start].trim_matches(' ').is_empty() => {
            gap
        }
        _ => 1,
    }
}

fn in_brackets(site: &Site<'_>, index: usize, child: Child<'_>) -> Candidates {
    let new = child.flow(&site.layout);
    let Some((_, before)) = index.checked_sub(1).and_then(|before| site.child(before)) else {
        let Some((first, _)) = site.child(0) else { return Vec::new() };
        let separator = match begins_line(site.text, first) {
            true => format!(",{}", line_like(site, first)),
            false => ", ".to_owned(),
        };
        return vec![vec![TextEdit::insert(first, format!("{new}{separator}"))]];
    };
    let simple = vec![TextEdit::insert(before, format!(", {new}"))];
    match on_own_line(site, index - 1, before, &new) {
        Some(edits) => vec![edits, simple],
        None => vec![simple],
    }
}

/// Gives each item or entry in the brackets a line, and the piece one among them.
fn in_lines(site: &Site<'_>, index: usize, piece: &Piece) -> Option<Vec<TextEdit>> {
    let (holder, own) = site.holder().filter(|_| !site.in_flow)?;
    let mut whole = holder.piece(own)?;
    whole.leading.clear();
    let (comment, column) = (std::mem::take(&mut whole.trail), whole.column);
    whole.gap = if comment.trim().is_empty() { "\n".to_owned() } else { format!(" {}\n", comment.trim()) };
    let block = whole.block_mut()?;
    block.flow.clear();
    block.column = column + if block.is_list { site.layout.list_step } else { site.layout.step };
    block.children.insert(index, piece.clone());
    let (start, lines) = (holder.child_start(own)?, holder.child_lines(own)?);
    let text = site.layout.piece(&whole, column);
    Some(vec![TextEdit::replace(Span::new(start, content_end(site.text, lines.range().end)), text)])
}

/// Where each item has a line: a line for the new one, behind the comment on the line of the one before.
fn on_own_line(site: &Site<'_>, index: usize, before: usize, new: &str) -> Option<Vec<TextEdit>> {
    let (start, _) = site.child(index)?;
    if !begins_line(site.text, start) {
        return None;
    }
    let line_end = gap::line_end(site.text, before);
    let rest = &site.text[before..line_end];
    let has_comma = rest.trim_start().starts_with(',');
    let behind = rest.trim_start().trim_start_matches(',').trim_start();
    if !(behind.is_empty() || behind.starts_with('#')) {
        return None;
    }
    let line = line_like(site, start);
    Some(match has_comma {
        true => vec![TextEdit::insert(line_end, format!("{line}{new},"))],
        false => vec![TextEdit::insert(before, ","), TextEdit::replace(Span::at(line_end), format!("{line}{new}"))],
    })
}

/// A line break and the blanks that stand before `offset`.
fn line_like(site: &Site<'_>, offset: usize) -> String {
    let blanks = &site.text[gap::line_start(site.text, offset)..offset];
    format!("{}{blanks}", site.layout.newline)
}
