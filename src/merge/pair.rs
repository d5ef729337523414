//! Which entry or item of three lists is which.
//!
//! Invariant: what a piece is never follows from its place among equals. Where several are known by one key, what they
//! say pairs them; where that leaves a choice, there is no answer.

use std::collections::HashMap;

use super::Side;
use super::piece::{Identity, Piece};

/// One entry or item, as each of the three texts has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Class<'p> {
    pub(super) base: Option<&'p Piece>,
    pub(super) ours: Option<&'p Piece>,
    pub(super) theirs: Option<&'p Piece>,
    /// Whether it and others replace each other, so that only one can be meant.
    pub(super) is_rival: bool,
}

/// The entries or items of three lists, and their order in each by index.
#[derive(Debug)]
pub(super) struct Classes<'p> {
    pub(super) all: Vec<Class<'p>>,
    pub(super) base: Vec<usize>,
    pub(super) ours: Vec<usize>,
    pub(super) theirs: Vec<usize>,
}

/// How many pieces of one key are told apart by what they say.
const MOST: usize = 200;

/// The indices of what has one key in each of the three lists.
#[derive(Default)]
struct Group {
    base: Vec<usize>,
    ours: Vec<usize>,
    theirs: Vec<usize>,
}

/// Pairs what two sides and their base have; `None` where it cannot be told which is which.
pub(super) fn pair<'p>(base: &'p [Piece], ours: &'p [Piece], theirs: &'p [Piece]) -> Option<Classes<'p>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_key: HashMap<&str, usize> = HashMap::new();
    for (side, pieces) in [(Side::Ours, ours), (Side::Theirs, theirs), (Side::Base, base)] {
        for (at, piece) in pieces.iter().enumerate() {
            let group = *by_key.entry(&piece.key).or_insert_with(|| {
                groups.push(Group::default());
                groups.len() - 1
            });
            match side {
                Side::Base => groups[group].base.push(at),
                Side::Ours => groups[group].ours.push(at),
                Side::Theirs => groups[group].theirs.push(at),
            }
        }
    }
    let mut places = Vec::new();
    for group in &groups {
        places.extend(group.classes(base, ours, theirs)?);
    }
    let mut classes = Classes {
        all: Vec::new(),
        base: vec![0; base.len()],
        ours: vec![0; ours.len()],
        theirs: vec![0; theirs.len()],
    };
    for (class, [was, is, other]) in places.into_iter().enumerate() {
        let pick = |pieces: &'p [Piece], at: Option<usize>| at.map(|at| &pieces[at]);
        classes.all.push(Class {
            base: pick(base, was),
            ours: pick(ours, is),
            theirs: pick(theirs, other),
            is_rival: false,
        });
        for (side, at) in [(&mut classes.base, was), (&mut classes.ours, is), (&mut classes.theirs, other)] {
            if let Some(at) = at {
                side[at] = class;
            }
        }
    }
    Some(classes)
}

impl Group {
    /// The index of each class in base, ours and theirs.
    fn classes(&self, base: &[Piece], ours: &[Piece], theirs: &[Piece]) -> Option<Vec<[Option<usize>; 3]>> {
        if self.base.len() <= 1 && self.ours.len() <= 1 && self.theirs.len() <= 1 {
            let first = |at: &[usize]| at.first().copied();
            return Some(vec![[first(&self.base), first(&self.ours), first(&self.theirs)]]);
        }
        let all = [(&self.base, base), (&self.ours, ours), (&self.theirs, theirs)];
        if all.iter().any(|(at, _)| at.len() > MOST)
            || all.iter().any(|(at, side)| at.iter().any(|at| is_recounted(&side[*at], &all)))
        {
            return None;
        }
        let in_ours = descend(&self.base, base, &self.ours, ours)?;
        let in_theirs = descend(&self.base, base, &self.theirs, theirs)?;
        let mut classes: Vec<[Option<usize>; 3]> = Vec::new();
        for ((was, is), other) in self.base.iter().zip(&in_ours).zip(&in_theirs) {
            // Of several that are known by one key, one that both changed may be two.
            let is_changed_twice = is.zip(*other).is_some_and(|(is, other)| {
                let (was, is, other) = (&base[*was], &ours[is], &theirs[other]);
                !(was.has_same_body(is) || was.has_same_body(other) || is.has_same_body(other))
            });
            if is_changed_twice {
                return None;
            }
            classes.push([Some(*was), *is, *other]);
        }
        let fresh = |side: &[usize], paired: &[Option<usize>]| -> Vec<usize> {
            side.iter().copied().filter(|at| !paired.contains(&Some(*at))).collect()
        };
        let (our_fresh, mut their_fresh) = (fresh(&self.ours, &in_ours), fresh(&self.theirs, &in_theirs));
        let is_same = |is: usize, other: usize| ours[is].is_same(&theirs[other]);
        let mut alone = 0;
        for is in our_fresh {
            let same = their_fresh.iter().position(|other| is_same(is, *other)).map(|at| their_fresh.remove(at));
            alone += usize::from(same.is_none());
            classes.push([None, Some(is), same]);
        }
        if alone > 0 && !their_fresh.is_empty() {
            return None;
        }
        classes.extend(their_fresh.into_iter().map(|other| [None, None, Some(other)]));
        Some(classes)
    }
}

