//! `unplaced-item`: an item placed nowhere; a building block placed nowhere and without any legal link.

use std::collections::HashSet;

use crate::check::context::Context;
use crate::check::practice::{Unsure, at_field, may_be_linked_with, unparsed};
use super::{Example, Explanation, Found};
use crate::model::{FileKind, Kind};
use crate::snapshot::{ItemKey, JourneyEntry};

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
    let snapshot = ctx.snapshot;
    let (placements, links) = (Unsure::placements(ctx), Unsure::links(ctx));
    // Also where it is not allowed: that has a finding of its own.
    let placed: HashSet<ItemKey> = snapshot
        .every_journey()
        .filter_map(JourneyEntry::journey)
        .flat_map(|journey| journey.steps())
        .flat_map(|(_, step)| step.placements())
        .filter_map(|placement| snapshot.find_item(placement.item.value).found())
        .collect();
    for entry in ctx.items().filter(|entry| !placed.contains(&entry.key())) {
        let Some(item) = entry.item() else { continue };
        let linked_block = entry.home().is_none() && may_be_linked_with(ctx, &links, entry, &Kind::ALL);
        let may_be_placed = placements.names(entry.id(), Some(&item.record));
        if linked_block || may_be_placed || entry.is_contested() {
            continue;
        }
        let problem = ctx.problem(at_field(&item.record, "title"), format!("`{}` is placed on no step", entry.id()));
        ctx.report(entry.path(), problem.help("add its ID to a step's `items`, or remove the file"));
    }
}
