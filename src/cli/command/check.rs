//! `wayfare check`: every rule over the workspace.

mod mend;
pub(super) mod policy;
mod scope;
mod watch;

use std::path::PathBuf;
use std::time::Instant;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};

use crate::check::{self, compare};
use crate::cli::rule::RuleNames;
use crate::cli::site::at;
use crate::cli::{Context, Exit, Failure, report};
use crate::diag::Report;
use crate::diag::render::Format;
use crate::git::UNCHECKED;
use crate::snapshot::{ParseCache, Snapshot};
use crate::workspace::{Base, State};

use scope::Scope;

const EXAMPLES: &str = "\
Examples:
  wayfare check                             the current workspace
  wayfare check example-workspace           the workspace in that folder
  wayfare check journeys/trial-to-paid      the whole workspace, but report only that folder
  wayfare check --rule unknown-item,broken-reference
  wayfare check --fix --dry-run             show what can be fixed (and then fix it: --fix)
  wayfare check --changed main              report only what is not wrong in `main` already
  wayfare check --at v1.2                   that revision, without a checkout
  wayfare check --format json | jq .summary
  wayfare check --format sarif > wayfare.sarif
  wayfare check --deny-warnings             fail on advice too, for instance before a release
  wayfare check --policy main..HEAD         check that each author's role allows the change

PATH and --rule narrow what is reported and what --fix changes; all of the workspace is checked.
--changed compares findings by rule, record and message, so that lines may shift and files
move. They are counted: a second one of a known sort is new. BASE is taken as it is; for
what a branch has added since it began, give `$(git merge-base main HEAD)`.

--policy judges commits, not files: by the members and roles in BASE's workspace.yaml, whose
addresses are compared with each author's. `rules: { unsigned-commit: error }` demands
signatures. `wayfare hooks install --pre-receive` has a server judge every push so.

Exit codes: 0 clean, or warnings only; 1 errors found; 2 could not run. What is not told
does not count.
`wayfare explain RULE` says what a rule means; `rules:` in workspace.yaml sets their levels.";

/// Find what is wrong in a workspace
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// A workspace's folder, or files and folders of it to tell about
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to write the report
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = formats())]
    format: Format,

    /// Tell only of these rules; several with commas between them
    #[arg(long = "rule", value_name = "NAME", value_delimiter = ',')]
    #[arg(value_parser = RuleNames, hide_possible_values = true)]
    rules: Vec<String>,

    /// Check a revision instead of the folder
    #[arg(long, value_name = "REV", conflicts_with = "staged")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    at: Option<String>,

    /// Check what is staged instead of the folder: what the next commit would hold
    #[arg(long)]
    staged: bool,

    /// Report only what is not already wrong in the revision BASE
    #[arg(long, value_name = "BASE")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    changed: Option<String>,

    /// Apply safe fixes and report the rest
    #[arg(long, conflicts_with_all = ["at", "staged", "changed", "watch"])]
    fix: bool,

    /// With --fix: show the changes as a diff and write nothing
    #[arg(long, requires = "fix", conflicts_with = "format")]
    dry_run: bool,

    /// Check again whenever a file changes, until Ctrl-C
    #[arg(long, conflicts_with_all = ["at", "staged"])]
    watch: bool,

    /// Check that each author's role allows the change, in the commits that HEAD has and BASE does not
    #[arg(long, value_name = "BASE..HEAD")]
    #[arg(conflicts_with_all = ["at", "staged", "changed", "fix", "watch", "rules"])]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    policy: Option<String>,

    /// With --policy: the repository's own folder, where it has no working folder; PATH is then the workspace's
    /// folder in it
    #[arg(long, value_name = "DIR", requires = "policy")]
    repository: Option<PathBuf>,
    /// With --watch: poll for changes (for network file systems)
    #[arg(long, requires = "watch")]
    poll: bool,

    /// Exit with code 1 if there are warnings
    #[arg(long)]
    deny_warnings: bool,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.iter().map(|format| clap::builder::PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>().map_err(|()| "no format of that name"))
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let telling = Telling { format: args.format, deny_warnings: args.deny_warnings };
    if let Some(range) = &args.policy {
        let policy = policy::Policy { range, repository: args.repository.as_deref(), paths: &args.paths };
        return policy::run(context, &policy, telling);
    }
    if args.staged && std::env::var_os(UNCHECKED).is_some_and(|value| value == "1") {
        context.terminal.talk("Not checked, as `wayfare commit --no-check` asks.");
        return Ok(Exit::Clean);
    }
    let is_of_folder = args.at.is_none() && !args.staged;
    let scope = Scope::of(context, &args.paths, &args.rules, is_of_folder)?;
    let state = match &args.at {
        Some(name) => State::At(scope.workspace.point(name)?),
        None if args.staged => State::Staged,
        None => State::Folder,
    };
    if args.fix {
        return mend::run(context, &scope, telling, args.dry_run);
    }
    let base = args.changed.map(|name| Base::new(scope.workspace.clone(), name)).transpose()?;
    let cache = ParseCache::new();
    let mut check = Check { context: context.clone(), scope, state, base, telling, cache, clears: false };
    if args.watch { watch::run(check, args.poll) } else { check.run() }
}

