//! `duplicate-signal`: one `source` and `external_id` twice.

use std::collections::HashMap;

use super::Found;
use super::context::Context;
use crate::model::Document;
use crate::snapshot::FileEntry;
use crate::text::Span;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    let mut first: HashMap<(&str, &str), (&FileEntry, Span)> = HashMap::new();
    for (file, document) in ctx.documents() {
        let Document::Signal(signal) = document else { continue };
        let (Some(source), Some(id)) = (signal.source(), signal.record.text("external_id")) else { continue };
        if let Some((taken, span)) = first.get(&(source, id.value)) {
            let message = format!("`{}` of `{source}` is already in `{}`", id.value, taken.path);
            let problem = ctx.problem(id.span, message).help("remove one of the two signals");
            ctx.report(&file.path, problem.related(Some(taken.path.clone()), *span, "first here"));
        } else {
            first.insert((source, id.value), (file, id.span));
        }
    }
}
