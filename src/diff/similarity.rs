//! How alike two texts are, by git's measure, and pairs of what is most alike.
//!
//! Git splits a file at line ends, and longer lines after 64 bytes; two files are as alike as the bytes of the pieces
//! they share are to the bytes of the larger one.

use std::collections::HashMap;

/// Alike enough to be the same record under another name, of [`MOST`]: git's default of half.
const ENOUGH: usize = 5_000;

/// Twice the same text.
const MOST: usize = 10_000;

/// How many bytes a piece has at most.
const PIECE: usize = 64;

/// How many texts of each side are compared; beyond, only equal ones are found, as git does.
const LIMIT: usize = 1_000;

/// A text that is to find its like.
pub(super) struct Text<'t> {
    /// By what ties are settled; unique on its side.
    pub(super) key: &'t str,
    /// Texts of other groups are not alike.
    pub(super) group: String,
    /// The text.
    pub(super) text: &'t str,
}

/// Pairs each text of `old` with the one of `new` that is most alike, each once, as places in the two lists.
///
/// The most alike come first; ties are settled by the old key, then the new one.
pub(super) fn pairs(old: &[Text<'_>], new: &[Text<'_>]) -> Vec<(usize, usize)> {
    let old_pieces: Vec<_> = old.iter().map(|text| pieces(text.text)).collect();
    let new_pieces: Vec<_> = new.iter().map(|text| pieces(text.text)).collect();
    let mut candidates = Vec::new();
    let few = old.len() <= LIMIT && new.len() <= LIMIT;
    for (at, was) in old.iter().enumerate() {
        for (other, is) in new.iter().enumerate().filter(|(_, is)| is.group == was.group) {
            if !few && was.text.len() != is.text.len() {
                continue;
            }
            let score = score(&old_pieces[at], was.text.len(), &new_pieces[other], is.text.len());
            if score >= if few { ENOUGH } else { MOST } {
                candidates.push((std::cmp::Reverse(score), was.key, is.key, at, other));
            }
        }
    }
    candidates.sort_unstable();
    let (mut old_taken, mut new_taken) = (vec![false; old.len()], vec![false; new.len()]);
    let mut found = Vec::new();
    for (.., at, other) in candidates {
        if !old_taken[at] && !new_taken[other] {
            old_taken[at] = true;
            new_taken[other] = true;
            found.push((at, other));
        }
    }
    found
}

/// How many bytes there are of each piece.
fn pieces(text: &str) -> HashMap<&[u8], usize> {
    let mut pieces = HashMap::new();
    for line in text.as_bytes().split_inclusive(|byte| *byte == b'\n') {
        for piece in line.chunks(PIECE) {
            *pieces.entry(piece).or_default() += piece.len();
        }
    }
    pieces
}

fn score(old: &HashMap<&[u8], usize>, old_length: usize, new: &HashMap<&[u8], usize>, new_length: usize) -> usize {
    let larger = old_length.max(new_length);
    // Too unlike in size to be alike enough.
    if old_length.min(new_length) * MOST < larger * ENOUGH {
        return 0;
    }
    let shared: usize = new.iter().map(|(piece, bytes)| old.get(piece).map_or(0, |other| (*bytes).min(*other))).sum();
    (shared * MOST).checked_div(larger).unwrap_or(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<(usize, usize)> {
        let texts = |texts: &[(&'static str, &'static str)]| -> Vec<Text<'static>> {
            texts.iter().map(|(key, text)| Text { key, group: String::new(), text }).collect()
        };
        let leak = |texts: &[(&str, &str)]| -> Vec<(&'static str, &'static str)> {
            texts.iter().map(|(key, text)| (&*key.to_string().leak(), &*text.to_string().leak())).collect()
        };
        pairs(&texts(&leak(old)), &texts(&leak(new)))
    }

    #[test]
    fn the_most_alike_are_paired_first_and_ties_by_key() {
        let (text, near) = ("one\ntwo\nthree\n", "one\ntwo\nfour!\n");
        assert_eq!(found(&[("a", text)], &[("b", near), ("c", text)]), [(0, 1)]);
        assert_eq!(found(&[("b", text), ("a", text)], &[("d", text), ("c", text)]), [(1, 1), (0, 0)]);
        assert_eq!(found(&[("a", "one\n")], &[("b", "six\n")]), []);
    }
}
