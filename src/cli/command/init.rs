//! `wayfare init`: a new workspace from a template.

use std::path::{Path, PathBuf};

use crate::cli::template::Template;
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::git::{self, Initialised};
use crate::store::layout::STARTERS;
use crate::text::{WorkspaceEdit, WsPath, shell_word};
use crate::workspace::Workspace;

const EXAMPLES: &str = "\
Examples:
  wayfare init                                  start a workspace in this folder
  wayfare init journeys                         start one in the folder `journeys`
  wayfare init demo --template example          look around in a full workspace
  wayfare init journeys --template blank        start from nothing

No file is ever overwritten. A git repository is made unless the folder is in one already.";

/// Start a workspace from a template
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The folder to start it in; made when it is not there
    #[arg(value_name = "DIR", default_value = ".", hide_default_value = true)]
    dir: PathBuf,

    /// What to start from
    #[arg(long, value_name = "NAME", default_value = "trial-to-paid")]
    template: Template,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let root = context.resolve(&args.dir);
    if root.is_dir() {
        workspace::recover(context, &Workspace::new(&root))?;
    }
    let mut edit = args.template.edit();
    let is_there = |path: &WsPath| path.on_disk(&root).symlink_metadata().is_ok();
    // A folder fresh from a forge has these, and they are its owner's.
    let kept: Vec<&str> =
        STARTERS.into_iter().filter(|name| WsPath::new(name).is_some_and(|path| is_there(&path))).collect();
    edit.retain_created(|path| !kept.contains(&path.as_str()));
    refuse_conflicts(&args.dir, &root, &edit)?;
    Workspace::new(&root).apply(&edit)?;

    let shown = args.dir.display();
    let here = args.dir == Path::new(".");
    let files = report::files(edit.changes().count());
    let place = if here { "this folder".to_owned() } else { format!("`{shown}`") };
    let repository = git::init(&root).map_err(|error| {
        Failure::new(format!("the workspace is there, but no git repository could be made: {error}"))
            .help(format!("run `git init {}`", quoted(&args.dir)))
    })?;
    let made = if matches!(repository, Initialised::New(_)) { ", and a git repository for it" } else { "" };
    context.terminal.talk(format_args!("Started a workspace of {files} in {place}{made}."));
    for name in kept {
        let advice = if name == ".gitignore" { "; the built site is in `/site/`, which it should ignore" } else { "" };
        context.terminal.talk(format_args!("Kept your `{name}`{advice}."));
    }
    context.terminal.talk(next_steps(&args.dir, here));
    Ok(Exit::Clean)
}

fn refuse_conflicts(dir: &Path, root: &Path, edit: &WorkspaceEdit) -> Result<(), Failure> {
    let shown = dir.display();
    if Workspace::is_root(root) {
        return Err(Failure::new(format!("`{shown}` is a workspace already"))
            .help("go on with `wayfare new`, or name another folder: `wayfare init DIR`"));
    }
    if root.exists() && !root.is_dir() {
        return Err(Failure::new(format!("`{shown}` is not a folder")).help("name a folder, or one to be made"));
    }
    let taken = edit.changes().map(|(path, _)| path).filter(|path| path.on_disk(root).symlink_metadata().is_ok());
    let taken: Vec<String> = taken.map(|path| format!("`{path}`")).collect();
    if taken.is_empty() {
        return Ok(());
    }
    let (exist, them) = if taken.len() == 1 { ("exists", "it") } else { ("exist", "them") };
    Err(Failure::new(format!("{} {exist} in `{shown}` already; nothing was written", taken.join(", "))).help(format!(
        "move {them} away, or name a folder to be made: `wayfare init {}`",
        quoted(&if dir == Path::new(".") { PathBuf::from("maps") } else { dir.join("maps") })
    )))
}

fn next_steps(dir: &Path, here: bool) -> String {
    let enter = if here { String::new() } else { format!("  cd {}\n", quoted(dir)) };
    format!(
        "Next:\n{enter}  wayfare serve           look at it in a browser; it follows your edits\n  \
         wayfare check           see whether everything fits together\n  \
         wayfare commit          keep this state in git"
    )
}

/// A path as it can be typed into a shell.
fn quoted(path: &Path) -> String {
    shell_word(&path.display().to_string())
}
