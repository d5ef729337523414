//! Whether a text is what three texts come to, told from what it says and not from how it was made.
//!
//! Invariants: a text is right only if each side's changes are in it, nothing is twice, nothing is back that one side
//! took out, nothing stands elsewhere than a side put it, and comments stand above what they stood above. What cannot be
//! shown so is not right.

use std::collections::HashMap;

use super::order::{self, Orders};
use super::pair::{Class, Classes, pair};
use super::piece::{Block, Piece};
use super::stage::Held;
use super::step::{self, STAGE};
use super::text::repeats;
use super::tree::{comments, is_ambiguous_addition, prose_lines};
use super::{LineMerge, Side};
use crate::yaml::block::{Body, comment_lines};

/// Judges texts against a base, ours and theirs.
pub(super) struct Judge<'m> {
    /// Merges texts line by line.
    pub(super) lines: &'m LineMerge<'m>,
    /// What is a conflict in any case.
    pub(super) held: &'m Held,
    /// The side that is chosen in every conflict, all of whose changes are to be there; `None` where there is none.
    pub(super) chosen: Option<Side>,
}

impl Judge<'_> {
    /// Whether a document is what the three come to.
    pub(super) fn is_right(&self, [base, ours, theirs]: [&Block; 3], result: &Block) -> bool {
        self.block("", Some(base), [ours, theirs], result)
            && (self.chosen.is_some() || has_right_comments([base, ours, theirs], result))
    }

    fn block(&self, name: &str, base: Option<&Block>, [ours, theirs]: [&Block; 2], result: &Block) -> bool {
        let tail = |block: &Block| block.tail.clone();
        if ours.is_list != theirs.is_list || ours.is_list != result.is_list {
            return false;
        }
        let base = base.filter(|base| base.is_list == ours.is_list);
        let below = comments(base.map(|base| base.tail.as_str()), &tail(ours), &tail(theirs));
        if !is_same_set(&below, &result.tail)
            && !self.is_chosen(|side| is_same_set(&tail([ours, theirs][side]), &result.tail))
        {
            return false;
        }
        let base = base.map_or(&[][..], |base| &base.children);
        let Some(mut classes) = pair(base, &ours.children, &theirs.children) else {
            return self.is_chosen(|side| [ours, theirs][side].is_same(result));
        };
        if ours.is_list {
            classes.find_rivals();
        }
        self.classes(name, &classes, result)
    }

    /// Whether a test holds for the chosen side, by index.
    fn is_chosen(&self, test: impl Fn(usize) -> bool) -> bool {
        match self.chosen {
            Some(Side::Ours) => test(0),
            Some(Side::Theirs) => test(1),
            _ => false,
        }
    }

    fn classes(&self, name: &str, classes: &Classes<'_>, result: &Block) -> bool {
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, class) in classes.all.iter().enumerate() {
            let Some(piece) = class.ours.or(class.theirs).or(class.base) else { continue };
            by_key.entry(&piece.key).or_default().push(at);
        }
        let mut found = Vec::with_capacity(result.children.len());
        let mut is_there = vec![false; classes.all.len()];
        for piece in &result.children {
            let candidates = by_key.get(piece.key.as_str()).map_or(&[][..], |at| at);
            let fits = |at: &&usize| {
                !is_there[**at] && (candidates.len() == 1 || self.class(name, &classes.all[**at], Some(piece), result))
            };
            let Some(at) = candidates.iter().find(fits).copied() else { return false };
            if candidates.len() == 1 && !self.class(name, &classes.all[at], Some(piece), result) {
                return false;
            }
            is_there[at] = true;
            found.push(at);
        }
        let is_missing_right = |at: usize| is_there[at] || self.class(name, &classes.all[at], None, result);
        (0..classes.all.len()).all(is_missing_right)
            && (!result.is_list || self.is_in_order(classes, &found, &is_there))
    }

    /// Whether a piece, or none, is what one entry or item comes to.
    fn class(&self, name: &str, class: &Class<'_>, piece: Option<&Piece>, result: &Block) -> bool {
        if class.is_rival && self.chosen.is_none() {
            return false;
        }
        let one = class.ours.or(class.theirs);
        if one.or(class.base).is_some_and(|piece| step::marked_stage(piece).is_some()) {
            // Where each step is follows from the step; here there is only the order.
            return true;
        }
        match (class.ours, class.theirs, piece) {
            (Some(ours), Some(theirs), Some(piece)) => self.piece(class.base, [ours, theirs], piece),
            (Some(_), Some(_), None) => false,
            (None, None, piece) => piece.is_none(),
            _ => self.one_sided(name, class, piece, result),
        }
    }

    /// Whether a piece, or none, is what something comes to that only one side has.
    fn one_sided(&self, name: &str, class: &Class<'_>, piece: Option<&Piece>, result: &Block) -> bool {
        let (base, side) = (class.base, if class.ours.is_some() { Side::Ours } else { Side::Theirs });
        let Some(is) = class.ours.or(class.theirs) else { return piece.is_none() };
        let stays = |piece: &Piece| is_as_added(is, piece, result);
        let is_untouched = base.is_some_and(|base| base.is_same(is));
        let is_held = self.held.is_held(name, &is.key) || !is_untouched && self.held.is_in(is);
        let is_free = base.is_none_or(|base| base.is_absent()) || is.is_absent();
        match (self.chosen, piece) {
            (None, None) => is_untouched && !is_held || is.is_absent(),
            (None, Some(piece)) => !is_held && !is_untouched && is_free && stays(piece),
            (Some(chosen), None) => chosen != side || is_untouched || is.is_absent(),
            (Some(_), Some(piece)) => is.is_same(piece) || stays(piece),
        }
    }

    /// Whether a piece is what those of both sides come to.
    fn piece(&self, base: Option<&Piece>, sides: [&Piece; 2], piece: &Piece) -> bool {
        let [ours, theirs] = sides;
        if self.is_chosen(|side| sides[side].is_same(piece)) {
            return true;
        }
        let above = comments(base.map(|base| base.leading.as_str()), &ours.leading, &theirs.leading);
        is_same_set(&above, &piece.leading)
            && self.is_beside_right(base, sides, piece)
            && self.value(base, sides, piece)
    }

    fn is_beside_right(&self, base: Option<&Piece>, sides: [&Piece; 2], piece: &Piece) -> bool {
        let was = base.map(Piece::beside).unwrap_or_default();
        let [is, other] = sides.map(Piece::beside);
        let wanted = if is == other || was == other {
            is
        } else if was == is {
            other
        } else {
            return self.is_chosen(|side| sides[side].beside() == piece.beside());
        };
        wanted == piece.beside()
    }

    fn value(&self, base: Option<&Piece>, [ours, theirs]: [&Piece; 2], piece: &Piece) -> bool {
        if ours.has_same_body(theirs) {
            return piece.has_same_body(ours);
        }
        let is_move =
            ours.key == STAGE && matches!(&ours.body, Body::Leaf(leaf) if self.held.is_move_contested(&leaf.text));
        let is_held = is_move || self.held.is_in(ours) || self.held.is_in(theirs);
        let base = base.filter(|base| !base.is_absent() || ours.is_absent() || theirs.is_absent());
        let is_as_before = |side: &Piece| base.map_or(side.is_absent(), |base| base.has_same_body(side));
        if !is_held && is_as_before(ours) {
            return piece.has_same_body(theirs);
        }
        if !is_held && is_as_before(theirs) {
            return piece.has_same_body(ours);
        }
        if let (Some(first), Some(second), Some(result)) = (ours.block(), theirs.block(), piece.block())
            && first.is_list == second.is_list
            && !is_ambiguous_addition(base, ours, theirs)
        {
            return self.block(&ours.key, base.and_then(Piece::block), [first, second], result);
        }
        if let Some(base) = base
            && self.is_prose_right(base, ours, theirs, piece)
        {
            return true;
        }
        self.is_chosen(|side| [ours, theirs][side].has_same_body(piece))
    }

    /// Whether a text of several lines is what the lines of the others come to.
    fn is_prose_right(&self, base: &Piece, ours: &Piece, theirs: &Piece, piece: &Piece) -> bool {
        let (Some(texts), Some([_, _, result])) = (prose_lines(base, ours, theirs), prose_lines(base, ours, piece))
        else {
            return false;
        };
        let [was, is, other] = [&texts[0], &texts[1], &texts[2]];
        let Some(merged) = (self.lines)([was, is, other]) else { return false };
        if merged.is_clean {
            return merged.text == result && !repeats([was, is, other], &merged, self.lines);
        }
        // Every line that the chosen side has written is there, and none that nobody has.
        let written = [is, other];
        self.is_chosen(|side| {
            let mine = written[side].lines().filter(|line| !was.lines().any(|old| old == *line));
            mine.into_iter().all(|line| result.lines().any(|other| other == line))
        }) && result.lines().all(|line| written.iter().any(|text| text.lines().any(|other| other == line)))
    }

    /// Whether what is there stands in an order that both sides can agree with.
    fn is_in_order(&self, classes: &Classes<'_>, found: &[usize], is_there: &[bool]) -> bool {
        let count = classes.all.len();
        let orders = Orders { base: &classes.base, ours: &classes.ours, theirs: &classes.theirs, count };
        let shared = order::shared(orders, is_there);
        let is_common = |at: usize| {
            let class = &classes.all[at];
            class.base.is_some() && class.ours.is_some() && class.theirs.is_some()
        };
        let common: Vec<usize> = found.iter().copied().filter(|at| is_common(*at)).collect();
        match self.chosen {
            Some(Side::Theirs) => return common == shared.theirs,
            Some(_) => return common == shared.ours,
            None if common != shared.ours || shared.ours != shared.theirs => return false,
            None => {}
        }
        let near_ours = neighbours(&classes.ours, found, is_there, count);
        let near_theirs = neighbours(&classes.theirs, found, is_there, count);
        found.iter().copied().filter(|at| !is_common(*at)).all(|at| {
            let class = &classes.all[at];
            class.ours.is_some() && near_ours[at] || class.theirs.is_some() && near_theirs[at]
        })
    }
}

