//! `solution-without-opportunity`: a solution that is not linked to an opportunity.

use crate::check::context::Context;
use crate::check::practice::{Unsure, items_of, may_be_linked_with, report_item};
use super::{Example, Explanation, Found};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A solution that answers nothing is an idea in search of a problem. With the opportunity beside it, others \
        can weigh it against the alternatives.",
    wrong: Example::files(
        "\
//- blocks/solutions/key-finder.md
---
kind: solution
title: Key finder
links: [setup-completion-rate]
---
",
    ),
    right: Example::files(
        "\
//- blocks/solutions/key-finder.md
---
kind: solution
title: Key finder
links: [make-credentials-findable, setup-completion-rate]
---
",
    ),
    fix: "Link the opportunity that it answers, or add one.",
};

fn check(ctx: &mut Context<'_>) {
    let unsure = Unsure::links(ctx);
    for (entry, _) in items_of(ctx, Kind::Solution) {
        if !may_be_linked_with(ctx, &unsure, entry, &[Kind::Opportunity]) {
            report_item(ctx, entry, "is not linked to an opportunity", "link the opportunity it answers");
        }
    }
}
