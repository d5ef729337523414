//! `link-to-self`: an item that links itself.

use super::Found;
use super::context::Context;
use super::link::check_links;
use crate::snapshot::LinkFault;

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    check_links(ctx, LinkFault::ToSelf, |ctx, _, id, _| {
        ctx.problem(id.span, format!("`{}` links itself", id.value)).help("remove the link")
    });
}
