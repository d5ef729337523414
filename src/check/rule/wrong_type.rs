//! `wrong-type`: a value of the wrong type. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A value in the wrong shape cannot be used, so what it says is missing from the map.",
    wrong: Example::files(
        "\
//- blocks/touchpoints/credentials-page.md
---
kind: touchpoint
title: Credentials page
actor: first-time-admin
links: [admins-stall-at-credentials]
---
",
    ),
    right: Example::files(
        "\
//- blocks/touchpoints/credentials-page.md
---
kind: touchpoint
title: Credentials page
actor: [first-time-admin]
links: [admins-stall-at-credentials]
---
",
    ),
    fix: "Put a list in brackets, or write each entry on a line that begins with `- `; write one value without \
        either; write numbers without quotes and units.",
};
