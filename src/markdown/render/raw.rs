//! The author's own HTML: a few harmless tags are kept, everything else is shown as it was typed.
//!
//! Invariant: nothing the author wrote reaches the page as markup but tags of [`INLINE`], `details` and `summary`,
//! with no attribute but `open` and `title`.

use super::output::Output;

/// Tags kept anywhere.
pub(super) const INLINE: [&str; 21] = [
    "abbr", "b", "br", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp", "small", "strong", "sub",
    "sup", "u", "var", "wbr", "cite",
];

/// Tags kept where they begin a block of HTML.
const BLOCK: [&str; 2] = ["details", "summary"];

/// Where a tag is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Kept {
    /// Anywhere.
    Anywhere,
    /// In blocks of HTML, not between words.
    InBlocks,
}

/// Where tags of a name are kept; `None` for those that are shown as they are typed.
pub(in crate::markdown) fn kept(name: &str) -> Option<Kept> {
    let is_one_of = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    match (is_one_of(&INLINE), is_one_of(&BLOCK)) {
        (true, _) => Some(Kept::Anywhere),
        (_, true) => Some(Kept::InBlocks),
        _ => None,
    }
}

/// Writes HTML that stands between the words of a paragraph; says whether a tag was kept.
pub(super) fn write_inline(html: &str, output: &mut Output) -> bool {
    write(html, false, output)
}

/// Writes a block of HTML; `details` stay open for the blocks that follow. Says whether a tag was kept.
pub(super) fn write_block(html: &str, output: &mut Output) -> bool {
    let kept = write(html, true, output);
    close_all_but_details(output);
    kept
}

fn close_all_but_details(output: &mut Output) {
    while let Some(name) = output.raw_open().filter(|name| *name != "details") {
        output.close_raw(name);
    }
}

fn write(html: &str, is_block: bool, output: &mut Output) -> bool {
    let mut kept = false;
    let mut rest = html;
    let mut comments_end = true;
    while let Some(at) = rest.find('<') {
        write_text(&rest[..at], output);
        rest = &rest[at..];
        if rest.starts_with("<!--") && comments_end {
            match rest[4..].find("-->") {
                Some(end) => {
                    rest = &rest[4 + end + 3..];
                    continue;
                }
                None => comments_end = false,
            }
        }
        match Tag::read(rest) {
            Some(tag) if write_tag(&tag, is_block, output) => {
                kept = true;
                rest = &rest[tag.length..];
            }
            Some(tag) => {
                output.text(&rest[..tag.length]);
                rest = &rest[tag.length..];
            }
            None => {
                output.text("<");
                rest = &rest[1..];
            }
        }
    }
    write_text(rest, output);
    kept
}

/// Writes words between tags, whose entities are kept.
fn write_text(text: &str, output: &mut Output) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        output.text(&rest[..at]);
        rest = &rest[at..];
        let length = entity_length(rest);
        match length {
            Some(length) => output.markup(&rest[..length]),
            None => output.text("&"),
        }
        rest = &rest[length.unwrap_or(1)..];
    }
    output.text(rest);
}

/// The length of the named character that `text` begins with. Numbers are left out: they can name control characters.
fn entity_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    let name = text.strip_prefix('&')?;
    let length = name.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let ends = name.as_bytes().get(length) == Some(&b';');
    (ends && name.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(length + 2)
}

