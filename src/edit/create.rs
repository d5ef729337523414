//! A new record, written and put in its place.

use super::{form, journey, target};
use crate::diag::{Advice, Choice, Refused};
use crate::model::{FileKind, Kind, parse};
use crate::snapshot::{JourneyEntry, Snapshot, StepKey};
use crate::store::layout;
use crate::text::{SlugFault, SourceText, TextEdit, WorkspaceEdit, WsPath, check_slug, slugify};

/// What can be new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewKind {
    /// A journey.
    Journey,
    /// A stage of a journey.
    Stage,
    /// A step of a stage.
    Step,
    /// An item.
    Item(Kind),
    /// A persona.
    Persona,
}

/// What is to be new, and where.
#[derive(Clone, Debug)]
pub struct NewRecord<'a> {
    /// What it is.
    pub kind: NewKind,
    /// What one calls it.
    pub title: &'a str,
    /// Its ID; without it one is made of the title.
    pub id: Option<&'a str>,
    /// The journey it belongs to.
    pub journey: Option<&'a str>,
    /// The stage it belongs to.
    pub stage: Option<&'a str>,
    /// The step an item is placed on: its ID, or its address with `/`.
    pub step: Option<&'a str>,
    /// Whether an item is to be a building block although a journey is named.
    pub block: bool,
}

/// A planned record.
#[derive(Clone, Debug)]
pub struct Created {
    /// Its ID.
    pub id: String,
    /// The address of the step it is placed on.
    pub placed_on: Option<String>,
    /// The files that change, the record's own first.
    pub paths: Vec<WsPath>,
    /// The change.
    pub edit: WorkspaceEdit,
}

/// Plans a new record.
///
/// # Errors
/// When its place is not known, its ID is taken or none, or the journey's file cannot be edited.
pub fn create(snapshot: &Snapshot, new: &NewRecord<'_>) -> Result<Created, Refused> {
    let title = check_title(new.title)?;
    let id = choose_id(title, new.id)?;
    match new.kind {
        NewKind::Journey => {
            let taken = snapshot.find_journey(&id).found().map(|key| snapshot.journey(key).path());
            refuse_taken(&id, "a journey", taken)?;
            file(FileKind::Journey, layout::journey_path(&id), id, form::journey(title))
        }
        NewKind::Persona => {
            let taken = snapshot.find_persona(&id).found().map(|key| snapshot.persona(key).path());
            refuse_taken(&id, "a persona", taken)?;
            file(FileKind::Persona, layout::record_path(FileKind::Persona, &id), id, form::persona(title))
        }
        NewKind::Stage => {
            let home = target::journey(snapshot, new.journey)?;
            target::require_whole(home)?;
            refuse_taken_in(home, &id)?;
            let edits = journey::append_stage(home, &id, title)?;
            spliced(home, id, edits)
        }
        NewKind::Step => {
            let home = target::journey(snapshot, new.journey)?;
            let stage = target::stage(snapshot, home, new.stage)?;
            target::require_parsed(home)?;
            refuse_taken_in(home, &id)?;
            let edits = journey::append_step(snapshot, stage, &id, title)?;
            spliced(home, id, edits)
        }
        NewKind::Item(kind) => item(snapshot, new, kind, id),
    }
}

fn item(snapshot: &Snapshot, new: &NewRecord<'_>, kind: Kind, id: String) -> Result<Created, Refused> {
    let taken = snapshot.find_item(&id).found().map(|key| snapshot.item(key).path());
    refuse_taken(&id, "an item", taken)?;
    let (home, step) = place(snapshot, new)?;
    let local = home.filter(|_| !new.block).map(JourneyEntry::id);
    let path = layout::item_path(local, kind, &id);
    let mut created = file(FileKind::Item, path, id, form::item(kind, new.title.trim()))?;
    if let Some(step) = step {
        let home = snapshot.journey(step.stage.journey);
        target::require_parsed(home)?;
        let edits = journey::place(snapshot, step, &created.id)?;
        created.placed_on = Some(snapshot.address(step));
        splice(&mut created, home, edits)?;
    }
    Ok(created)
}

