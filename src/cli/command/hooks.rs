//! `wayfare hooks`: what git does by itself: checks before each commit, merges by meaning.

mod entry;
mod gate;

use std::path::{Path, PathBuf};

use super::merge_driver::driver;
use crate::cli::{Context, Exit, Failure, workspace};
use crate::git::{DriverSet, HookError, Installed, Overruled, Repository, Script, Uninstalled};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  wayfare hooks install                 check before each commit, merge by meaning
  wayfare hooks install --force         write Wayfare's hook anew if it was changed
  wayfare hooks uninstall               take it out again
  wayfare hooks install --pre-receive /srv/journeys.git
                                        where others push to: keep to the roles

The hook `pre-commit` runs `wayfare check --staged` whenever a commit changes the workspace, and
refuses the commit when there are errors; `pre-merge-commit` does so for merges. Git runs no such
hook for `git rebase`, `git cherry-pick` and `git revert`. The hooks belong to your clone: nobody
else gets them by cloning. `git commit --no-verify` leaves them out once, and with
`wayfare commit --no-check` they let pass what has errors.

A hook that is there already stays as it is, also with --force, and so does what husky,
lefthook or pre-commit looks after: the command says which line to add, and where.

Git also merges records by what they say from then on (`wayfare merge-driver --help`), so that
two people can work on one step. Which files these are stands in the workspace's
.gitattributes: commit it. Where the program is not installed, git merges them line by line.

--pre-receive is for the repository that others push to. It refuses pushes with commits whose
authors may not do what they do (`wayfare check --policy`), by the members and roles that the
branch had before. Let git refuse rewritten history, too: `receive.denyNonFastForwards`.";

/// Check what is staged before each commit, and merge records by what they say
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Put the hooks `pre-commit` and `pre-merge-commit` into the repository, and set git up to merge records
    Install {
        /// The workspace's folder, instead of the current workspace
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,

        /// Write Wayfare's hook anew where it was changed by hand, and outside of the repository where
        /// `core.hooksPath` says so
        #[arg(long)]
        force: bool,

        /// Where others push to: judge every push by the roles in workspace.yaml instead. DIR is the repository
        #[arg(long)]
        pre_receive: bool,

        /// With --pre-receive: the workspace's folder in the repository, when it is not its root
        #[arg(long, value_name = "FOLDER", requires = "pre_receive")]
        workspace: Option<PathBuf>,
    },
    /// Take it out again
    Uninstall {
        /// The workspace's folder, instead of the current workspace
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,

        /// The hook that judges pushes. DIR is the repository
        #[arg(long)]
        pre_receive: bool,

        /// With --pre-receive: the workspace's folder in the repository, when it is not its root
        #[arg(long, value_name = "FOLDER", requires = "pre_receive")]
        workspace: Option<PathBuf>,
    },
}

/// Runs where git runs hooks: in the working folder, with the index of the commit in `GIT_INDEX_FILE`.
const SCRIPT: Script<'_> = Script {
    name: "pre-commit",
    mark: "# Written by `wayfare hooks install`. `wayfare hooks uninstall` takes it out.",
    head: r#"#!/bin/sh
# Refuses commits that leave errors in a workspace.
# Written by `wayfare hooks install`. `wayfare hooks uninstall` takes it out.

before="$0.before-wayfare"
if [ -x "$before" ]; then
    "$before" "$@" || exit
fi

name=${0##*/}
refused=0
check() {
    if ! git --literal-pathspecs ls-files --error-unmatch -- "$1/workspace.yaml" >/dev/null 2>&1; then
        # One that is there and not staged has no part in the commit.
        [ -e "$1/workspace.yaml" ] ||
            printf '%s: `%s` holds no workspace any more, so nothing is checked there; take its line out of `%s`, and run `wayfare hooks install` where the workspace is now\n' "$name" "$1" "$0" >&2
        return
    fi
    # Nothing to say to commits that leave the workspace as it is.
    git --literal-pathspecs diff --cached --quiet -- "$1" && return
    if ! command -v wayfare >/dev/null 2>&1; then
        printf '%s: cannot check the workspace, since `wayfare` is not on the PATH; install it\n' "$name" >&2
        refused=1
    elif ! wayfare check --staged "$1"; then
        refused=1
    fi
}

"#,
    begin: "check ",
    tail: r#"
if [ "$refused" -ne 0 ]; then
    printf '%s: not committed; mend what is wrong and stage it, or insist with `git commit --no-verify`\n' "$name" >&2
fi
exit "$refused"
"#,
    call: Some(entry::CHECK),
};

