//! Which journey, stage and step a person means: by what they named, or because there is only one.

use crate::diag::{Advice, Choice, Level, Operation, Refused};
use crate::model::{FileKind, Stage, Step};
use crate::snapshot::{FileEntry, FileState, JourneyEntry, Lookup, Snapshot, StageKey, StepKey};
use crate::text::nearest;

/// The journey of an ID, or the only one.
pub(super) fn journey<'a>(snapshot: &'a Snapshot, named: Option<&str>) -> Result<JourneyEntry<'a>, Refused> {
    let ids = || snapshot.journeys().map(JourneyEntry::id);
    match named {
        Some(id) => match snapshot.find_journey(id) {
            Lookup::Found(key) | Lookup::Former(key) => Ok(snapshot.journey(key)),
            Lookup::Undecidable => Err(undecidable(snapshot, id)),
            Lookup::Unknown => {
                Err(Refused::new(format!("no journey `{id}`")).advise(suggestion(id, ids().collect(), Choice::Journey)))
            }
        },
        None => {
            let mut journeys = snapshot.journeys();
            match (journeys.next(), journeys.next()) {
                (Some(only), None) => Ok(only),
                (None, _) => Err(Refused::new("there is no journey yet").advise(add("journey", None))),
                _ => Err(Refused::new(format!("which journey? there are {}", ids().count()))
                    .advise(Advice::choose(Choice::Journey, ids()))),
            }
        }
    }
}

/// Why nothing can be said of a journey that may be called `id`.
fn undecidable(snapshot: &Snapshot, id: &str) -> Refused {
    let is_unread = |file: &&FileEntry| {
        file.is_of_kind(FileKind::Journey) && file.whole_document().is_none() || file.may_hide(FileKind::Journey)
    };
    let unread = snapshot.files().iter().map(|file| &**file).find(is_unread).and_then(unread);
    let refused = unread.unwrap_or_else(|| Refused::new(format!("no journey `{id}`")));
    refused.help("it may be the journey that is meant")
}

/// Refuses to say what is in a journey of which not all could be read.
pub(super) fn require_whole(journey: JourneyEntry<'_>) -> Result<(), Refused> {
    if journey.is_whole() { Ok(()) } else { unread(journey.file()).map_or(Ok(()), Err) }
}

/// Refuses to change a journey that is known in part.
pub(super) fn require_parsed(journey: JourneyEntry<'_>) -> Result<(), Refused> {
    let is_partial = journey.file().is_partial();
    unread(journey.file()).filter(|_| is_partial).map_or(Ok(()), Err)
}

/// Says that a file cannot be read, and where that is to be seen.
fn unread(file: &FileEntry) -> Option<Refused> {
    let path = &file.path;
    Some(match &file.state {
        FileState::Read(source, parsed) => {
            let mut errors = parsed.problems.iter().filter(|problem| problem.rule.default_level() == Level::Error);
            let problem = parsed.broken_by().or_else(|| errors.next())?;
            let line = source.position(problem.span.start as usize).line;
            Refused::new(format!("`{path}` cannot be read: {} (line {line})", problem.message))
                .help("fix that first")
                .advise(Advice::operation(Operation::Check))
        }
        _ => Refused::new(format!("`{path}` cannot be read: {}", file.why_unreadable()?))
            .help("fix that first")
            .advise(Advice::operation(Operation::Check)),
    })
}

/// The stage of an ID in a journey, or its only one.
pub(super) fn stage(snapshot: &Snapshot, journey: JourneyEntry<'_>, named: Option<&str>) -> Result<StageKey, Refused> {
    let stages: Vec<(usize, &str)> = stages(journey).collect();
    let ids = || stages.iter().map(|(_, id)| *id).collect::<Vec<_>>();
    let home = journey.id();
    let former = |id: &str| {
        let mut all = journey.journey()?.stages().enumerate();
        let (at, _) = all.find(|(_, stage)| stage.aliases().any(|alias| alias.value == id))?;
        Some(at)
    };
    let at_former = named.filter(|id| stages.iter().all(|(_, other)| other != id)).and_then(former);
    let is_known = at_former.is_some() || named.is_some_and(|id| stages.iter().any(|(_, other)| *other == id));
    if !is_known {
        require_whole(journey)?;
    }
    let at = match named {
        Some(id) => stages.iter().find(|(_, other)| *other == id).map(|(at, _)| *at).or(at_former).ok_or_else(|| {
            Refused::new(format!("`{home}` has no stage `{id}`")).advise(suggestion(id, ids(), Choice::Stage))
        }),
        None => match stages.as_slice() {
            [(at, _)] => Ok(*at),
            [] => Err(Refused::new(format!("`{home}` has no stage yet")).advise(add("stage", Some(home)))),
            _ => Err(Refused::new(format!("which stage of `{home}`? there are {}", stages.len()))
                .advise(Advice::choose(Choice::Stage, ids()))),
        },
    };
    let key = StageKey { journey: journey.key(), stage: at? };
    debug_assert!(snapshot.stage(key).is_some());
    Ok(key)
}

