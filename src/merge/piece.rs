//! A YAML text cut into pieces that can be put elsewhere: each entry and item with the comments above it.
//!
//! Invariant: what [`cut`] makes of a text is printed as the same text, and says the same.

use std::collections::HashMap;

use super::Side;
use crate::yaml::edit::Shape;
use crate::yaml::{self, Entry, Mapping, Node, Sequence, Value};

/// An entry of a mapping or an item of a list, with its own lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// What it is known by: an entry's key, or what an item names; two items of one list can have the same.
    pub(super) key: String,
    /// How far two items with one key are one.
    pub(super) identity: Identity,
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
    /// The rest of the line that its value ends on: blanks, a comment, the line break. Empty where each child has a line.
    pub(super) trail: String,
    /// Whose it is, of the alternatives of a conflict; `None` where it is part of all.
    pub(super) only: Option<Side>,
}

/// How far two items with one key are one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Identity {
    /// A name that stands for something else: an ID, a tag, a key.
    Name,
    /// Something known by an ID of its own; with its title.
    Thing(Option<String>),
    /// A text, or something known by what it says: said in other words it is another.
    Wording,
}

/// What a piece says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Body {
    /// A value that is one token, or stands in brackets with comments among them.
    Leaf(Leaf),
    /// A list or mapping.
    Block(Block),
}

/// A value that is written as one token.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Leaf {
    /// As it is written.
    pub(super) text: String,
    /// What it says.
    pub(super) meaning: Shape,
    /// The text in parts, where the sides contradict each other in some of its lines; else empty.
    pub(super) parts: Vec<Part>,
}

/// Some lines of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Whose they are; `None` where all have them.
    pub(super) only: Option<Side>,
    /// The lines.
    pub(super) text: String,
}

/// A list or mapping.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Block {
    /// Whether it is a list.
    pub(super) is_list: bool,
    /// The column its children are in; 0 in brackets.
    pub(super) column: usize,
    /// Whether the first child stands behind the dash of the item it is in.
    pub(super) is_inline: bool,
    /// In order.
    pub(super) children: Vec<Piece>,
    /// Comments behind the last child that are indented as deep as it is.
    pub(super) tail: String,
    /// How it is written in brackets, by the sides that do so; empty where each child has a line.
    pub(super) flow: Vec<Written>,
}

/// A list or mapping in brackets as somebody wrote it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Written {
    /// The text, brackets included.
    pub(super) text: String,
    /// The column of the piece it is the value of.
    pub(super) column: usize,
    /// What stands in the brackets, as [`one_line`] has it.
    pub(super) line: String,
}

impl Piece {
    /// An entry or item whose value is one token, as it would stand in brackets.
    pub(super) fn token(key: String, stem: String, text: String, meaning: Shape) -> Piece {
        Piece {
            key,
            identity: Identity::Name,
            leading: String::new(),
            stem,
            gap: " ".to_owned(),
            column: 0,
            body: Body::Leaf(Leaf { text, meaning, parts: Vec::new() }),
            trail: "\n".to_owned(),
            only: None,
        }
    }

    /// Its list or mapping.
    pub(super) fn block(&self) -> Option<&Block> {
        match &self.body {
            Body::Block(block) => Some(block),
            Body::Leaf(_) => None,
        }
    }

    /// Its list or mapping, to be changed.
    pub(super) fn block_mut(&mut self) -> Option<&mut Block> {
        match &mut self.body {
            Body::Block(block) => Some(block),
            Body::Leaf(_) => None,
        }
    }

    /// Whether its value is left out.
    pub(super) fn is_absent(&self) -> bool {
        matches!(&self.body, Body::Leaf(leaf) if leaf.meaning == Shape::Absent)
    }

    /// The comments above it, without what they are indented by.
    pub(super) fn above(&self) -> Vec<&str> {
        comment_lines(&self.leading).collect()
    }

    /// The comment beside it.
    pub(super) fn beside(&self) -> Vec<&str> {
        let header = match &self.body {
            // A comment on the line a text of several lines begins with is part of its token.
            Body::Leaf(leaf) if leaf.text.starts_with(['|', '>']) => leaf.text.lines().next().unwrap_or_default(),
            _ => "",
        };
        [self.gap.as_str(), header, self.trail.as_str()].into_iter().flat_map(comment_lines).collect()
    }

    /// Whether two say the same, comments included, however they are written.
    pub(super) fn is_same(&self, other: &Piece) -> bool {
        self.above() == other.above() && self.beside() == other.beside() && self.has_same_body(other)
    }

