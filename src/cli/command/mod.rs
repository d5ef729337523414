//! The commands: one file and one row each.

mod build;
mod check;
mod commit;
mod completions;
mod diff;
mod explain;
mod hooks;
mod init;
mod log;
mod man;
mod merge_driver;
mod new;
mod restore;
mod serve;

use super::{Context, Exit, Failure};

macro_rules! command_table {
    ($($module:ident $variant:ident)*) => {
        /// What the program is asked to do.
        #[derive(Debug, clap::Subcommand)]
        pub enum Command {
            $(#[allow(missing_docs)] $variant($module::Args),)*
        }

        impl Command {
            /// Does it.
            ///
            /// # Errors
            /// When it could not be done; what was found in the workspace is an [`Exit`].
            pub fn run(self, context: &Context) -> Result<Exit, Failure> {
                match self {
                    $(Command::$variant(args) => $module::run(args, context),)*
                }
            }
        }
    };
}

// In the order of the help: how work starts, what it is made of, how it ends.
command_table! {
    init Init
    new New
    check Check
    explain Explain
    serve Serve
    build Build
    diff Diff
    commit Commit
    log Log
    restore Restore
    hooks Hooks
    merge_driver MergeDriver
    completions Completions
    man Man
}
