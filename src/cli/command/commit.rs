//! `wayfare commit`: check, describe and commit what changed in the workspace.

mod message;
mod planned;
mod stray;

use std::path::{Path, PathBuf};

use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::git::{Change, ChangeKind, CommitError, CommitPlan, CommitWay, IndexTree, Repository, end_by};
use crate::store::layout;
use crate::text::{WsPath, shell_word};

use planned::Planned;

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
    let root = workspace::find(context, None)?;
    if !args.dry_run {
        workspace::recover(context, &root)?;
    }
    let repository = Repository::open(&root)?;
    if args.push {
        repository.can_push()?;
    }
    let strays = stray::left_out(&root, &repository)?;
    let plan = plan(&args, context, &root, &repository)
        .map_err(|failure| strays.iter().fold(failure, |failure, stray| failure.help(stray.as_str())))?;

    let progress = context.terminal.progress("Checking");
    let planned = Planned::read(plan.files()?, &args)?;
    drop(progress);
    if planned.has_errors() {
        return planned.refuse(context, &root, &args);
    }
    let message = message(&args, &repository, &planned, &plan)?;
    if args.dry_run {
        return show(context, &plan, &message, &strays);
    }
    let job = Job { args: &args, context, root: &root, repository: &repository, strays: &strays };
    let exit = job.make(plan, &planned, &message)?;
    if args.push && exit == Exit::Clean {
        repository.push()?;
    }
    Ok(exit)
}

/// The message to commit with, with what the check has found where that is to be said.
fn message(args: &Args, repository: &Repository, planned: &Planned, plan: &CommitPlan<'_>) -> Result<String, Failure> {
    let message = match &args.message {
        Some(message) => message.clone(),
        None => message::describe(repository, planned, plan, args.amend)?,
    };
    let was_noted = args.message.is_none() && message::has_note(&message);
    Ok(match args.no_check {
        // What an earlier check has found says nothing of this commit.
        true if was_noted => message::without_note(&message),
        false if (was_noted || args.note_check) && !message.trim().is_empty() => message::noted(&message, planned),
        _ => message,
    })
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
    let is_first = repository.head()?.is_none();
    let is_named = |path: &WsPath| paths.is_empty() || paths.iter().any(|named| path.is_within(named));
    let belongs = |path: &WsPath| {
        is_named(path) && (layout::is_own(path) || is_first && layout::STARTERS.contains(&path.as_str()))
    };
    let way = CommitWay { amends: args.amend, edits: args.edit, is_dry_run: args.dry_run };
    repository.plan_commit_by(&belongs, way).map_err(|error| match error {
        CommitError::NothingToCommit => match paths.iter().find(|path| !layout::may_hold_own(path)) {
            Some(foreign) => {
                Failure::new(format!("nothing to commit: `{foreign}` is no file or folder of the workspace's records"))
                    .help("`wayfare check` says where records belong; commit other files with `git commit`")
            }
            None if !paths.is_empty() => {
                Failure::new("nothing to commit: what is named is as it is in the last commit")
                    .help("leave the names out, or see what changed with `wayfare diff`")
            }
            None => Failure::from(CommitError::NothingToCommit),
        },
        error => Failure::from(error),
    })
}

fn show(context: &Context, plan: &CommitPlan<'_>, message: &str, strays: &[String]) -> Result<Exit, Failure> {
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

/// A commit to be made.
struct Job<'a> {
    args: &'a Args,
    context: &'a Context,
    root: &'a Path,
    repository: &'a Repository,
    /// What is said of records that lie elsewhere.
    strays: &'a [String],
}

impl Job<'_> {
    fn make(&self, plan: CommitPlan<'_>, planned: &Planned, message: &str) -> Result<Exit, Failure> {
        let (has_files, files) = (!plan.changes().is_empty(), report::files(plan.changes().len()));
        let left_out = plan.left_out().to_vec();
        let mut refused = None;
        let mut judge = |files: IndexTree, message: &str| {
            if files.is_same_as(&planned.tree) {
                return Some(message.to_owned());
            }
            // A hook or a filter has made something else of it.
            match Planned::read(files, self.args) {
                Ok(now) if !now.has_errors() && message::has_note(message) => Some(message::noted(message, &now)),
                Ok(now) if !now.has_errors() => Some(message.to_owned()),
                other => {
                    refused = Some(other);
                    None
                }
            }
        };
        let commit = match plan.commit_judged(message, &mut judge, &mut anstream::stderr()) {
            Ok(commit) => commit,
            Err(CommitError::Refused) => match refused {
                Some(Ok(now)) => return now.refuse(self.context, self.root, self.args),
                Some(Err(failure)) => return Err(failure),
                None => return Err(Failure::from(CommitError::Refused)),
            },
            Err(CommitError::Interrupted { signal, commit }) => {
                let failure = Failure::from(CommitError::Interrupted { signal, commit });
                self.context.terminal.show_failure(&failure);
                end_by(signal);
                return Ok(Exit::Failed);
            }
            Err(error) => return Err(Failure::from(error)),
        };
        let branch = commit.branch.map(|branch| format!(" on {branch}")).unwrap_or_default();
        let message = match self.args.edit {
            true => self.repository.commit_message(&commit.revision)?,
            false => message.to_owned(),
        };
        let subject = message.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let revision = commit.revision.short();
        let subject = subject.trim();
        if has_files {
            self.context.terminal.talk(format_args!("Committed {files} as {revision}{branch}: {subject}"));
        } else {
            self.context
                .terminal
                .talk(format_args!("Changed the message of the last commit, now {revision}{branch}: {subject}"));
        }
        tell_left_out(self.context, &left_out, self.strays);
        Ok(Exit::Clean)
    }
}
