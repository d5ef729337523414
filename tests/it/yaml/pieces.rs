//! Documents cut into pieces: printed again they are the same text.

use std::path::Path;

use proptest::prelude::*;
use wayfare::yaml::block::{Block, cut, print};

use super::document::{Styled, document, ends};

/// What a text is cut into; items are known by nothing.
fn pieces(text: &str) -> Option<Block> {
    cut(text, &|_, _| (String::new(), ()))
}

#[test]
fn what_is_cut_is_printed_as_the_same_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for folder in ["tests/corpus/yaml", "tests/corpus/record", "example-workspace"] {
        for entry in walkdir::WalkDir::new(root.join(folder)) {
            let entry = entry.expect("the folder can be listed");
            if entry.path().extension().is_none_or(|extension| extension != "yaml") {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).expect("a text");
            if let Some(document) = pieces(&text) {
                assert_eq!(print(&document, ()), text, "{}", entry.path().display());
                count += 1;
            }
        }
    }
    assert!(count > 5, "only {count} documents were cut");
}

#[test]
fn what_is_not_understood_is_not_cut() {
    for text in
        ["- a\n", "{ a: b }\n", "a: [b\n", "a: &x b\n", "a: b\rc: d\r", "\u{feff}a: b\n", "a: 1\na: 2\n", "? a\n: b\n"]
    {
        assert_eq!(pieces(text), None, "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_is_cut_is_printed_as_the_same_bytes(document in document(), ends in ends()) {
        let text = document.written(&ends);
        let pieces = pieces(&text);
        // Generated mappings are understood unless they are in braces or have nothing in them.
        let is_lined = matches!(document, Styled::Map(..)) && !text.trim_start().starts_with('{') && !text.contains("? ");
        prop_assert!(pieces.is_some() || !is_lined, "not cut:\n{}", text);
        if let Some(pieces) = pieces {
            prop_assert_eq!(print(&pieces, ()), text);
        }
    }
}
