//! The `wayfare` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    wayfare::cli::run(std::env::args_os().collect()).into()
}
