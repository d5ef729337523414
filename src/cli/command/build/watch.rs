//! `wayfare build --watch`: builds again whenever a file changes.

use std::path::PathBuf;
use std::time::Instant;

use super::{done, tell};
use crate::cli::follow::{self, Again};
use crate::cli::{Context, Exit, Failure, report};
use crate::diag::Findings as _;
use crate::diag::render::Format;
use crate::session::{Session, Source, Touched};
use crate::workspace::{State, Workspace};

/// Builds now and after every change, until Ctrl-C.
pub(super) fn run(context: &Context, source: Source, poll: bool) -> Result<Exit, Failure> {
    let work = Building { context: context.clone(), out: source.out.clone(), told: String::new() };
    follow::run(context.terminal, source, poll, work)
}

struct Building {
    context: Context,
    /// Where to write, when it is not for the workspace to say.
    out: Option<PathBuf>,
    /// The findings as they were told last.
    told: String,
}

impl Again for Building {
    fn again(&mut self, session: &Session, _: Option<&Touched>) -> Result<(), Failure> {
        let started = Instant::now();
        let (state, context) = (session.state(), &self.context);
        let folder = self.out.clone().map_or_else(|| Workspace::new(session.root()).output_folder(), Ok)?;
        let built = state.site().write(&folder, Some(session.root()))?;
        let colour = context.terminal.colours_data();
        let findings = report::render(state.report(), state.snapshot(), Format::Human, colour);
        if findings != self.told {
            context.terminal.data(&findings)?;
            self.told = findings;
        }
        tell(context, &built);
        let counts = state.report().summary().in_short();
        let (done, milliseconds) = (done(context, &State::Folder, &folder, &built), started.elapsed().as_millis());
        context.terminal.talk(format_args!("{done}; {counts} ({milliseconds} ms)"));
        Ok(())
    }
}
