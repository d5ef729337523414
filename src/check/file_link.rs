//! What records say of files: links and images in prose, and paths in fields.

use super::context::Context;
use crate::markdown::Reference;
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
}

/// All of them, record by record.
pub(super) fn file_links<'a>(ctx: &Context<'a>) -> impl Iterator<Item = FileLink<'a>> + use<'a> {
    let snapshot = ctx.snapshot;
    ctx.documents().flat_map(move |(file, document)| {
        let references = document.prose().into_iter().flat_map(|prose| prose.references());
        let links = references.filter_map(move |reference| {
            let Reference::Link { destination, .. } = &reference.value else { return None };
            let link = snapshot.follow_link(&file.path, destination)?;
            Some(FileLink { file, path: link.path, destination: link.destination, span: reference.span })
        });
        let paths = document.files().map(move |path| {
            let destination = snapshot.follow(&file.path, path.value);
            FileLink { file, path: path.value.to_owned(), destination, span: path.span }
        });
        links.chain(paths)
    })
}
