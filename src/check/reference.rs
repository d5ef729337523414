//! References in fields: what the `unknown-…` rules share.

use std::collections::BTreeMap;

use super::context::{Context, suggest};
use super::missed::Miss;
use crate::diag::Problem;
use crate::model::{Document, FileKind, Form, Naming, Passage, Target};
use crate::snapshot::{FileEntry, FileState};
use crate::text::{Spanned, WsPath, check_slug, slugify, with_article};

/// Reports every field that is to name a `target` and names nothing.
pub(super) fn check_target(ctx: &mut Context<'_>, target: Target) {
    let mut known = None;
    for Miss { file, naming, .. } in ctx.missed.unknown_in_fields(target) {
        let known = known.get_or_insert_with(|| Known { names: ctx.names(target), strays: strays(ctx) });
        let mut problem = unknown_problem(ctx, target, naming.written(), known);
        problem.label = placed_on(file, naming);
        ctx.report(&file.path, problem);
    }
}

/// What an ID may be meant for.
struct Known<'a> {
    /// The IDs there are.
    names: Vec<&'a str>,
    /// What was meant as records and lies elsewhere, by the IDs it would have.
    strays: BTreeMap<&'a str, &'a WsPath>,
}

fn strays<'a>(ctx: &Context<'a>) -> BTreeMap<&'a str, &'a WsPath> {
    let strays = ctx.snapshot.files().iter().filter(|file| matches!(file.state, FileState::Stray(_)));
    strays.map(|file| (file.path.stem(), &file.path)).collect()
}

fn unknown_problem(ctx: &Context<'_>, target: Target, id: Spanned<&str>, known: &Known<'_>) -> Problem {
    let problem = ctx.problem(id.span, format!("no {} `{}`", target.name(), id.value));
    if let Some(stray) = known.strays.get(id.value).filter(|_| matches!(target, Target::Record(_))) {
        return problem.help(format!("`{stray}` is not read where it lies: move it to where records of its kind are"));
    }
    if let Some(near) = ctx.near(id.value, known.names.iter().copied()) {
        let place = path_of(ctx, target, near.name);
        return suggest(problem, id.span, near, place.as_ref());
    }
    match other_sort(ctx, target, id.value) {
        Some(sort) => problem.help(format!("`{}` is {sort}; name {} here", id.value, with_article(target.name()))),
        None => problem.help(how_to_add(target, id.value)),
    }
}

/// Where the record of an ID is.
fn path_of(ctx: &Context<'_>, target: Target, id: &str) -> Option<WsPath> {
    let subject = ctx.snapshot.find_target(target, id).found()?;
    Some(ctx.snapshot.file_of(&subject)?.path.clone())
}

/// What else has this ID, when something has.
fn other_sort(ctx: &Context<'_>, target: Target, id: &str) -> Option<String> {
    let mut sorts = FileKind::NAMED.map(Target::Record).into_iter().chain([Target::Member]);
    let named = |sort: &Target| *sort != target && ctx.snapshot.find_target(*sort, id).found().is_some();
    sorts.find(named).map(|sort| with_article(sort.name()))
}

fn how_to_add(target: Target, id: &str) -> String {
    match target {
        Target::Record(_) if check_slug(id).is_err() => match slugify(id).as_str() {
            "" => "write its ID: the name of its file or folder, without an ending".to_owned(),
            slug => format!("write its ID: the name of its file or folder, without an ending, such as `{slug}`"),
        },
        Target::Record(FileKind::Item) => {
            format!("correct the ID, or add the item as `{id}.md` in `blocks/` or the journey's `items/`")
        }
        Target::Record(kind) => match kind.row().folder {
            Some(folder) => format!("correct the ID, or add `{}/{id}.md`", folder.name),
            None => format!("correct the ID, or add `journeys/{id}/journey.yaml`"),
        },
        Target::Member => "correct the ID, or add the member to `workspace.yaml`".to_owned(),
        Target::Step => "write the address as `journey/stage/step`".to_owned(),
    }
}

/// Where a placement of a journey stands.
fn placed_on(file: &FileEntry, naming: &Naming<'_>) -> Option<String> {
    let (Some(Document::Journey(journey)), Form::Placement, Passage::Step(stage, step)) =
        (file.document(), naming.form, naming.holder)
    else {
        return None;
    };
    let stage = journey.stages().nth(stage)?;
    let name = |id: Option<Spanned<&str>>| id.map_or("…", |id| id.value).to_owned();
    Some(format!("placed on `{}/{}`", name(stage.id()), name(stage.steps().nth(step)?.id())))
}
