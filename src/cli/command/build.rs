//! `wayfare build`: the static site.

mod watch;

use clap::builder::NonEmptyStringValueParser;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use crate::cli::site::{at, base_address, shown};
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::diag::render::Format;
use crate::model::Workspace as Settled;
use crate::preview::Source;
use crate::site::BuildSummary;
use crate::snapshot::{HeldBack, Snapshot};
use crate::text::count;
use crate::workspace::State;

const EXAMPLES: &str = "\
Examples:
  wayfare build                              into the folder that workspace.yaml names, else `site`
  wayfare build example-workspace --out public
  wayfare build --base-url https://journeys.example.com/
  wayfare build --at v1.2 --out site-v1.2    the site of that revision, without a checkout
  wayfare build --compare main               with what changed since `main` marked, and a review page
  wayfare build --compare main... --at topic what the branch `topic` changed since it left `main`
  wayfare build --templates                  with the workspace's own templates, which you trust
  wayfare build --private --out private      with signals, quotes and addresses, to be shown to your team
  wayfare build --watch                      and again whenever a file changes

The pages work from a folder, under any address and without scripts. Only files that changed are
written; of what lies in the folder nothing is deleted that was not built. With errors in the
workspace the site is built as far as it can be, and the command ends with 1.";

/// Build the site
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The workspace's folder, instead of the current workspace
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,

    /// Where to write the site: a folder that was built before, or an empty or new one
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Where the site will be published, instead of what workspace.yaml says
    #[arg(long, value_name = "URL", value_parser = base_address)]
    base_url: Option<String>,

    /// Use the templates in the workspace's folder `templates`; they can put scripts on the site
    #[arg(long)]
    templates: bool,

    /// Put everything on the site, whatever `site.publish` in workspace.yaml says: for readers of the repository
    #[arg(long)]
    private: bool,

    /// Build the site of a revision instead of the folder, without a checkout
    #[arg(long, value_name = "REV", conflicts_with = "watch")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    at: Option<String>,

    /// Mark what changed since a revision, and list it on the page review.html
    #[arg(long, value_name = "BASE", conflicts_with = "watch")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    compare: Option<String>,

    /// Build again whenever a file changes, until Ctrl-C
    #[arg(long)]
    watch: bool,

    /// With --watch: poll for changes (for network file systems)
    #[arg(long, requires = "watch")]
    poll: bool,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let started = Instant::now();
    let workspace = workspace::find(context, args.dir.as_deref())?;
    let out = args.out.as_deref().map(|out| context.resolve(out));
    let mut source = Source {
        base_url: args.base_url,
        templates: args.templates,
        out: out.clone(),
        is_public: !args.private,
        ..Source::new(workspace.root())
    };
    if args.watch {
        return watch::run(context, source, args.poll);
    }
    let folder = out.map_or_else(|| workspace.output_folder(), Ok)?;
    let progress = context.terminal.progress("Building");
    let state = match &args.at {
        Some(name) => State::At(workspace.point(name)?),
        None => State::Folder,
    };
    if let Some(base) = &args.compare {
        source.comparison = Some(Arc::new(workspace.changes_since(base, &state, source.is_public)?));
    }
    let colour = context.terminal.colours_data();
    let (held_back, findings, summary, built) = source.with_site(&state, |snapshot, report, site| {
        (
            unsaid(snapshot, site.held_back()),
            report::render(report, snapshot, Format::Human, colour),
            report.summary(),
            site.write(&folder, Some(workspace.root())),
        )
    })?;
    drop(progress);

    held_back.into_iter().for_each(|held_back| context.terminal.talk(held_back));
    context.terminal.data(&findings)?;
    let built = built?;
    tell(context, &built);
    let (done, milliseconds) = (done(context, &state, &folder, &built), started.elapsed().as_millis());
    context.terminal.talk(format_args!("{done}; {} ({milliseconds} ms)", summary.in_short()));
    if built.template_faults.is_empty() { Ok(Exit::of(summary, false)) } else { Ok(Exit::Findings) }
}

/// `84 pages at `v1.2` in `site`: 3 written, 0 removed`
fn done(context: &Context, state: &State, folder: &Path, built: &BuildSummary) -> String {
    let (pages, written, removed) = (built.pages, built.output.written, built.output.removed);
    format!("{pages} pages{} in `{}`: {written} written, {removed} removed", at(state), shown(context, folder))
}

/// What is not published, where the workspace does not say what is to be.
fn unsaid(snapshot: &Snapshot, held_back: &HeldBack) -> Option<String> {
    if snapshot.workspace().is_none_or(Settled::says_what_to_publish) {
        return None;
    }
    let many = |number: usize, one: &str, many: &str| (number > 0).then(|| count(number, one, many));
    let what = [
        many(held_back.signals(), "signal", "signals"),
        many(held_back.evidence(), "piece of evidence but its title", "pieces of evidence but their titles"),
        many(held_back.members(), "member's e-mail address", "members' e-mail addresses"),
    ];
    let what: Vec<String> = what.into_iter().flatten().collect();
    (!what.is_empty()).then(|| {
        let what = what.join(", ");
        format!("Not published: {what}. `site.publish` in workspace.yaml decides; `--private` shows all.")
    })
}

/// Says what is not as one might expect.
fn tell(context: &Context, built: &BuildSummary) {
    for fault in &built.template_faults {
        context.terminal.show_failure(&Failure::new(fault).help("the built-in template was used instead"));
    }
    for left_out in &built.left_out {
        context.terminal.talk(format_args!("Left out `{}`: {}.", left_out.path, left_out.why));
    }
    for path in &built.output.kept {
        context.terminal.talk(format_args!("Kept `{path}`, which is no longer built: somebody has changed it."));
    }
}
