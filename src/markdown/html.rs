//! HTML among Markdown: tags that are not kept, comments that do not end, and Markdown that is not read inside it.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::broken::Broken;
use super::prose::{self, Piece};
use super::render::{HtmlTag, Kept, kept};
use crate::text::{Span, Spanned};

/// Finds what is broken in the HTML of a text.
#[derive(Default)]
pub(super) struct Html {
    /// The elements that are not kept and whose start tag was seen: their end tags are the same mistake.
    begun: BTreeSet<String>,
    block: Block,
}

/// A block of HTML.
#[derive(Default)]
struct Block {
    html: String,
    /// Where each piece begins in the HTML, and in the text.
    pieces: Vec<(usize, usize)>,
    /// Whether something in it is not written as it is read.
    is_changed: bool,
}

/// What is found in a block of HTML.
#[derive(Default)]
struct Found<'h> {
    /// The first tag that is not kept.
    tag: Option<Range<usize>>,
    /// The beginning of a comment that does not end.
    comment: Option<Range<usize>>,
    /// The texts between tags and comments.
    words: Vec<(usize, &'h str)>,
}

impl Html {
    /// Looks at a tag or comment between words.
    pub(super) fn find_in_line(&mut self, text: &str, range: Range<usize>) -> Option<Spanned<Broken>> {
        let tag = HtmlTag::read(text.get(range.clone())?).filter(|tag| is_element(tag.name))?;
        let broken = match kept(tag.name) {
            Some(Kept::Anywhere) => return None,
            Some(Kept::InBlocks) => Broken::InnerTag,
            None => Broken::Tag,
        };
        let span = Span::new(range.start, range.start + tag.length);
        self.is_first(&tag).then(|| Spanned::new(broken, span))
    }

    /// Takes a piece of a block of HTML.
    pub(super) fn push(&mut self, text: &str, html: &str, range: Range<usize>) {
        let is_written = text.get(range.clone()) == Some(html) || html.trim().is_empty();
        self.block.is_changed |= !is_written;
        self.block.pieces.push((self.block.html.len(), range.start));
        self.block.html.push_str(html);
    }

    /// Looks at the whole block: of tags in it one is told of, and Markdown in it where all of them are kept.
    pub(super) fn close_block(&mut self) -> Vec<Spanned<Broken>> {
        let block = std::mem::take(&mut self.block);
        if block.is_changed {
            return Vec::new();
        }
        let found = self.read(&block.html);
        let mut broken: Vec<(Broken, Range<usize>)> = Vec::new();
        if found.tag.is_none() {
            let markdown = found.words.iter().flat_map(|(start, words)| find_markdown(*start, words));
            broken.extend(markdown.map(|range| (Broken::InHtml, range)));
        }
        broken.extend(found.tag.map(|range| (Broken::Tag, range)));
        broken.extend(found.comment.map(|range| (Broken::Comment, range)));
        let mut broken: Vec<Spanned<Broken>> =
            broken.into_iter().map(|(broken, range)| Spanned::new(broken, block.span(range))).collect();
        broken.sort_by_key(|broken| broken.span);
        broken
    }

    fn read<'h>(&mut self, html: &'h str) -> Found<'h> {
        let mut found = Found::default();
        // How many elements are open whose content is code.
        let mut in_code = 0_usize;
        let (mut at, mut words) = (0, 0);
        while let Some(start) = html[at..].find('<').map(|length| at + length) {
            let rest = &html[start..];
            let length = match rest.strip_prefix("<!--") {
                Some(comment) => comment.find("-->").map(|length| length + "<!---->".len()),
                None => HtmlTag::read(rest).filter(|tag| is_element(tag.name)).map(|tag| {
                    let is_told = kept(tag.name).is_none() && self.is_first(&tag);
                    if is_told && found.tag.is_none() {
                        found.tag = Some(start..start + tag.length);
                    }
                    tag.length
                }),
            };
            match length {
                Some(length) => {
                    if in_code == 0 {
                        found.words.push((words, &html[words..start]));
                    }
                    in_code = now_in_code(in_code, rest);
                    at = start + length;
                    words = at;
                }
                None if rest.starts_with("<!--") => {
                    found.comment = Some(start..start + "<!--".len());
                    found.words.push((words, &html[words..start]));
                    return found;
                }
                None => at = start + 1,
            }
        }
        if in_code == 0 {
            found.words.push((words, &html[words..]));
        }
        found
    }

    /// Whether a tag that is not kept is told of: an end tag only where nothing was said of its start tag.
    fn is_first(&mut self, tag: &HtmlTag<'_>) -> bool {
        let name = tag.name.to_ascii_lowercase();
        if tag.closes {
            return !self.begun.contains(&name);
        }
        self.begun.insert(name);
        true
    }
}

impl Block {
    /// The place in the text of a range of the HTML, which is not empty.
    fn span(&self, range: Range<usize>) -> Span {
        let place = |at: usize| {
            let piece = self.pieces.partition_point(|(start, _)| *start <= at).saturating_sub(1);
            self.pieces.get(piece).map_or(0, |(start, source)| source + at - start)
        };
        Span::new(place(range.start), place(range.end.saturating_sub(1)) + 1)
    }
}

