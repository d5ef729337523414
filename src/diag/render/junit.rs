//! `--format junit`: a suite for each file and a test for each finding, for servers that read test results.
//!
//! An error is a failure. A warning is a skipped test: shown, but no reason to call the run failed, which is what the
//! exit code says too. A clean workspace is one test that passed, since many readers take a report without tests for
//! a broken one.

use std::collections::HashMap;
use std::io;

use super::excerpt::escape;
use super::place::Place;
use super::{Options, message_and_help};
use crate::diag::{Diagnostic, Level, Report, Sources};

pub(super) fn write(
    report: &Report,
    sources: &dyn Sources,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"wayfare check\"{}>", counts(report.findings()))?;
    if report.findings().is_empty() {
        writeln!(out, "  <testsuite name=\"workspace\"{}>", counts(&[]))?;
        writeln!(out, "    <testcase name=\"no findings\" classname=\"workspace\"/>")?;
        writeln!(out, "  </testsuite>")?;
    }
    for findings in report.findings().chunk_by(|one, other| one.path == other.path) {
        let path = attribute(&options.repository_path(&findings[0].path));
        writeln!(out, "  <testsuite name=\"{path}\"{}>", counts(findings))?;
        let mut seen = HashMap::new();
        for finding in findings {
            let times = seen.entry((finding.problem.rule, finding.problem.message.as_str())).or_insert(0_usize);
            *times += 1;
            write_case(finding, &path, *times, sources, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

/// The counts of a suite; without findings, of the one test that passed.
fn counts(findings: &[Diagnostic]) -> String {
    let tests = findings.len().max(1);
    let failures = findings.iter().filter(|finding| finding.level == Level::Error).count();
    let skipped = findings.len() - failures;
    format!(" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"")
}

/// Writes a finding. Its name has no line, so that it is known again when lines move; `times` tells equal ones apart.
fn write_case(
    finding: &Diagnostic,
    path: &str,
    times: usize,
    sources: &dyn Sources,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let problem = &finding.problem;
    let (rule, message) = (problem.rule, attribute(&problem.message));
    let start = Place::find(sources, &finding.path, problem.span).start;
    let (line, column) = (start.line, start.column);
    let number = if times > 1 { format!(" ({times})") } else { String::new() };
    writeln!(
        out,
        "    <testcase name=\"{rule}: {message}{number}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">"
    )?;
    let words = text(&message_and_help(problem, "\nhelp: "));
    let (open, close) = if finding.level == Level::Error {
        (format!("failure type=\"{rule}\""), "failure")
    } else {
        ("skipped".to_owned(), "skipped")
    };
    writeln!(out, "      <{open} message=\"{message}\">{path}:{line}:{column}: {words}</{close}>")?;
    writeln!(out, "    </testcase>")
}

fn attribute(value: &str) -> String {
    text(&escape(value))
}

/// Text between tags or quotes, without the characters that XML cannot hold.
fn text(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => written.extend(character.escape_default()),
            _ => written.push(character),
        }
    }
    written
}
