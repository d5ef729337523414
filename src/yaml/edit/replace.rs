//! One value in place of another.

use super::super::gap::column;
use super::super::quote::{Place, Quotes, is_literal_safe, quote_in, quote_with};
use super::super::{Node, Scalar, Style, gap};
use super::Draft;
use super::site::{Holder, Site, begins_line};
use crate::text::{Span, TextEdit};

/// The splices that write `draft` where the site's node is.
pub(super) fn replace(site: &Site<'_>, draft: &Draft) -> Vec<TextEdit> {
    if *draft == Draft::Absent {
        return clear(site);
    }
    if site.in_flow {
        return inline(site, &in_style(site, draft).unwrap_or_else(|| site.layout.flow_item(draft)));
    }
    match draft {
        Draft::Text(text) if is_for_literal(site, text) => literal(site, text),
        draft if draft.is_block() => block(site, draft),
        draft => inline(site, &in_style(site, draft).unwrap_or_else(|| site.layout.inline(draft, inner_column(site)))),
    }
}

fn is_for_literal(site: &Site<'_>, text: &str) -> bool {
    let is_quoted = |scalar: &Scalar| matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted);
    site.layout.literals
        && text.contains('\n')
        && is_literal_safe(text)
        && site.node.as_scalar().is_some_and(|old| !is_quoted(old))
}

/// The text in the quotes that the old one has.
fn in_style(site: &Site<'_>, draft: &Draft) -> Option<String> {
    let (Draft::Text(text), Some(old)) = (draft, site.node.as_scalar()) else { return None };
    let place = if site.in_flow { Place::Flow } else { Place::Block };
    match old.style {
        Style::SingleQuoted => Some(quote_with(text, Quotes::Single)),
        Style::DoubleQuoted => Some(quote_with(text, Quotes::Double)),
        _ if site.in_flow || !text.contains('\n') => Some(quote_in(text, place)),
        _ => None,
    }
}

/// Where the lines of a block inside the node go.
fn inner_column(site: &Site<'_>) -> usize {
    let empty = Draft::Mapping(Vec::new());
    site.outer_column().map_or(0, |outer| site.layout.indent_below(&empty, outer))
}

/// Writes `new` on the line of the old value's `:` or `-`.
fn inline(site: &Site<'_>, new: &str) -> Vec<TextEdit> {
    if site.is_unwritten() {
        return vec![fill(site, new)];
    }
    let old = site.node.span;
    if let Some(comment) = header_comment(site.text, site.node) {
        return vec![TextEdit::replace(old, format!("{new} {comment}"))];
    }
    match site.indicator_end() {
        Some(place) if site.is_block() && site.text[place..site.start()].contains('\n') => {
            vec![TextEdit::insert(place, format!(" {new}")), delete_lines(site)]
        }
        _ => vec![TextEdit::replace(old, new)],
    }
}

/// Deletes a block's lines and the line break before them, not what stands between its key and them.
fn delete_lines(site: &Site<'_>) -> TextEdit {
    let line = gap::line_start(site.text, site.start());
    let before =
        site.text[..line].strip_suffix('\n').map_or(line, |before| before.strip_suffix('\r').unwrap_or(before).len());
    TextEdit::delete(Span::new(before, site.end()))
}

