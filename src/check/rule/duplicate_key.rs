//! `duplicate-key`: a key twice in one mapping. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Two values for one field contradict each other, and nobody can tell which is meant. It often comes from a \
        merge that kept both sides.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
confidence: low
confidence: high
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
confidence: high
links: [make-credentials-findable]
---
",
    ),
    fix: "Keep the value that is right and remove the other.",
};
