//! `unowned-work`: an opportunity that is prioritized, or a solution that is planned or under way, without an owner.

use crate::check::context::Context;
use crate::check::practice::{items_of, report_item};
use super::{Example, Explanation, Found};
use crate::model::{Kind, names};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "What has been decided and belongs to nobody does not get done.",
    wrong: Example::files(
        "\
//- blocks/solutions/key-finder.md
---
kind: solution
title: Key finder
status: in-progress
links: [make-credentials-findable, setup-completion-rate]
---
",
    ),
    right: Example::files(
        "\
//- blocks/solutions/key-finder.md
---
kind: solution
title: Key finder
status: in-progress
owner: jon
links: [make-credentials-findable, setup-completion-rate]
---
",
    ),
    fix: "Add `owner` with a member's ID, or set the status back.",
};

const COMMITTED: [(Kind, &[&str]); 2] =
    [(Kind::Opportunity, &["prioritized"]), (Kind::Solution, &["planned", "in-progress"])];

fn check(ctx: &mut Context<'_>) {
    for (kind, statuses) in COMMITTED {
        for (entry, item) in items_of(ctx, kind) {
            let Some(status) = item.status().filter(|status| statuses.contains(status)) else { continue };
            if item.owner().is_none() && !item.record.is_unread(names::OWNER) {
                report_item(ctx, entry, &format!("is {status} and has no owner"), "add `owner:` with a member's ID");
            }
        }
    }
}
