//! Where prose mentions records: found when first asked for, since checking does without.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;

use super::{FileEntry, Snapshot, StageKey, StepKey, Subject};
use crate::markdown::Reference;
use crate::model::{Document, Journey, Prose, Stage, Step};
use crate::parallel::apart;
use crate::store::layout::JOURNEY_FILE;
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

/// So many subjects are looked for one by one before everything is gone through.
const FEW: usize = 4;

pub(super) type Found = HashMap<Subject, Vec<(usize, Mention)>>;

/// Mentions by what is mentioned, each with the file it is in.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// In all files, as they were when it was found.
    all: Arc<OnceLock<Found>>,
    /// The files that have been replaced since, of which `all` knows nothing.
    replaced: BTreeSet<usize>,
    /// In those.
    patch: OnceLock<Found>,
    /// How many subjects have been looked for one by one.
    asked: AtomicUsize,
}

impl Mentions {
    /// The mentions of a subject, in the order of the files.
    pub(super) fn of(&self, snapshot: &Snapshot, subject: &Subject) -> Vec<Mention> {
        // A page that is asked for right after an edit need not wait for what all pages need.
        if self.all.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < FEW {
            return only(snapshot, subject);
        }
        let all = self.find(snapshot).get(subject).into_iter().flatten();
        if self.replaced.is_empty() {
            return all.map(|(_, mention)| mention.clone()).collect();
        }
        let few = || self.replaced.iter().map(|at| in_file(snapshot, *at)).collect();
        let patch = self.patch.get_or_init(|| by_mentioned(few()));
        let kept = all.filter(|(file, _)| !self.replaced.contains(file));
        let mut mentions: Vec<&(usize, Mention)> = kept.chain(patch.get(subject).into_iter().flatten()).collect();
        // Stable, so that those of one file stay in their order.
        mentions.sort_by_key(|(file, _)| *file);
        mentions.into_iter().map(|(_, mention)| mention.clone()).collect()
    }

