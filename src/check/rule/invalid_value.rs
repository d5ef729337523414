//! `invalid-value`: values that more than their own file must tell: words of the vocabulary, the site's folder,
//! addresses in prose.
//!
//! Everything else that this rule finds is found while a file is read.

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::diag::{Advice, Problem};
use crate::attachment::is_image;
use crate::model::{Document, FileKind, Form, Kind, Record, ValueType, Workspace, names, unknown_word};
use crate::snapshot::FileEntry;
use crate::store::layout::{WORKSPACE_FILE, site_folder};
use crate::text::{SlugFault, Spanned, TextEdit, WsPath, check_slug, check_url, is_language_tag};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Filters, charts and sorting rely on each field keeping to its words and scales. A word of its own would \
        drop out of all of them.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
status: proven
severity: 8
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/admins-stall-at-credentials.md
---
kind: insight
title: Admins stall at credentials
status: observed
severity: 4
links: [make-credentials-findable]
---
",
    ),
    fix: "Use one of the values that the help names. `docs/format.md` has them all.",
};

fn check(ctx: &mut Context<'_>) {
    check_channels(ctx);
    check_workspace(ctx);
    check_futures(ctx);
    check_images(ctx);
    check_addresses(ctx);
}

/// Words of open sets. Without a readable vocabulary nobody can tell which are wrong.
fn check_channels(ctx: &mut Context<'_>) {
    let Some(workspace) = ctx.snapshot.workspace() else { return };
    if workspace.is_vocabulary_unread("channels") {
        return;
    }
    let added: Vec<&str> = workspace.vocabulary("channels").unwrap_or_default().iter().map(|word| word.value).collect();
    let Some(ValueType::OneOrMany(ValueType::OpenWord(built_in))) = Kind::Touchpoint.table().field("channel").map(|field| field.value) else {
        return;
    };
    for (file, document) in ctx.documents() {
        let Document::Item(item) = document else { continue };
        for channel in item.record.texts("channel") {
            let known = built_in.iter().copied().chain(added.iter().copied());
            if known.clone().all(|word| word != channel.value) {
                let several: Vec<&str> = channel.value.split(',').map(str::trim).collect();
                if several.len() > 1 {
                    let are_known = several.iter().all(|word| known.clone().any(|known| known == *word));
                    ctx.report(&file.path, several_channels(ctx, channel, &several, are_known));
                    continue;
                }
                let problem = unknown_word(channel.value, channel.span, known);
                let note = " (`vocabulary.channels` in `workspace.yaml` adds words)";
                let help = problem.help_text().map(|help| Advice::Text(format!("{help}{note}")));
                ctx.report(&file.path, Problem { advice: help.into_iter().collect(), ..problem });
            }
        }
    }
}

/// The problem of several channels in one text.
fn several_channels(ctx: &Context<'_>, channel: Spanned<&str>, words: &[&str], are_known: bool) -> Problem {
    let list = format!("[{}]", words.join(", "));
    let problem = ctx.problem(channel.span, format!("`{channel}` is several channels in one text"));
    let problem = problem.help(format!("write `{list}`"));
    if are_known { problem.fix("make it a list", vec![TextEdit::replace(channel.span, list)]) } else { problem }
}

/// Says of a value that is a word of another field which field that is.
pub(super) fn refine(file: &FileEntry, problem: Problem) -> Problem {
    let Some(record) = file.record() else { return problem };
    let Some(lost) = record.lost.iter().find(|lost| lost.value.span == problem.span) else { return problem };
    let word = lost.value.as_scalar().map_or("", |scalar| &scalar.text);
    let is_currency = word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_of_journey = file.is_of_kind(FileKind::Journey);
    let help = match lost.name.value.as_str() {
        names::STATUS if is_of_journey && matches!(word, "future" | "current") => format!("use `{}: {word}`", names::STATE),
        "unit" if is_currency => format!("write `unit: currency` and `unit_label: {word}`"),
        _ => return problem,
    };
    Problem { advice: Vec::new(), fix: None, ..problem }.help(help)
}

