//! All findings of one run, in order.

use std::fmt;

use super::{Diagnostic, Level};
use crate::text::{SourceText, WsPath, count};

/// Where a renderer finds the text of the files that findings point into.
pub trait Sources {
    /// The text of a file; `None` for a folder or for a file that could not be read.
    fn source(&self, path: &WsPath) -> Option<&SourceText>;
}

/// All findings of one run, sorted by path and place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Diagnostic>,
}

/// Where a report is got when it is asked for, which may be never.
pub trait Findings: Sync {
    /// The report.
    fn report(&self) -> &Report;

    /// The files in which the findings are, where these need not be those that are shown.
    fn sources(&self) -> Option<&dyn Sources> {
        None
    }
}

impl Findings for Report {
    fn report(&self) -> &Report {
        self
    }
}

/// How many findings of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Findings that fail the run.
    pub errors: usize,
    /// Findings that fail it only with `--deny-warnings`.
    pub warnings: usize,
}

impl fmt::Display for Summary {
    /// Says the counts in words: `1 error, 2 warnings`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (errors, warnings) = (count(self.errors, "error", "errors"), count(self.warnings, "warning", "warnings"));
        match (self.errors, self.warnings) {
            (0, 0) => f.write_str("no findings"),
            (_, 0) => f.write_str(&errors),
            (0, _) => f.write_str(&warnings),
            _ => write!(f, "{errors}, {warnings}"),
        }
    }
}

impl Summary {
    /// `3 errors, 1 warning`, or `clean`.
    pub fn in_short(self) -> String {
        if self == Summary::default() { "clean".to_owned() } else { self.to_string() }
    }
}

impl Report {
    /// Sorts findings into a report; those that are off are left out.
    pub fn new(mut findings: Vec<Diagnostic>) -> Report {
        findings.retain(|finding| finding.level != Level::Off);
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
        findings.dedup();
        Report { findings }
    }

    /// The findings, in order.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// The findings for which `keep` holds.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&Diagnostic) -> bool) -> Report {
        Report { findings: self.findings.iter().filter(|finding| keep(finding)).cloned().collect() }
    }

    /// The same findings, of each of which more may be said.
    #[must_use]
    pub fn map(self, change: impl FnMut(Diagnostic) -> Diagnostic) -> Report {
        Report { findings: self.findings.into_iter().map(change).collect() }
    }

    /// The counts.
    pub fn summary(&self) -> Summary {
        let errors = self.findings.iter().filter(|finding| finding.level == Level::Error).count();
        Summary { errors, warnings: self.findings.len() - errors }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_well() {
        let told = |errors, warnings| Summary { errors, warnings }.in_short();
        assert_eq!(told(0, 0), "clean");
        assert_eq!(told(1, 0), "1 error");
        assert_eq!(told(3, 1), "3 errors, 1 warning");
        assert_eq!(told(0, 2), "2 warnings");
    }
}
