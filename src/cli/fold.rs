//! Text folded to the width of the terminal.

use anstyle::{AnsiColor, Style};

const CODE: Style = AnsiColor::Cyan.on_default();

/// Folds a paragraph between words, each line but the first behind `indent` blanks, and colours what stands in
/// backticks.
///
/// The first line is taken to begin behind as many columns as the others. A word longer than the line has one of its
/// own.
pub(super) fn fold(text: &str, indent: usize, width: usize) -> String {
    let width = width.saturating_sub(indent).max(20);
    let mut folded = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            folded.push('\n');
            used = 0;
        } else if used > 0 {
            folded.push(' ');
            used += 1;
        }
        folded.push_str(word);
        used += length;
    }
    paint(&folded).replace('\n', &format!("\n{:indent$}", ""))
}

/// Colours what stands in backticks, which stay: without colour they are all that tells it.
fn paint(text: &str) -> String {
    let mut painted = String::with_capacity(text.len());
    let mut parts = text.split('`');
    painted.push_str(parts.next().unwrap_or_default());
    let mut inside = true;
    for part in parts {
        painted.push_str(&if inside { format!("{CODE}`{part}") } else { format!("`{CODE:#}{part}") });
        inside = !inside;
    }
    painted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, indent: usize, width: usize) -> String {
        anstream::adapter::strip_str(&fold(text, indent, width)).to_string()
    }

    #[test]
    fn lines_end_before_the_width_and_begin_behind_the_indentation() {
        assert_eq!(plain("one two three four five", 2, 12), "one two three four\n  five");
        assert_eq!(plain("aaaaaaaaaa bbbbbbbbbb cccccccccc", 4, 26), "aaaaaaaaaa bbbbbbbbbb\n    cccccccccc");
        assert_eq!(plain(&"x".repeat(30), 0, 20), "x".repeat(30));
        assert_eq!(plain("", 4, 80), "");
    }

    #[test]
    fn what_stands_in_backticks_is_coloured_and_keeps_them() {
        assert_eq!(fold("use `a`.", 0, 80), format!("use {CODE}`a`{CODE:#}."));
    }
}
