//! What is shown at a time, and how open pages are told.

use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::Arc;

use crate::diag::render::{Format, Options};
use crate::diag::{Diagnostic, Level, Report};
use crate::preview::State;
use crate::text::WsPath;

/// The latest of what is shown.
pub(super) type Latest = Arc<Shown>;

/// So many findings are told over a page; the terminal has all.
const TOLD: usize = 5;

/// So many records that cannot be read are told apart.
const BROKEN: usize = 100;

/// A state, and its number.
#[derive(Clone)]
pub(super) struct Shown {
    /// Tells one run of the preview from another.
    pub(super) run: u64,
    /// Grows with every state.
    pub(super) generation: u64,
    /// What is served.
    pub(super) state: Arc<State>,
    /// Why the workspace cannot be read now, if so.
    pub(super) failure: Option<String>,
}

impl Shown {
    /// The first state of a run.
    pub(super) fn first(state: Arc<State>) -> Shown {
        // Random for every run, and no number a script cannot hold.
        let run = RandomState::new().hash_one(0_u8) >> 16;
        Shown { run, generation: 1, state, failure: None }
    }

    /// The state after this one.
    pub(super) fn next(&self, state: Arc<State>) -> Shown {
        Shown { generation: self.generation + 1, state, failure: None, ..*self }
    }

    /// The records that cannot be read, of which the site shows at best what they said last.
    fn broken(&self) -> Vec<&WsPath> {
        self.state.broken().into_iter().take(BROKEN).collect()
    }

    /// What the site goes on to show of records that cannot be read: each file, its page, and what is wrong with it.
    fn held(&self, report: &Report) -> Vec<serde_json::Value> {
        let site = self.state.site();
        let held = self.state.held().take(BROKEN).map(|path| {
            let text = told(report.filter(|finding| finding.path == *path).findings(), 1, &self.state);
            serde_json::json!({ "file": path.as_str(), "page": site.page_of(path).map(|page| page.to_string()), "text": text })
        });
        held.collect()
    }

    /// As the script of open pages reads it. Findings that are not known yet are none.
    pub(super) fn message(&self) -> String {
        let findings = self.state.workspace().known_report().map(|report| {
            let text = worst(report, &self.state);
            let summary = report.summary();
            let held = self.held(report);
            serde_json::json!({ "errors": summary.errors, "summary": summary.to_string(), "text": text, "held": held })
        });
        let message = serde_json::json!({
            "run": self.run.to_string(),
            "generation": self.generation,
            "broken": self.broken().into_iter().map(WsPath::as_str).collect::<Vec<_>>(),
            "failure": self.failure,
            "findings": findings,
        });
        message.to_string()
    }
}

/// The first errors, with file, line and excerpt: those of records that cannot be read before others.
fn worst(report: &Report, state: &State) -> String {
    let broken: BTreeSet<&WsPath> = state.broken().into_iter().collect();
    let errors = report.filter(|finding| finding.level == Level::Error);
    let (first, rest): (Vec<_>, Vec<_>) =
        errors.findings().iter().cloned().partition(|finding| broken.contains(&finding.path));
    told(&[first, rest].concat(), TOLD, state)
}

/// Findings, as many as fit.
fn told(findings: &[Diagnostic], most: usize, state: &State) -> String {
    let told = Report::new(findings.iter().take(most).cloned().collect());
    let mut text = Vec::new();
    // Memory takes all that is written to it.
    let _ = Format::Human.write(&told, state.workspace().snapshot(), Options::default(), &mut text);
    let more = findings.len() - told.findings().len();
    let more = if more > 0 { format!("\n… and {more} more: see the terminal") } else { String::new() };
    String::from_utf8_lossy(&text).trim_end().to_owned() + &more
}