    /// Whether the values of two say the same, comments in them included.
    pub(super) fn has_same_body(&self, other: &Piece) -> bool {
        match (&self.body, &other.body) {
            (Body::Leaf(one), Body::Leaf(two)) => one.is_same(two),
            (Body::Block(one), Body::Block(two)) => one.is_same(two),
            _ => false,
        }
    }

    /// The piece as one side's alternative of a conflict; `None` where it is the other's.
    pub(super) fn only(mut self, side: Side) -> Option<Piece> {
        let is_seen = self.is_seen(side);
        self.only = Some(side);
        is_seen.then_some(self)
    }

    /// Whether it is there when a side is chosen.
    pub(super) fn is_seen(&self, side: Side) -> bool {
        self.only.is_none_or(|only| only == side)
    }
}

impl Leaf {
    fn is_same(&self, other: &Leaf) -> bool {
        // Comments in brackets are not looked at one by one.
        let is_collection = matches!(self.meaning, Shape::List(_) | Shape::Mapping(_));
        self.meaning == other.meaning && (!is_collection || self.text == other.text)
    }
}

impl Block {
    /// Whether two say the same, comments included. The order of a mapping's entries says nothing.
    pub(super) fn is_same(&self, other: &Block) -> bool {
        if self.is_list != other.is_list || self.children.len() != other.children.len() {
            return false;
        }
        if !comment_lines(&self.tail).eq(comment_lines(&other.tail)) {
            return false;
        }
        let pairs = || self.children.iter().zip(&other.children);
        if self.is_list || pairs().all(|(one, two)| one.key == two.key) {
            return pairs().all(|(one, two)| one.is_same(two));
        }
        let others: HashMap<&str, &Piece> = other.children.iter().map(|piece| (piece.key.as_str(), piece)).collect();
        self.children.iter().all(|piece| others.get(piece.key.as_str()).is_some_and(|other| piece.is_same(other)))
    }

    /// Calls `visit` with every comment in it that stands on its own line or beside a value.
    pub(super) fn for_each_comment<'b>(&'b self, visit: &mut impl FnMut(&'b str)) {
        for piece in &self.children {
            comment_lines(&piece.leading).chain(piece.beside()).for_each(&mut *visit);
            if let Body::Block(block) = &piece.body {
                block.for_each_comment(visit);
            }
        }
        comment_lines(&self.tail).for_each(visit);
    }

    /// The child of a key.
    pub(super) fn child(&self, key: &str) -> Option<&Piece> {
        self.children.iter().find(|child| child.key == key)
    }

    /// The child of a key, to be changed.
    pub(super) fn child_mut(&mut self, key: &str) -> Option<&mut Piece> {
        self.children.iter_mut().find(|child| child.key == key)
    }

    /// Whether there is something to choose in it.
    pub(super) fn is_contested(&self) -> bool {
        self.children.iter().any(|piece| {
            piece.only.is_some()
                || match &piece.body {
                    Body::Leaf(leaf) => !leaf.parts.is_empty(),
                    Body::Block(block) => block.is_contested(),
                }
        })
    }
}

/// The comments in what stands between values, without the blanks around them.
pub(super) fn comment_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.find('#').map(|at| line[at..].trim_end()))
}

