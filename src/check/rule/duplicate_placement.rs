//! `duplicate-placement`: one item, or one nested journey, twice on one step, or one journey twice in the portfolio, also
//! by a former ID.

use std::collections::HashMap;
use std::hash::Hash;

use crate::check::context::Context;
use super::{Example, Explanation, Found};
use crate::snapshot::FileEntry;
use crate::text::{Span, Spanned};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "The card would be there twice on one step and be counted twice.",
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
        items: [credentials-page, key-request-email, credentials-page]
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
        items: [credentials-page, key-request-email]
",
    ),
    fix: "Remove one of the two. Keep what is special about it here in the `note` of the other.",
};

fn check(ctx: &mut Context<'_>) {
    let snapshot = ctx.snapshot;
    for (entry, journey) in ctx.journeys() {
        for (_, step) in journey.steps() {
            let items = step.placements().filter_map(|placement| {
                let key = snapshot.find_item(placement.item.value).found()?;
                Some(Placed { id: placement.item, whole: placement.span, key })
            });
            check_entries(ctx, entry.file(), items, "on this step");
            let journeys = step.journeys().filter_map(|id| {
                Some(Placed { id, whole: id.span, key: snapshot.find_journey(id.value).found()? })
            });
            check_entries(ctx, entry.file(), journeys, "on this step");
        }
    }
    if let Some((file, portfolio)) = snapshot.portfolio().filter(|(file, _)| ctx.scope.has(file) && !file.is_partial()) {
        let journeys = portfolio.groups().flat_map(|group| group.journeys()).filter_map(|id| {
            Some(Placed { id, whole: id.span, key: snapshot.find_journey(id.value).found()? })
        });
        check_entries(ctx, file, journeys, "in the portfolio");
    }
}

/// An entry of a step's list.
struct Placed<'a, K> {
    id: Spanned<&'a str>,
    /// The whole entry, a note included.
    whole: Span,
    key: K,
}

fn check_entries<'a, K: Eq + Hash>(
    ctx: &mut Context<'_>,
    file: &FileEntry,
    entries: impl Iterator<Item = Placed<'a, K>>,
    place: &str,
) {
    let mut first: HashMap<K, Span> = HashMap::new();
    for Placed { id, whole, key } in entries {
        let Some(taken) = first.get(&key) else {
            first.insert(key, id.span);
            continue;
        };
        let problem = ctx.problem(id.span, format!("`{}` is already {place}", id.value));
        let problem = problem.help("remove one of the two").related(None, *taken, "placed here first");
        // A note would be lost with its entry.
        let removal = if whole == id.span { ctx.removal(file, whole) } else { None };
        let problem = match removal {
            Some(edits) => problem.fix("remove it", edits),
            None => problem,
        };
        ctx.report(&file.path, problem);
    }
}
