//! What `check` is asked about: which workspace, and what of it is told.

use std::path::PathBuf;

use crate::cli::site::at;
use crate::cli::{Context, Failure, rule, workspace};
use crate::diag::{Diagnostic, Level, Report, Rule};
use crate::snapshot::{FileEntry, Snapshot};
use crate::text::WsPath;
use crate::workspace::{State, Workspace};

/// What is to be checked, and what of it is to be told.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// The workspace.
    pub(super) workspace: Workspace,
    /// Everything, when there is none.
    parts: Vec<WsPath>,
    /// Every rule, when there is none.
    rules: Vec<Rule>,
}

impl Scope {
    /// Sorts the paths: one with a `workspace.yaml` is the workspace, the others narrow the report, as the rules do.
    ///
    /// # Errors
    /// When no workspace is meant, or more than one; when a path is not in it, or a rule is none that `check` knows.
    pub(super) fn of(
        context: &Context,
        paths: &[PathBuf],
        rules: &[String],
        is_of_folder: bool,
    ) -> Result<Scope, Failure> {
        let (roots, parts): (Vec<_>, Vec<_>) =
            paths.iter().partition(|path| Workspace::is_root(&context.resolve(path)));
        let workspace = match (roots.as_slice(), parts.first()) {
            ([], None) => workspace::find(context, None)?,
            ([], Some(part)) => match Workspace::holding(&context.resolve(part)) {
                Some(other) => Workspace::holding(&context.directory).unwrap_or(other),
                None => Workspace::around(&context.directory)?,
            },
            ([root], _) => Workspace::new(context.resolve(root)),
            _ => return Err(Failure::new("more than one workspace is named").help("check them one after the other")),
        };
        let parts = parts
            .into_iter()
            .map(|part| workspace::within(context, &workspace, part, is_of_folder))
            .collect::<Result<_, _>>()?;
        let rules = rules.iter().map(|name| known_rule(name)).collect::<Result<_, _>>()?;
        Ok(Scope { workspace, parts, rules })
    }

    fn holds(&self, path: &WsPath) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|part| path.is_within(part))
    }

    /// Whether a finding is to be told.
    pub(super) fn wants(&self, finding: &Diagnostic) -> bool {
        self.holds(&finding.path) && (self.rules.is_empty() || self.rules.contains(&finding.problem.rule))
    }

    /// The findings that are to be told.
    pub(super) fn narrow(&self, report: &Report) -> Report {
        report.filter(|finding| self.wants(finding))
    }

    /// How many files were read of what is told about.
    pub(super) fn count(&self, snapshot: &Snapshot) -> usize {
        snapshot.files().iter().filter(|file| file.source().is_some() && self.holds(&file.path)).count()
    }

    /// The parts asked for in which there is no record.
    pub(super) fn parts_without_records<'s>(&'s self, snapshot: &'s Snapshot) -> impl Iterator<Item = &'s WsPath> {
        let is_record = |file: &FileEntry| file.record_place().is_some() || file.is_unreadable();
        let holds =
            move |part: &WsPath| snapshot.files().iter().any(|file| file.path.is_within(part) && is_record(file));
        self.parts.iter().filter(move |part| !holds(part))
    }

    /// The rules asked for that look for nothing in this workspace.
    pub(super) fn rules_off<'s>(&'s self, snapshot: &'s Snapshot) -> impl Iterator<Item = Rule> + 's {
        self.rules.iter().copied().filter(|rule| snapshot.level(*rule) == Level::Off)
    }

    /// Makes sure that every path named is there, in a state that is not the folder's.
    ///
    /// # Errors
    /// When one is not.
    pub(super) fn expect_parts_in(&self, snapshot: &Snapshot, state: &State) -> Result<(), Failure> {
        let is_there = |part: &WsPath| snapshot.files().iter().any(|file| file.path.is_within(part));
        match self.parts.iter().find(|part| *state != State::Folder && !is_there(part)) {
            Some(part) => {
                Err(Failure::new(format!("`{part}` is not there{}", at(state))).help("name a file that exists"))
            }
            None => Ok(()),
        }
    }
}

/// A rule that `check` can find.
fn known_rule(name: &str) -> Result<Rule, Failure> {
    let rule = rule::find(name)?;
    if rule.is_of_history() {
        return Err(
            Failure::new(format!("`{rule}` is not for `check` to find: it takes the history")).help("leave it out")
        );
    }
    Ok(rule)
}
