//! `block-links-local`: a building block that links an item local to a journey.

use super::Found;
use super::context::Context;
use super::link::check_links;
use crate::snapshot::LinkFault;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    check_links(ctx, LinkFault::BlockLinksLocal, |ctx, from, id, to| {
        let home = to.home().unwrap_or_default();
        let message = format!("`{}` is local to the journey `{home}`; a building block cannot link to it", id.value);
        ctx.problem(id.span, message)
            .help(format!("write the link in `{}` instead, or move that file to `blocks/`", to.path()))
            .label(format!("linked by the building block `{}`", from.id()))
    });
}
