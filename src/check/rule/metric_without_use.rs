//! `metric-without-use`: a metric that no opportunity or solution links.

use crate::check::context::Context;
use crate::check::practice::{Unsure, items_of, may_be_linked_with, report_item};
use super::{Example, Explanation, Found};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A metric that no opportunity and no solution needs is a number people keep up for no decision.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/items/key-requests.md
---
kind: metric
title: Requests for a key
---
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/items/key-requests.md
---
kind: metric
title: Requests for a key
links: [make-credentials-findable]
---
",
    ),
    fix: "Link the opportunity or the solution it judges, or remove it.",
};

fn check(ctx: &mut Context<'_>) {
    let unsure = Unsure::links(ctx);
    for (entry, _) in items_of(ctx, Kind::Metric) {
        if !may_be_linked_with(ctx, &unsure, entry, &[Kind::Opportunity, Kind::Solution]) {
            report_item(ctx, entry, "is not linked to a solution or opportunity", "link it with the opportunity or solution it judges");
        }
    }
}
