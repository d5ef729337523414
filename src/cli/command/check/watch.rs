//! `wayfare check --watch`: checks again whenever a file changes.

use super::Check;
use crate::cli::follow::{self, Again};
use crate::cli::{Exit, Failure};
use crate::diag::Findings as _;
use crate::session::{Session, Source, Touched};

/// Checks now and after every change, until Ctrl-C.
pub(super) fn run(check: Check, poll: bool) -> Result<Exit, Failure> {
    let source = Source::new(check.scope.workspace.root());
    follow::run(check.context.terminal, source, poll, check)
}

impl Again for Check {
    fn again(&mut self, session: &Session, touched: Option<&Touched>) -> Result<(), Failure> {
        // Commits and tags are none of what is checked.
        if touched.is_some_and(Touched::is_nowhere) {
            return Ok(());
        }
        let started = std::time::Instant::now();
        self.clears = touched.is_some();
        let state = session.state();
        self.tell(state.snapshot(), state.report(), started)?;
        Ok(())
    }
}
