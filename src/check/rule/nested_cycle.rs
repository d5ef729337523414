//! `nested-cycle`: nested journeys that contain themselves.

use std::collections::HashMap;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::snapshot::{JourneyKey, Snapshot};
use crate::text::{Span, Spanned};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "A journey that contains itself never ends: it cannot be drawn, and nobody can tell which is the part and \
        which the whole.",
    wrong: Example::files(
        "\
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        journeys: [trial-to-paid]
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
        journeys: [credential-recovery]
",
    ),
    fix: "Remove the entry that is named, or another one of the circle in the help.",
};

/// How far the walk is with a journey.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Open,
    Done,
}

/// Walks the journeys depth first, in the order of their paths, with a stack of its own: nesting may be deep.
fn check(ctx: &mut Context<'_>) {
    let snapshot = ctx.snapshot;
    let mut roots: Vec<JourneyKey> = snapshot.journeys().map(|journey| journey.key()).collect();
    roots.sort_by_key(|key| snapshot.journey(*key).path().clone());
    let mut marks: HashMap<JourneyKey, Mark> = HashMap::new();
    for root in roots {
        if marks.contains_key(&root) {
            continue;
        }
        marks.insert(root, Mark::Open);
        let mut open = vec![(root, nested(snapshot, root).into_iter())];
        while let Some((journey, entries)) = open.last_mut() {
            let journey = *journey;
            let Some(entry) = entries.next() else {
                marks.insert(journey, Mark::Done);
                open.pop();
                continue;
            };
            match marks.get(&entry.value) {
                Some(Mark::Open) => {
                    let round: Vec<JourneyKey> = open.iter().map(|(journey, _)| *journey).collect();
                    report(ctx, &round, entry);
                }
                Some(Mark::Done) => {}
                None => {
                    marks.insert(entry.value, Mark::Open);
                    open.push((entry.value, nested(snapshot, entry.value).into_iter()));
                }
            }
        }
    }
}

/// The journeys nested in a journey, each with the entry that names it.
fn nested(snapshot: &Snapshot, journey: JourneyKey) -> Vec<Spanned<JourneyKey>> {
    let document = snapshot.journey(journey).journey();
    let entries = document.into_iter().flat_map(|journey| journey.steps()).flat_map(|(_, step)| step.journeys());
    entries.filter_map(|id| Some(Spanned::new(snapshot.find_journey(id.value).found()?, id.span))).collect()
}

/// Reports the entry that closes a cycle; `round` ends with the journey it stands in.
fn report(ctx: &mut Context<'_>, round: &[JourneyKey], entry: Spanned<JourneyKey>) {
    const SHOWN: usize = 6;
    let snapshot = ctx.snapshot;
    let Some(holder) = round.last().copied() else { return };
    let start = round.iter().position(|journey| *journey == entry.value).unwrap_or_default();
    let id = |journey: JourneyKey| snapshot.journey(journey).id();
    let mut names: Vec<&str> = round[start..].iter().map(|journey| id(*journey)).collect();
    if names.len() > SHOWN {
        names.splice(SHOWN / 2..names.len() - SHOWN / 2, ["…"]);
    }
    names.push(id(entry.value));
    let problem = ctx
        .problem(entry.span, format!("`{}` contains itself", id(entry.value)))
        .help(format!("remove one entry of {}", names.join(" > ")));
    let problem = if holder == entry.value {
        problem
    } else {
        problem.related(Some(snapshot.journey(entry.value).path().clone()), Span::FILE, "the journey that contains itself")
    };
    ctx.report(snapshot.journey(holder).path(), problem);
}
