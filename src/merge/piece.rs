//! A YAML text cut into pieces that can be put elsewhere: each entry and item with the comments above it.
//!
//! Invariant: what [`cut`] makes of a text is printed as the same text.

use std::collections::HashMap;

use crate::yaml::edit::Shape;
use crate::yaml::{self, Entry, Mapping, Node, Sequence, Value};

/// An entry of a mapping or an item of a list, with its own lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// What it is known by among its siblings.
    pub(super) key: String,
    /// The comments and blank lines above it; whole lines.
    pub(super) leading: String,
    /// `title:` or `-`
    pub(super) stem: String,
    /// What stands between stem and value: blanks, or the rest of the line.
    pub(super) gap: String,
    /// The column the stem is in.
    pub(super) column: usize,
    /// What it says.
    pub(super) body: Body,
}

/// What a piece says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// A value that is one token, or stands in brackets.
    Leaf(Leaf),
    /// A list or mapping with a line for each child.
    Block(Block),
}

/// A value that is one token, or stands in brackets.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Leaf {
    /// As it is written.
    pub(super) text: String,
    /// The rest of its line: blanks, a comment, the line break.
    pub(super) trail: String,
    /// What it says.
    pub(super) meaning: Shape,
    /// What is in its brackets, as if each child had a line; `None` when it has none or comments are among them.
    pub(super) inside: Option<Block>,
}

/// A list or mapping with a line for each child.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    /// Whether it is a list.
    pub(super) is_list: bool,
    /// The column its children are in.
    pub(super) column: usize,
    /// Whether the first child stands behind the dash of the item it is in.
    pub(super) is_inline: bool,
    /// In order.
    pub(super) children: Vec<Piece>,
    /// Comments behind the last child that are indented as deep as it is.
    pub(super) tail: String,
}

impl Piece {
    /// What it says.
    pub(super) fn meaning(&self) -> Shape {
        match &self.body {
            Body::Leaf(leaf) => leaf.meaning.clone(),
            Body::Block(block) => block.meaning(),
        }
    }

    /// What stands behind its value on the line, when it is one token or in brackets.
    pub(super) fn trail(&self) -> Option<&str> {
        match &self.body {
            Body::Leaf(leaf) => Some(&leaf.trail),
            Body::Block(_) => None,
        }
    }

    /// What is in its list or mapping, whether in brackets or not.
    pub(super) fn children(&self) -> Option<&Block> {
        match &self.body {
            Body::Block(block) => Some(block),
            Body::Leaf(leaf) => leaf.inside.as_ref(),
        }
    }
}

impl Block {
    /// What it says.
    pub(super) fn meaning(&self) -> Shape {
        if self.is_list {
            Shape::List(self.children.iter().map(Piece::meaning).collect())
        } else {
            Shape::Mapping(self.children.iter().map(|child| (child.key.clone(), child.meaning())).collect())
        }
    }

    /// How many children there are, here and further down.
    pub(super) fn count(&self) -> usize {
        self.children.len() + self.children.iter().filter_map(Piece::children).map(Block::count).sum::<usize>()
    }

    /// The child of a key.
    pub(super) fn child(&self, key: &str) -> Option<&Piece> {
        self.children.iter().find(|child| child.key == key)
    }

    /// How many children say again what one before them is known by, here and further down.
    pub(super) fn repeated(&self) -> usize {
        let own = self.children.iter().filter(|child| child.key.contains(REPEATED)).count();
        own + self.children.iter().filter_map(Piece::children).map(Block::repeated).sum::<usize>()
    }
}

/// Stands in the key of an item whose key an item before it has, and in no other.
const REPEATED: char = '\u{1}';

/// Cuts a document whose value is a mapping with a line for each entry; `None` when it is written in another way, uses
/// what records may not, or could not be read to its end.
pub(super) fn cut(text: &str) -> Option<Block> {
    let tree = yaml::parse(text, 0);
    if !tree.complete || !tree.faults.is_empty() || text.contains('\r') {
        return None;
    }
    let Some(root) = tree.root else {
        let (children, tail) = (Vec::new(), text.to_owned());
        return Some(Block { is_list: false, column: 0, is_inline: false, children, tail });
    };
    if !matches!(&root.value, Value::Mapping(mapping) if !mapping.flow) {
        return None;
    }
    let (mut block, end) = Cutter { text }.block(&root, 0, false, None)?;
    block.tail = text[end..].to_owned();
    Some(block)
}

/// Where a piece's stem is.
struct Stem {
    start: usize,
    end: usize,
    /// Whether it stands behind a dash.
    is_behind: bool,
}

struct Cutter<'t> {
    text: &'t str,
}

