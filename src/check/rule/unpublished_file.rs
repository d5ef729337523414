//! `unpublished-file`: a link or image whose file exists and the site does not carry.

use crate::check::context::Context;
use crate::check::file_link::file_links;
use super::{Example, Explanation, Found};
use crate::attachment::Acting;
use crate::diag::Problem;
use crate::snapshot::{Destination, FileEntry, NotCarried};
use crate::store::layout::{is_decision, is_record_or_asset};
use crate::text::Span;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The file is there, but readers of the site cannot open it: the site takes along what is linked in `assets/` \
        or beside the record, and no pages, scripts or programs, which could act in a reader's browser. Where \
        `site.repository` is set, such a link leads to the file in the repository and is no finding.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
---
They gave up in [three of five sessions](../../research/sessions.pdf).
//- research/sessions.pdf
…
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
They gave up in [three of five sessions](../../assets/sessions.pdf).
//- assets/sessions.pdf
…
",
    ),
    fix: "Move the file to `assets/` and link it there. Save a page as PDF; put a script or program into a ZIP file. \
        For a Git LFS pointer, run `git lfs pull`.",
};

fn check(ctx: &mut Context<'_>) {
    let has_repository = ctx.snapshot.workspace().is_some_and(|workspace| workspace.site("repository").is_some());
    for link in file_links(ctx) {
        let fault = fault(ctx, link.file, link.destination);
        if let Some(fault) = fault.filter(|fault| fault.is_of_content() || !has_repository) {
            let problem = problem(ctx, &link.path, &fault, link.span);
            ctx.report(&link.file.path, problem);
        }
    }
}

/// Why what a file links to is not on the site, where nothing else says so.
fn fault(ctx: &Context<'_>, from: &FileEntry, destination: Destination<'_>) -> Option<NotCarried> {
    match destination {
        // Decisions are the workspace's own records, though they have no pages yet.
        Destination::File(file) if ctx.snapshot.find_path(&file.path).is_none() && !is_decision(&file.path) => {
            ctx.snapshot.check_carried(&from.path, file).err()
        }
        Destination::Hidden(file) if !is_record_or_asset(&file.path) => {
            file.why_unreadable().map(|reason| NotCarried::Unreadable(reason.to_owned()))
        }
        _ => None,
    }
}

fn problem(ctx: &Context<'_>, path: &str, fault: &NotCarried, span: Span) -> Problem {
    let help = match fault {
        NotCarried::Elsewhere => "move it to `assets/` and link it there, or set `site.repository` to lead to it there",
        NotCarried::Acts(Acting::Page) => "save it as PDF, or link to where it is published: pages are not copied",
        NotCarried::Acts(_) => "put it into a ZIP file, or link to where it is published: what can run is not copied",
        NotCarried::Taken => "rename the file or its folder, or move the file to `assets/`",
        NotCarried::Pointer => "run `git lfs pull`; where the site is built, have the checkout fetch LFS files",
        NotCarried::NoDrawing(_) => "export the drawing again as SVG or PNG",
        NotCarried::Unreadable(_) => "put a regular, readable file in its place",
    };
    ctx.problem(span, format!("`{path}` is not on the site: {fault}")).help(help)
}
