//! The order of a list that two sides have changed.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// Beyond this many, orders are not compared pair by pair.
const MOST: usize = 2_000;

/// An order that both sides agree with.
pub(super) struct Order {
    /// The keys that are kept, in order.
    pub(super) keys: Vec<String>,
    /// Whether the sides have moved things in ways that cannot be had together; then the order is that of the first.
    pub(super) is_contested: bool,
}

/// Merges the orders of a list. Of each two elements that side decides which has changed how they stand; what one side
/// added stands behind what it stood behind there.
pub(super) fn merge(base: &[&str], ours: &[&str], theirs: &[&str], kept: &HashSet<&str>) -> Order {
    let (in_ours, in_theirs) = (places(ours), places(theirs));
    let both: Vec<&str> =
        ours.iter().copied().filter(|key| kept.contains(key) && in_theirs.contains_key(key)).collect();
    let (keys, is_contested) = shared(&both, &places(base), &in_ours, &in_theirs);
    let keys = insert(&keys, ours, kept, &in_theirs);
    let keys = insert(&keys, theirs, kept, &in_ours);
    Order { keys: keys.into_iter().map(str::to_owned).collect(), is_contested }
}

type Places<'k> = HashMap<&'k str, usize>;

fn places<'k>(keys: &[&'k str]) -> Places<'k> {
    keys.iter().enumerate().map(|(at, key)| (*key, at)).collect()
}

/// The order of what both sides have, and whether it is contested.
fn shared<'k>(both: &[&'k str], base: &Places<'_>, ours: &Places<'_>, theirs: &Places<'_>) -> (Vec<&'k str>, bool) {
    let mut in_theirs = both.to_vec();
    in_theirs.sort_by_key(|key| theirs[key]);
    if in_theirs == both || both.len() > MOST {
        let is_contested = in_theirs != both;
        return (both.to_vec(), is_contested);
    }
    let is_before = |a: &str, b: &str| {
        let (in_ours, in_theirs) = (ours[a] < ours[b], theirs[a] < theirs[b]);
        match (base.get(a), base.get(b)) {
            (Some(at), Some(other)) if (at < other) == in_ours => in_theirs,
            _ => in_ours,
        }
    };
    let ahead_of = |key: &str| both.iter().filter(|other| **other != key && is_before(key, other)).count();
    let mut ranked: Vec<(usize, &str)> = both.iter().map(|key| (ahead_of(key), *key)).collect();
    ranked.sort_by_key(|(ahead, _)| Reverse(*ahead));
    // Where the answers for all pairs fit one order, each stands ahead of one fewer than the one before it.
    let fits = ranked.iter().enumerate().all(|(at, (ahead, _))| *ahead == both.len() - 1 - at);
    if fits { (ranked.into_iter().map(|(_, key)| key).collect(), false) } else { (both.to_vec(), true) }
}

/// Puts what only this side has behind what it stands behind there, and behind what the other side has put there.
fn insert<'k>(keys: &[&'k str], side: &[&'k str], kept: &HashSet<&str>, other: &Places<'_>) -> Vec<&'k str> {
    let mut runs: HashMap<Option<&str>, Vec<&'k str>> = HashMap::new();
    let mut before = None;
    for key in side.iter().filter(|key| kept.contains(*key)) {
        if other.contains_key(key) {
            before = Some(*key);
        } else {
            runs.entry(before).or_default().push(key);
        }
    }
    let known: HashSet<&str> = side.iter().copied().collect();
    let mut merged = Vec::with_capacity(keys.len() + side.len());
    let mut waiting = runs.remove(&None).unwrap_or_default();
    for key in keys {
        if known.contains(key) {
            merged.append(&mut waiting);
            waiting = runs.remove(&Some(*key)).unwrap_or_default();
        }
        merged.push(key);
    }
    merged.append(&mut waiting);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, ours: &str, theirs: &str) -> String {
        fn split(text: &str) -> Vec<&str> {
            text.split("").filter(|key| !key.is_empty()).collect()
        }
        let (base, ours, theirs) = (split(base), split(ours), split(theirs));
        let kept = ours.iter().chain(&theirs).copied().collect();
        let order = merge(&base, &ours, &theirs, &kept);
        order.keys.concat() + if order.is_contested { "!" } else { "" }
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
