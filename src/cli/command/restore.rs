//! `wayfare restore`: a record or journey as it was in a revision.

use std::path::Path;

use crate::cli::{Context, Exit, Failure, report, state, workspace};
use crate::edit::{Restoration, restore};
use crate::git::{Repository, Revision};
use crate::snapshot::Snapshot;
use crate::store::{DiskTree, FileTree, apply};
use crate::text::{SourceText, Span, TextEdit, WorkspaceEdit, WsPath};

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
    /// The ID of an item, journey, persona or signal, as it was then
    #[arg(value_name = "ID|JOURNEY")]
    id: String,

    /// The revision
    #[arg(long, value_name = "REV")]
    at: String,

    /// Overwrite files whose changes are not committed
    #[arg(long)]
    force: bool,

    /// Show the files, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let root = workspace::find(context, None)?;
    if !args.dry_run {
        workspace::recover(context, &root)?;
    }
    let repository = state::open(&root)?;
    let revision = repository.resolve(&args.at)?;
    let tree = state::tree_at(&repository, &revision)?;
    let (then, now) = (Snapshot::load(&tree)?, workspace::load(&root)?);
    let plan = restore(&then, &now, &args.id)?;
    let edit = edit(&plan, &root, &|from, to| match repository.checked_out(&revision, from, to) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Ok(tree.read(from, false)?),
        Err(error) => Err(Failure::from(error)),
    })?;
    let changed: Vec<WsPath> = edit.changes().map(|(path, _)| path.clone()).collect();
    if !args.force {
        refuse_uncommitted(&repository, &changed)?;
    }
    let mut unstaged = Vec::new();
    if !args.dry_run {
        // First, so that whatever comes in between, no commit takes away what was brought back.
        unstaged = repository.unstage_deletions(&changed)?;
        apply(&root, &edit)?;
    }
    for path in &unstaged {
        context.terminal.talk(format_args!("`{path}` was staged to be deleted, and is not any more."));
    }
    let paths: String = changed.iter().map(|path| workspace::shown(context, &root, path) + "\n").collect();
    context.terminal.data(&paths)?;
    tell(context, &args, &plan, &revision, changed.len());
    Ok(Exit::Clean)
}

/// Gives a file as a checkout would write it, by where it was and where it goes.
type Checkout<'a> = dyn Fn(&WsPath, &WsPath) -> Result<Vec<u8>, Failure> + 'a;

/// What is to be written: files that are as they were are left out.
fn edit(plan: &Restoration, root: &Path, checkout: &Checkout<'_>) -> Result<WorkspaceEdit, Failure> {
    let disk = DiskTree::new(root);
    let mut edit = WorkspaceEdit::default();
    for (to, from) in &plan.files {
        let bytes = checkout(from, to)?;
        if to.on_disk(root).symlink_metadata().is_err() {
            edit.join(WorkspaceEdit::create(to.clone(), bytes))?;
            continue;
        }
        let there = disk.read(to, false)?;
        let bytes = with_line_ends_of(&there, bytes);
        if there == bytes {
            continue;
        }
        let (source, text) = (SourceText::from_bytes(there), String::from_utf8(bytes));
        let (None, Ok(text)) = (source.bad_byte(), text) else {
            return Err(
                Failure::new(format!("`{to}` is there, and is not text")).help("move it away; then it is brought back")
            );
        };
        let whole = Span::new(0, source.text().len());
        edit.join(WorkspaceEdit::edit(to.clone(), &source, vec![TextEdit::replace(whole, text)])?)?;
    }
    Ok(edit)
}

/// What a checkout gives, with the line ends that the file has now.
fn with_line_ends_of(there: &[u8], bytes: Vec<u8>) -> Vec<u8> {
    let is_crlf = |text: &str| text.contains("\r\n") && text.matches('\n').count() == text.matches("\r\n").count();
    match (std::str::from_utf8(there), std::str::from_utf8(&bytes)) {
        (Ok(there), Ok(text)) if is_crlf(there) && !text.contains('\r') => text.replace('\n', "\r\n").into_bytes(),
        (Ok(there), Ok(text)) if is_crlf(text) && !there.contains('\r') => text.replace("\r\n", "\n").into_bytes(),
        _ => bytes,
    }
}

/// Makes sure that nothing is overwritten that git does not have.
fn refuse_uncommitted(repository: &Repository, paths: &[WsPath]) -> Result<(), Failure> {
    let in_danger = repository.uncommitted(paths)?;
    let in_danger: Vec<String> = in_danger.iter().map(|path| format!("`{path}`")).collect();
    if in_danger.is_empty() {
        return Ok(());
    }
    let verb = if in_danger.len() == 1 { "has" } else { "have" };
    Err(Failure::new(format!("{} {verb} changes that are not committed; nothing was written", in_danger.join(", ")))
        .help("commit them first, or overwrite them with `--force`"))
}

fn tell(context: &Context, args: &Args, plan: &Restoration, revision: &Revision, changed: usize) {
    let terminal = context.terminal;
    let (id, at) = (&args.id, revision.short());
    if changed == 0 {
        terminal.talk(format_args!("`{id}` is as it was in {at}."));
    } else if args.dry_run {
        terminal.talk(format_args!("Would bring `{id}` back as it was in {at}: {}.", report::files(changed)));
    } else {
        terminal.talk(format_args!("Brought `{id}` back as it was in {at}: {}.", report::files(changed)));
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
