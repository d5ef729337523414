//! Links between items: what the link rules share.

use super::context::Context;
use crate::diag::Problem;
use crate::snapshot::{ItemEntry, LinkFault};
use crate::text::Spanned;

/// Reports every link that has a fault. Links to an ID that is taken twice are not judged: which is meant cannot be
/// told, and the ID is reported.
pub(super) fn check_links(
    ctx: &mut Context<'_>,
    fault: LinkFault,
    problem: impl Fn(&Context<'_>, ItemEntry<'_>, Spanned<&str>, ItemEntry<'_>) -> Problem,
) {
    let snapshot = ctx.snapshot;
    for from in ctx.items() {
        for id in from.item().into_iter().flat_map(|item| item.links()) {
            let Some(to) = snapshot.find_item(id.value).found().map(|key| snapshot.item(key)) else { continue };
            if snapshot.link_fault(from.key(), to.key()) == Some(fault) && !to.is_contested() {
                let problem = problem(ctx, from, id, to);
                ctx.report(from.path(), problem);
            }
        }
    }
}
