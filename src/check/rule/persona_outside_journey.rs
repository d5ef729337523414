//! `persona-outside-journey`: a step's persona that its journey, which lists some, does not.

use std::collections::BTreeSet;

use crate::model::names;
use crate::check::context::Context;
use crate::text::Spanned;
use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The journey says whom it is about. A step for somebody else is lost as soon as the map is filtered by \
        persona.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
personas: [first-time-admin]
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        personas: [finance-lead]
        items: [credentials-page]
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
personas: [first-time-admin, finance-lead]
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        personas: [finance-lead]
        items: [credentials-page]
",
    ),
    fix: "Add the persona to the journey's `personas`, or remove it from the step.",
};

fn check(ctx: &mut Context<'_>) {
    let snapshot = ctx.snapshot;
    for (entry, journey) in ctx.journeys().filter(|(_, journey)| !journey.record.is_unread(names::PERSONAS)) {
        let listed: Vec<_> = journey.personas().map(|id| snapshot.find_persona(id.value).found()).collect();
        // One that is misspelt in the list may be the one on the step; the misspelling is reported.
        let Some(listed) = listed.into_iter().collect::<Option<BTreeSet<_>>>().filter(|listed| !listed.is_empty()) else {
            continue;
        };
        for (_, step) in journey.steps() {
            let felt = step.emotions().iter().map(|(id, _)| Spanned::new(id.value.as_str(), id.span));
            for id in step.personas().chain(felt) {
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
