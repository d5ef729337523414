//! `alias-used`: a reference by a former ID.

use crate::check::context::Context;
use crate::check::missed::Miss;
use crate::check::splice::rename_inside;
use super::{Example, Explanation, Found};
use crate::diag::Problem;
use crate::snapshot::{Snapshot, Subject};
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
    for (Miss { file, naming, .. }, subject) in ctx.missed.former() {
        let new = new_name(ctx.snapshot, subject, naming.name);
        let problem = problem(ctx, naming.span, naming.name, &new);
        let problem = match naming.form.is_prose() {
            true => rename_inside(problem, file, naming.name, &new),
            false => {
                let edit = TextEdit::replace(naming.span, new.as_str());
                problem.fix(format!("replace it by `{new}`"), vec![edit])
            }
        };
        ctx.report(&file.path, problem);
    }
}

fn problem(ctx: &Context<'_>, span: Span, old: &str, new: &str) -> Problem {
    ctx.problem(span, format!("`{old}` is a former ID of `{new}`")).help(format!("use `{new}`"))
}

/// The ID or address that is valid now.
fn new_name(snapshot: &Snapshot, subject: &Subject, old: &str) -> String {
    let address = snapshot.living_address(subject, old.split('/').count());
    address.unwrap_or_else(|| snapshot.id_of(subject).unwrap_or(old).to_owned())
}
