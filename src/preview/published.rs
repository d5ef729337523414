//! What a site shows of a workspace, and what is wrong with that: all of it, or what may leave the repository.

use std::sync::{Arc, OnceLock};

use crate::diag::{Findings, Report, Sources};
use crate::model::Publish;
use crate::past::Allowed;
use crate::session;
use crate::snapshot::{HeldBack, Snapshot};

/// What a site shows.
pub(super) struct Shown {
    workspace: Arc<session::State>,
    /// The workspace with what is held of broken files.
    pub(super) whole: Arc<Snapshot>,
    /// What of that is shown.
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) held_back: Arc<HeldBack>,
    /// What is told of the past.
    pub(super) allowed: Allowed,
    /// The findings, where not all are shown.
    report: OnceLock<Report>,
}

impl Shown {
    pub(super) fn new(workspace: &Arc<session::State>, whole: Arc<Snapshot>, publish: Publish) -> Shown {
        let published = whole.hold_back(publish);
        let snapshot = published.snapshot.map_or_else(|| Arc::clone(&whole), Arc::new);
        let (workspace, held_back) = (Arc::clone(workspace), Arc::new(published.held_back));
        let allowed = Allowed::of(publish, || snapshot.attachments());
        Shown { workspace, whole, snapshot, held_back, allowed, report: OnceLock::new() }
    }
}

impl Findings for Shown {
    fn report(&self) -> &Report {
        match self.held_back.publish() {
            Publish::ALL => self.workspace.report(),
            _ => self.report.get_or_init(|| self.held_back.allowed(self.workspace.report())),
        }
    }

    fn sources(&self) -> Option<&dyn Sources> {
        Some(self.workspace.snapshot())
    }
}
