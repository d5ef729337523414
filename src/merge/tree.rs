//! Pieces of three texts merged: entry by entry, item by item.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::mark::Marks;
use super::order::{self, Orders};
use super::pair::{Class, pair};
use super::piece::{Block, Identity, Known, Piece};
use super::stage::Held;
use super::step::{self, STAGE};
use super::text::repeats;
use super::{LineMerge, Side};
use crate::yaml::Shape;
use crate::yaml::block::{Body, Leaf, comment_lines, shifted};

/// Merges pieces; where the meaning conflicts, each side's alternative is kept and says whose it is.
pub(super) struct Merger<'m> {
    /// Merges texts line by line.
    pub(super) lines: &'m LineMerge<'m>,
    /// What conflicts of lines look like.
    pub(super) marks: &'m OnceCell<Marks>,
    /// What is a conflict in any case.
    pub(super) held: &'m Held,
    /// Entries of the document that are not looked into.
    pub(super) whole: &'m [&'m str],
}

impl Merger<'_> {
    /// Merges documents.
    pub(super) fn document(&self, base: &Block, ours: &Block, theirs: &Block) -> Block {
        self.blocks("", Some(base), ours, theirs)
    }

    /// Merges lists or mappings of one name.
    fn blocks(&self, name: &str, base: Option<&Block>, ours: &Block, theirs: &Block) -> Block {
        let none = Vec::new();
        let base_children = base.map_or(&none, |base| &base.children);
        let children = self.children(name, base_children, ours, theirs);
        let tail = comments(base.map(|base| base.tail.as_str()), &ours.tail, &theirs.tail);
        let is_flow = |block: &Block| !block.flow.is_empty();
        // Empty brackets are no way of writing, there is no other for nothing.
        let is_written = |block: &Block| !block.children.is_empty();
        let model = if is_flow(ours) == is_flow(theirs) || !is_written(theirs) {
            ours
        } else if !is_written(ours) {
            theirs
        } else {
            // The side that has changed how it is written is the model, else that which has a line for each child.
            let is_changed_to_flow = base.filter(|base| is_written(base)).is_some_and(|base| !is_flow(base));
            if is_flow(ours) == is_changed_to_flow { ours } else { theirs }
        };
        let flow = if is_flow(model) { [ours.flow.clone(), theirs.flow.clone()].concat() } else { Vec::new() };
        Block { children, tail, flow, is_list: ours.is_list, column: model.column, is_inline: model.is_inline }
    }

    fn children(&self, name: &str, base: &[Piece], ours: &Block, theirs: &Block) -> Vec<Piece> {
        let Some(mut classes) = pair(base, &ours.children, &theirs.children) else {
            let is_same = |one: &[Piece], other: &[Piece]| {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is_same(other))
            };
            return if is_same(base, &theirs.children) || is_same(&ours.children, &theirs.children) {
                ours.children.clone()
            } else if is_same(base, &ours.children) {
                theirs.children.clone()
            } else {
                alternatives(&ours.children, &theirs.children, base)
            };
        };
        if ours.is_list {
            classes.find_rivals();
        }
        let mut merged: Vec<Vec<Piece>> = Vec::new();
        let mut known = HashSet::new();
        for class in &classes.all {
            let mut pieces = self.class(name, class);
            if class.base.is_none() && class.ours.is_none() {
                pieces.iter_mut().for_each(|piece| drop_repeated_comments(piece, &known));
            }
            known.extend(pieces.iter().filter(|piece| piece.leading.contains('#')).map(|piece| piece.leading.clone()));
            merged.push(pieces);
        }
        let kept: Vec<bool> = merged.iter().map(|pieces| !pieces.is_empty()).collect();
        let orders =
            Orders { base: &classes.base, ours: &classes.ours, theirs: &classes.theirs, count: classes.all.len() };
        // What only the base has, as one alternative of a conflict, stands where it stood.
        let of_base: Vec<usize> =
            classes.base.iter().copied().filter(|at| is_only_of_base(&classes.all[*at])).collect();
        let order = order::merge(orders, &kept);
        let (first, second) =
            (with_base(&order.ours, &of_base, &classes.base), with_base(&order.theirs, &of_base, &classes.base));
        // The order of a mapping's entries says nothing.
        if first == second || !ours.is_list {
            return first.into_iter().flat_map(|at| std::mem::take(&mut merged[at])).collect();
        }
        arranged(&merged, &first, &second)
    }

    /// What becomes of one entry or item.
    fn class(&self, name: &str, class: &Class<'_>) -> Vec<Piece> {
        if let Some(mark) = class.ours.or(class.theirs).filter(|piece| step::marked_stage(piece).is_some()) {
            // Whether the step is there is seen from the step.
            let rival = class.is_rival.then_some(if class.ours.is_some() { Side::Ours } else { Side::Theirs });
            return vec![Piece { note: Known { only: rival, ..mark.note.clone() }, ..mark.clone() }];
        }
        match (class.ours, class.theirs) {
            (Some(ours), Some(theirs)) => self.piece(class.base, ours, theirs),
            (Some(ours), None) => self.one_sided(name, class, ours, Side::Ours),
            (None, Some(theirs)) => self.one_sided(name, class, theirs, Side::Theirs),
            (None, None) if class.is_rival => {
                class.base.and_then(|base| base.clone().only(Side::Base)).into_iter().collect()
            }
            (None, None) => Vec::new(),
        }
    }

    /// What becomes of a piece that only `side` has: new there, or taken out by the other.
    fn one_sided(&self, name: &str, class: &Class<'_>, piece: &Piece, side: Side) -> Vec<Piece> {
        let is_new = class.base.is_none_or(|base| !base.is_same(piece));
        let is_held = self.held.is_held(name, &piece.key) || is_new && self.held.is_in(piece);
        let is_contested = match class.base {
            Some(base) if base.is_same(piece) && !is_held => return Vec::new(),
            Some(base) => !(base.is_absent() || piece.is_absent()),
            None => false,
        };
        if !(is_contested || class.is_rival || is_held) {
            return vec![piece.clone()];
        }
        let was = class.base.and_then(|base| base.clone().only(Side::Base));
        piece.clone().only(side).into_iter().chain(was).collect()
    }

    /// Merges a piece that both sides have; with alternatives where that is a conflict.
    fn piece(&self, base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> Vec<Piece> {
        let leading = comments(base.map(|base| base.leading.as_str()), &ours.leading, &theirs.leading);
        let merged = self.value(base, ours, theirs).and_then(|piece| beside(piece, base, ours, theirs));
        if let Some(merged) = merged {
            return vec![Piece { leading, ..merged }];
        }
        let alternatives = [(Some(ours), Side::Ours), (Some(theirs), Side::Theirs), (base, Side::Base)];
        let alternatives = alternatives.into_iter().filter_map(|(piece, side)| piece.cloned()?.only(side));
        let bare = alternatives.map(|piece| Piece { leading: String::new(), ..piece });
        if !leading.contains('#') {
            return bare.map(|piece| Piece { leading: leading.clone(), ..piece }).collect();
        }
        // The comments above are no part of the conflict.
        let above = Piece::token(ours.key.clone(), String::new(), String::new(), Shape::Absent);
        let above = Piece { leading, gap: String::new(), trail: String::new(), column: ours.column, ..above };
        std::iter::once(above).chain(bare).collect()
    }

    /// Merges what two pieces say; `None` where it conflicts.
    fn value(&self, base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> Option<Piece> {
        let is_held = self.held.is_in(ours) || self.held.is_in(theirs);
        if base == Some(ours) && !is_held {
            return Some(theirs.clone());
        }
        if ours.key == STAGE && matches!(&ours.body, Body::Leaf(leaf) if self.held.is_move_contested(&leaf.text)) {
            return None;
        }
        let base = base.filter(|base| !base.is_absent() || ours.is_absent() || theirs.is_absent());
        if let (Body::Block(first), Body::Block(second)) = (&ours.body, &theirs.body)
            && first.is_list == second.is_list
            && !(self.whole.contains(&ours.key.as_str()))
            && !is_ambiguous_addition(base, ours, theirs)
        {
            let base_block = base.and_then(Piece::block).filter(|base| base.is_list == first.is_list);
            let merged = self.blocks(&ours.key, base_block, first, second);
            return Some(with_block(base, ours, theirs, merged));
        }
        if ours.has_same_body(theirs) {
            // Only the writing differs, if anything: what was changed counts.
            let is_untouched = base.is_some_and(|base| base.body == ours.body);
            return Some(if is_untouched { theirs.clone() } else { ours.clone() });
        }
        let is_as_before = |piece: &Piece| match base {
            _ if is_held => false,
            Some(base) => base.has_same_body(piece),
            None => piece.is_absent(),
        };
        match (is_as_before(ours), is_as_before(theirs)) {
            (true, _) => Some(theirs.clone()),
            (_, true) => Some(ours.clone()),
            _ => self.prose(base?, ours, theirs),
        }
    }

    /// Merges two texts of several lines, line by line.
    fn prose(&self, base: &Piece, ours: &Piece, theirs: &Piece) -> Option<Piece> {
        let [was, is, other] = prose_lines(base, ours, theirs)?;
        let Body::Leaf(first) = &ours.body else { return None };
        let merged =
            (self.lines)([&was, &is, &other]).filter(|merged| !repeats([&was, &is, &other], merged, self.lines))?;
        let text = merged.text.trim_end_matches('\n').to_owned();
        let parts = if merged.is_clean {
            Vec::new()
        } else {
            let is_block = |text: &String| text.starts_with(['|', '>']);
            [&was, &is, &other]
                .into_iter()
                .all(is_block)
                .then(|| self.marks.get_or_init(|| Marks::find(self.lines)).parts(&merged.text, [&is, &other]))??
        };
        let note = Known { parts, ..ours.note.clone() };
        Some(Piece { body: Body::Leaf(Leaf { text, ..first.clone() }), note, ..ours.clone() })
    }
}

/// The texts of three pieces if all have several lines, as they would stand in the column of ours.
pub(super) fn prose_lines(base: &Piece, ours: &Piece, theirs: &Piece) -> Option<[String; 3]> {
    let text = |piece: &Piece| match &piece.body {
        Body::Leaf(leaf) if leaf.text.contains('\n') && !leaf.text.starts_with(['[', '{']) => {
            Some(shifted(&leaf.text, piece.column, ours.column) + "\n")
        }
        _ => None,
    };
    let texts = [text(base)?, text(ours)?, text(theirs)?];
    // A text in quotes is not merged with one without.
    let opening = |text: &String| text.chars().next().filter(|c| matches!(c, '"' | '\''));
    (opening(&texts[0]) == opening(&texts[1]) && opening(&texts[1]) == opening(&texts[2])).then_some(texts)
}

/// Whether both sides have added something known by what it says, and do not say the same of it.
pub(super) fn is_ambiguous_addition(base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> bool {
    base.is_none() && ours.note.identity == Identity::Wording && !ours.has_same_body(theirs)
}

/// Puts a merged list or mapping behind the stem of the side that wrote it so.
fn with_block(base: Option<&Piece>, ours: &Piece, theirs: &Piece, merged: Block) -> Piece {
    let form = |piece: &Piece| piece.block().map(|block| (block.flow.is_empty(), block.is_inline));
    let is = Some((merged.flow.is_empty(), merged.is_inline));
    let written = |piece: &Piece| (piece.stem.clone(), piece.gap.clone());
    let is_untouched = base.is_some_and(|base| written(base) == written(ours));
    let model = match (form(ours) == is, form(theirs) == is) {
        (true, true) if is_untouched => theirs,
        (true, _) => ours,
        _ => theirs,
    };
    let (gap, trail) = (model.gap.clone(), model.trail.clone());
    let stem = if form(ours) == is { ours.stem.clone() } else { theirs.stem.clone() };
    Piece { gap, trail, stem, column: model.column, body: Body::Block(merged), ..ours.clone() }
}

/// Gives a piece the comment that stands beside it; `None` where the sides have different ones.
fn beside(mut merged: Piece, base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> Option<Piece> {
    let was = base.map(Piece::beside).unwrap_or_default();
    let (is, other) = (ours.beside(), theirs.beside());
    let from = if is == other || was == other {
        ours
    } else if was == is {
        theirs
    } else {
        return None;
    };
    if merged.beside() == from.beside() {
        return Some(merged);
    }
    let comment = from.beside().join(" ");
    match &merged.body {
        Body::Block(block) if block.flow.is_empty() => {
            if !merged.gap.ends_with('\n') {
                return None;
            }
            merged.gap = if comment.is_empty() { "\n".to_owned() } else { format!(" {comment}\n") };
        }
        Body::Leaf(leaf) if leaf.text.starts_with(['|', '>']) => return None,
        _ if !from.trail.is_empty() && from.gap.trim().is_empty() => merged.trail.clone_from(&from.trail),
        _ => merged.trail = if comment.is_empty() { "\n".to_owned() } else { format!(" {comment}\n") },
    }
    Some(merged)
}

/// The lists of both sides, of which one is to be chosen.
fn alternatives(ours: &[Piece], theirs: &[Piece], base: &[Piece]) -> Vec<Piece> {
    let sides = [(ours, Side::Ours), (theirs, Side::Theirs), (base, Side::Base)];
    sides
        .into_iter()
        .flat_map(|(pieces, side)| pieces.iter().filter_map(move |piece| piece.clone().only(side)))
        .collect()
}

/// Pieces in two orders that contradict each other: what both begin and end with, and between them one of the two.
fn arranged(merged: &[Vec<Piece>], first: &[usize], second: &[usize]) -> Vec<Piece> {
    let before = first.iter().zip(second).take_while(|(one, two)| one == two).count();
    let behind = first.iter().rev().zip(second.iter().rev()).take_while(|(one, two)| one == two).count();
    let end = first.len() - behind.min(first.len() - before);
    let pieces = |order: &[usize]| order.iter().flat_map(|at| merged[*at].clone()).collect::<Vec<Piece>>();
    let only = |order: &[usize], side: Side| pieces(order).into_iter().filter_map(move |piece| piece.only(side));
    let mut arranged = pieces(&first[..before]);
    arranged.extend(only(&first[before..end], Side::Ours));
    arranged.extend(only(&second[before..end], Side::Theirs));
    let mut of_base = first[before..end].to_vec();
    of_base.sort_unstable();
    arranged.extend(only(&of_base, Side::Base));
    arranged.extend(pieces(&first[end..]));
    arranged
}

fn is_only_of_base(class: &Class<'_>) -> bool {
    class.is_rival && class.ours.is_none() && class.theirs.is_none()
}

/// Puts what only the base has behind what it stood behind there.
fn with_base(order: &[usize], of_base: &[usize], base: &[usize]) -> Vec<usize> {
    if of_base.is_empty() {
        return order.to_vec();
    }
    let mut order = order.to_vec();
    for class in of_base {
        let at = base.iter().position(|other| other == class).unwrap_or_default();
        let before = base[..at].iter().rev().find_map(|before| order.iter().position(|other| other == before));
        order.insert(before.map_or(0, |before| before + 1), *class);
    }
    order
}

/// Merges comments and blank lines: both sides' where both have changed them.
pub(super) fn comments(base: Option<&str>, ours: &str, theirs: &str) -> String {
    let says = |text: &str| text.contains('#');
    if ours == theirs || base == Some(theirs) || !says(theirs) && base.is_none_or(|base| !says(base)) {
        return ours.to_owned();
    }
    if base == Some(ours) || !says(ours) && base.is_none_or(|base| !says(base)) {
        return theirs.to_owned();
    }
    let known = |text: &str| -> HashSet<String> { comment_lines(text).map(str::to_owned).collect() };
    let (was, is, other) = (known(base.unwrap_or_default()), known(ours), known(theirs));
    // What one side has taken out is gone; what one has added is there.
    let stays = |line: &&str| {
        let mut line = comment_lines(line);
        line.next().is_none_or(|comment| other.contains(comment) || !was.contains(comment))
    };
    let fresh =
        |line: &&str| comment_lines(line).next().is_some_and(|comment| !is.contains(comment) && !was.contains(comment));
    let kept = ours.split_inclusive('\n').filter(stays);
    kept.chain(theirs.split_inclusive('\n').filter(fresh)).collect()
}

/// Takes away comments that another piece has already brought along: those the list begins with, say.
fn drop_repeated_comments(piece: &mut Piece, others: &HashSet<String>) {
    if piece.leading.contains('#') && others.contains(&piece.leading) {
        piece.leading.clear();
    }
}
