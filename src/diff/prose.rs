//! Longer texts compared word by word.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use super::change::Words;

/// How many words stand around a change.
const AROUND: usize = 5;

/// How many words an excerpt has at most.
const MOST: usize = 60;

/// How many words of each side are compared; the cost of comparing may grow with the square.
const COMPARED: usize = 4_000;

/// The changed words of a text with some around them, blanks between words being one.
pub(super) fn excerpt(was: &str, is: &str) -> Vec<Words> {
    let (was, is): (Vec<&str>, Vec<&str>) = (was.split_whitespace().collect(), is.split_whitespace().collect());
    let same = was.iter().zip(&is).take_while(|(a, b)| a == b).count();
    let tail = was[same..].iter().rev().zip(is[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&was[same..was.len() - tail], &is[same..is.len() - tail]);
    let mut excerpt = Excerpt::default();
    excerpt.kept(&was[..same]);
    if old.len().max(new.len()) <= COMPARED {
        for op in whole(capture_diff_slices(Algorithm::Myers, old, new)) {
            excerpt.op(&op, old, new);
        }
    } else {
        excerpt.put(Words::Removed, old);
        excerpt.put(Words::Added, new);
    }
    excerpt.kept(&was[was.len() - tail..]);
    excerpt.finish()
}

/// What stands between two changes and is shorter than they belongs to them: a sentence written anew is no mosaic.
fn whole(ops: Vec<DiffOp>) -> Vec<DiffOp> {
    let mut merged: Vec<DiffOp> = Vec::new();
    for op in ops {
        let small = matches!(op, DiffOp::Equal { len, .. } if len < 2);
        let glued = merged.last().is_some_and(|last| last.tag() != DiffTag::Equal);
        match merged.last_mut() {
            Some(last) if glued && (small || op.tag() != DiffTag::Equal) => *last = join(last, &op),
            _ => merged.push(op),
        }
    }
    merged
}

fn join(a: &DiffOp, b: &DiffOp) -> DiffOp {
    let (old, new) = (a.old_range().start..b.old_range().end, a.new_range().start..b.new_range().end);
    DiffOp::Replace { old_index: old.start, old_len: old.len(), new_index: new.start, new_len: new.len() }
}

#[derive(Default)]
struct Excerpt {
    words: Vec<Words>,
    used: usize,
    /// Kept words that may come to stand around a change.
    pending: Vec<String>,
    changed: bool,
    cut: bool,
}

impl Excerpt {
    fn op(&mut self, op: &DiffOp, old: &[&str], new: &[&str]) {
        let (was, is) = (&old[op.old_range()], &new[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => self.kept(was),
            _ => {
                self.put(Words::Removed, was);
                self.put(Words::Added, is);
            }
        }
    }

    fn kept(&mut self, words: &[&str]) {
        self.pending.extend(words.iter().map(|word| (*word).to_owned()));
    }

    /// Adds changed words, after those that stand around.
    fn put(&mut self, make: fn(String) -> Words, words: &[&str]) {
        if words.is_empty() {
            return;
        }
        self.around(true);
        let room = MOST.saturating_sub(self.used);
        let shown = &words[..words.len().min(room)];
        self.used += shown.len();
        if !shown.is_empty() {
            self.words.push(make(shown.join(" ")));
        }
        if shown.len() < words.len() {
            self.gap();
            self.cut = true;
        }
        self.changed = true;
    }

    /// Adds the words between two changes, before the first or after the last.
    fn around(&mut self, follows: bool) {
        let pending = std::mem::take(&mut self.pending);
        if pending.is_empty() || self.cut {
            return;
        }
        let head = if self.changed { AROUND } else { 0 };
        let tail = if follows { AROUND } else { 0 };
        if pending.len() <= head + tail {
            self.words.push(Words::Kept(pending.join(" ")));
            return;
        }
        if head > 0 {
            self.words.push(Words::Kept(pending[..head].join(" ")));
        }
        self.gap();
        if tail > 0 {
            self.words.push(Words::Kept(pending[pending.len() - tail..].join(" ")));
        }
    }

    fn gap(&mut self) {
        if self.words.last() != Some(&Words::Gap) {
            self.words.push(Words::Gap);
        }
    }

    fn finish(mut self) -> Vec<Words> {
        self.around(false);
        self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(was: &str, is: &str) -> String {
        let piece = |words: Words| match words {
            Words::Kept(text) => text,
            Words::Removed(text) => format!("[-{text}]"),
            Words::Added(text) => format!("[+{text}]"),
            Words::Gap => "…".to_owned(),
        };
        excerpt(was, is).into_iter().map(piece).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn shows_changed_words_with_some_around_them() {
        assert_eq!(
            shown("a b c d e f old g h i j k l", "a b c d e f new g h i j k l"),
            "… b c d e f [-old] [+new] g h i j k …"
        );
        assert_eq!(shown("", "new words"), "[+new words]");
        assert_eq!(shown("one two", "one two three"), "one two [+three]");
        assert_eq!(shown("a x b y c", "a 1 b 2 c"), "a [-x b y] [+1 b 2] c");
    }

    #[test]
    fn a_long_change_is_cut() {
        let long = "word ".repeat(100);
        let text = shown("a", &long);
        assert!(text.ends_with('…') && text.len() < 400, "{text}");
    }
}
