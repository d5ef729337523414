//! `missing-field`: a required field that is absent or empty. The file alone tells.

use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::WhileReading;

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Without it the record cannot be shown or understood: an item needs a kind and a title, evidence a source \
        that others can look up.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
evidence:
  - date: 2026-10-12
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
evidence:
  - quote: I waited three days for a developer to find the key.
    date: 2026-10-12
links: [make-credentials-findable]
---
",
    ),
    fix: "Add the field with a value.",
};
