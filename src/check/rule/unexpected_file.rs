//! `unexpected-file`: a file in a record folder that is no record; a journey's folder without `journey.yaml`.

use std::collections::BTreeMap;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::diag::Level;
use crate::model::{FileKind, Kind};
use crate::snapshot::{FileState, ItemEntry};
use crate::store::layout::{JOURNEY_FILE, Place, in_journey_folder, is_of_members};
use crate::text::{Span, WsPath};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A file in the wrong place or with the wrong ending looks like a part of the map and is not. It is said \
        aloud so that no work is lost unnoticed.",
    wrong: Example::files(
        "\
//- blocks/insights/keys-are-hard-to-find.markdown
---
kind: insight
title: Keys are hard to find
links: [make-credentials-findable]
---
",
    ),
    right: Example::files(
        "\
//- blocks/insights/keys-are-hard-to-find.md
---
kind: insight
title: Keys are hard to find
links: [make-credentials-findable]
---
",
    ),
    fix: "Rename the file or move it where the help says. Files that records only link to lie in `assets/`, notes \
        about a folder in its `README.md`.",
};

fn check(ctx: &mut Context<'_>) {
    for file in ctx.files() {
        if let (Place::Unexpected(help), FileState::NotRead) = (&file.place, &file.state) {
            let problem = ctx.problem(Span::FILE, format!("`{}` is no record", file.path.file_name())).help(help);
            // Teams may have had such a folder for something else, before it meant something.
            match is_of_members(&file.path) {
                true => ctx.report_as(&file.path, Level::Warn, problem),
                false => ctx.report(&file.path, problem),
            }
        }
    }
    check_measurements(ctx);
    check_journey_folders(ctx);
}

/// A CSV with no metric of its stem beside it. One whose metric is elsewhere and has another CSV is a duplicate.
fn check_measurements(ctx: &mut Context<'_>) {
    for file in ctx.files().filter(|file| file.is_of_kind(FileKind::Measurements)) {
        let stem = file.path.stem();
        let problem = ctx.problem(Span::FILE, format!("`{}` measures no metric", file.path.file_name()));
        let is_beside = |item: &ItemEntry<'_>| item.path().parent() == file.path.parent();
        match ctx.snapshot.items_named(stem).find(is_beside).map(ItemEntry::kind) {
            Some(None | Some(Kind::Metric)) => continue,
            Some(Some(kind)) => {
                ctx.report(&file.path, problem.help(format!("`{stem}` is of kind `{kind}`; only metrics have measurements")));
            }
            None => match ctx.snapshot.find_item(stem).found().map(|key| ctx.snapshot.item(key)) {
                Some(metric) if ctx.snapshot.measurements(metric.key()).is_some() => {}
                Some(metric) if metric.kind().is_none_or(|kind| kind == Kind::Metric) => {
                    ctx.report(&file.path, problem.help(format!("move it beside `{}`", metric.path())));
                }
                _ => ctx.report(&file.path, problem.help(format!("add the metric as `{stem}.md` beside it, or give this file the name of its metric"))),
            },
        }
    }
}

fn check_journey_folders(ctx: &mut Context<'_>) {
    // Whether each journey's folder has its file, or one that is reported as meant for it.
    let snapshot = ctx.snapshot;
    let mut folders: BTreeMap<&str, bool> = BTreeMap::new();
    for file in snapshot.files() {
        if let Some((folder, rest)) = in_journey_folder(&file.path) {
            *folders.entry(folder).or_default() |= matches!(rest, JOURNEY_FILE | "journey.yml");
        }
    }
    for folder in folders.into_iter().filter(|(_, has_file)| !has_file).filter_map(|(folder, _)| WsPath::new(folder)) {
        let problem = ctx.problem(Span::FILE, format!("`{}` is a journey's folder without `{JOURNEY_FILE}`", folder.file_name()));
        ctx.report_as(&folder, Level::Warn, problem.help(format!("add `{folder}/{JOURNEY_FILE}`, or move what is in it to another journey")));
    }
}
