//! Commits and tags as their bytes say, read as leniently as git reads them.
//!
//! Libgit2 refuses a whole commit for one malformed author line or date, which imports from other systems have. Here
//! what can be read is read; only a commit that names no tree is none.

use git2::{ObjectType, Oid};

use super::encoding::{Decoded, decode};
use super::failure::{Failure, failure};

/// A clock that is a day off is no clock.
const MAX_OFFSET: i32 = 24 * 60;

/// A commit or tag: its headers, and below them the message.
pub(super) struct Raw {
    bytes: Vec<u8>,
    /// Where the headers end.
    end: usize,
    /// Where the message begins.
    message: usize,
}

/// Who wrote a commit or made a tag, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    /// In seconds since 1970; `None` where that is not said.
    pub(super) seconds: Option<i64>,
    /// How far their clock was ahead of UTC, in minutes.
    pub(super) offset: i32,
    /// Whether no letter of the name is lost.
    pub(super) is_whole: bool,
}

impl Raw {
    fn of(bytes: Vec<u8>) -> Raw {
        let blank = bytes.windows(2).position(|pair| pair == b"\n\n");
        let (end, message) = match blank {
            _ if bytes.first() == Some(&b'\n') => (0, 1),
            Some(at) => (at + 1, at + 2),
            None => (bytes.len(), bytes.len()),
        };
        Raw { bytes, end, message }
    }

    /// A commit of a repository.
    pub(super) fn commit(handle: &git2::Repository, id: Oid) -> Result<Raw, Failure> {
        Raw::read(handle, id, ObjectType::Commit).map_err(failure("read a commit"))
    }

    /// A tag of a repository.
    pub(super) fn tag(handle: &git2::Repository, id: Oid) -> Option<Raw> {
        Raw::read(handle, id, ObjectType::Tag).ok()
    }

    fn read(handle: &git2::Repository, id: Oid, kind: ObjectType) -> Result<Raw, git2::Error> {
        let odb = handle.odb()?;
        let object = odb.read(id)?;
        if object.kind() != kind {
            return Err(git2::Error::from_str(&format!("{id} is a {}", object.kind().str())));
        }
        Ok(Raw::of(object.data().to_vec()))
    }

    /// The headers in order, each with the lines that go on with it.
    pub(super) fn headers(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let mut rest = &self.bytes[..self.end];
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let goes_on = |at: usize| rest.get(at + 1) == Some(&b' ');
            let mut breaks = rest.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
            let end = breaks.find(|at| !goes_on(*at)).unwrap_or(rest.len());
            let header = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            let blank = header.iter().position(|byte| *byte == b' ').unwrap_or(header.len());
            Some((&header[..blank], header.get(blank + 1..).unwrap_or_default()))
        })
    }

    /// The first header of a name.
    pub(super) fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers().find(|(other, _)| *other == name.as_bytes()).map(|(_, value)| value)
    }

    fn id(&self, name: &str) -> Option<Oid> {
        self.header(name).and_then(oid)
    }

    /// The tree that a commit names.
    pub(super) fn tree(&self) -> Result<Oid, Failure> {
        self.id("tree").ok_or_else(|| Failure { action: "read a commit", reason: "it names no tree".to_owned() })
    }

    /// What a tag names.
    pub(super) fn object(&self) -> Option<Oid> {
        self.id("object")
    }

    /// The commits that a commit builds on.
    pub(super) fn parents(&self) -> impl Iterator<Item = Oid> {
        self.headers().skip(1).take_while(|(name, _)| *name == b"parent").filter_map(|(_, value)| oid(value))
    }

    /// The encoding of its texts, where one is declared.
    pub(super) fn encoding(&self) -> Option<String> {
        let label = self.header("encoding").map(|label| String::from_utf8_lossy(label).trim().to_owned());
        label.filter(|label| !label.is_empty())
    }

    /// The message.
    pub(super) fn message(&self) -> Decoded {
        decode(&self.bytes[self.message..], self.encoding().as_deref())
    }

    /// Somebody whom a header names: `author`, `committer` or `tagger`.
    pub(super) fn person(&self, role: &str) -> Option<Person> {
        let line = self.header(role)?;
        Some(person(line, &|bytes| decode(bytes, self.encoding().as_deref())))
    }

    /// When a commit was made, in seconds since 1970, for putting commits in order.
    pub(super) fn made(&self) -> i64 {
        self.person("committer").and_then(|committer| committer.seconds).unwrap_or(0)
    }
}

fn oid(text: &[u8]) -> Option<Oid> {
    Oid::from_str(std::str::from_utf8(text.trim_ascii()).ok()?).ok()
}

/// Reads `Name <address> seconds offset`, of which anything may be missing.
fn person(line: &[u8], decode: &dyn Fn(&[u8]) -> Decoded) -> Person {
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let at = |wanted: u8| line.iter().position(|byte| *byte == wanted);
    let last = line.iter().rposition(|byte| *byte == b'>');
    let (name, email, date) = match (at(b'<'), last) {
        (Some(open), Some(close)) if open < close => {
            let address = &line[open + 1..close];
            let address = address.split(|byte| *byte == b'>').next().unwrap_or_default();
            (&line[..open], address, Date::of(&line[close + 1..]))
        }
        (Some(open), _) => {
            let (address, date) = Date::at_end(&line[open + 1..]);
            (&line[..open], address, date)
        }
        (None, _) => {
            let (name, date) = Date::at_end(line);
            (name, &b""[..], date)
        }
    };
    let (name, email) = (decode(name.trim_ascii()), decode(email.trim_ascii()));
    Person {
        name: name.text,
        email: email.text,
        seconds: date.seconds,
        offset: date.offset,
        is_whole: name.is_whole && email.is_whole,
    }
}

