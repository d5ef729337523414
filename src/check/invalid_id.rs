//! `invalid-id`: the name of a record's file, or of a journey's folder, that is no slug.
//!
//! IDs written inside files are found while those are read.

use super::Found;
use super::context::Context;
use crate::model::{FileKind, invalid_id};
use crate::store::layout::Place;
use crate::text::{Span, check_slug};

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    for file in ctx.snapshot.files() {
        let Place::Record(place) = &file.place else { continue };
        // Measurements have the stem of their metric, which is reported there.
        if matches!(place.kind, FileKind::Workspace | FileKind::Measurements) {
            continue;
        }
        if let Err(fault) = check_slug(&place.id) {
            ctx.report(&file.path, invalid_id(&place.id, fault, Span::FILE));
        }
    }
}
