//! `unknown-field`: a key the kind does not have. The file alone tells.

use super::{Example, Explanation, Found};
use crate::diag::{FileFix, Problem};
use crate::model::NOTE_FIX;
use crate::snapshot::{FileEntry, Snapshot};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A misspelt field would be passed over in silence, and what was written there would never be seen.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
serverity: 4
team: Growth
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
severity: 4
x-team: Growth
links: [make-credentials-findable]
---
",
    ),
    fix: "Correct the name. Begin a field of your own with `x-`: it is kept, shown and never checked.",
};

/// Takes the change away that makes a placement of an ID and its note, unless the ID is that of an item.
pub(super) fn refine(snapshot: &Snapshot, file: &FileEntry, problem: Problem) -> Problem {
    let is_item = || {
        let id = file.source().map_or("", |source| source.slice(problem.span));
        snapshot.find_item(id).found().is_some()
    };
    let is_kept = |fix: &FileFix| fix.title != NOTE_FIX || is_item();
    let fix = problem.fix.clone().filter(is_kept);
    Problem { fix, ..problem }
}