impl Cutter<'_> {
    /// Cuts a list or mapping whose children have lines from byte `from` on, and tells where it ends. `outer` is the
    /// column of the piece it is in.
    fn block(&self, node: &Node, from: usize, is_inline: bool, outer: Option<usize>) -> Option<(Block, usize)> {
        let (children, end) = match &node.value {
            Value::Mapping(mapping) => self.entries(mapping, from, is_inline)?,
            Value::Sequence(list) => self.items(list, node.span.start as usize, from, is_inline)?,
            Value::Scalar(_) => return None,
        };
        let column = children.first()?.column;
        let tail_end = outer.map_or(end, |outer| self.tail_end(end, column.max(outer + 1)));
        let tail = self.text[end..tail_end].to_owned();
        let is_list = matches!(node.value, Value::Sequence(_));
        Some((Block { is_list, column, is_inline, children, tail }, tail_end))
    }

    fn entries(&self, mapping: &Mapping, from: usize, is_inline: bool) -> Option<(Vec<Piece>, usize)> {
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
            let (piece, end) = self.piece(name, at, &stem, value)?;
            pieces.push(piece);
            at = end;
        }
        Some((pieces, at))
    }

    fn items(&self, list: &Sequence, start: usize, from: usize, is_inline: bool) -> Option<(Vec<Piece>, usize)> {
        let mut pieces = Vec::new();
        let mut keys = HashMap::new();
        let mut at = from;
        let column = start - line_start(self.text, start);
        for item in &list.items {
            let dash = if pieces.is_empty() { start } else { self.dash(at, column)? };
            let stem = Stem { start: dash, end: dash + 1, is_behind: is_inline && pieces.is_empty() };
            let (piece, end) = self.piece(unique(item_key(item), &mut keys), at, &stem, item)?;
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
    fn piece(&self, key: String, at: usize, stem: &Stem, value: &Node) -> Option<(Piece, usize)> {
        let line = line_start(self.text, stem.start);
        let leading = if stem.is_behind { "" } else { self.text.get(at..line)? };
        if !stem.is_behind && !self.text[line..stem.start].bytes().all(|byte| byte == b' ') {
            return None;
        }
        let column = stem.start - line;
        let value_start = value.span.start as usize;
        let (gap, body, end) = match &value.value {
            Value::Mapping(Mapping { flow: false, .. }) | Value::Sequence(Sequence { flow: false, .. }) => {
                let next = next_line(self.text, stem.end);
                let is_inline = value_start < next;
                let from = if is_inline { value_start } else { next };
                let (block, end) = self.block(value, from, is_inline, Some(column))?;
                (&self.text[stem.end..from], Body::Block(block), end)
            }
            _ => {
                let span = if value.span.is_empty() { stem.end..stem.end } else { value.span.range() };
                let end = next_line(self.text, span.end);
                let (text, trail) = (self.text[span.clone()].to_owned(), self.text[span.end..end].to_owned());
                let leaf = Leaf { text, trail, meaning: Shape::of(value), inside: self.inside(value) };
                (&self.text[stem.end..span.start], Body::Leaf(leaf), end)
            }
        };
        let (leading, gap) = (leading.to_owned(), gap.to_owned());
        let stem = self.text[stem.start..stem.end].to_owned();
        Some((Piece { key, leading, stem, gap, column, body }, end))
    }

    /// What is in brackets, as if each child had a line.
    fn inside(&self, node: &Node) -> Option<Block> {
        let mut keys = HashMap::new();
        let (is_list, children) = match &node.value {
            Value::Scalar(_) => return None,
            _ if self.text[node.span.range()].contains('#') => return None,
            Value::Sequence(list) => {
                let item = |item: &Node| self.in_brackets(unique(item_key(item), &mut keys), "-".to_owned(), item);
                (true, list.items.iter().map(item).collect())
            }
            Value::Mapping(mapping) => {
                let entry = |Entry { key, value }: &Entry| {
                    let stem = format!("{}:", &self.text[key.span.range()]);
                    Some(self.in_brackets(key.as_scalar()?.text.clone(), stem, value))
                };
                (false, mapping.entries.iter().map(entry).collect::<Option<Vec<Piece>>>()?)
            }
        };
        Some(Block { is_list, column: 0, is_inline: false, children, tail: String::new() })
    }

    fn in_brackets(&self, key: String, stem: String, value: &Node) -> Piece {
        let text = self.text[value.span.range()].to_owned();
        let leaf = Leaf { text, trail: "\n".to_owned(), meaning: Shape::of(value), inside: self.inside(value) };
        Piece { key, leading: String::new(), stem, gap: " ".to_owned(), column: 0, body: Body::Leaf(leaf) }
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

/// What an item of a list is known by: what it names, else what identifies it, else all it says.
fn item_key(node: &Node) -> String {
    const IDENTITIES: [&str; 7] = ["id", "item", "url", "signal", "file", "quote", "title"];
    match &node.value {
        Value::Scalar(scalar) => scalar.text.clone(),
        Value::Mapping(mapping) => {
            let identity = |key: &&str| mapping.value(key).and_then(Node::as_scalar).map(|scalar| scalar.text.clone());
            IDENTITIES.iter().find_map(identity).unwrap_or_else(|| format!("{:?}", Shape::of(node)))
        }
        Value::Sequence(_) => format!("{:?}", Shape::of(node)),
    }
}

fn unique(key: String, taken: &mut HashMap<String, usize>) -> String {
    let count = taken.entry(key.clone()).or_default();
    *count += 1;
    if *count == 1 { key } else { format!("{key}{REPEATED}{count}") }
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |before| before + 1)
}

fn next_line(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |length| offset + length + 1)
}
