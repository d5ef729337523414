//! `unknown-lane`: a lane on a step that `workspace.yaml` does not have.

use super::Found;
use super::context::{Context, suggest};

pub(super) const FOUND: Found = Found::By(check);

fn check(ctx: &mut Context<'_>) {
    let Some(workspace) = ctx.snapshot.workspace().filter(|workspace| !workspace.record.is_unread("lanes")) else {
        return;
    };
    let known: Vec<&str> = workspace.lanes().map(|(id, _)| id.value).collect();
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
