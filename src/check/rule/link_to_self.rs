//! `link-to-self`: an item that links itself.

use crate::check::context::Context;
use crate::check::link::check_links;
use super::{Example, Explanation, Found};
use crate::snapshot::LinkFault;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An item is no reason for itself. Most often another ID was meant.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [admins-stall-at-credentials, make-credentials-findable]
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
---
",
    ),
    fix: "Remove the link, or write the ID that was meant.",
};

fn check(ctx: &mut Context<'_>) {
    check_links(ctx, LinkFault::ToSelf, |ctx, _, id, _| {
        ctx.problem(id.span, format!("`{}` links itself", id.value)).help("remove the link")
    });
}
