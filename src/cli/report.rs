//! Telling what a check found.

use std::env;
use std::path::{Path, PathBuf};

use super::{Context, Failure, hyperlink};
use crate::check;
use crate::diag::render::{Format, Options, job_summary};
use crate::diag::{Report, Sources};
use crate::store;
use crate::text;
use crate::workspace::repository_folder;

/// The most a job's summary on GitHub may hold, in bytes, whoever wrote it.
const JOB_SUMMARY_BYTES: usize = 1024 * 1024;

/// Writes a report about the workspace at `root` to standard output, and for GitHub to the job's summary, too.
///
/// # Errors
/// When standard output cannot take it.
pub(super) fn write(
    context: &Context,
    root: &Path,
    report: &Report,
    sources: &dyn Sources,
    format: Format,
) -> Result<(), Failure> {
    let is_for_forge = !matches!(format, Format::Human | Format::Json);
    let prefix = if is_for_forge { repository_folder(root) } else { String::new() };
    let link_base = if format == Format::Human { hyperlink::base_of(context, root) } else { None };
    let options = Options {
        colour: context.terminal.colours_data(),
        link_base: link_base.as_deref(),
        prefix: &prefix,
        explain: Some(check::explanation),
    };
    context.terminal.data(&written(report, sources, format, options))?;
    if let (Format::Github, Some(file)) = (format, env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty())) {
        add_job_summary(context, &PathBuf::from(file), |room| job_summary(report, sources, options, room));
    }
    Ok(())
}

/// A report as text for people.
pub(super) fn render(report: &Report, sources: &dyn Sources, format: Format, colour: bool) -> String {
    written(report, sources, format, Options { colour, ..Options::default() })
}

fn written(report: &Report, sources: &dyn Sources, format: Format, options: Options<'_>) -> String {
    let mut text = Vec::new();
    // Memory takes all that is written to it.
    let _ = format.write(report, sources, options, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// Adds to the summary of the job what there is room for. The report is out already, so trouble here is only told.
fn add_job_summary(context: &Context, file: &Path, write: impl FnOnce(usize) -> String) {
    let write = |taken| write(JOB_SUMMARY_BYTES.saturating_sub(usize::try_from(taken).unwrap_or(usize::MAX)));
    if let Err(error) = store::append(&context.resolve(file), write) {
        context.terminal.talk(format_args!("the job has no summary: {error}"));
    }
}

/// `3 findings`
pub(super) fn findings(count: usize) -> String {
    text::count(count, "finding", "findings")
}

/// `84 files`
pub(super) fn files(count: usize) -> String {
    text::count(count, "file", "files")
}
