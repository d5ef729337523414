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

/// The CSS class of what is named and is not there.
pub const BROKEN: &str = "broken-ref";

/// Says what a reference leads to.
pub trait Resolve {
    /// What stands in the HTML for `reference`.
    fn resolve(&self, reference: &Reference) -> Target;

    /// The ID on the page of the heading with this anchor, which no other heading of the text has; empty for none.
    fn heading_id(&self, anchor: &str) -> String {
        anchor.to_owned()
    }
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
        /// A CSS class such as `ref ref-insight`; empty for none. It ends with [`BROKEN`] where only a part of what is
        /// named is there.
        class: String,
    },
    /// An image the site holds.
    Image {
        /// The address, not yet escaped.
        src: String,
    },
    /// Nothing: the words stay as text, marked as broken.
    Broken,
    /// A file that is there and cannot be shown: the words stay as text, marked with this reason.
    Unavailable(String),
    /// What is not to be told: the words stay as text.
    Words,
    /// Nothing was meant: the source stays as text.
    Text,
}
