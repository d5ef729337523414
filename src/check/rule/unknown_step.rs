//! `unknown-step`: an address that names no step.

use crate::check::context::{Context, suggest};
use crate::check::missed::Miss;
use super::{Example, Explanation, Found};
use crate::model::Target;
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
        None => problem.help("write the address as `journey/stage/step`"),
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
