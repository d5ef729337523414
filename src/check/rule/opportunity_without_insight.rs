//! `opportunity-without-insight`: an opportunity that is prioritized and that no insight leads to.

use crate::check::context::Context;
use crate::check::practice::{Unsure, items_of, may_be_linked_with, report_item};
use super::{Example, Explanation, Found};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Work is about to be spent on something that no customer is known to need. The insight is what the decision \
        can be held against later.",
    wrong: Example::files(
        "\
//- blocks/opportunities/explain-permissions.md
---
kind: opportunity
title: Explain permissions
status: prioritized
owner: maya
links: [setup-completion-rate]
---
",
    ),
    right: Example::files(
        "\
//- blocks/opportunities/explain-permissions.md
---
kind: opportunity
title: Explain permissions
status: prioritized
owner: maya
links: [admins-stall-at-credentials, setup-completion-rate]
---
",
    ),
    fix: "Link the insight that it rests on, or set `status: framed` until there is one.",
};

fn check(ctx: &mut Context<'_>) {
    let unsure = Unsure::links(ctx);
    for (entry, item) in items_of(ctx, Kind::Opportunity) {
        if item.status() == Some("prioritized") && !may_be_linked_with(ctx, &unsure, entry, &[Kind::Insight]) {
            report_item(ctx, entry, "is prioritized, and no insight leads to it", "link the insight it rests on");
        }
    }
}