/// Whether both sides have changed how often something is there, and not alike.
fn is_recounted(piece: &Piece, all: &[(&Vec<usize>, &[Piece]); 3]) -> bool {
    let count = |(at, side): &(&Vec<usize>, &[Piece])| at.iter().filter(|at| side[**at].has_same_body(piece)).count();
    let [was, is, other] = all.each_ref().map(count);
    was != is && was != other && is != other
}

/// What became of each of the pieces of one key: what says the same, and the one that is left of both. `None` where
/// more are left.
fn descend(was: &[usize], base: &[Piece], is: &[usize], side: &[Piece]) -> Option<Vec<Option<usize>>> {
    let mut paired = vec![None; was.len()];
    let mut left: Vec<usize> = is.to_vec();
    for with_comments in [true, false] {
        let is_same = |one: &Piece, other: &Piece| {
            if with_comments { one.is_same(other) } else { one.has_same_body(other) }
        };
        for (at, was) in was.iter().enumerate() {
            if paired[at].is_some() {
                continue;
            }
            let found = left.iter().position(|is| is_same(&base[*was], &side[*is]));
            paired[at] = found.map(|found| left.remove(found));
        }
    }
    let gone: Vec<usize> = (0..was.len()).filter(|at| paired[*at].is_none()).collect();
    match (gone.as_slice(), left.as_slice()) {
        ([], _) | (_, []) => {}
        ([gone], [left]) => paired[*gone] = Some(*left),
        _ => return None,
    }
    Some(paired)
}

impl Classes<'_> {
    /// Marks what replaces each other: where both sides have put something else in the place of one, and where one has
    /// done so with what the other has changed or taken out, if it may be the same in other words.
    pub(super) fn find_rivals(&mut self) {
        let is_common = |class: &Class<'_>| class.base.is_some() && class.ours.is_some() && class.theirs.is_some();
        let common: Vec<bool> = self.all.iter().map(is_common).collect();
        if common.iter().all(|is_common| *is_common) {
            return;
        }
        let (was, is, other) = (gaps(&self.base, &common), gaps(&self.ours, &common), gaps(&self.theirs, &common));
        let mut by_gap: HashMap<Gap, [Vec<usize>; 3]> = HashMap::new();
        for (class, gap) in was {
            by_gap.entry(gap).or_default()[0].push(class);
        }
        for (side, gaps) in [(1, is), (2, other)] {
            for (class, gap) in gaps {
                let found = &self.all[class];
                let is_fresh = found.base.is_none() && (found.ours.is_none() || found.theirs.is_none());
                if let Some(at) = by_gap.get_mut(&gap).filter(|_| is_fresh) {
                    at[side].push(class);
                }
            }
        }
        for [gone, ours, theirs] in by_gap.into_values() {
            for class in gone {
                self.judge_replaced(class, &ours, &theirs);
            }
        }
    }

    /// Marks what stands in the place of something that not all have.
    fn judge_replaced(&mut self, gone: usize, ours: &[usize], theirs: &[usize]) {
        let class = self.all[gone];
        let Some(was) = class.base else { return };
        let rivals: Vec<usize> = match (class.ours, class.theirs) {
            (None, None) if !ours.is_empty() && !theirs.is_empty() => ours.iter().chain(theirs).copied().collect(),
            (None, None) => self.reworded(was, ours.iter().chain(theirs)),
            (None, Some(other)) if !was.is_same(other) => self.reworded(was, ours.iter()),
            (Some(is), None) if !was.is_same(is) => self.reworded(was, theirs.iter()),
            _ => return,
        };
        if !rivals.is_empty() {
            rivals.into_iter().chain([gone]).for_each(|class| self.all[class].is_rival = true);
        }
    }

    /// Those that may be a piece in other words.
    fn reworded<'c>(&self, was: &Piece, fresh: impl Iterator<Item = &'c usize>) -> Vec<usize> {
        let may_be = |class: &usize| {
            let class = &self.all[*class];
            let is = class.ours.or(class.theirs);
            match (&was.note.identity, is.map(|is| &is.note.identity)) {
                (Identity::Wording, Some(Identity::Wording)) => true,
                (Identity::Thing(Some(one)), Some(Identity::Thing(Some(two)))) => one == two,
                _ => false,
            }
        };
        fresh.copied().filter(may_be).collect()
    }
}

/// Where something stands: behind and before what all have.
type Gap = (Option<usize>, Option<usize>);

/// What stands between what all have, and where.
fn gaps(order: &[usize], common: &[bool]) -> Vec<(usize, Gap)> {
    let mut gaps: Vec<(usize, Gap)> = Vec::new();
    let (mut before, mut open) = (None, 0);
    for class in order.iter().copied() {
        if common[class] {
            gaps[open..].iter_mut().for_each(|(_, gap)| gap.1 = Some(class));
            (before, open) = (Some(class), gaps.len());
        } else {
            gaps.push((class, (before, None)));
        }
    }
    gaps
}
