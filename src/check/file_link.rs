//! What records say of files: links and images in prose, and paths in fields.

use super::context::Context;
use crate::snapshot::{Destination, FileEntry};
use crate::text::Span;

/// A place in a record that names a file.
pub(super) struct FileLink<'a> {
    /// The record's file.
    pub(super) file: &'a FileEntry,
    /// The path, escapes undone.
    pub(super) path: String,
    /// What is there.
    pub(super) destination: Destination<'a>,
    /// Where it is written.
    pub(super) span: Span,
    /// Whether it stands in a cell of a lane.
    pub(super) is_in_cell: bool,
}

/// All of them, record by record.
pub(super) fn file_links<'a>(ctx: &Context<'a>) -> impl Iterator<Item = FileLink<'a>> + use<'a> {
    let snapshot = ctx.snapshot;
    ctx.documents().flat_map(move |(file, document)| {
        document.decided_prose_names().chain(document.field_names()).filter_map(move |naming| {
            let link = snapshot.follow_name(file, &naming)?;
            let (span, is_in_cell) = (naming.span, naming.is_in_cell);
            Some(FileLink { file, path: link.path, destination: link.destination, span, is_in_cell })
        })
    })
}
