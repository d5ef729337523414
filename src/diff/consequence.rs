//! What follows from changes, beyond the records they were made in.

use serde::Serialize;

use super::change::{ChangeSet, Detail, Outcome, RecordChange, RecordKind, Value};
use crate::diag::{Diagnostic, Level, Report, Rule, Sources};
use crate::model::{Document, FileKind, Kind, Stage, Step, names};
use crate::snapshot::{ItemEntry, ItemKey, Snapshot, Subject};
use crate::text::WsPath;

/// What follows from the changes between two states of a workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Consequences {
    /// What is wrong now and was not before.
    pub appeared: Vec<Finding>,
    /// What was wrong before and is not now; places are those before.
    pub gone: Vec<Finding>,
    /// Opportunities that an insight led to before, and none does now.
    pub without_insight: Vec<Value>,
    /// Solutions that led to a metric before, and lead to none now.
    pub without_metric: Vec<Value>,
    /// Records that moved from one status to another.
    pub statuses: Vec<StatusMove>,
    /// Building blocks that changed, with everywhere they are seen.
    pub touched: Vec<Touched>,
}

/// Something that is or was wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule that finds it.
    pub rule: Rule,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What the record in the file is; `None` where the file is no record.
    pub kind: Option<RecordKind>,
    /// The record in the file.
    pub record: Option<Value>,
    /// The file.
    pub path: WsPath,
    /// The line in it, from 1.
    pub line: u32,
}

/// A move from one status to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusMove {
    /// What the record is.
    pub kind: RecordKind,
    /// The record.
    pub record: Value,
    /// Its status before, which may be the default.
    pub from: String,
    /// Its status now.
    pub to: String,
}

/// A building block that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// What it is.
    pub kind: RecordKind,
    /// The building block.
    pub record: Value,
    /// Where it is seen, in the order of the journeys.
    pub seen_in: Vec<SeenIn>,
}

/// A step on which a building block is placed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenIn {
    /// The journey.
    pub journey: Value,
    /// The stage.
    pub stage: Value,
    /// The step.
    pub step: Value,
}

impl Consequences {
    /// Whether nothing follows.
    pub fn is_empty(&self) -> bool {
        *self == Consequences::default()
    }
}

/// Finds what follows from changes; `appeared` and `gone` are the findings that only one side has.
pub(super) fn consequences(
    before: &Snapshot,
    after: &Snapshot,
    changes: &ChangeSet,
    appeared: &Report,
    gone: &Report,
) -> Consequences {
    Consequences {
        appeared: findings(appeared, after),
        gone: findings(gone, before),
        without_insight: lost(before, after, changes, Kind::Opportunity, |snapshot, key| {
            has(snapshot, snapshot.led_to_by(key), Kind::Insight)
        }),
        without_metric: lost(before, after, changes, Kind::Solution, |snapshot, key| {
            has(snapshot, snapshot.leads_to(key), Kind::Metric)
        }),
        statuses: changes.records.iter().filter_map(|change| status_move(before, after, change)).collect(),
        touched: changes.records.iter().filter_map(|change| touched(after, change)).collect(),
    }
}

fn findings(report: &Report, snapshot: &Snapshot) -> Vec<Finding> {
    let finding = |found: &Diagnostic| {
        let about = snapshot.find_path(&found.path).and_then(|subject| about(snapshot, &subject));
        let (kind, record) = about.unzip();
        Finding {
            rule: found.problem.rule,
            level: found.level,
            message: found.problem.message.clone(),
            help: found.problem.help_text(),
            path: found.path.clone(),
            line: snapshot.source(&found.path).map_or(1, |text| text.position(found.problem.span.start as usize).line),
            kind,
            record,
        }
    };
    // The worst first, as they are read from the top.
    let mut findings: Vec<Finding> = report.findings().iter().map(finding).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    findings
}

/// What a file holds, and what one calls it.
fn about(snapshot: &Snapshot, subject: &Subject) -> Option<(RecordKind, Value)> {
    let named = |id: &str, title: &str| Value { name: (title != id).then(|| title.to_owned()), ..Value::plain(id) };
    Some(match subject {
        Subject::Workspace => {
            let name = snapshot.workspace().and_then(|workspace| workspace.name());
            (FileKind::Workspace.into(), named("workspace", name.unwrap_or("workspace")))
        }
        Subject::Item(key) => (RecordKind::item(snapshot.item(*key).kind()), value(snapshot.item(*key))),
        record => (record.kind()?.into(), named(snapshot.id_of(record)?, snapshot.title_of(record)?)),
    })
}