/// How findings are told, and when they fail the run.
#[derive(Clone, Copy)]
struct Telling {
    format: Format,
    deny_warnings: bool,
}

/// A check, and how it is told.
struct Check {
    context: Context,
    scope: Scope,
    state: State,
    /// What need not be told, since it was there before.
    base: Option<Base>,
    telling: Telling,
    /// What is to be read beside another state is parsed once.
    cache: ParseCache,
    /// Whether to clear the screen before telling.
    clears: bool,
}

impl Check {
    fn run(&mut self) -> Result<Exit, Failure> {
        let started = Instant::now();
        let progress = self.context.terminal.progress("Checking");
        let tree = self.scope.workspace.open(&self.state)?;
        let snapshot =
            if self.base.is_some() { Snapshot::load_with(&*tree, &self.cache)? } else { Snapshot::load(&*tree)? };
        self.scope.expect_parts_in(&snapshot, &self.state)?;
        let report = check::check(&snapshot);
        drop(progress);
        let exit = self.tell(&snapshot, &report, started);
        // The program ends here; taking 100,000 records apart would be a tenth of its time.
        std::mem::forget(snapshot);
        exit
    }

    /// Tells what is in the scope of a report; `started` is when the work on it began.
    fn tell(&mut self, snapshot: &Snapshot, report: &Report, started: Instant) -> Result<Exit, Failure> {
        let terminal = self.context.terminal;
        let report = match &mut self.base {
            Some(base) => self.scope.narrow(&compare::beyond(report, base.report(&self.cache)?)),
            None => self.scope.narrow(report),
        };
        let report = match self.state {
            State::Folder | State::Staged => self.scope.workspace.with_renames(snapshot, report),
            State::Nothing | State::At(_) => report,
        };
        if self.clears {
            terminal.clear();
        }
        report::write(&self.context, self.scope.workspace.root(), &report, snapshot, self.telling.format)?;
        for rule in self.scope.rules_off(snapshot) {
            terminal.talk(format_args!("`{rule}` is off in this workspace."));
        }
        for part in self.scope.parts_without_records(snapshot) {
            terminal.talk(format_args!("`{part}` holds no record: nothing there is checked."));
        }
        let beyond = self.base.as_ref().map(|base| format!(" beyond `{}`", base.name())).unwrap_or_default();
        let summary = sum_up(&self.scope, snapshot, &report);
        let milliseconds = started.elapsed().as_millis();
        terminal.talk(format_args!("{summary}{}{beyond} ({milliseconds} ms)", at(&self.state)));
        Ok(Exit::of(report.summary(), self.telling.deny_warnings))
    }
}

/// `3 errors in 84 files`
fn sum_up(scope: &Scope, snapshot: &Snapshot, report: &Report) -> String {
    format!("{} in {}", report.summary().in_short(), report::files(scope.count(snapshot)))
}
