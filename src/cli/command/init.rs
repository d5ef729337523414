//! `wayfare init`: a new workspace from a template.

use std::path::{Path, PathBuf};

use crate::cli::template::Template;
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::text::shell_word;
use crate::workspace::{StartFailure, Workspace};

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
    let started = Workspace::new(&root).start(args.template.edit()).map_err(|failure| explain(&args.dir, failure))?;

    let shown = args.dir.display();
    let here = args.dir == Path::new(".");
    let files = report::files(started.files);
    let place = if here { "this folder".to_owned() } else { format!("`{shown}`") };
    let made = if started.has_new_repository { ", and a git repository for it" } else { "" };
    context.terminal.talk(format_args!("Started a workspace of {files} in {place}{made}."));
    for name in started.kept {
        let advice = if name == ".gitignore" { "; the built site is in `/site/`, which it should ignore" } else { "" };
        context.terminal.talk(format_args!("Kept your `{name}`{advice}."));
    }
    context.terminal.talk(next_steps(&args.dir, here));
    Ok(Exit::Clean)
}

/// Why it was not started, and what to do.
fn explain(dir: &Path, failure: StartFailure) -> Failure {
    let shown = dir.display();
    match failure {
        StartFailure::IsWorkspace => Failure::new(format!("`{shown}` is a workspace already"))
            .help("go on with `wayfare new`, or name another folder: `wayfare init DIR`"),
        StartFailure::NoFolder => {
            Failure::new(format!("`{shown}` is not a folder")).help("name a folder, or one to be made")
        }
        StartFailure::Taken(taken) => {
            let (exist, them) = if taken.len() == 1 { ("exists", "it") } else { ("exist", "them") };
            let taken: Vec<String> = taken.iter().map(|path| format!("`{path}`")).collect();
            let folder = if dir == Path::new(".") { PathBuf::from("maps") } else { dir.join("maps") };
            Failure::new(format!("{} {exist} in `{shown}` already; nothing was written", taken.join(", ")))
                .help(format!("move {them} away, or name a folder to be made: `wayfare init {}`", quoted(&folder)))
        }
        StartFailure::NoRepository(error) => {
            Failure::new(format!("the workspace is there, but no git repository could be made: {error}"))
                .help(format!("run `git init {}`", quoted(dir)))
        }
        StartFailure::Refused(refusal) => refusal.into(),
    }
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
