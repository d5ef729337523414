//! `not-reusable`: a placement of, or link to, an item that is local to another journey.

use crate::check::context::Context;
use crate::check::link::check_links;
use super::{Example, Explanation, Found};
use crate::snapshot::{ItemEntry, LinkFault};
use crate::text::Spanned;
use crate::diag::Problem;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An item in a journey's `items/` belongs to that journey, whose team may change it as they like. Others \
        would be changed with it without knowing.",
    wrong: Example::files(
        "\
//- journeys/credential-recovery/items/reset-email.md
---
kind: touchpoint
title: Reset email
---
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        items: [reset-email]
",
    ),
    right: Example::files(
        "\
//- blocks/touchpoints/reset-email.md
---
kind: touchpoint
title: Reset email
---
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        items: [reset-email]
",
    ),
    fix: "Move the file to `blocks/` to share it. Its ID stays, so no reference changes. Or add an item of your own.",
};

fn check(ctx: &mut Context<'_>) {
    for (entry, journey) in ctx.journeys() {
        for (_, step) in journey.steps() {
            for placement in step.placements() {
                let item = ctx.snapshot.find_item(placement.item.value).found().map(|key| ctx.snapshot.item(key));
                if let Some(item) = item.filter(|item| !item.is_placeable_in(entry.id()) && !item.is_contested()) {
                    let problem = problem(ctx, placement.item, item);
                    ctx.report(entry.path(), problem);
                }
            }
        }
    }
    check_links(ctx, LinkFault::NotReusable, |ctx, _, id, to| problem(ctx, id, to));
}

fn problem(ctx: &Context<'_>, id: Spanned<&str>, item: ItemEntry<'_>) -> Problem {
    let home = item.home().unwrap_or_default();
    let path = item.path();
    ctx.problem(id.span, format!("`{}` is local to the journey `{home}`", id.value))
        .help(format!("move `{path}` to `blocks/` to share it between journeys"))
}
