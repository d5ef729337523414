//! `assumption-stale`: an assumption that nobody has tested for long. The history tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::InHistory;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An assumption that stays around for long is soon taken for a fact. Either it matters enough to be tested, \
        or it can go.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
status: assumption
links: [make-credentials-findable]
---
",
    )
    .after("Written months ago, and its status has not moved since:"),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
status: observed
links: [make-credentials-findable]
evidence:
  - signal: ticket-48213
---
",
    )
    .after("Looked into, with what was seen:"),
    fix: "Test it and move its `status` on with the evidence, or set `status: archived`. `days` under `rules:` says \
        how long is too long.",
};
