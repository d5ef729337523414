//! Words of people one does not know, such as names and messages of commits: made harmless and short.

use crate::view::words;

/// The first line that says something, without what could move about on a page, and without e-mail addresses.
pub(in crate::view) fn line(written: &str, most: usize) -> String {
    let line = written.trim_start().lines().next().unwrap_or_default();
    without_addresses(text(line, most).trim())
}

/// The first paragraph in one line, else as [`line`] is.
pub(in crate::view) fn paragraph(written: &str, most: usize) -> String {
    let lines = written.trim_start().lines().map(str::trim).take_while(|line| !line.is_empty());
    without_addresses(text(lines.collect::<Vec<_>>().join(" "), most).trim())
}

/// A text in one line, at most so many letters.
pub(in crate::view) fn text(written: impl AsRef<str>, most: usize) -> String {
    let clean: String = written.as_ref().chars().filter(|c| !turns_text(*c)).take(most + 1).collect();
    let clean: String = clean.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    words::excerpt(&clean, most)
}

/// Each e-mail address without its domain: it is for people, not for those who collect addresses.
pub(in crate::view) fn without_addresses(text: &str) -> String {
    let words = text.split(' ').map(|word| match word.split_once('@') {
        Some((name, domain)) if domain.contains('.') && name.chars().any(char::is_alphanumeric) => format!("{name}@…"),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Whether a letter turns the direction of those after it, or is not for text at all.
fn turns_text(letter: char) -> bool {
    matches!(letter,
        '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{fdd0}'..='\u{fdef}' | '\u{feff}')
        || (letter as u32) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_write_stays_text_in_one_line() {
        assert_eq!(line("\n\n  Fix\u{7} <b>it</b>\nMore", 80), "Fix  <b>it</b>");
        assert_eq!(line("\u{202e}evil\u{202c} name", 80), "evil name");
        assert_eq!(line("maya@acme.example", 80), "maya@…");
        assert_eq!(line("Ask @maya about a@b", 80), "Ask @maya about a@b");
        assert_eq!(line(&"word ".repeat(1_000), 20), "word word word word…");
        assert_eq!(line("", 20), "");
        assert_eq!(
            paragraph("\nShown to the board:\nall maps\n\nAsk maya@acme.example", 80),
            "Shown to the board: all maps"
        );
        assert_eq!(text(" a\u{fffe}\tb ", 20), " a b ");
    }
}
