//! From the parser's events to the tree.
//!
//! Invariants: `read_to` only grows; every node lies behind the one before it and inside its parent. Nesting is held
//! on a stack of its own, so that no input can exhaust the thread's.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span as Place, StrInput, StructureStyle};

use super::syntax::{self, Unsupported};
use super::{Entry, Fault, MAX_BYTES, MAX_DEPTH, Mapping, Node, Scalar, Sequence, Style, Tree, Value, blank, gap};
use crate::text::Span;

/// Above this many entries, a mapping's keys are found by hash.
const FEW_ENTRIES: usize = 8;

pub(super) fn read(text: &str, base: usize) -> Tree {
    if text.len() > MAX_BYTES {
        let message = format!("file is larger than {} MiB", MAX_BYTES / (1024 * 1024));
        let fault = syntax::beyond(message, "split it into smaller files", Span::at(base));
        return Tree { root: None, faults: vec![fault], complete: false };
    }
    let bom = text.chars().next().filter(|c| *c == '\u{feff}').map_or(0, char::len_utf8);
    let (text, base) = (&text[bom..], base + bom);
    let tree = read_once(text, base);
    blank::read_as_meant(text, base, tree, |text| read_once(text, base))
}

fn read_once(text: &str, base: usize) -> Tree {
    let strict = read_with(text, base, true);
    // A closing bracket below its key: the strict reading refuses what everybody writes.
    if stops_at_closing_bracket(text, base, &strict) { read_with(text, base, false) } else { strict }
}

fn read_with(text: &str, base: usize, strict: bool) -> Tree {
    let mut reader = Reader::new(text, base);
    let complete = reader.run(strict);
    reader.finish(complete)
}

/// Whether reading stopped at a closing bracket that begins its line.
fn stops_at_closing_bracket(text: &str, base: usize, tree: &Tree) -> bool {
    let Some(fault) = tree.faults.last().filter(|_| !tree.complete) else { return false };
    let at = fault.span.start as usize - base;
    let begins_line = text[gap::line_start(text, at)..at].chars().all(|c| c == ' ');
    begins_line && text[at..].starts_with([']', '}'])
}

fn options(strict: bool) -> Options {
    // The parser looks up to 1,024 characters ahead for a key, so it meets brackets that are not in the tree yet;
    // its own limits are there only to be out of the way of MAX_DEPTH.
    granit_parser::options! {
        strict_indentation: strict,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
        flow_nesting_limit: 4096,
        block_nesting_limit: 4096,
    }
}

struct Reader<'t> {
    text: &'t str,
    base: usize,
    open: Vec<Open>,
    root: Option<Node>,
    faults: Vec<Fault>,
    /// The end of the last token that is in the tree.
    read_to: usize,
    last_scalar: Option<(usize, usize)>,
    documents: usize,
}

/// A collection whose end is not read yet.
struct Open {
    start: usize,
    flow: bool,
    bracketed: bool,
    content: Content,
}

enum Content {
    Items(Vec<Node>),
    Entries(Entries),
}

#[derive(Default)]
struct Entries {
    kept: Vec<Entry>,
    by_key: HashMap<String, usize>,
    pending: Option<(Node, Fate)>,
}

/// What becomes of an entry once its value is read.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Keep,
    Drop,
    Merge,
}

