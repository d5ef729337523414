//! Prose as HTML that is safe to show inside any element that takes blocks.
//!
//! Owns which elements stand for which Markdown. Knows nothing of where references lead: that is asked of a
//! [`Resolve`]. Invariants: all markup is written by [`output`] and [`raw`]; every address was read by
//! [`check_url`] and is relative or of a safe scheme; no `style`, `script` or event attribute is ever written.

mod output;
mod raw;
mod reference;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use ammonia::Builder;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};

use self::output::Output;
pub(super) use self::raw::{Kept, Tag as HtmlTag, kept};
use self::reference::{OpenImage, OpenLink};
use super::broken;
use super::heading::{Anchors, OpenHeading};
use super::prose::{self, Piece};
use super::resolve::Resolve;

/// Renders prose to sanitised HTML. Headings are moved down so that the highest possible is `top_heading` (1 to 6).
///
/// The `id`s of headings are what the resolver gives for their anchors, since a page may show several texts. The author's own HTML is kept where it is one of a few harmless tags, and shown as typed
/// elsewhere, and in texts over 256 KiB. A text built so that reading it would take minutes is shown as typed.
pub fn render(text: &str, resolve: &dyn Resolve, top_heading: u8) -> String {
    sanitised(write(text, resolve, Some(top_heading)))
}

/// Renders the prose of a cell, whose headings are bold lines: a page's outline has no place for them.
pub fn render_cell(text: &str, resolve: &dyn Resolve) -> String {
    sanitised(write(text, resolve, None))
}

fn sanitised((html, has_raw_html): (String, bool)) -> String {
    if has_raw_html { SANITISER.clean(&html).to_string() } else { html }
}

/// A text as it is typed.
pub fn render_source(text: &str) -> String {
    let mut output = Output::default();
    output.markup("<pre class=\"as-typed\" tabindex=\"0\">");
    output.text(text);
    output.markup("</pre>\n");
    output.finish()
}

/// The HTML before the second look, and whether the author's own tags are in it.
fn write(text: &str, resolve: &dyn Resolve, top_heading: Option<u8>) -> (String, bool) {
    let Some(events) = prose::parse(text) else { return (render_source(text), false) };
    let mut renderer = Renderer::new(text, resolve, top_heading);
    prose::read(text, events, |piece, range| renderer.take(piece, range));
    (renderer.output.finish(), renderer.has_raw_html)
}

/// The longest text, in bytes, in which the author's own tags are kept: an HTML parser takes time that grows with the
/// square of some texts.
const MOST_SANITISED: usize = 256 * 1024;

/// The second look at pages that hold tags of the author's: what the renderer writes, and nothing else, passes.
static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let ours = "a blockquote details div h1 h2 h3 h4 h5 h6 hr img input li ol p pre span summary table tbody td th \
                thead tr ul";
    let attributes = [
        ("a", "href rel"),
        ("details", "open"),
        ("div", "tabindex role"),
        ("img", "src alt loading"),
        ("input", "type disabled checked"),
        ("ol", "start"),
        ("pre", "tabindex"),
        ("th", "scope"),
    ];
    let words = |words: &'static str| words.split_ascii_whitespace().collect::<HashSet<&'static str>>();
    let mut builder = Builder::empty();
    builder
        .tags(words(ours).into_iter().chain(raw::INLINE).collect())
        .generic_attributes(words("aria-label class id title"))
        .tag_attributes(attributes.into_iter().map(|(tag, allowed)| (tag, words(allowed))).collect())
        .url_schemes(words("http https mailto"))
        .link_rel(None);
    builder
});

struct Renderer<'t> {
    text: &'t str,
    resolve: &'t dyn Resolve,
    /// The highest heading; `None` where there are to be none.
    top_heading: Option<u8>,
    output: Output,
    anchors: Anchors,
    /// The heading being read, and where its `id` goes.
    heading: Option<(OpenHeading, usize)>,
    link: Option<OpenLink>,
    /// The outermost image being read.
    image: Option<OpenImage>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
    /// The block of HTML being read.
    html_block: Option<String>,
    has_raw_html: bool,
    /// The numbers of the footnotes by name, in the order in which they are shown first.
    footnotes: HashMap<String, usize>,
    /// The number of the note that begins with the next paragraph.
    note_begins: Option<usize>,
}

