//! The order of a list that two sides have changed; elements are numbers below `count`.

use std::cmp::Reverse;

/// Beyond this many, orders that both sides have changed are not compared pair by pair.
const MOST: usize = 2_000;

/// An order for each side's word: where they differ, the sides have moved things in ways that cannot be had together.
#[derive(Debug, PartialEq)]
pub(super) struct Order {
    /// With our order where the two contradict each other.
    pub(super) ours: Vec<usize>,
    /// With theirs.
    pub(super) theirs: Vec<usize>,
}

/// The orders of a list in base, ours and theirs.
#[derive(Clone, Copy)]
pub(super) struct Orders<'o> {
    pub(super) base: &'o [usize],
    pub(super) ours: &'o [usize],
    pub(super) theirs: &'o [usize],
    /// One more than the greatest element.
    pub(super) count: usize,
}

/// Merges the orders of a list. Of each two elements that side decides which has changed how they stand; what one side
/// added stands behind what it stood behind there.
pub(super) fn merge(orders: Orders<'_>, kept: &[bool]) -> Order {
    let Order { ours, theirs } = shared(orders, kept);
    let (in_ours, in_theirs) = (orders.members(orders.ours), orders.members(orders.theirs));
    let common = orders.members(&ours);
    let complete = |keys: &[usize]| {
        let our_fresh = |at: usize| kept[at] && !common[at];
        let keys = insert(keys, orders.ours, &our_fresh, &in_ours);
        let their_fresh = |at: usize| kept[at] && !common[at] && !in_ours[at];
        insert(&keys, orders.theirs, &their_fresh, &in_theirs)
    };
    Order { ours: complete(&ours), theirs: complete(&theirs) }
}

/// The order of what all three have.
pub(super) fn shared(orders: Orders<'_>, kept: &[bool]) -> Order {
    let (in_base, in_ours, in_theirs) =
        (orders.members(orders.base), orders.members(orders.ours), orders.members(orders.theirs));
    let is_common = |at: &usize| kept[*at] && in_base[*at] && in_ours[*at] && in_theirs[*at];
    let common = |side: &[usize]| -> Vec<usize> { side.iter().copied().filter(is_common).collect() };
    let base = common(orders.base);
    let mut place = vec![0; orders.count];
    for (at, element) in base.iter().enumerate() {
        place[*element] = at;
    }
    let places = |side: &[usize]| -> Vec<usize> { common(side).into_iter().map(|element| place[element]).collect() };
    let (first, second) = (places(orders.ours), places(orders.theirs));
    let mut order = Order { ours: Vec::new(), theirs: Vec::new() };
    let (mut start, mut furthest) = (0, 0);
    for at in 0..base.len() {
        furthest = furthest.max(first[at]).max(second[at]);
        // Up to here all sides have the same elements, so what is behind is of no concern to them.
        if furthest == at {
            let (ours, theirs) = segment(start, &first[start..=at], &second[start..=at]);
            order.ours.extend(ours.into_iter().map(|place| base[place]));
            order.theirs.extend(theirs.into_iter().map(|place| base[place]));
            start = at + 1;
        }
    }
    order
}

/// Merges two orders of the numbers from `start` on, which are in order in the base: for each side's word.
fn segment(start: usize, ours: &[usize], theirs: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let is_as_before = |side: &[usize]| side.iter().enumerate().all(|(at, place)| *place == start + at);
    let merged = if is_as_before(ours) || ours == theirs {
        Some(theirs.to_vec())
    } else if is_as_before(theirs) {
        Some(ours.to_vec())
    } else {
        by_pairs(start, ours, theirs)
    };
    merged.map_or_else(|| (ours.to_vec(), theirs.to_vec()), |merged| (merged.clone(), merged))
}

