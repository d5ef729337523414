//! `invalid-id`: the name of a record's file, or of a journey's folder, that is no slug.
//!
//! IDs written inside files are found while those are read.

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::model::{FileKind, invalid_id};
use crate::store::layout::Place;
use crate::text::{Span, check_slug};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An ID is typed by hand, is part of addresses on the web and is a file's name on every system. Capitals, \
        blanks and accents go wrong in one of them.",
    wrong: Example::files(
        "\
//- blocks/insights/Keys are hard to find.md
---
kind: insight
title: Keys are hard to find
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/keys-are-hard-to-find.md
---
kind: insight
title: Keys are hard to find
links: [make-credentials-findable]
---
",
    ),
    fix: "Rename the file, folder or value to what the help proposes. Titles may be written as you like.",
};

fn check(ctx: &mut Context<'_>) {
    for file in ctx.files() {
        let Place::Record(place) = &file.place else { continue };
        // Measurements have the stem of their metric, which is reported there.
        if matches!(place.kind, FileKind::Workspace | FileKind::Measurements | FileKind::Portfolio | FileKind::MemberSettings) {
            continue;
        }
        // Not a file a record could be in, which is reported; the name may not even be the one it has.
        if file.is_unreadable() {
            continue;
        }
        if let Err(fault) = check_slug(&place.id) {
            ctx.report(&file.path, invalid_id(&place.id, fault, Span::FILE));
        }
    }
}
