//! What a commit will hold, which need not be what the folder holds.

use crate::check;
use crate::cli::state::has_workspace_file;
use crate::cli::{Context, Exit, Failure, report};
use crate::diag::render::Format;
use crate::diag::{Level, Report};
use crate::git::IndexTree;
use crate::session;
use crate::snapshot::Snapshot;
use crate::store::layout::WORKSPACE_FILE;

use super::Args;

/// The state that a commit will make, as `check --at` will see it.
pub(super) struct Planned {
    pub(super) tree: IndexTree,
    pub(super) snapshot: Snapshot,
    /// What is wrong in it; nothing where nobody asked.
    pub(super) report: Report,
}

impl Planned {
    /// Reads the files, and checks them unless that is not wanted.
    ///
    /// # Errors
    /// When they cannot be read, or are no workspace.
    pub(super) fn read(tree: IndexTree, args: &Args) -> Result<Planned, Failure> {
        let output = session::output(&tree);
        let tree = tree.without(&output);
        if !args.no_check && !has_workspace_file(&tree)? {
            return Err(Failure::new(format!("the commit would hold no {WORKSPACE_FILE}; nothing was committed"))
                .help(format!("name `{WORKSPACE_FILE}`, too, or commit all the same with `--no-check`")));
        }
        let snapshot = Snapshot::load(&tree)?;
        let report = if args.no_check { Report::default() } else { check::check(&snapshot) };
        Ok(Planned { tree, snapshot, report })
    }

    /// Whether it must not be committed.
    pub(super) fn has_errors(&self) -> bool {
        self.report.summary().errors > 0
    }

    /// Tells why it is not committed.
    pub(super) fn refuse(&self, context: &Context, root: &std::path::Path, args: &Args) -> Result<Exit, Failure> {
        let errors = self.report.filter(|finding| finding.level == Level::Error);
        report::write(context, root, &errors, &self.snapshot, Format::Human)?;
        let counts = report::counts(errors.summary());
        let mut failure = Failure::new(format!("{counts} in what would be committed; nothing was committed"))
            .help("mend what is wrong, or commit all the same with `--no-check`");
        if !args.paths.is_empty() {
            failure = failure.help("if the folder has none of it, name what belongs together with what you named");
        }
        context.terminal.show_failure(&failure);
        Ok(Exit::Findings)
    }
}
