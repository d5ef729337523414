//! `wayfare commit`: check, describe and commit what changed in the workspace.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::check;
use crate::cli::state::tree_at;
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::diag::render::Format;
use crate::diag::{Level, Report};
use crate::diff::{self, FileChange, FileChangeKind};
use crate::git::{Change, ChangeKind, CommitError, CommitPlan, CommitWay, Repository, ResolveError, Revision};
use crate::snapshot::Snapshot;
use crate::store::MemoryTree;
use crate::store::layout;
use crate::text::WsPath;

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
    let root = workspace::find(context, None)?;
    let repository = Repository::open(&root).map_err(Failure::of)?;
    if args.push {
        repository.can_push().map_err(Failure::of)?;
    }
    let plan = plan(&args, context, &root, &repository)?;

    let progress = context.terminal.progress("Checking");
    let snapshot = workspace::load(&root)?;
    let report = if args.no_check { Report::default() } else { check::check(&snapshot) };
    drop(progress);
    let errors = report.filter(|finding| finding.level == Level::Error);
    if !errors.findings().is_empty() {
        report::write(context, &root, &errors, &snapshot, Format::Human)?;
        let counts = report::counts(errors.summary());
        context.terminal.show_failure(
            &Failure::new(format!("{counts} in the workspace; nothing was committed"))
                .help("mend what is wrong, or commit all the same with `--no-check`"),
        );
        return Ok(Exit::Findings);
    }

    let mut message = match &args.message {
        Some(message) => message.clone(),
        None => describe(&repository, &snapshot, &plan, args.amend)?,
    };
    if args.note_check && !message.trim().is_empty() {
        message = format!("{}\n\nWayfare-Check: {}\n", message.trim_end(), report::counts(report.summary()));
    }
    if args.dry_run {
        return show(context, &plan, &message);
    }
    let edited = args.edit;
    make(context, &repository, plan, &message, edited)?;
    if args.push {
        repository.push().map_err(Failure::of)?;
    }
    Ok(Exit::Clean)
}

fn plan<'r>(
    args: &Args,
    context: &Context,
    root: &Path,
    repository: &'r Repository,
) -> Result<CommitPlan<'r>, Failure> {
    let paths: Vec<WsPath> =
        args.paths.iter().map(|path| workspace::within(context, root, path, false)).collect::<Result<_, _>>()?;
    // The first commit of a repository takes along what `init` began it with.
    let is_first = repository.head().map_err(Failure::of)?.is_none();
    let is_named = |path: &WsPath| paths.is_empty() || paths.iter().any(|named| path.is_within(named));
    let belongs = |path: &WsPath| {
        is_named(path) && (layout::is_own(path) || is_first && layout::STARTERS.contains(&path.as_str()))
    };
    let way = CommitWay { amends: args.amend, edits: args.edit };
    repository.plan_commit_by(&belongs, way).map_err(|error| match error {
        CommitError::NothingToCommit if !paths.is_empty() => {
            Failure::new("nothing to commit: what is named is as it is in the last commit")
                .help("leave the names out, or see what changed with `wayfare diff`")
        }
        error => Failure::of(error),
    })
}

/// A message that says what changed since the last commit, in meaning; when that is amended, since the one before,
/// unless its message is somebody's own.
fn describe(repository: &Repository, now: &Snapshot, plan: &CommitPlan<'_>, amends: bool) -> Result<String, Failure> {
    let head = repository.head().map_err(Failure::of)?;
    let last = committed(repository, head.as_ref())?;
    let mut files: Vec<FileChange> = plan.changes().iter().map(changed_file).collect();
    let Some(head) = head.filter(|_| amends) else {
        return Ok(diff::message(&diff::compare(&last, now), &files).to_string());
    };
    let parent = repository.parent(&head).map_err(Failure::of)?;
    let before = committed(repository, parent.as_ref())?;
    let written = repository.commit_message(&head).map_err(Failure::of)?;
    let changes = diff::compare(&before, &last);
    let before_now = changes.touched_files();
    if written.trim_end() != diff::message(&changes, &before_now).to_string().trim_end() {
        return Ok(written);
    }
    let again: BTreeSet<WsPath> = files.iter().map(|file| file.path.clone()).collect();
    files.extend(before_now.into_iter().filter(|file| !again.contains(&file.path)));
    Ok(diff::message(&diff::compare(&before, now), &files).to_string())
}

/// The workspace as it is in a commit; an empty one before the first.
fn committed(repository: &Repository, revision: Option<&Revision>) -> Result<Snapshot, Failure> {
    match revision.map(|revision| tree_at(repository, revision)) {
        Some(Ok(tree)) => Ok(Snapshot::load(&tree)?),
        // The workspace is younger than the commit.
        Some(Err(ResolveError::NoWorkspace { .. })) | None => Ok(Snapshot::load(&MemoryTree::new())?),
        Some(Err(error)) => Err(Failure::of(error)),
    }
}

fn changed_file(change: &Change) -> FileChange {
    let kind = match change.kind {
        ChangeKind::Added => FileChangeKind::Added,
        ChangeKind::Modified | ChangeKind::TypeChanged => FileChangeKind::Modified,
        ChangeKind::Deleted => FileChangeKind::Removed,
    };
    FileChange { path: change.path.clone(), what: kind }
}

fn show(context: &Context, plan: &CommitPlan<'_>, message: &str) -> Result<Exit, Failure> {
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
    for reason in plan.handover() {
        context.terminal.talk(format_args!("Would let the installed git commit: {reason}."));
    }
    Ok(Exit::Clean)
}

fn make(
    context: &Context,
    repository: &Repository,
    plan: CommitPlan<'_>,
    message: &str,
    edited: bool,
) -> Result<(), Failure> {
    let files = report::files(plan.changes().len());
    let commit = plan.commit(message, &mut anstream::stderr()).map_err(Failure::of)?;
    let branch = commit.branch.map(|branch| format!(" on {branch}")).unwrap_or_default();
    let message =
        if edited { repository.commit_message(&commit.revision).map_err(Failure::of)? } else { message.to_owned() };
    let subject = message.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let revision = commit.revision.short();
    context.terminal.talk(format_args!("Committed {files} as {revision}{branch}: {}", subject.trim()));
    Ok(())
}
