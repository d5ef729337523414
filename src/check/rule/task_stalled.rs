//! `task-stalled`: a task that is open and has not changed for long. The history tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Work that was begun in another tool and stands still there keeps a solution from reaching anybody.",
    wrong: Example::files(
        "\
//- blocks/solutions/guided-key-setup.md
---
kind: solution
title: Guided key setup
links: [make-credentials-findable]
tasks:
  - { url: \"https://tasks.example.com/412\", status: open }
---
",
    )
    .after("Open, and unchanged for months:"),
    right: Example::files(
        "\
//- blocks/solutions/guided-key-setup.md
---
kind: solution
title: Guided key setup
links: [make-credentials-findable]
tasks:
  - { url: \"https://tasks.example.com/412\", status: dropped }
---
",
    )
    .after("It was decided not to go on:"),
    fix: "Ask who works on it, and set the `status` to what is true: `in-progress`, `done` or `dropped`.",
};
