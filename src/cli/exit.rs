//! The exit codes, a promise to scripts.

use std::process::ExitCode;

use crate::diag::Summary;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; there may be warnings.
    Clean = 0,
    /// Errors were found in the workspace.
    Findings = 1,
    /// The command could not run: usage, I/O, not a workspace.
    Failed = 2,
}

impl Exit {
    /// How a run with these findings ends.
    pub fn of(summary: Summary, deny_warnings: bool) -> Exit {
        let fails = summary.errors > 0 || (deny_warnings && summary.warnings > 0);
        if fails { Exit::Findings } else { Exit::Clean }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_fail_only_when_denied() {
        let summary = |errors, warnings| Summary { errors, warnings };
        assert_eq!(Exit::of(summary(0, 0), true), Exit::Clean);
        assert_eq!(Exit::of(summary(0, 2), false), Exit::Clean);
        assert_eq!(Exit::of(summary(0, 2), true), Exit::Findings);
        assert_eq!(Exit::of(summary(1, 0), false), Exit::Findings);
    }
}
