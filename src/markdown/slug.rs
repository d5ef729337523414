//! The anchor that a heading's words give, as the npm package `github-slugger` makes it after GitHub's model.
//!
//! Invariant: the same code points are kept as by version 2 of the package, which knows those of Unicode 13.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// What is kept of a heading: letters, marks, digits and connectors, as they were in the package's version of Unicode.
const KEPT: &str = r"[[\p{Alphabetic}\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}]&&\p{Age=13.0}]";

/// [`KEPT`] as ranges in order.
static RANGES: LazyLock<Vec<ClassUnicodeRange>> = LazyLock::new(|| {
    let Ok(HirKind::Class(Class::Unicode(class))) = regex_syntax::parse(KEPT).map(Hir::into_kind) else {
        unreachable!("a class is read as one");
    };
    class.ranges().to_vec()
});

/// Small letters, blanks as hyphens, and nothing that is no letter, mark, digit, connector or hyphen.
pub(super) fn slug(text: &str) -> String {
    let keep = |c: char| match c {
        ' ' => Some('-'),
        c if is_kept(c) => Some(c),
        _ => None,
    };
    text.to_lowercase().chars().filter_map(keep).collect()
}

/// Whether a forge keeps this sign of a heading, in small letters.
pub(super) fn is_kept(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    }
    let at = RANGES.partition_point(|range| range.end() < c);
    RANGES.get(at).is_some_and(|range| range.start() <= c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_forges_keep() {
        for (text, expected) in [
            ("Why it matters", "why-it-matters"),
            ("What's next? (2026)", "whats-next-2026"),
            ("a - b_c", "a---b_c"),
            ("Über Größe", "über-größe"),
            ("cafe\u{301}", "cafe\u{301}"),
            ("🎉 party", "-party"),
            (" after an image", "-after-an-image"),
            ("!!!", ""),
        ] {
            assert_eq!(slug(text), expected);
        }
    }
}
