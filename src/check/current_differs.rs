//! `current-differs`: a metric's `current` that is not its last measurement.

use super::Found;
use super::context::Context;
use super::practice::items_of;
use crate::model::Kind;
use crate::text::TextEdit;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    for (entry, item) in items_of(ctx, Kind::Metric) {
        let (Some(slot), Some(current)) = (item.record.slot("current"), item.record.number("current")) else { continue };
        let Some(last) = ctx.snapshot.measurements(entry.key()).and_then(|measured| measured.last()) else { continue };
        if *current != last.value {
            let span = slot.value.span;
            let (written, measured) = (&current.text, &last.value.text);
            let message = format!("`{written}` is not the last measurement, `{measured}` of {}", last.date);
            let problem = ctx.problem(span, message).help("remove `current`: the measurements tell it");
            let fix = vec![TextEdit::replace(span, measured.as_str())];
            ctx.report(entry.path(), problem.fix(format!("replace it by `{measured}`"), fix));
        }
    }
}
