//! `wayfare serve`: the site in a browser, following the files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;

use crate::cli::site::Source;
use crate::cli::state::State;
use crate::cli::{Context, Exit, Failure, Terminal, browser, report, workspace};
use crate::diag::render::Format;
use crate::serve::{self, Bytes, Event, Options, Preview, ServeError};
use crate::site::{Made, Site, TemplateFault};
use crate::text::WsPath;

const EXAMPLES: &str = "\
Examples:
  wayfare serve                        the workspace around you
  wayfare serve example-workspace      the workspace in that folder
  wayfare serve --open                 and open it in the browser
  wayfare serve --port 8080

Pages in the browser reload when a file of the workspace changes. Nothing is written, and only this
machine can look at it. Ctrl-C ends it.";

/// Look at the site in a browser while you write
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The workspace's folder, instead of the one around you
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,

    /// The port to listen on, instead of the first free one from 4400
    #[arg(long, value_name = "N")]
    port: Option<u16>,

    /// Open the site in the browser
    #[arg(long)]
    open: bool,

    /// Use the templates in the workspace's folder `templates`; they can put scripts on the site
    #[arg(long)]
    templates: bool,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let root = workspace::find(context, args.dir.as_deref())?;
    let mut source =
        Source { root: root.clone(), base_url: None, templates: args.templates, out: None, state: State::Folder };
    let terminal = context.terminal;
    let mut told = String::new();
    let build = Box::new(move |url: &str| {
        source.base_url = Some(url.to_owned());
        build(&source, terminal, &mut told)
    });
    let tell = |event| match event {
        Event::Listening { url } => {
            terminal.talk(format_args!("Serving at {url} (Ctrl-C ends it)"));
            if args.open && !browser::open(&url) {
                terminal.talk("The browser could not be opened; go to the address yourself.");
            }
        }
        Event::NotWatching { reason } => {
            terminal.talk(format_args!("Changes are not followed: {reason}. Start again to see them."));
        }
    };
    serve::run(&Options { root, port: args.port }, build, &tell).map_err(|error| {
        let help = match error {
            ServeError::Port { .. } => Some("choose another port, or leave `--port` out to have a free one found"),
            ServeError::Server(_) => None,
        };
        help.into_iter().fold(Failure::new(error), Failure::help)
    })?;
    Ok(Exit::Clean)
}

/// Makes the site anew, and tells what was found when that is not what was told before.
fn build(source: &Source, terminal: Terminal, told: &mut String) -> Result<Preview, String> {
    let started = Instant::now();
    let made = source.with_site(|snapshot, report, site| {
        let (files, faults) = files(site);
        let faults: String = faults.iter().map(|fault| format!("error: {fault}\n")).collect();
        (report::render(report, snapshot, Format::Human, true) + &faults, report.summary(), files)
    });
    let (findings, summary, files) = made.map_err(|error| error.message)?;
    if *told != findings {
        if !findings.is_empty() {
            terminal.talk(findings.trim_end());
        }
        *told = findings;
    }
    let counts = report::counts(summary);
    let (pages, milliseconds) = (report::files(files.len()), started.elapsed().as_millis());
    terminal.talk(format_args!("Made {pages}: {counts} ({milliseconds} ms)"));
    let notice = (summary.errors > 0).then(|| format!("{counts} in the workspace: see the terminal"));
    Ok(Preview { files, notice })
}

/// Every file of the site, and what is wrong with the workspace's own templates. What cannot be read is left out, as a
/// file of the workspace may vanish at any time.
fn files(site: &Site<'_>) -> (BTreeMap<String, Bytes>, BTreeSet<TemplateFault>) {
    let paths: Vec<WsPath> = site.paths().into_iter().collect();
    let made: Vec<(WsPath, Made)> =
        paths.into_par_iter().filter_map(|path| site.render(&path).ok()?.map(|made| (path, made))).collect();
    let on_pages = made.iter().filter_map(|(_, made)| made.fault.clone());
    let faults = site.template_faults().iter().cloned().chain(on_pages).collect();
    (made.into_iter().map(|(path, made)| (path.as_str().to_owned(), made.bytes.into())).collect(), faults)
}
