//! `stage-count`: a journey with more stages than one can keep in mind.

use super::Found;
use super::context::Context;

pub(super) const FOUND: Found = Found::By(check);

/// The most stages a journey should have.
const MOST: usize = 9;

fn check(ctx: &mut Context<'_>) {
    for (entry, journey) in ctx.journeys() {
        let count = journey.stages().count();
        if let Some(slot) = journey.record.slot("stages").filter(|_| count > MOST) {
            let problem = ctx.problem(slot.key, format!("{count} stages"));
            ctx.report(entry.path(), problem.help(format!("keep to {MOST} at most: merge stages, or nest a journey")));
        }
    }
}
