//! `step-without-items`: a step that says nothing but its title; in journeys that are active.

use crate::check::context::Context;
use crate::check::practice::at_field;
use super::{Example, Explanation, Found};
use crate::model::{FieldValue, Record, names};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A step that says nothing but its title is a guess: nobody has said what the customer meets or does there, or \
        how it feels. Drafts and archived journeys are left alone.",
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
    fix: "Place a touchpoint or an insight on the step, nest the journey that goes on there, describe it, fill a lane, or \
        give it an emotion.",
};

/// The fields by which a step says more than its title.
const SAYS: [&str; 5] = [names::ITEMS, names::JOURNEYS, names::LANES, "emotion", names::DESCRIPTION];

/// Fields that say more of a step than its title, and neither what happens there nor how it feels.
const DETAILS: [&str; 4] = [names::MOMENT_OF_TRUTH, names::DURATION, names::IMAGE, names::TAGS];

fn check(ctx: &mut Context<'_>) {
    // A status that could not be read may be that of an archived journey.
    for (entry, journey) in ctx.journeys().filter(|(_, journey)| journey.status() == Some("active")) {
        for (stage, step) in journey.steps() {
            // What was not read of the stage may have been meant for its step.
            let was_lost = |field: &str| stage.record.lost.iter().any(|lost| lost.name.value == field);
            let may_say = |field: &&str| step.record.is_unread(field) || says(step.record, field) || was_lost(field);
            if !step.record.lost.is_empty() || SAYS.iter().any(may_say) {
                continue;
            }
            let name = step.id().map_or("…", |id| id.value);
            let message = match DETAILS.iter().any(|field| says(step.record, field)) {
                true => format!("`{name}` says neither what happens there nor how it feels"),
                false => format!("`{name}` says nothing but its title"),
            };
            let problem = ctx.problem(at_field(step.record, names::ID), message);
            let help = "place what the customer meets there, describe what happens, or give it an emotion";
            ctx.report(entry.path(), problem.help(help));
        }
    }
}

/// Whether there is anything in a field.
fn says(step: &Record, field: &str) -> bool {
    match step.value(field).map(|value| &value.value) {
        Some(FieldValue::List(entries)) => !entries.is_empty(),
        Some(FieldValue::LaneTexts(texts, _)) => !texts.is_empty(),
        Some(FieldValue::Prose(prose)) => !prose.is_blank(),
        Some(FieldValue::Emotions(marks)) => !marks.by_persona.is_empty(),
        Some(FieldValue::Bool(truth)) => *truth,
        Some(_) => true,
        None => false,
    }
}
