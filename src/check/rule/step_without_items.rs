//! `step-without-items`: a step with no items and no nested journeys; archived journeys aside.

use crate::check::context::Context;
use crate::check::practice::at_field;
use super::{Example, Explanation, Found};
use crate::model::{Journey, names};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A step with nothing on it is a guess: nobody has said what the customer meets there, or what is known \
        about it. Archived journeys are left alone.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        items: [credentials-page]
",
    ),
    fix: "Place a touchpoint or an insight on the step, or nest the journey that goes on there.",
};

fn check(ctx: &mut Context<'_>) {
    // A status that could not be read may be that of an archived journey.
    let in_use = |journey: &Journey| journey.status().is_some_and(|status| status != "archived");
    for (entry, journey) in ctx.journeys().filter(|(_, journey)| in_use(journey)) {
        for (_, step) in journey.steps() {
            let unread = step.record.is_unread(names::ITEMS) || step.record.is_unread(names::JOURNEYS);
            let empty = step.record.records(names::ITEMS).next().is_none() && step.journeys().next().is_none();
            if empty && !unread {
                let name = step.id().map_or("…", |id| id.value);
                let problem = ctx.problem(at_field(step.record, "id"), format!("`{name}` has no items"));
                ctx.report(entry.path(), problem.help("place what the customer meets here, or what is known about it"));
            }
        }
    }
}
