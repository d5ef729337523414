//! Who names whom: every place in a file that names something, by what it names.
//!
//! Names of an address are uses of each of its parts, and so are those of a path that lies in a journey's folder. Found
//! when first asked for, apart for fields and for prose, since checking does without; kept from one snapshot to the next
//! as far as it holds.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;

use super::spelling::id_in;
use super::{FileEntry, JourneyKey, Lookup, Snapshot, Subject};
use crate::model::{Document, FileKind, Form, Journey, Naming, Passage, Record, Stage, Step, Target, names};
use crate::parallel::apart;
use crate::store::layout::{JOURNEY_FILE, JOURNEYS};
use crate::text::{Span, unescape};

/// A place that names something.
#[derive(Clone, Debug)]
pub struct Use<'s> {
    /// The record, stage or step it is in.
    pub from: Subject,
    /// The file.
    pub file: &'s FileEntry,
    /// Where in the file: a field's value with its quotes, all of `[[…]]` and `@member`, the destination of a link.
    pub span: Span,
    /// The bytes that spell the ID, so that a new ID in their place names the same under its new name. `None` where
    /// nothing is written of it (`../journey.yaml`), or with escapes, so that the whole has to be written anew.
    pub inner: Option<Span>,
    /// How it is named.
    pub form: Form,
    /// Whether it is named by a former ID.
    pub is_former: bool,
    /// Whether it is what is meant, and not a journey or stage on the way to that.
    pub is_target: bool,
}

impl Snapshot {
    /// Every place that names a subject, in the order of the files; its own are among them.
    pub fn uses(&self, subject: &Subject) -> Vec<Use<'_>> {
        let ids = ids(self, subject);
        let written = Where::BOTH.into_iter().flat_map(|place| self.uses.part(place).of(self, subject, place));
        let mut uses: Vec<Use<'_>> = written.map(|written| written.to_use(self, &ids)).collect();
        uses.sort_by(|a, b| (&a.file.path, a.span).cmp(&(&b.file.path, b.span)));
        uses
    }

    /// Whose prose mentions a record by `[[…]]` or a link to its file, or a member by `@`, as often as it does and in the
    /// order of the files.
    pub fn mentions(&self, subject: &Subject) -> Vec<Subject> {
        let written = self.uses.prose.of(self, subject, Where::Prose).into_iter().filter(|written| written.is_target);
        written.map(|written| written.from(self)).filter(|from| from != subject).collect()
    }

    /// Finds all mentions while nobody waits for them yet.
    pub fn find_mentions(&self) {
        self.uses.prose.find(self, Where::Prose);
    }
}

/// Of so many files read anew it is no longer worth keeping what was found before.
const MOST: usize = 200;

/// So many subjects are looked for one by one before everything is gone through.
const FEW: usize = 4;

/// What of a file is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Fields,
    Prose,
}

impl Where {
    const BOTH: [Where; 2] = [Where::Fields, Where::Prose];

    fn visit<'d>(self, document: &'d Document, visit: impl FnMut(Naming<'d>)) {
        match self {
            Where::Fields => document.visit_field_names(visit),
            Where::Prose => document.prose_names().for_each(visit),
        }
    }
}

/// A use as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Written {
    file: u32,
    /// The part between slashes that spells the ID; `None` where none does.
    segment: Option<u8>,
    is_former: bool,
    is_target: bool,
    span: Span,
    /// The stage and the step in that, counted from 1; 0 where it is in none.
    holder: [u32; 2],
    form: Form,
}

impl Written {
    fn from(&self, snapshot: &Snapshot) -> Subject {
        let record = snapshot.subject_in(&snapshot.files[self.file as usize]).expect("names are looked for in records");
        record.part(match self.holder.map(|at| at as usize) {
            [0, _] => Passage::Own,
            [stage, 0] => Passage::Stage(stage - 1),
            [stage, step] => Passage::Step(stage - 1, step - 1),
        })
    }

