//! `unknown-field`: a key the kind does not have. The file alone tells.

use super::{Example, Explanation, Found};

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
