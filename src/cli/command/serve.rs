//! `wayfare serve`: the site in a browser, following the files.

use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::cli::{Context, Exit, Failure, Terminal, browser, report, workspace};
use crate::diag::Findings as _;
use crate::diag::render::{Format, escape};
use crate::preview::{Source, State};
use crate::serve::{self, Change, Event, IpAddr, Options, ServeError};
use crate::text::{WsPath, count};

const EXAMPLES: &str = "\
Examples:
  wayfare serve                        the current workspace
  wayfare serve example-workspace      the workspace in that folder
  wayfare serve --open                 and open it in the browser
  wayfare serve --port 8080
  wayfare serve --host 0.0.0.0         let others look, too: whoever can reach this machine can

Save a file, and pages that are open in the browser change in place. While a file cannot be read,
every page goes on to show what it said last, under a banner that says what is wrong. Nothing is
written, and only this machine can look at it unless you say otherwise. Ctrl-C ends it.";

/// Look at the site in a browser while you write
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// The workspace's folder, instead of the current workspace
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,

    /// The port to listen on, instead of the first free one from 4400
    #[arg(long, value_name = "N")]
    port: Option<u16>,

    /// The address to listen on, instead of this machine's own 127.0.0.1
    #[arg(long, value_name = "ADDRESS")]
    host: Option<IpAddr>,

    /// Open the site in the browser
    #[arg(long)]
    open: bool,

    /// Use the templates in the workspace's folder `templates`; they can put scripts on the site
    #[arg(long)]
    templates: bool,

    /// Poll for changes (for network file systems)
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let workspace = workspace::find(context, args.dir.as_deref())?;
    let source = Source { templates: args.templates, ..Source::new(workspace.root()) };
    let teller = Mutex::new(Teller { terminal: context.terminal, open: args.open, ..Teller::default() });
    let tell = Arc::new(move |event| teller.lock().unwrap_or_else(PoisonError::into_inner).tell(event));
    if let Some(host) = args.host.filter(|host| !host.is_loopback()) {
        context
            .terminal
            .talk(format_args!("Listening on {host}: whoever can reach this machine can read the workspace."));
    }
    let options = Options { port: args.port, host: args.host, poll: args.poll };
    serve::run(&options, source, tell).map_err(|error| {
        let help = match error {
            ServeError::Port { .. } => Some("choose another port, or leave `--port` out to have a free one found"),
            ServeError::Server(_) | ServeError::Store(_) => None,
        };
        help.into_iter().fold(Failure::new(error), Failure::help)
    })?;
    Ok(Exit::Clean)
}

/// Says on the terminal what happens: for each change one line, and what is wrong when that is not what was said before.
#[derive(Default)]
struct Teller {
    terminal: Terminal,
    open: bool,
    told: String,
    /// What has changed and has not been checked yet.
    changed: Option<Change>,
}

impl Teller {
    fn tell(&mut self, event: Event) {
        match event {
            Event::Listening { url } => {
                self.terminal.talk(format_args!("Serving at {url} (Ctrl-C ends it)"));
                if mem::take(&mut self.open) && !browser::open(&url) {
                    self.terminal.talk("The browser could not be opened; go to the address yourself.");
                }
            }
            Event::Polling { reason } => {
                let reason = escape(&reason);
                self.terminal.talk(format_args!("Polling for changes: {reason}."));
            }
            Event::Changed(change) => self.changed = Some(joined(self.changed.take(), change)),
            Event::Checked { state, took } => self.checked(&state, took),
            Event::Failed { reason } => self.terminal.show_failure(
                &Failure::new(escape(&reason))
                    .help("the pages stay as they were until the workspace can be read again"),
            ),
        }
    }

    fn checked(&mut self, state: &State, took: Duration) {
        let workspace = state.workspace();
        let faults = state.site().template_faults().iter().map(|fault| format!("error: {fault}\n")).collect::<String>();
        let findings = report::render(workspace.report(), workspace.snapshot(), Format::Human, true) + &faults;
        if self.told != findings {
            if !findings.is_empty() {
                self.terminal.talk(findings.trim_end());
            }
            self.told = findings;
        }
        let counts = workspace.report().summary().in_short();
        match self.changed.take() {
            None => self.terminal.talk(format_args!("Checked: {counts} ({})", milliseconds(took))),
            Some(Change { paths, url, took, of_history }) => {
                let url = url.map(|url| format!(" {url}")).unwrap_or_default();
                let (done, took) = (changed(&paths, of_history), milliseconds(took));
                self.terminal.talk(format_args!("{done} ({took}): {counts}{url}"));
            }
        }
    }
}

/// Two changes as one.
fn joined(before: Option<Change>, change: Change) -> Change {
    let Some(before) = before else { return change };
    let mut paths = before.paths;
    paths.extend(change.paths);
    paths.sort();
    paths.dedup();
    let url = change.url.filter(|_| paths.len() == 1);
    Change { paths, url, took: change.took, of_history: before.of_history && change.of_history }
}

/// The files that changed, the first by name.
fn changed(paths: &[WsPath], of_history: bool) -> String {
    match paths {
        [] if of_history => "Followed the commits".to_owned(),
        // Attachments may have changed, whose content is not known.
        [] => "Looked at all files".to_owned(),
        [first] => format!("Changed `{}`", escape(first.as_str())),
        [first, rest @ ..] => {
            format!("Changed `{}` and {}", escape(first.as_str()), count(rest.len(), "more file", "more files"))
        }
    }
}

/// A time in words.
fn milliseconds(time: Duration) -> String {
    match time.as_millis() {
        0 => "under 1 ms".to_owned(),
        time => format!("{time} ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(paths: &[&str], url: Option<&str>) -> Change {
        let paths = paths.iter().filter_map(|path| WsPath::new(path)).collect();
        Change { paths, url: url.map(str::to_owned), took: Duration::from_millis(1), of_history: false }
    }

    #[test]
    fn changes_that_come_before_they_are_checked_are_said_as_one() {
        let both = joined(Some(change(&["b"], Some("/b"))), change(&["a"], Some("/a")));
        assert_eq!((changed(&both.paths, false).as_str(), both.url), ("Changed `a` and 1 more file", None));
        let twice = joined(Some(change(&["b"], Some("/b"))), change(&["b"], Some("/b")));
        assert_eq!((changed(&twice.paths, false).as_str(), twice.url.as_deref()), ("Changed `b`", Some("/b")));
        assert_eq!(joined(None, change(&["a"], Some("/a"))).url.as_deref(), Some("/a"));
    }
}