    fn to_use<'s>(self, snapshot: &'s Snapshot, ids: &[&str]) -> Use<'s> {
        let file = &*snapshot.files[self.file as usize];
        let text = file.source().map_or("", |source| source.slice(self.span));
        let id = self.segment.and_then(|segment| id_in(text, self.form, segment.into(), ids));
        Use {
            from: self.from(snapshot),
            file,
            span: self.span,
            inner: id.map(|id| Span::new(id.start, id.end).shift(self.span.start as usize)),
            form: self.form,
            is_former: self.is_former,
            is_target: self.is_target,
        }
    }
}

type Found = HashMap<Subject, Vec<Written>>;

/// Uses by what is named.
#[derive(Debug, Default)]
pub(super) struct Uses {
    fields: Part,
    prose: Part,
}

impl Uses {
    fn part(&self, place: Where) -> &Part {
        match place {
            Where::Fields => &self.fields,
            Where::Prose => &self.prose,
        }
    }

    /// The uses in `snapshot`, of whose files those at `replaced` differ from `before`, and no definition does.
    pub(super) fn after(&self, before: &Snapshot, snapshot: &Snapshot, replaced: &[usize]) -> Uses {
        let same_steps = |at: &usize| match (journey(&before.files[*at]), journey(&snapshot.files[*at])) {
            (Some(before), Some(now)) => steps(before).eq(steps(now)),
            (before, now) => before.is_none() && now.is_none(),
        };
        let is_known = self.fields.all.get().is_some() || self.prose.all.get().is_some();
        if !is_known || !replaced.iter().all(same_steps) {
            return Uses::default();
        }
        Uses { fields: self.fields.after(replaced), prose: self.prose.after(replaced) }
    }
}

/// Uses in fields or in prose.
#[derive(Debug, Default)]
struct Part {
    /// In all files, as they were when it was found.
    all: Arc<OnceLock<Found>>,
    /// The files that have been replaced since, of which `all` knows nothing.
    replaced: BTreeSet<usize>,
    /// In those.
    patch: OnceLock<Found>,
    /// How many subjects have been looked for one by one.
    asked: AtomicUsize,
}

impl Part {
    /// The uses of a subject, in the order of the files.
    fn of(&self, snapshot: &Snapshot, subject: &Subject, place: Where) -> Vec<Written> {
        // A page that is asked for right after an edit need not wait for what all pages need.
        if self.all.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < FEW {
            return only(snapshot, subject, place);
        }
        let all = self.find(snapshot, place).get(subject).into_iter().flatten();
        if self.replaced.is_empty() {
            return all.copied().collect();
        }
        let few = || self.replaced.iter().map(|at| in_file(snapshot, *at, place)).collect();
        let patch = self.patch.get_or_init(|| by_named(few()));
        let kept = all.filter(|written| !self.replaced.contains(&(written.file as usize)));
        let mut uses: Vec<Written> = kept.chain(patch.get(subject).into_iter().flatten()).copied().collect();
        // Stable, so that those of one file stay in their order.
        uses.sort_by_key(|written| written.file);
        uses
    }

    /// Goes through everything, once.
    fn find(&self, snapshot: &Snapshot, place: Where) -> &Found {
        let each = |at| in_file(snapshot, at, place);
        let everywhere = || apart(|| (0..snapshot.files.len()).into_par_iter().map(each).collect());
        self.all.get_or_init(|| by_named(everywhere()))
    }

    fn after(&self, replaced: &[usize]) -> Part {
        let replaced: BTreeSet<usize> = self.replaced.iter().chain(replaced).copied().collect();
        if self.all.get().is_none() || replaced.len() > MOST {
            return Part::default();
        }
        Part { all: Arc::clone(&self.all), replaced, ..Part::default() }
    }
}

fn journey(file: &FileEntry) -> Option<&Journey> {
    match file.document()? {
        Document::Journey(journey) => Some(journey),
        _ => None,
    }
}

/// What of a journey can be named: each stage and its steps by their IDs, former ones behind them.
fn steps(journey: &Journey) -> impl Iterator<Item = (Vec<&str>, Vec<Vec<&str>>)> {
    journey.stages().map(|stage| (part_ids(stage.record), stage.steps().map(|step| part_ids(step.record)).collect()))
}

fn part_ids(record: &Record) -> Vec<&str> {
    let id = record.text(names::ID).map_or("", |id| id.value);
    [id].into_iter().chain(record.texts(names::ALIASES).map(|alias| alias.value)).collect()
}

