//! `block-links-local`: a building block that links an item local to a journey.

use crate::check::context::Context;
use crate::check::link::check_links;
use super::{Example, Explanation, Found};
use crate::diag::FileFix;
use crate::snapshot::{ItemEntry, LinkFault};
use crate::text::{Span, WorkspaceEdit};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A building block is shared by all journeys, so it must not lean on something that one of them may remove.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-wait-for-developers.md
---
kind: insight
title: Admins wait for developers
links: [key-request-email, make-credentials-findable]
---
",
    )
    .after("The building block links with `key-request-email`, which belongs to one journey:"),
    right: Example::files(
        "\
//- blocks/insights/admins-wait-for-developers.md
---
kind: insight
title: Admins wait for developers
links: [make-credentials-findable]
---
//- journeys/trial-to-paid/items/key-request-email.md
---
kind: touchpoint
title: Key request email
links: [admins-wait-for-developers]
---
",
    ),
    fix: "Write the link in the local item instead: it holds in both directions. Or move the local item to `blocks/`.",
};

fn check(ctx: &mut Context<'_>) {
    check_links(ctx, LinkFault::BlockLinksLocal, |ctx, from, id, to| {
        let home = to.home().unwrap_or_default();
        let message = format!("`{}` is local to the journey `{home}`; a building block cannot link to it", id.value);
        let mut problem = ctx
            .problem(id.span, message)
            .help(format!("write the link in `{}` instead, or move that file to `blocks/`", to.path()))
            .label(format!("linked by the building block `{}`", from.id()));
        problem.fix = turned_round(ctx, from, id.span, to);
        problem
    });
}

/// The link written in the local item's file instead, where it is allowed.
fn turned_round(ctx: &Context<'_>, from: ItemEntry<'_>, link: Span, to: ItemEntry<'_>) -> Option<FileFix> {
    let legal = from.kind().zip(to.kind()).is_some_and(|(a, b)| a.leads_to(b) || b.leads_to(a));
    let there = to.item()?.links().any(|id| ctx.snapshot.find_item(id.value).found() == Some(from.key()));
    let edits = ctx.removal(from.file(), link)?;
    let elsewhere = if there {
        WorkspaceEdit::default()
    } else {
        let edits = ctx.addition(to.file(), "links", from.id())?;
        WorkspaceEdit::edit(to.path().clone(), to.file().source()?, edits).ok()?
    };
    legal.then(|| FileFix { title: format!("write the link in `{}` instead", to.path()), edits, elsewhere })
}
