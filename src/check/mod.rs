//! Every rule over a whole workspace: one file per rule, in `rule`.
//!
//! Owns what counts as wrong between files, and how levels and `allow:` apply. Beside the rules is what runs them and what
//! they share. Depends on the snapshot alone: no clock, no history, no disk.

pub mod compare;
mod context;
mod file_link;
mod link;
pub mod mend;
mod missed;
pub mod policy;
mod practice;
mod reference;
mod rule;
mod scope;
mod splice;

use std::collections::HashSet;

use rayon::prelude::*;

use crate::diag::{Diagnostic, Group, Level, Report, Rule};
use crate::model::{FileKind, Journey, names};
use crate::snapshot::{FileEntry, FileState, Snapshot};
use crate::store::layout::{JOURNEYS, Place, place};
use crate::text::WsPath;

use context::Context;
use missed::Missed;
pub use rule::explanation;
use rule::{Found, RULES};
use scope::Scope;

/// Checks a workspace by every rule.
///
/// Linear in the size of the workspace but for sorting; the rules run in parallel, the report is in order.
pub fn check(snapshot: &Snapshot) -> Report {
    Report::new(findings(snapshot, &Scope::whole(snapshot), &|| false))
}

/// Checks as [`check`] does, unless `stop` comes to hold meanwhile: then no further rule is begun, and there is no report.
pub fn check_unless(snapshot: &Snapshot, stop: &(dyn Fn() -> bool + Sync)) -> Option<Report> {
    let findings = findings(snapshot, &Scope::whole(snapshot), stop);
    (!stop()).then(|| Report::new(findings))
}

fn findings(snapshot: &Snapshot, scope: &Scope<'_>, stop: &(dyn Fn() -> bool + Sync)) -> Vec<Diagnostic> {
    // Rules wait for each other to read prose; here nothing waits.
    scope.files.par_iter().filter(|_| !stop()).for_each(|file| file.read_prose());
    let missed = Missed::of(snapshot, &scope.files);
    let between_files = RULES.into_par_iter().flat_map_iter(|(rule, found)| {
        let mut ctx = Context::new(snapshot, scope, &missed, *rule);
        match found {
            Found::By(check) if ctx.level() != Level::Off && !stop() => check(&mut ctx),
            _ => {}
        }
        ctx.into_findings()
    });
    let mut findings: Vec<Diagnostic> = between_files.collect();
    findings.extend(while_reading(snapshot, scope));
    let dormant = Dormant::of(snapshot);
    findings.retain(|finding| finding.problem.rule.group() != Group::Practice || !dormant.includes(&finding.path));
    findings.iter_mut().filter(|finding| is_of_member(&finding.path)).for_each(|finding| {
        finding.level = finding.level.min(Level::Warn);
    });
    findings
}

/// Whether a file is to be a member's settings. It may have been there before it meant anything, so that nothing about it
/// is an error.
fn is_of_member(path: &WsPath) -> bool {
    matches!(place(path), Place::Record(place) if place.kind == FileKind::MemberSettings)
}

/// The journeys that nobody works by, with what is local to them: of good practice nothing is said there.
struct Dormant<'s>(HashSet<&'s str>);

impl<'s> Dormant<'s> {
    fn of(snapshot: &'s Snapshot) -> Dormant<'s> {
        let dormant = snapshot.every_journey().filter(|entry| entry.journey().is_some_and(Journey::is_dormant));
        Dormant(dormant.map(|entry| entry.id()).collect())
    }

    fn includes(&self, path: &WsPath) -> bool {
        let mut parts = path.parts();
        parts.next() == Some(JOURNEYS) && parts.next().is_some_and(|id| self.0.contains(id))
    }
}

/// What was found in each file while it was read.
fn while_reading<'s>(snapshot: &'s Snapshot, scope: &Scope<'s>) -> impl Iterator<Item = Diagnostic> {
    scope.files.iter().flat_map(move |file| {
        let problems = match &file.state {
            FileState::Read(_, parsed) => parsed.problems.as_slice(),
            _ => &[],
        };
        problems.iter().map(move |problem| {
            let level = snapshot.level(problem.rule);
            let level = problem.limit.map_or(level, |limit| limit.min(level));
            let level =
                if level == Level::Warn && is_allowed(snapshot, &file.path, problem.rule) { Level::Off } else { level };
            let problem = rule::refine(snapshot, file, problem.clone());
            problem.at(file.path.clone(), file.source(), level)
        })
    })
}

/// Whether the record at `path` silences the warnings of a rule.
fn is_allowed(snapshot: &Snapshot, path: &WsPath, rule: Rule) -> bool {
    let record = snapshot.file(path).and_then(FileEntry::record);
    record.is_some_and(|record| record.texts(names::ALLOW).any(|name| name.value == rule.name()))
}