/// What files name, by what is named.
fn by_named(each: Vec<Vec<(Subject, Written)>>) -> Found {
    let mut found = Found::new();
    for (to, written) in each.into_iter().flatten() {
        found.entry(to).or_default().push(written);
    }
    found
}

/// What names one subject: of names that do not hold one of its IDs, nothing is looked up.
fn only(snapshot: &Snapshot, subject: &Subject, place: Where) -> Vec<Written> {
    let ids = ids(snapshot, subject);
    let may_name = |naming: &Naming<'_>| match naming.form {
        Form::FileLink | Form::FilePath => {
            // Escaped, in another spelling, or of the journey around.
            let is_hidden = naming.name.contains('%') || !naming.name.is_ascii() || naming.name.contains(JOURNEY_FILE);
            is_hidden || ids.iter().any(|id| naming.name.contains(id))
        }
        _ => naming.name.split('/').any(|part| ids.contains(&part)),
    };
    let holds_one = |file: &FileEntry| {
        let mut holds = false;
        if let Some(document) = file.document() {
            place.visit(document, |naming| holds |= may_name(&naming));
        }
        holds
    };
    let files = (0..snapshot.files.len()).filter(|at| holds_one(&snapshot.files[*at]));
    let uses = files.flat_map(|at| in_file(snapshot, at, place));
    uses.filter(|(to, _)| to == subject).map(|(_, written)| written).collect()
}

/// The IDs by which a subject may be named, the living one first.
fn ids<'s>(snapshot: &'s Snapshot, subject: &'s Subject) -> Vec<&'s str> {
    let (id, record) = match subject {
        Subject::Workspace => ("workspace", None),
        Subject::Member(id) => (id.as_str(), None),
        Subject::Stage(key) => {
            let stage = snapshot.stage(*key);
            (stage.and_then(Stage::id).map_or("", |id| id.value), stage.map(|stage| stage.record))
        }
        Subject::Step(key) => {
            let step = snapshot.step(*key);
            (step.and_then(Step::id).map_or("", |id| id.value), step.map(|step| step.record))
        }
        record => (snapshot.id_of(record).unwrap_or_default(), snapshot.record_of(record)),
    };
    let former = record.into_iter().flat_map(|record| record.texts(names::ALIASES)).map(|alias| alias.value);
    [id].into_iter().chain(former).collect()
}

fn in_file(snapshot: &Snapshot, at: usize, place: Where) -> Vec<(Subject, Written)> {
    let file = &snapshot.files[at];
    let mut found = Vec::new();
    let (Some(document), Some(_)) = (file.document(), snapshot.subject_in(file)) else { return found };
    place.visit(document, |naming| {
        let narrow = |at: usize| u32::try_from(at + 1).unwrap_or_default();
        let holder = match naming.holder {
            Passage::Own => [0, 0],
            Passage::Stage(stage) => [narrow(stage), 0],
            Passage::Step(stage, step) => [narrow(stage), narrow(step)],
        };
        visit_parts(snapshot, file, &naming, &mut |part| {
            let NamedPart { subject, segment, is_former, is_target } = part;
            let segment = segment.and_then(|segment| u8::try_from(segment).ok());
            let (file, span, form) = (u32::try_from(at).unwrap_or_default(), naming.span, naming.form);
            found.push((subject, Written { file, segment, is_former, is_target, span, holder, form }));
        });
    });
    found
}

/// Something that a name, or a part of it, leads to.
struct NamedPart {
    subject: Subject,
    segment: Option<usize>,
    is_former: bool,
    is_target: bool,
}

/// Hands over what a name leads to, and what lies on the way there.
fn visit_parts(snapshot: &Snapshot, file: &FileEntry, naming: &Naming<'_>, visit: &mut impl FnMut(NamedPart)) {
    if let Form::FileLink | Form::FilePath = naming.form {
        return visit_path(snapshot, file, naming, visit);
    }
    let is_address = matches!(naming.form, Form::WikiLink | Form::Field(_, Target::Step)) && naming.name.contains('/');
    if is_address {
        return visit_address(snapshot, naming.name, visit);
    }
    let lookup = snapshot.resolve(file, naming);
    let is_former = matches!(lookup, Lookup::Former(_));
    if let Some(subject) = lookup.found() {
        visit(NamedPart { subject, segment: Some(0), is_former, is_target: true });
    }
}

