//! `alias-taken`: a former ID that is a living ID of its kind, or is claimed twice.

use std::collections::{HashMap, HashSet};

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::model::{FileKind, Journey, Record, names};
use crate::snapshot::{FileEntry, Lookup};
use crate::store::layout::Place;
use crate::text::{Span, Spanned, WsPath};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A former ID has to lead to one record. Where another one has it, old references and addresses would \
        silently lead to the wrong place.",
    wrong: Example::files(
        "\
//- blocks/insights/admins-wait-for-developers.md
---
kind: insight
title: Admins wait for developers
links: [make-credentials-findable]
aliases: [admins-stall-at-credentials]
---
",
    )
    .after("`admins-stall-at-credentials` is another insight:"),
    right: Example::files(
        "\
//- blocks/insights/admins-wait-for-developers.md
---
kind: insight
title: Admins wait for developers
links: [make-credentials-findable]
aliases: [admins-wait]
---
",
    ),
    fix: "Remove the alias from the record that did not have this ID, or the one that is not to get its old \
        references.",
};

fn check(ctx: &mut Context<'_>) {
    for (entry, journey) in ctx.journeys() {
        check_journey(ctx, entry.path(), journey);
    }
    let mut claims: HashMap<(FileKind, &str), (&FileEntry, Span)> = HashMap::new();
    for (file, document) in ctx.documents() {
        let (Place::Record(place), Some(record)) = (&file.place, document.record()) else { continue };
        for alias in record.texts(names::ALIASES) {
            let problem = ctx.problem(alias.span, format!("`{}` is taken", alias.value));
            if let Some(holder) = living(ctx, place.kind, alias.value) {
                let problem = problem.help(format!("remove it: `{}` has this ID", holder.path));
                ctx.report(&file.path, problem);
            } else if let Some((first, span)) = claims.get(&(place.kind, alias.value)) {
                let path = (first.path != file.path).then(|| first.path.clone());
                let help = if path.is_some() { "keep it in one record only" } else { "remove one of the two" };
                ctx.report(&file.path, problem.help(help).related(path, *span, "claimed here first"));
            } else {
                claims.insert((place.kind, alias.value), (file, alias.span));
            }
        }
    }
}

/// Finds former IDs of stages and steps that another one in their journey has, or had.
fn check_journey(ctx: &mut Context<'_>, path: &WsPath, journey: &Journey) {
    let stages = journey.stages().map(|stage| (stage.id(), stage.record));
    let parts: Vec<(Option<Spanned<&str>>, &Record)> =
        stages.chain(journey.steps().map(|(_, step)| (step.id(), step.record))).collect();
    let living: HashSet<&str> = parts.iter().filter_map(|(id, _)| id.map(|id| id.value)).collect();
    let mut claims: HashMap<&str, Span> = HashMap::new();
    let mut aliases: Vec<Spanned<&str>> =
        parts.iter().flat_map(|(_, record)| record.texts(names::ALIASES)).collect();
    aliases.sort_by_key(|alias| alias.span);
    for alias in aliases {
        let problem = ctx.problem(alias.span, format!("`{}` is taken", alias.value));
        if living.contains(alias.value) {
            ctx.report(path, problem.help("remove it: a stage or step of this journey has this ID"));
        } else if let Some(first) = claims.get(alias.value) {
            ctx.report(path, problem.help("remove one of the two").related(None, *first, "claimed here first"));
        } else {
            claims.insert(alias.value, alias.span);
        }
    }
}

/// The record of the same sort that has this ID now.
fn living<'a>(ctx: &Context<'a>, kind: FileKind, id: &str) -> Option<&'a FileEntry> {
    match ctx.snapshot.find_record(kind, id) {
        Lookup::Found(record) => ctx.snapshot.file_of(&record),
        _ => None,
    }
}
