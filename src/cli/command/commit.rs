//! `wayfare commit`: check, describe and commit what changed in the workspace.

use std::path::{Path, PathBuf};

use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::diag::Level;
use crate::diag::render::Format;
use crate::git::{Change, ChangeKind, end_by};
use crate::text::{count, shell_word};
use crate::workspace::{CommitFailure, CommitOptions, Committed, Draft, Planned};

const EXAMPLES: &str = "\
Examples:
  wayfare commit                     check, write the message from what changed, commit
  wayfare commit -e                  the same, and look over the message in your editor
  wayfare commit -m \"Map the trial\"  the same with a message of your own
  wayfare commit journeys/trial      only what changed in that folder
  wayfare commit --push              commit, and let git push the branch
  wayfare commit --amend             put what changed since into the last commit
  wayfare commit --dry-run           show the message and the files, and change nothing
  wayfare commit --no-check          commit work in progress that has errors

Only the workspace's own files are committed: workspace.yaml and what lies in journeys/, blocks/,
personas/, signals/ and the other folders of the format. What else you have staged stays staged and
out of the commit. The repository's hooks run, and commits are signed where git is set up to.
What the commit will hold is checked, also what hooks make of it, not what else lies in the
folder. Files that git is told not to look at (assume-unchanged, skip-worktree) are left out,
and named.

The message says what `wayfare diff` tells in full. With --amend, a message that was written from
what changed is written anew, and one of your own stays; the author stays in any case.";

/// Check, describe and commit what changed in the workspace
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Commit only what changed in these files and folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The message, instead of one written from what changed
    #[arg(short, long, value_name = "MSG")]
    message: Option<String>,

    /// Edit the message in your editor before committing
    #[arg(short, long, conflicts_with = "dry_run")]
    edit: bool,

    /// Replace the last commit by one that holds what changed since, too
    #[arg(long)]
    amend: bool,

    /// Push the branch afterwards, with the installed git
    #[arg(long, conflicts_with = "dry_run")]
    push: bool,

    /// Say in the message what the check found: `Wayfare-Check: clean`
    #[arg(long, conflicts_with = "no_check")]
    note_check: bool,

    /// Show the message and the files, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// Commit although there are errors
    #[arg(long)]
    no_check: bool,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let workspace = workspace::find(context, None)?;
    if !args.dry_run {
        workspace::recover(context, &workspace)?;
    }
    let repository = workspace.repository()?;
    if args.push {
        repository.can_push()?;
    }
    let named = |path: &PathBuf| workspace::within(context, &workspace, path, false);
    let options = CommitOptions {
        paths: args.paths.iter().map(named).collect::<Result<_, _>>()?,
        message: args.message,
        edits: args.edit,
        amends: args.amend,
        notes_check: args.note_check,
        is_unchecked: args.no_check,
        is_dry_run: args.dry_run,
    };
    let names_paths = !options.paths.is_empty();
    let progress = context.terminal.progress("Checking");
    let draft = workspace.draft_commit(&repository, options);
    drop(progress);
    let committed = match draft {
        Ok(draft) if args.dry_run => return show(context, &draft),
        Ok(draft) => draft.commit(&mut anstream::stderr()),
        Err(failure) => Err(failure),
    };
    match committed {
        Ok(committed) => tell(context, &committed),
        Err(CommitFailure::Errors(planned)) => return refuse(context, workspace.root(), &planned, names_paths),
        Err(CommitFailure::Refused(refusal)) => return Err(refusal.into()),
        Err(CommitFailure::Interrupted(signal, refusal)) => {
            context.terminal.show_failure(&refusal.into());
            end_by(signal);
            return Ok(Exit::Failed);
        }
    }
    if args.push {
        repository.push()?;
    }
    Ok(Exit::Clean)
}

fn tell(context: &Context, committed: &Committed) {
    let Committed { commit, subject, files, left_out, strays, warnings, is_as_before } = committed;
    let branch = commit.branch.as_ref().map(|branch| format!(" on {branch}")).unwrap_or_default();
    let (revision, files) = (commit.revision.short(), (*files > 0).then(|| report::files(*files)));
    context.terminal.talk(match files {
        Some(files) => format!("Committed {files} as {revision}{branch}: {subject}"),
        None if *is_as_before => {
            format!("Nothing changed but the time: the last commit is now {revision}{branch}: {subject}")
        }
        None => format!("Changed the message of the last commit, now {revision}{branch}: {subject}"),
    });
    tell_left_out(context, left_out, strays);
    tell_warnings(context, *warnings);
}

/// Says that there is something to look at, though it is in nobody's way.
fn tell_warnings(context: &Context, warnings: usize) {
    if warnings > 0 {
        let warnings = count(warnings, "warning", "warnings");
        context.terminal.talk(format_args!("The workspace has {warnings}: `wayfare check` shows what."));
    }
}

/// Says why what has errors is not committed.
fn refuse(context: &Context, root: &Path, planned: &Planned, names_paths: bool) -> Result<Exit, Failure> {
    let errors = planned.report.filter(|finding| finding.level == Level::Error);
    report::write(context, root, &errors, &planned.snapshot, Format::Human)?;
    let counts = errors.summary().in_short();
    let mut failure = Failure::new(format!("{counts} in what would be committed; nothing was committed"))
        .help("mend what is wrong, or commit all the same with `--no-check`");
    if names_paths {
        failure = failure.help("if the folder has none of it, name what belongs together with what you named");
    }
    context.terminal.show_failure(&failure);
    Ok(Exit::Findings)
}

fn show(context: &Context, draft: &Draft<'_>) -> Result<Exit, Failure> {
    let Draft { plan, message, strays, .. } = draft;
    let warnings = draft.warnings();
    context.terminal.data(&format!("{}\n", message.trim_end()))?;
    context.terminal.talk(format_args!("\nWould commit {}:", report::files(plan.changes().len())));
    for change in plan.changes() {
        let letter = match change.kind {
            ChangeKind::Added => 'A',
            ChangeKind::Modified => 'M',
            ChangeKind::Deleted => 'D',
            ChangeKind::TypeChanged => 'T',
        };
        context.terminal.talk(format_args!("  {letter} {}", change.path));
    }
    tell_left_out(context, plan.left_out(), strays);
    tell_warnings(context, warnings);
    for reason in plan.handover() {
        context.terminal.talk(format_args!("Would let the installed git commit: {reason}."));
    }
    if let Some(obstacle) = plan.obstacle() {
        let Failure { message, help } = Failure::from(obstacle);
        let words = [message].into_iter().chain(help).collect::<Vec<_>>().join("; ");
        context.terminal.talk(format_args!("Not now: {words}."));
    }
    Ok(Exit::Clean)
}

/// Says what differs from the last commit and is not in this one, and why.
fn tell_left_out(context: &Context, left_out: &[Change], strays: &[String]) {
    for change in left_out {
        if let (path, Some(held)) = (&change.path, change.held) {
            let remedy = format!("{} {}", held.remedy(), shell_word(path.as_str()));
            context.terminal.talk(format_args!("Left out `{path}`: it {held}. To commit it: `{remedy}`."));
        }
    }
    strays.iter().for_each(|stray| context.terminal.talk(format_args!("{stray}.")));
}
