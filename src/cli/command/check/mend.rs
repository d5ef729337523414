//! `wayfare check --fix`: mends what can be mended, and tells what is left.

use std::time::Instant;

use super::scope::Scope;
use super::{Telling, sum_up};
use crate::check::mend::{LeftAlone, Mending};
use crate::cli::{Context, Exit, Failure, patch, report, workspace};
use crate::diag::render::escape;

/// Mends the findings in the scope; when `dry`, shows how and writes nothing.
pub(super) fn run(context: &Context, scope: &Scope, telling: Telling, dry: bool) -> Result<Exit, Failure> {
    let started = Instant::now();
    if !dry {
        workspace::recover(context, &scope.workspace)?;
    }
    let progress = context.terminal.progress("Mending");
    let mending = scope.workspace.mend(&|finding| scope.wants(finding))?;
    drop(progress);
    if dry {
        context.terminal.data(&diff(&mending, context.terminal.colours_data()))?;
    } else if !mending.files.is_empty() {
        scope.workspace.apply(&mending.edit)?;
    }

    let left = scope.workspace.with_renames(&mending.snapshot, scope.narrow(&mending.report));
    if !dry {
        report::write(context, scope.workspace.root(), &left, &mending.snapshot, telling.format)?;
    }
    context.terminal.talk(summary(&mending, dry));
    for left_alone in &mending.left_alone {
        context.terminal.talk(reason(left_alone));
    }
    let milliseconds = started.elapsed().as_millis();
    context.terminal.talk(format_args!("{} ({milliseconds} ms)", sum_up(scope, &mending.snapshot, &left)));
    Ok(Exit::of(left.summary(), telling.deny_warnings))
}

fn diff(mending: &Mending, colour: bool) -> String {
    let files = mending.files.iter();
    files.map(|file| patch::unified(&file.path, file.before.text(), &file.after, colour)).collect()
}

fn summary(mending: &Mending, dry: bool) -> String {
    let verb = if dry { "Would mend" } else { "Mended" };
    match mending.files.len() {
        0 => "Nothing to mend.".to_owned(),
        files => format!("{verb} {} in {}.", report::findings(mending.mended), report::files(files)),
    }
}

fn reason(left: &LeftAlone) -> String {
    let LeftAlone { path, rule, message } = left;
    format!("Left `{}` alone: mending it would lead to {rule}: {}.", escape(path.as_str()), escape(message))
}
