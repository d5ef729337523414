//! A document cut into pieces.
//!
//! Invariant: what [`cut`] makes of a text is printed as the same text, and says the same.

use super::super::gap::column;
use super::super::{Entry, Mapping, Node, Sequence, Shape, Value, parse};
use super::print::one_line;
use super::{Block, Body, Leaf, Note, Piece, Written};
use crate::text::Span;

/// Cuts a document whose value is a mapping with a line for each entry; `None` when it is written in another way, uses
/// what records may not, or could not be read to its end.
/// `identify` tells what an item of a list of some name is known by.
pub fn cut<N: Note>(text: &str, identify: &Identify<'_, N>) -> Option<Block<N>> {
    let tree = parse(text, 0);
    if !tree.complete || !tree.faults.is_empty() || has_lone_return(text) {
        return None;
    }
    let Some(root) = tree.root else {
        let (children, tail, flow) = (Vec::new(), text.to_owned(), Vec::new());
        return Some(Block { is_list: false, column: 0, is_inline: false, children, tail, flow });
    };
    if !matches!(&root.value, Value::Mapping(mapping) if !mapping.flow) {
        return None;
    }
    let (mut block, end) = Cutter { text, identify }.block(&root, "", 0, false, None)?;
    block.tail = text[end..].to_owned();
    Some(block)
}

/// Tells what an item of a list of some name is known by.
pub type Identify<'i, N> = dyn Fn(&str, &Node) -> (String, N) + Sync + 'i;

/// Cuts an item or entry, whose stem begins at byte `start`, out of the list or mapping that holds it.
pub fn cut_child(text: &str, holder: &Node, index: usize, start: usize) -> Option<Piece> {
    let cutter = Cutter { text, identify: &|_: &str, _: &Node| (String::new(), ()) };
    let in_brackets = text[holder.span.range()].starts_with(['[', '{']);
    let (name, stem_end, value) = match &holder.value {
        Value::Sequence(list) => (String::new(), start + 1, list.items.get(index)?),
        Value::Mapping(mapping) => {
            let Entry { key, value } = mapping.entries.get(index)?;
            let stem_end = if in_brackets { start } else { cutter.colon_end(key)? };
            (key.as_scalar()?.text.clone(), stem_end, value)
        }
        Value::Scalar(_) => return None,
    };
    if in_brackets {
        let key = holder.as_mapping().map(|mapping| &mapping.entries[index].key);
        let stem = key.map_or("-".to_owned(), |key| cutter.stem_in_brackets(key));
        return cutter.in_brackets((name, ()), stem, value);
    }
    let is_behind = !text[line_start(text, start)..start].bytes().all(|byte| byte == b' ');
    let lines = child_lines(text, holder, index, start)?;
    let (piece, _) = cutter.piece((name, ()), lines.range().start, &Stem { start, end: stem_end, is_behind }, value)?;
    Some(piece)
}

/// The lines of an item or entry, whose stem begins at byte `start`, of a list or mapping that has a line for each: from
/// the comments above it to those behind its last child that are indented as deep.
pub fn child_lines(text: &str, holder: &Node, index: usize, start: usize) -> Option<Span> {
    let own = column(text, holder.span.range().start);
    let floor =
        index.checked_sub(1).and_then(|before| holder.child(before)).map_or(0, |node| lines_end(text, node, own));
    let mut first = line_start(text, start);
    while first > floor {
        let above = line_start(text, first - 1);
        let line = text[above..first].trim();
        if above < floor || !(line.is_empty() || line.starts_with('#')) {
            break;
        }
        first = above;
    }
    Some(Span::new(first, lines_end(text, holder.child(index)?, own)))
}

