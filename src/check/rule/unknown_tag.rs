//! `unknown-tag`: a tag outside the vocabulary, when that lists tags.

use crate::model::{Document, names};
use crate::check::context::{Context, suggest};
use super::{Example, Explanation, Found};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Two spellings of one tag split what belongs together, and a filter shows half of it.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
vocabulary:
  tags: [setup, billing]
//- blocks/touchpoints/credentials-page.md
---
kind: touchpoint
title: Credentials page
tags: [set-up]
---
",
    ),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
vocabulary:
  tags: [setup, billing]
//- blocks/touchpoints/credentials-page.md
---
kind: touchpoint
title: Credentials page
tags: [setup]
---
",
    ),
    fix: "Use a tag of the vocabulary, or add the new one to `vocabulary.tags` in `workspace.yaml`.",
};

fn check(ctx: &mut Context<'_>) {
    let workspace = ctx.snapshot.workspace().filter(|workspace| !workspace.is_vocabulary_unread("tags"));
    let Some(tags) = workspace.and_then(|workspace| workspace.vocabulary("tags")) else { return };
    let known: Vec<&str> = tags.iter().map(|tag| tag.value).collect();
    for (file, document) in ctx.documents() {
        let Some(record) = document.record() else { continue };
        let steps = match document {
            Document::Journey(journey) => Some(journey.steps()),
            _ => None,
        };
        let of_steps = steps.into_iter().flatten().flat_map(|(_, step)| step.tags());
        for tag in record.texts(names::TAGS).chain(of_steps).filter(|tag| !known.contains(&tag.value)) {
            let problem = ctx.problem(tag.span, format!("`{}` is not among the tags in use", tag.value));
            let problem = match ctx.near(tag.value, known.iter().copied()) {
                Some(near) => suggest(problem, tag.span, near, None),
                None => problem.help("correct it, or add it to `vocabulary.tags` in `workspace.yaml`"),
            };
            ctx.report(&file.path, problem);
        }
    }
}
