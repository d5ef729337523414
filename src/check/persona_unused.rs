//! `persona-unused`: a persona that no journey, step or item names.

use std::collections::HashSet;

use super::context::Context;
use super::field_reference::References;
use super::practice::{Unsure, at_field, unparsed};
use super::scope::Scope;
use super::{Example, Explanation, Found};
use crate::model::{FileKind, Target};
use crate::snapshot::{PersonaEntry, PersonaKey};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A persona that appears in no journey and no item is a portrait on the wall: it changes no decision.",
    wrong: Example::files(
        "\
//- personas/founder.md
---
name: Founder
---
",
    ),
    right: Example::files(
        "\
//- personas/founder.md
---
name: Founder
---
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
personas: [first-time-admin, founder]
",
    ),
    fix: "Add it to the `personas` of the journeys it makes, or remove the file.",
};

fn check(ctx: &mut Context<'_>) {
    if unparsed(ctx, &[FileKind::Journey]).next().is_some() {
        return;
    }
    let snapshot = ctx.snapshot;
    let personas: Vec<PersonaEntry<'_>> =
        snapshot.personas().filter(|persona| ctx.scope.has(persona.file())).collect();
    if personas.is_empty() {
        return;
    }
    let unsure = Unsure::personas(ctx);
    // A persona is in use wherever it is named.
    let everywhere = (!ctx.scope.is_whole).then(|| References::of(&Scope::whole(snapshot).files));
    let references = everywhere.as_ref().unwrap_or(ctx.references);
    let named = references.to(Target::Persona).iter().filter(|named| !named.is_in_signal());
    let used: HashSet<PersonaKey> = named.filter_map(|named| snapshot.find_persona(named.id.value).found()).collect();
    for entry in personas.into_iter().filter(|entry| !used.contains(&entry.key())) {
        let Some(persona) = entry.persona() else { continue };
        if !unsure.names(entry.id(), Some(&persona.record)) {
            let problem = ctx.problem(at_field(&persona.record, "name"), format!("`{}` is named nowhere", entry.id()));
            ctx.report(entry.path(), problem.help("add it to a journey's `personas`, or remove the file"));
        }
    }
}
