//! `wayfare restore`: a record or journey as it was in a revision.

use clap::builder::NonEmptyStringValueParser;

use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::git::Revision;
use crate::workspace::{RestoreWay, Restored};

const EXAMPLES: &str = "\
Examples:
  wayfare log invite-email                         find the revision
  wayfare restore invite-email --at HEAD~3         bring the item back as it was then
  wayfare restore trial-to-paid --at v1.2          a journey, with the items local to it
  wayfare restore invite-email --at v1.2 --dry-run show which files that changes

What the record refers to and is gone comes back with it. The result is an ordinary change of your
files: look at it, place the record where it belongs, and commit it; the history stays as it is.
Nothing is removed: what a journey has got since stays beside what comes back. A file with
changes that are not committed is left alone, and so is everything else then, unless you insist.";

/// Bring a record or journey back as it was in a revision
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The ID of an item, journey, persona or signal, as it is now or was then; or the path of its file
    #[arg(value_name = "ID|PATH")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    id: String,

    /// The revision
    #[arg(long, value_name = "REV")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    at: String,

    /// Overwrite files whose changes are not committed
    #[arg(long)]
    force: bool,

    /// Show the files, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let workspace = workspace::find(context, None)?;
    if !args.dry_run {
        workspace::recover(context, &workspace)?;
    }
    let point = workspace.point(&args.at)?;
    let way = RestoreWay { overwrites: args.force, is_dry_run: args.dry_run };
    let restored = workspace.restore(&args.id, &point.revision, way)?;
    for path in &restored.unstaged {
        context.terminal.talk(format_args!("`{path}` was staged to be deleted, and is not any more."));
    }
    let paths = restored.changed.iter().map(|path| workspace::shown(context, workspace.root(), path) + "\n");
    context.terminal.data(&paths.collect::<String>())?;
    tell(context, &args, &restored, &point.revision);
    Ok(Exit::Clean)
}

fn tell(context: &Context, args: &Args, restored: &Restored, revision: &Revision) {
    let (terminal, plan, changed) = (context.terminal, &restored.plan, restored.changed.len());
    let (id, at) = (&args.id, revision.short());
    if changed == 0 {
        terminal.talk(format_args!("`{id}` is as it was in {at}."));
    } else if args.dry_run {
        terminal.talk(format_args!("Would bring `{id}` back as it was in {at}: {}.", report::files(changed)));
    } else {
        terminal.talk(format_args!("Brought `{id}` back as it was in {at}: {}.", report::files(changed)));
    }
    if let Some(old_id) = &restored.old_id {
        terminal.talk(format_args!("It was called `{old_id}` then."));
    }
    for needed in &plan.needed {
        terminal.talk(format_args!("With it comes `{needed}`, which it needs."));
    }
    for path in &plan.kept {
        terminal.talk(format_args!("`{path}` was not there then; it stays."));
    }
    for lost in &plan.lost {
        terminal.talk(format_args!("Not brought back: {lost}."));
    }
    for address in &plan.unplaced {
        terminal.talk(format_args!("It was on the step `{address}`, and is not now; place it there if it belongs."));
    }
    if changed > 0 && !args.dry_run {
        terminal.talk("Look at it with `wayfare check`, and commit it with `wayfare commit`.");
    }
}
