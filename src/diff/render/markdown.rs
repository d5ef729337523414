//! Markdown for a comment on a pull request.
//!
//! Begins with a comment that tells a bot which of its comments to replace. Never longer than forges take; what is
//! left out is counted. Whatever a workspace says is escaped: it makes no HTML, no mention of a person and no link.

use super::super::Review;
use super::super::words::{Line, Mark, Piece, Section};
use super::Options;
use crate::text::{WsPath, count, escape_path};

/// The longest a comment may be, in characters: forges take some more.
const LIMIT: usize = 60_000;

/// What consequences may take of that, so that there is room for what they follow from.
const CONSEQUENCES: usize = LIMIT / 2;

/// What the last words may take.
const RESERVE: usize = 2_000;

/// Renders a review.
pub(super) fn render(review: &Review, options: Options<'_>) -> String {
    let mut page = Page { text: String::new(), used: 0, options };
    let (from, to) = options.between;
    page.push(&format!("{}\n", marker(options.folder)));
    let changes = &review.changes;
    if changes.is_empty() {
        let (from, to) = (escape(from), escape(to));
        page.push(&format!("**Nothing changed in meaning** between {from} and {to}.\n"));
    } else {
        page.push(&format!("**{}**\n\n", escape(&review.summary())));
        // Beside a pull request, what it leads to needs no name.
        page.push(&match to {
            "HEAD" => format!("Compared with {}.\n", escape(from)),
            to => format!("From {} to {}.\n", escape(from), escape(to)),
        });
    }
    let consequences = review.told_consequences();
    if !consequences.is_empty() {
        page.push("\n### What follows\n\n");
        page.list(&consequences, CONSEQUENCES, "more that follows", "more that follow");
    }
    let sections = review.told_records();
    if !sections.is_empty() {
        page.push("\n### What changed\n");
    }
    for (at, section) in sections.iter().enumerate() {
        if !page.section(section) {
            let more = count(sections.len() - at, "more record", "more records");
            page.push(&format!("\n… and {more}, for which there is no room here: run `wayfare diff`.\n"));
            return page.text;
        }
    }
    page.files(review);
    page.text
}

/// What a bot looks for: the same for every comment on a workspace, whatever it says.
fn marker(folder: &str) -> String {
    // Two hyphens could end the comment.
    let folder = escape_path(folder).replace("--", "-%2D");
    if folder.is_empty() { "<!-- wayfare diff -->".to_owned() } else { format!("<!-- wayfare diff of {folder} -->") }
}

struct Page<'o> {
    text: String,
    /// In characters.
    used: usize,
    options: Options<'o>,
}

impl Page<'_> {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.used += text.chars().count();
    }

    /// Adds a text when there is room for it below a limit.
    fn fits(&mut self, text: &str, limit: usize) -> bool {
        let fits = self.used + text.chars().count() <= limit;
        if fits {
            self.push(text);
        }
        fits
    }

    fn list(&mut self, lines: &[Line], limit: usize, one: &str, many: &str) {
        for (at, line) in lines.iter().enumerate() {
            let item = self.item(line);
            if !self.fits(&item, limit) {
                self.push(&format!("- … and {}\n", count(lines.len() - at, one, many)));
                return;
            }
        }
    }

    /// Adds what is told of one record; false when there is no room for it.
    fn section(&mut self, section: &Section<'_>) -> bool {
        let fate = match section.mark {
            Mark::Changed => format!(": {}", changes(section.lines.len())),
            _ => format!(" {}", section.fate),
        };
        let head = format!("{} <b>“{}”</b>{fate}", section.kind, escape_html(section.title));
        let file = match section.mark {
            Mark::Removed => format!("<code>{}</code>", escape_html(section.path.as_str())),
            _ => self.link(section.path, None),
        };
        if section.lines.is_empty() {
            return self.fits(&format!("\n- {head} ({file})\n"), LIMIT - RESERVE);
        }
        let open = format!("\n<details><summary>{head}</summary>\n\n");
        let close = format!("\n{file}\n\n</details>\n");
        let room = (LIMIT - RESERVE).saturating_sub(close.chars().count());
        if !self.fits(&open, room.saturating_sub(200)) {
            return false;
        }
        self.list(&section.lines, room, "more change", "more changes");
        self.push(&close);
        true
    }

    fn files(&mut self, review: &Review) {
        let changes = &review.changes;
        if !changes.files.is_empty() {
            let lines = review.told_files();
            self.push("\n### Other files\n\n");
            self.list(&lines, LIMIT - RESERVE, "more file", "more files");
        }
        if !changes.reformatted.is_empty() {
            let files = count(changes.reformatted.len(), "file is", "files are");
            self.push(&format!("\n{files} only written in another way, which changes nothing:\n\n"));
            for (at, path) in changes.reformatted.iter().enumerate() {
                let item = format!("- {}\n", self.link(path, None));
                if !self.fits(&item, LIMIT - 200) {
                    self.push(&format!("- … and {} more\n", changes.reformatted.len() - at));
                    return;
                }
            }
        }
    }

    fn item(&self, line: &Line) -> String {
        let mut item = String::from("- ");
        for piece in &line.pieces {
            match piece {
                Piece::Plain(text) | Piece::Day(text) => item.push_str(&escape(text)),
                Piece::Name(name) => item.push_str(&format!("“{}”", escape(name))),
                Piece::Old(text) | Piece::Struck(text) => item.push_str(&around("~~", text)),
                Piece::New(text) | Piece::Inserted(text) => item.push_str(&around("**", text)),
                Piece::Code(text) => item.push_str(&format!("<code>{}</code>", escape_html(text))),
                Piece::Place(path, line) => item.push_str(&self.link(path, Some(*line))),
            }
        }
        item.push('\n');
        item
    }

    /// A file, as a link where it is known where it can be seen.
    fn link(&self, path: &WsPath, line: Option<u32>) -> String {
        let shown = line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}"));
        let anchor = line.map(|line| format!("#L{line}")).unwrap_or_default();
        match self.options.files {
            Some(files) => format!("[{}]({files}{}{anchor})", escape(&shown), escape_path(path.as_str())),
            None => format!("<code>{}</code>", escape_html(&shown)),
        }
    }
}