/// For each element whether it stands behind or before what it does in a side's order, all others left out.
fn neighbours(side: &[usize], found: &[usize], is_there: &[bool], count: usize) -> Vec<bool> {
    let mut in_side = vec![false; count];
    side.iter().for_each(|at| in_side[*at] = true);
    let links = |order: Vec<usize>| {
        let mut links = vec![(None, None); count];
        for (at, element) in order.iter().enumerate() {
            links[*element] = (at.checked_sub(1).map(|before| order[before]), order.get(at + 1).copied());
        }
        links
    };
    let was = links(side.iter().copied().filter(|at| is_there[*at]).collect());
    let is = links(found.iter().copied().filter(|at| in_side[*at]).collect());
    was.into_iter().zip(is).map(|(was, is)| was.0 == is.0 || was.1 == is.1).collect()
}

/// Whether each comment is in a document as often as the three say, wherever it stands: one that a side has put above
/// another piece and the other has reworded is in both places, where each place by itself looks right.
fn has_right_comments(texts: [&Block; 3], result: &Block) -> bool {
    let mut counts: HashMap<&str, [i64; 4]> = HashMap::new();
    for (at, block) in texts.into_iter().chain([result]).enumerate() {
        block.for_each_comment(&mut |comment| counts.entry(comment).or_default()[at] += 1);
    }
    counts.values().all(|&[base, ours, theirs, result]| {
        let both = ours + theirs - base;
        match (ours == base, theirs == base) {
            (true, _) => result == theirs,
            (_, true) => result == ours,
            // The same change made by both, or two changes.
            _ => (ours.min(theirs).min(both)..=ours.max(theirs).max(both)).contains(&result),
        }
    })
}

/// Whether two texts have the same comments.
fn is_same_set(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut lines: Vec<String> = comment_lines(text).map(str::to_owned).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    };
    !one.contains('#') && !other.contains('#') || sorted(one) == sorted(other)
}

/// Whether a piece is one that a side has added. Its comments may stand above another that was added with them.
fn is_as_added(added: &Piece, piece: &Piece, result: &Block) -> bool {
    let has_comments = || {
        is_same_set(&added.leading, &piece.leading)
            || piece.above().is_empty() && result.children.iter().any(|other| other.leading == added.leading)
    };
    added.beside() == piece.beside() && added.has_same_body(piece) && has_comments()
}