/// The journey and the step named for an item.
fn place<'a>(
    snapshot: &'a Snapshot,
    new: &NewRecord<'_>,
) -> Result<(Option<JourneyEntry<'a>>, Option<StepKey>), Refused> {
    let Some(step) = new.step else {
        let home = new.journey.map(|id| target::journey(snapshot, Some(id))).transpose()?;
        return Ok((home, None));
    };
    let parts: Vec<&str> = step.split('/').collect();
    let (journey, stage, step) = match (parts.as_slice(), new.journey) {
        ([step], journey) => (journey, new.stage, *step),
        ([stage, step], Some(journey)) if *stage != journey => (Some(journey), Some(*stage), *step),
        ([journey, step], _) => (Some(*journey), new.stage, *step),
        ([journey, stage, step], _) => (Some(*journey), Some(*stage), *step),
        _ => return Err(Refused::new(format!("`{step}` is no address of a step")).help("write `journey/stage/step`")),
    };
    if let (Some(said), Some(meant)) = (new.journey, journey)
        && said != meant
    {
        return Err(Refused::new(format!("the step is in `{meant}`, not in `{said}`")).help("name one journey"));
    }
    if journey.is_none() && snapshot.journeys().nth(1).is_some() {
        return Err(target::step_of_which(snapshot, step));
    }
    let home = target::journey(snapshot, journey)?;
    Ok((Some(home), Some(target::step(snapshot, home, stage, step)?)))
}

fn check_title(title: &str) -> Result<&str, Refused> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Refused::new("the title is empty").help("say in a few words what it is"));
    }
    if title.contains(char::is_control) {
        return Err(
            Refused::new("the title has a line break or another control character").help("write it in one line")
        );
    }
    Ok(title)
}

fn choose_id(title: &str, chosen: Option<&str>) -> Result<String, Refused> {
    let Some(chosen) = chosen else {
        let made = slugify(title);
        return if made.is_empty() {
            Err(Refused::new(format!("`{title}` has nothing an ID can be made of")).advise(Advice::another(Choice::Id)))
        } else {
            Ok(made)
        };
    };
    match check_slug(chosen) {
        Ok(()) => Ok(chosen.to_owned()),
        Err(SlugFault::Characters | SlugFault::Hyphens) => {
            let near = slugify(chosen);
            let refused = Refused::new(format!("`{chosen}` is no ID: use `a-z`, `0-9` and single hyphens"));
            Err(if near.is_empty() { refused } else { refused.advise(Advice::meant(near, None)) })
        }
        Err(SlugFault::TooLong) => Err(Refused::new(format!("`{chosen}` is too long for an ID")).help("shorten it")),
        Err(SlugFault::Device) => Err(Refused::new(format!("`{chosen}` cannot be a file's name on every system"))
            .advise(Advice::another(Choice::Id))),
    }
}

fn refuse_taken(id: &str, what: &str, holder: Option<&WsPath>) -> Result<(), Refused> {
    match holder {
        Some(path) => Err(Refused::new(format!("`{id}` is {what} already: `{path}`"))
            .help("use that one, or give the new one another ID")
            .advise(Advice::another(Choice::Id))),
        None => Ok(()),
    }
}

/// Stages and steps share the IDs of their journey.
fn refuse_taken_in(home: JourneyEntry<'_>, id: &str) -> Result<(), Refused> {
    let stages = target::stages(home).map(|(_, id)| id);
    let mut all = stages.chain(target::steps(home).map(|(_, id)| id));
    if all.any(|other| other == id) {
        return Err(Refused::new(format!("`{}` has a stage or step `{id}` already: `{}`", home.id(), home.path()))
            .advise(Advice::another(Choice::Id)));
    }
    Ok(())
}

/// A plan of one new file, which is read before it is written.
fn file(kind: FileKind, path: Option<WsPath>, id: String, text: String) -> Result<Created, Refused> {
    let path = path.ok_or_else(|| Refused::new(format!("`{id}` makes no path")))?;
    if let Some(problem) = parse(kind, &SourceText::from(text.as_str())).problems.first() {
        return Err(Refused::new(format!("`{path}` would not be clean: {}", problem.message)));
    }
    let edit = WorkspaceEdit::create(path.clone(), text);
    Ok(Created { id, placed_on: None, paths: vec![path], edit })
}

/// A plan of a change to a journey's file alone.
fn spliced(home: JourneyEntry<'_>, id: String, edits: Vec<TextEdit>) -> Result<Created, Refused> {
    let mut created = Created { id, placed_on: None, paths: Vec::new(), edit: WorkspaceEdit::default() };
    splice(&mut created, home, edits)?;
    Ok(created)
}

