//! `--format gitlab`: a Code Quality report, which GitLab compares from run to run.

use std::io;

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::place::Place;
use super::{Options, message_and_help};
use crate::diag::{Diagnostic, Level, Report, Rule, Sources};

pub(super) fn write(
    report: &Report,
    sources: &dyn Sources,
    options: Options<'_>,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut fingerprints = Fingerprints::new(sources, options);
    let findings = report.findings().iter();
    let findings: Vec<FindingOut> = findings
        .map(|finding| FindingOut::new(finding, fingerprints.of_next(finding), sources, options))
        .collect();
    serde_json::to_writer_pretty(&mut *out, &findings)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct FindingOut {
    description: String,
    check_name: Rule,
    fingerprint: String,
    severity: &'static str,
    location: LocationOut,
}

#[derive(Serialize)]
struct LocationOut {
    path: String,
    lines: LinesOut,
}

#[derive(Serialize)]
struct LinesOut {
    begin: u32,
}

impl FindingOut {
    fn new(finding: &Diagnostic, fingerprint: String, sources: &dyn Sources, options: Options<'_>) -> FindingOut {
        let problem = &finding.problem;
        let begin = Place::find(sources, &finding.path, problem.span).start.line;
        FindingOut {
            description: message_and_help(problem, "; "),
            check_name: problem.rule,
            fingerprint,
            severity: if finding.level == Level::Error { "major" } else { "minor" },
            location: LocationOut { path: options.repository_path(&finding.path), lines: LinesOut { begin } },
        }
    }
}
