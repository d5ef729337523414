//! Files that the records of the document do not stand for, or not wholly.

use std::collections::HashSet;

use serde::Serialize;

use crate::diag::Rule;
use crate::model::FileKind;
use crate::snapshot::{FileEntry, FileState, Snapshot};
use crate::store::layout::{self, Place};
use crate::text::WsPath;

#[derive(Serialize)]
pub(super) struct FileOut<'p> {
    file: &'p WsPath,
    place: &'static str,
    published: bool,
    unreadable: Option<&'p str>,
    source: Option<&'p str>,
}

/// The files that no record stands for, and those whose record is not all that is in them.
pub(super) fn files(snapshot: &Snapshot) -> impl Iterator<Item = FileOut<'_>> {
    let measured = snapshot.every_item().filter_map(|entry| snapshot.measurements_file(entry.key()));
    let measured: HashSet<&WsPath> = measured.map(|file| &file.path).collect();
    let carried = snapshot.attachments();
    snapshot.files().iter().filter_map(move |file| {
        let is_record = match &file.place {
            Place::Record(place) if place.kind == FileKind::Measurements => measured.contains(&file.path),
            Place::Record(_) => true,
            _ => false,
        };
        (!is_record || !is_complete(file)).then(|| file_out(file, carried.contains(&file.path)))
    })
}

/// Whether all that is in a file could be read.
pub(super) fn is_complete(file: &FileEntry) -> bool {
    match &file.state {
        // Of what is missing nothing was lost.
        FileState::Read(_, parsed) => {
            parsed.document.is_some() && parsed.problems.iter().all(|problem| problem.rule == Rule::MissingField)
        }
        _ => false,
    }
}

fn file_out(file: &FileEntry, published: bool) -> FileOut<'_> {
    FileOut {
        file: &file.path,
        place: match &file.place {
            Place::Record(_) => "record",
            Place::Asset => layout::ASSETS,
            Place::Template => layout::TEMPLATES,
            Place::Unexpected(_) => "unexpected",
            Place::Other => "other",
        },
        published,
        unreadable: file.why_unreadable(),
        source: file.source().filter(|_| !file.is_cut).map(|source| source.text()),
    }
}
