//! Pieces of three texts merged: entry by entry, item by item.

use std::collections::{HashMap, HashSet};

use super::order;
use super::piece::{Block, Body, Leaf, Piece};
use super::print::{in_brackets, shifted};
use super::{LineMerge, Side};
use crate::yaml;
use crate::yaml::edit::Shape;

/// Merges pieces; where the meaning conflicts, one side is preferred and the place noted.
pub(super) struct Merger<'m> {
    /// Merges texts line by line.
    pub(super) lines: &'m LineMerge<'m>,
    /// Whose word counts where the meaning conflicts.
    pub(super) prefer: Side,
    /// How many times it does.
    pub(super) conflicts: usize,
    /// How many of these are of order alone.
    pub(super) of_order: usize,
}

impl Merger<'_> {
    /// Merges lists or mappings with a line for each child.
    pub(super) fn blocks(&mut self, base: Option<&Block>, ours: &Block, theirs: &Block) -> Block {
        let none = Vec::new();
        let base_children = base.map_or(&none, |base| &base.children);
        let children = self.children(base_children, ours, theirs);
        let tail = comments(base.map(|base| base.tail.as_str()), &ours.tail, &theirs.tail);
        Block { children, tail, ..ours.clone() }
    }

    fn children(&mut self, base: &[Piece], ours: &Block, theirs: &Block) -> Vec<Piece> {
        if ours.is_list && replaced(base, &ours.children, &theirs.children) {
            self.conflicts += 1;
            return match self.prefer {
                Side::Ours => ours.children.clone(),
                Side::Theirs => theirs.children.clone(),
                Side::Base => base.to_vec(),
            };
        }
        let (in_base, in_ours, in_theirs) = (by_key(base), by_key(&ours.children), by_key(&theirs.children));
        let find = |key: &str| in_base.get(key).copied();
        let mut kept: Vec<Piece> = Vec::new();
        for piece in &ours.children {
            kept.extend(match in_theirs.get(piece.key.as_str()) {
                Some(theirs) => self.piece(find(&piece.key), piece, theirs),
                None => self.one_sided(find(&piece.key), piece, Side::Ours),
            });
        }
        let comments: HashSet<String> = kept.iter().map(|piece| piece.leading.clone()).collect();
        for piece in theirs.children.iter().filter(|piece| !in_ours.contains_key(piece.key.as_str())) {
            let fresh = self.one_sided(find(&piece.key), piece, Side::Theirs);
            kept.extend(fresh.map(|fresh| without_repeated_comments(fresh, &comments)));
        }
        self.ordered(kept, base, ours, theirs)
    }

    fn ordered(&mut self, kept: Vec<Piece>, base: &[Piece], ours: &Block, theirs: &Block) -> Vec<Piece> {
        fn keys(pieces: &[Piece]) -> Vec<&str> {
            pieces.iter().map(|piece| piece.key.as_str()).collect()
        }
        let (base, mut first, mut second) = (keys(base), keys(&ours.children), keys(&theirs.children));
        let names: HashSet<&str> = kept.iter().map(|piece| piece.key.as_str()).collect();
        let mut order = order::merge(&base, &first, &second, &names);
        // The order of a mapping's entries says nothing.
        if order.is_contested && ours.is_list {
            self.conflicts += 1;
            self.of_order += 1;
            match self.prefer {
                Side::Ours => {}
                Side::Theirs => {
                    std::mem::swap(&mut first, &mut second);
                    order = order::merge(&base, &first, &second, &names);
                }
                Side::Base => order = order::merge(&base, &base, &base, &names),
            }
        }
        let place: HashMap<&str, usize> = order.keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
        let mut ordered = kept;
        ordered.sort_by_key(|piece| place.get(piece.key.as_str()).copied().unwrap_or(usize::MAX));
        ordered
    }

    /// What becomes of a piece that only `side` has: new there, or taken out by the other.
    fn one_sided(&mut self, base: Option<&Piece>, piece: &Piece, side: Side) -> Option<Piece> {
        let Some(base) = base else { return Some(piece.clone()) };
        if base.meaning() == piece.meaning() {
            return None;
        }
        self.conflicts += 1;
        match self.prefer {
            Side::Base => Some(base.clone()),
            preferred if preferred == side => Some(piece.clone()),
            _ => None,
        }
    }

    /// Merges a piece that both sides have; `None` where it conflicts and the preferred side has none.
    pub(super) fn piece(&mut self, base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> Option<Piece> {
        let leading = comments(base.map(|base| base.leading.as_str()), &ours.leading, &theirs.leading);
        let mut merged = self.value(base, ours, theirs)?;
        merged.leading = leading;
        if let (Some(is), Some(other), Body::Leaf(leaf)) = (ours.trail(), theirs.trail(), &mut merged.body) {
            let is_untouched = base.and_then(Piece::trail) == Some(is);
            leaf.trail = if is_untouched { other } else { is }.to_owned();
        }
        Some(merged)
    }

    fn value(&mut self, base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> Option<Piece> {
        if let (Body::Block(first), Body::Block(second)) = (&ours.body, &theirs.body)
            && first.is_list == second.is_list
        {
            let base_block = base.and_then(Piece::children).filter(|base| base.is_list == first.is_list);
            let merged = self.blocks(base_block, first, second);
            let written = |piece: &Piece| (piece.stem.clone(), piece.gap.clone());
            let keeps = base.is_none_or(|base| written(base) != written(ours));
            let is_same_form = first.is_inline == second.is_inline;
            let gap = if keeps || !is_same_form { ours.gap.clone() } else { theirs.gap.clone() };
            return Some(Piece { gap, body: Body::Block(merged), ..ours.clone() });
        }
        let was = base.map_or(Shape::Absent, Piece::meaning);
        let (is, other) = (ours.meaning(), theirs.meaning());
        if is == other {
            // Only the writing differs, if anything: what was changed counts.
            let is_untouched = base.is_some_and(|base| base.body == ours.body);
            return Some(if is_untouched { theirs.clone() } else { ours.clone() });
        }
        match (base.is_some(), was == is, was == other) {
            (true, true, _) => Some(theirs.clone()),
            (true, _, true) => Some(ours.clone()),
            _ => self.changed_twice(base, ours, theirs),
        }
    }

    /// Merges two new values of one field.
    fn changed_twice(&mut self, base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> Option<Piece> {
        let before = (self.conflicts, self.of_order);
        let merged = self.collections(base, ours, theirs).or_else(|| self.prose(base?, ours, theirs));
        if merged.is_some() {
            return merged;
        }
        (self.conflicts, self.of_order) = (before.0 + 1, before.1);
        match self.prefer {
            Side::Ours => Some(ours.clone()),
            Side::Theirs => Some(theirs.clone()),
            Side::Base => base.cloned(),
        }
    }

    /// Merges lists or mappings of which at least one is in brackets: both in brackets stay so.
    fn collections(&mut self, base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> Option<Piece> {
        let (first, second) = (ours.children()?, theirs.children()?);
        if first.is_list != second.is_list {
            return None;
        }
        // The side that has a line for each child is the model.
        let model = if matches!(theirs.body, Body::Block(_)) { theirs } else { ours };
        let column = match &model.body {
            Body::Block(block) => block.column,
            Body::Leaf(_) => 0,
        };
        let base = base.and_then(|base| lined(base, column)).filter(|base| base.is_list == first.is_list);
        let is_inline = matches!(&model.body, Body::Block(block) if block.is_inline);
        let merged = self.blocks(base.as_ref(), &lined(ours, column)?, &lined(theirs, column)?);
        let body = match &model.body {
            Body::Block(_) => Body::Block(Block { column, is_inline, ..merged }),
            Body::Leaf(leaf) => Body::Leaf(in_brackets(&merged, leaf)?),
        };
        Some(Piece { body, ..model.clone() })
    }

    /// Merges two texts of several lines, line by line.
    fn prose(&mut self, base: &Piece, ours: &Piece, theirs: &Piece) -> Option<Piece> {
        let (Body::Leaf(base_leaf), Body::Leaf(first), Body::Leaf(second)) = (&base.body, &ours.body, &theirs.body)
        else {
            return None;
        };
        let is_block = |leaf: &Leaf| leaf.text.starts_with(['|', '>']);
        if !(is_block(base_leaf) && is_block(first) && is_block(second)) {
            return None;
        }
        let moved = |piece: &Piece, leaf: &Leaf| shifted(&leaf.text, piece.column, ours.column) + "\n";
        let merged = (self.lines)([&moved(base, base_leaf), &moved(ours, first), &moved(theirs, second)])?;
        if !merged.is_clean {
            return None;
        }
        let text = merged.text.trim_end_matches('\n').to_owned();
        let meaning = meaning(&format!("{}{}{text}\n", ours.stem, ours.gap))?;
        Some(Piece { body: Body::Leaf(Leaf { text, meaning, ..first.clone() }), ..ours.clone() })
    }
}

/// The children of a piece; those in brackets as if each had a line in a column.
fn lined(piece: &Piece, column: usize) -> Option<Block> {
    match &piece.body {
        Body::Block(block) => Some(block.clone()),
        Body::Leaf(leaf) => {
            let mut block = leaf.inside.clone()?;
            block.column = column;
            block.children.iter_mut().for_each(|child| child.column = column);
            Some(block)
        }
    }
}

/// What a single entry or item says.
fn meaning(text: &str) -> Option<Shape> {
    match Shape::of(yaml::parse(text, 0).root.as_ref()?) {
        Shape::Mapping(mut entries) => entries.pop().map(|(_, value)| value),
        Shape::List(mut items) => items.pop(),
        _ => None,
    }
}

/// Pieces by what they are known by.
type Pieces<'p> = HashMap<&'p str, &'p Piece>;

fn by_key(pieces: &[Piece]) -> Pieces<'_> {
    pieces.iter().map(|piece| (piece.key.as_str(), piece)).collect()
}

/// Whether both sides have put other mappings in the place of one: the same thing, called differently on each side.
fn replaced(base: &[Piece], ours: &[Piece], theirs: &[Piece]) -> bool {
    let is_mapping = |piece: &&Piece| piece.children().is_some_and(|children| !children.is_list);
    let (in_base, in_ours, in_theirs) = (by_key(base), by_key(ours), by_key(theirs));
    let only_in = |side: &[Piece], one: &Pieces<'_>, other: &Pieces<'_>| {
        let is_alone = |piece: &Piece| !one.contains_key(piece.key.as_str()) && !other.contains_key(piece.key.as_str());
        side.iter().filter(is_mapping).any(is_alone)
    };
    only_in(base, &in_ours, &in_theirs) && only_in(ours, &in_base, &in_theirs) && only_in(theirs, &in_base, &in_ours)
}

/// Merges comments and blank lines: both sides' where both have changed them.
fn comments(base: Option<&str>, ours: &str, theirs: &str) -> String {
    let says = |text: &str| text.contains('#');
    if ours == theirs || base == Some(theirs) || !says(theirs) && base.is_none() {
        return ours.to_owned();
    }
    if base == Some(ours) || !says(ours) && base.is_none() {
        return theirs.to_owned();
    }
    let known: HashSet<&str> = ours.lines().chain(base.unwrap_or_default().lines()).map(str::trim).collect();
    let fresh = theirs.split_inclusive('\n').filter(|line| says(line) && !known.contains(line.trim()));
    ours.to_owned() + &fresh.collect::<String>()
}

/// A new piece without comments that another has already brought along: those the list begins with, say.
fn without_repeated_comments(piece: Piece, others: &HashSet<String>) -> Piece {
    let is_known = piece.leading.contains('#') && others.contains(&piece.leading);
    if is_known { Piece { leading: String::new(), ..piece } } else { piece }
}
