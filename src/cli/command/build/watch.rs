//! `wayfare build --watch`: builds again whenever a file changes.

use std::path::PathBuf;
use std::time::Instant;

use super::{done, tell, unsaid};
use crate::cli::follow::{self, Again};
use crate::cli::{Context, Exit, Failure, report};
use crate::diag::Findings as _;
use crate::diag::render::Format;
use crate::preview::{Preview, Source};
use crate::session::Touched;
use crate::store::StoreError;
use crate::workspace::{State, Workspace};

/// Builds now and after every change, until Ctrl-C.
pub(super) fn run(context: &Context, source: Source, poll: bool) -> Result<Exit, Failure> {
    let (terminal, files) = (context.terminal, source.files());
    let (context, out) = (context.clone(), source.out.clone());
    let begin =
        move || Ok(Building { preview: Preview::open(source)?, context, out, told: String::new(), unsaid: None });
    follow::run(terminal, &files, poll, begin)
}

struct Building {
    preview: Preview,
    context: Context,
    /// Where to write, when it is not for the workspace to say.
    out: Option<PathBuf>,
    /// The findings as they were told last.
    told: String,
    /// What was said last of what is not published.
    unsaid: Option<String>,
}

impl Again for Building {
    fn read(&mut self, touched: &Touched) -> Result<bool, StoreError> {
        Ok(self.preview.apply(touched)?.is_some())
    }

    fn again(&mut self, _: bool) -> Result<(), Failure> {
        let started = Instant::now();
        let (state, root, context) = (self.preview.state(), self.preview.root(), &self.context);
        let folder = self.out.clone().map_or_else(|| Workspace::new(root).output_folder(), Ok)?;
        let unsaid = unsaid(state.workspace().snapshot(), state.site().held_back());
        if unsaid != self.unsaid {
            unsaid.iter().for_each(|unsaid| context.terminal.talk(unsaid));
            self.unsaid = unsaid;
        }
        let built = state.site().write(&folder, Some(root))?;
        let (colour, workspace) = (context.terminal.colours_data(), state.workspace());
        let findings = report::render(workspace.report(), workspace.snapshot(), Format::Human, colour);
        if findings != self.told {
            context.terminal.data(&findings)?;
            self.told = findings;
        }
        tell(context, &built);
        let counts = workspace.report().summary().in_short();
        let (done, milliseconds) = (done(context, &State::Folder, &folder, &built), started.elapsed().as_millis());
        context.terminal.talk(format_args!("{done}; {counts} ({milliseconds} ms)"));
        Ok(())
    }
}
