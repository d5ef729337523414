//! The feed in Atom, by RFC 4287.

use std::fmt::Write as _;

use crate::view::{Feed, FeedEntry};

/// A feed as a document.
pub(super) fn xml(feed: &Feed) -> String {
    let Feed { id, title, updated, own, page, entries } = feed;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n\
         <id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<generator>wayfare</generator>\n",
        escape(id),
        escape(title),
        escape(updated),
        escape(own),
        escape(page)
    );
    entries.iter().for_each(|entry| add(&mut text, entry));
    text + "</feed>\n"
}

fn add(text: &mut String, entry: &FeedEntry) {
    let FeedEntry { id, title, updated, author, page, commit, lines } = entry;
    let _ = write!(
        text,
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<author><name>{}</name></author>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        escape(id),
        escape(title),
        escape(updated),
        escape(author),
        escape(page)
    );
    if let Some(commit) = commit {
        let _ = writeln!(text, "<link rel=\"related\" type=\"text/html\" href=\"{}\"/>", escape(commit));
    }
    if !lines.is_empty() {
        let items: String = lines.iter().map(|line| format!("<li>{}</li>", escape(line))).collect();
        let _ = writeln!(text, "<content type=\"html\">{}</content>", escape(&format!("<ul>{items}</ul>")));
    }
    text.push_str("</entry>\n");
}

/// Text as XML holds it; letters that XML has not are left out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        assert_eq!(escape("a <b> & \"c\"\u{0}\u{ffff}]]>"), "a &lt;b&gt; &amp; &quot;c&quot;]]&gt;");
    }
}
