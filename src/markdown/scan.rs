//! What a piece of prose refers to, and its headings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, OffsetIter, Tag, TagEnd};

use super::broken::{self, Around, Broken};
use super::conflict::find_conflicts;
use super::destination;
use super::heading::{Anchors, Heading, OpenHeading};
use super::html::Html;
use super::prose::{self, Piece, Wiki};
use super::resolve::Reference;
use crate::text::{Span, Spanned};

/// What a piece of prose refers to, and its headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// In order of their places, which are byte spans of the scanned text.
    pub references: Vec<Spanned<Reference>>,
    /// In order.
    pub headings: Vec<Heading>,
    /// What was meant as a link or reference and is shown as it was typed, in order of the places.
    pub broken: Vec<Spanned<Broken>>,
    /// Whether the text is built so that reading it would take minutes, and so was left unread.
    pub is_refused: bool,
    /// Whether git left a conflict in it that nobody has decided.
    pub has_conflict: bool,
}

/// Finds the references and headings of a text. Linear in its length.
///
/// A link definition is one reference however often it is used, also when it never is; it is an image when only
/// images use it. Of a text built so that reading it would take minutes (thousands of quotes
/// nested over thousands of lines), nothing is found.
pub fn scan(text: &str) -> Scan {
    find(text, false)
}

fn find(text: &str, is_cell: bool) -> Scan {
    let Some(events) = prose::parse(text) else {
        return Scan { is_refused: true, ..Scan::default() };
    };
    let mut scanner = Scanner { is_cell, ..Scanner::new(text, &events) };
    scanner.scan.has_conflict = find_conflicts(text).is_some();
    prose::read(text, events, |piece, range| scanner.take(piece, range));
    scanner.finish()
}

/// The same of a text in which nothing is a heading: what would be one is [`Broken`].
pub fn scan_cell(text: &str) -> Scan {
    find(text, true)
}

struct Scanner<'t> {
    text: &'t str,
    is_cell: bool,
    scan: Scan,
    anchors: Anchors,
    definitions: Vec<Spanned<String>>,
    /// What uses each destination of a definition.
    uses: BTreeMap<String, Uses>,
    /// Links and images that are open, outermost first.
    links: Vec<OpenLink>,
    heading: Option<OpenHeading>,
    in_code: bool,
    around: Around,
    /// How many columns the table has that is read.
    columns: usize,
    html: Html,
    /// The footnotes that are defined so far.
    footnotes: BTreeSet<String>,
}

#[derive(Default)]
struct Uses {
    image: bool,
    link: bool,
}

struct OpenLink {
    range: Range<usize>,
    link_type: LinkType,
    destination: String,
    image: bool,
    /// Where the content of the label ends, as far as it was seen.
    label_end: usize,
}

