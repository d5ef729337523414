//! `unplaced-item`: an item placed nowhere; a building block placed nowhere and without any legal link.

use crate::check::context::Context;
use crate::check::practice::{Placed, Unsure, at_field, may_be_linked_with, unparsed};
use super::{Example, Explanation, Found};
use crate::diag::{Level, Rule};
use crate::model::{FileKind, Kind};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The map shows only what is on a step. An item that is on none is knowledge that nobody comes across.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/items/welcome-email.md
---
kind: touchpoint
title: Welcome email
---
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/items/welcome-email.md
---
kind: touchpoint
title: Welcome email
---
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: read-welcome
        title: Customer reads the welcome
        items: [welcome-email]
",
    ),
    fix: "Add its ID to the `items` of the step where the customer meets it, or remove the file when it is of no use \
        any more.",
};

fn check(ctx: &mut Context<'_>) {
    if unparsed(ctx, &[FileKind::Journey]).next().is_some() {
        return;
    }
    let (placed, links) = (Placed::of(ctx), Unsure::links(ctx));
    let is_use_told = ctx.snapshot.level(Rule::MetricWithoutUse) != Level::Off;
    for entry in ctx.items().filter(|entry| !entry.is_contested()) {
        let Some(item) = entry.item() else { continue };
        let is_block = entry.home().is_none();
        let is_metric = item.kind == Some(Kind::Metric) && is_use_told;
        let is_linked = (is_block || is_metric) && may_be_linked_with(ctx, &links, entry, &Kind::ALL);
        // A metric that nothing needs is told of by a rule of its own.
        if is_block && is_linked || is_metric && !is_linked || placed.may_have(ctx, entry) {
            continue;
        }
        let problem = ctx.problem(at_field(&item.record, "title"), format!("`{}` is placed on no step", entry.id()));
        let or_link = if is_block { ", or link it" } else { "" };
        ctx.report(entry.path(), problem.help(format!("add its ID to a step's `items`{or_link}")));
    }
}
