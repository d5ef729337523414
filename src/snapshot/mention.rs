//! Where prose mentions records: found when first asked for, since checking does without.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;

use super::{FileEntry, Snapshot, StageKey, StepKey, Subject};
use crate::markdown::Reference;
use crate::model::{Document, Journey, Prose};
use crate::parallel::apart;
use crate::text::{Span, UrlKind, check_url};

/// A place in prose that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The record whose prose it is in.
    pub from: Subject,
    /// Where in that record's file.
    pub span: Span,
}

/// Of so many files read anew it is no longer worth keeping what was found before.
const MOST: usize = 200;

type Found = HashMap<Subject, Vec<(usize, Mention)>>;

/// Mentions by what is mentioned, each with the file it is in.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// In all files, as they were when it was found.
    all: Arc<OnceLock<Found>>,
    /// The files that have been replaced since, of which `all` knows nothing.
    replaced: BTreeSet<usize>,
    /// In those.
    patch: OnceLock<Found>,
}

impl Mentions {
    /// The mentions of a subject, in the order of the files.
    pub(super) fn of<'s>(&'s self, snapshot: &Snapshot, subject: &Subject) -> Vec<&'s Mention> {
        let everywhere =
            || apart(|| (0..snapshot.files.len()).into_par_iter().map(|at| in_file(snapshot, at)).collect());
        let all = self.all.get_or_init(|| by_mentioned(everywhere())).get(subject).into_iter().flatten();
        if self.replaced.is_empty() {
            return all.map(|(_, mention)| mention).collect();
        }
        let few = || self.replaced.iter().map(|at| in_file(snapshot, *at)).collect();
        let patch = self.patch.get_or_init(|| by_mentioned(few()));
        let kept = all.filter(|(file, _)| !self.replaced.contains(file));
        let mut mentions: Vec<&(usize, Mention)> = kept.chain(patch.get(subject).into_iter().flatten()).collect();
        // Stable, so that those of one file stay in their order.
        mentions.sort_by_key(|(file, _)| *file);
        mentions.into_iter().map(|(_, mention)| mention).collect()
    }

    /// The mentions in `snapshot`, of whose files those at `replaced` differ from `before`, and no definition does.
    pub(super) fn after(&self, before: &Snapshot, snapshot: &Snapshot, replaced: &[usize]) -> Mentions {
        let same_steps = |at: &usize| match (journey(&before.files[*at]), journey(&snapshot.files[*at])) {
            (Some(before), Some(now)) => steps(before).eq(steps(now)),
            (before, now) => before.is_none() && now.is_none(),
        };
        let replaced: BTreeSet<usize> = self.replaced.iter().chain(replaced).copied().collect();
        if self.all.get().is_none() || replaced.len() > MOST || !replaced.iter().all(same_steps) {
            return Mentions::default();
        }
        Mentions { all: Arc::clone(&self.all), replaced, patch: OnceLock::new() }
    }
}

fn journey(file: &FileEntry) -> Option<&Journey> {
    match file.document()? {
        Document::Journey(journey) => Some(journey),
        _ => None,
    }
}

/// What of a journey references can name.
fn steps(journey: &Journey) -> impl Iterator<Item = (Option<&str>, Vec<Option<&str>>)> {
    journey.stages().map(|stage| {
        let steps = stage.steps().map(|step| step.id().map(|id| id.value)).collect();
        (stage.id().map(|id| id.value), steps)
    })
}

/// What files mention, by what is mentioned.
fn by_mentioned(each: Vec<Vec<(Subject, (usize, Mention))>>) -> Found {
    let mut found = Found::new();
    for (to, mention) in each.into_iter().flatten() {
        found.entry(to).or_default().push(mention);
    }
    found
}

fn in_file(snapshot: &Snapshot, at: usize) -> Vec<(Subject, (usize, Mention))> {
    let file = &snapshot.files[at];
    let mut found = Vec::new();
    let (Some(document), Some(from)) = (file.document(), snapshot.find_path(&file.path)) else { return found };
    let is_signal = matches!(document, Document::Signal(_));
    for (prose, from) in holders(document, &from) {
        for reference in &prose.references {
            let to = match &reference.value {
                Reference::Mention { .. } if is_signal => None,
                Reference::Mention { member } => {
                    snapshot.find_member(member).found().map(|id| Subject::Member(id.to_owned()))
                }
                Reference::Wiki { target, .. } => snapshot.find_wiki(target).found(),
                Reference::Link { destination, .. } => linked_record(snapshot, file, destination),
            };
            if let Some(to) = to.filter(|to| *to != from) {
                found.push((to, (at, Mention { from: from.clone(), span: reference.span })));
            }
        }
    }
    found
}

/// The pieces of prose of a document, each with the record, stage or step it belongs to.
fn holders<'d>(document: &'d Document, record: &Subject) -> Vec<(&'d Prose, Subject)> {
    let (Document::Journey(journey), Subject::Journey(key)) = (document, record) else {
        return document.prose().into_iter().map(|prose| (prose, record.clone())).collect();
    };
    let mut found: Vec<(&Prose, Subject)> = Vec::new();
    found.extend(journey.record.prose("description").map(|prose| (prose, record.clone())));
    for (at, stage) in journey.stages().enumerate() {
        let stage_key = StageKey { journey: *key, stage: at };
        found.extend(stage.description().map(|prose| (prose, Subject::Stage(stage_key))));
        for (at, step) in stage.steps().enumerate() {
            let step_key = StepKey { stage: stage_key, step: at };
            found.extend(step.description().map(|prose| (prose, Subject::Step(step_key))));
        }
    }
    found
}

fn linked_record(snapshot: &Snapshot, file: &FileEntry, destination: &str) -> Option<Subject> {
    match check_url(destination) {
        Ok(UrlKind::Relative { path, .. }) => snapshot.find_path(&file.path.parent().join(&path)?),
        _ => None,
    }
}