impl<'t> Scanner<'t> {
    fn new(text: &'t str, events: &OffsetIter<'t>) -> Scanner<'t> {
        let definitions = events.reference_definitions().iter().map(|(_, definition)| {
            let span = destination::of_definition(text, definition.span.clone(), &definition.dest);
            Spanned::new(definition.dest.to_string(), span)
        });
        Scanner {
            text,
            is_cell: false,
            scan: Scan::default(),
            anchors: Anchors::default(),
            definitions: definitions.collect(),
            uses: BTreeMap::new(),
            links: Vec::new(),
            heading: None,
            in_code: false,
            around: Around {
                in_table: false,
                has_labels: events.reference_definitions().iter().next().is_some(),
                has_footnotes: broken::has_footnotes(text),
            },
            columns: 0,
            html: Html::default(),
            footnotes: BTreeSet::new(),
        }
    }

    fn take(&mut self, piece: Piece<'t>, range: Range<usize>) {
        if let Some(heading) = &mut self.heading {
            heading.take(&piece, self.text.get(range.clone()).unwrap_or_default());
        }
        if matches!(piece, Piece::Markup(Event::End(TagEnd::Link | TagEnd::Image))) {
            self.close_link();
        }
        if let Some(link) = self.links.last_mut() {
            link.label_end = link.label_end.max(range.end);
        }
        match piece {
            Piece::Wiki(Wiki { target, anchor, .. }) => {
                self.report(Reference::Wiki { target, anchor }, Span::new(range.start, range.end));
            }
            Piece::Mention(member) => {
                self.report(Reference::Mention { member: member.to_owned() }, Span::new(range.start, range.end));
            }
            Piece::Markup(Event::Start(Tag::Link { link_type, dest_url, .. })) => {
                self.open_link(link_type, dest_url.into_string(), false, range);
            }
            Piece::Markup(Event::Start(Tag::Image { link_type, dest_url, .. })) => {
                self.open_link(link_type, dest_url.into_string(), true, range);
            }
            Piece::Markup(Event::Start(Tag::Heading { .. })) if self.is_cell => self.report_heading(range),
            Piece::Markup(Event::Start(Tag::Heading { level, .. })) => self.heading = Some(OpenHeading::new(level)),
            Piece::Markup(Event::End(TagEnd::Heading(_))) => {
                let heading = self.heading.take().map(|heading| heading.close(&mut self.anchors));
                self.scan.headings.extend(heading);
            }
            Piece::Markup(Event::Start(Tag::CodeBlock(_))) => self.in_code = true,
            Piece::Markup(Event::End(TagEnd::CodeBlock)) => self.in_code = false,
            Piece::Markup(Event::Start(Tag::Table(columns))) => self.columns = columns.len(),
            Piece::Markup(Event::Start(Tag::TableCell)) => self.around.in_table = true,
            Piece::Markup(Event::End(TagEnd::TableCell)) => self.around.in_table = false,
            Piece::Markup(Event::End(TagEnd::TableRow)) => self.close_row(range),
            Piece::Markup(Event::Html(html)) => self.html.push(self.text, &html, range),
            Piece::Markup(Event::InlineHtml(_)) => self.scan.broken.extend(self.html.find_in_line(self.text, range)),
            Piece::Markup(Event::End(TagEnd::HtmlBlock)) => self.scan.broken.extend(self.html.close_block()),
            Piece::Markup(Event::Start(Tag::FootnoteDefinition(name))) => self.open_footnote(&name, range),
            Piece::Text(_) if !self.in_code && self.links.is_empty() => {
                self.scan.broken.extend(broken::find(self.text, range, self.around));
            }
            Piece::Markup(_) | Piece::Text(_) => {}
        }
    }

    fn open_link(&mut self, link_type: LinkType, destination: String, image: bool, range: Range<usize>) {
        let label_end = range.start;
        self.links.push(OpenLink { range, link_type, destination, image, label_end });
    }

    fn close_link(&mut self) {
        let Some(OpenLink { range, link_type, destination, image, label_end }) = self.links.pop() else {
            return;
        };
        let (span, destination) = match link_type {
            LinkType::Inline => (destination::of_inline(self.text, range, label_end, &destination), destination),
            LinkType::Autolink => (destination::of_autolink(self.text, range), destination),
            LinkType::Email => (destination::of_autolink(self.text, range), format!("mailto:{destination}")),
            _ => {
                let uses = self.uses.entry(destination).or_default();
                uses.image |= image;
                uses.link |= !image;
                return;
            }
        };
        self.report(Reference::Link { destination, image }, span);
    }

    /// Finds cells that are dropped, unless something in the row is known to be broken: that is why.
    fn close_row(&mut self, row: Range<usize>) {
        let is_known = self.scan.broken.last().is_some_and(|broken| broken.span.start as usize >= row.start);
        let cells = broken::cells_beyond(self.text, row, self.columns).filter(|_| !is_known);
        self.scan.broken.extend(cells);
    }

    /// Finds a footnote that is defined once more.
    fn open_footnote(&mut self, name: &str, range: Range<usize>) {
        if self.footnotes.insert(broken::folded(name)) {
            return;
        }
        let length = self.text.get(range.clone()).and_then(|note| note.find("]:"));
        let span = length.map(|length| Span::new(range.start, range.start + length + 1));
        self.scan.broken.extend(span.map(|span| Spanned::new(Broken::SecondFootnote, span)));
    }

    /// Points at what makes a heading: the `#`, or the line below it.
    fn report_heading(&mut self, range: Range<usize>) {
        let written = self.text.get(range.clone()).unwrap_or_default().trim_end();
        let marks = written.len() - written.trim_start_matches('#').len();
        let span = if marks > 0 {
            Span::new(range.start, range.start + marks)
        } else {
            let line = written.rfind('\n').map_or(0, |line_end| line_end + 1);
            let start = written[line..].find(['-', '=']).map_or(line, |at| line + at);
            Span::new(range.start + start, range.start + written.len())
        };
        self.scan.broken.push(Spanned::new(Broken::Heading, span));
    }

    fn report(&mut self, reference: Reference, span: Span) {
        self.scan.references.push(Spanned::new(reference, span));
    }

    fn finish(mut self) -> Scan {
        for Spanned { value: destination, span } in std::mem::take(&mut self.definitions) {
            let image = self.uses.get(&destination).is_some_and(|uses| uses.image && !uses.link);
            self.report(Reference::Link { destination, image }, span);
        }
        self.scan.references.sort_by_key(|reference| reference.span);
        // What only lacks a definition that is broken is right when that is.
        let label = |broken: &Spanned<Broken>| broken::label(self.text, broken);
        let is_definition = |broken: &&Spanned<Broken>| broken.value == Broken::Definition;
        let defined: BTreeSet<String> = self.scan.broken.iter().filter(is_definition).filter_map(label).collect();
        self.scan.broken.retain(|broken| {
            broken.value != Broken::Label || label(broken).is_none_or(|label| !defined.contains(&label))
        });
        self.scan.broken.dedup_by_key(|broken| broken.span);
        self.scan
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every reference as `what it names @ what is written`.
    fn references(text: &str) -> Vec<String> {
        let describe = |reference: &Spanned<Reference>| {
            let source = &text[reference.span.range()];
            match &reference.value {
                Reference::Wiki { target, anchor } => {
                    format!("{target}#{} @ {source}", anchor.as_deref().unwrap_or(""))
                }
                Reference::Link { destination, image: false } => format!("{destination} @ {source}"),
                Reference::Link { destination, image: true } => format!("!{destination} @ {source}"),
                Reference::Mention { member } => format!("{member} @ {source}"),
            }
        };
        scan(text).references.iter().map(describe).collect()
    }

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        assert_eq!(references(text), expected, "{text:?}");
    }

    #[test]
    fn finds_wiki_references_in_all_their_forms() {
        finds("See [[invite-email]].", &["invite-email# @ [[invite-email]]"]);
        finds(
            "[[ invite-email | the *invite* & `it` ]]",
            &["invite-email# @ [[ invite-email | the *invite* & `it` ]]"],
        );
        finds("*[[a#why-it-matters|why]]*", &["a#why-it-matters @ [[a#why-it-matters|why]]"]);
        finds("[[trial-to-paid/setup]]", &["trial-to-paid/setup# @ [[trial-to-paid/setup]]"]);
        finds("[[a]][[b]]", &["a# @ [[a]]", "b# @ [[b]]"]);
        finds("[[[a]]]", &["a# @ [[a]]"]);
        finds("[[a_b]] and [[c_d|e &amp; f]]", &["a_b# @ [[a_b]]", "c_d# @ [[c_d|e &amp; f]]"]);
        finds("[[#here]]", &["#here @ [[#here]]"]);
        finds("[[~a~b|c]] [[*d*]]", &["~a~b# @ [[~a~b|c]]", "*d*# @ [[*d*]]"]);
        finds("| a |\n|---|\n| [[id\\|label]] |", &["id# @ [[id\\|label]]"]);
        finds("[[id]]\n\n[id]: https://a.example", &["id# @ [[id]]", "https://a.example @ https://a.example"]);
        finds("- [ ] [[a]]\n- > [[b]]\n\n# [[c]]", &["a# @ [[a]]", "b# @ [[b]]", "c# @ [[c]]"]);
    }

    #[test]
    fn leaves_what_is_no_wiki_reference() {
        for text in [
            "[[]]",
            "[[ ]]",
            "[[a]",
            "[a]]",
            "[[a\nb]]",
            "[[a[b]]",
            "[[a]b]]",
            "\\[[x]]",
            "[\\[x]]",
            "[[x\\]]",
            "[[x]\\]",
            "`[[x]]`",
            "[[x`]]`",
            "    [[x]]",
            "```\n[[x]]\n```",
            "<!-- [[x]] -->",
            "a <!-- [[x]] --> b",
            "<div>\n[[x]]\n</div>",
            "<b title='[[x]]'>",
            "[[a *b]] c*",
            "[[a<b>]]",
            "a[^b]\n\n[^b]: c",
        ] {
            finds(text, &[]);
        }
        finds("[see [[x]]](u)", &["u @ u"]);
        finds("[[x]](u)", &["u @ u"]);
        finds("![[[x]]](u)", &["!u @ u"]);
        finds("[a](<[[x]]>)", &["[[x]] @ [[x]]"]);
    }

    #[test]
    fn finds_mentions() {
        finds(
            "@maya, @jon. (@eva) @a-b-\n@2x",
            &["maya @ @maya", "jon @ @jon", "eva @ @eva", "a-b @ @a-b", "2x @ @2x"],
        );
        finds("**@maya**: *@jon* _@eva_ @@lee", &["maya @ @maya", "jon @ @jon", "eva @ @eva", "lee @ @lee"]);
        finds("@Maya_Chen @mayaé", &["Maya_Chen @ @Maya_Chen", "mayaé @ @mayaé"]);
        finds("jon@acme.example é@x 1@x a/@x @ @- \\@x \\\\@x *\\@x* &eacute;@x `@x` [@x](u)", &["u @ u"]);
        finds("@maya@acme.example", &["maya @ @maya"]);
    }

    #[test]
    fn points_at_destinations_as_written() {
        finds("[a *b*](c \"t\") ![x](<d e>)", &["c @ c", "!d e @ d e"]);
        finds(
            "<https://q.example> <a@b.example>",
            &["https://q.example @ https://q.example", "mailto:a@b.example @ a@b.example"],
        );
        finds("[](b) []() [a](  (x)y\\)z  )", &["b @ b", " @ ", "(x)y)z @ (x)y\\)z"]);
        finds("> [a\n> c](\n> b&amp;c)", &["b&c @ b&amp;c"]);
        finds("[`](`](a) [![i](j)](k)", &["a @ a", "!j @ j", "k @ k"]);
        finds("[a][r] ![b][R] [c][]\n\n[r]: <x> 'y'\n[c]:\n  z\n", &["x @ x", "z @ z"]);
        finds("![b][r]\n\n[r]: x\n[unused\\]]: y\n[r]: again", &["!x @ x", "y @ y"]);
    }

    #[test]
    fn reads_headings_as_a_forge_does() {
        let text =
            "# Why *it* `matters`\n\nSetext\ntwo\n---\n\n## See [[a|b]] ![alt](i) & @maya\n\n### Why it matters #\n";
        let headings = scan(text).headings.into_iter().map(|heading| (heading.level, heading.text, heading.anchor));
        let expected = [
            (1, "Why it matters", "why-it-matters"),
            (2, "Setext two", "setexttwo"),
            (2, "See b  & @maya", "see-ab---maya"),
            (3, "Why it matters", "why-it-matters-1"),
        ];
        let expected = expected.map(|(level, text, anchor)| (level, text.to_owned(), anchor.to_owned()));
        assert_eq!(headings.collect::<Vec<_>>(), expected);
    }

    fn prose() -> impl Strategy<Value = String> {
        let token = prop_oneof![
            "[\\[\\]()<>*_~`#|\\\\!&;:@\"' \n\ta-]{1,5}",
            "\\PC{0,4}",
            proptest::sample::select(
                &[
                    "[[a]]",
                    "[[a|b]]",
                    "[[",
                    "]]",
                    "@maya",
                    "\\@",
                    "\\[",
                    "&amp;",
                    "&#91;",
                    "é",
                    "`",
                    "](u)",
                    "[x](<u v>)",
                    "![x](u 't')",
                    "<https://a.example>",
                    "<a@b.example>",
                    "\n\n[x]: u\n",
                    "[x]",
                    "\n> ",
                    "\n- ",
                    "\n\n",
                    "\r\n",
                    "|a|\n|-|\n|",
                    "\n# ",
                    "<!--",
                    "-->",
                    "<b>",
                    "\n```\n",
                    "*",
                    "\n\t",
                    "\u{feff}",
                    "\0",
                ][..]
            )
            .prop_map(str::to_owned),
        ];
        proptest::collection::vec(token, 0..30).prop_map(|tokens| tokens.concat())
    }

    proptest! {
        #[test]
        fn spans_are_what_was_typed(text in prose()) {
            let found = scan(&text);
            let mut last = Span::FILE;
            for reference in &found.references {
                let span = reference.span;
                let source = text.get(span.range()).expect("a span lies in the text, on character boundaries");
                prop_assert!(last <= span, "{:?} after {:?}", span, last);
                last = span;
                match &reference.value {
                    Reference::Wiki { target, .. } => {
                        prop_assert!(source.starts_with("[[") && source.ends_with("]]"), "{:?}", source);
                        prop_assert!(!source[2..source.len() - 2].contains(['[', ']', '\n', '\r']), "{:?}", source);
                        prop_assert!(source.contains(target.as_str()));
                        prop_assert_eq!(&scan(source).references[..1], std::slice::from_ref(reference));
                    }
                    Reference::Mention { member } => {
                        prop_assert_eq!(source, format!("@{member}"));
                        prop_assert_eq!(&scan(source).references, std::slice::from_ref(reference));
                    }
                    Reference::Link { destination, .. } => {
                        let plain = destination.strip_prefix("mailto:").unwrap_or(destination);
                        let is_same = source == destination || source == plain;
                        prop_assert!(is_same || source.contains(['&', '\\', '\0']), "{:?} of {:?}", source, destination);
                    }
                }
            }
            let mut anchors: Vec<_> = found.headings.iter().map(|heading| &heading.anchor).collect();
            anchors.sort();
            anchors.dedup();
            prop_assert_eq!(anchors.len(), found.headings.len());
        }
    }
}