/// The journey, stage and step of an address, as far as they are there.
fn visit_address(snapshot: &Snapshot, address: &str, visit: &mut impl FnMut(NamedPart)) {
    let parts: Vec<&str> = address.split('/').collect();
    let journey = snapshot.find_journey(parts[0]);
    let is_former = matches!(journey, Lookup::Former(_));
    let Some(journey) = journey.found() else { return };
    visit(NamedPart { subject: Subject::Journey(journey), segment: Some(0), is_former, is_target: false });
    let on_the_way = match parts[..] {
        [_, stage, _] => snapshot.find_in_journey(journey, None, stage).found(),
        _ => None,
    };
    let target = snapshot.find_address(address).found();
    let stage = match &target {
        Some(Subject::Step(key)) if parts.len() == 3 => Some(Subject::Stage(key.stage)),
        _ => on_the_way.filter(|subject| matches!(subject, Subject::Stage(_))),
    };
    let stage = stage.map(|subject| (subject, 1, false));
    let target = target.map(|subject| (subject, parts.len() - 1, true));
    for (subject, segment, is_target) in stage.into_iter().chain(target) {
        let is_former = ids(snapshot, &subject).first() != Some(&parts[segment]);
        visit(NamedPart { subject, segment: Some(segment), is_former, is_target });
    }
}

/// The record at a path, and the journey in whose folder that lies.
fn visit_path(snapshot: &Snapshot, file: &FileEntry, naming: &Naming<'_>, visit: &mut impl FnMut(NamedPart)) {
    let Some(link) = snapshot.follow_name(file, naming).filter(|link| !link.path.is_empty()) else { return };
    let Some(parts) = parts_of_path(file, naming) else { return };
    let target = link.destination.file().and_then(|there| snapshot.subject_in(there));
    let journey = match &parts[..] {
        [(folder, _), (id, segment), ..] if folder == JOURNEYS => {
            let key = snapshot.definitions[FileKind::Journey].by_id.get(id.as_str());
            key.map(|key| (Subject::Journey(JourneyKey(*key)), *segment))
        }
        _ => None,
    };
    let mut found = |subject, segment, is_target| visit(NamedPart { subject, segment, is_former: false, is_target });
    match (journey, target) {
        (Some((journey, segment)), Some(target)) if journey == target => found(target, segment, true),
        (journey, target) => {
            if let Some((journey, Some(segment))) = journey {
                found(journey, Some(segment), false);
            }
            if let Some(target) = target {
                found(target, parts.last().and_then(|(_, segment)| *segment), true);
            }
        }
    }
}

