//! `persona-outside-journey`: a step's persona that its journey, which lists some, does not.

use std::collections::BTreeSet;

use super::Found;
use super::context::Context;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    let snapshot = ctx.snapshot;
    for (entry, journey) in ctx.journeys() {
        let listed: Vec<_> = journey.personas().map(|id| snapshot.find_persona(id.value).found()).collect();
        // One that is misspelt in the list may be the one on the step; the misspelling is reported.
        let Some(listed) = listed.into_iter().collect::<Option<BTreeSet<_>>>().filter(|listed| !listed.is_empty()) else {
            continue;
        };
        for (_, step) in journey.steps() {
            for id in step.personas() {
                let outside = snapshot.find_persona(id.value).found().is_some_and(|key| !listed.contains(&key));
                if outside {
                    let message = format!("`{}` is not among the personas of `{}`", id.value, entry.id());
                    let problem = ctx.problem(id.span, message);
                    ctx.report(entry.path(), problem.help("add it to the journey's `personas`, or remove it here"));
                }
            }
        }
    }
}
