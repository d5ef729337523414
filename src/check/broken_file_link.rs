//! `broken-file-link`: a relative link, image or `evidence.file` to a file that is not there.

use super::context::{Context, suggest};
use super::{Example, Explanation, Found};
use crate::diag::Problem;
use crate::markdown::Reference;
use crate::model::Document;
use crate::snapshot::FileEntry;
use crate::text::{Span, UrlKind, check_url};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Readers of the site who follow the link find nothing, and evidence that is not there proves nothing.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
links: [make-credentials-findable]
evidence:
  - file: assets/recordings.csv
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
evidence:
  - file: ../../assets/recordings.csv
---
",
    ),
    fix: "Write the path as seen from the folder of the file it stands in, or add the file to `assets/`.",
};

fn check(ctx: &mut Context<'_>) {
    for (file, document) in ctx.documents() {
        for reference in document.prose().into_iter().flat_map(|prose| prose.references()) {
            let Reference::Link { destination, .. } = &reference.value else { continue };
            if let Ok(UrlKind::Relative { path, .. }) = check_url(destination) {
                check_path(ctx, file, &path, reference.span);
            }
        }
        let Document::Item(item) = document else { continue };
        for path in item.evidence().filter_map(|evidence| evidence.text("file")) {
            check_path(ctx, file, path.value, path.span);
        }
    }
}

fn check_path(ctx: &mut Context<'_>, file: &FileEntry, relative: &str, span: Span) {
    let Some(path) = file.path.parent().join(relative) else {
        let problem = ctx.problem(span, format!("`{relative}` leads out of the workspace"));
        ctx.report(&file.path, problem.help("write a path relative to this file, to a file in the workspace"));
        return;
    };
    // A link to the text itself, such as `?plain=1`, names its own file.
    if !relative.is_empty() && !ctx.snapshot.has_file(&path) && !ctx.snapshot.is_hidden(&path) {
        let problem = missing(ctx, file, relative, span);
        ctx.report(&file.path, problem);
    }
}

fn missing(ctx: &Context<'_>, file: &FileEntry, relative: &str, span: Span) -> Problem {
    let problem = ctx.problem(span, format!("no file `{relative}`"));
    let folder = file.path.parent();
    let files = if ctx.can_suggest() { ctx.snapshot.files() } else { &[] };
    let known: Vec<String> = files.iter().map(|file| folder.relative_to(&file.path)).collect();
    match ctx.near(relative, known.iter().map(String::as_str)) {
        Some(near) if !near.name.contains([' ', '%', '(', ')']) => suggest(problem, span, near, None),
        Some(near) => problem.help(format!("did you mean `{}`?", near.name)),
        None => problem.help("correct the path, or add the file to `assets/`"),
    }
}
