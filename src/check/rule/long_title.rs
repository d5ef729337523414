//! `long-title`: a title that no card can show.

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::model::{Document, Record, names};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A card on the map has room for a headline. What goes beyond it is cut or pushes everything else away.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins who do not write code open the credentials page, do not find the key, leave it, and wait for a developer
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
links: [make-credentials-findable]
---
Admins who do not write code open the credentials page, do not find the key, leave it,
and wait for a developer.
",
    ),
    fix: "Say it in fewer words, and the rest in the description.",
};

/// The longest title, in characters.
const LONGEST: usize = 90;

fn check(ctx: &mut Context<'_>) {
    for (file, document) in ctx.documents() {
        for title in titled(document).into_iter().filter_map(|record| record.text(names::TITLE)) {
            let length = title.value.chars().count();
            if length > LONGEST {
                let problem = ctx.problem(title.span, format!("a title of {length} characters"));
                ctx.report(&file.path, problem.help(format!("shorten it to {LONGEST}; say the rest in the description")));
            }
        }
    }
}

fn titled(document: &Document) -> Vec<&Record> {
    match document {
        Document::Item(item) => vec![&item.record],
        Document::Journey(journey) => {
            let inner = journey.stages().flat_map(|stage| {
                std::iter::once(stage.record).chain(stage.steps().map(|step| step.record))
            });
            std::iter::once(&journey.record).chain(inner).collect()
        }
        _ => Vec::new(),
    }
}
