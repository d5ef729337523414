//! `wayfare completions`: scripts that complete commands and options in a shell.

use clap_complete::Shell;

use crate::cli::{Context, Exit, Failure, definition};

const EXAMPLES: &str = "\
Examples:
  wayfare completions bash > ~/.local/share/bash-completion/completions/wayfare
  wayfare completions zsh > ~/.zfunc/_wayfare
  wayfare completions fish > ~/.config/fish/completions/wayfare.fish";

/// Print a script that completes commands in a shell
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The shell to complete in
    shell: Shell,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut definition(), "wayfare", &mut script);
    context.terminal.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
