//! Text for people: sentences folded to the width of the terminal.
//!
//! Words of a longer text that changed stand in brackets with a sign, with or without colour: `[-old] [+new]`.

use anstyle::{AnsiColor, Style};

use super::super::Review;
use super::super::words::{Line, Mark, Piece};
use super::Options;
use crate::diag::render::escape;
use crate::text::count;

const HEAD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const CHANGED: Style = AnsiColor::Yellow.on_default();
const MOVED: Style = AnsiColor::Cyan.on_default();
const PLAIN: Style = Style::new();

/// Renders a review.
pub(super) fn render(review: &Review, options: Options<'_>) -> String {
    let mut page = Page { text: String::new(), options };
    let (from, to) = options.between;
    let changes = &review.changes;
    if changes.is_empty() {
        page.words(0, 0, &[(PLAIN, format!("Nothing changed in meaning between {from} and {to}."))]);
    } else {
        page.words(0, 0, &[(PLAIN, format!("From {from} to {to}. ")), (HEAD, review.summary())]);
    }
    let consequences = review.told_consequences();
    if !consequences.is_empty() {
        page.heading(&[(HEAD, "What follows".to_owned())]);
        consequences.iter().for_each(|line| page.line(line));
    }
    for section in review.told_records() {
        page.heading(&[
            (style(section.mark), format!("{} ", section.mark.sign())),
            (PLAIN, format!("{} ", section.kind)),
            (HEAD, format!("“{}”", section.title)),
            (PLAIN, format!(" {}", section.fate)),
            (DIM, format!(" ({})", section.path)),
        ]);
        section.lines.iter().for_each(|line| page.line(line));
    }
    if !changes.files.is_empty() {
        page.heading(&[(HEAD, "Other files".to_owned())]);
        review.told_files().iter().for_each(|line| page.line(line));
    }
    page.reformatted(&changes.reformatted);
    page.text
}

fn style(mark: Mark) -> Style {
    match mark {
        Mark::Added => ADDED,
        Mark::Removed | Mark::Wrong => REMOVED,
        Mark::Changed => CHANGED,
        Mark::Moved => MOVED,
    }
}

struct Page<'o> {
    text: String,
    options: Options<'o>,
}

impl Page<'_> {
    fn heading(&mut self, pieces: &[(Style, String)]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.words(0, 2, pieces);
    }

    fn line(&mut self, line: &Line) {
        let mut pieces = vec![(style(line.mark), format!("{} ", line.mark.sign()))];
        for piece in &line.pieces {
            pieces.push(match piece {
                Piece::Plain(text) | Piece::Day(text) => (PLAIN, text.clone()),
                Piece::Name(name) => (HEAD, format!("“{name}”")),
                Piece::Struck(text) => (REMOVED, format!("[-{text}]")),
                Piece::Inserted(text) => (ADDED, format!("[+{text}]")),
                Piece::Old(text) => (REMOVED, text.clone()),
                Piece::New(text) => (ADDED, text.clone()),
                Piece::Code(text) => (HEAD, format!("`{text}`")),
                Piece::Place(path, line) => (DIM, format!("{path}:{line}")),
            });
        }
        self.words(2, 4, &pieces);
    }

    fn reformatted(&mut self, paths: &[crate::text::WsPath]) {
        const SHOWN: usize = 5;
        if paths.is_empty() {
            return;
        }
        let (number, shown) = (paths.len(), &paths[..paths.len().min(SHOWN)]);
        let names: Vec<&str> = shown.iter().map(crate::text::WsPath::as_str).collect();
        let more = if number > SHOWN { format!(" and {} more", number - SHOWN) } else { String::new() };
        let files = count(number, "file is", "files are");
        let text = format!("{files} only written in another way and {} what {} said before: {}{more}.",
            if number == 1 { "says" } else { "say" }, if number == 1 { "it" } else { "they" }, names.join(", "));
        self.heading(&[(DIM, text)]);
    }

    /// Writes a paragraph, folded between words, its first line behind `first` blanks and the others behind `rest`.
    fn words(&mut self, first: usize, rest: usize, pieces: &[(Style, String)]) {
        self.text.push_str(&" ".repeat(first));
        let mut column = first;
        for (at, word) in split(pieces).iter().enumerate() {
            let length: usize = word.iter().map(|(_, text)| text.chars().count()).sum();
            if at > 0 && column + 1 + length > self.options.width {
                self.text.push('\n');
                self.text.push_str(&" ".repeat(rest));
                column = rest;
            } else if at > 0 {
                self.text.push(' ');
                column += 1;
            }
            word.iter().for_each(|(style, text)| self.paint(*style, text));
            column += length;
        }
        self.text.push('\n');
    }

    fn paint(&mut self, style: Style, text: &str) {
        if self.options.colour {
            self.text.push_str(&format!("{style}{text}{style:#}"));
        } else {
            self.text.push_str(text);
        }
    }
}

/// The words of a paragraph, each in the styles it is made of, without anything that a terminal would obey.
fn split(pieces: &[(Style, String)]) -> Vec<Vec<(Style, String)>> {
    let mut words: Vec<Vec<(Style, String)>> = Vec::new();
    let mut begins = true;
    for (style, text) in pieces {
        for part in text.split_inclusive(char::is_whitespace) {
            let shown = part.trim_end();
            if !shown.is_empty() {
                let shown = (*style, escape(shown).into_owned());
                match words.last_mut() {
                    Some(word) if !begins => word.push(shown),
                    _ => words.push(vec![shown]),
                }
                begins = false;
            }
            begins |= part.ends_with(char::is_whitespace);
        }
    }
    words
}