fn check_workspace(ctx: &mut Context<'_>) {
    let Some(workspace) = ctx.snapshot.workspace() else { return };
    let Some(path) = WsPath::new(WORKSPACE_FILE) else { return };
    for problem in workspace_problems(ctx, workspace) {
        ctx.report(&path, problem);
    }
}

fn workspace_problems(ctx: &Context<'_>, workspace: &Workspace) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(slug) = workspace.record.text("slug")
        && let Err(fault) = check_slug(slug.value)
    {
        let problem = ctx.problem(slug.span, format!("`{}` is no slug", slug.value));
        let problem = problem.help("use `a-z`, `0-9` and single `-`");
        problems.push(if fault == SlugFault::Hyphens { problem.as_warning() } else { problem });
    }
    if let Some(output) = workspace.site("output").filter(|output| site_folder(output.value).is_none()) {
        let problem = ctx.problem(output.span, format!("`{}` is no place for the site", output.value));
        problems.push(problem.help("name a folder inside the workspace that holds no records and begins with no dot"));
    }
    if let Some(language) = workspace.site("language").filter(|language| !is_language_tag(language.value)) {
        let problem = ctx.problem(language.span, format!("`{}` is no language tag", language.value));
        let meant = language.value.replace('_', "-");
        problems.push(match is_language_tag(&meant) {
            true => problem
                .help(format!("write `{meant}`"))
                .fix(format!("replace it by `{meant}`"), vec![TextEdit::replace(language.span, meant)]),
            false => problem.help("use a tag of BCP 47, such as `en`, `de` or `pt-BR`"),
        });
    }
    problems
}

/// What a journey is the future of: it is one of the future, and that is another.
fn check_futures(ctx: &mut Context<'_>) {
    for (entry, journey) in ctx.journeys() {
        let Some(of) = journey.future_of() else { continue };
        let problem = if ctx.snapshot.find_journey(of.value).found() == Some(entry.key()) {
            ctx.problem(of.span, format!("`{}` is this journey itself", of.value))
                .help("name the journey that it is to replace, or remove `future_of`")
        } else if journey.state() == Some("current") {
            ctx.problem(of.span, "a journey of the present is the future of none")
                .help("add `state: future`, or remove `future_of`")
        } else {
            continue;
        };
        ctx.report(entry.path(), problem);
    }
}

/// Images that are files of another sort.
fn check_images(ctx: &mut Context<'_>) {
    for (file, document) in ctx.documents() {
        let images: Vec<Spanned<&str>> = match document {
            Document::Journey(journey) => journey.steps().filter_map(|(_, step)| image_of(step.record)).collect(),
            Document::Persona(persona) => image_of(&persona.record).into_iter().collect(),
            _ => continue,
        };
        for image in images {
            let Some(shown) = ctx.snapshot.follow(&file.path, image.value).file() else { continue };
            if !is_image(shown.path.file_name()) {
                let problem = ctx.problem(image.span, format!("`{image}` is no picture")).as_warning();
                ctx.report(&file.path, problem.help("name a picture: png, jpg, gif, webp, avif or svg"));
            }
        }
    }
}

fn image_of(record: &Record) -> Option<Spanned<&str>> {
    record.record(names::IMAGE)?.text(names::FILE)
}

fn check_addresses(ctx: &mut Context<'_>) {
    for (file, document) in ctx.documents() {
        for naming in document.decided_prose_names().filter(|naming| naming.form == Form::FileLink) {
            if let Some(problem) = address_problem(ctx, naming.written()) {
                ctx.report(&file.path, if naming.is_in_cell { problem.as_warning() } else { problem });
            }
        }
    }
}

fn address_problem(ctx: &Context<'_>, destination: Spanned<&str>) -> Option<Problem> {
    let fault = check_url(destination.value).err()?;
    let problem = ctx.problem(destination.span, format!("`{destination}` {fault}"));
    Some(problem.help("use an `http`, `https` or `mailto` address, or a path relative to this file"))
}
