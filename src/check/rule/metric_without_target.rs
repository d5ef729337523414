//! `metric-without-target`: an active metric that lacks what is needed to tell how far it is.

use crate::check::context::Context;
use crate::check::practice::{items_of, report_item};
use super::{Example, Explanation, Found};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A value alone does not say whether it is good. It takes where it began, where it should be and which way \
        is better.",
    wrong: Example::files(
        "\
//- blocks/metrics/setup-completion-rate.md
---
kind: metric
title: Setup completion rate
status: active
unit: percent
---
",
    ),
    right: Example::files(
        "\
//- blocks/metrics/setup-completion-rate.md
---
kind: metric
title: Setup completion rate
status: active
unit: percent
direction: higher
baseline: 38
target: 60
---
",
    ),
    fix: "Add what the finding names, or set `status: defined` until it is known.",
};

const NEEDED: [&str; 4] = ["unit", "direction", "baseline", "target"];

fn check(ctx: &mut Context<'_>) {
    for (entry, item) in items_of(ctx, Kind::Metric).into_iter().filter(|(_, item)| item.status() == Some("active")) {
        let absent = |field: &&str| item.record.slot(field).is_none() && !item.record.is_unread(field);
        let lacking: Vec<String> = NEEDED.into_iter().filter(absent).map(|field| format!("`{field}`")).collect();
        if !lacking.is_empty() {
            let message = format!("is active and lacks {}", lacking.join(", "));
            report_item(ctx, entry, &message, "add what is lacking, or set `status: defined`");
        }
    }
}
