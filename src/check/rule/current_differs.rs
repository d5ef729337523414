//! `current-differs`: a metric's `current` that is not its last measurement.

use crate::check::context::Context;
use crate::check::practice::items_of;
use super::{Example, Explanation, Found};
use crate::model::{Kind, names};
use crate::snapshot::FileState;
use crate::text::{TextEdit, WsPath};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Two numbers for one thing: the card and the chart would say different things.",
    wrong: Example::files(
        "\
//- blocks/metrics/setup-completion-rate.md
---
kind: metric
title: Setup completion rate
current: 38
---
//- blocks/metrics/setup-completion-rate.csv
date,value
2026-08-31,38
2026-09-30,41
",
    ),
    right: Example::files(
        "\
//- blocks/metrics/setup-completion-rate.md
---
kind: metric
title: Setup completion rate
---
//- blocks/metrics/setup-completion-rate.csv
date,value
2026-08-31,38
2026-09-30,41
",
    ),
    fix: "Remove `current`: the last measurement is the current value.",
};

fn check(ctx: &mut Context<'_>) {
    for (entry, item) in items_of(ctx, Kind::Metric) {
        let (Some(slot), Some(current)) = (item.record.slot(names::CURRENT), item.record.number(names::CURRENT)) else { continue };
        let Some(last) = ctx.snapshot.measurements(entry.key()).and_then(|measured| measured.last()) else { continue };
        if *current != last.value && !has_bad_rows(ctx, entry.path()) {
            let span = slot.value.span;
            let (written, measured) = (&current.text, &last.value.text);
            let message = format!("`{written}` is not the last measurement, `{measured}` of {}", last.date);
            let problem = ctx.problem(span, message).help("remove `current`: the measurements tell it");
            let fix = vec![TextEdit::replace(span, measured.as_str())];
            ctx.report(entry.path(), problem.fix(format!("replace it by `{measured}`"), fix));
        }
    }
}

/// Whether the measurements beside a metric's file have faults: a row that could not be read may be the last one.
fn has_bad_rows(ctx: &Context<'_>, metric: &WsPath) -> bool {
    let path = metric.parent().join(&format!("{}.csv", metric.stem()));
    let file = path.and_then(|path| ctx.snapshot.file(&path));
    file.is_some_and(|file| matches!(&file.state, FileState::Read(_, parsed) if !parsed.problems.is_empty()))
}
