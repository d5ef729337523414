//! `wayfare log`: what the commits of the past changed, in meaning.

use clap::builder::NonEmptyStringValueParser;

use std::fmt::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Serialize;

use crate::cli::fold::fold;
use crate::cli::{Context, Exit, Failure, workspace};
use crate::diff::{self, Message};
use crate::git::CommitInfo;
use crate::past::PastCommit;

const EXAMPLES: &str = "\
Examples:
  wayfare log                             what happened to the workspace, newest first
  wayfare log invite-email                to one item, through renames and moves
  wayfare log trial-to-paid -n 5          to a journey and what is local to it, lately
  wayfare log blocks/metrics              to whatever lies in a folder
  wayfare log invite-email --at v1.2      as seen from that revision
  wayfare log --format json | jq '.commits[].author'

A record is followed to its former IDs (`aliases`), else to the file it was made of, and from a
journey to the building blocks. Commits that changed only how a record is written are told as
such. A merge is told only where it changed what neither side had.";

/// Show what past commits changed, in plain language
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// A record's ID, a journey or a path, instead of the whole workspace
    #[arg(value_name = "ID|JOURNEY|PATH")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    subject: Option<String>,

    /// Show at most this many commits
    #[arg(short = 'n', long, value_name = "N")]
    max_count: Option<usize>,

    /// Begin at this revision instead of the last commit
    #[arg(long, value_name = "REV", default_value = "HEAD", hide_default_value = true)]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    at: String,

    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: LogFormat,
}

/// How a history is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let workspace = workspace::find(context, None)?;
    let repository = workspace.repository()?;
    let named = context.resolve(Path::new(args.subject.as_deref().unwrap_or(".")));
    let mut history = workspace.history(&repository, &args.at, args.subject.as_deref(), &named)?;
    let most = args.max_count.unwrap_or(usize::MAX);
    let mut commits = Vec::new();
    let mut told = 0;
    while told < most {
        let Some(next) = history.commits.next() else { break };
        let next = next?;
        match args.format {
            LogFormat::Text => context.terminal.data(&text(&next, told == 0, context.terminal.width()))?,
            LogFormat::Json => commits.push(CommitOut::of(&next)),
        }
        told += 1;
    }
    if args.format == LogFormat::Json {
        let document = LogOut { version: VERSION, shallow: history.commits.is_cut(), commits };
        let json = serde_json::to_string_pretty(&document).map_err(Failure::new)?;
        context.terminal.data(&format!("{json}\n"))?;
    }
    if history.commits.unknown() > 0 {
        context.terminal.talk(format_args!(
            "What {} changed is not known: this clone is a partial one; `git fetch --refetch --no-filter` brings the files.",
            crate::text::count(history.commits.unknown(), "commit", "commits")
        ));
    }
    if history.commits.is_cut() {
        context.terminal.talk(
            "What happened before is not in this clone, which is a shallow one; `git fetch --unshallow` brings it.",
        );
    } else if let (0, 0, Some(word)) = (told, history.commits.unknown(), &args.subject) {
        let failure = Failure::new(format!("no commit up to `{}` changed anything called `{word}`", args.at));
        return Err(match history.near(word).filter(|near| near != word) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("name a record's ID, a journey or a path; commit what is new with `wayfare commit`"),
        });
    }
    Ok(Exit::Clean)
}

/// What a commit changed, a line per record.
fn lines(message: Message) -> Vec<String> {
    if message.lines.is_empty() { vec![message.subject] } else { message.lines }
}

/// A commit in text: its head, and indented what it changed.
fn text(told: &PastCommit, is_first: bool, width: usize) -> String {
    let commit = &told.info;
    let mark = AnsiColor::Yellow.on_default();
    let faint = Style::new().dimmed();
    let mut text = String::new();
    if !is_first {
        text.push('\n');
    }
    let day = written(commit).map_or_else(String::new, |time| time.chars().take(10).collect());
    let subject = commit.subject();
    let head = [commit.revision.short(), day, clean(&commit.author)];
    let head = head.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let (revision, rest) = head.split_at(commit.revision.short().len());
    let _ = writeln!(text, "{mark}{revision}{mark:#}{rest}");
    let message = told.changes.as_ref().map(|changes| diff::message(changes, &told.files));
    if let Some(encoding) = &commit.unknown_encoding {
        let _ = writeln!(text, "    {faint}(written in {}, which is not known here){faint:#}", clean(encoding));
    }
    // What is told in full need not be said before in short.
    if message.as_ref().is_none_or(|message| message.subject != subject) {
        let _ = writeln!(text, "    {faint}{}{faint:#}", fold(&clean(subject), 4, width));
    }
    let unknown = || vec!["Its files are not in this clone, so what it changed is not known.".to_owned()];
    for line in message.map_or_else(unknown, lines) {
        let _ = writeln!(text, "    {}", fold(&clean(&line), 6, width));
    }
    text
}

/// Takes out what could move about on a terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// When a commit was written, by its author's clock: `2026-11-20T09:30:00+02:00`.
fn written(commit: &CommitInfo) -> Option<String> {
    let offset = Offset::from_seconds(commit.offset.checked_mul(60)?).ok()?;
    Some(Timestamp::from_second(commit.seconds?).ok()?.display_with_offset(offset).to_string())
}

/// The version of the shape: raised when a field goes or changes its meaning, not when one is added.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct LogOut {
    version: u32,
    /// Whether commits are missing, since the clone is a shallow one.
    shallow: bool,
    commits: Vec<CommitOut>,
}

#[derive(Serialize)]
struct CommitOut {
    revision: String,
    /// By the author's clock, with its offset; null for a time that is none.
    date: Option<String>,
    author: String,
    email: String,
    subject: String,
    /// What changed, a line per record; null where its files are not in this clone.
    changes: Option<Vec<String>>,
    /// The files it changed.
    files: Vec<String>,
}

impl CommitOut {
    fn of(told: &PastCommit) -> CommitOut {
        CommitOut {
            revision: told.info.revision.to_string(),
            date: written(&told.info),
            author: told.info.author.clone(),
            email: told.info.email.clone(),
            subject: told.info.subject().to_owned(),
            changes: told.changes.as_ref().map(|changes| lines(diff::message(changes, &told.files))),
            files: told.files.iter().map(|file| file.path.to_string()).collect(),
        }
    }
}
