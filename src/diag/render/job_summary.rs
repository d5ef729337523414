//! The report as a page of Markdown, for the summary of a job on GitHub.
//!
//! Holds every finding as far as the page may grow, and says how many are left. Names and messages are shown as they
//! are: nothing in them becomes a link, an image, HTML or a new line of the table.

use std::fmt::Write as _;

use super::excerpt::escape;
use super::place::Place;
use super::{Options, severity};
use crate::diag::{Diagnostic, Level, Report, Sources};

/// Bytes kept for the line that says how many findings are left.
const END_BYTES: usize = 160;

/// Writes a report as Markdown, errors first, in at most `most_bytes` bytes; nothing, where not even its heading fits.
pub fn job_summary(report: &Report, sources: &dyn Sources, options: Options<'_>, most_bytes: usize) -> String {
    let findings = report.findings();
    let mut page = format!("## wayfare check: {}\n\n", report.summary());
    if !findings.is_empty() {
        page += "| Level | Place | Rule | Finding |\n| --- | --- | --- | --- |\n";
    }
    let room = most_bytes.saturating_sub(END_BYTES);
    if page.len() > room {
        return String::new();
    }
    let of_level = |level: Level| findings.iter().filter(move |finding| finding.level == level);
    for (shown, finding) in of_level(Level::Error).chain(of_level(Level::Warn)).enumerate() {
        let row = row(finding, sources, options);
        if page.len() + row.len() > room {
            let left = findings.len() - shown;
            let _ =
                write!(page, "\n…and {left} more, for which this page has no room: run `wayfare check` to see all.\n");
            return page;
        }
        page += &row;
    }
    page
}

fn row(finding: &Diagnostic, sources: &dyn Sources, options: Options<'_>) -> String {
    let problem = &finding.problem;
    let start = Place::find(sources, &finding.path, problem.span).start;
    let path = literal(&options.repository_path(&finding.path));
    let place = format!("<code>{path}\\:{}\\:{}</code>", start.line, start.column);
    let mut words = prose(&problem.message);
    if let Some(help) = &problem.help_text() {
        words += "<br>";
        words += &prose(help);
    }
    format!("| {} | {place} | {} | {words} |\n", severity(finding.level), problem.rule)
}

/// A message, with what stands between two backticks as code.
fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return literal(text);
    }
    let mut marked = String::new();
    for (index, part) in parts.into_iter().enumerate() {
        let part = literal(part);
        let _ = if index % 2 == 1 { write!(marked, "<code>{part}</code>") } else { write!(marked, "{part}") };
    }
    marked
}

/// Text in which Markdown finds nothing to obey.
fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 16);
    for character in escape(text).chars() {
        match character {
            // Rows are split at these before anything else is read.
            '|' => literal.push_str("&#124;"),
            '\\' => literal.push_str("&#92;"),
            ',' | '-' | '/' | '\'' | '"' | '=' => literal.push(character),
            _ if character.is_ascii_punctuation() => literal.extend(['\\', character]),
            _ => literal.push(character),
        }
    }
    literal
}
