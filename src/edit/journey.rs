//! Additions to `journey.yaml`, as splices that leave every other byte as it was.

use crate::diag::{Advice, Operation, Refused};
use crate::model::{DocumentEditor, FileKind};
use crate::snapshot::{JourneyEntry, Snapshot, StageKey, StepKey};
use crate::text::{Span, TextEdit};
use crate::yaml::edit::{Draft, Editor, Refusal, Step};

/// A stage at the journey's end.
pub(super) fn append_stage(journey: JourneyEntry<'_>, id: &str, title: &str) -> Result<Vec<TextEdit>, Refused> {
    edit(journey, |editor| append(editor, Vec::new(), "stages", named(id, title)))
}

/// A step at the stage's end.
pub(super) fn append_step(
    snapshot: &Snapshot,
    stage: StageKey,
    id: &str,
    title: &str,
) -> Result<Vec<TextEdit>, Refused> {
    let span = snapshot.stage(stage).and_then(|stage| Some(stage.id()?.span));
    edit(snapshot.journey(stage.journey), |editor| {
        let path = mapping_of(editor, span)?;
        append(editor, path, "steps", named(id, title))
    })
}

/// A placement at the end of the step's items.
pub(super) fn place(snapshot: &Snapshot, step: StepKey, item: &str) -> Result<Vec<TextEdit>, Refused> {
    let span = snapshot.step(step).and_then(|step| Some(step.id()?.span));
    edit(snapshot.journey(step.stage.journey), |editor| {
        let path = mapping_of(editor, span)?;
        append(editor, path, "items", Draft::text(item))
    })
}

fn named(id: &str, title: &str) -> Draft {
    Draft::Mapping(vec![("id".to_owned(), Draft::text(id)), ("title".to_owned(), Draft::text(title))])
}

/// The path of the mapping whose `id` stands at `span`.
fn mapping_of(editor: &Editor, span: Option<Span>) -> Result<Vec<Step>, Refusal> {
    let mut path = span.and_then(|span| editor.path_at(span)).ok_or_else(|| Refusal::NotFound("id".to_owned()))?;
    path.pop();
    Ok(path)
}

/// Puts `draft` at the end of the list that is the field `list` of the mapping at `path`, which may not have it yet.
fn append(editor: &mut Editor, path: Vec<Step>, list: &str, draft: Draft) -> Result<(), Refusal> {
    let mut field = path.clone();
    field.push(Step::from(list));
    match editor.insert_item(&field, usize::MAX, &draft) {
        Err(Refusal::NotFound(_)) => editor.insert_entry(&path, None, list, &Draft::List(vec![draft])),
        done => done,
    }
}

/// Makes a change to a journey's file, and makes sure that no problem comes with it.
fn edit(
    journey: JourneyEntry<'_>,
    change: impl FnOnce(&mut Editor) -> Result<(), Refusal>,
) -> Result<Vec<TextEdit>, Refused> {
    let path = journey.path();
    let by_hand = |reason: &dyn std::fmt::Display| {
        Refused::new(format!("`{path}` cannot be edited: {reason}"))
            .advise(Advice::operation(Operation::Check))
            .help("or edit it by hand")
    };
    let source = journey.file().source().ok_or_else(|| by_hand(&"it cannot be read"))?;
    let mut editor = DocumentEditor::new(FileKind::Journey, source).map_err(|refusal| by_hand(&refusal))?;
    change(editor.yaml()).map_err(|refusal| by_hand(&refusal))?;
    editor.finish().map_err(|refusal| by_hand(&refusal))
}
