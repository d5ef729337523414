//! `unknown-lane`: a lane on a step that `workspace.yaml` does not have.

use crate::check::context::{Context, suggest};
use super::{Example, Explanation, Found};
use crate::model::{Workspace, names};

pub(super) const FOUND: Found = Found::By(check);

pub(super) const EXPLANATION: Explanation = Explanation {
    why: "Text for a lane that the map does not have is shown nowhere.",
    wrong: Example::files(
        "\
//- workspace.yaml
name: Acme
lanes:
  - { id: backstage, title: Backstage }
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        lanes: { back-stage: A worker validates the key. }
        items: [credentials-page]
",
    ),
    right: Example::files(
        "\
//- workspace.yaml
name: Acme
lanes:
  - { id: backstage, title: Backstage }
//- journeys/trial-to-paid/journey.yaml
title: Trial to paid
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect-integration
        title: Customer connects an integration
        lanes: { backstage: A worker validates the key. }
        items: [credentials-page]
",
    ),
    fix: "Correct the ID, or add the lane to `lanes` in `workspace.yaml`.",
};

fn check(ctx: &mut Context<'_>) {
    // A lane whose ID is missing or unread, which is reported, may be the one that is meant.
    let is_whole = |workspace: &&Workspace| {
        let mut lanes = workspace.record.records(names::LANES);
        !workspace.record.is_unread(names::LANES) && lanes.all(|lane| lane.slot(names::ID).is_some())
    };
    let Some(workspace) = ctx.snapshot.workspace().filter(is_whole) else { return };
    let known: Vec<&str> = workspace.lanes().map(|lane| lane.id.value).collect();
    for (entry, journey) in ctx.journeys() {
        for (_, step) in journey.steps() {
            for (lane, _) in step.lanes().iter().filter(|(lane, _)| !known.contains(&lane.value.as_str())) {
                let problem = ctx.problem(lane.span, format!("no lane `{lane}`"));
                let problem = match ctx.near(&lane.value, known.iter().copied()) {
                    Some(near) => suggest(problem, lane.span, near, None),
                    None => problem.help("correct the ID, or add the lane to `lanes` in `workspace.yaml`"),
                };
                ctx.report(entry.path(), problem);
            }
        }
    }
}