fn by_pairs(start: usize, ours: &[usize], theirs: &[usize]) -> Option<Vec<usize>> {
    let count = ours.len();
    if count > MOST {
        return None;
    }
    let rank = |side: &[usize]| {
        let mut ranks = vec![0; count];
        for (at, place) in side.iter().enumerate() {
            ranks[place - start] = at;
        }
        ranks
    };
    let (first, second) = (rank(ours), rank(theirs));
    let is_before = |a: usize, b: usize| {
        let (in_ours, in_theirs) = (first[a] < first[b], second[a] < second[b]);
        if (a < b) == in_ours { in_theirs } else { in_ours }
    };
    let ahead_of = |a: usize| (0..count).filter(|b| *b != a && is_before(a, *b)).count();
    let mut ranked: Vec<(usize, usize)> = (0..count).map(|place| (ahead_of(place), place)).collect();
    ranked.sort_by_key(|(ahead, _)| Reverse(*ahead));
    // Where the answers for all pairs fit one order, each stands ahead of one fewer than the one before it.
    let fits = ranked.iter().enumerate().all(|(at, (ahead, _))| *ahead == count - 1 - at);
    fits.then(|| ranked.into_iter().map(|(_, place)| start + place).collect())
}

/// Puts what this side has added behind what it stands behind there, and behind what the other side has put there.
fn insert(keys: &[usize], side: &[usize], is_fresh: &dyn Fn(usize) -> bool, is_known: &[bool]) -> Vec<usize> {
    let mut runs: Vec<Vec<usize>> = vec![Vec::new(); is_known.len() + 1];
    let mut is_placed = vec![false; is_known.len()];
    keys.iter().for_each(|key| is_placed[*key] = true);
    let mut before = 0;
    for key in side.iter().copied() {
        if is_fresh(key) {
            runs[before].push(key);
        } else if is_placed[key] {
            before = key + 1;
        }
    }
    let mut merged = Vec::with_capacity(keys.len() + side.len());
    let mut waiting = std::mem::take(&mut runs[0]);
    for key in keys.iter().copied() {
        if is_known[key] {
            merged.append(&mut waiting);
            waiting = std::mem::take(&mut runs[key + 1]);
        }
        merged.push(key);
    }
    merged.append(&mut waiting);
    merged
}

impl Orders<'_> {
    fn members(&self, side: &[usize]) -> Vec<bool> {
        let mut members = vec![false; self.count];
        side.iter().for_each(|at| members[*at] = true);
        members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, ours: &str, theirs: &str) -> String {
        let split = |text: &str| -> Vec<usize> { text.bytes().map(|byte| usize::from(byte - b'a')).collect() };
        let (base, ours, theirs) = (split(base), split(ours), split(theirs));
        let mut kept = vec![false; 26];
        ours.iter().chain(&theirs).for_each(|at| kept[*at] = true);
        let order = merge(Orders { base: &base, ours: &ours, theirs: &theirs, count: 26 }, &kept);
        let contested = if order.ours == order.theirs { "" } else { "!" };
        let letters = order.ours.iter().map(|at| char::from(b'a' + u8::try_from(*at).expect("a letter")));
        letters.collect::<String>() + contested
    }

    #[test]
    fn moves_and_additions_of_both_sides_are_kept() {
        assert_eq!(merged("abcd", "abcd", "dabc"), "dabc");
        assert_eq!(merged("abcd", "bcda", "dabc"), "dbca");
        assert_eq!(merged("abcd", "axbcd", "abcyd"), "axbcyd");
        assert_eq!(merged("ab", "abx", "aby"), "abxy");
        assert_eq!(merged("ab", "xab", "yab"), "xyab");
        assert_eq!(merged("", "ab", "cd"), "abcd");
        assert_eq!(merged("abcd", "bacd", "abdc"), "badc");
        assert_eq!(merged("abc", "acxb", "abc"), "acxb");
    }

    #[test]
    fn moves_that_cannot_be_had_together_are_contested() {
        // Theirs puts `c` first and ours `b` before it, but behind `a`.
        assert_eq!(merged("abc", "bca", "cab"), "cba");
        assert_eq!(merged("abcd", "cabd", "adbc"), "cabd!");
    }
}
