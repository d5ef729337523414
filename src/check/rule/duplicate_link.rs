//! `duplicate-link`: one link written at both ends, or twice.

use std::collections::HashMap;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::snapshot::{ItemEntry, ItemKey};
use crate::text::{Span, WsPath};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A link holds in both directions, wherever it is written. A second one says nothing, and whoever removes \
        the first wonders why the link is still there.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
---
//- blocks/opportunities/make-credentials-findable.md
---
kind: opportunity
title: Make credentials findable
links: [admins-stall-at-credentials, setup-guide]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
---
//- blocks/opportunities/make-credentials-findable.md
---
kind: opportunity
title: Make credentials findable
links: [setup-guide]
---
",
    ),
    fix: "Keep the one in the file you edit more often and remove the other.",
};

fn check(ctx: &mut Context<'_>) {
    let snapshot = ctx.snapshot;
    let mut first: HashMap<(ItemKey, ItemKey), (&WsPath, Span)> = HashMap::new();
    for from in linked_items(ctx).map(|key| snapshot.item(key)) {
        for id in from.item().into_iter().flat_map(|item| item.links()) {
            let Some(to) = snapshot.find_item(id.value).found() else { continue };
            if snapshot.link_fault(from.key(), to).is_some() {
                continue;
            }
            let ends = (from.key().min(to), from.key().max(to));
            if let Some((path, span)) = first.get(&ends) {
                let problem = ctx.problem(id.span, format!("`{}` is linked already", id.value));
                let path = (*path != from.path()).then(|| (*path).clone());
                let problem = problem.help("remove one of the two: a link holds in both directions");
                let problem = match ctx.removal(from.file(), id.span) {
                    Some(edits) => problem.fix("remove it", edits),
                    None => problem,
                };
                ctx.report(from.path(), problem.related(path, *span, "linked here first"));
            } else {
                first.insert(ends, (from.path(), id.span));
            }
        }
    }
}

/// The items in the scope and those they are linked with, which may have the link too, in the order of their paths.
fn linked_items<'a>(ctx: &Context<'a>) -> impl Iterator<Item = ItemKey> + use<'a> {
    let snapshot = ctx.snapshot;
    let mut items: Vec<ItemKey> = ctx.items().map(ItemEntry::key).collect();
    if !ctx.scope.is_whole {
        let linked = |key: &ItemKey| [snapshot.leads_to(*key), snapshot.led_to_by(*key)].concat();
        items.extend(items.iter().flat_map(linked).collect::<Vec<ItemKey>>());
    }
    // Of two with one ID the first counts.
    items.retain(|key| !snapshot.item(*key).file().is_partial());
    items.retain(|key| snapshot.find_item(snapshot.item(*key).id()).found() == Some(*key));
    items.sort_by_cached_key(|key| snapshot.item(*key).path());
    items.dedup();
    items.into_iter()
}