/// The step of an ID in a journey, or in a stage of it when that is named too.
pub(super) fn step(
    snapshot: &Snapshot,
    journey: JourneyEntry<'_>,
    stage: Option<&str>,
    named: &str,
) -> Result<StepKey, Refused> {
    let within = stage.map(|id| self::stage(snapshot, journey, Some(id))).transpose()?;
    let steps: Vec<(StepKey, &str)> =
        steps(journey).filter(|(key, _)| within.is_none_or(|at| key.stage == at)).collect();
    if let Some((key, _)) = steps.iter().find(|(_, id)| *id == named) {
        return Ok(*key);
    }
    let had = |key: &StepKey| snapshot.step(*key).is_some_and(|step| step.aliases().any(|alias| alias.value == named));
    if let Some((key, _)) = steps.iter().find(|(key, _)| had(key)) {
        return Ok(*key);
    }
    require_whole(journey)?;
    let home = match stage {
        Some(stage) => format!("{}/{stage}", journey.id()),
        None => journey.id().to_owned(),
    };
    let ids: Vec<&str> = steps.iter().map(|(_, id)| *id).collect();
    let refused = Refused::new(format!("`{home}` has no step `{named}`"));
    Err(if ids.is_empty() {
        refused.advise(add("step", Some(journey.id())))
    } else {
        refused.advise(suggestion(named, ids, Choice::Step))
    })
}

/// Why a step that is named without its journey is not one: there is none of that ID, or its journey has to be named too.
pub(super) fn step_of_which(snapshot: &Snapshot, named: &str) -> Refused {
    let all = || snapshot.journeys().flat_map(|journey| steps(journey));
    let addresses: Vec<String> = all().filter(|(_, id)| *id == named).map(|(key, _)| snapshot.address(key)).collect();
    if addresses.is_empty() {
        if let Some(refused) = snapshot.journeys().find_map(|journey| require_whole(journey).err()) {
            return refused.help("it may be in that journey");
        }
        let refused = Refused::new(format!("no step `{named}` in any journey"));
        return refused.advise(match nearest(named, all().map(|(_, id)| id)) {
            Some(near) => Advice::meant(near, None),
            None => Advice::text("name it by its address, `journey/stage/step`"),
        });
    }
    Refused::new(format!("name the step `{named}` with its journey")).advise(Advice::choose(Choice::Step, addresses))
}

/// The stages of a journey that have an ID, with their places.
pub(super) fn stages(journey: JourneyEntry<'_>) -> impl Iterator<Item = (usize, &str)> {
    let all = journey.journey().into_iter().flat_map(|journey| journey.stages().enumerate());
    all.filter_map(|(at, stage)| Some((at, Stage::id(stage)?.value)))
}

/// The steps of a journey that have an ID, with their keys.
pub(super) fn steps(journey: JourneyEntry<'_>) -> impl Iterator<Item = (StepKey, &str)> {
    let stages = journey.journey().into_iter().flat_map(|journey| journey.stages().enumerate());
    stages.flat_map(move |(at, stage)| {
        let stage_key = StageKey { journey: journey.key(), stage: at };
        let steps = stage.steps().enumerate();
        steps.filter_map(move |(at, step)| Some((StepKey { stage: stage_key, step: at }, Step::id(step)?.value)))
    })
}

fn suggestion(word: &str, names: Vec<&str>, what: Choice) -> Advice {
    match (nearest(word, names.iter().copied()), what) {
        (Some(near), _) => Advice::meant(near, None),
        (None, Choice::Journey) if names.is_empty() => add("journey", None),
        (None, _) => Advice::choose(what, names),
    }
}

/// To add what there is none of yet.
fn add(kind: &'static str, journey: Option<&str>) -> Advice {
    Advice::operation(Operation::New { kind, journey: journey.map(str::to_owned) })
}
