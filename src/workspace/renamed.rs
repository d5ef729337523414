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

/// A record that has another ID or lies elsewhere than at `HEAD`.
struct Renamed {
    kind: FileKind,
    old_id: Option<String>,
    id: String,
    old_path: Option<WsPath>,
    path: WsPath,
}

/// What was perhaps left behind by a renaming.
enum Left<'s> {
    /// What is written begins with an ID that names nothing; with the kind of record it is to name, where that is clear.
    Name(Option<FileKind>, &'s str),
    /// A link leads to where nothing is: as it is written, and the path.
    Link(&'s str, WsPath),
    /// Measurements lie beside no metric.
    Measurements(WsPath),
}

/// What was left behind, all of it, so that the history is asked once.
#[derive(Default)]
struct AllLeft {
    ids: BTreeSet<String>,
    paths: BTreeSet<WsPath>,
}

impl Workspace {
    /// The report of a snapshot of the folder or of what is staged, in which each finding about an ID or a path that a
    /// record had at `HEAD` says what that record is called now. Without a history it is the same report.
    pub fn with_renames(&self, snapshot: &Snapshot, report: Report) -> Report {
        let mut all = AllLeft::default();
        for finding in report.findings() {
            match left(snapshot, finding) {
                Some(Left::Name(_, name)) => drop(all.ids.insert(id_of(name).to_owned())),
                Some(Left::Link(_, path)) => drop(all.paths.insert(path)),
                Some(Left::Measurements(path)) => drop(all.ids.insert(path.stem().to_owned())),
                None => {}
            }
        }
        if all.ids.is_empty() && all.paths.is_empty() {
            return report;
        }
        let renamed = self.renamed_since_head(snapshot, &all).unwrap_or_default();
        report.map(|finding| match left(snapshot, &finding) {
            Some(left) => told(finding, snapshot, left, &renamed),
            None => finding,
        })
    }

    /// What of this was of records at `HEAD` that have another ID or path now; `None` without a `HEAD` that can be read.
    fn renamed_since_head(&self, snapshot: &Snapshot, left: &AllLeft) -> Option<Vec<Renamed>> {
        let repository = self.repository().ok()?;
        let head = open_revision(&repository, &repository.head().ok()??).ok()?;
        let was_record = |path: &WsPath| match layout::place(path) {
            Place::Record(place) => left.ids.contains(&place.id) || left.paths.contains(path),
            _ => false,
        };
        if !head.list().ok()?.iter().any(|entry| was_record(&entry.path)) {
            return None;
        }
        let before = Snapshot::load(&*head).ok()?;
        let changes = diff::compare(&before, snapshot);
        let renamed = changes.records.into_iter().filter_map(|change| {
            let Place::Record(place) = layout::place(&change.path) else { return None };
            let old_id = change.old_id.filter(|id| left.ids.contains(id));
            let old_path = change.old_path;
            let is_left = old_id.is_some() || old_path.as_ref().is_some_and(|path| left.paths.contains(path));
            is_left.then_some(Renamed { kind: place.kind, old_id, id: change.id, old_path, path: change.path })
        });
        Some(renamed.collect())
    }
}

/// What a finding is about, when a renaming may have left it behind.
fn left<'s>(snapshot: &'s Snapshot, finding: &Diagnostic) -> Option<Left<'s>> {
    let kind = match finding.problem.rule {
        Rule::UnexpectedFile if finding.path.extension() == "csv" => {
            return Some(Left::Measurements(finding.path.clone()));
        }
        Rule::UnknownItem => Some(FileKind::Item),
        Rule::UnknownJourney | Rule::UnknownStep => Some(FileKind::Journey),
        Rule::UnknownPersona => Some(FileKind::Persona),
        Rule::UnknownSignal => Some(FileKind::Signal),
        Rule::BrokenReference | Rule::BrokenFileLink => None,
        _ => return None,
    };
    let written = snapshot.file(&finding.path)?.source()?.slice(finding.problem.span);
    let name = written.trim_start_matches(['[', '<', '"', '\'']).split(['|', '#', ']', '>', '"', '\'']).next()?.trim();
    if finding.problem.rule == Rule::BrokenFileLink {
        return Some(Left::Link(name, finding.path.parent().join(name)?));
    }
    (!id_of(name).is_empty()).then_some(Left::Name(kind, name))
}

/// The ID that a name or an address begins with.
fn id_of(name: &str) -> &str {
    name.split('/').next().unwrap_or_default().trim()
}

/// The finding with what its record is called now, when that is known.
fn told(finding: Diagnostic, snapshot: &Snapshot, left: Left<'_>, renamed: &[Renamed]) -> Diagnostic {
    let by_id = |name: &str, kind: Option<FileKind>| {
        let is_meant = |record: &&Renamed| record.old_id.as_deref() == Some(name);
        renamed.iter().filter(is_meant).find(|record| kind.is_none_or(|kind| kind == record.kind))
    };
    match left {
        Left::Name(kind, name) => match by_id(id_of(name), kind) {
            Some(record) => told_of_name(finding, snapshot, name, record),
            None => finding,
        },
        Left::Link(written, path) => match renamed.iter().find(|record| record.old_path.as_ref() == Some(&path)) {
            Some(record) => told_of_link(finding, snapshot, written, record),
            None => finding,
        },
        Left::Measurements(path) => match by_id(path.stem(), Some(FileKind::Item)) {
            Some(record) => told_of_measurements(finding, &path, record),
            None => finding,
        },
    }
}

fn told_of_name(mut finding: Diagnostic, snapshot: &Snapshot, name: &str, record: &Renamed) -> Diagnostic {
    let Renamed { id, path, .. } = record;
    let old_id = id_of(name);
    if check_slug(id).is_err() {
        let help = format!(
            "was `{old_id}` renamed to `{id}`? give {path} a name that can be an ID, such as `{}`",
            slugify(id)
        );
        finding.problem.advice = vec![Advice::text(help)];
        return finding;
    }
    let new_name = format!("{id}{}", &name[old_id.len()..]);
    let help =
        format!("was `{old_id}` renamed to `{id}`? write `{new_name}` here, or add `aliases: [{old_id}]` to {path}");
    finding.problem.advice = vec![Advice::text(help), Advice::operation(Operation::Fix)];
    finding.fix = fix(&finding, snapshot, name, &new_name);
    finding
}

fn told_of_link(mut finding: Diagnostic, snapshot: &Snapshot, written: &str, record: &Renamed) -> Diagnostic {
    let target = finding.path.parent().relative_to(&record.path);
    let help = format!("was `{written}` renamed? write `{target}` here");
    finding.problem.advice = vec![Advice::text(help), Advice::operation(Operation::Fix)];
    finding.fix = fix(&finding, snapshot, written, &target);
    finding
}

fn told_of_measurements(mut finding: Diagnostic, path: &WsPath, record: &Renamed) -> Diagnostic {
    let target = format!("{}.csv", record.id);
    let old_id = path.stem();
    let help = match record.path.parent() == path.parent() {
        true => format!("was `{old_id}` renamed to `{}`? rename this file to `{target}`", record.id),
        false => format!("was `{old_id}` moved to {}? move this file beside it, as `{target}`", record.path),
    };
    finding.problem.advice = vec![Advice::text(help)];
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
