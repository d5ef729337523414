//! `metric-without-use`: a metric that no opportunity or solution links.

use super::Found;
use super::context::Context;
use super::practice::{items_of, may_be_linked_with, report_item};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    for (entry, _) in items_of(ctx, Kind::Metric) {
        if !may_be_linked_with(ctx, entry, &[Kind::Opportunity, Kind::Solution]) {
            report_item(ctx, entry, "judges nothing", "link it with the opportunity or solution it judges");
        }
    }
}
