//! Text that nobody can see.

/// Whether a text is nothing but blanks and characters that take no room.
pub fn is_unseen(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || takes_no_ink(c))
}

/// Characters that Unicode calls ignorable by default, and letters and signs that are drawn as blanks.
fn takes_no_ink(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::is_unseen;

    #[test]
    fn knows_what_cannot_be_seen() {
        for text in ["", " \u{a0}\n", "\u{200b}", "\u{feff}\u{2060} \u{ad}", "\u{3164}\u{2800}"] {
            assert!(is_unseen(text), "{text:?}");
        }
        for text in ["a", "\u{200b}a", ".", "👩\u{200d}💻", "²"] {
            assert!(!is_unseen(text), "{text:?}");
        }
    }
}
