//! `unknown-step`: an address that names no step.

use crate::check::context::{Context, suggest};
use crate::check::missed::Miss;
use super::{Example, Explanation, Found};
use crate::model::{Journey, Target};
use crate::snapshot::Snapshot;
use crate::text::{Spanned, WsPath};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "What the customer said is not shown on the step it is about.",
    wrong: Example::files(
        "\
//- signals/ticket-48213.md
---
source: zendesk
step: trial-to-paid/setup
---
I waited three days for a developer to find the key.
",
    ),
    right: Example::files(
        "\
//- signals/ticket-48213.md
---
source: zendesk
step: trial-to-paid/setup/connect-integration
---
I waited three days for a developer to find the key.
",
    ),
    fix: "Write the address as `journey/stage/step`, or `journey/step` for short. A stage alone is not enough.",
};

fn check(ctx: &mut Context<'_>) {
    let mut addresses = None;
    for Miss { file, naming, .. } in ctx.missed.unknown_in_fields(Target::Step) {
        let known = addresses.get_or_insert_with(|| all_addresses(ctx.snapshot));
        report(ctx, &file.path, naming.written(), known);
    }
}

fn report(ctx: &mut Context<'_>, path: &WsPath, address: Spanned<&str>, known: &[String]) {
    let problem = ctx.problem(address.span, format!("no step `{}`", address.value));
    let problem = match ctx.near(address.value, known.iter().map(String::as_str)) {
        Some(near) => suggest(problem, address.span, near, None),
        None if ctx.snapshot.find_address(address.value).found().is_some() => {
            problem.help("this is a stage: write the address of one of its steps")
        }
        None => problem.help(match steps_beside(ctx.snapshot, address.value).as_slice() {
            [] => "write the address as `journey/stage/step`".to_owned(),
            steps => format!("choose one of {}", steps.join(", ")),
        }),
    };
    ctx.report(path, problem);
}

/// Every step's address, long and short.
fn all_addresses(snapshot: &Snapshot) -> Vec<String> {
    let mut addresses = Vec::new();
    for entry in snapshot.journeys() {
        for (stage, step) in entry.journey().into_iter().flat_map(|journey| journey.steps()) {
            if let (Some(stage), Some(step)) = (stage.id(), step.id()) {
                addresses.push(format!("{}/{}/{}", entry.id(), stage.value, step.value));
                addresses.push(format!("{}/{}", entry.id(), step.value));
            }
        }
    }
    addresses
}

/// The most steps to choose from.
const MOST_STEPS: usize = 5;

/// The first steps of the stage that an address names, or else of its journey.
fn steps_beside(snapshot: &Snapshot, address: &str) -> Vec<String> {
    let mut parts = address.split('/');
    let (journey, stage) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Some(entry) = snapshot.find_journey(journey).found().map(|key| snapshot.journey(key)) else { return Vec::new() };
    let steps = entry.journey().into_iter().flat_map(Journey::steps);
    let named = steps.filter_map(|(stage, step)| Some((stage.id()?.value, step.id()?.value)));
    let named: Vec<(&str, &str)> = named.collect();
    let is_in_stage = |(of, _): &&(&str, &str)| *of == stage;
    let of_all = !named.iter().any(|step| is_in_stage(&step));
    let chosen = named.iter().filter(|step| of_all || is_in_stage(step)).take(MOST_STEPS);
    chosen.map(|(stage, step)| format!("`{}/{stage}/{step}`", entry.id())).collect()
}
