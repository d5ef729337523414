//! `wayfare check --watch`: checks again whenever a file changes.

use std::time::Instant;

use super::Check;
use crate::cli::follow::{self, Again};
use crate::cli::{Exit, Failure};
use crate::diag::Findings as _;
use crate::session::{Session, Source, Touched};
use crate::store::StoreError;

/// Checks now and after every change, until Ctrl-C.
pub(super) fn run(check: Check, poll: bool) -> Result<Exit, Failure> {
    let source = Source::new(check.scope.workspace.root());
    let (terminal, files) = (check.context.terminal, source.clone());
    follow::run(terminal, &files, poll, move || Ok(Checking { session: Session::open(source)?, check }))
}

struct Checking {
    session: Session,
    check: Check,
}

impl Again for Checking {
    fn read(&mut self, touched: &Touched) -> Result<bool, StoreError> {
        Ok(self.session.apply(touched)?.is_some())
    }

    fn again(&mut self, is_first: bool) -> Result<(), Failure> {
        let started = Instant::now();
        self.check.clears = !is_first;
        let state = self.session.state();
        self.check.tell(state.snapshot(), state.report(), started)?;
        Ok(())
    }
}
