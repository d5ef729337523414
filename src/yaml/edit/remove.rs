//! Items and entries taken away.

use super::super::{Value, gap};
use super::Candidates;
use super::site::{Site, begins_line, content_end, next_line};
use crate::text::{Span, TextEdit};

/// Ways to take the item or entry at `index` out of the list or mapping at the site; with its comments, where `whole`
/// are the lines these are in, too.
pub(super) fn child(site: &Site<'_>, index: usize, whole: Option<Span>) -> Candidates {
    let (Some(start), Some((_, end))) = (site.child_start(index), site.child(index)) else { return Vec::new() };
    let next = site.child_start(index + 1);
    if site.is_bracketed() {
        return in_brackets(site, index, start, end);
    }
    if begins_line(site.text, start) {
        let whole = whole.unwrap_or_else(|| own_lines(site.text, start, end));
        return vec![lines(site.text, whole), with_blank_lines(site.text, whole)];
    }
    // The first of a list or mapping that begins behind a dash. The second takes its place, unless a comment is in
    // the way: then the dash gets a line to itself.
    let end = whole.map_or(end, |whole| content_end(site.text, whole.range().end));
    let alone = vec![TextEdit::delete(Span::new(site.text[..start].trim_end_matches([' ', '\t']).len(), end))];
    match next {
        Some(next) if !site.text[end..next].contains('#') => vec![vec![TextEdit::delete(Span::new(start, next))]],
        Some(_) => vec![alone],
        None => Vec::new(),
    }
}

/// The lines from the one `start` is in to the one `end` is in.
fn own_lines(text: &str, start: usize, end: usize) -> Span {
    Span::new(gap::line_start(text, start), next_line(text, end))
}

/// Whole lines, and one line break.
fn lines(text: &str, lines: Span) -> Vec<TextEdit> {
    let (line, next) = (lines.range().start, lines.range().end);
    if next < text.len() || text.ends_with(['\n', '\r']) {
        return vec![TextEdit::delete(lines)];
    }
    // The text ends without a line break, and goes on doing so.
    let before = text[..line].trim_end_matches(['\n', '\r']);
    vec![TextEdit::delete(Span::new(before.len(), next))]
}

/// The same with the blank lines below, which a block scalar above would otherwise take for its own.
fn with_blank_lines(text: &str, lines: Span) -> Vec<TextEdit> {
    let mut next = lines.range().end;
    while next < text.len() && text[next..gap::line_end(text, next)].trim().is_empty() {
        next = next_line(text, next);
    }
    vec![TextEdit::delete(Span::new(lines.range().start, next))]
}

fn in_brackets(site: &Site<'_>, index: usize, start: usize, end: usize) -> Candidates {
    let text = site.text;
    let next = site.child(index + 1).map(|(start, _)| start);
    let before = index.checked_sub(1).and_then(|before| site.child(before)).map(|(_, end)| end);
    let own_line = own_line(text, start, end).map(|line| lines(text, own_lines(text, line, end)));
    let comma_end = gap::skip_blank(text, end) + 1;
    let mut candidates: Candidates = Vec::new();
    match (before, next) {
        (_, Some(next)) if !text[end..next].contains(['#', '\n']) => {
            candidates.push(vec![TextEdit::delete(Span::new(start, next))]);
        }
        (Some(before), None) if !text[before..start].contains('#') => {
            candidates.push(vec![TextEdit::delete(Span::new(before, end))]);
        }
        (None, None) => candidates.push(vec![TextEdit::delete(Span::new(start, end))]),
        _ => {}
    }
    candidates.extend(own_line);
    if text[..comma_end.min(text.len())].ends_with(',') {
        candidates.push(vec![TextEdit::delete(Span::new(start, comma_end))]);
    }
    candidates.push(vec![TextEdit::delete(Span::new(start, end))]);
    candidates
}

/// The start of the line, when nothing but its comma and a comment share it with the item.
fn own_line(text: &str, start: usize, end: usize) -> Option<usize> {
    let rest = text[end..gap::line_end(text, end)].trim_start();
    let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    let is_alone = begins_line(text, start) && (rest.is_empty() || rest.starts_with('#'));
    is_alone.then(|| gap::line_start(text, start))
}

/// Ways to empty a list or mapping of its only item or entry: it becomes `[]` or `{}`. `whole` is as for [`child`].
pub(super) fn last_child(site: &Site<'_>, whole: Option<Span>) -> Candidates {
    let empty = if matches!(site.node.value, Value::Sequence(_)) { "[]" } else { "{}" };
    let mut candidates = Vec::new();
    let place = site.indicator_end();
    if let Some(place) = place.filter(|_| begins_line(site.text, site.start()) && !site.is_bracketed()) {
        let whole = whole.unwrap_or_else(|| own_lines(site.text, site.start(), site.end()));
        for mut edits in [lines(site.text, whole), with_blank_lines(site.text, whole)] {
            edits.push(TextEdit::insert(place, format!(" {empty}")));
            candidates.push(edits);
        }
    }
    let end = whole.map_or(site.end(), |whole| content_end(site.text, whole.range().end));
    candidates.push(vec![TextEdit::replace(Span::new(site.start(), end), empty)]);
    if let Some(whole) = whole.filter(|_| place.is_none()) {
        candidates.push(vec![TextEdit::replace(Span::new(whole.range().start, end), empty)]);
    }
    candidates
}
