//! `duplicate-key`: a key twice in one mapping, which the file alone tells; and one persona by two of its IDs.

use std::collections::HashMap;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::text::Span;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Two values for one field contradict each other, and nobody can tell which is meant. It often comes from a \
        merge that kept both sides.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
confidence: low
confidence: high
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
confidence: high
links: [make-credentials-findable]
---
",
    ),
    fix: "Keep the value that is right and remove the other.",
};

/// Two marks of a step for one persona, by its ID and a former one.
fn check(ctx: &mut Context<'_>) {
    let snapshot = ctx.snapshot;
    for (entry, journey) in ctx.journeys() {
        for (_, step) in journey.steps() {
            let mut first: HashMap<_, Span> = HashMap::new();
            for (id, _) in step.emotions() {
                let Some(persona) = snapshot.find_persona(&id.value).found() else { continue };
                let Some(taken) = first.get(&persona).copied() else {
                    first.insert(persona, id.span);
                    continue;
                };
                let living = snapshot.persona(persona).id();
                let problem = ctx.problem(id.span, format!("`{}` has a mark here already: `{living}`", id.value));
                let problem = problem.help("remove one of the two").related(None, taken, "the first is here");
                ctx.report(entry.path(), problem);
            }
        }
    }
}
