//! Markdown inside a record, with what it refers to.

use crate::markdown::{self, Heading, Reference};
use crate::text::{SourceText, Span, Spanned};
use crate::yaml::Node;

/// A piece of Markdown: a record's body or a `description`.
#[derive(Clone, Debug)]
pub struct Prose {
    text: Text,
    /// What it refers to; spans are of the file.
    pub references: Vec<Spanned<Reference>>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Whether it is built so that reading it would take minutes, and so was left unread.
    pub is_refused: bool,
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
        let scan = markdown::scan(source.slice(body));
        let references = scan.references.into_iter().map(|reference| {
            let span = reference.span.shift(body.start as usize);
            Spanned::new(reference.value, span)
        });
        Prose {
            references: references.collect(),
            headings: scan.headings,
            is_refused: scan.is_refused,
            text: Text::Body(source.clone(), body),
        }
    }

    /// The prose of a scalar, whose references keep their exact places in the file.
    pub(super) fn of_scalar(source: &SourceText, node: &Node, text: &str) -> Prose {
        let scan = markdown::scan(text);
        let map = if scan.references.is_empty() { None } else { node.scalar_map(source.text()) };
        let place = |span: Span| map.as_ref().map_or(node.span, |map| map.span(span.range()));
        let references =
            scan.references.into_iter().map(|found| Spanned::new(found.value, place(found.span))).collect();
        let text = Text::Scalar(text.to_owned());
        Prose { references, headings: scan.headings, is_refused: scan.is_refused, text }
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
        self.headings.iter().any(|heading| heading.anchor == anchor)
    }
}

impl PartialEq for Prose {
    fn eq(&self, other: &Prose) -> bool {
        self.text() == other.text()
    }
}
