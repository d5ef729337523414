//! `duplicate-placement`: one item, or one nested journey, twice on one step, also by a former ID.

use std::collections::HashMap;
use std::hash::Hash;

use super::Found;
use super::context::Context;
use crate::text::{Span, Spanned, WsPath};

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    let snapshot = ctx.snapshot;
    for (entry, journey) in ctx.journeys() {
        for (_, step) in journey.steps() {
            let items = step.placements().filter_map(|placement| {
                Some((placement.item, snapshot.find_item(placement.item.value).found()?))
            });
            check_entries(ctx, entry.path(), items);
            let journeys = step.journeys().filter_map(|id| Some((id, snapshot.find_journey(id.value).found()?)));
            check_entries(ctx, entry.path(), journeys);
        }
    }
}

fn check_entries<'a, K: Eq + Hash>(
    ctx: &mut Context<'_>,
    path: &WsPath,
    entries: impl Iterator<Item = (Spanned<&'a str>, K)>,
) {
    let mut first: HashMap<K, Span> = HashMap::new();
    for (id, key) in entries {
        if let Some(taken) = first.get(&key) {
            let problem = ctx.problem(id.span, format!("`{}` is already on this step", id.value));
            ctx.report(path, problem.help("remove one of the two").related(None, *taken, "placed here first"));
        } else {
            first.insert(key, id.span);
        }
    }
}