/// Writes a tag if it is one that is kept here; says whether it is.
fn write_tag(tag: &Tag<'_>, is_block: bool, output: &mut Output) -> bool {
    let lower = tag.name.to_ascii_lowercase();
    let Some(name) = INLINE.into_iter().chain(BLOCK).find(|name| *name == lower) else {
        return false;
    };
    let is_structure = BLOCK.contains(&name);
    if !output.keeps_raw() || (is_structure && !is_block) {
        return false;
    }
    if tag.closes {
        output.close_raw(name);
        return true;
    }
    if matches!(name, "br" | "wbr") {
        output.markup(if name == "br" { "<br>" } else { "<wbr>" });
        return true;
    }
    if is_structure {
        close_all_but_details(output);
    }
    if name == "summary" && output.raw_open() != Some("details") {
        return false;
    }
    if output.open_raw(name) {
        output.markup("<");
        output.markup(name);
        if name == "details" && tag.attribute("open").is_some() {
            output.markup(" open");
        }
        if let Some(title) = tag.attribute("title").filter(|_| name == "abbr") {
            output.markup(" title=\"");
            write_text(title, output);
            output.markup("\"");
        }
        output.markup(">");
    }
    true
}

/// A tag as it is written.
pub(in crate::markdown) struct Tag<'t> {
    pub(in crate::markdown) name: &'t str,
    pub(in crate::markdown) closes: bool,
    attributes: &'t str,
    pub(in crate::markdown) length: usize,
}

impl<'t> Tag<'t> {
    /// The tag that `text` begins with. One that goes on over another `<` outside quotes is none.
    pub(in crate::markdown) fn read(text: &'t str) -> Option<Tag<'t>> {
        let inner = text.strip_prefix('<')?;
        let closes = inner.starts_with('/');
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let name_length = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(inner.len());
        let (name, rest) = inner.split_at(name_length);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut quote = None;
        let end = rest.bytes().position(|byte| match (quote, byte) {
            (None, b'>' | b'<') => true,
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                false
            }
            (Some(open), byte) => {
                if open == byte {
                    quote = None;
                }
                false
            }
            _ => false,
        })?;
        let is_whole = rest.as_bytes()[end] == b'>';
        let length = text.len() - rest.len() + end + 1;
        is_whole.then(|| Tag { name, closes, attributes: &rest[..end], length })
    }

    /// The value of an attribute, without its quotes and with its entities; empty when it has none.
    fn attribute(&self, wanted: &str) -> Option<&'t str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=' | '"' | '\''));
            if rest.is_empty() {
                return None;
            }
            let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '=')).unwrap_or(rest.len());
            let name = &rest[..length];
            rest = rest[length..].trim_ascii_start();
            let mut value = "";
            if let Some(assigned) = rest.strip_prefix('=') {
                let assigned = assigned.trim_ascii_start();
                let quote = assigned.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (content, end): (&str, &[char]) = match quote {
                    Some('"') => (&assigned[1..], &['"']),
                    Some(_) => (&assigned[1..], &['\'']),
                    None => (assigned, &[' ', '\t', '\n', '\r']),
                };
                let end = content.find(end).unwrap_or(content.len());
                value = &content[..end];
                rest = &content[end..];
            }
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn block(html: &str, expected: &str) {
        let mut output = Output::new(true);
        write_block(html, &mut output);
        assert_eq!(output.finish(), expected, "{html}");
    }

    #[test]
    fn keeps_harmless_tags_and_balances_them() {
        block("<kbd class=x onclick='y'>Ctrl</kbd><BR/>", "<kbd>Ctrl</kbd><br>");
        block("<abbr id=a title='a \"b\" &amp; c'>x</abbr>", "<abbr title=\"a &quot;b&quot; &amp; c\">x</abbr>");
        block("<b><i>x</b></i>", "<b><i>x</i></b>");
        block(
            "<details open><summary>A &lt; b & c<details>x",
            "<details open><summary>A &lt; b &amp; c</summary><details>x</details></details>",
        );
        block("</details><summary>x", "&lt;summary&gt;x");
    }

    #[test]
    fn shows_everything_else_as_typed_but_comments() {
        block("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;");
        block("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;");
        block("a<!-- <b> -->b<!-- <b>", "ab&lt;!-- <b></b>");
        block("<b <i> 1 < 2 <b", "&lt;b <i> 1 &lt; 2 &lt;b</i>");
        block("&#0;&copy;", "&amp;#0;&copy;");
    }
}
