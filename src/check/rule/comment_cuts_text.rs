//! `comment-cuts-text`: a `#` after a blank that takes the rest of a text away. The file alone tells.

use super::{Example, Explanation, Found};
use crate::diag::Problem;
use crate::snapshot::{FileEntry, Snapshot};
use crate::text::{Span, TextEdit};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "In fields, a `#` after a blank begins a comment, and what follows is dropped: a ticket's number, a tag \
        written as `#setup`. Nobody would miss it before it is needed.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Ticket #482 comes back
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: \"Ticket #482 comes back\"
links: [make-credentials-findable]  # the one of last week
---
",
    ),
    fix: "Put the text in quotes, which `check --fix` does. Begin what is meant as a comment with a blank after the \
        `#`.",
};

/// Proposes the tag of the vocabulary that was meant where one is written with a `#`, as elsewhere on the web.
pub(super) fn refine(snapshot: &Snapshot, file: &FileEntry, problem: Problem) -> Problem {
    match tag(snapshot, file, problem.span) {
        Some((written, tag)) => problem
            .help(format!("write the tag without the `#`: `{tag}`"))
            .fix("take the `#` away", vec![TextEdit::replace(written, tag)]),
        None => problem,
    }
}

/// The tag of the vocabulary whose `#` is at `hash`, and all that is written of it.
fn tag<'s>(snapshot: &'s Snapshot, file: &'s FileEntry, hash: Span) -> Option<(Span, &'s str)> {
    let record = file.record()?;
    let rest = file.source()?.text().get(hash.start as usize..)?;
    let written = rest.lines().next()?.trim_end();
    let tag = written.trim_start_matches('#');
    // The field that begins last before it.
    let field = record.slots.iter().filter(|slot| slot.key.start < hash.start).max_by_key(|slot| slot.key.start)?;
    let known = snapshot.workspace()?.vocabulary("tags")?;
    let is_known = field.field.name == "tags" && known.iter().any(|known| known.value == tag);
    is_known.then(|| (Span::new(hash.start as usize, hash.start as usize + written.len()), tag))
}
