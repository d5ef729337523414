//! What is to be written.

/// A value to write; how it looks follows what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draft {
    /// Text, quoted where it would otherwise be read as something else; of several lines as a literal block.
    Text(String),
    /// A number, truth value or date, written as it is; refused when it would not be read as that.
    Plain(String),
    /// A list, an item a line.
    List(Vec<Draft>),
    /// A mapping, an entry a line.
    Mapping(Vec<(String, Draft)>),
    /// The same on one line, in brackets or braces.
    Flow(Box<Draft>),
    /// Nothing after the `:` or `-`.
    Absent,
}

impl Draft {
    /// Text.
    pub fn text(text: impl Into<String>) -> Draft {
        Draft::Text(text.into())
    }

    /// A number, truth value or date.
    pub fn plain(text: impl Into<String>) -> Draft {
        Draft::Plain(text.into())
    }

    /// A list of texts on one line: `[a, b]`.
    pub fn words<W: Into<String>>(words: impl IntoIterator<Item = W>) -> Draft {
        Draft::Flow(Box::new(Draft::List(words.into_iter().map(Draft::text).collect())))
    }
}
