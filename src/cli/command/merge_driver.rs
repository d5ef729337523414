//! `wayfare merge-driver`: what git runs to merge a record that two branches have changed.

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::cli::{Context, Exit, Failure};
use crate::git::{Driver, Markers, read_sides, write_merged};
use crate::store::layout::record_patterns;
use crate::workspace::merge_versions;

const EXAMPLES: &str = "\
Examples:
  wayfare hooks install                      let git call this by itself
  wayfare merge-driver %O %A %B %P           in git's settings: `merge.wayfare.driver`
  wayfare merge-driver old.md mine.md new.md

Records are merged field by field, and lists by what their items name: two people may add items
to one step, move steps, or change different fields of one item. Where both say different things
of one field, or one removes what the other changed, there are conflict markers, and either side
is complete between them. A result without markers has been compared with all three versions. In
a file that cannot be read, everything the two versions have differently is marked.

Ends with 0 when all is merged, with 1 when conflicts are left.";

/// Merge two versions of a record by what they say; run by git
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub struct Args {
    /// What both versions began with (%O)
    #[arg(value_name = "BASE")]
    base: PathBuf,

    /// Our version, which is overwritten with the result (%A)
    #[arg(value_name = "OURS")]
    ours: PathBuf,

    /// Their version (%B)
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,

    /// The file's path in the repository (%P); tells what sort of file it is
    #[arg(value_name = "PATH")]
    path: Option<PathBuf>,

    /// How long conflict markers are (%L)
    #[arg(long, value_name = "N", default_value_t = 7)]
    marker_size: usize,

    /// What the versions are called at conflict markers (%S %X %Y)
    #[arg(long, num_args = 3, value_names = ["BASE", "OURS", "THEIRS"])]
    labels: Vec<String>,
}

static PATTERNS: LazyLock<Vec<String>> = LazyLock::new(record_patterns);

/// Sets git up to call this command, or to merge by lines where the program is not installed.
pub(super) fn driver() -> Driver<'static> {
    Driver {
        name: "wayfare",
        title: "Wayfare: records merged by what they say",
        begin: "if command -v wayfare ",
        command: "if command -v wayfare >/dev/null 2>&1; \
                  then wayfare merge-driver --marker-size %L --labels %S %X %Y %O %A %B %P; \
                  else git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi",
        mark: "# Merged by what they say, where `wayfare hooks install` was run; elsewhere line by line.",
        patterns: &PATTERNS,
    }
}

pub(super) fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs].map(|path| context.resolve(path));
    let sides = read_sides([&base, &ours, &theirs])
        .map_err(|error| Failure::new(format!("cannot read the versions to merge: {error}")))?;
    let name = args.path.as_deref().unwrap_or(&args.ours).to_string_lossy().into_owned();
    let markers = markers(&args);
    let merged = merge_versions(&context.directory, &name, &sides, &markers)
        .map_err(|error| Failure::new(format!("`{name}` cannot be merged: {error}")))?;
    write_merged(&ours, &merged.bytes)
        .map_err(|error| Failure::new(format!("cannot write the merged `{name}`: {error}")))?;
    Ok(if merged.is_clean { Exit::Clean } else { Exit::Findings })
}

/// Names as git gives them; versions of git that know none leave the placeholders.
fn markers(args: &Args) -> Markers {
    let fallback = Markers::default();
    let label = |at: usize, fallback: String| {
        let given = args.labels.get(at).filter(|label| !label.is_empty() && !label.starts_with('%'));
        given.cloned().unwrap_or(fallback)
    };
    Markers {
        base: label(0, fallback.base),
        ours: label(1, fallback.ours),
        theirs: label(2, fallback.theirs),
        size: args.marker_size,
    }
}