    /// Goes through everything, once.
    pub(super) fn find(&self, snapshot: &Snapshot) -> &Found {
        let everywhere =
            || apart(|| (0..snapshot.files.len()).into_par_iter().map(|at| in_file(snapshot, at)).collect());
        self.all.get_or_init(|| by_mentioned(everywhere()))
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
        Mentions { all: Arc::clone(&self.all), replaced, ..Mentions::default() }
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
    for (prose, from) in holders(document, &from) {
        for reference in prose.references() {
            let to = named(snapshot, file, &reference.value);
            if let Some(to) = to.filter(|to| *to != from) {
                found.push((to, (at, Mention { from: from.clone(), span: reference.span })));
            }
        }
    }
    found
}

/// What names one subject: of references that do not hold one of its names, nothing is looked up.
fn only(snapshot: &Snapshot, subject: &Subject) -> Vec<Mention> {
    let names = names(snapshot, subject);
    let may_name = |reference: &Reference| match reference {
        Reference::Mention { member } => names.contains(&member.as_str()),
        Reference::Wiki { target, .. } => names.contains(&target.rsplit('/').next().unwrap_or_default()),
        Reference::Link { destination, .. } => {
            // Escaped, in another spelling, or of the journey around.
            let is_hidden = destination.contains('%') || !destination.is_ascii() || destination.ends_with(JOURNEY_FILE);
            is_hidden || names.iter().any(|name| destination.contains(name))
        }
    };
    let holds_one = |file: &FileEntry| {
        let prose = file.document().map(Document::prose).unwrap_or_default();
        prose.iter().any(|prose| prose.references().iter().any(|reference| may_name(&reference.value)))
    };
    let files = (0..snapshot.files.len()).filter(|at| holds_one(&snapshot.files[*at]));
    let mentions = files.flat_map(|at| in_file(snapshot, at));
    mentions.filter(|(to, _)| to == subject).map(|(_, (_, mention))| mention).collect()
}

/// What a subject may be called in prose, and its file in a link.
fn names<'s>(snapshot: &'s Snapshot, subject: &'s Subject) -> Vec<&'s str> {
    let (id, record) = match subject {
        Subject::Workspace => ("workspace", None),
        Subject::Member(id) => (id.as_str(), None),
        Subject::Stage(key) => (snapshot.stage(*key).and_then(Stage::id).map_or("", |id| id.value), None),
        Subject::Step(key) => (snapshot.step(*key).and_then(Step::id).map_or("", |id| id.value), None),
        Subject::Journey(key) => (snapshot.journey(*key).id(), snapshot.journey(*key).file().record()),
        Subject::Item(key) => (snapshot.item(*key).id(), snapshot.item(*key).file().record()),
        Subject::Persona(key) => (snapshot.persona(*key).id(), snapshot.persona(*key).file().record()),
        Subject::Signal(key) => (snapshot.signal(*key).id(), snapshot.signal(*key).file().record()),
    };
    let former = record.into_iter().flat_map(|record| record.texts("aliases")).map(|alias| alias.value);
    [id].into_iter().chain(former).collect()
}

/// What a reference in a file names.
fn named(snapshot: &Snapshot, file: &FileEntry, reference: &Reference) -> Option<Subject> {
    match reference {
        Reference::Mention { member } => snapshot.find_member(member).found().map(|id| Subject::Member(id.to_owned())),
        Reference::Wiki { target, .. } => snapshot.find_wiki(target).found(),
        Reference::Link { destination, .. } => linked_record(snapshot, file, destination),
    }
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
        Ok(UrlKind::Relative { path, .. }) if !path.is_empty() => {
            snapshot.find_path(&snapshot.file_spelt(&file.path.parent().join(&path)?)?.path)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Mention, only};
    use crate::snapshot::{Snapshot, Subject};
    use crate::store::MemoryTree;

    #[test]
    fn one_by_one_is_the_same_as_all_at_once() {
        let everything = "[[a]] [[old]] [[j]] [[j/s/one]] [[j/one]] [[j/s]] [[p]] [[t]] @maya [f](../a.md) [g](%61.md) \
            [h](../journeys/j/journey.yaml#s) [i](../workspace.yaml) [k](m.csv) [l](m.md) [[gone]] [n](../personas/p.md)\n";
        let item = |fields: &str| format!("---\nkind: metric\ntitle: T\n{fields}---\n{everything}");
        let journey = format!(
            "title: J\ndescription: |\n  {everything}stages:\n  - id: s\n    title: S\n    description: |\n      {everything}    \
             steps:\n      - id: one\n        title: One\n        description: |\n          {everything}"
        );
        let files = [
            (
                "workspace.yaml",
                "name: Acme\nmembers:\n  - { id: maya, name: Maya, email: m@a.example, role: owner }\n".to_owned(),
            ),
            ("blocks/a.md", item("aliases: [old]\n")),
            ("blocks/m.md", item("")),
            ("blocks/m.csv", "date,value\n".to_owned()),
            ("journeys/j/journey.yaml", journey),
            ("journeys/j/items/l.md", "---\nkind: insight\ntitle: L\n---\n[Up](../journey.yaml)\n".to_owned()),
            ("personas/p.md", format!("---\nname: P\n---\n{everything}")),
            ("signals/t.md", format!("---\nsource: mail\n---\n{everything}")),
        ];
        let tree: MemoryTree = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let snapshot = Snapshot::load(&tree).expect("a tree");
        let mut subjects = vec![Subject::Workspace, Subject::Member("maya".to_owned())];
        let addresses = ["a", "m", "l", "j", "j/s", "j/s/one", "p", "t"];
        subjects.extend(addresses.iter().filter_map(|address| snapshot.find_wiki(address).found()));
        assert_eq!(subjects.len(), 2 + addresses.len());
        let one_by_one: Vec<Vec<Mention>> = subjects.iter().map(|subject| only(&snapshot, subject)).collect();
        assert!(one_by_one.iter().filter(|mentions| mentions.len() > 1).count() > 7, "{one_by_one:?}");
        // Until everything is gone through, which counts.
        subjects.iter().for_each(|subject| drop(snapshot.mentions(subject)));
        let at_once: Vec<Vec<Mention>> = subjects.iter().map(|subject| snapshot.mentions(subject)).collect();
        assert_eq!(one_by_one, at_once);
    }
}
