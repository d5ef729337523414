//! `opportunity-without-insight`: an opportunity that is prioritized and that no insight leads to.

use super::Found;
use super::context::Context;
use super::practice::{items_of, may_be_linked_with, report_item};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    for (entry, item) in items_of(ctx, Kind::Opportunity) {
        if item.status() == Some("prioritized") && !may_be_linked_with(ctx, entry, &[Kind::Insight]) {
            report_item(ctx, entry, "is prioritized, and no insight leads to it", "link the insight it rests on");
        }
    }
}
