//! `illegal-link`: a link between two kinds that may not be linked.

use super::Found;
use super::context::Context;
use super::link::check_links;
use crate::model::Kind;
use crate::snapshot::{LinkFault, Snapshot};

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    check_links(ctx, LinkFault::Illegal, |ctx, from, id, to| {
        let name = |kind: Option<Kind>| kind.map_or("item", Kind::name);
        let (own, other) = (name(from.kind()), name(to.kind()));
        let message = format!("`{}` is of kind `{other}`, which `{own}` may not be linked with", id.value);
        let legal: Vec<String> =
            from.kind().into_iter().flat_map(Snapshot::linkable).map(|kind| format!("`{kind}`")).collect();
        ctx.problem(id.span, message).help(format!("link `{own}` only with {}", legal.join(" or ")))
    });
}
