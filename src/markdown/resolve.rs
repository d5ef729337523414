//! What prose refers to, and what that leads to.

/// Something in prose that names something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// `[[target#anchor|label]]`; the span is all of it.
    Wiki {
        /// What is named, as written but for blanks around it. Empty in `[[#heading]]`, which names nothing.
        target: String,
        /// The heading, without `#`.
        anchor: Option<String>,
    },
    /// A link, autolink or image; the span is its destination as written, angle brackets left out (where a link
    /// refers to a definition, in the definition).
    Link {
        /// The destination with escapes and entities undone; an autolinked address begins with `mailto:`.
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
