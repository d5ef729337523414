//! `broken-file-link`: a relative link, image or `evidence.file` to a file that is not there.

use crate::check::context::{Context, suggest};
use crate::check::file_link::file_links;
use super::{Example, Explanation, Found};
use crate::diag::{Advice, Problem};
use crate::snapshot::{Destination, FileEntry};
use crate::text::{Span, nearest};

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
    for link in file_links(ctx) {
        let problem = match link.destination {
            Destination::File(_) | Destination::Hidden(_) => continue,
            Destination::Nothing => missing(ctx, link.file, &link.path, link.span),
            Destination::Outside => {
                let problem = ctx.problem(link.span, format!("`{}` leads out of the workspace", link.path));
                problem.help("write a path relative to this file, to a file in the workspace")
            }
        };
        ctx.report(&link.file.path, if link.is_in_cell { problem.as_warning() } else { problem });
    }
}

fn missing(ctx: &Context<'_>, file: &FileEntry, relative: &str, span: Span) -> Problem {
    let problem = ctx.problem(span, format!("no file `{relative}`"));
    let folder = file.path.parent();
    let files = if ctx.can_suggest() { ctx.snapshot.files() } else { &[] };
    let known: Vec<String> = files.iter().map(|file| folder.relative_to(&file.path)).collect();
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let wanted = name(relative);
    let is_record = |path: &str| path.ends_with(".md");
    // Two paths can be like each other by their folders alone, or lead to a metric and to its measurements.
    let near = ctx.near(relative, known.iter().map(String::as_str)).filter(|near| {
        let other = name(near.name);
        let is_same_sort = is_record(&other) == is_record(&wanted);
        is_same_sort && (other == wanted || nearest(&wanted, [other.as_str()]).is_some())
    });
    let mut moved = known.iter().filter(|path| name(path) == wanted);
    let moved = moved.next().filter(|_| moved.next().is_none() && !wanted.is_empty());
    match near {
        None if moved.is_some() => {
            problem.help(format!("did you mean `{}`?", moved.map(String::as_str).unwrap_or_default()))
        }
        Some(near) if !near.name.contains([' ', '%', '(', ')']) => suggest(problem, span, near, None),
        Some(near) => problem.advise(Advice::meant(near.name, None)),
        None => problem.help("correct the path, or add the file to `assets/`"),
    }
}
