//! HTML: one page that needs nothing beside it, neither a script nor the network.
//!
//! Each journey that changed is drawn as it was and as it is. What is marked by colour is marked by a word, too.

use super::super::Review;
use super::super::map::{JourneyMaps, Map, MapItem, MapMark, MapStage, MapStep};
use super::super::words::{Line, Mark, Piece, Section};
use super::Options;
use crate::model::Kind;
use crate::text::{WsPath, count, escape_path};

const STYLE: &str = include_str!("review.css");

/// Renders a review.
pub(super) fn render(review: &Review, options: Options<'_>) -> String {
    let mut page = Page { text: String::new(), options };
    page.head(review);
    let consequences = review.told_consequences();
    if !consequences.is_empty() {
        page.section_start("What follows");
        page.list(&consequences);
        page.push("</section>\n");
    }
    page.maps(&review.maps);
    let sections = review.told_records();
    if !sections.is_empty() {
        page.section_start("What changed");
        sections.iter().for_each(|section| page.record(section));
        page.push("</section>\n");
    }
    page.files(review);
    page.push("</main>\n</body>\n</html>\n");
    page.text
}

struct Page<'o> {
    text: String,
    options: Options<'o>,
}

impl Page<'_> {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn head(&mut self, review: &Review) {
        let (from, to) = (escape(self.options.between.0), escape(self.options.between.1));
        let summary =
            if review.changes.is_empty() { "Nothing changed in meaning.".to_owned() } else { review.summary() };
        self.push(&format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <title>Changes from {from} to {to}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n\
             <h1>Changes</h1>\n<p class=\"between\">From <b>{from}</b> to <b>{to}</b></p>\n\
             <p class=\"summary\">{}</p>\n",
            escape(&summary)
        ));
    }

    fn section_start(&mut self, title: &str) {
        self.push(&format!("<section>\n<h2>{}</h2>\n", escape(title)));
    }

    fn maps(&mut self, maps: &[JourneyMaps]) {
        for journey in maps {
            self.section_start(&format!("Journey “{}”", journey.title));
            self.map("Before", journey.before.as_ref(), "It did not exist yet.");
            self.map("After", journey.after.as_ref(), "It is gone.");
            self.push("</section>\n");
        }
    }

    fn map(&mut self, title: &str, map: Option<&Map>, none: &str) {
        let class = title.to_lowercase();
        self.push(&format!("<h3>{title}</h3>\n"));
        let Some(map) = map else {
            self.push(&format!("<p>{none}</p>\n"));
            return;
        };
        let label = format!("The map, {class}");
        self.push(&format!("<div class=\"map {class}\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">\n"));
        for stage in &map.stages {
            self.stage(stage, &class);
        }
        self.push("</div>\n");
    }

    fn stage(&mut self, stage: &MapStage, side: &str) {
        let (class, word) = mark(stage.mark, side);
        self.push(&format!("<div class=\"stage\">\n<h4{class}>{}{word}</h4>\n<div class=\"steps\">\n", escape(&stage.title)));
        for step in &stage.steps {
            self.step(step, side);
        }
        self.push("</div>\n</div>\n");
    }

    fn step(&mut self, step: &MapStep, side: &str) {
        let (class, word) = mark(step.mark, side);
        let emotion = step.emotion.map(|mark| format!("<p class=\"emotion\">feels {mark} of 5</p>")).unwrap_or_default();
        self.push(&format!("<div class=\"step\">\n<h5{class}>{}{word}</h5>{emotion}\n", escape(&step.title)));
        if !step.items.is_empty() {
            self.push("<ul>\n");
            for item in &step.items {
                self.item(item, side);
            }
            self.push("</ul>\n");
        }
        self.push("</div>\n");
    }

    fn item(&mut self, item: &MapItem, side: &str) {
        let (class, word) = mark(item.mark, side);
        let kind = item.kind.map_or("item", Kind::name);
        self.push(&format!("<li{class}><span class=\"kind {kind}\">{kind}</span> {}{word}</li>\n", escape(&item.title)));
    }

    fn record(&mut self, section: &Section<'_>) {
        let class = class_of(section.mark);
        let file = if section.mark == Mark::Removed { escape(section.path.as_str()) } else { self.link(section.path, None) };
        self.push(&format!(
            "<article>\n<h3><span class=\"{class}\">{}</span> “{}” {}</h3>\n<p class=\"file\">{file}</p>\n",
            escape(section.kind),
            escape(section.title),
            section.fate
        ));
        self.list(&section.lines);
        self.push("</article>\n");
    }

    fn list(&mut self, lines: &[Line]) {
        if lines.is_empty() {
            return;
        }
        self.push("<ul class=\"lines\">\n");
        for line in lines {
            let pieces: String = line.pieces.iter().map(|piece| self.piece(piece)).collect();
            self.push(&format!("<li class=\"{}\">{pieces}</li>\n", class_of(line.mark)));
        }
        self.push("</ul>\n");
    }

    fn piece(&self, piece: &Piece) -> String {
        match piece {
            Piece::Plain(text) | Piece::Day(text) => escape(text),
            Piece::Name(name) => format!("<b>“{}”</b>", escape(name)),
            Piece::Old(text) | Piece::Struck(text) => format!("<del>{}</del>", escape(text)),
            Piece::New(text) | Piece::Inserted(text) => format!("<ins>{}</ins>", escape(text)),
            Piece::Code(text) => format!("<code>{}</code>", escape(text)),
            Piece::Place(path, line) => self.link(path, Some(*line)),
        }
    }

    fn link(&self, path: &WsPath, line: Option<u32>) -> String {
        let shown = escape(&line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}")));
        let anchor = line.map(|line| format!("#L{line}")).unwrap_or_default();
        match self.options.files {
            Some(files) => {
                let address = escape(&format!("{files}{}{anchor}", escape_path(path.as_str())));
                format!("<a href=\"{address}\">{shown}</a>")
            }
            None => format!("<code>{shown}</code>"),
        }
    }

    fn files(&mut self, review: &Review) {
        let changes = &review.changes;
        if !changes.files.is_empty() {
            self.section_start("Other files");
            let lines = review.told_files();
            self.list(&lines);
            self.push("</section>\n");
        }
        if !changes.reformatted.is_empty() {
            let files = count(changes.reformatted.len(), "file is", "files are");
            self.section_start("Only written in another way");
            self.push(&format!("<p>{files} only written in another way, which changes nothing.</p>\n<ul>\n"));
            for path in &changes.reformatted {
                let link = self.link(path, None);
                self.push(&format!("<li>{link}</li>\n"));
            }
            self.push("</ul>\n</section>\n");
        }
    }
}

fn class_of(mark: Mark) -> &'static str {
    match mark {
        Mark::Added => "added",
        Mark::Removed => "removed",
        Mark::Changed => "changed",
        Mark::Moved => "moved",
        Mark::Wrong => "removed",
    }
}

/// The class and the word of a mark on the map of one side.
fn mark(mark: MapMark, side: &str) -> (String, String) {
    let (class, word) = match (mark, side) {
        (MapMark::None, _) => return (String::new(), String::new()),
        (MapMark::Changed, _) => ("changed", "changed"),
        (MapMark::Renamed, _) => ("moved", "renamed"),
        (MapMark::Moved, _) => ("moved", "moved"),
        (MapMark::Only, "before") => ("removed", "gone"),
        (MapMark::Only, _) => ("added", "new"),
    };
    (format!(" class=\"{class}\""), format!(" <span class=\"mark\">{word}</span>"))
}

fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
