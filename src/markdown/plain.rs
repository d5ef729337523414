//! Prose as plain words.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::prose::{self, Piece};

/// The words alone, for summaries and search: markup, code fences' marks and HTML left out, white space folded.
pub fn plain_text(text: &str) -> String {
    let mut words = Words::default();
    read(text, |piece, source| words.take(piece, source));
    words.folded
}

/// The words of the first paragraph, or of everything where there is none, in at most `max_chars` characters: cut
/// after a word and ended with `…` where they are more.
pub fn summary(text: &str, max_chars: usize) -> String {
    let mut words = Words::default();
    let mut first = None;
    let mut in_paragraph = false;
    read(text, |piece, source| match piece {
        _ if first.is_some() => {}
        Piece::Markup(Event::Start(Tag::Paragraph)) => {
            in_paragraph = true;
            words = Words::default();
        }
        Piece::Markup(Event::End(TagEnd::Paragraph)) => {
            in_paragraph = false;
            first = Some(std::mem::take(&mut words.folded)).filter(|folded| !folded.is_empty());
        }
        piece if in_paragraph => words.take(piece, source),
        _ => {}
    });
    cut(first.unwrap_or_else(|| plain_text(text)), max_chars)
}

fn read(text: &str, mut visit: impl FnMut(&Piece<'_>, &str)) {
    match prose::parse(text) {
        Some(events) => prose::read(text, events, |piece, range| visit(&piece, text.get(range).unwrap_or_default())),
        None => visit(&Piece::Text(text.into()), text),
    }
}

#[derive(Default)]
struct Words {
    folded: String,
    /// Whether white space came after what is in `folded`.
    blank: bool,
    /// Whether a comment in HTML is open.
    in_comment: bool,
}

impl Words {
    fn take(&mut self, piece: &Piece<'_>, source: &str) {
        match piece {
            Piece::Text(words) | Piece::Markup(Event::Code(words)) => self.push(words),
            Piece::Wiki(wiki) => self.push(&wiki.words()),
            Piece::Mention(_) => self.push(source),
            Piece::Markup(Event::Start(tag)) => self.blank |= !prose::is_inline_tag(tag.to_end()),
            Piece::Markup(Event::End(tag)) => self.blank |= !prose::is_inline_tag(*tag),
            Piece::Markup(Event::Html(html)) => self.take_html(html),
            Piece::Markup(Event::SoftBreak | Event::HardBreak | Event::Rule) => self.blank = true,
            Piece::Markup(_) => {}
        }
    }

    /// Takes what stands between the tags of a line of HTML. A comment can go on over lines; a tag ends with its line.
    fn take_html(&mut self, html: &str) {
        self.blank = true;
        let mut rest = html;
        loop {
            if self.in_comment {
                let Some(end) = rest.find("-->") else { return };
                rest = &rest[end + 3..];
            }
            let Some(tag) = rest.find('<') else { return self.push(rest) };
            self.push(&rest[..tag]);
            self.blank = true;
            rest = &rest[tag..];
            self.in_comment = rest.starts_with("<!--");
            if !self.in_comment {
                let Some(end) = rest.find('>') else { return };
                rest = &rest[end + 1..];
            }
        }
    }

    fn push(&mut self, words: &str) {
        for c in words.chars() {
            if c.is_whitespace() || c.is_control() {
                self.blank = true;
                continue;
            }
            if std::mem::take(&mut self.blank) && !self.folded.is_empty() {
                self.folded.push(' ');
            }
            self.folded.push(c);
        }
    }
}

fn cut(mut words: String, max_chars: usize) -> String {
    if words.chars().count() <= max_chars {
        return words;
    }
    let Some(room) = max_chars.checked_sub(1) else {
        return String::new();
    };
    let end = words.char_indices().nth(room).map_or(words.len(), |(at, _)| at);
    let at_word = words[..end]
        .rfind(' ')
        .filter(|_| !words[end..].starts_with([' ', ',', '.', ';', ':', '!', '?']))
        .unwrap_or(end);
    words.truncate(at_word);
    words.truncate(words.trim_end_matches([' ', ',', ';', ':', '.', '–', '—']).len());
    words.push('…');
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_words_only() {
        let text = "# Why *it*\n\n- [x] one\n- `two`[l](u)\n\n![alt](x) a\u{a0}b  \nc\\\nd &amp; [[id|label]], @maya [[x#y]]\n\n```rust\nlet x;\n```\n<div>html</div>\n\n|a|b|\n|-|-|\n|c|d|\n";
        assert_eq!(plain_text(text), "Why it one twol alt a b c d & label, @maya x#y let x; html a b c d");
    }

    #[test]
    fn keeps_what_is_between_tags() {
        let text = "<details><summary>How we asked</summary>\n<!-- left\nout --> kept\n\n*Twice*.\n\n</details>\n";
        assert_eq!(plain_text(text), "How we asked kept Twice.");
        assert_eq!(plain_text("<div\n>a <!-- b"), ">a");
    }

    #[test]
    fn summarises_the_first_paragraph() {
        let text = "# Title\n\nAdmins who do not write code, leave.\nOften.\n\nMore.";
        assert_eq!(summary(text, 100), "Admins who do not write code, leave. Often.");
        assert_eq!(summary(text, 30), "Admins who do not write code…");
        assert_eq!(summary(text, 29), "Admins who do not write code…");
        assert_eq!(summary(text, 28), "Admins who do not write…");
        assert_eq!(summary("abcdef", 4), "abc…");
        assert_eq!(summary("abcdef", 0), "");
        assert_eq!(summary("- a\n- b", 9), "a b");
    }
}
