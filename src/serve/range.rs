//! Which bytes of a file a request asks for: what players of recordings need to jump in them.

use std::ops::Range;

use axum::http::{HeaderMap, header};

/// What a request asks for of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it: nothing else was asked for, several parts were, or what was asked for cannot be read.
    Whole,
    /// These bytes, of which there is at least one.
    Part(Range<usize>),
    /// Bytes that it does not have.
    Beyond,
}

/// What the headers of a GET request ask for of a file of so many bytes, whose entity tag is `tag`.
pub(super) fn wanted(headers: &HeaderMap, tag: &str, length: usize) -> Wanted {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // Parts of another content would not fit to those that are there.
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(tag) {
        return Wanted::Whole;
    }
    text(header::RANGE).and_then(|range| part(range, length)).unwrap_or(Wanted::Whole)
}

/// One part; `None` for several, and for what is no range.
fn part(range: &str, length: usize) -> Option<Wanted> {
    let (unit, range) = range.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") || range.contains(',') {
        return None;
    }
    let (first, last) = range.trim().split_once('-')?;
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(Some(digits.parse::<usize>().unwrap_or(usize::MAX)))
        }
        _ => None,
    };
    let range = match (number(first)?, number(last)?) {
        (Some(first), Some(last)) if first > last => return None,
        (Some(first), last) => first..last.map_or(length, |last| last.saturating_add(1).min(length)),
        (None, Some(suffix)) => length.saturating_sub(suffix)..length,
        (None, None) => return None,
    };
    Some(if range.start < range.end { Wanted::Part(range) } else { Wanted::Beyond })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(given: &[(header::HeaderName, &'static str)], length: usize) -> Wanted {
        let headers = given.iter().map(|(name, value)| (name.clone(), header::HeaderValue::from_static(value)));
        wanted(&headers.collect(), "\"tag\"", length)
    }

    #[test]
    fn one_part_is_given_and_all_else_is_the_whole() {
        for (range, expected) in [
            ("bytes=0-3", Wanted::Part(0..4)),
            ("bytes=2-", Wanted::Part(2..10)),
            ("bytes=-3", Wanted::Part(7..10)),
            ("bytes=-30", Wanted::Part(0..10)),
            ("Bytes = 4-4", Wanted::Part(4..5)),
            ("bytes=8-99999999999999999999999", Wanted::Part(8..10)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=99999999999999999999999-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=0-1,4-5", Wanted::Whole),
            ("bytes=5-2", Wanted::Whole),
            ("bytes=-", Wanted::Whole),
            ("bytes=a-b", Wanted::Whole),
            ("bytes=+1-2", Wanted::Whole),
            ("lines=1-2", Wanted::Whole),
            ("bytes", Wanted::Whole),
        ] {
            assert_eq!(asked(&[(header::RANGE, range)], 10), expected, "{range}");
        }
        assert_eq!(asked(&[], 10), Wanted::Whole);
        assert_eq!(asked(&[(header::RANGE, "bytes=0-")], 0), Wanted::Beyond);
    }

    #[test]
    fn a_part_of_another_content_is_the_whole() {
        let range = (header::RANGE, "bytes=0-3");
        assert_eq!(asked(&[range.clone(), (header::IF_RANGE, "\"tag\"")], 10), Wanted::Part(0..4));
        for other in ["\"other\"", "W/\"tag\"", "Wed, 21 Oct 2015 07:28:00 GMT"] {
            assert_eq!(asked(&[range.clone(), (header::IF_RANGE, other)], 10), Wanted::Whole, "{other}");
        }
    }
}
