//! The chain of reasons that an item stands in.

use std::collections::HashSet;

use serde::Serialize;

use super::link::Here;
use crate::snapshot::ItemKey;
use crate::text;
use crate::view::drawing::graph::{self, Graph};

/// The chain an item stands in.
#[derive(Debug, Serialize)]
pub(in crate::view) struct ItemChain {
    graph: Graph,
    /// What is not drawn, in words; `None` when all of it is.
    left_out: Option<String>,
}

/// The most items around one that are drawn, and the most that are looked at.
const MOST_AROUND: usize = 60;
const MOST_COUNTED: usize = 1000;

/// The chain an item stands in: all that leads to it and all that it leads to. `None` when it stands alone.
pub(in crate::view) fn around(here: &Here<'_>, key: ItemKey) -> Option<ItemChain> {
    here.snapshot().item(key).kind()?;
    let (causes, all_causes) = closure(key, |item| here.snapshot().led_to_by(item));
    let (effects, all_effects) = closure(key, |item| here.snapshot().leads_to(item));
    if causes.is_empty() && effects.is_empty() {
        return None;
    }
    let room = MOST_AROUND - 1;
    let of_effects = effects.len().min(room.saturating_sub(causes.len()).max(room / 2));
    let of_causes = causes.len().min(room - of_effects);
    let left_out = causes.len() + effects.len() - of_causes - of_effects;
    let least = if all_causes && all_effects { "" } else { "at least " };
    let shown: Vec<ItemKey> = [key]
        .into_iter()
        .chain(causes.into_iter().take(of_causes))
        .chain(effects.into_iter().take(of_effects))
        .collect();
    Some(ItemChain {
        graph: graph::draw(here, &shown, Some(key)),
        left_out: (left_out > 0)
            .then(|| format!("And {least}{} that are not drawn.", text::count(left_out, "more item", "more items"))),
    })
}

/// Everything that is reached from an item, the nearest first; also whether that is all.
fn closure<'a>(key: ItemKey, next: impl Fn(ItemKey) -> &'a [ItemKey]) -> (Vec<ItemKey>, bool) {
    let mut found = vec![key];
    let mut seen = HashSet::from([key]);
    let mut at = 0;
    while let Some(item) = found.get(at).copied() {
        for other in next(item) {
            if found.len() > MOST_COUNTED {
                return (found.split_off(1), false);
            }
            if seen.insert(*other) {
                found.push(*other);
            }
        }
        at += 1;
    }
    (found.split_off(1), true)
}
