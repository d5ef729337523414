//! `wayfare commit`: check, describe and commit what changed in the workspace.

use crate::check;
use crate::cli::state::tree_at;
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::diag::Level;
use crate::diag::render::Format;
use crate::diff::{self, FileChange, FileChangeKind, Message};
use crate::git::{Change, ChangeKind, CommitPlan, Repository, ResolveError};
use crate::snapshot::Snapshot;
use crate::store::MemoryTree;
use crate::store::layout;
use crate::text::WsPath;

const EXAMPLES: &str = "\
Examples:
  wayfare commit                     check, write the message from what changed, commit
  wayfare commit -m \"Map the trial\"  the same with a message of your own
  wayfare commit --dry-run           show the message and the files, and change nothing
  wayfare commit --no-check          commit work in progress that has errors

Only the workspace's own files are committed: workspace.yaml and what lies in journeys/, blocks/,
personas/, signals/ and the other folders of the format. What else you have staged stays staged and
out of the commit. The repository's hooks run, and commits are signed where git is set up to.";

/// Check, describe and commit what changed in the workspace
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The message, instead of one written from what changed
    #[arg(short, long, value_name = "MSG")]
    message: Option<String>,

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
    // The first commit of a repository takes along what `init` began it with.
    let is_first = repository.head().map_err(Failure::of)?.is_none();
    let belongs = |path: &WsPath| layout::is_own(path) || is_first && layout::STARTERS.contains(&path.as_str());
    let plan = repository.plan_commit(&belongs).map_err(Failure::of)?;

    let progress = context.terminal.progress("Checking");
    let snapshot = workspace::load(&root)?;
    let errors = if args.no_check { None } else { Some(check::check(&snapshot)) };
    drop(progress);
    let errors = errors.map(|report| report.filter(|finding| finding.level == Level::Error));
    if let Some(report) = errors.filter(|report| !report.findings().is_empty()) {
        report::write(context, &root, &report, &snapshot, Format::Human)?;
        let counts = report::counts(report.summary());
        context.terminal.show_failure(
            &Failure::new(format!("{counts} in the workspace; nothing was committed"))
                .help("mend what is wrong, or commit all the same with `--no-check`"),
        );
        return Ok(Exit::Findings);
    }

    let message = match args.message {
        Some(message) => message,
        None => describe(&repository, &snapshot, plan.changes())?.to_string(),
    };
    if args.dry_run { show(context, &plan, &message) } else { make(context, plan, &message) }
}

/// A message that says what changed since the last commit, in meaning.
fn describe(repository: &Repository, now: &Snapshot, changes: &[Change]) -> Result<Message, Failure> {
    let files: Vec<FileChange> = changes.iter().map(changed_file).collect();
    Ok(diff::message(&diff::compare(&committed(repository)?, now), &files))
}

/// The workspace as it is in the last commit; an empty one before the first.
fn committed(repository: &Repository) -> Result<Snapshot, Failure> {
    let head = repository.head().map_err(Failure::of)?;
    match head.map(|revision| tree_at(repository, &revision)) {
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

fn make(context: &Context, plan: CommitPlan<'_>, message: &str) -> Result<Exit, Failure> {
    let files = report::files(plan.changes().len());
    let commit = plan.commit(message, &mut anstream::stderr()).map_err(Failure::of)?;
    let branch = commit.branch.map(|branch| format!(" on {branch}")).unwrap_or_default();
    let subject = message.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let revision = commit.revision.short();
    context.terminal.talk(format_args!("Committed {files} as {revision}{branch}: {}", subject.trim()));
    Ok(Exit::Clean)
}
