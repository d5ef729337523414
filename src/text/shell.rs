//! Words that can be pasted into a shell.

/// `text` as one word: as it is where no shell sees more in it, else in quotes.
pub fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:@,".contains(c);
    if !text.is_empty() && text.chars().all(plain) { text.to_owned() } else { shell_quoted(text) }
}

/// `text` as one word in quotes.
pub fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn quotes_what_a_shell_would_take_apart() {
        assert_eq!(shell_word("a/b-c"), "a/b-c");
        assert_eq!(shell_word("our maps"), "'our maps'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word(""), "''");
    }
}
