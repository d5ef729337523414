//! `svg-content-removed`: an SVG that loses visible content when it is made harmless.

use crate::check::context::Context;
use crate::check::file_link::file_links;
use super::{Example, Explanation, Found};
use crate::snapshot::Destination;

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An SVG can hold scripts and load from other servers, so the site shows only what draws and is in the file. \
        Some programs put the words of a drawing in HTML, or its pictures elsewhere: those are missing on the site.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
---
![How keys are asked for](../../assets/keys.svg)
//- assets/keys.svg
<svg xmlns=\"http://www.w3.org/2000/svg\">
<foreignObject width=\"90\" height=\"20\"><p xmlns=\"http://www.w3.org/1999/xhtml\">Admin asks IT</p></foreignObject>
</svg>
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
![How keys are asked for](../../assets/keys.svg)
//- assets/keys.svg
<svg xmlns=\"http://www.w3.org/2000/svg\">
<text y=\"16\">Admin asks IT</text>
</svg>
",
    ),
    fix: "Export the drawing with plain text and embedded pictures, as the help says for the programs that make such \
        files, or as PNG.",
};

fn check(ctx: &mut Context<'_>) {
    for link in file_links(ctx) {
        let Destination::File(file) = link.destination else { continue };
        let carried = ctx.snapshot.check_carried(&link.file.path, file).is_ok();
        let Some(removed) = file.removed().filter(|_| carried) else { continue };
        let problem = ctx.problem(link.span, format!("`{}` is shown without {}", link.path, removed.words()));
        let advice: Vec<&str> = removed.parts().map(|part| part.advice()).collect();
        ctx.report(&link.file.path, problem.help(format!("{}, or export it as PNG", advice.join("; "))));
    }
}