/// Whether one of some items is of a kind and in use.
fn has(snapshot: &Snapshot, keys: &[ItemKey], kind: Kind) -> bool {
    keys.iter().any(|key| snapshot.item(*key).kind() == Some(kind) && snapshot.is_in_use(*key))
}

/// The items of a kind that are still there and have lost something.
fn lost(
    before: &Snapshot,
    after: &Snapshot,
    changes: &ChangeSet,
    kind: Kind,
    has: impl Fn(&Snapshot, ItemKey) -> bool,
) -> Vec<Value> {
    let former: std::collections::HashMap<&str, &str> = changes
        .records
        .iter()
        .filter(|change| change.kind.file == FileKind::Item)
        .filter_map(|change| Some((change.id.as_str(), change.old_id.as_deref()?)))
        .collect();
    // Whose links cannot be read may still have them; nor is it known whom such an item links.
    let is_unread = |item: &ItemEntry<'_>| item.item().is_none_or(|item| item.record.is_unread(names::LINKS));
    let linked = |key: ItemKey| before.leads_to(key).iter().chain(before.led_to_by(key)).copied();
    let may_have = |was: ItemKey| {
        linked(was).any(|other| after.items_named(before.item(other).id()).any(|other| is_unread(&other)))
    };
    let has_none = |item: &ItemEntry<'_>| item.kind() == Some(kind) && !has(after, item.key()) && !is_unread(item);
    let lost = after.items().filter(has_none).filter(|item| {
        let was = former.get(item.id()).copied().unwrap_or(item.id());
        before.items_named(was).next().is_some_and(|was| has(before, was.key()) && !may_have(was.key()))
    });
    lost.map(value).collect()
}

fn value(item: ItemEntry<'_>) -> Value {
    let title = item.title();
    Value { name: (title != item.id()).then(|| title.to_owned()), ..Value::plain(item.id()) }
}

fn record(change: &RecordChange) -> Value {
    let name = (change.title != change.id).then(|| change.title.clone());
    Value { name, ..Value::plain(change.id.clone()) }
}

/// The status of the record in a file that could be read to its end.
fn status<'s>(snapshot: &'s Snapshot, path: &WsPath) -> Option<&'s str> {
    match snapshot.file(path)?.whole_document()? {
        Document::Item(item) => item.status(),
        Document::Journey(journey) => journey.status(),
        Document::Signal(signal) => signal.status(),
        _ => None,
    }
}

fn status_move(before: &Snapshot, after: &Snapshot, change: &RecordChange) -> Option<StatusMove> {
    let Outcome::Changed(_) = change.outcome else { return None };
    let from = status(before, change.old_path.as_ref().unwrap_or(&change.path))?;
    let to = status(after, &change.path)?;
    (from != to).then(|| StatusMove {
        kind: change.kind,
        record: record(change),
        from: from.to_owned(),
        to: to.to_owned(),
    })
}

fn touched(after: &Snapshot, change: &RecordChange) -> Option<Touched> {
    let changed = match &change.outcome {
        Outcome::Changed(details) => details.iter().any(|detail| !matches!(detail, Detail::Follows { .. })),
        Outcome::Unreadable(_) => true,
        Outcome::Added(_) | Outcome::Removed => false,
    };
    if !changed || change.kind.file != FileKind::Item {
        return None;
    }
    let item = after.items_named(&change.id).find(|item| *item.path() == change.path && item.home().is_none())?;
    let seen_in: Vec<SeenIn> = after.placed_on(item.key()).iter().map(|placed| seen_in(after, placed.step)).collect();
    (!seen_in.is_empty()).then(|| Touched { kind: change.kind, record: record(change), seen_in })
}

fn seen_in(snapshot: &Snapshot, key: crate::snapshot::StepKey) -> SeenIn {
    let journey = snapshot.journey(key.stage.journey);
    let stage = snapshot.stage(key.stage);
    let step = snapshot.step(key);
    let value = |id: Option<&str>, title: Option<&str>| Value {
        name: title.map(str::to_owned),
        ..Value::plain(id.or(title).unwrap_or_default())
    };
    SeenIn {
        journey: value(Some(journey.id()), Some(journey.title())),
        stage: value(stage.and_then(Stage::id).map(|id| id.value), stage.and_then(Stage::title)),
        step: value(step.and_then(Step::id).map(|id| id.value), step.and_then(Step::title)),
    }
}
