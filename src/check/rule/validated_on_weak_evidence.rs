//! `validated-on-weak-evidence`: an insight that is validated with low confidence or without evidence.

use crate::check::context::Context;
use crate::check::practice::{at_field, items_of};
use super::{Example, Explanation, Found};
use crate::model::{Kind, names};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Others build on an insight that is called validated. It should be possible to look up what it rests on.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
status: validated
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
status: validated
confidence: high
links: [make-credentials-findable]
evidence:
  - quote: I waited three days for a developer to find the key.
  - signal: ticket-48213
---
",
    ),
    fix: "Add the evidence and raise the confidence, or set `status: observed`.",
};

fn check(ctx: &mut Context<'_>) {
    for (entry, item) in items_of(ctx, Kind::Insight).into_iter().filter(|(_, item)| item.status() == Some("validated")) {
        let unsure = item.record.text("confidence").is_some_and(|confidence| confidence.value == "low");
        let unproven = item.evidence().next().is_none() && !item.record.is_unread(names::EVIDENCE);
        let reason = match (unproven, unsure) {
            (true, _) => "without evidence",
            (false, true) => "with low confidence",
            (false, false) => continue,
        };
        let span = at_field(&item.record, "status");
        let problem = ctx.problem(span, format!("`{}` is validated {reason}", entry.id()));
        ctx.report(entry.path(), problem.help("add the evidence and raise the confidence, or set `status: observed`"));
    }
}
