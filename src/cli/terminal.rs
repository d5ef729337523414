//! Standard output and standard error.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use super::{Exit, Failure};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// Work shorter than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Where a command's results and talk go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    quiet: bool,
}

impl Terminal {
    /// A terminal that leaves out the talk when `quiet`.
    pub fn new(quiet: bool) -> Terminal {
        Terminal { quiet }
    }

    /// Writes results to standard output, colours taken out where they are not wanted.
    ///
    /// That nobody reads on (`wayfare check | head`) is no failure.
    ///
    /// # Errors
    /// When standard output cannot take them, for instance because a disk is full.
    pub fn data(&self, text: &str) -> Result<(), Failure> {
        let mut out = anstream::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::new(format!("cannot write to standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Clears the screen, where results go to one.
    pub fn clear(&self) {
        const CLEAR: &[u8] = b"\x1b[2J\x1b[H";
        let is_screen = io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|name| name != "dumb");
        if is_screen {
            // What is written next fails, too, and tells.
            let _ = io::stdout().lock().write_all(CLEAR);
        }
    }

    /// Whether results may be coloured.
    pub fn colours_data(&self) -> bool {
        anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
    }

    /// How many columns results may take: those of the terminal, but never more than one reads with ease.
    pub fn width(&self) -> usize {
        const EASY: usize = 100;
        const IN_A_PIPE: usize = 80;
        let columns = terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        columns.map_or(IN_A_PIPE, |columns| columns.min(EASY))
    }

    /// Says something to the person at the terminal, unless quiet.
    pub fn talk(&self, line: impl Display) {
        if !self.quiet {
            say(&line);
        }
    }

    /// Says why a command could not run.
    pub fn show_failure(&self, failure: &Failure) {
        say(&format_args!("{ERROR}error:{ERROR:#} {}", failure.message));
        for help in &failure.help {
            say(&format_args!("{HELP}help:{HELP:#} {help}"));
        }
    }

    /// Shows on a terminal that work goes on, from half a second until the value is dropped.
    pub fn progress(&self, doing: &'static str) -> Progress {
        if self.quiet || !io::stderr().is_terminal() {
            return Progress { running: None };
        }
        let (done, wait) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let bar = ProgressBar::new_spinner().with_message(doing);
                if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                    bar.set_style(style);
                }
                bar.enable_steady_tick(Duration::from_millis(100));
                // The other end is dropped when the work is done.
                let _ = wait.recv();
                bar.finish_and_clear();
            }
        });
        Progress { running: Some((done, thread)) }
    }
}

/// Work under way; dropping it takes the sign of it off the terminal.
#[derive(Debug)]
pub struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.running.take() {
            drop(done);
            // A panic of the thread would only lose the sign of progress.
            let _ = thread.join();
        }
    }
}

/// Shows what clap has to say: help and the version on standard output, usage errors on standard error.
pub(super) fn show_usage(error: &clap::Error) -> Exit {
    let text = error.render();
    // Nobody is left to tell when neither stream can be written.
    let _ = if error.use_stderr() {
        write!(anstream::stderr().lock(), "{}", text.ansi())
    } else {
        write!(anstream::stdout().lock(), "{}", text.ansi())
    };
    if error.use_stderr() { Exit::Failed } else { Exit::Clean }
}

fn say(line: &dyn Display) {
    // Without standard error there is nobody to tell.
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}
