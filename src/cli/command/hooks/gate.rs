//! The hook where others push to: every push is judged by the roles in `workspace.yaml`.

use std::path::Path;

use crate::cli::command::check::policy::inside;
use crate::cli::{Context, Exit, Failure};
use crate::git::{HookError, Installed, Repository, Script, Uninstalled};
use crate::store::layout::WORKSPACE_FILE;
use crate::text::WsPath;

/// Runs where git runs it: in the repository's own folder, told on standard input what is pushed.
const SCRIPT: Script<'_> = Script {
    name: "pre-receive",
    mark: "# Written by `wayfare hooks install --pre-receive`. `wayfare hooks uninstall --pre-receive` takes it out.",
    head: r#"#!/bin/sh
# Refuses pushes in which somebody changes a workspace without the role for it.
# Written by `wayfare hooks install --pre-receive`. `wayfare hooks uninstall --pre-receive` takes it out.

pushed=$(cat)
before="$0.before-wayfare"
if [ -x "$before" ]; then
    printf '%s\n' "$pushed" | "$before" "$@" || exit
fi

refused=0
gate() {
    if ! command -v wayfare >/dev/null 2>&1; then
        echo 'pre-receive: cannot judge the push, since `wayfare` is not on the PATH of the server' >&2
        refused=1
        return
    fi
    while read -r old new name; do
        # Tags and the like change no branch; a branch that is deleted brings no commits.
        case "$name" in refs/heads/*) ;; *) continue ;; esac
        case "$new" in *[!0]*) ;; *) continue ;; esac
        wayfare --quiet check --policy "$old..$new" --repository . "$1" >&2 || refused=1
    done <<END
$pushed
END
}

"#,
    begin: "gate ",
    tail: r#"
if [ "$refused" -ne 0 ]; then
    echo 'pre-receive: the push is refused; see above what its authors may not do' >&2
fi
exit "$refused"
"#,
    call: None,
};

/// The repository that others push to.
pub(super) fn repository(
    context: &Context,
    dir: Option<&Path>,
    workspace: Option<&Path>,
) -> Result<Repository, Failure> {
    let folder = dir.map_or_else(|| context.directory.clone(), |dir| context.resolve(dir));
    let inside = workspace.map_or_else(|| Ok(WsPath::root()), inside)?;
    let repository = Repository::open_hosted(&folder, &inside)?;
    let head = repository.head()?;
    if let (Some(head), Some(file)) = (head, WsPath::new(WORKSPACE_FILE))
        && repository.blob_at(&head, &file)?.is_none()
    {
        let place = repository.repository_path(&file);
        return Err(Failure::new(format!("`{place}` is not in the repository `{}`", folder.display()))
            .help("name the workspace's folder in it with `--workspace FOLDER`"));
    }
    Ok(repository)
}

pub(super) fn install(context: &Context, repository: &Repository, force: bool) -> Result<Exit, Failure> {
    let word = repository.hook_word();
    let installed = repository.install_hook(SCRIPT, force).map_err(|error| match error {
        HookError::Foreign { .. } => Failure::new(error)
            .help(format!("call `wayfare check --policy OLD..NEW --repository . {word}` in it for each pushed branch")),
        error => Failure::from(error),
    })?;
    let terminal = context.terminal;
    match installed {
        Installed::New(hook) | Installed::Added(hook) => {
            terminal.talk(format_args!("Installed `{}`: pushes beyond somebody's role are refused.", hook.display()));
        }
        Installed::Already(hook) => {
            terminal.talk(format_args!("`{}` judges pushes to this workspace already.", hook.display()));
        }
    }
    Ok(Exit::Clean)
}

pub(super) fn uninstall(context: &Context, repository: &Repository) -> Result<Exit, Failure> {
    let terminal = context.terminal;
    match repository.uninstall_hook(SCRIPT)? {
        Uninstalled::Nothing => {
            terminal.talk("No hook of `wayfare hooks install --pre-receive` judges this workspace.");
        }
        Uninstalled::Removed(hook) => {
            terminal.talk(format_args!("`{}` does not judge this workspace any more.", hook.display()));
        }
        Uninstalled::Restored(hook) => {
            terminal.talk(format_args!("`{}` is the hook again that was there before.", hook.display()));
        }
    }
    Ok(Exit::Clean)
}