impl<'t> Renderer<'t> {
    fn new(text: &'t str, resolve: &'t dyn Resolve, top_heading: Option<u8>) -> Renderer<'t> {
        Renderer {
            text,
            resolve,
            top_heading: top_heading.map(|top| top.clamp(1, 6)),
            output: Output::new(text.len() <= MOST_SANITISED),
            anchors: Anchors::default(),
            heading: None,
            link: None,
            image: None,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            has_body: false,
            html_block: None,
            has_raw_html: false,
            footnotes: HashMap::new(),
            note_begins: None,
        }
    }

    /// The number of a footnote.
    fn footnote(&mut self, name: &str) -> usize {
        let next = self.footnotes.len() + 1;
        *self.footnotes.entry(broken::folded(name)).or_insert(next)
    }

    fn take(&mut self, piece: Piece<'t>, range: Range<usize>) {
        let source = self.text.get(range).unwrap_or_default();
        if let Some((heading, _)) = &mut self.heading {
            heading.take(&piece, source);
        }
        if let Some(image) = &mut self.image {
            if image.take(&piece, source) {
                self.close_image();
            }
            return;
        }
        match piece {
            Piece::Text(words) => self.output.text(&words),
            Piece::Wiki(wiki) => self.wiki(wiki, source),
            Piece::Mention(member) => self.mention(member, source),
            Piece::Markup(event) => self.event(event),
        }
    }

    fn event(&mut self, event: Event<'t>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => {
                self.output.markup("<code>");
                self.output.text(&code);
                self.output.markup("</code>");
            }
            Event::Html(html) => self.html_block.get_or_insert_default().push_str(&html),
            Event::InlineHtml(html) => self.has_raw_html |= raw::write_inline(&html, &mut self.output),
            Event::SoftBreak => self.output.markup("\n"),
            Event::HardBreak => self.output.markup("<br>\n"),
            Event::Rule => self.output.markup("<hr>\n"),
            Event::TaskListMarker(done) => self.output.markup(match done {
                true => "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> ",
                false => "<input type=\"checkbox\" disabled aria-label=\"Not done\"> ",
            }),
            Event::Text(words) | Event::InlineMath(words) | Event::DisplayMath(words) => self.output.text(&words),
            Event::FootnoteReference(name) => {
                let number = self.footnote(&name);
                self.output.markup(&format!("<sup>{number}</sup>"));
            }
        }
    }

    fn start(&mut self, tag: Tag<'t>) {
        match tag {
            Tag::Paragraph => {
                self.open_leaf("<p>", "</p>\n");
                if let Some(number) = self.note_begins.take() {
                    self.output.markup(&format!("<sup>{number}</sup> "));
                }
            }
            Tag::FootnoteDefinition(name) => {
                self.note_begins = Some(self.footnote(&name));
                self.output.open_container("<div class=\"footnote\">\n", "</div>\n");
            }
            Tag::Heading { level, .. } => self.open_heading(OpenHeading::new(level), level as u8),
            Tag::BlockQuote(_) => self.output.open_container("<blockquote>\n", "</blockquote>\n"),
            Tag::List(None) => self.output.open_container("<ul>\n", "</ul>\n"),
            Tag::List(Some(1)) => self.output.open_container("<ol>\n", "</ol>\n"),
            Tag::List(Some(first)) => {
                self.output.open_container(&format!("<ol start=\"{first}\">\n"), "</ol>\n");
            }
            Tag::Item if self.output.is_hidden() => {
                self.output.markup("\n");
                self.output.open_hidden();
            }
            Tag::Item => self.open_leaf("<li>", "</li>\n"),
            Tag::CodeBlock(kind) => self.open_code(&kind),
            Tag::Table(alignments) => self.open_table(alignments),
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.open_leaf("<thead>\n<tr>", "</tr>\n</thead>\n");
            }
            Tag::TableRow => {
                if !std::mem::replace(&mut self.has_body, true) {
                    self.open_leaf("<tbody>\n", "</tbody>\n");
                }
                self.column = 0;
                self.open_leaf("<tr>", "</tr>\n");
            }
            Tag::TableCell => self.open_cell(),
            Tag::Emphasis => self.output.open_container("<em>", "</em>"),
            Tag::Strong => self.output.open_container("<strong>", "</strong>"),
            Tag::Strikethrough => self.output.open_container("<del>", "</del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.open_link(link_type, &dest_url, &title),
            Tag::Image { dest_url, title, .. } => self.image = Some(OpenImage::new(&dest_url, &title)),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.output.close();
                if let Some((heading, at)) = self.heading.take() {
                    let heading = heading.close(&mut self.anchors);
                    if !heading.anchor.is_empty() {
                        self.output.insert_attribute(at, "id", &self.resolve.heading_id(&heading.anchor));
                    }
                }
            }
            TagEnd::Table => {
                if self.has_body {
                    self.output.close();
                }
                self.output.close();
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.output.close();
            }
            TagEnd::Link => self.close_link(),
            TagEnd::HtmlBlock => {
                let html = self.html_block.take().unwrap_or_default();
                self.has_raw_html |= raw::write_block(&html, &mut self.output);
            }
            TagEnd::Paragraph
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough => self.output.close(),
            _ => {}
        }
    }

    fn open_leaf(&mut self, start: &str, end: &'static str) {
        self.output.markup(start);
        self.output.opened(end);
    }

    fn open_heading(&mut self, heading: OpenHeading, level: u8) {
        const ENDS: [&str; 6] = ["</h1>\n", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"];
        let Some(top) = self.top_heading else {
            return self.open_leaf("<p><strong>", "</strong></p>\n");
        };
        let level = (top + level - 1).min(6);
        self.output.markup(&format!("<h{level}"));
        self.heading = Some((heading, self.output.len()));
        self.output.markup(">");
        self.output.opened(ENDS[usize::from(level) - 1]);
    }

    fn open_code(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_ascii_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let is_legal = language.chars().all(|c| c.is_ascii_alphanumeric() || "+#-_.".contains(c));
        self.output.markup("<pre tabindex=\"0\"><code");
        if is_legal && !language.is_empty() {
            self.output.attribute("class", &format!("language-{language}"));
        }
        self.open_leaf(">", "</code></pre>\n");
    }

    fn open_table(&mut self, alignments: Vec<Alignment>) {
        self.alignments = alignments;
        self.has_body = false;
        let start = "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>\n";
        self.open_leaf(start, "</table>\n</div>\n");
    }

    fn open_cell(&mut self) {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => "align-left",
            Some(Alignment::Center) => "align-center",
            Some(Alignment::Right) => "align-right",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        self.output.markup(if self.in_head { "<th scope=\"col\"" } else { "<td" });
        self.output.attribute("class", class);
        self.open_leaf(">", if self.in_head { "</th>" } else { "</td>" });
    }
}

#[cfg(test)]
mod tests;
