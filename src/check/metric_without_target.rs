//! `metric-without-target`: an active metric that lacks what is needed to tell how far it is.

use super::Found;
use super::context::Context;
use super::practice::{items_of, report_item};
use crate::model::Kind;

pub(super) const FOUND: Found = Found::By(check);

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
