//! `unknown-signal`: an ID that names no signal.

use crate::check::reference::check_target;
use super::{Example, Explanation, Found};
use crate::model::Target;

pub(super) const FOUND: Found = Found::By(|ctx| check_target(ctx, Target::SIGNAL));

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Evidence that cannot be looked up proves nothing.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
evidence:
  - signal: ticket-48231
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
evidence:
  - signal: ticket-48213
---
",
    ),
    fix: "Correct the ID: it is the name of the signal's file without `.md`.",
};
