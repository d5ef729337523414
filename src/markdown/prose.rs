//! A text as a stream of pieces: Markdown's events, with `[[references]]` and `@mentions` found in their text.
//!
//! Owns the dialect and what counts as a reference in text. Knows neither destinations nor
//! HTML.
//!
//! Invariant: every range lies in the text, on character boundaries; a reference's range is exactly its source.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::bound;

/// One piece of prose.
#[derive(Debug)]
pub(super) enum Piece<'t> {
    /// Anything but text; code and HTML too.
    Markup(Event<'t>),
    /// Text, escapes and entities undone.
    Text(CowStr<'t>),
    /// `[[target#anchor|label]]`
    Wiki(Wiki),
    /// `@member`
    Mention(&'t str),
}

/// What stands in `[[…]]`, blanks trimmed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wiki {
    pub(super) target: String,
    pub(super) anchor: Option<String>,
    pub(super) label: Option<String>,
}

impl Wiki {
    /// Takes what stands between the brackets, as written and as words without markup; `None` when there is nothing.
    fn new(source: &str, words: &str) -> Option<Wiki> {
        if source.trim().is_empty() {
            return None;
        }
        let given = |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
        let (address, label) = match source.split_once('|') {
            // In a table, the bar is written as `\|`.
            Some((address, _)) => (address.strip_suffix('\\').unwrap_or(address), words.split_once('|')),
            None => (source, None),
        };
        let label = label.and_then(|(_, label)| given(label));
        let (target, anchor) = address.split_once('#').map_or((address, None), |(target, rest)| (target, given(rest)));
        Some(Wiki { target: target.trim().to_owned(), anchor, label })
    }

    /// What to show where nothing better is known: the label, else the address as written.
    pub(super) fn words(&self) -> String {
        match (&self.label, &self.anchor) {
            (Some(label), _) => label.clone(),
            (None, Some(anchor)) => format!("{}#{anchor}", self.target),
            (None, None) => self.target.clone(),
        }
    }
}

/// Markdown's events with their places; `None` when the text is built so that reading it would take minutes.
pub(super) fn parse(text: &str) -> Option<OffsetIter<'_>> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    bound::is_readable(text).then(|| Parser::new_ext(text, options).into_offset_iter())
}

/// Hands over `events` of `text` piece by piece, in order.
pub(super) fn read<'t>(text: &'t str, events: OffsetIter<'t>, mut visit: impl FnMut(Piece<'t>, Range<usize>)) {
    let mut line = Line { text, items: Vec::new(), verbatim_only: 0 };
    for (event, range) in events {
        let ends_line = !is_inline(&event);
        line.push(event, range);
        if ends_line {
            line.flush(&mut visit);
        }
    }
    line.flush(&mut visit);
}

/// Whether an event can stand inside a line of prose.
fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(tag.to_end()),
        Event::End(tag) => is_inline_tag(*tag),
        event => matches!(
            event,
            Event::Text(_)
                | Event::Code(_)
                | Event::InlineHtml(_)
                | Event::TaskListMarker(_)
                | Event::FootnoteReference(_)
        ),
    }
}

/// Whether a tag marks words, not a block.
pub(super) fn is_inline_tag(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The pieces of one line of source, which no reference reaches across.
struct Line<'t> {
    text: &'t str,
    items: Vec<Item<'t>>,
    /// How many links, images and code blocks are open: their text is left alone.
    verbatim_only: usize,
}

struct Item<'t> {
    range: Range<usize>,
    event: Event<'t>,
    /// Whether this is text that stands in the source as it is and may hold references.
    searched: bool,
    /// Whether a backslash takes the meaning from the first character.
    escaped: bool,
}

