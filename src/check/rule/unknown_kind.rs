//! `unknown-kind`: a `kind` that is none of the five. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The kind decides which lane of the map an item is shown in and which fields it has.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: pain-point
title: Admins stall at credentials
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
type: pain
title: Admins stall at credentials
links: [make-credentials-findable]
---
",
    ),
    fix: "Use `touchpoint`, `insight`, `opportunity`, `solution` or `metric`.",
};
