//! `illegal-link`: a link between two kinds that may not be linked.

use crate::check::context::Context;
use crate::check::link::check_links;
use super::{Example, Explanation, Found};
use crate::model::Kind;
use crate::snapshot::{LinkFault, Snapshot};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Cause and effect stay readable because links run one way only: from touchpoint to insight to opportunity \
        to solution to metric, and from opportunity to metric. A link that leaves a step out hides the reason.",
    wrong: Example::files(
        "\
//- blocks/touchpoints/credentials-page.md
---
kind: touchpoint
title: Credentials page
links: [setup-guide]
---
",
    )
    .after("The touchpoint is linked with a solution:"),
    right: Example::files(
        "\
//- blocks/touchpoints/credentials-page.md
---
kind: touchpoint
title: Credentials page
links: [admins-stall-at-credentials]
---
",
    )
    .after("The touchpoint is linked with the insight that the solution goes back to:"),
    fix: "Link the item between the two, or add it: what was learned, what could be better, what is done about it.",
};

fn check(ctx: &mut Context<'_>) {
    check_links(ctx, LinkFault::Illegal, |ctx, from, id, to| {
        let name = |kind: Option<Kind>| kind.map_or("item", Kind::name);
        let (own, other) = (name(from.kind()), name(to.kind()));
        let message = format!("`{}` is of kind `{other}`, which `{own}` may not be linked with", id.value);
        let legal: Vec<String> =
            from.kind().into_iter().flat_map(Snapshot::linkable).map(|kind| format!("`{kind}`")).collect();
        ctx.problem(id.span, message).help(format!("link `{own}` only with {}", legal.join(" or ")))
    });
}
