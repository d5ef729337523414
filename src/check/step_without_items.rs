//! `step-without-items`: a step with no items and no nested journeys; archived journeys aside.

use super::Found;
use super::context::Context;
use super::practice::at_field;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    for (entry, journey) in ctx.journeys().filter(|(_, journey)| journey.status() != "archived") {
        for (_, step) in journey.steps() {
            let unread = step.record.is_unread("items") || step.record.is_unread("journeys");
            let empty = step.record.records("items").next().is_none() && step.journeys().next().is_none();
            if empty && !unread {
                let name = step.id().map_or("…", |id| id.value);
                let problem = ctx.problem(at_field(step.record, "id"), format!("`{name}` has no items"));
                ctx.report(entry.path(), problem.help("place what the customer meets here, or what is known about it"));
            }
        }
    }
}
