//! `wayfare build`: the static site.

use std::path::PathBuf;
use std::time::Instant;

use crate::cli::site::{Source, base_address, shown};
use crate::cli::state::State;
use crate::cli::{Context, Exit, Failure, report, workspace};
use crate::diag::render::Format;
use crate::site::BuildSummary;

const EXAMPLES: &str = "\
Examples:
  wayfare build                              into the folder that workspace.yaml names, else `site`
  wayfare build example-workspace --out public
  wayfare build --base-url https://journeys.example.com/
  wayfare build --at v1.2 --out site-v1.2    the site of that revision, without a checkout
  wayfare build --templates                  with the workspace's own templates, which you trust

The pages work from a folder, under any address and without scripts. Only files that changed are
written; of what lies in the folder nothing is deleted that was not built. With errors in the
workspace the site is built as far as it can be, and the command ends with 1.";

/// Build the site
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The workspace's folder, instead of the one around you
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

    /// Build the site of a revision instead of the folder, without a checkout
    #[arg(long, value_name = "REV")]
    at: Option<String>,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let started = Instant::now();
    let root = workspace::find(context, args.dir.as_deref())?;
    let folder = match &args.out {
        Some(out) => context.resolve(out),
        None => workspace::output_folder(&root),
    };
    let source = Source {
        root: root.clone(),
        base_url: args.base_url,
        templates: args.templates,
        out: Some(folder.clone()),
        state: args.at.map_or(State::Folder, State::At),
    };

    let progress = context.terminal.progress("Building");
    let (findings, summary, built) = source.with_site(|snapshot, report, site| {
        let text = report::render(report, snapshot, Format::Human, context.terminal.colours_data());
        (text, report.summary(), site.write(&folder, Some(&root)))
    })?;
    drop(progress);

    context.terminal.data(&findings)?;
    let built = built?;
    tell(context, &built);
    let (pages, written, removed) = (built.pages, built.output.written, built.output.removed);
    let (counts, milliseconds) = (report::counts(summary), started.elapsed().as_millis());
    context.terminal.talk(format_args!(
        "{pages} pages{} in `{}`: {written} written, {removed} removed; {counts} ({milliseconds} ms)",
        source.state,
        shown(context, &folder)
    ));
    if built.template_faults.is_empty() { Ok(Exit::of(summary, false)) } else { Ok(Exit::Findings) }
}

/// Says what is not as one might expect.
fn tell(context: &Context, built: &BuildSummary) {
    for fault in &built.template_faults {
        context.terminal.show_failure(&Failure::new(fault).help("the built-in template was used instead"));
    }
    for path in &built.left_out {
        context.terminal.talk(format_args!("Left out `{path}`: it is no well-formed SVG."));
    }
    for path in &built.output.kept {
        context.terminal.talk(format_args!("Kept `{path}`, which is no longer built: somebody has changed it."));
    }
}
