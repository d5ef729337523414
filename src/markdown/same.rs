//! Whether two pieces of Markdown say the same, however they are written.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{prose, scan};

/// Whether two pieces of Markdown say the same: equal but for where the lines of paragraphs end, and for which of the
/// signs is used that mean one thing.
pub fn says_the_same(was: &str, is: &str) -> bool {
    // All of a record that is new or gone is compared with nothing.
    if is_blank(was) != is_blank(is) {
        return false;
    }
    let (was, is) = (was.replace("\r\n", "\n"), is.replace("\r\n", "\n"));
    if was == is {
        return true;
    }
    // What is not read says what it says letter by letter.
    let (Some(old), Some(new)) = (told(&was), told(&is)) else { return false };
    old == new && scan(&was).references == scan(&is).references
}

/// Whether a text is nothing but blanks to Markdown.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c))
}

/// What a text says, part by part.
fn told(text: &str) -> Option<Vec<String>> {
    let mut telling = Telling::default();
    for (event, _) in prose::parse(text)? {
        match event {
            Event::Text(text) if telling.is_code => telling.words.push_str(&text),
            Event::Text(text) => telling.words(&text),
            Event::SoftBreak => telling.words(" "),
            Event::Start(tag) => {
                telling.is_code |= matches!(tag, Tag::CodeBlock(_));
                telling.part(format!("{tag:?}"));
            }
            Event::End(tag) => {
                telling.part(format!("{tag:?}"));
                telling.is_code &= tag != TagEnd::CodeBlock;
            }
            other => telling.part(format!("{other:?}")),
        }
    }
    telling.flush();
    Some(telling.parts)
}

#[derive(Default)]
struct Telling {
    parts: Vec<String>,
    words: String,
    is_code: bool,
}

impl Telling {
    /// Adds words, blanks between which are one.
    fn words(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                ' ' | '\t' | '\n' if self.words.ends_with(' ') => {}
                ' ' | '\t' | '\n' => self.words.push(' '),
                letter => self.words.push(letter),
            }
        }
    }

    fn part(&mut self, part: String) {
        self.flush();
        self.parts.push(part);
    }

    fn flush(&mut self) {
        if !self.words.is_empty() {
            self.parts.push(format!("={}", std::mem::take(&mut self.words)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::says_the_same;

    #[test]
    fn lines_may_end_elsewhere_where_that_means_nothing() {
        for (was, is) in [
            ("one two\nthree\n\nfour\n", "one\r\ntwo three\r\n\r\nfour"),
            ("see *this\nword* now", "see\n*this word*\nnow"),
            ("* one\n* two\n", "- one\n- two"),
            ("Title\n=====\n", "# Title"),
            ("\n\ntext\n\n", "text"),
            ("", " \r\n\t\u{c}\n"),
        ] {
            assert!(says_the_same(was, is), "{was:?} {is:?}");
        }
        for (was, is) in [
            ("one\n\ntwo", "one\ntwo"),
            ("- one\n- two", "- one - two"),
            ("one  \ntwo", "one\ntwo"),
            ("one\\\ntwo", "one two"),
            ("    one", "one"),
            ("one\n***\ntwo", "one *** two"),
            ("`a  b`", "`a b`"),
            ("```\na\n\nb\n```", "```\na\nb\n```"),
            ("[[one|two]]", "[[one |two]]"),
            ("[a](b.md)", "[a](c.md)"),
            ("<b>", "&lt;b&gt;"),
            ("one\u{a0}two", "one two"),
            ("One", "one"),
            ("", "one"),
            ("\n[a]: b.md\n", " \n"),
        ] {
            assert!(!says_the_same(was, is), "{was:?} {is:?}");
        }
    }
}