fn changes(number: usize) -> String {
    count(number, "change", "changes")
}

/// Marks a text; blanks at its ends stay outside, where Markdown wants them.
fn around(mark: &str, text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() { "“”".to_owned() } else { format!("{mark}{}{mark}", escape(&text)) }
}

/// Text that Markdown shows as it is, on one line.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // Forges look for people and numbers behind these, even where they are escaped.
            '@' | '#' if characters.peek().is_some_and(|next| next.is_alphanumeric()) => {
                escaped.push(character);
                escaped.push_str("<!-- -->");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '$' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' | '\r' => escaped.push(' '),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}

/// Text inside HTML, on one line.
fn escape_html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(['\n', '\r'], " ");
    text.replace('@', "@<!-- -->").replace('#', "#<!-- -->").replace('`', "&#96;")
}

#[cfg(test)]
mod tests {
    use super::super::super::change::{ChangeSet, Detail, Outcome, RecordChange, Value};
    use crate::model::FileKind;
    use super::*;

    fn review(records: usize) -> Review {
        let detail = Detail::Field {
            name: "owner".to_owned(),
            from: Some(Value::plain("<b>@maya</b> & *jon*")),
            to: Some(Value::plain("x".repeat(100))),
        };
        let record = |number: usize| RecordChange {
            kind: FileKind::Journey.into(),
            id: format!("j{number}"),
            title: format!("Journey </summary> {number}"),
            path: WsPath::new(&format!("journeys/j{number}/journey.yaml")).expect("a normal path"),
            old_id: None,
            old_path: None,
            home: None,
            outcome: Outcome::Changed(vec![detail.clone(); 3]),
        };
        let records = (0..records).map(record).collect();
        Review { changes: ChangeSet { records, ..ChangeSet::default() }, ..Review::default() }
    }

    fn rendered(records: usize) -> String {
        let files = Some("https://example.com/blob/main/maps/");
        render(&review(records), Options { colour: false, width: 80, between: ("main", "HEAD"), folder: "", files })
    }

    #[test]
    fn a_long_review_is_cut_and_says_how_much_is_missing() {
        let text = rendered(1_000);
        assert!(text.chars().count() <= LIMIT, "{}", text.chars().count());
        assert!(text.chars().count() > LIMIT - 2 * RESERVE, "{}", text.chars().count());
        let shown = text.matches("<details>").count();
        assert!(text.contains(&format!("… and {} more records", 1_000 - shown)), "{}", &text[text.len() - 300..]);
        assert_eq!(shown, text.matches("</details>").count());
    }

    #[test]
    fn each_workspace_of_a_repository_has_a_marker_of_its_own_that_ends_where_it_should() {
        assert_eq!(marker("docs/maps/"), "<!-- wayfare diff of docs/maps/ -->");
        assert_eq!(marker("a--> b--/"), "<!-- wayfare diff of a-%2D%3E%20b-%2D/ -->");
    }

    #[test]
    fn what_a_workspace_says_makes_no_html_and_mentions_nobody() {
        let text = rendered(1);
        assert!(text.starts_with("<!-- wayfare diff -->\n"), "{text}");
        assert!(text.contains(r"~~&lt;b&gt;@<!-- -->maya&lt;/b&gt; &amp; \*jon\*~~"), "{text}");
        assert!(text.contains("“Journey &lt;/summary&gt; 0”"), "{text}");
        assert!(text.contains("(https://example.com/blob/main/maps/journeys/j0/journey.yaml)"), "{text}");
    }
}
