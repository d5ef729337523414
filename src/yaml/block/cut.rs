//! A document cut into pieces.
//!
//! Invariant: what [`cut`] makes of a text is printed as the same text, and says the same.

use super::super::{Entry, Mapping, Node, Sequence, Shape, Value, parse};
use super::print::one_line;
use super::{Block, Body, Leaf, Note, Piece, Written};

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
        let tail_end = outer.map_or(end, |outer| self.tail_end(end, column.max(outer + 1)));
        let tail = self.text[end..tail_end].to_owned();
        let is_list = matches!(node.value, Value::Sequence(_));
        Some((Block { is_list, column, is_inline, children, tail, flow: Vec::new() }, tail_end))
    }

    fn entries(&self, mapping: &Mapping, from: usize, is_inline: bool) -> Option<(Vec<Piece<N>>, usize)> {
        let mut pieces = Vec::new();
        let mut at = from;
        for Entry { key, value } in &mapping.entries {
            let name = key.as_scalar()?.text.clone();
            let key_end = key.span.end as usize;
            let colon = key_end + self.text[key_end..].find(':')?;
            if !self.text[key_end..colon].trim().is_empty() {
                return None;
            }
            let is_behind = is_inline && pieces.is_empty();
            let stem = Stem { start: key.span.start as usize, end: colon + 1, is_behind };
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
                    let stem = format!("{}:", &self.text[key.span.range()]);
                    self.in_brackets((key.as_scalar()?.text.clone(), N::default()), stem, value)
                };
                (false, mapping.entries.iter().map(entry).collect::<Option<Vec<Piece<N>>>>()?)
            }
            Value::Scalar(_) => return None,
        };
        let flow = vec![Written { text: text.to_owned(), column, line: one_line(&children, N::READERS[0]) }];
        Some(Body::Block(Block { is_list, column: 0, is_inline: false, children, tail: String::new(), flow }))
    }

    fn in_brackets(&self, known: (String, N), stem: String, value: &Node) -> Option<Piece<N>> {
        let (key, note) = known;
        let body = self.token(value, &key, 0)?;
        Some(Piece { note, body, ..Piece::token(key, stem, String::new(), Shape::Absent) })
    }

    /// The end of the comments that are indented by at least `column`, from byte `at` on.
    fn tail_end(&self, at: usize, column: usize) -> usize {
        let (mut end, mut line) = (at, at);
        while line < self.text.len() {
            let next = next_line(self.text, line);
            let content = self.text[line..next].trim_start_matches(' ');
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
