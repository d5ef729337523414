//! `broken-markup`: what was plainly meant as a link, an image or a reference and is shown as it was typed.

use super::context::Context;
use super::{Example, Explanation, Found};
use crate::diag::Problem;
use crate::markdown::Broken;
use crate::model::Document;
use crate::snapshot::FileEntry;
use crate::text::{Span, Spanned, TextEdit};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Readers see brackets where a link was meant, or a table that breaks off in the middle of a reference.",
    wrong: Example::files(
        "\
//- personas/first-time-admin.md
---
name: First-time admin
allow: [persona-unused]
---
| Moment | Where |
|---|---|
| Sets up | [[credentials-page|the page with the key]] |
",
    ),
    right: Example::files(
        "\
//- personas/first-time-admin.md
---
name: First-time admin
allow: [persona-unused]
---
| Moment | Where |
|---|---|
| Sets up | [[credentials-page\\|the page with the key]] |
",
    ),
    fix: "Put a target with blanks in angle brackets, `[the plan](<my plan.pdf>)`. In a table, write the bar of a reference \
        as `\\|`. Put a backslash before the bracket where it is meant as text.",
};

fn check(ctx: &mut Context<'_>) {
    for (file, document) in ctx.documents() {
        // What a customer typed is the customer's own.
        if matches!(document, Document::Signal(_)) {
            continue;
        }
        // Elsewhere the text may be written with escapes of its own.
        let is_body = !matches!(document, Document::Journey(_));
        for broken in document.prose().into_iter().flat_map(|prose| prose.broken()) {
            let problem = problem(ctx, file, broken, is_body);
            ctx.report(&file.path, problem);
        }
    }
}

fn problem(ctx: &Context<'_>, file: &FileEntry, broken: &Spanned<Broken>, is_body: bool) -> Problem {
    let span = broken.span;
    let written = file.source().map_or("", |source| source.slice(span));
    let problem = |message: &str| ctx.problem(span, message);
    match broken.value {
        Broken::Blank => {
            let problem = problem("this is shown as it is typed: the target of a link has no blanks")
                .help("put the target in angle brackets: `[words](<my file.md>)`");
            // What leads nowhere is not mended by making a link of it.
            let leads = |(_, text): &(Span, &str)| {
                let path = file.path.parent().join(text.split('#').next().unwrap_or_default());
                path.is_some_and(|path| ctx.snapshot.has_file(&path))
            };
            match target(written).filter(leads).filter(|_| is_body) {
                Some((target, text)) => {
                    let edit = TextEdit::replace(target.shift(span.start as usize), format!("<{text}>"));
                    problem.fix("put the target in angle brackets", vec![edit])
                }
                None => problem,
            }
        }
        Broken::Link => problem("this is shown as it is typed, not as a link")
            .help("write `[words](target)`; in a table, write a bar as `\\|`"),
        Broken::Bar => {
            let problem = problem("the bar ends the cell of the table, so that this is no reference")
                .help("write `\\|` for a bar in a table");
            let bars = written.match_indices('|').map(|(at, _)| Span::at(span.start as usize + at));
            let edits: Vec<TextEdit> = bars.map(|bar| TextEdit::replace(bar, "\\")).collect();
            let name = written.trim_start_matches('[').split(['|', '#']).next().unwrap_or_default().trim();
            let is_known = ctx.snapshot.find_wiki(name).found().is_some();
            if is_body && is_known { problem.fix("write `\\|`", edits) } else { problem }
        }
        Broken::Open => problem("this is shown as it is typed: a reference ends with `]]` on the same line")
            .help("close it with `]]`, or write `\\[[` if it is meant as text"),
        Broken::Empty => problem("this reference names nothing").help("write an ID between the brackets, or `\\[[` for text"),
    }
}

/// The target of a link as written, where it is a path and nothing else.
fn target(written: &str) -> Option<(Span, &str)> {
    let start = written.rfind("](")? + 2;
    let inner = written.get(start..)?.strip_suffix(')')?;
    let text = inner.trim();
    let is_path = !text.contains(['<', '>', '"', '\'', '\\']);
    let start = start + inner.len() - inner.trim_start().len();
    is_path.then(|| (Span::new(start, start + text.len()), text))
}
