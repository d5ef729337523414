//! `front-matter-missing`: a record without front matter. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Without its fields a record has no title and no kind, so it cannot be shown anywhere.",
    wrong: Example::files(
        "\
//- personas/first-time-admin.md
First-time admin

Sets the product up for a team and has never seen an API key.
",
    ),
    right: Example::files(
        "\
//- personas/first-time-admin.md
---
name: First-time admin
---
Sets the product up for a team and has never seen an API key.
",
    ),
    fix: "Begin the file with a line `---`, its fields, and another line `---`. Move a file that is meant as a note \
        to `assets/`, or call it `README.md`.",
};