/// The parts of the path that a name in a file leads to, each with its place between the slashes of the name; `None` where
/// an escape hides a slash.
fn parts_of_path(file: &FileEntry, naming: &Naming<'_>) -> Option<Vec<(String, Option<usize>)>> {
    let folder = file.path.parent();
    let mut parts: Vec<(String, Option<usize>)> = folder.parts().map(|part| (part.to_owned(), None)).collect();
    let is_escaped = naming.form == Form::FileLink;
    let path = if is_escaped { naming.name.split(['?', '#']).next()? } else { naming.name };
    for (at, segment) in path.split('/').enumerate() {
        let part = if is_escaped { unescape(segment)? } else { segment.to_owned() };
        match part.as_str() {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part if part.contains('/') => return None,
            part => parts.push((part.to_owned(), Some(at))),
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::{Where, Written, only};
    use crate::snapshot::{Snapshot, Subject, Touched};
    use crate::store::MemoryTree;
    use crate::text::WsPath;

    const EVERYTHING: &str = "[[a]] [[old]] [[j]] [[j/s/one]] [[j/one]] [[j/s]] [[p]] [[t]] @maya [f](../a.md) \
        [g](%61.md) [h](../journeys/j/journey.yaml#s) [i](../workspace.yaml) [k](m.csv) [l](m.md) [[gone]] \
        [n](../personas/p.md)\n";

    fn files() -> Vec<(&'static str, String)> {
        let item = |fields: &str| format!("---\nkind: metric\ntitle: T\n{fields}---\n{EVERYTHING}");
        let journey = format!(
            "title: J\ndescription: |\n  {EVERYTHING}stages:\n  - id: s\n    title: S\n    description: |\n      {EVERYTHING}    \
             steps:\n      - id: one\n        title: One\n        description: |\n          {EVERYTHING}"
        );
        let workspace = "name: Acme\nmembers:\n  - { id: maya, name: Maya, email: m@a.example, role: owner }\n";
        let local = "---\nkind: insight\ntitle: L\n---\n[Up](../journey.yaml#why)\n";
        let signal = format!("---\nsource: mail\npersona: p\nstep: j/s/one\nitems: [a, old, m]\n---\n{EVERYTHING}");
        vec![
            ("workspace.yaml", workspace.to_owned()),
            ("blocks/a.md", item("owner: maya\naliases: [old]\nevidence: [{ file: m.csv, signal: t, persona: p }]\n")),
            ("blocks/m.md", item("")),
            ("blocks/m.csv", "date,value\n".to_owned()),
            ("journeys/j/journey.yaml", journey),
            ("journeys/j/items/l.md", local.to_owned()),
            ("journeys/q/journey.yaml", "title: Q\n".to_owned()),
            ("journeys/q/items/k.md", local.to_owned()),
            ("personas/p.md", format!("---\nname: P\n---\n{EVERYTHING}")),
            ("signals/t.md", signal),
        ]
    }

    fn tree(files: &[(&str, String)]) -> MemoryTree {
        files.iter().map(|(path, text)| (*path, text.as_str())).collect()
    }

    fn subjects(snapshot: &Snapshot) -> Vec<Subject> {
        let addresses = ["a", "m", "l", "j", "j/s", "j/s/one", "p", "q", "t"];
        let found = addresses.iter().map(|address| snapshot.find_wiki(address).found().expect("it is there"));
        [Subject::Workspace, Subject::Member("maya".to_owned())].into_iter().chain(found).collect()
    }

    #[test]
    fn one_by_one_is_the_same_as_all_at_once() {
        let snapshot = Snapshot::load(&tree(&files())).expect("a tree");
        let subjects = subjects(&snapshot);
        for (place, least) in [(Where::Prose, 8), (Where::Fields, 3)] {
            let one_by_one: Vec<Vec<Written>> =
                subjects.iter().map(|subject| only(&snapshot, subject, place)).collect();
            let all = snapshot.uses.part(place).find(&snapshot, place);
            let at_once: Vec<Vec<Written>> =
                subjects.iter().map(|subject| all.get(subject).cloned().unwrap_or_default()).collect();
            assert_eq!(one_by_one, at_once);
            let named = one_by_one.iter().filter(|uses| uses.len() > 1).count();
            assert!(named >= least, "{named}: {one_by_one:?}");
        }
    }

    #[test]
    fn what_holds_is_kept_when_a_file_changes() {
        let mut files = files();
        let before = Snapshot::load(&tree(&files)).expect("a tree");
        Where::BOTH.iter().for_each(|place| {
            before.uses.part(*place).find(&before, *place);
        });
        let a = files.iter_mut().find(|(path, _)| *path == "blocks/a.md").expect("it is there");
        a.1 = a.1.replace("owner: maya\n", "links: [m, l]\n").replace("[[p]]", "[[m]] [[old]]");
        let touched = Touched::At(BTreeSet::from([WsPath::new("blocks/a.md").expect("a path")]));
        let after = before.after(&tree(&files), &touched).expect("a tree").expect("it is another");
        assert!(Where::BOTH.iter().all(|at| Arc::ptr_eq(&before.uses.part(*at).all, &after.uses.part(*at).all)));
        let anew = Snapshot::load(&tree(&files)).expect("a tree");
        for subject in subjects(&anew) {
            let told = |snapshot: &Snapshot| -> Vec<String> {
                let uses = snapshot.uses(&subject).into_iter();
                uses.map(|found| format!("{} {:?} {:?} {:?}", found.file.path, found.inner, found.form, found.from))
                    .collect()
            };
            assert_eq!(told(&after), told(&anew), "{subject:?}");
        }
    }
}