/// The same for merges without conflicts, which git commits without running the other.
const MERGE_SCRIPT: Script<'_> = Script { name: "pre-merge-commit", ..SCRIPT };

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.action {
        Action::Install { dir, force, pre_receive: true, workspace } => {
            gate::install(context, &gate::repository(context, dir.as_deref(), workspace.as_deref())?, force)
        }
        Action::Uninstall { dir, pre_receive: true, workspace } => {
            gate::uninstall(context, &gate::repository(context, dir.as_deref(), workspace.as_deref())?)
        }
        Action::Install { dir, force, .. } => install(context, &repository(context, dir.as_deref())?, force),
        Action::Uninstall { dir, .. } => uninstall(context, &repository(context, dir.as_deref())?),
    }
}

fn repository(context: &Context, dir: Option<&Path>) -> Result<Repository, Failure> {
    Ok(workspace::find(context, dir)?.repository()?)
}

fn install(context: &Context, repository: &Repository, force: bool) -> Result<Exit, Failure> {
    let word = repository.hook_word();
    let installed = match repository.install_hook(SCRIPT, force) {
        Ok(installed) => installed,
        Err(error) => {
            // What the hooks do has nothing to do with how git merges.
            if matches!(error, HookError::Managed(_) | HookError::Foreign { .. }) {
                set_driver(context, repository)?;
            }
            return Err(explain(repository, error, &word));
        }
    };
    let terminal = context.terminal;
    match installed {
        Installed::New(hook) | Installed::Added(hook) => {
            terminal.talk(format_args!("Installed `{}`: commits with errors are refused.", hook.display()));
            if repository.is_in_work_folder(&hook) {
                terminal.talk("It lies in the working folder: commit it only if everybody is to have it.");
            }
        }
        Installed::Already(hook) => {
            terminal.talk(format_args!("`{}` checks this workspace already.", hook.display()));
        }
    }
    install_for_merges(context, repository, force);
    set_driver(context, repository)?;
    Ok(Exit::Clean)
}

/// Has merges checked, too, and says which commits nothing checks. Where that cannot be, commits are checked all the same.
fn install_for_merges(context: &Context, repository: &Repository, force: bool) {
    let (terminal, word, name) = (context.terminal, repository.hook_word(), MERGE_SCRIPT.name);
    match repository.install_hook(MERGE_SCRIPT, force) {
        Ok(Installed::New(hook) | Installed::Added(hook)) => {
            terminal.talk(format_args!("Installed `{}`: merges with errors are refused, too.", hook.display()));
        }
        Ok(Installed::Already(place)) if place.ends_with(name) => {}
        Ok(Installed::Already(place)) => {
            terminal.talk(format_args!("Merges are checked if `{}` has it run for `{name}`, too.", place.display()));
        }
        Err(HookError::Managed(managed)) => terminal.talk(format_args!(
            "Merges without conflicts are not checked: let {} run this for `{name}`, too: {} {word}",
            managed.manager.name(),
            entry::CHECK
        )),
        Err(error) => {
            let Failure { message, help } = explain(repository, error, &word);
            let words = [message].into_iter().chain(help).collect::<Vec<_>>().join("; ");
            terminal.talk(format_args!("Merges without conflicts are not checked: {words}"));
        }
    }
    terminal.talk(
        "Git runs no such hook for `git rebase`, `git cherry-pick` and `git revert`: run `wayfare check` after them.",
    );
}

