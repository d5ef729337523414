//! `solution-without-metric`: a solution that is under way or done and that no metric judges.

use crate::check::context::Context;
use crate::check::practice::{Unsure, items_of, may_be_linked_with, report_item};
use super::{Example, Explanation, Found};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Without a metric nobody will be able to tell whether the work was worth it. It is easiest to choose one \
        before the work begins.",
    wrong: Example::files(
        "\
//- blocks/solutions/key-finder.md
---
kind: solution
title: Key finder
status: planned
owner: jon
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/solutions/key-finder.md
---
kind: solution
title: Key finder
status: planned
owner: jon
links: [make-credentials-findable, setup-completion-rate]
---
",
    ),
    fix: "Link the metric that will tell whether it works.",
};

const UNDER_WAY: [&str; 4] = ["planned", "in-progress", "shipped", "validated"];

fn check(ctx: &mut Context<'_>) {
    let unsure = Unsure::links(ctx);
    for (entry, item) in items_of(ctx, Kind::Solution) {
        let Some(status) = item.status().filter(|status| UNDER_WAY.contains(status)) else { continue };
        if !may_be_linked_with(ctx, &unsure, entry, &[Kind::Metric]) {
            let message = format!("is {status}, and no metric judges it");
            report_item(ctx, entry, &message, "link the metric that will tell whether it works");
        }
    }
}