/// Whether to go on reading.
#[derive(PartialEq)]
enum Flow {
    Go,
    Stop { complete: bool },
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, base: usize) -> Reader<'t> {
        Reader {
            text,
            base,
            open: Vec::new(),
            root: None,
            faults: Vec::new(),
            read_to: 0,
            last_scalar: None,
            documents: 0,
        }
    }

    /// Reads to the end of the first document; whether nothing was in the way.
    fn run(&mut self, strict: bool) -> bool {
        let mut parser: Parser<'t, StrInput<'t>> = Parser::new_from_str_with_options(self.text, options(strict));
        while let Some(result) = parser.next_event() {
            match result {
                Ok((event, place)) => {
                    if let Flow::Stop { complete } = self.take(event, place) {
                        return complete;
                    }
                }
                Err(error) => {
                    let open_bracket = self.open.iter().rev().find(|open| open.bracketed).map(|open| open.start);
                    let place = syntax::Place {
                        text: self.text,
                        base: self.base,
                        read_to: self.read_to,
                        last_scalar: self.last_scalar,
                        open_bracket,
                    };
                    self.faults.push(place.explain(&error));
                    return false;
                }
            }
        }
        true
    }

    fn take(&mut self, event: Event<'t>, place: Place) -> Flow {
        let Some(range) = place.byte_range() else { return Flow::Go };
        match event {
            Event::DocumentStart(explicit, _) => return self.start_document(explicit, range),
            Event::Anchor(..) => self.refuse(range.start, range.end, Unsupported::Anchor),
            Event::Alias(_) | Event::UnresolvedAlias(_) => return self.take_alias(range),
            Event::Scalar(text, style, anchor, tag) => {
                let has_properties = anchor != 0 || tag.is_some();
                self.refuse_tag(&place);
                let style = style_of(style);
                let absent = style == Style::Plain && range.is_empty();
                let (start, end) = match style {
                    Style::Literal | Style::Folded => self.block_scalar(range),
                    _ if absent && !has_properties => self.absent(range.start),
                    _ => (range.start, range.end),
                };
                if !absent {
                    self.last_scalar = Some((start, end));
                }
                let text = if absent { String::new() } else { text.into_owned() };
                return self.add_scalar(Scalar { text, style }, start, end);
            }
            Event::SequenceStart(style, ..) => {
                self.refuse_tag(&place);
                let start = self.sequence_start(style, range.start);
                return self.open(style, start, !range.is_empty(), Content::Items(Vec::new()));
            }
            Event::MappingStart(style, ..) => {
                self.refuse_tag(&place);
                let bracketed = self.text[range.start..].starts_with('{') && !range.is_empty();
                return self.open(style, range.start, bracketed, Content::Entries(Entries::default()));
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(range.end),
            _ => {}
        }
        Flow::Go
    }

    fn start_document(&mut self, explicit: bool, range: std::ops::Range<usize>) -> Flow {
        self.documents += 1;
        if self.documents > 1 {
            let start = if explicit { range.start } else { gap::skip_blank(self.text, range.start) };
            let end = if explicit { range.end } else { gap::token_end(self.text, start) };
            self.refuse(start, end, Unsupported::Document);
            return Flow::Stop { complete: true };
        }
        if explicit {
            self.refuse_directives(range.start);
            self.read_to = range.end;
        }
        Flow::Go
    }

    fn refuse_directives(&mut self, document: usize) {
        let mut offset = 0;
        while offset < document {
            let end = gap::line_end(self.text, offset);
            if self.text[offset..].starts_with('%') {
                let line = &self.text[offset..end];
                let content = line.find(" #").map_or(line, |comment| &line[..comment]).trim_end();
                self.refuse(offset, offset + content.len(), Unsupported::Directive);
            }
            offset = end + 1;
        }
    }

    fn refuse(&mut self, start: usize, end: usize, what: Unsupported) {
        let fault = syntax::unsupported(&self.text[start..end], self.span(start, end), what);
        self.faults.push(fault);
    }

    fn refuse_tag(&mut self, place: &Place) {
        if let Some(tag) = place.tag_span().and_then(|tag| tag.byte_range()) {
            self.refuse(tag.start, tag.end, Unsupported::Tag);
        }
    }

    fn take_alias(&mut self, range: std::ops::Range<usize>) -> Flow {
        if !self.in_merge() {
            self.refuse(range.start, range.end, Unsupported::Alias);
        }
        let scalar = Scalar { text: String::new(), style: Style::Plain };
        self.add_scalar(scalar, range.start, range.end)
    }

    /// Whether the next node is the value of `<<`, or an item of the list that is.
    fn in_merge(&self) -> bool {
        let awaits = |open: &Open| match &open.content {
            Content::Entries(entries) => matches!(entries.pending, Some((_, Fate::Merge))),
            Content::Items(_) => false,
        };
        let mut nearest = self.open.iter().rev();
        match nearest.next() {
            Some(Open { content: Content::Items(_), .. }) => nearest.next().is_some_and(awaits),
            Some(open) => awaits(open),
            None => false,
        }
    }

    /// The token of a block scalar: the parser's begins with its content and ends at the next token.
    fn block_scalar(&self, range: std::ops::Range<usize>) -> (usize, usize) {
        match gap::find_indicator(self.text, self.read_to, b"|>") {
            Some(start) if start <= range.end => (start, gap::block_end(self.text, start, range.end)),
            _ => (range.start, gap::block_end(self.text, range.start, range.end)),
        }
    }

    /// Where a value that is not written would stand: behind its `:` or `-`.
    fn absent(&self, parser_offset: usize) -> (usize, usize) {
        let indicator = match self.open.last().map(|open| &open.content) {
            Some(Content::Entries(Entries { pending: Some(_), .. })) => b':',
            Some(Content::Items(_)) => b'-',
            _ => return (parser_offset, parser_offset),
        };
        let blank = gap::skip_blank(self.text, self.read_to);
        let place = match self.text.as_bytes().get(blank) {
            Some(byte) if *byte == indicator => blank + 1,
            _ if indicator == b':' => self.read_to,
            _ => parser_offset,
        };
        (place, place)
    }

    /// Where a list begins: the parser's is its first item, when the list is not indented below its key.
    fn sequence_start(&self, style: StructureStyle, parser_offset: usize) -> usize {
        let below_key = matches!(self.open.last(), Some(Open { content: Content::Entries(_), .. }));
        if style == StructureStyle::Flow || !below_key {
            return parser_offset;
        }
        gap::find_indicator(self.text, self.read_to, b"-").map_or(parser_offset, |dash| dash.min(parser_offset))
    }

    fn open(&mut self, style: StructureStyle, start: usize, bracketed: bool, content: Content) -> Flow {
        let start = start.max(self.read_to);
        let token_end = gap::token_end(self.text, start);
        if self.is_too_deep(start, token_end) {
            return Flow::Stop { complete: false };
        }
        let flow = style == StructureStyle::Flow;
        let bracketed = flow && bracketed;
        self.read_to = if bracketed { token_end } else { start };
        self.open.push(Open { start, flow, bracketed, content });
        Flow::Go
    }

    fn add_scalar(&mut self, scalar: Scalar, start: usize, end: usize) -> Flow {
        if self.is_too_deep(start, end) {
            return Flow::Stop { complete: false };
        }
        let start = start.max(self.read_to);
        let end = end.max(start);
        self.read_to = end;
        if self.open.is_empty() && start == end && scalar.is_absent() {
            return Flow::Go;
        }
        let is_alias = scalar.is_absent() && self.text[start..end].starts_with('*');
        let node = Node { span: self.span(start, end), value: Value::Scalar(scalar) };
        self.add(node, is_alias);
        Flow::Go
    }

    fn is_too_deep(&mut self, start: usize, end: usize) -> bool {
        let is_too_deep = self.open.len() >= MAX_DEPTH;
        if is_too_deep {
            let message = format!("nested more than {MAX_DEPTH} levels deep");
            let span = self.span(start, end.max(start));
            self.faults.push(syntax::beyond(message, "nest less deeply", span));
        }
        is_too_deep
    }

    fn add(&mut self, node: Node, is_alias: bool) {
        match self.open.last_mut().map(|open| &mut open.content) {
            Some(Content::Items(items)) => items.push(node),
            Some(Content::Entries(entries)) => match entries.pending.take() {
                Some((key, Fate::Keep)) => entries.kept.push(Entry { key, value: node }),
                Some(_) => {}
                None => {
                    let fate = if is_alias { Fate::Keep } else { self.judge_key(&node) };
                    if let Some(Open { content: Content::Entries(entries), .. }) = self.open.last_mut() {
                        entries.pending = Some((node, fate));
                    }
                }
            },
            None => self.root = self.root.take().or(Some(node)),
        }
    }

    fn judge_key(&mut self, key: &Node) -> Fate {
        let Some(scalar) = key.as_scalar() else { return Fate::Keep };
        if scalar.is_plain() && scalar.text == "<<" {
            self.faults.push(syntax::unsupported(&scalar.text, key.span, Unsupported::Merge));
            return Fate::Merge;
        }
        let Some(Open { content: Content::Entries(entries), .. }) = self.open.last_mut() else { return Fate::Keep };
        match entries.find_or_note(&scalar.text) {
            Some(first) => {
                self.faults.push(syntax::duplicate(&scalar.text, key.span, first));
                Fate::Drop
            }
            None => Fate::Keep,
        }
    }

    fn close(&mut self, parser_end: usize) {
        let Some(open) = self.open.pop() else { return };
        let end = if open.bracketed { parser_end.max(self.read_to) } else { self.read_to.max(open.start) };
        self.read_to = end;
        let span = self.span(open.start, end);
        let value = match open.content {
            Content::Items(items) => Value::Sequence(Sequence { items, flow: open.flow }),
            Content::Entries(mut entries) => {
                if let Some((key, Fate::Keep)) = entries.pending.take() {
                    let value = Node::absent_at(key.span.end as usize);
                    entries.kept.push(Entry { key, value });
                }
                Value::Mapping(Mapping { entries: entries.kept, flow: open.flow })
            }
        };
        self.add(Node { span, value }, false);
    }

    fn finish(mut self, complete: bool) -> Tree {
        while !self.open.is_empty() {
            self.close(self.read_to);
        }
        self.faults.sort_by_key(|fault| fault.span);
        Tree { root: self.root, faults: self.faults, complete }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.base + start, self.base + end)
    }
}

impl Entries {
    /// The place of an equal key before this one, which is noted if there is none.
    fn find_or_note(&mut self, key: &str) -> Option<Span> {
        let count = self.kept.len();
        if count < FEW_ENTRIES {
            let is_key = |entry: &&Entry| entry.key.as_scalar().is_some_and(|scalar| scalar.text == key);
            return self.kept.iter().find(is_key).map(|first| first.key.span);
        }
        if self.by_key.is_empty() {
            for (index, entry) in self.kept.iter().enumerate() {
                if let Some(scalar) = entry.key.as_scalar() {
                    self.by_key.entry(scalar.text.clone()).or_insert(index);
                }
            }
        }
        if let Some(first) = self.by_key.get(key) {
            return self.kept.get(*first).map(|entry| entry.key.span);
        }
        self.by_key.insert(key.to_owned(), count);
        None
    }
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
