//! Markdown: front matter, references with their places, and HTML that is safe to show.
//!
//! Owns what counts as a reference in prose and how prose becomes HTML. Knows nothing of records: what a reference
//! leads to is asked of a [`Resolve`].

use crate::text::{Span, Spanned};

/// Where the parts of a record lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The YAML between the `---` lines, without them.
    pub yaml: Span,
    /// Everything after the closing line.
    pub body: Span,
}

/// Why a text has no front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrontMatterFault {
    /// The first line is not `---`.
    Missing,
    /// No later line is `---`.
    Unclosed,
}

/// Splits a record into front matter and body. A byte-order mark, CRLF and blanks after the dashes are accepted.
///
/// # Errors
/// When there is no front matter.
pub fn split(_text: &str) -> Result<FrontMatter, FrontMatterFault> {
    todo!()
}

/// What a piece of prose refers to, and its headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// In order of their places, which are byte spans of the scanned text.
    pub references: Vec<Spanned<Reference>>,
    /// In order.
    pub headings: Vec<Heading>,
}

/// Something in prose that names something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `[[target#anchor|label]]`; the span is all of it.
    Wiki {
        /// What is named, blanks trimmed.
        target: String,
        /// The heading, without `#`.
        anchor: Option<String>,
    },
    /// A link, autolink or image; the span is its destination as written (where a link refers to a definition, in
    /// the definition).
    Link {
        /// The destination with escapes and entities undone.
        destination: String,
        /// Whether it is an image.
        image: bool,
    },
    /// `@member`; the span is all of it.
    Mention {
        /// Without the `@`.
        member: String,
    },
}

/// A heading and the anchor that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// The anchor by GitHub's algorithm, `-1` for the second of a name.
    pub anchor: String,
}

/// Finds the references and headings of a text. Linear in its length.
pub fn scan(_text: &str) -> Scan {
    todo!()
}

/// Says what a reference leads to.
pub trait Resolve {
    /// What stands in the HTML for `reference`.
    fn resolve(&self, reference: &Reference) -> Target;
}

/// What a reference leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A link inside the site, or to a safe URL.
    Link {
        /// The address, not yet escaped.
        href: String,
        /// The words to show where the author gave none (`[[id]]`, `@member`).
        text: String,
        /// A CSS class such as `ref ref-insight`; empty for none.
        class: String,
    },
    /// An image the site holds.
    Image {
        /// The address, not yet escaped.
        src: String,
    },
    /// Nothing: the words stay as text, marked as broken.
    Broken,
    /// Nothing was meant: the source stays as text.
    Text,
}

/// Renders prose to sanitised HTML. Headings are moved down so that the highest possible is `top_heading` (1 to 6).
pub fn render(_text: &str, _resolve: &dyn Resolve, _top_heading: u8) -> String {
    todo!()
}

/// The words alone, for summaries and search: markup, code fences' marks and HTML left out, white space folded.
pub fn plain_text(_text: &str) -> String {
    todo!()
}
