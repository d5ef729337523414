//! `--format github`: workflow commands that GitHub Actions shows as annotations of files.
//!
//! GitHub shows few annotations of each level and drops the rest in silence. So the findings that matter most come
//! first, those beyond the limit are not written, and a last line says how many there are.
//!
//! Invariant: one command a line, whatever is in names and messages; nothing else is written.

use std::cmp::Reverse;
use std::io;

use super::excerpt::escape;
use super::place::Place;
use super::{Options, message_and_help, severity};
use crate::diag::{Diagnostic, Level, Report, Sources, Summary};

/// How many annotations of one level GitHub shows of a step.
const MOST_OF_A_LEVEL: usize = 10;

pub(super) fn write(
    report: &Report,
    sources: &dyn Sources,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut findings: Vec<&Diagnostic> = report.findings().iter().collect();
    // A file that cannot be read hides more than a word that is wrong. The sort keeps the order within a group.
    findings.sort_by_key(|finding| (Reverse(finding.level), finding.problem.rule.group()));
    let of_level = |level: Level| findings.iter().filter(move |finding| finding.level == level);
    for finding in of_level(Level::Error).take(MOST_OF_A_LEVEL).chain(of_level(Level::Warn).take(MOST_OF_A_LEVEL)) {
        writeln!(out, "{}", annotation(finding, sources, options))?;
    }
    let Summary { errors, warnings } = report.summary();
    let left =
        Summary { errors: errors.saturating_sub(MOST_OF_A_LEVEL), warnings: warnings.saturating_sub(MOST_OF_A_LEVEL) };
    if left == Summary::default() {
        return Ok(());
    }
    let more = format!("and {left} more than GitHub shows here: see the job's summary, or run `wayfare check`");
    writeln!(out, "::notice title=wayfare check::{}", escape_data(&more))
}

fn annotation(finding: &Diagnostic, sources: &dyn Sources, options: Options<'_>) -> String {
    let problem = &finding.problem;
    let Place { start, end } = Place::find(sources, &finding.path, problem.span);
    let file = escape_property(&readable_path(&options.repository_path(&finding.path)));
    // A token that takes its line's end with it does not reach into the next line.
    let end_line = if end.line > start.line && end.column == 1 { end.line - 1 } else { end.line };
    let mut command = format!("::{} file={file},line={},endLine={end_line}", severity(finding.level), start.line);
    if end.line == start.line {
        // GitHub takes columns only where the place lies in one line.
        command += &format!(",col={},endColumn={}", start.column, end.column);
    }
    let title = escape_property(problem.rule.name());
    let words = escape_data(&message_and_help(problem, "\n"));
    format!("{command},title={title}::{words}")
}

/// A path as it is, line breaks included, as far as a log can show it.
fn readable_path(path: &str) -> String {
    path.split('\n').map(escape).collect::<Vec<_>>().join("\n")
}

/// Writes what a command says so that it ends where it should.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Writes what stands before the `::`, where two more characters have a meaning.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
