//! `stage-count`: a journey with more stages than one can keep in mind.

use crate::model::names;
use crate::check::context::Context;
use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A map with many stages can be neither taken in nor printed. Most often it is two journeys in one.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  stage-count: warn
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - { id: hear, title: Hear of it }
  - { id: compare, title: Compare }
  - { id: ask, title: Ask around }
  - { id: sign-up, title: Sign up }
  - { id: setup, title: Setup }
  - { id: invite, title: Invite }
  - { id: first-value, title: First value }
  - { id: habit, title: Habit }
  - { id: budget, title: Budget }
  - { id: buy, title: Buy }
",
    ),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  stage-count: warn
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - { id: discover, title: Discover }
  - { id: setup, title: Setup }
  - { id: first-value, title: First value }
  - { id: buy, title: Buy }
",
    ),
    fix: "Merge stages, or make a journey of its own of some and nest it on a step.",
};

/// The most stages a journey should have.
const MOST: usize = 9;

fn check(ctx: &mut Context<'_>) {
    for (entry, journey) in ctx.journeys() {
        let count = journey.stages().count();
        if let Some(slot) = journey.record.slot(names::STAGES).filter(|_| count > MOST) {
            let problem = ctx.problem(slot.key, format!("{count} stages"));
            ctx.report(entry.path(), problem.help(format!("keep to {MOST} at most: merge stages, or nest a journey")));
        }
    }
}
