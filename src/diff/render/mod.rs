//! One renderer per format.
//!
//! Owns the table of formats: a new one is a file and a row of `formats!`. A renderer is a pure function of a review;
//! whether there is a terminal, and what it can show, is known by the caller alone.

use std::fmt;
use std::str::FromStr;

use super::Review;

/// What the caller knows about the reader.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Whether to colour what people read. Formats for programs are never coloured.
    pub colour: bool,
    /// How many columns there are.
    pub width: usize,
    /// What was compared: `main` and `the working folder`.
    pub between: (&'a str, &'a str),
    /// The workspace's folder in its repository, with a final `/`; empty for the repository's root.
    pub folder: &'a str,
    /// Where a file can be seen, before its path in the workspace; `None` where it is not known.
    pub files: Option<&'a str>,
}

macro_rules! formats {
    ($($module:ident $variant:ident $about:literal)*) => {
        $(mod $module;)*

        /// A way to write a review.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Format {
            $(#[doc = $about] $variant,)*
        }

        impl Format {
            /// Every format, in the order of the help.
            pub const ALL: &'static [Format] = &[$(Format::$variant),*];

            /// The word used on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Format::$variant => stringify!($module)),* }
            }

            /// What it is for, in a line.
            pub fn about(self) -> &'static str {
                match self { $(Format::$variant => $about),* }
            }

            /// Writes a review, which may be empty.
            pub fn render(self, review: &Review, options: Options<'_>) -> String {
                match self { $(Format::$variant => $module::render(review, options)),* }
            }
        }
    };
}

formats! {
    text Text "For people: sentences, what follows from the changes first"
    markdown Markdown "For a comment on a pull request, at most 60,000 characters"
    html Html "For a review: one page with the maps before and after, readable without a script"
    json Json "For programs: everything that is known, one object"
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = ();

    fn from_str(name: &str) -> Result<Format, ()> {
        Format::ALL.iter().copied().find(|format| format.name() == name).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn formats_are_found_by_their_names() {
        for format in Format::ALL {
            assert_eq!(format.name().parse(), Ok(*format));
        }
        assert_eq!("xml".parse::<Format>(), Err(()));
    }
}
