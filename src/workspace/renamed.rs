//! What was renamed without what refers to it: told beside the findings about the former ID.
//!
//! Only the history knows that, on which no rule may depend; so a finding stays what it is, and its advice says more.

use std::collections::BTreeSet;

use super::Workspace;
use super::state::open_revision;
use crate::diag::{Advice, Diagnostic, Fix, Operation, Report, Rule};
use crate::diff;
use crate::model::FileKind;
use crate::snapshot::Snapshot;
use crate::store::layout::{self, Place};
use crate::text::{Span, TextEdit, WorkspaceEdit, WsPath, check_slug, slugify};

/// A record whose ID is another than at `HEAD`.
struct Renamed {
    kind: FileKind,
    old_id: String,
    id: String,
    path: WsPath,
}

impl Workspace {
    /// The report of a snapshot of the folder or of what is staged, in which each finding about an ID that a record had at
    /// `HEAD` says what that record is called now. Without a history it is the same report.
    pub fn with_renames(&self, snapshot: &Snapshot, report: Report) -> Report {
        let names = |finding: &Diagnostic| Some(unknown_name(snapshot, finding)?.1.to_owned());
        let unknown: BTreeSet<String> = report.findings().iter().filter_map(names).collect();
        if unknown.is_empty() {
            return report;
        }
        let renamed = self.renamed_since_head(snapshot, &unknown).unwrap_or_default();
        report.map(|finding| match unknown_name(snapshot, &finding) {
            Some((kind, name)) => {
                let is_meant = |record: &&Renamed| record.old_id == name && kind.is_none_or(|kind| kind == record.kind);
                let (name, record) = (name.to_owned(), renamed.iter().find(is_meant));
                record.map_or(finding.clone(), |record| told(finding, snapshot, &name, record))
            }
            None => finding,
        })
    }

    /// What of these IDs were those of records at `HEAD` that have others now; `None` without a `HEAD` that can be read.
    fn renamed_since_head(&self, snapshot: &Snapshot, unknown: &BTreeSet<String>) -> Option<Vec<Renamed>> {
        let repository = self.repository().ok()?;
        let head = open_revision(&repository, &repository.head().ok()??).ok()?;
        let was_record =
            |path: &WsPath| matches!(layout::place(path), Place::Record(place) if unknown.contains(&place.id));
        if !head.list().ok()?.iter().any(|entry| was_record(&entry.path)) {
            return None;
        }
        let before = Snapshot::load(&*head).ok()?;
        let changes = diff::compare(&before, snapshot);
        let renamed = changes.records.into_iter().filter_map(|change| {
            let Place::Record(place) = layout::place(&change.path) else { return None };
            let old_id = change.old_id.filter(|id| unknown.contains(id))?;
            Some(Renamed { kind: place.kind, old_id, id: change.id, path: change.path })
        });
        Some(renamed.collect())
    }
}

/// The ID that a finding is about, when it is one that names nothing, and the kind of record that it is to name.
fn unknown_name<'s>(snapshot: &'s Snapshot, finding: &Diagnostic) -> Option<(Option<FileKind>, &'s str)> {
    let kind = match finding.problem.rule {
        Rule::UnknownItem => Some(FileKind::Item),
        Rule::UnknownJourney | Rule::UnknownStep => Some(FileKind::Journey),
        Rule::UnknownPersona => Some(FileKind::Persona),
        Rule::UnknownSignal => Some(FileKind::Signal),
        Rule::BrokenReference => None,
        _ => return None,
    };
    let written = snapshot.file(&finding.path)?.source()?.slice(finding.problem.span);
    let name = written.trim_start_matches(['[', '"', '\'']).split(['|', '#', '/', ']', '"', '\'']).next()?.trim();
    (!name.is_empty()).then_some((kind, name))
}

/// The finding with what its record is called now.
fn told(mut finding: Diagnostic, snapshot: &Snapshot, name: &str, record: &Renamed) -> Diagnostic {
    let Renamed { id, path, .. } = record;
    if check_slug(id).is_err() {
        let help =
            format!("was `{name}` renamed to `{id}`? give {path} a name that can be an ID, such as `{}`", slugify(id));
        finding.problem.advice = vec![Advice::text(help)];
        return finding;
    }
    let help = format!("was `{name}` renamed to `{id}`? write `{id}` here, or add `aliases: [{name}]` to {path}");
    finding.problem.advice = vec![Advice::text(help), Advice::operation(Operation::Fix)];
    finding.fix = fix(&finding, snapshot, name, id);
    finding
}

fn fix(finding: &Diagnostic, snapshot: &Snapshot, name: &str, id: &str) -> Option<Fix> {
    let source = snapshot.file(&finding.path)?.source()?;
    let token = finding.problem.span;
    let start = token.start as usize + source.slice(token).find(name)?;
    let edit = TextEdit::replace(Span::new(start, start + name.len()), id);
    let edit = WorkspaceEdit::edit(finding.path.clone(), source, vec![edit]).ok()?;
    Some(Fix { title: format!("replace it by `{id}`"), edit })
}
