//! `broken-markup`: what was plainly meant as markup and is shown as it was typed, or not at all.

use crate::check::context::Context;
use crate::check::splice::escape_in_cell;
use super::{Example, Explanation, Found};
use crate::diag::Problem;
use crate::markdown::Broken;
use crate::model::Document;
use crate::snapshot::FileEntry;
use crate::text::{Span, Spanned, TextEdit};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Readers see brackets or tags where a link or picture was meant, or a table that breaks off in the middle.",
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
        for broken in document.prose().into_iter().filter(|prose| !prose.has_conflict()).flat_map(|prose| prose.broken()) {
            if is_no_member(ctx, file, broken) {
                continue;
            }
            let problem = problem(ctx, file, broken, is_body);
            ctx.report(&file.path, problem);
        }
    }
}

/// Whether this is an `@` in HTML that names nobody: HTML has others.
fn is_no_member(ctx: &Context<'_>, file: &FileEntry, broken: &Spanned<Broken>) -> bool {
    let written = file.source().map_or("", |source| source.slice(broken.span));
    let member = written.strip_prefix('@').filter(|_| broken.value == Broken::InHtml);
    member.is_some_and(|member| ctx.snapshot.find_member(member).found().is_none())
}

fn problem(ctx: &Context<'_>, file: &FileEntry, broken: &Spanned<Broken>, is_body: bool) -> Problem {
    let span = broken.span;
    let written = file.source().map_or("", |source| source.slice(span));
    let (message, help) = match broken.value {
        Broken::Heading if !written.starts_with('#') => (
            "a lane has no headings: the text above this is shown in bold",
            "write a backslash before it if it is meant as text: `\\---`",
        ),
        broken => words(broken),
    };
    let problem = ctx.problem(span, message).help(help);
    match broken.value {
        Broken::Blank | Broken::Definition => in_angle_brackets(ctx, file, problem, broken, is_body),
        Broken::Bar => {
            let bars = written.match_indices('|').map(|(at, _)| Span::at(span.start as usize + at));
            let edits: Vec<TextEdit> = bars.map(|bar| TextEdit::replace(bar, "\\")).collect();
            let name = written.trim_start_matches('[').split(['|', '#']).next().unwrap_or_default().trim();
            let is_known = ctx.snapshot.find_wiki(name).found().is_some();
            if is_body && is_known { problem.fix("write `\\|`", edits) } else { problem }
        }
        Broken::Heading | Broken::Tag | Broken::InnerTag | Broken::Comment => {
            escape_in_cell(problem, file, Span::at(span.start as usize))
        }
        _ => problem,
    }
}

/// What is said of something that is broken, and what to do about it.
fn words(broken: Broken) -> (&'static str, &'static str) {
    match broken {
        Broken::Blank => (
            "this is shown as it is typed: the target of a link has no blanks",
            "put the target in angle brackets: `[words](<my file.md>)`",
        ),
        Broken::Link => (
            "this is shown as it is typed, not as a link",
            "write `[words](target)`; in a table, write a bar as `\\|`",
        ),
        Broken::Bar => (
            "the bar ends the cell of the table, so that this is no reference",
            "write `\\|` for a bar in a table",
        ),
        Broken::Open => (
            "this is shown as it is typed: a reference ends with `]]` on the same line",
            "close it with `]]`, or write `\\[[` if it is meant as text",
        ),
        Broken::Definition => (
            "this is shown as it is typed: the target of a link has no blanks",
            "put the target in angle brackets: `[label]: <my file.md>`",
        ),
        Broken::Label => (
            "this is shown as it is typed: nothing defines the label in the second brackets",
            "write `[words](target)`, or add a line `[label]: target`",
        ),
        Broken::Footnote => (
            "this is shown as it is typed: there is no such footnote",
            "add the note on a line of its own, `[^1]: The note`",
        ),
        Broken::SecondFootnote => (
            "a footnote of this name is there already",
            "give one of the two another name, or put them together",
        ),
        Broken::Tag => (
            "this tag is shown as it is typed: the site does not take it from a text",
            "write it in Markdown, such as `![words](picture.png)` for an image; put backticks around an example",
        ),
        Broken::InnerTag => (
            "this tag is shown as it is typed: the site takes it at the beginning of a line alone",
            "write it on a line of its own, with a blank line before it",
        ),
        Broken::Comment => (
            "this is shown as it is typed: the comment does not end",
            "end it with `-->`; write `\\<!--` if it is meant as text",
        ),
        Broken::InHtml => (
            "this is shown as it is typed: Markdown is not read in a block of HTML",
            "leave a blank line after the tag",
        ),
        Broken::Table => {
            ("this is shown as it is typed, not as a table", "give the first two rows the same number of cells")
        }
        Broken::Cells => (
            "this is not shown: the table has no column for it",
            "add a column to the first two rows; write `\\|` for a bar that is text",
        ),
        Broken::Heading => (
            "a lane has no headings: this is shown as a bold line",
            "write a backslash before it if it is meant as text: `\\#`",
        ),
        Broken::Empty => ("this reference names nothing", "write an ID between the brackets, or `\\[[` for text"),
    }
}

/// Adds the fix that puts the target in angle brackets; what leads nowhere is not mended by making a link of it.
fn in_angle_brackets(
    ctx: &Context<'_>,
    file: &FileEntry,
    problem: Problem,
    broken: &Spanned<Broken>,
    is_body: bool,
) -> Problem {
    let written = file.source().map_or("", |source| source.slice(broken.span));
    let leads = |(_, text): &(Span, &str)| {
        let path = file.path.parent().join(text.split('#').next().unwrap_or_default());
        path.is_some_and(|path| ctx.snapshot.has_file(&path))
    };
    match target(written, broken.value).filter(leads).filter(|_| is_body) {
        Some((target, text)) => {
            let edit = TextEdit::replace(target.shift(broken.span.start as usize), format!("<{text}>"));
            problem.fix("put the target in angle brackets", vec![edit])
        }
        None => problem,
    }
}

/// The target of a link as written, where it is a path and nothing else.
fn target(written: &str, kind: Broken) -> Option<(Span, &str)> {
    let (start, inner) = if kind == Broken::Definition {
        let start = written.find("]:")? + 2;
        (start, written.get(start..)?)
    } else {
        let start = written.rfind("](")? + 2;
        (start, written.get(start..)?.strip_suffix(')')?)
    };
    let text = inner.trim();
    let is_path = !text.contains(['<', '>', '"', '\'', '\\']);
    let start = start + inner.len() - inner.trim_start().len();
    is_path.then(|| (Span::new(start, start + text.len()), text))
}
