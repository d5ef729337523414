//! `wayfare diff`: what changed, in meaning.

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};

use crate::cli::{Context, Exit, Failure, workspace};
use crate::diff::render::{Format, Options};
use crate::snapshot::Snapshot;
use crate::text::{UrlKind, check_url};
use crate::workspace::{Range, State, repository_folder};

const EXAMPLES: &str = "\
Examples:
  wayfare diff                        what you changed since the last commit
  wayfare diff --staged               what of it is staged
  wayfare diff --unstaged             what of it is not staged yet
  wayfare diff main                   from `main` to the files in the folder
  wayfare diff v1.2..v1.3             from one revision to another
  wayfare diff main...HEAD            what a branch has changed since it left `main`
  wayfare diff main...HEAD --format markdown > comment.md
  wayfare diff main...HEAD --format html > review.html

First comes what follows from the changes: what is wrong now and was not before, opportunities
that lost their last insight, solutions their metric, moves of status, and where a building block
that changed is seen. Then what changed, record by record. Records are known by their IDs; one
whose ID changed is found by its `aliases`, else by how alike the files are, as git does it.
Files that are only written in another way are named as that, and are no change.

Reads revisions from git without a checkout. Ends with 0 whether or not anything changed.";

/// Show what changed, in plain language
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// Revisions: BASE, BASE..HEAD or BASE...HEAD, as git means them
    #[arg(value_name = "RANGE")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    range: Option<String>,

    /// Compare with what is staged instead of the files in the folder
    #[arg(long, conflicts_with = "unstaged")]
    staged: bool,

    /// Compare what is staged with the files in the folder
    #[arg(long, conflicts_with = "range")]
    unstaged: bool,

    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    format: Format,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.iter().map(|format| clap::builder::PossibleValue::new(format.name()).help(format.about()));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Format>().map_err(|()| "no format of that name"))
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let workspace = workspace::find(context, None)?;
    let range = match (args.unstaged, args.staged) {
        (true, _) => Range { before: State::Staged, after: State::Folder },
        (_, true) => workspace.range(args.range.as_deref(), State::Staged)?,
        _ => workspace.range(args.range.as_deref(), State::Folder)?,
    };
    let progress = context.terminal.progress("Comparing");
    let sides = workspace.compare(&range)?;
    let review = sides.review();
    let review = if args.format == Format::Html { review.with_maps(&sides.before, &sides.after) } else { review };
    drop(progress);
    let (from, to) = (range.before.to_string(), range.after.to_string());
    let files = files(workspace.root(), &range.after, &sides.after);
    let options = Options {
        colour: context.terminal.colours_data(),
        width: context.terminal.width(),
        between: (&from, &to),
        folder: &repository_folder(workspace.root()),
        files: files.as_deref(),
    };
    context.terminal.data(&args.format.render(&review, options))?;
    // The program ends here; taking many records apart would be a part of its time.
    std::mem::forget(sides);
    Ok(Exit::Clean)
}

/// Where the files of a state can be seen on the repository's forge.
fn files(root: &std::path::Path, state: &State, snapshot: &Snapshot) -> Option<String> {
    let repository = snapshot.workspace()?.site("repository")?.value;
    let Ok(UrlKind::Web) = check_url(repository) else { return None };
    let revision = state.revision().map_or_else(|| "HEAD".to_owned(), |revision| revision.to_string());
    let folder = crate::text::escape_path(&repository_folder(root));
    Some(format!("{}/blob/{revision}/{folder}", repository.trim_end_matches('/')))
}
