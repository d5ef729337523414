//! `duplicate-id`: two records of one sort with one ID; two stages or steps of a journey, two members, two lanes;
//! two CSVs for one metric; two records of a kind that another system calls the same.

use std::collections::HashMap;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::model::{Document, FileKind, Journey, Kind, Record};
use crate::snapshot::{FileEntry, ItemEntry};
use crate::store::layout::{Place, WORKSPACE_FILE};
use crate::text::{Span, Spanned, WsPath};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "An ID has to mean one thing. With two of them nobody can tell what a placement, a link or an address leads \
        to.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: setup
        title: Customer connects an integration
        items: [credentials-page]
",
    ),
    right: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        items: [credentials-page]
",
    ),
    fix: "Give the second one another ID, or merge the two when they are the same thing.",
};

fn check(ctx: &mut Context<'_>) {
    check_files(ctx);
    check_external_ids(ctx);
    for (entry, journey) in ctx.journeys() {
        check_values(ctx, entry.path(), "in this journey", stage_and_step_ids(journey));
    }
    if let Some(workspace) = ctx.snapshot.workspace() {
        let path = WsPath::root().join(WORKSPACE_FILE).unwrap_or_else(WsPath::root);
        let members = workspace.members().filter_map(|member| member.id()).collect();
        check_values(ctx, &path, "among the members", members);
        let lanes = workspace.lanes().map(|lane| lane.id).collect();
        check_values(ctx, &path, "among the lanes", lanes);
    }
}

/// What another system calls a record or step.
struct Outside<'s> {
    file: &'s FileEntry,
    kind: &'static str,
    /// The journey within which a step's is the only one.
    within: Option<&'s WsPath>,
    system: &'s str,
    id: &'s Spanned<String>,
}

fn outside<'s>(file: &'s FileEntry, document: &'s Document) -> Vec<Outside<'s>> {
    let kind = match document {
        Document::Item(item) => item.kind.map_or("item", Kind::name),
        Document::Journey(_) => FileKind::Journey.row().name,
        Document::Persona(_) => FileKind::Persona.row().name,
        _ => return Vec::new(),
    };
    let own = document.record().into_iter().flat_map(Record::external_ids);
    let own = own.map(|(system, id)| Outside { file, kind, within: None, system: &system.value, id });
    let steps = match document {
        Document::Journey(journey) => journey.steps().collect(),
        _ => Vec::new(),
    };
    let on_steps = steps.into_iter().flat_map(|(_, step)| step.record.external_ids());
    let on_steps = on_steps.map(|(system, id)| {
        Outside { file, kind: "step", within: Some(&file.path), system: &system.value, id }
    });
    own.chain(on_steps).collect()
}

/// One ID of another system stands in one record of a kind, and in one step of a journey.
fn check_external_ids(ctx: &mut Context<'_>) {
    let mut first = HashMap::new();
    for one in ctx.documents().flat_map(|(file, document)| outside(file, document)) {
        let key = (one.kind, one.within, one.system, one.id.value.as_str());
        let Some(taken) = first.insert(key, (one.file, one.id.span)) else { continue };
        first.insert(key, taken);
        let message = format!("`{}` of `{}` is the ID of another {}", one.id.value, one.system, one.kind);
        let problem = ctx.problem(one.id.span, message).help("correct one of the two");
        ctx.report(&one.file.path, problem.related(Some(taken.0.path.clone()), taken.1, "first here"));
    }
}

fn stage_and_step_ids(journey: &Journey) -> Vec<Spanned<&str>> {
    journey.stages().flat_map(|stage| stage.id().into_iter().chain(stage.steps().filter_map(|step| step.id()))).collect()
}

fn check_values(ctx: &mut Context<'_>, path: &WsPath, place: &str, ids: Vec<Spanned<&str>>) {
    let mut first: HashMap<&str, Span> = HashMap::new();
    for id in ids {
        if let Some(taken) = first.get(id.value) {
            let problem = ctx.problem(id.span, format!("`{}` is taken {place}", id.value));
            ctx.report(path, problem.help("choose another ID").related(None, *taken, "first taken here"));
        } else {
            first.insert(id.value, id.span);
        }
    }
}

fn check_files(ctx: &mut Context<'_>) {
    let mut first: HashMap<(FileKind, &str), &FileEntry> = HashMap::new();
    for file in ctx.files() {
        let Place::Record(place) = &file.place else { continue };
        if place.kind == FileKind::Measurements && !is_second_csv(ctx, file) {
            continue;
        }
        let key = (place.kind, place.id.as_str());
        if let Some(taken) = first.get(&key) {
            report_file(ctx, file, &place.id, &taken.path);
        } else if place.kind == FileKind::Measurements {
            let own = ctx.snapshot.find_item(&place.id).found().map(|key| ctx.snapshot.item(key).path().parent());
            let own = own.and_then(|folder| folder.join(file.path.file_name()));
            report_file(ctx, file, &place.id, &own.unwrap_or_else(WsPath::root));
        } else {
            first.insert(key, file);
        }
    }
}

/// Whether a CSV is not beside its metric while another one is.
fn is_second_csv(ctx: &Context<'_>, file: &FileEntry) -> bool {
    let beside = |item: ItemEntry<'_>| item.path().parent() == file.path.parent();
    let mut of_its_name = ctx.snapshot.items_named(file.path.stem());
    let metric = ctx.snapshot.find_item(file.path.stem()).found();
    !of_its_name.any(beside) && metric.is_some_and(|metric| ctx.snapshot.measurements(metric).is_some())
}

fn report_file(ctx: &mut Context<'_>, file: &FileEntry, id: &str, first: &WsPath) {
    let problem = ctx.problem(Span::FILE, format!("`{id}` is taken by `{first}`"));
    let problem = problem.help("rename this file, or merge the two").related(Some(first.clone()), Span::FILE, "first taken here");
    ctx.report(&file.path, problem);
}
