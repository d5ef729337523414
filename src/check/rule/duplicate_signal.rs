//! `duplicate-signal`: one `source` and `external_id` twice.

use std::collections::HashMap;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::model::{Document, names};
use crate::snapshot::FileEntry;
use crate::text::Span;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "One message would count as two customers, and pulling from the source again would not know which to keep.",
    wrong: Example::files(
        "\
//- signals/ticket-48213.md
---
source: zendesk
external_id: 48213
---
//- signals/waiting-for-a-key.md
---
source: zendesk
external_id: 48213
---
",
    ),
    right: Example::files(
        "\
//- signals/ticket-48213.md
---
source: zendesk
external_id: 48213
---
//- signals/waiting-for-a-key.md
---
source: zendesk
external_id: 48377
---
",
    ),
    fix: "Remove one of the two, or correct its `external_id`.",
};

fn check(ctx: &mut Context<'_>) {
    let mut first: HashMap<(&str, &str), (&FileEntry, Span)> = HashMap::new();
    for (file, document) in ctx.documents() {
        let Document::Signal(signal) = document else { continue };
        let (Some(source), Some(id)) = (signal.source(), signal.record.text(names::EXTERNAL_ID)) else { continue };
        if let Some((taken, span)) = first.get(&(source, id.value)) {
            let message = format!("`{}` of `{source}` is already in `{}`", id.value, taken.path);
            let problem = ctx.problem(id.span, message).help("remove one of the two signals");
            ctx.report(&file.path, problem.related(Some(taken.path.clone()), *span, "first here"));
        } else {
            first.insert((source, id.value), (file, id.span));
        }
    }
}