/// Writes where nothing is, in place of blanks at the line's end.
pub(super) fn fill(site: &Site<'_>, new: &str) -> TextEdit {
    let at = site.start();
    let rest = &site.text[at..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let ends_line = rest[blanks..].is_empty() || rest[blanks..].starts_with(['\r', '\n']);
    let indicator = match site.holder {
        Holder::Mapping { .. } if site.indicator_end() != Some(at) => ":",
        _ => "",
    };
    let blank = if new.starts_with(['\r', '\n']) { "" } else { " " };
    TextEdit::replace(Span::new(at, at + if ends_line { blanks } else { 0 }), format!("{indicator}{blank}{new}"))
}

fn clear(site: &Site<'_>) -> Vec<TextEdit> {
    if site.is_unwritten() {
        return Vec::new();
    }
    match site.indicator_end() {
        Some(place) if site.text[place..site.start()].bytes().all(|byte| matches!(byte, b' ' | b'\t')) => {
            vec![TextEdit::delete(Span::new(place, site.end()))]
        }
        Some(_) if site.is_block() && begins_line(site.text, site.start()) => vec![delete_lines(site)],
        _ => vec![TextEdit::replace(site.node.span, "~")],
    }
}

/// Writes a literal block; a comment behind the old value goes behind the block's indicator.
fn literal(site: &Site<'_>, text: &str) -> Vec<TextEdit> {
    let column = inner_column(site).max(1);
    if let Some(comment) = header_comment(site.text, site.node) {
        return vec![TextEdit::replace(site.node.span, site.layout.literal(text, comment, column))];
    }
    let line_end = gap::line_end(site.text, site.end());
    let rest = site.text[site.end()..line_end].trim();
    let comment = if rest.starts_with('#') { rest } else { "" };
    let block = site.layout.literal(text, comment, column);
    let blank = if site.is_unwritten() { " " } else { "" };
    vec![TextEdit::replace(Span::new(site.start(), line_end), format!("{blank}{block}"))]
}

/// What stands behind a block scalar's indicator, if it is one: a comment, or nothing.
fn header_comment<'a>(text: &'a str, node: &Node) -> Option<&'a str> {
    let is_block_scalar =
        |scalar: &Scalar| matches!(scalar.style, Style::Literal | Style::Folded) && !node.span.is_empty();
    node.as_scalar().filter(|scalar| is_block_scalar(scalar))?;
    let start = node.span.start as usize;
    let header = &text[start..gap::line_end(text, start)];
    Some(header.find(" #").map_or("", |comment| header[comment..].trim())).filter(|comment| !comment.is_empty())
}

/// Writes a list or mapping, an item or entry a line.
fn block(site: &Site<'_>, draft: &Draft) -> Vec<TextEdit> {
    let layout = &site.layout;
    match (site.holder, site.indicator_end()) {
        (Holder::Mapping { .. }, Some(place)) => {
            let outer = site.outer_column().unwrap_or_default();
            let indent = layout.indent_below(draft, outer);
            let new = layout.line(indent) + &layout.block(draft, indent);
            if site.is_block() && begins_line(site.text, site.start()) {
                let deleted = delete_lines(site);
                return vec![TextEdit::replace(deleted.span, new)];
            }
            let line_end = gap::line_end(site.text, site.end());
            vec![TextEdit::delete(Span::new(place, site.end().max(place))), TextEdit::insert(line_end, new)]
        }
        (Holder::Mapping { .. }, None) => Vec::new(),
        (Holder::List { .. }, Some(place)) if !site.is_block() => below_dash(site, draft, place),
        _ => vec![TextEdit::replace(site.node.span, layout.block(draft, column(site.text, site.start())))],
    }
}

/// Writes a list or mapping as an item, behind the dash that ends at `place`; below it where there is a comment.
fn below_dash(site: &Site<'_>, draft: &Draft, place: usize) -> Vec<TextEdit> {
    let indent = site.outer_column().unwrap_or_default() + 2;
    let end = site.end().max(place);
    let line_end = gap::line_end(site.text, end);
    let new = site.layout.block(draft, indent);
    if new.starts_with('#') || site.text[end..line_end].contains('#') {
        let below = site.layout.line(indent) + &new;
        return vec![TextEdit::delete(Span::new(place, end)), TextEdit::insert(line_end, below)];
    }
    match site.is_unwritten() {
        true => vec![fill(site, &new)],
        false => vec![TextEdit::replace(site.node.span, site.layout.block(draft, column(site.text, site.start())))],
    }
}
