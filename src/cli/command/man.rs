//! `wayfare man`: the manual pages.

use std::path::PathBuf;

use clap_mangen::Man;

use crate::cli::{Context, Exit, Failure, definition};

const EXAMPLES: &str = "\
Examples:
  wayfare man | man -l -
  wayfare man --dir ~/.local/share/man/man1";

/// Print the manual page, or write one for every command
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Write `wayfare.1`, `wayfare-check.1` and so on into this folder
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.dir {
        Some(dir) => {
            let folder = context.resolve(&dir);
            if !folder.is_dir() {
                return Err(Failure::new(format!("`{}` is not a folder", dir.display())).help("make it first"));
            }
            clap_mangen::generate_to(definition(), &folder)
                .map_err(|error| Failure::new(format!("cannot write into `{}`: {error}", dir.display())))?;
        }
        None => {
            let mut page = Vec::new();
            Man::new(definition())
                .render(&mut page)
                .map_err(|error| Failure::new(format!("cannot make the manual page: {error}")))?;
            context.terminal.data(&String::from_utf8_lossy(&page))?;
        }
    }
    Ok(Exit::Clean)
}