/// Where the lines end of what is the value of a stem in a column.
fn lines_end(text: &str, value: &Node, stem_column: usize) -> usize {
    let is_flow = match &value.value {
        Value::Sequence(list) => list.flow,
        Value::Mapping(mapping) => mapping.flow,
        Value::Scalar(_) => true,
    };
    let last = if is_flow { None } else { value.last_child() };
    let Some(last) = last else { return next_line(text, value.span.range().end) };
    let own = column(text, value.span.range().start);
    tail_end(text, lines_end(text, last, own), own.max(stem_column + 1))
}

/// Where a piece's stem is.
struct Stem {
    start: usize,
    end: usize,
    /// Whether it stands behind a dash.
    is_behind: bool,
}

struct Cutter<'t, N> {
    text: &'t str,
    identify: &'t Identify<'t, N>,
}

impl<N: Note> Cutter<'_, N> {
    /// Cuts a list or mapping whose children have lines from byte `from` on, and tells where it ends. `outer` is the
    /// column of the piece it is in.
    fn block(
        &self,
        node: &Node,
        name: &str,
        from: usize,
        is_inline: bool,
        outer: Option<usize>,
    ) -> Option<(Block<N>, usize)> {
        let (children, end) = match &node.value {
            Value::Mapping(mapping) => self.entries(mapping, from, is_inline)?,
            Value::Sequence(list) => self.items(list, name, node.span.start as usize, from, is_inline)?,
            Value::Scalar(_) => return None,
        };
        let column = children.first()?.column;
        let tail_end = outer.map_or(end, |outer| tail_end(self.text, end, column.max(outer + 1)));
        let tail = self.text[end..tail_end].to_owned();
        let is_list = matches!(node.value, Value::Sequence(_));
        Some((Block { is_list, column, is_inline, children, tail, flow: Vec::new() }, tail_end))
    }

    fn entries(&self, mapping: &Mapping, from: usize, is_inline: bool) -> Option<(Vec<Piece<N>>, usize)> {
        let mut pieces = Vec::new();
        let mut at = from;
        for Entry { key, value } in &mapping.entries {
            let name = key.as_scalar()?.text.clone();
            let is_behind = is_inline && pieces.is_empty();
            let stem = Stem { start: key.span.start as usize, end: self.colon_end(key)?, is_behind };
            let (piece, end) = self.piece((name, N::default()), at, &stem, value)?;
            pieces.push(piece);
            at = end;
        }
        Some((pieces, at))
    }

    fn items(
        &self,
        list: &Sequence,
        name: &str,
        start: usize,
        from: usize,
        is_inline: bool,
    ) -> Option<(Vec<Piece<N>>, usize)> {
        let mut pieces = Vec::new();
        let mut at = from;
        let column = start - line_start(self.text, start);
        for item in &list.items {
            let dash = if pieces.is_empty() { start } else { self.dash(at, column)? };
            let stem = Stem { start: dash, end: dash + 1, is_behind: is_inline && pieces.is_empty() };
            let (piece, end) = self.piece((self.identify)(name, item), at, &stem, item)?;
            pieces.push(piece);
            at = end;
        }
        Some((pieces, at))
    }

    /// The end of the colon behind a key.
    fn colon_end(&self, key: &Node) -> Option<usize> {
        let key_end = key.span.range().end;
        let colon = key_end + self.text[key_end..].find(':')?;
        self.text[key_end..colon].trim().is_empty().then_some(colon + 1)
    }

    /// The first dash in a column, from the line at byte `at` on.
    fn dash(&self, at: usize, column: usize) -> Option<usize> {
        let mut line = at;
        while line < self.text.len() {
            let start = self.text.get(line..=line + column);
            if start.is_some_and(|start| start.trim_start_matches(' ') == "-") {
                return Some(line + column);
            }
            line = next_line(self.text, line);
        }
        None
    }

    /// Cuts the piece of a stem, with the lines above it from byte `at` on.
    fn piece(&self, known: (String, N), at: usize, stem: &Stem, value: &Node) -> Option<(Piece<N>, usize)> {
        let (key, note) = known;
        let line = line_start(self.text, stem.start);
        let leading = if stem.is_behind { "" } else { self.text.get(at..line)? };
        if !stem.is_behind && !self.text[line..stem.start].bytes().all(|byte| byte == b' ') {
            return None;
        }
        let column = stem.start - line;
        let value_start = value.span.start as usize;
        let (gap, body, trail, end) = match &value.value {
            Value::Mapping(Mapping { flow: false, .. }) | Value::Sequence(Sequence { flow: false, .. }) => {
                let next = next_line(self.text, stem.end);
                let is_inline = value_start < next;
                let from = if is_inline { value_start } else { next };
                let (block, end) = self.block(value, &key, from, is_inline, Some(column))?;
                (&self.text[stem.end..from], Body::Block(block), "", end)
            }
            _ => {
                let span = if value.span.is_empty() { stem.end..stem.end } else { value.span.range() };
                let end = next_line(self.text, span.end);
                let body = self.token(value, &key, column)?;
                (&self.text[stem.end..span.start], body, &self.text[span.end..end], end)
            }
        };
        let (leading, gap, trail) = (leading.to_owned(), gap.to_owned(), trail.to_owned());
        let stem = self.text[stem.start..stem.end].to_owned();
        Some((Piece { key, leading, stem, gap, column, body, trail, note }, end))
    }

    /// One token, or what is in brackets.
    fn token(&self, node: &Node, name: &str, column: usize) -> Option<Body<N>> {
        let text = if node.span.is_empty() { "" } else { &self.text[node.span.range()] };
        let is_opaque = matches!(&node.value, Value::Scalar(_)) || text.contains('#');
        if is_opaque {
            return Some(Body::Leaf(Leaf { text: text.to_owned(), meaning: Shape::of(node) }));
        }
        let (is_list, children) = match &node.value {
            Value::Sequence(list) => {
                let item = |item: &Node| self.in_brackets((self.identify)(name, item), "-".to_owned(), item);
                (true, list.items.iter().map(item).collect::<Option<Vec<Piece<N>>>>()?)
            }
            Value::Mapping(mapping) => {
                let entry = |Entry { key, value }: &Entry| {
                    self.in_brackets((key.as_scalar()?.text.clone(), N::default()), self.stem_in_brackets(key), value)
                };
                (false, mapping.entries.iter().map(entry).collect::<Option<Vec<Piece<N>>>>()?)
            }
            Value::Scalar(_) => return None,
        };
        let flow = vec![Written { text: text.to_owned(), column, line: one_line(&children, N::READERS[0]) }];
        Some(Body::Block(Block { is_list, column: 0, is_inline: false, children, tail: String::new(), flow }))
    }

    fn stem_in_brackets(&self, key: &Node) -> String {
        format!("{}:", &self.text[key.span.range()])
    }

    fn in_brackets(&self, known: (String, N), stem: String, value: &Node) -> Option<Piece<N>> {
        let (key, note) = known;
        let body = self.token(value, &key, 0)?;
        Some(Piece { note, body, ..Piece::token(key, stem, String::new(), Shape::Absent) })
    }
}

/// The end of the comments that are indented by at least `column`, from byte `at` on.
fn tail_end(text: &str, at: usize, column: usize) -> usize {
    let (mut end, mut line) = (at, at);
    while line < text.len() {
        let next = next_line(text, line);
        let content = text[line..next].trim_start_matches(' ');
        let indent = next - line - content.len();
        if content.starts_with('#') && indent >= column {
            end = next;
        } else if !content.trim().is_empty() {
            break;
        }
        line = next;
    }
    end
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |before| before + 1)
}

fn next_line(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |length| offset + length + 1)
}

/// Whether a line ends in a way that is not understood.
fn has_lone_return(text: &str) -> bool {
    text.match_indices('\r').any(|(at, _)| !text[at..].starts_with("\r\n"))
}