/// Cuts a document whose value is a mapping with a line for each entry; `None` when it is written in another way, uses
/// what records may not, or could not be read to its end.
pub(super) fn cut(text: &str) -> Option<Block> {
    let tree = yaml::parse(text, 0);
    if !tree.complete || !tree.faults.is_empty() || text.contains('\r') {
        return None;
    }
    let Some(root) = tree.root else {
        let (children, tail, flow) = (Vec::new(), text.to_owned(), Vec::new());
        return Some(Block { is_list: false, column: 0, is_inline: false, children, tail, flow });
    };
    if !matches!(&root.value, Value::Mapping(mapping) if !mapping.flow) {
        return None;
    }
    let (mut block, end) = Cutter { text }.block(&root, "", 0, false, None)?;
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
    fn block(
        &self,
        node: &Node,
        name: &str,
        from: usize,
        is_inline: bool,
        outer: Option<usize>,
    ) -> Option<(Block, usize)> {
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
            let (piece, end) = self.piece((name, Identity::Name), at, &stem, value)?;
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
    ) -> Option<(Vec<Piece>, usize)> {
        let mut pieces = Vec::new();
        let mut at = from;
        let column = start - line_start(self.text, start);
        for item in &list.items {
            let dash = if pieces.is_empty() { start } else { self.dash(at, column)? };
            let stem = Stem { start: dash, end: dash + 1, is_behind: is_inline && pieces.is_empty() };
            let (piece, end) = self.piece(identify(name, item), at, &stem, item)?;
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
    fn piece(&self, known: (String, Identity), at: usize, stem: &Stem, value: &Node) -> Option<(Piece, usize)> {
        let (key, identity) = known;
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
        Some((Piece { key, identity, leading, stem, gap, column, body, trail, only: None }, end))
    }

    /// One token, or what is in brackets.
    fn token(&self, node: &Node, name: &str, column: usize) -> Option<Body> {
        let text = if node.span.is_empty() { "" } else { &self.text[node.span.range()] };
        let is_opaque = matches!(&node.value, Value::Scalar(_)) || text.contains('#');
        if is_opaque {
            return Some(Body::Leaf(Leaf { text: text.to_owned(), meaning: Shape::of(node), parts: Vec::new() }));
        }
        let (is_list, children) = match &node.value {
            Value::Sequence(list) => {
                let item = |item: &Node| self.in_brackets(identify(name, item), "-".to_owned(), item);
                (true, list.items.iter().map(item).collect::<Option<Vec<Piece>>>()?)
            }
            Value::Mapping(mapping) => {
                let entry = |Entry { key, value }: &Entry| {
                    let stem = format!("{}:", &self.text[key.span.range()]);
                    self.in_brackets((key.as_scalar()?.text.clone(), Identity::Name), stem, value)
                };
                (false, mapping.entries.iter().map(entry).collect::<Option<Vec<Piece>>>()?)
            }
            Value::Scalar(_) => return None,
        };
        let flow = vec![Written { text: text.to_owned(), column, line: one_line(&children, Side::Ours) }];
        Some(Body::Block(Block { is_list, column: 0, is_inline: false, children, tail: String::new(), flow }))
    }

    fn in_brackets(&self, known: (String, Identity), stem: String, value: &Node) -> Option<Piece> {
        let (key, identity) = known;
        let body = self.token(value, &key, 0)?;
        Some(Piece { identity, body, ..Piece::token(key, stem, String::new(), Shape::Absent) })
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

/// What an item of a list of some name is known by: what it names, else what identifies it, else all it says.
fn identify(list: &str, node: &Node) -> (String, Identity) {
    const STRONG: [&str; 2] = ["id", "item"];
    const WEAK: [&str; 3] = ["url", "name", "title"];
    // Who said what, and where: what is the same in all of these is one piece of evidence.
    const EVIDENCE: [&str; 4] = ["signal", "quote", "url", "file"];
    let whole = || (format!("{:?}", Shape::of(node)), Identity::Wording);
    let mapping = match &node.value {
        Value::Scalar(scalar) => {
            let identity = if is_name(&scalar.text) { Identity::Name } else { Identity::Wording };
            return (scalar.text.clone(), identity);
        }
        Value::Mapping(mapping) => mapping,
        Value::Sequence(_) => return whole(),
    };
    let text = |key: &&str| mapping.value(key).and_then(Node::as_scalar).map(|scalar| scalar.text.clone());
    let strong = STRONG.iter().find_map(text).or_else(|| text(&"url").filter(|_| list == "tasks"));
    if let Some(key) = strong {
        return (key, Identity::Thing(text(&"title").or_else(|| text(&"name"))));
    }
    if list == "evidence" {
        let said: Vec<Option<String>> = EVIDENCE.iter().map(text).collect();
        let is_known = said.iter().any(Option::is_some);
        return if is_known { (format!("{said:?}"), Identity::Wording) } else { whole() };
    }
    WEAK.iter().find_map(text).map_or_else(whole, |key| (key, Identity::Wording))
}

/// Whether a text is what IDs and tags look like.
fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || matches!(c, '-' | '_' | '.' | '/'))
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |before| before + 1)
}

fn next_line(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |length| offset + length + 1)
}

/// What a side has of some children, to be compared with what somebody wrote in brackets.
pub(super) fn one_line(children: &[Piece], side: Side) -> String {
    let mut line = String::new();
    for piece in children.iter().filter(|piece| piece.is_seen(side)) {
        line.push_str(&piece.stem);
        line.push(' ');
        match &piece.body {
            Body::Leaf(leaf) => line.push_str(&leaf.text),
            Body::Block(block) => {
                // What has lines of its own is not as it was in brackets.
                line.push_str(if block.flow.is_empty() { "\n" } else { "[" });
                line.push_str(&one_line(&block.children, side));
                line.push(']');
            }
        }
        if piece.leading.contains('#') {
            line.push_str(&piece.leading);
        }
        line.push_str(&piece.trail);
    }
    line
}
