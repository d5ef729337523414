//! Writing a text so that it is read as that text.

use std::fmt::Write as _;

use super::find_odd_blank;

/// Where a scalar is written, which decides what it may hold without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A value or item outside brackets.
    Block,
    /// Inside brackets.
    Flow,
    /// A key, in either.
    Key,
}

/// How a text was quoted before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quotes {
    Single,
    Double,
}

/// Writes `text` as a scalar of one line that may stand anywhere, in brackets too.
///
/// Without quotes where every reader takes it for this text: `no`, `1.10` and `2026-10-12` are quoted, since readers
/// of YAML 1.1 take them for something else.
pub fn quote(text: &str) -> String {
    quote_in(text, Place::Flow)
}

pub(super) fn quote_in(text: &str, place: Place) -> String {
    if is_plain_safe(text, place) {
        text.to_owned()
    } else if text.contains(['"', '\\']) {
        quote_with(text, Quotes::Single)
    } else {
        quote_with(text, Quotes::Double)
    }
}

/// Writes `text` in the quotes asked for; in double quotes where single ones cannot say it.
pub(super) fn quote_with(text: &str, quotes: Quotes) -> String {
    match quotes {
        Quotes::Single if text.chars().all(is_printable) => format!("'{}'", text.replace('\'', "''")),
        _ => double_quoted(text),
    }
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if is_printable(c) => quoted.push(c),
            c if (c as u32) <= 0xFFFF => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => {
                let _ = write!(quoted, "\\U{:08X}", c as u32);
            }
        }
    }
    quoted.push('"');
    quoted
}

fn is_plain_safe(text: &str, place: Place) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let is_opening = |c: char| "-?:,[]{}#&*!|>'\"%@`=~".contains(c);
    !is_opening(first)
        && text.chars().all(is_printable)
        && text.trim() == text
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && find_odd_blank(text, 0).is_none()
        && !text.starts_with("<<")
        && !text.starts_with("...")
        && (place == Place::Block || !text.contains([',', '[', ']', '{', '}']))
        && (place != Place::Key || text.len() < 1000)
        && !is_other_type(text)
}

/// Whether some reader takes the plain text for a truth value, a number, a date or nothing.
fn is_other_type(text: &str) -> bool {
    const WORDS: [&str; 11] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null", ".nan", ".inf"];
    let is_number_like = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && text
            .chars()
            .all(|c| c.is_ascii_hexdigit() || matches!(c, '.' | '_' | ':' | '+' | '-' | 'x' | 'o' | 'T' | 'Z' | ' '));
    is_number_like || WORDS.contains(&text.trim_start_matches(['+', '-']).to_ascii_lowercase().as_str())
}

/// Whether a literal block can say it.
pub(super) fn is_literal_safe(text: &str) -> bool {
    let first = text.split('\n').find(|line| !line.is_empty());
    first.is_some_and(|line| !line.starts_with([' ', '\t']))
        && !text.ends_with("\n\n")
        && !text.split('\n').any(|line| !line.is_empty() && line.trim().is_empty())
        && text.chars().all(|c| c == '\n' || c == '\t' || is_printable(c))
}

/// Whether it may stand in a file as it is, on one line. Line ends of other standards and invisible marks may not.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Style, parse};
    use super::*;

    #[test]
    fn quotes_only_what_needs_it() {
        let plain = [
            "maya",
            "Customer connects first integration",
            "a: b".trim_end_matches(": b"),
            "http://x/y#z",
            "it's",
            "1st",
        ];
        for text in plain {
            assert_eq!(quote(text), text);
        }
        let quoted = [
            ("", "\"\""),
            ("no", "\"no\""),
            ("1.10", "\"1.10\""),
            ("2026-10-12", "\"2026-10-12\""),
            ("12:30", "\"12:30\""),
            ("a: b", "\"a: b\""),
            ("a # b", "\"a # b\""),
            ("a:\u{a0}b", "\"a:\u{a0}b\""),
            ("a, b", "\"a, b\""),
            ("- a", "\"- a\""),
            (" a", "\" a\""),
            ("say \"hi\": x", "'say \"hi\": x'"),
            ("C:\\: it's", "'C:\\: it''s'"),
            ("a\nb", "\"a\\nb\""),
            ("~", "\"~\""),
            ("\u{7}", "\"\\u0007\""),
        ];
        for (text, expected) in quoted {
            assert_eq!(quote(text), expected);
        }
        assert_eq!(quote_in("a, [b]", Place::Block), "a, [b]");
    }

    fn texts() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "a",
            "b",
            " ",
            ":",
            "#",
            "-",
            "'",
            "\"",
            "\\",
            "\n",
            "\t",
            ",",
            "[",
            "]",
            "{",
            "}",
            "?",
            "!",
            "&",
            "*",
            "%",
            "@",
            "`",
            "|",
            ">",
            "~",
            "=",
            "<<",
            "...",
            "---",
            "1",
            ".",
            "0x",
            "yes",
            "null",
            "true",
            "é",
            "\u{85}",
            "\u{feff}",
            "\u{0}",
            "\u{1F600}",
            "\r",
            "\u{2028}",
            "\u{7f}",
            "\u{9f}",
            "\u{fffe}",
        ]);
        prop_oneof![prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat()), any::<String>()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn what_is_quoted_is_read_back(text in texts()) {
            for source in [
                quote(&text),
                quote_with(&text, Quotes::Single),
                quote_with(&text, Quotes::Double),
                quote_in(&text, Place::Block),
            ] {
                let tree = parse(&source, 0);
                prop_assert!(tree.faults.is_empty(), "{:?} {:?}", source, tree.faults);
                let root = tree.root.expect("a scalar");
                let scalar = root.as_scalar().expect("a scalar");
                prop_assert_eq!(&scalar.text, &text);
                let is_text = !scalar.is_absent() && scalar.as_decimal().is_none() && scalar.as_bool().is_none();
                prop_assert!(is_text || scalar.style != Style::Plain);
            }
            let inside = format!("{{ k: {}, {}: [{}] }}", quote(&text), quote_in(&text, Place::Key), quote(&text));
            if text.len() < 300 && text != "k" {
                let tree = parse(&inside, 0);
                prop_assert!(tree.faults.is_empty(), "{:?} {:?}", inside, tree.faults);
            }
        }
    }
}
