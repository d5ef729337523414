//! Telling what a check found.

use super::{Context, Failure};
use crate::diag::render::{Format, Options};
use crate::diag::{Report, Sources, Summary};

/// Writes a report to standard output.
///
/// # Errors
/// When standard output cannot take it.
pub(super) fn write(context: &Context, report: &Report, sources: &dyn Sources, format: Format) -> Result<(), Failure> {
    context.terminal.data(&render(report, sources, format, context.terminal.colours_data()))
}

/// A report as text.
pub(super) fn render(report: &Report, sources: &dyn Sources, format: Format, colour: bool) -> String {
    let mut text = Vec::new();
    // Memory takes all that is written to it.
    let _ = format.write(report, sources, Options { colour, ..Options::default() }, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// `3 errors, 1 warning`, or `clean`.
pub(super) fn counts(summary: Summary) -> String {
    let errors = (summary.errors > 0).then(|| number(summary.errors, "error"));
    let warnings = (summary.warnings > 0).then(|| number(summary.warnings, "warning"));
    let counts: Vec<String> = errors.into_iter().chain(warnings).collect();
    if counts.is_empty() { "clean".to_owned() } else { counts.join(", ") }
}

/// `84 files`
pub(super) fn files(count: usize) -> String {
    number(count, "file")
}

fn number(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_well() {
        let told = |errors, warnings| counts(Summary { errors, warnings });
        assert_eq!(told(0, 0), "clean");
        assert_eq!(told(1, 0), "1 error");
        assert_eq!(told(3, 1), "3 errors, 1 warning");
        assert_eq!(told(0, 2), "2 warnings");
        assert_eq!(files(1), "1 file");
    }
}