/// Lets git merge records by what they say, and tells where something overrules that.
fn set_driver(context: &Context, repository: &Repository) -> Result<(), Failure> {
    let terminal = context.terminal;
    let set = repository.set_driver(driver())?;
    let overruled = match set {
        DriverSet::Foreign(_) => Vec::new(),
        _ => repository.overruled(driver())?,
    };
    match set {
        DriverSet::New(file) => {
            if overruled.is_empty() {
                terminal.talk("Git merges records by what they say from now on.");
            }
            let (folder, name) = (file.parent().unwrap_or(&file), ".gitattributes");
            // As it can be typed where the command was started.
            let git =
                if folder == context.directory { "git".to_owned() } else { format!("git -C {}", word_of(folder)) };
            terminal.talk(format_args!(
                "Which files these are stands in `{}`. For others to have it, too, commit it:\n  \
                 {git} add {name} && {git} commit -m \"Let git merge records by what they say\" {name}",
                file.display()
            ));
        }
        DriverSet::Already => {}
        DriverSet::Foreign(command) => {
            terminal.talk(format_args!("`merge.wayfare.driver` is `{command}`, which is kept."));
        }
    }
    overruled.iter().for_each(|overruled| terminal.talk(told(overruled, repository)));
    Ok(())
}

/// A folder as a word for a shell.
fn word_of(folder: &Path) -> String {
    text::shell_word(&folder.display().to_string())
}

/// What git merges in another way, why, and what to do.
fn told(overruled: &Overruled, repository: &Repository) -> String {
    let (others, they) = match overruled.count {
        1 => (String::new(), "it says"),
        count => (format!(" and {}", text::count(count - 1, "more record", "more records")), "they say"),
    };
    let merged = format!("Git does not merge `{}`{others} by what {they}", overruled.path);
    let Some(line) = &overruled.line else {
        return format!("{merged}; see `git check-attr merge -- {}`.", overruled.path);
    };
    let file = line.file.strip_prefix(repository.work_folder()).unwrap_or(&line.file);
    let help = if line.is_beside_ours {
        "Move that line above those of Wayfare, or take it out."
    } else {
        "Take what it says of merging out of that line."
    };
    format!("{merged}: line {} of `{}` overrules that, `{}`. {help}", line.number, file.display(), line.text)
}

fn uninstall(context: &Context, repository: &Repository) -> Result<Exit, Failure> {
    let terminal = context.terminal;
    let mut uninstalled = vec![repository.uninstall_hook(SCRIPT)?, repository.uninstall_hook(MERGE_SCRIPT)?];
    let serves_others = repository.has_hook(SCRIPT)? || repository.has_hook(MERGE_SCRIPT)?;
    if repository.unset_driver(driver(), serves_others)? {
        terminal.talk("Git merges the records of this workspace line by line again.");
    }
    uninstalled.retain(|uninstalled| *uninstalled != Uninstalled::Nothing);
    if uninstalled.is_empty() {
        terminal.talk("No hook of `wayfare hooks install` checks this workspace.");
    }
    for uninstalled in uninstalled {
        match uninstalled {
            Uninstalled::Nothing => {}
            Uninstalled::Removed(hook) => {
                terminal.talk(format_args!("`{}` does not check this workspace any more.", hook.display()));
            }
            Uninstalled::Restored(hook) => {
                terminal.talk(format_args!("`{}` is the hook again that was there before.", hook.display()));
            }
        }
    }
    Ok(Exit::Clean)
}

/// Says what one can do about a hook that was not installed; `word` names the workspace in a script.
fn explain(repository: &Repository, error: HookError, word: &str) -> Failure {
    let line = entry::line(word);
    match error {
        HookError::Foreign { hook, is_of_shell } => {
            let place = hook.strip_prefix(repository.work_folder()).unwrap_or(&hook).display();
            let advice = entry::into_hook(&place, is_of_shell, word);
            let advice = if repository.can_run(&hook) {
                advice
            } else {
                format!("make it executable, or git does not run it, and {advice}")
            };
            Failure::new(HookError::Foreign { hook, is_of_shell }).help(advice)
        }
        HookError::NoFolder => Failure::new(error).help(
            "take the setting away with `git config --unset core.hooksPath`, with `--global` where it is set there",
        ),
        HookError::Managed(managed) => {
            let advice = entry::advice(&managed, word);
            let failure = Failure::new(HookError::Managed(managed)).help(advice);
            // A former version may have put its own in the place of another.
            if repository.has_hook(SCRIPT).unwrap_or(false) {
                failure.help("and take out what stands there with `wayfare hooks uninstall`")
            } else {
                failure
            }
        }
        HookError::Shared(_) => Failure::new(error)
            .help(format!("add this line to the hook `pre-commit` there: {line}"))
            .help("or install it there all the same with `--force`; other repositories are not affected"),
        error => Failure::from(error),
    }
}
