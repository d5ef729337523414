//! `broken-reference`: `[[…]]` or `@member` in prose that names nothing.

use crate::check::context::Context;
use crate::check::missed::Miss;
use crate::check::splice::{escape_in_cell, rename_inside};
use super::{Example, Explanation, Found};
use crate::diag::Advice;
use crate::model::{Form, Target};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The site cannot make a link of it, and nobody is told who was meant to be told.",
    wrong: Example::files(
        "\
//- personas/first-time-admin.md
---
name: First-time admin
---
@maia met her on the [[credential-page]].
",
    ),
    right: Example::files(
        "\
//- personas/first-time-admin.md
---
name: First-time admin
---
@maya met her on the [[credentials-page]].
",
    ),
    fix: "Correct the name. Write a backslash before the first sign when it is meant as plain text: `\\@here`.",
};

fn check(ctx: &mut Context<'_>) {
    let (mut members, mut records) = (None, None);
    for Miss { file, naming, .. } in ctx.missed.unknown_in_prose() {
        let (name, is_record) = (naming.name, naming.form == Form::WikiLink);
        let message = match (is_record, name) {
            (true, "") => "this reference names nothing".to_owned(),
            (true, target) => format!("`[[{target}]]` names nothing"),
            (false, member) => format!("`@{member}` names no member"),
        };
        let problem = ctx.problem(naming.span, message);
        let names = if is_record { &mut records } else { &mut members };
        let names = names.get_or_insert_with(|| all_names(ctx, is_record));
        let problem = match ctx.near(name, names.iter().copied()) {
            Some(near) => {
                let problem = problem.advise(Advice::meant(near.name, None));
                if near.is_sure { rename_inside(problem, file, name, near.name) } else { problem }
            }
            None if name.is_empty() => {
                problem.help("name a record before the `#` or `|`; a heading near by is linked as `[words](#heading)`")
            }
            None => problem.help("correct the name, or put a backslash before it to write it as text"),
        };
        // Until lately, what stands in a lane was plain text.
        let problem = match naming.is_in_cell {
            true if problem.fix.is_none() => escape_in_cell(problem.as_warning(), file, naming.span),
            true => problem.as_warning(),
            false => problem,
        };
        ctx.report(&file.path, problem);
    }
}

/// The names of all records that prose can refer to, or of the members.
fn all_names<'a>(ctx: &Context<'a>, of_records: bool) -> Vec<&'a str> {
    let records = [Target::ITEM, Target::JOURNEY, Target::PERSONA, Target::SIGNAL];
    let targets = if of_records { records.as_slice() } else { &[Target::Member] };
    targets.iter().flat_map(|target| ctx.names(*target)).collect()
}
