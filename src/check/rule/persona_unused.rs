//! `persona-unused`: a persona that no journey, step or item names.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::check::practice::{Unsure, at_field, unparsed};
use super::{Example, Explanation, Found};
use crate::model::{Document, FileKind, Target};
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
    let personas = snapshot.personas().filter(|persona| ctx.scope.has(persona.file()));
    let mut unused: BTreeMap<PersonaKey, PersonaEntry<'_>> = personas.map(|persona| (persona.key(), persona)).collect();
    // Wherever they may be named, until all were found.
    for document in snapshot.files().iter().filter_map(|file| file.document()) {
        if unused.is_empty() {
            return;
        }
        if matches!(document, Document::Signal(_)) {
            continue;
        }
        document.visit_field_names(|naming| {
            if naming.form.target() == Some(Target::PERSONA)
                && let Some(key) = snapshot.find_persona(naming.name).found()
            {
                unused.remove(&key);
            }
        });
    }
    let unsure = Unsure::personas(ctx);
    for entry in unused.into_values() {
        let Some(persona) = entry.persona().filter(|_| !entry.file().is_partial()) else { continue };
        if !unsure.names(entry.id(), Some(&persona.record)) {
            let problem = ctx.problem(at_field(&persona.record, "name"), format!("`{}` is named nowhere", entry.id()));
            let works_here = persona.record.text("type").is_some_and(|sort| sort.value != "customer");
            ctx.report(
                entry.path(),
                problem.help(match works_here {
                    true => "add it to the `personas` of a step that they work on, or as `actor` to a touchpoint",
                    false => "add it to the `personas` of a journey or step",
                }),
            );
        }
    }
}