/// A moment as a commit writes it: `1790000000 +0200`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Date {
    seconds: Option<i64>,
    offset: i32,
}

impl Date {
    fn of(text: &[u8]) -> Date {
        let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let seconds = words.next().and_then(seconds);
        let offset = words.next().and_then(offset).filter(|offset| offset.abs() < MAX_OFFSET);
        Date { seconds, offset: offset.unwrap_or(0) }
    }

    /// The date at the end of a text, and what stands before it.
    fn at_end(text: &[u8]) -> (&[u8], Date) {
        let text = text.trim_ascii_end();
        let last_word = |text: &[u8]| text.iter().rposition(u8::is_ascii_whitespace).map_or(0, |at| at + 1);
        let mut start = last_word(text);
        if text.get(start).is_some_and(|sign| matches!(sign, b'+' | b'-')) && offset(&text[start..]).is_some() {
            start = last_word(text[..start].trim_ascii_end());
        }
        let date = Date::of(&text[start..]);
        if date.seconds.is_some() { (&text[..start], date) } else { (text, Date::default()) }
    }
}

/// A number of seconds; `None` for one that no clock can show.
fn seconds(word: &[u8]) -> Option<i64> {
    let digits = word.strip_prefix(b"-").unwrap_or(word);
    let digits = &digits[..digits.iter().take_while(|byte| byte.is_ascii_digit()).count()];
    let number: i64 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some(if word.starts_with(b"-") { -number } else { number })
}

/// How far a clock is ahead of UTC, in minutes: `+0200`.
fn offset(word: &[u8]) -> Option<i32> {
    let (sign, digits) = match word.split_first()? {
        (b'+', digits) => (1, digits),
        (b'-', digits) => (-1, digits),
        _ => return None,
    };
    let clock: i32 = std::str::from_utf8(digits).ok().filter(|text| !text.starts_with(['+', '-']))?.parse().ok()?;
    Some(sign * (clock / 100 * 60 + clock % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> (String, String, Option<i64>, i32) {
        let person = person(line.as_bytes(), &|bytes| decode(bytes, None));
        (person.name, person.email, person.seconds, person.offset)
    }

    fn expected(
        name: &str,
        email: &str,
        seconds: impl Into<Option<i64>>,
        offset: i32,
    ) -> (String, String, Option<i64>, i32) {
        (name.to_owned(), email.to_owned(), seconds.into(), offset)
    }

    #[test]
    fn who_and_when_is_read_as_far_as_it_is_written() {
        for (line, says) in [
            (
                "Maya C. <maya@acme.example> 1700000000 +0230",
                expected("Maya C.", "maya@acme.example", 1_700_000_000, 150),
            ),
            ("jdoe 1700000000 +0000", expected("jdoe", "", 1_700_000_000, 0)),
            ("jdoe", expected("jdoe", "", None, 0)),
            ("J. Doe 2", expected("J. Doe", "", 2, 0)),
            ("jdoe <> 1700000000 -0100", expected("jdoe", "", 1_700_000_000, -60)),
            ("<a@b.example> 1 +0000", expected("", "a@b.example", 1, 0)),
            ("Maya <maya@acme.example 1700000000 +0000", expected("Maya", "maya@acme.example", 1_700_000_000, 0)),
            ("Maya <maya@acme.example>> 17 +0000", expected("Maya", "maya@acme.example", 17, 0)),
            ("Maya <maya@acme.example>17 +0000", expected("Maya", "maya@acme.example", 17, 0)),
            ("Maya <m@a.example> -100 +0000", expected("Maya", "m@a.example", -100, 0)),
            ("Maya <m@a.example> 99999999999999999999 +0000", expected("Maya", "m@a.example", None, 0)),
            ("Maya <m@a.example> yesterday", expected("Maya", "m@a.example", None, 0)),
            ("Maya <m@a.example> 5 +518000", expected("Maya", "m@a.example", 5, 0)),
            ("Maya <m@a.example> 5 CEST", expected("Maya", "m@a.example", 5, 0)),
            ("", expected("", "", None, 0)),
        ] {
            assert_eq!(read(line), says, "{line}");
        }
    }

    #[test]
    fn a_commit_is_read_header_by_header() {
        let tree = "a".repeat(40);
        let text = format!(
            "tree {tree}\nparent {tree}\nauthor A\ngpgsig one\n two\n three\nencoding  UTF-8\n\nSubject\n\nBody\n"
        );
        let raw = Raw::of(text.into_bytes());
        assert_eq!(raw.header("gpgsig"), Some(&b"one\n two\n three"[..]));
        assert_eq!((raw.parents().count(), raw.encoding().as_deref()), (1, Some("UTF-8")));
        assert_eq!(raw.message().text, "Subject\n\nBody\n");
        assert!(raw.tree().is_ok());
        let bare = Raw::of(format!("tree {tree}\nauthor A\n").into_bytes());
        assert_eq!((bare.message().text.as_str(), bare.parents().count()), ("", 0));
        assert!(Raw::of(Vec::new()).tree().is_err());
    }
}
