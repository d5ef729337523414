//! `internal-step-name`: a step whose title does not begin with who takes it, and so may tell an inside view.

use crate::check::context::Context;
use crate::check::practice::unparsed;
use super::{Example, Explanation, Found};
use crate::model::{FileKind, names};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A journey is seen with the customer's eyes. A step that tells what a team or a system does slips into the \
        inside view.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  internal-step-name: warn
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Validate the API key
        items: [credentials-page]
",
    ),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
rules:
  internal-step-name: warn
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
    fix: "Begin the title with who takes the step: a persona's name, `Customer`, or a word of `vocabulary.actors`. \
        Put what happens behind the scenes in a lane.",
};

/// Words for a customer that a title may begin with, beside the personas' names and the vocabulary's actors.
const ACTORS: [&str; 11] = [
    "Customer", "User", "Buyer", "Admin", "Visitor", "Client", "Guest", "Member", "Patient", "Prospect", "Trialist",
];

fn check(ctx: &mut Context<'_>) {
    let Some(workspace) = ctx.snapshot.workspace() else { return };
    // A persona's name or a word that could not be read may be what a title begins with.
    if workspace.is_vocabulary_unread("actors") || unparsed(ctx, &[FileKind::Persona]).next().is_some() {
        return;
    }
    let own = workspace.vocabulary("actors").unwrap_or_default();
    let personas = ctx.snapshot.personas().map(|persona| persona.name());
    let words = ACTORS.into_iter().chain(own.iter().map(|word| word.value)).chain(personas);
    let actors: Vec<String> = words.map(str::to_lowercase).filter(|actor| !actor.is_empty()).collect();
    for (entry, journey) in ctx.journeys() {
        for (_, step) in journey.steps() {
            let Some(title) = step.record.text(names::TITLE) else { continue };
            let lower = title.value.trim_start().to_lowercase();
            if !actors.iter().any(|actor| begins_with(&lower, actor)) {
                let problem = ctx.problem(title.span, "this title does not begin with who takes the step");
                ctx.report(entry.path(), problem.help("begin with a persona's name, `Customer`, or one of `vocabulary.actors`"));
            }
        }
    }
}

/// Whether a title begins with an actor as a whole word, singular or plural.
fn begins_with(title: &str, actor: &str) -> bool {
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    title.strip_prefix(actor).is_some_and(|rest| {
        ends(rest) || ["s", "es"].iter().any(|plural| rest.strip_prefix(plural).is_some_and(ends))
    })
}
