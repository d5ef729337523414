//! `shipped-not-validated`: a shipped solution whose effect nobody has looked at. The history tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Shipping is not the aim. As long as nobody has looked whether it helped, nobody has learned anything from \
        the work.",
    wrong: Example::files(
        "\
//- blocks/solutions/setup-guide.md
---
kind: solution
title: Setup guide
status: shipped
links: [setup-completion-rate]
---
",
    )
    .after("Shipped months ago, and its status has not moved since:"),
    right: Example::files(
        "\
//- blocks/solutions/setup-guide.md
---
kind: solution
title: Setup guide
status: validated
links: [setup-completion-rate]
---
Since it is there, 44 of 100 trials complete the setup; it was 38 before.
",
    ),
    fix: "Look at the metric and set `status: validated`, or `rejected` when it did not help. `days` under `rules:` \
        says how long is too long.",
};
