//! A YAML text in pieces that can be put elsewhere: each entry and item with the comments above it and beside it.
//!
//! Owns what belongs to a piece, how its lines are indented anew, and how it is written in brackets. Knows neither what
//! is done with pieces nor what records say; who cuts a text may note something of his own on each piece.
//!
//! Invariant: what [`cut`] makes of a text is printed as the same text, and says the same. A text that cannot be cut so
//! is not cut at all.

mod cut;
mod note;
mod print;

pub use cut::{Identify, child_lines, cut, cut_child};
pub use note::Note;
pub use print::{Unit, print, print_in_brackets, print_piece, shifted, units};

use std::collections::HashMap;

use super::Shape;

/// An entry of a mapping or an item of a list, with its own lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<N = ()> {
    /// What it is known by: an entry's key, or what whoever cut the text says of an item; two items of one list can have
    /// the same.
    pub key: String,
    /// The comments and blank lines above it; whole lines.
    pub leading: String,
    /// `title:` or `-`
    pub stem: String,
    /// What stands between stem and value: blanks, or the rest of the line.
    pub gap: String,
    /// The column the stem is in.
    pub column: usize,
    /// What it says.
    pub body: Body<N>,
    /// The rest of the line that its value ends on: blanks, a comment, the line break. Empty where each child has a line.
    pub trail: String,
    /// What is noted of it.
    pub note: N,
}

/// What a piece says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body<N = ()> {
    /// A value that is one token, or stands in brackets with comments among them.
    Leaf(Leaf),
    /// A list or mapping.
    Block(Block<N>),
}

/// A value that is written as one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// As it is written.
    pub text: String,
    /// What it says.
    pub meaning: Shape,
}

/// A list or mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<N = ()> {
    /// Whether it is a list.
    pub is_list: bool,
    /// The column its children are in; 0 in brackets.
    pub column: usize,
    /// Whether the first child stands behind the dash of the item it is in.
    pub is_inline: bool,
    /// In order.
    pub children: Vec<Piece<N>>,
    /// Comments behind the last child that are indented as deep as it is.
    pub tail: String,
    /// How it is written in brackets, by each who has done so; empty where each child has a line.
    pub flow: Vec<Written>,
}

/// A list or mapping in brackets as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text, brackets included.
    pub text: String,
    /// The column of the piece it is the value of.
    pub column: usize,
    /// What it said then, to be compared with what it says now.
    line: String,
}

impl<N: Note> Piece<N> {
    /// An entry or item whose value is one token, as it would stand in brackets.
    pub fn token(key: String, stem: String, text: String, meaning: Shape) -> Piece<N> {
        Piece {
            key,
            leading: String::new(),
            stem,
            gap: " ".to_owned(),
            column: 0,
            body: Body::Leaf(Leaf { text, meaning }),
            trail: "\n".to_owned(),
            note: N::default(),
        }
    }

    /// What its value says.
    pub fn meaning(&self) -> Shape {
        match &self.body {
            Body::Leaf(leaf) => leaf.meaning.clone(),
            Body::Block(block) if block.is_list => Shape::List(block.children.iter().map(Piece::meaning).collect()),
            Body::Block(block) => {
                Shape::Mapping(block.children.iter().map(|child| (child.key.clone(), child.meaning())).collect())
            }
        }
    }

    /// Its list or mapping.
    pub fn block(&self) -> Option<&Block<N>> {
        match &self.body {
            Body::Block(block) => Some(block),
            Body::Leaf(_) => None,
        }
    }

    /// Its list or mapping, to be changed.
    pub fn block_mut(&mut self) -> Option<&mut Block<N>> {
        match &mut self.body {
            Body::Block(block) => Some(block),
            Body::Leaf(_) => None,
        }
    }

    /// Whether its value is left out.
    pub fn is_absent(&self) -> bool {
        matches!(&self.body, Body::Leaf(leaf) if leaf.meaning == Shape::Absent)
    }

    /// The comments above it, without what they are indented by.
    pub fn above(&self) -> Vec<&str> {
        comment_lines(&self.leading).collect()
    }

    /// The comment beside it.
    pub fn beside(&self) -> Vec<&str> {
        let header = match &self.body {
            // A comment on the line a text of several lines begins with is part of its token.
            Body::Leaf(leaf) if leaf.text.starts_with(['|', '>']) => leaf.text.lines().next().unwrap_or_default(),
            _ => "",
        };
        [self.gap.as_str(), header, self.trail.as_str()].into_iter().flat_map(comment_lines).collect()
    }

    /// Whether two say the same, comments included, however they are written.
    pub fn is_same(&self, other: &Piece<N>) -> bool {
        self.above() == other.above() && self.beside() == other.beside() && self.has_same_body(other)
    }

    /// Whether the values of two say the same, comments in them included.
    pub fn has_same_body(&self, other: &Piece<N>) -> bool {
        match (&self.body, &other.body) {
            (Body::Leaf(one), Body::Leaf(two)) => one.is_same(two),
            (Body::Block(one), Body::Block(two)) => one.is_same(two),
            _ => false,
        }
    }

    /// Whether it is there for a reader.
    pub fn is_seen(&self, reader: N::Reader) -> bool {
        self.note.is_seen(reader)
    }
}

impl Leaf {
    fn is_same(&self, other: &Leaf) -> bool {
        // Comments in brackets are not looked at one by one.
        let is_collection = matches!(self.meaning, Shape::List(_) | Shape::Mapping(_));
        self.meaning == other.meaning && (!is_collection || self.text == other.text)
    }
}

impl<N: Note> Block<N> {
    /// Whether two say the same, comments included. The order of a mapping's entries says nothing.
    pub fn is_same(&self, other: &Block<N>) -> bool {
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
        let others: HashMap<&str, &Piece<N>> = other.children.iter().map(|piece| (piece.key.as_str(), piece)).collect();
        self.children.iter().all(|piece| others.get(piece.key.as_str()).is_some_and(|other| piece.is_same(other)))
    }

    /// Calls `visit` with every comment in it that stands on its own line or beside a value.
    pub fn for_each_comment<'b>(&'b self, visit: &mut impl FnMut(&'b str)) {
        for piece in &self.children {
            comment_lines(&piece.leading).chain(piece.beside()).for_each(&mut *visit);
            if let Body::Block(block) = &piece.body {
                block.for_each_comment(visit);
            }
        }
        comment_lines(&self.tail).for_each(visit);
    }

    /// The child of a key.
    pub fn child(&self, key: &str) -> Option<&Piece<N>> {
        self.children.iter().find(|child| child.key == key)
    }

    /// The child of a key, to be changed.
    pub fn child_mut(&mut self, key: &str) -> Option<&mut Piece<N>> {
        self.children.iter_mut().find(|child| child.key == key)
    }
}

/// The comments in what stands between values, without the blanks around them.
pub fn comment_lines(text: &str) -> impl Iterator<Item = &str> {
    // Most have none, and are short.
    let lines = if text.as_bytes().contains(&b'#') { text.lines() } else { "".lines() };
    lines.filter_map(|line| line.find('#').map(|at| line[at..].trim_end()))
}
