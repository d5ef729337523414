//! `metric-without-use`: a metric that no opportunity or solution links and that is on no step.

use crate::check::context::Context;
use crate::check::practice::{Placed, Unsure, items_of, may_be_linked_with, report_item, unparsed};
use super::{Example, Explanation, Found};
use crate::model::{FileKind, Kind};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A metric that is on no step, and that no opportunity and no solution needs, is a number people keep up for no \
        decision.",
    wrong: Example::files(
        "\
//- blocks/metrics/key-calls.md
---
kind: metric
title: Calls for a key
---
",
    ),
    right: Example::files(
        "\
//- blocks/metrics/key-calls.md
---
kind: metric
title: Calls for a key
links: [make-credentials-findable]
---
",
    ),
    fix: "Link the opportunity or the solution it measures, or place it on the step where it is measured.",
};

fn check(ctx: &mut Context<'_>) {
    if unparsed(ctx, &[FileKind::Journey]).next().is_some() {
        return;
    }
    let (placed, links) = (Placed::of(ctx), Unsure::links(ctx));
    for (entry, _) in items_of(ctx, Kind::Metric) {
        let is_linked = may_be_linked_with(ctx, &links, entry, &[Kind::Opportunity, Kind::Solution]);
        if !is_linked && !placed.may_have(ctx, entry) {
            let message = "is on no step and linked to no opportunity or solution";
            report_item(ctx, entry, message, "link the opportunity or solution it measures, or place it on a step");
        }
    }
}
