//! `review-overdue`: a record whose `review_by` has passed. The history tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Somebody promised to look at the record again, and the day has passed.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
review_by: 2026-03-31
links: [make-credentials-findable]
---
",
    )
    .after("The day has passed:"),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
review_by: 2027-03-31
links: [make-credentials-findable]
---
",
    )
    .after("Looked at, with the next day to do so:"),
    fix: "Look at it, change what is no longer true, and set `review_by` to a later day or remove it.",
};
