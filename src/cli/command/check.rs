//! `wayfare check`: every rule over the workspace.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::check;
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::diag::Report;
use crate::diag::render::Format;
use crate::snapshot::Snapshot;
use crate::text::WsPath;

const EXAMPLES: &str = "\
Examples:
  wayfare check                             the workspace around you
  wayfare check example-workspace           the workspace in that folder
  wayfare check journeys/trial-to-paid      the whole workspace, but tell only of that folder
  wayfare check --format json | jq .summary
  wayfare check --format sarif > wayfare.sarif
  wayfare check --deny-warnings             fail on advice too, for instance before a release

Exit codes: 0 clean, or warnings only; 1 errors found; 2 could not run.
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

    /// End with 1 on warnings, too
    #[arg(long)]
    deny_warnings: bool,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.iter().map(|format| clap::builder::PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>().map_err(|()| "no format of that name"))
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let started = Instant::now();
    let scope = Scope::of(context, &args.paths)?;
    let progress = context.terminal.progress("Checking");
    let snapshot = workspace::load(&scope.root)?;
    let report = scope.narrow(check::check(&snapshot));
    drop(progress);

    report::write(context, &scope.root, &report, &snapshot, args.format)?;
    let summary = report.summary();
    let files = report::files(scope.count(&snapshot));
    let milliseconds = started.elapsed().as_millis();
    context.terminal.talk(format_args!("{} in {files} ({milliseconds} ms)", report::counts(summary)));
    Ok(Exit::of(summary, args.deny_warnings))
}

/// What is to be checked, and what of it is to be told.
struct Scope {
    root: PathBuf,
    /// Everything, when there is none.
    parts: Vec<WsPath>,
}

impl Scope {
    /// Sorts the paths: one with a `workspace.yaml` is the workspace, the others narrow the report.
    fn of(context: &Context, paths: &[PathBuf]) -> Result<Scope, Failure> {
        let (roots, parts): (Vec<_>, Vec<_>) =
            paths.iter().partition(|path| workspace::is_root(&context.resolve(path)));
        let root = match (roots.as_slice(), parts.first()) {
            ([], None) => workspace::find(context, None)?,
            ([], Some(part)) => workspace::around(&context.directory)
                .or_else(|| workspace::around(&context.resolve(part)))
                .ok_or_else(|| workspace::none_around(&context.directory))?,
            ([root], _) => context.resolve(root),
            _ => return Err(Failure::new("more than one workspace is named").help("check them one after the other")),
        };
        let parts = parts.into_iter().map(|part| within(context, &root, part)).collect::<Result<_, _>>()?;
        Ok(Scope { root, parts })
    }

    fn holds(&self, path: &WsPath) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|part| path.is_within(part))
    }

    fn narrow(&self, report: Report) -> Report {
        if self.parts.is_empty() { report } else { report.filter(|finding| self.holds(&finding.path)) }
    }

    /// How many files were read of what is told about.
    fn count(&self, snapshot: &Snapshot) -> usize {
        snapshot.files().iter().filter(|file| file.source().is_some() && self.holds(&file.path)).count()
    }
}

/// A path on the command line as one of the workspace.
fn within(context: &Context, root: &Path, part: &Path) -> Result<WsPath, Failure> {
    let shown = part.display();
    let real = |path: &Path| {
        path.canonicalize()
            .map_err(|error| Failure::new(format!("cannot look at `{shown}`: {error}")).help("name a file that exists"))
    };
    let (root, path) = (real(root)?, real(&context.resolve(part))?);
    let below = path.strip_prefix(&root).map_err(|_| {
        Failure::new(format!("`{shown}` is not in the workspace `{}`", root.display()))
            .help("name the workspace too, or run the command inside it")
    })?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    parts
        .and_then(|parts| WsPath::new(&parts.join("/")))
        .ok_or_else(|| Failure::new(format!("the name of `{shown}` is not UTF-8")).help("rename it"))
}
