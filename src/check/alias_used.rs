//! `alias-used`: a reference by a former ID.

use super::context::Context;
use super::field_reference::FieldReference;
use super::splice::rename_inside;
use super::{Example, Explanation, Found};
use crate::diag::Problem;
use crate::markdown::Reference;
use crate::snapshot::{Lookup, Snapshot, Subject};
use crate::text::{Span, TextEdit};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A former ID still works, but it will stop working once the alias is removed, and a search for the new ID \
        does not find it.",
    wrong: Example::files(
        "\
//- blocks/touchpoints/credentials-page.md
---
kind: touchpoint
title: Credentials page
aliases: [api-keys-page]
---
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        items: [api-keys-page]
",
    ),
    right: Example::files(
        "\
//- blocks/touchpoints/credentials-page.md
---
kind: touchpoint
title: Credentials page
aliases: [api-keys-page]
---
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
    fix: "Write the new ID that the help names.",
};

fn check(ctx: &mut Context<'_>) {
    let snapshot = ctx.snapshot;
    for (target, FieldReference { file, id, .. }) in ctx.references.all() {
        if let Lookup::Former(subject) = snapshot.find_target(target, id.value) {
            let new = new_name(snapshot, &subject, id.value);
            let fix = vec![TextEdit::replace(id.span, new.as_str())];
            let problem = problem(ctx, id.span, id.value, &new).fix(format!("replace it by `{new}`"), fix);
            ctx.report(&file.path, problem);
        }
    }
    for (file, document) in ctx.documents() {
        for reference in document.prose().into_iter().flat_map(|prose| prose.references()) {
            let Reference::Wiki { target, .. } = &reference.value else { continue };
            if let Lookup::Former(subject) = snapshot.find_wiki(target) {
                let new = new_name(snapshot, &subject, target);
                let problem = problem(ctx, reference.span, target, &new);
                ctx.report(&file.path, rename_inside(problem, file, target, &new));
            }
        }
    }
}

fn problem(ctx: &Context<'_>, span: Span, old: &str, new: &str) -> Problem {
    ctx.problem(span, format!("`{old}` is a former ID of `{new}`")).help(format!("use `{new}`"))
}

/// The ID that is valid now; of an address, with the rest of it kept.
fn new_name(snapshot: &Snapshot, subject: &Subject, old: &str) -> String {
    let journey = |key| snapshot.journey(key).id();
    let address = |key| match old.split_once('/') {
        Some((_, rest)) => format!("{}/{rest}", journey(key)),
        None => journey(key).to_owned(),
    };
    match subject {
        Subject::Item(key) => snapshot.item(*key).id().to_owned(),
        Subject::Persona(key) => snapshot.persona(*key).id().to_owned(),
        Subject::Signal(key) => snapshot.signal(*key).id().to_owned(),
        Subject::Journey(key) => address(*key),
        Subject::Stage(key) => address(key.journey),
        Subject::Step(key) => address(key.stage.journey),
        Subject::Workspace | Subject::Member(_) => old.to_owned(),
    }
}
