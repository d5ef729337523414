//! Images that records name: a file of the workspace, and what it shows in words.

use super::field::{Field, Table, ValueType};
use super::names;
use super::record::Record;

/// The fields of an image.
pub static IMAGE: Table = Table {
    name: "image",
    parts: &[&[
        Field::required(names::FILE, ValueType::File, "A file in the workspace, relative to this one."),
        Field::optional("alt", ValueType::Line, "What it shows, for those who cannot see it."),
    ]],
};

/// An image that a record names.
#[derive(Clone, Copy, Debug)]
pub struct Image<'a> {
    /// The path, relative to the record's file.
    pub file: &'a str,
    /// What it shows.
    pub alt: Option<&'a str>,
}

impl Record {
    /// The image of a step or persona.
    pub fn image(&self) -> Option<Image<'_>> {
        let image = self.record(names::IMAGE)?;
        Some(Image { file: image.text(names::FILE)?.value, alt: image.text("alt").map(|alt| alt.value) })
    }
}