impl<'t> Line<'t> {
    fn push(&mut self, event: Event<'t>, range: Range<usize>) {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_)) => self.verbatim_only += 1,
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => {
                self.verbatim_only = self.verbatim_only.saturating_sub(1);
            }
            _ => {}
        }
        let source = self.text.get(range.clone());
        let searched =
            self.verbatim_only == 0 && matches!(&event, Event::Text(words) if source == Some(words.as_ref()));
        let end = self.items.last().map_or(0, |last| match last.event {
            Event::Start(_) => last.range.start,
            _ => last.range.end,
        });
        if searched
            && let Some(last) = self.items.last_mut().filter(|last| last.searched && end == range.start)
            && let Some(joined) = self.text.get(last.range.start..range.end)
        {
            last.range.end = range.end;
            last.event = Event::Text(CowStr::Borrowed(joined));
            return;
        }
        let before = range.start.checked_sub(1).and_then(|before| self.text.as_bytes().get(before));
        let escaped = range.start > end && before == Some(&b'\\');
        self.items.push(Item { range, event, searched, escaped });
    }

    fn flush(&mut self, visit: &mut impl FnMut(Piece<'t>, Range<usize>)) {
        let items = std::mem::take(&mut self.items);
        let mut index = 0;
        let mut from = 0;
        while let Some(item) = items.get(index) {
            if !item.searched {
                let piece = match &item.event {
                    Event::Text(words) => Piece::Text(words.clone()),
                    event => Piece::Markup(event.clone()),
                };
                visit(piece, item.range.clone());
                index += 1;
                continue;
            }
            let start = from.max(item.range.start);
            let found = self.find(&items, index, start);
            let text_end = found.as_ref().map_or(item.range.end, |found| found.range.start);
            if start < text_end {
                visit(Piece::Text(CowStr::Borrowed(&self.text[start..text_end])), start..text_end);
            }
            match found {
                Some(found) => {
                    from = found.range.end;
                    index = found.item;
                    visit(found.piece, found.range);
                }
                None => index += 1,
            }
        }
        self.items = items;
        self.items.clear();
    }

    /// The first reference that begins in `items[index]`, at `start` or later.
    fn find(&self, items: &[Item<'t>], index: usize, start: usize) -> Option<Found<'t>> {
        let item = items.get(index)?;
        let bytes = self.text.as_bytes();
        let meant = |at: usize| !(item.escaped && at == item.range.start);
        (start..item.range.end).filter(|&at| meant(at)).find_map(|at| match bytes[at] {
            b'[' if bytes.get(at + 1) == Some(&b'[') => self.wiki(items, index, at),
            b'@' => self.mention(items, index, at),
            _ => None,
        })
    }

    /// The reference whose `[[` is at `start`, which lies in `items[index]`.
    fn wiki(&self, items: &[Item<'t>], index: usize, start: usize) -> Option<Found<'t>> {
        let inner = start + 2;
        let length = self.text[inner..].find(['[', ']', '\n', '\r'])?;
        let close = inner + length;
        if !self.text[close..].starts_with("]]") {
            return None;
        }
        let mut words = String::new();
        let mut open = 0_usize;
        for (offset, item) in items[index..].iter().enumerate() {
            match &item.event {
                Event::Start(Tag::Link { link_type: LinkType::Shortcut, .. }) => open += 1,
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => open += 1,
                Event::End(_) => open = open.checked_sub(1)?,
                Event::Code(code) => words.push_str(code),
                Event::Text(text) if item.searched => {
                    let from = item.range.start.max(inner).min(item.range.end);
                    words.push_str(&self.text[from..item.range.end.min(close).max(from)]);
                    if item.escaped && item.range.start == close {
                        return None;
                    }
                }
                Event::Text(text) => words.push_str(text),
                _ => return None,
            }
            if item.range.end > close + 1 && open == 0 {
                let ends_here = item.searched && item.range.start <= close + 1;
                let wiki = ends_here.then(|| Wiki::new(&self.text[inner..close], &words)).flatten()?;
                return Some(Found { piece: Piece::Wiki(wiki), range: start..close + 2, item: index + offset });
            }
        }
        None
    }

    /// The mention whose `@` is at `start`, which lies in `items[index]`.
    fn mention(&self, items: &[Item<'t>], index: usize, start: usize) -> Option<Found<'t>> {
        let range = &items[index].range;
        let before = match index.checked_sub(1).map(|previous| &items[previous]) {
            Some(Item { range: previous, event: Event::Text(words), .. })
                if start == range.start && previous.end == start =>
            {
                words.chars().next_back()
            }
            _ => self.text[..start].chars().next_back(),
        };
        if before.is_some_and(|before| before.is_alphanumeric() || matches!(before, '/' | '\\')) {
            return None;
        }
        let rest = &self.text[start + 1..range.end];
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
        let member = rest[..length].trim_end_matches(['-', '_']);
        let found = start..start + 1 + member.len();
        (!member.is_empty()).then_some(Found { piece: Piece::Mention(member), range: found, item: index })
    }
}

/// A reference, and the item in which the text goes on after it.
struct Found<'t> {
    piece: Piece<'t>,
    range: Range<usize>,
    item: usize,
}