fn splice(created: &mut Created, home: JourneyEntry<'_>, edits: Vec<TextEdit>) -> Result<(), Refused> {
    if let Some(source) = home.file().source() {
        let edit = WorkspaceEdit::edit(home.path().clone(), source, edits)?;
        created.edit.join(edit)?;
        created.paths.push(home.path().clone());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Document;
    use crate::store::MemoryTree;
    use crate::text::FileChange;

    const JOURNEY: &str = "\
title: A  # the map
stages:
  - id: setup
    title: Setup   # first
    steps:
      - id: log-in
        title: Customer logs in
        items: [a]   # in order
      # the next one is short
      - { id: leave, title: Customer leaves }
  - id: use
    title: Use
# the end
";

    fn snapshot() -> Snapshot {
        let tree = MemoryTree::from_iter([
            ("workspace.yaml", "name: A\n"),
            ("journeys/a/journey.yaml", JOURNEY),
            ("journeys/empty/journey.yaml", "title: Empty\n"),
            ("blocks/a.md", "---\nkind: insight\ntitle: A\naliases: [old-a]\n---\n"),
        ]);
        Snapshot::load(&tree).expect("memory can be listed")
    }

    fn new(kind: NewKind, title: &str) -> NewRecord<'_> {
        NewRecord { kind, title, id: None, journey: None, stage: None, step: None, block: false }
    }

    fn refused(new: &NewRecord<'_>) -> (String, String) {
        let refused = create(&snapshot(), new).expect_err("refused");
        (refused.message, refused.advice.iter().map(Advice::to_string).collect::<Vec<_>>().join("; "))
    }

    fn paths(created: &Created) -> Vec<&str> {
        created.paths.iter().map(WsPath::as_str).collect()
    }

    /// The journey's text after the plan, which must have all the lines it had but those that `changed` names.
    fn journey_after(created: &Created, source: &str) -> String {
        let splices = created.edit.changes().find_map(|(path, change)| match change {
            FileChange::Edit(splices) if path.file_name() == "journey.yaml" => Some(splices),
            _ => None,
        });
        let splices = splices.expect("a change of the journey");
        assert_eq!(splices.base().text(), source);
        splices.after()
    }

    #[test]
    fn an_item_is_placed_and_the_rest_of_the_journey_kept() {
        let insight = NewKind::Item(Kind::Insight);
        let placed = NewRecord { journey: Some("a"), step: Some("log-in"), ..new(insight, "Keys are hard") };
        let created = create(&snapshot(), &placed).expect("created");
        assert_eq!(paths(&created), ["journeys/a/items/keys-are-hard.md", "journeys/a/journey.yaml"]);
        assert_eq!(created.placed_on.as_deref(), Some("a/setup/log-in"));
        let expected = JOURNEY.replace("[a]   #", "[a, keys-are-hard]   #");
        assert_eq!(journey_after(&created, JOURNEY), expected);

        let flow = NewRecord { step: Some("a/setup/leave"), block: true, ..placed };
        let created = create(&snapshot(), &flow).expect("created");
        assert_eq!(paths(&created), ["blocks/insights/keys-are-hard.md", "journeys/a/journey.yaml"]);
        assert!(
            journey_after(&created, JOURNEY)
                .contains("- { id: leave, title: Customer leaves, items: [keys-are-hard] }")
        );
    }

    #[test]
    fn stages_and_steps_go_to_the_end() {
        let stage = NewRecord { journey: Some("a"), ..new(NewKind::Stage, "Renew: again") };
        let after = journey_after(&create(&snapshot(), &stage).expect("created"), JOURNEY);
        let expected =
            JOURNEY.replace("title: Use\n", "title: Use\n  - id: renew-again\n    title: \"Renew: again\"\n");
        assert_eq!(after, expected);

        let step = NewRecord { journey: Some("a"), stage: Some("use"), ..new(NewKind::Step, "Customer works") };
        let after = journey_after(&create(&snapshot(), &step).expect("created"), JOURNEY);
        let lines = "    steps:\n      - id: customer-works\n        title: Customer works\n";
        assert_eq!(after, JOURNEY.replace("title: Use\n", &format!("title: Use\n{lines}")));

        let first = NewRecord { journey: Some("empty"), ..new(NewKind::Stage, "Start") };
        let after = journey_after(&create(&snapshot(), &first).expect("created"), "title: Empty\n");
        assert_eq!(after, "title: Empty\nstages:\n  - id: start\n    title: Start\n");
    }

    #[test]
    fn without_a_journey_an_item_is_a_building_block() {
        let metric = new(NewKind::Item(Kind::Metric), "Setup rate");
        assert_eq!(paths(&create(&snapshot(), &metric).expect("created")), ["blocks/metrics/setup-rate.md"]);
        let persona = new(NewKind::Persona, "Zoë");
        assert_eq!(paths(&create(&snapshot(), &persona).expect("created")), ["personas/zoe.md"]);
        let journey = new(NewKind::Journey, "Trial to paid");
        assert_eq!(paths(&create(&snapshot(), &journey).expect("created")), ["journeys/trial-to-paid/journey.yaml"]);
    }

    #[test]
    fn what_is_taken_is_refused_with_its_holder() {
        let insight = NewKind::Item(Kind::Insight);
        assert_eq!(refused(&new(insight, "A")).0, "`a` is an item already: `blocks/a.md`");
        assert_eq!(refused(&new(insight, "Old A")).0, "`old-a` is an item already: `blocks/a.md`");
        assert_eq!(refused(&new(NewKind::Journey, "a")).0, "`a` is a journey already: `journeys/a/journey.yaml`");
        let step = NewRecord { journey: Some("a"), stage: Some("use"), ..new(NewKind::Step, "Setup") };
        assert_eq!(refused(&step).0, "`a` has a stage or step `setup` already: `journeys/a/journey.yaml`");
    }

    #[test]
    fn what_is_not_known_is_suggested() {
        let insight = NewKind::Item(Kind::Insight);
        let journey = NewRecord { journey: Some("emty"), ..new(insight, "B") };
        assert_eq!(refused(&journey), ("no journey `emty`".to_owned(), "did you mean `empty`?".to_owned()));
        let step = NewRecord { journey: Some("a"), step: Some("log-on"), ..new(insight, "B") };
        assert_eq!(refused(&step), ("`a` has no step `log-on`".to_owned(), "did you mean `log-in`?".to_owned()));
        let unsaid = new(NewKind::Stage, "B");
        assert_eq!(refused(&unsaid).0, "which journey? there are 2");
        assert_eq!(refused(&unsaid).1, "choose a journey: `a`, `empty`");
        let unsaid = NewRecord { journey: Some("a"), ..new(NewKind::Step, "B") };
        assert_eq!(refused(&unsaid).1, "choose a stage: `setup`, `use`");
        let two = NewRecord { journey: Some("empty"), step: Some("a/setup/log-in"), ..new(insight, "B") };
        assert_eq!(refused(&two).0, "the step is in `a`, not in `empty`");
    }

    #[test]
    fn titles_and_ids_have_to_be_usable() {
        let persona = |title, id| refused(&NewRecord { id, ..new(NewKind::Persona, title) });
        assert_eq!(persona(" ", None).0, "the title is empty");
        assert_eq!(persona("a\nb", None).1, "write it in one line");
        assert_eq!(persona("…", None).1, "choose an ID");
        assert_eq!(persona("A", Some("My ID")).1, "did you mean `my-id`?");
        assert_eq!(persona("A", Some("con")).1, "choose an ID");
    }

    proptest::proptest! {
        #[test]
        fn any_title_is_refused_or_read_back_as_it_is(title in "(\\PC|[\\x00-\\x1f:#'\"\\[\\]{}|>&*!%@-]){0,30}") {
            let snapshot = snapshot();
            let step = NewRecord { journey: Some("a"), stage: Some("use"), id: Some("new"), ..new(NewKind::Step, &title) };
            let is_plain = title.is_ascii() && !title.contains(char::is_control) && !title.trim().is_empty();
            proptest::prop_assert!(!is_plain || create(&snapshot, &step).is_ok());
            if let Ok(created) = create(&snapshot, &step) {
                let after = journey_after(&created, JOURNEY);
                let parsed = parse(FileKind::Journey, &SourceText::from(after.as_str()));
                let Some(Document::Journey(journey)) = parsed.document else { panic!("{after}") };
                let last = journey.steps().last().and_then(|(_, step)| step.title());
                proptest::prop_assert_eq!(last, Some(title.trim()));
                proptest::prop_assert!(parsed.problems.is_empty());
            }
            let insight = NewRecord { id: Some("new"), ..new(NewKind::Item(Kind::Insight), &title) };
            if let Ok(created) = create(&snapshot, &insight) {
                let Some((_, FileChange::Create(bytes))) = created.edit.changes().next() else { panic!("a new file") };
                let parsed = parse(FileKind::Item, &SourceText::from_bytes(bytes.to_vec()));
                let Some(Document::Item(item)) = parsed.document else { panic!("an item") };
                proptest::prop_assert_eq!(item.title(), Some(title.trim()));
            }
        }
    }
}