/// How many elements of code are open behind the tag that `html` begins with.
fn now_in_code(in_code: usize, html: &str) -> usize {
    const CODE: [&str; 3] = ["code", "kbd", "samp"];
    match HtmlTag::read(html).filter(|tag| CODE.iter().any(|name| name.eq_ignore_ascii_case(tag.name))) {
        Some(tag) if tag.closes => in_code.saturating_sub(1),
        Some(_) => in_code + 1,
        None => in_code,
    }
}

/// The links, images, references and mentions that words would have outside of HTML; they begin at `start`.
fn find_markdown(start: usize, words: &str) -> Vec<Range<usize>> {
    let trimmed = words.trim_start();
    let start = start + words.len() - trimmed.len();
    let (mut found, mut open) = (Vec::new(), 0_usize);
    let Some(events) = prose::parse(trimmed) else { return found };
    prose::read(trimmed, events, |piece, range| match piece {
        Piece::Wiki(_) | Piece::Mention(_) if open == 0 => found.push(start + range.start..start + range.end),
        Piece::Markup(Event::Start(Tag::Link { .. } | Tag::Image { .. })) => {
            if open == 0 {
                found.push(start + range.start..start + range.end);
            }
            open += 1;
        }
        Piece::Markup(Event::End(TagEnd::Link | TagEnd::Image)) => open = open.saturating_sub(1),
        _ => {}
    });
    found
}

/// Whether HTML has an element of this name; another word in angle brackets is a word.
fn is_element(name: &str) -> bool {
    ELEMENTS.split_ascii_whitespace().any(|known| known.eq_ignore_ascii_case(name))
}

/// The elements of the HTML standard, with those that it calls obsolete.
const ELEMENTS: &str = "\
    a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col \
    colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 \
    h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark math menu meta \
    meter nav noscript object ol optgroup option output p picture pre progress q rp rt ruby s samp script search section \
    select slot small source span strong style sub summary sup svg table tbody td template textarea tfoot th thead time \
    title tr track u ul var video wbr \
    acronym applet basefont bgsound big blink center dir font frame frameset image isindex keygen listing marquee \
    menuitem multicol nextid nobr noembed noframes param plaintext rb rtc spacer strike tt xmp";

#[cfg(test)]
mod tests {
    use super::super::broken::tests::finds;
    use super::*;

    #[test]
    fn finds_tags_that_are_not_kept() {
        finds("<div align=center>\n<p>a</p>\n</div>\n", &[(Broken::Tag, "<div align=center>")]);
        finds(
            "A <span style='b'>c</span> <IMG src=d/>",
            &[(Broken::Tag, "<span style='b'>"), (Broken::Tag, "<IMG src=d/>")],
        );
        finds(
            "<NAV>\n\na\n\n</NAV>\n\n</main> b\n\nc </Time>",
            &[(Broken::Tag, "<NAV>"), (Broken::Tag, "</main>"), (Broken::Tag, "</Time>")],
        );
        finds("> <div\n> class=a>\n> b\n", &[(Broken::Tag, "<div\n> class=a>")]);
        finds("a <details>b</details>", &[(Broken::InnerTag, "<details>")]);
    }

    #[test]
    fn every_element_is_known_that_is_kept() {
        for name in ["details", "summary", "abbr", "wbr", "cite", "B"] {
            assert!(is_element(name) && kept(name).is_some(), "{name}");
        }
    }

    #[test]
    fn finds_markdown_in_html() {
        let text = "> <details><summary>S *a* [[b|c]]</summary>\n> See ![d](e.png \"f\"), <https://a.example>\n> @maya\n> </details>\n";
        let found = ["[[b|c]]", "![d](e.png \"f\")", "<https://a.example>", "@maya"];
        finds(text, &found.map(|found| (Broken::InHtml, found)));
        finds("<!-- x --> [[a]]\n", &[(Broken::InHtml, "[[a]]")]);
        finds("<br>\r\n[a](b.md)\r\n", &[(Broken::InHtml, "[a](b.md)")]);
        finds("<details>\n\n[[a]]\n\n</details>\n\n<!-- x -->\n[[a]]\n\n<kbd>\n[[a]]</kbd> `[[b]]`\n", &[]);
    }

    #[test]
    fn finds_comments_that_do_not_end() {
        finds("<!-- a\n\n[[b]] <div>\n", &[(Broken::Comment, "<!--")]);
        finds("<br>\n[[a]] <!-- b\n", &[(Broken::InHtml, "[[a]]"), (Broken::Comment, "<!--")]);
        finds("a <!-- b\n\nc\n", &[(Broken::Comment, "<!--")]);
        finds("a <!-- b\nc --> \\<!-- `<!--`\n\n<!-- a\n\nb -->\n", &[]);
    }

    #[test]
    fn leaves_what_is_meant_as_text() {
        for text in [
            "<name> <Your Name> <br> <kbd>x</kbd> <!-- <div> --> <B>b</B>",
            "<details><summary>s</summary>\na@b.example\n</details>",
            "`<div>` and 1 < a > 2 \\<div>",
        ] {
            finds(text, &[]);
        }
    }
}
