//! Our tree beside that of an independent reader, on random and on hand-written documents.
//!
//! Where the two differ by the rules for records:
//!
//! - numbers are plain decimals and keep their digits (`1.10`, `007`); the oracle reads hexadecimal, octal, exponents
//!   and `.inf` too, and keeps the value only;
//! - truth values are `true` and `false`; the oracle reads `True` and `TRUE` too;
//! - a block of text that ends with the file is read as if a line break followed, as the specification's tests have it;
//!   so adding to the end of a file does not change it;
//! - a block of text may begin with a tab behind its indentation; the oracle refuses that;
//! - a byte-order mark is accepted; the oracle may not accept it.

use proptest::prelude::*;
use serde_yaml::Value;
use wayfare::yaml::{Node, Value as Read, parse};

use super::document::{Said, document, ends};

/// Compares what both read; the message says where they part.
fn agree(node: &Node, value: &Value) -> Result<(), String> {
    let differ = || Err(format!("{node:?} is not {value:?}"));
    match (&node.value, value) {
        (Read::Scalar(scalar), Value::Null) if scalar.is_absent() => Ok(()),
        (Read::Scalar(scalar), Value::String(text)) if !scalar.is_absent() && scalar.text == *text => Ok(()),
        // What the oracle takes for a number or truth value is plain text to us, if it is not the same to both.
        (Read::Scalar(scalar), Value::Bool(value)) if scalar.is_plain() => match scalar.as_bool() {
            Some(ours) if ours != *value => differ(),
            Some(_) => Ok(()),
            None if matches!(scalar.text.as_str(), "True" | "TRUE" | "False" | "FALSE") => Ok(()),
            None => differ(),
        },
        (Read::Scalar(scalar), Value::Number(number)) if scalar.is_plain() => {
            match scalar.as_decimal().and_then(|digits| digits.parse::<f64>().ok()) {
                Some(ours) if Some(ours) != number.as_f64() => differ(),
                _ => Ok(()),
            }
        }
        (Read::Sequence(list), Value::Sequence(values)) if list.items.len() == values.len() => {
            list.items.iter().zip(values).try_for_each(|(item, value)| agree(item, value))
        }
        (Read::Mapping(mapping), Value::Mapping(values)) if mapping.entries.len() == values.len() => {
            mapping.entries.iter().zip(values).try_for_each(|(entry, (key, value))| {
                agree(&entry.key, key)?;
                agree(&entry.value, value)
            })
        }
        _ => differ(),
    }
}

/// Reads `text` both ways.
fn compare(text: &str) -> Result<(), String> {
    let tree = parse(text, 0);
    if !tree.faults.is_empty() || !tree.complete {
        return Err(format!("{:?} in {text}", tree.faults));
    }
    let ended = if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
    let value: Value = serde_yaml::from_str(&ended).map_err(|error| format!("{error} in {text}"))?;
    match &tree.root {
        Some(root) => agree(root, &value).map_err(|difference| format!("{difference} in {text}")),
        None if value == Value::Null => Ok(()),
        None => Err(format!("nothing is not {value:?} in {text}")),
    }
}

#[test]
fn hand_written_documents_are_read_alike() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/yaml");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the corpus is there")
        .map(|entry| entry.expect("a folder can be listed").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("the corpus is text");
        let with_crlf = text.replace('\n', "\r\n");
        for text in [text.as_str(), &with_crlf, text.trim_end_matches('\n')] {
            compare(text).unwrap_or_else(|difference| panic!("{}: {difference}", path.display()));
        }
        let said = |text: &str| parse(text, 0).root.as_ref().map(Said::by);
        assert_eq!(said(&text), said(&with_crlf), "{}", path.display());
    }
}

#[test]
fn intended_differences_are_as_the_rules_say() {
    let ours = |text: &str| Said::by(&parse(text, 0).root.expect("a node"));
    let theirs = |text: &str| serde_yaml::from_str::<Value>(text).expect("the oracle reads it");
    for text in ["True", "FALSE"] {
        assert_eq!(ours(text), Said::Text(text.to_owned()));
        assert!(theirs(text).is_bool());
    }
    for text in ["0x1F", "0o17", "1e3", "+1", ".inf", "-.5"] {
        assert_eq!(ours(text), Said::Text(text.to_owned()));
        assert!(theirs(text).is_number(), "{text}");
    }
    assert_eq!(ours("|\n  \tx"), Said::Text("\tx\n".to_owned()));
    assert!(serde_yaml::from_str::<Value>("|\n  \tx").is_err());
    assert_eq!(ours("|\n  x"), Said::Text("x\n".to_owned()));
    assert_eq!(theirs("|\n  x"), Value::from("x"));
    assert_eq!(ours("1.10"), Said::Number("1.10".to_owned()));
    assert_eq!(ours("\u{feff}a: b"), Said::Map(vec![("a".to_owned(), Said::Text("b".to_owned()))]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn random_documents_are_read_alike(document in document(), ends in ends()) {
        let text = document.written(&ends);
        let tree = parse(&text, 0);
        prop_assert!(tree.faults.is_empty(), "{:?} in {}", tree.faults, text);
        prop_assert_eq!(tree.root.as_ref().map(Said::by), Some(document.said()), "{}", text);
        prop_assert_eq!(compare(&text), Ok(()));
    }
}
