//! `invalid-value`: values that more than their own file must tell: words of the vocabulary, the site's folder,
//! addresses in prose.
//!
//! Everything else that this rule finds is found while a file is read.

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::diag::{Advice, Problem};
use crate::model::{Document, Form, Kind, ValueType, Workspace, unknown_word};
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
                let problem = unknown_word(channel.value, channel.span, known);
                let note = " (`vocabulary.channels` in `workspace.yaml` adds words)";
                let help = problem.help_text().map(|help| Advice::Text(format!("{help}{note}")));
                ctx.report(&file.path, Problem { advice: help.into_iter().collect(), ..problem });
            }
        }
    }
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
