//! The command line: arguments, exit codes, what is said on the terminal.
//!
//! Owns the words of the program and the only writes to standard output. Knows nothing of how records are read,
//! checked or rendered: a command finds the workspace, asks the layers below, and tells what came of it.
//!
//! Invariants: data goes to standard output and talk to standard error; a closed standard output is no failure; the
//! exit codes are those of [`Exit`] and nothing else ends the process.

mod browser;
mod command;
mod exit;
mod failure;
mod fold;
mod follow;
mod hyperlink;
mod patch;
mod report;
mod rule;
mod site;
mod template;
mod terminal;
mod workspace;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anstream::ColorChoice;
use clap::{CommandFactory, Parser};

pub use command::Command;
pub use exit::Exit;
pub use failure::Failure;
pub use terminal::Terminal;

const AFTER_HELP: &str = "\
Examples:
  wayfare init shop                 start a workspace in the folder `shop`
  wayfare new insight \"Admins stall at credentials\" --journey trial-to-paid
  wayfare check                     find what is wrong in the current workspace
  wayfare serve                     look at it in a browser while you write
  wayfare commit                    check, describe and commit what you changed

`wayfare COMMAND --help` explains a command with examples.
Exit codes: 0 clean, or warnings only; 1 errors found; 2 could not run.";

/// Customer journeys as plain text in git: checked, rendered to a site, reviewed like code
#[derive(Debug, Parser)]
#[command(name = "wayfare", version, propagate_version = true, arg_required_else_help = true)]
#[command(max_term_width = 100, after_long_help = AFTER_HELP)]
pub struct Cli {
    /// Run as if started in DIR
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<PathBuf>,

    /// When to use colour; `auto` means on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", hide_default_value = true)]
    color: Color,

    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    quiet: bool,

    #[command(subcommand)]
    command: Command,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Also in a pipe or file
    Always,
    /// Nowhere
    Never,
}

/// What every command is run with.
#[derive(Clone, Debug)]
pub struct Context {
    /// Where relative paths start: the folder of `-C`, else the current one.
    pub directory: PathBuf,
    /// Where results and talk go.
    pub terminal: Terminal,
}

impl Context {
    /// A path as given on the command line, seen from [`Context::directory`].
    pub fn resolve(&self, path: &Path) -> PathBuf {
        self.directory.join(path)
    }
}

/// Runs the program with its arguments, the program's name first.
pub fn run(arguments: Vec<OsString>) -> Exit {
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            color_of(&arguments).choose();
            return terminal::show_usage(&error);
        }
    };
    cli.color.choose();
    let terminal = Terminal::new(cli.quiet);
    let outcome = context(cli.directory, terminal).and_then(|context| cli.command.run(&context));
    outcome.unwrap_or_else(|failure| {
        terminal.show_failure(&failure);
        Exit::Failed
    })
}

/// The program's arguments as clap sees them, for completions, the manual and the reference.
pub fn definition() -> clap::Command {
    Cli::command()
}

fn context(directory: Option<PathBuf>, terminal: Terminal) -> Result<Context, Failure> {
    let directory = directory.unwrap_or_else(|| PathBuf::from("."));
    if !directory.is_dir() {
        return Err(
            Failure::new(format!("`{}` is not a folder", directory.display())).help("give -C a folder that exists")
        );
    }
    let directory = std::path::absolute(&directory)
        .map_err(|error| Failure::new(format!("cannot tell where `{}` is: {error}", directory.display())))?;
    Ok(Context { directory, terminal })
}

/// The colour asked for in arguments that could not be parsed, so that the complaint about them keeps to it.
fn color_of(arguments: &[OsString]) -> Color {
    let word = |word: &OsStr| <Color as clap::ValueEnum>::from_str(&word.to_string_lossy(), false).ok();
    let joined = arguments.iter().filter_map(|argument| argument.to_str()?.strip_prefix("--color=")).map(OsStr::new);
    let split = arguments.windows(2).filter(|pair| pair[0] == "--color").map(|pair| pair[1].as_os_str());
    joined.chain(split).find_map(word).unwrap_or_default()
}

impl Color {
    fn choose(self) {
        let choice = match self {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        definition().debug_assert();
    }

    #[test]
    fn every_command_has_examples() {
        for command in definition().get_subcommands() {
            let help = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Examples:\n  wayfare "), "{}: {help:?}", command.get_name());
            assert!(command.get_about().is_some(), "{}", command.get_name());
        }
    }

    #[test]
    fn a_complaint_about_arguments_keeps_to_the_colour_asked_for() {
        let arguments = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(color_of(&arguments(&["wayfare", "--color=never", "what"])), Color::Never);
        assert_eq!(color_of(&arguments(&["wayfare", "what", "--color", "always"])), Color::Always);
        assert_eq!(color_of(&arguments(&["wayfare", "--color", "loud"])), Color::Auto);
    }
}
