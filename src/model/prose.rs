//! Markdown inside a record, with what it refers to.

use std::sync::OnceLock;

use crate::markdown::{self, Broken, Heading, Reference, Scan};
use crate::text::{SourceText, Span, Spanned};
use crate::yaml::Node;

/// A piece of Markdown: a record's body, a `description` or what a step says in a lane.
#[derive(Clone, Debug)]
pub struct Prose {
    text: Text,
    /// What is in it, with spans of the file. That of a body is found when first asked for.
    found: OnceLock<Scan>,
    role: Role,
}

/// Whose Markdown it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A record's, stage's or step's.
    Text,
    /// A customer's: links, images, mentions and `[[…]]` are the customer's own and mean nothing.
    Quoted,
    /// That of a cell on the map, in which nothing is a heading.
    Cell,
}

/// A body is a part of its file and is not copied; a `description` has its indentation or quoting undone.
#[derive(Clone, Debug)]
enum Text {
    Body(SourceText, Span),
    Scalar(String),
}

impl Prose {
    /// The prose of a record's body.
    pub fn of_body(source: &SourceText, body: Span) -> Prose {
        Prose { text: Text::Body(source.clone(), body), found: OnceLock::new(), role: Role::Text }
    }

    /// The prose of a scalar, whose references keep their exact places in the file.
    pub(super) fn of_scalar(source: &SourceText, node: &Node, text: &str) -> Prose {
        Prose::placed(source, node, text, markdown::scan(text))
    }

    /// The prose of a cell of a lane.
    pub(super) fn of_cell(source: &SourceText, node: &Node, text: &str) -> Prose {
        // Most cells are a few plain words, of which nothing needs to be found.
        let is_plain = |byte: u8| !matches!(byte, b'\n' | b'\r' | b'@' | b'[' | b']' | b'<' | b'#' | b':');
        let scan = if text.bytes().all(is_plain) { Scan::default() } else { markdown::scan_cell(text) };
        Prose { role: Role::Cell, ..Prose::placed(source, node, text, scan) }
    }

    /// The prose of a scalar in which `scan` was found.
    fn placed(source: &SourceText, node: &Node, text: &str, mut scan: Scan) -> Prose {
        let is_plain = scan.references.is_empty() && scan.broken.is_empty();
        let map = if is_plain { None } else { node.scalar_map(source.text()) };
        let place = |span: Span| map.as_ref().map_or(node.span, |map| map.span(span.range()));
        scan.references.iter_mut().for_each(|reference| reference.span = place(reference.span));
        scan.broken.iter_mut().for_each(|broken| broken.span = place(broken.span));
        Prose { text: Text::Scalar(text.to_owned()), found: OnceLock::from(scan), role: Role::Text }
    }

    /// The same as a customer's words, which refer to nothing.
    pub(super) fn said_by_customer(self) -> Prose {
        Prose { role: Role::Quoted, ..self }
    }

    /// Whether a customer said it.
    pub fn is_quoted(&self) -> bool {
        self.role == Role::Quoted
    }

    /// Whether it is a cell of a lane: plain text until lately, so that what means something in it now is no error.
    pub fn is_cell(&self) -> bool {
        self.role == Role::Cell
    }

    /// What it refers to; spans are of the file.
    pub fn references(&self) -> &[Spanned<Reference>] {
        if self.is_quoted() { &[] } else { &self.found().references }
    }

    /// Whether git left a conflict in it that nobody has decided: what is in it may not stay.
    pub fn has_conflict(&self) -> bool {
        self.found().has_conflict
    }

    /// What was meant as a link or reference and is shown as it was typed; spans are of the file.
    pub fn broken(&self) -> &[Spanned<Broken>] {
        if self.is_quoted() { &[] } else { &self.found().broken }
    }

    /// Its headings, in order.
    pub fn headings(&self) -> &[Heading] {
        &self.found().headings
    }

    /// Whether it is built so that reading it would take minutes, and so was left unread.
    pub fn is_refused(&self) -> bool {
        self.found().is_refused
    }

    fn found(&self) -> &Scan {
        self.found.get_or_init(|| {
            let mut scan = markdown::scan(self.text());
            if let Text::Body(_, body) = &self.text {
                let start = body.start as usize;
                scan.references.iter_mut().for_each(|reference| reference.span = reference.span.shift(start));
                scan.broken.iter_mut().for_each(|broken| broken.span = broken.span.shift(start));
            }
            scan
        })
    }

    /// The Markdown.
    pub fn text(&self) -> &str {
        match &self.text {
            Text::Body(source, span) => source.slice(*span),
            Text::Scalar(text) => text,
        }
    }

    /// Whether there is nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// Whether `anchor` leads to one of its headings.
    pub fn has_anchor(&self, anchor: &str) -> bool {
        self.headings().iter().any(|heading| heading.anchor == anchor)
    }
}

impl PartialEq for Prose {
    fn eq(&self, other: &Prose) -> bool {
        self.text() == other.text()
    }
}
