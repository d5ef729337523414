//! `solution-without-opportunity`: a solution that answers no opportunity.

use super::Found;
use super::context::Context;
use super::practice::{items_of, may_be_linked_with, report_item};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    for (entry, _) in items_of(ctx, Kind::Solution) {
        if !may_be_linked_with(ctx, entry, &[Kind::Opportunity]) {
            report_item(ctx, entry, "answers no opportunity", "link the opportunity it answers");
        }
    }
}
