//! Records brought back as they were in another state of the workspace, with what they need.
//!
//! A plan names files; their bytes stay with the tree they are read from. Nothing is taken away: what a journey has got
//! since stays, and what was moved since is brought back where it is now.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diag::{Advice, Refused};
use crate::model::{FileKind, Form, Kind, Naming, Target, names};
use crate::snapshot::{Destination, FileEntry, Lookup, Snapshot, Subject};
use crate::store::layout::{ITEMS, JOURNEYS, Place};
use crate::text::{WsPath, nearest};

/// What is to be brought back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restoration {
    /// Where each file goes, and where it was.
    pub files: BTreeMap<WsPath, WsPath>,
    /// The records that are brought back because others need them, by ID.
    pub needed: BTreeSet<String>,
    /// What is needed and was not there then either, or cannot be brought back: a phrase each.
    pub lost: BTreeSet<String>,
    /// Files of a journey that were not there then, and stay.
    pub kept: BTreeSet<WsPath>,
    /// Where the record was placed and is not now: addresses of steps.
    pub unplaced: BTreeSet<String>,
}

/// A record's IDs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called<'a> {
    /// The one it had.
    pub then: &'a str,
    /// The one it has, if it is there.
    pub now: &'a str,
}

/// Plans to bring back a record as it was in `then`, where it is in `now`.
///
/// # Errors
/// When nothing was called so then, or it cannot be brought back as things are now.
pub fn restore(then: &Snapshot, now: &Snapshot, called: Called<'_>) -> Result<Restoration, Refused> {
    let subject = match then.find_wiki(called.then) {
        Lookup::Found(subject) | Lookup::Former(subject) => subject,
        Lookup::Unknown | Lookup::Undecidable => return Err(unknown(then, called.then)),
    };
    let mut plan =
        Plan { then, now, made: Restoration::default(), queue: VecDeque::new(), seen: BTreeSet::new(), renamed: None };
    let name = plan.name(&subject);
    let today = if called.then == called.now { &name } else { called.now };
    plan.bring(&subject, today)?;
    plan.made.unplaced = plan.unplaced(&subject, today);
    while let Some(subject) = plan.queue.pop_front() {
        let name = plan.name(&subject);
        match plan.bring(&subject, &name) {
            Ok(()) => drop(plan.made.needed.insert(name)),
            Err(refused) => drop(plan.made.lost.insert(refused.message)),
        }
    }
    Ok(plan.made)
}

/// Plans to bring back a file whose record has no ID of its own: the portfolio, or what a member sets for themselves. `None`
/// where there was none at the path.
pub fn restore_file(then: &Snapshot, path: &WsPath) -> Option<Restoration> {
    let kind = then.file(path)?.record_place()?.kind;
    let is_alone = matches!(kind, FileKind::Portfolio | FileKind::MemberSettings);
    is_alone.then(|| Restoration { files: BTreeMap::from([(path.clone(), path.clone())]), ..Restoration::default() })
}

fn unknown(then: &Snapshot, id: &str) -> Refused {
    let items = then.items().map(|item| item.id());
    let others = then.journeys().map(|journey| journey.id()).chain(then.personas().map(|persona| persona.id()));
    let refused = Refused::new(format!("no record was called `{id}` then"));
    match nearest(id, items.chain(others)) {
        Some(near) => refused.advise(Advice::meant(near, None)),
        None => refused,
    }
}

struct Plan<'s> {
    then: &'s Snapshot,
    now: &'s Snapshot,
    made: Restoration,
    /// Records that are needed and are not there.
    queue: VecDeque<Subject>,
    /// Those that have been in the queue, or are brought back, by kind and ID.
    seen: BTreeSet<(FileKind, String)>,
    /// Where the items are that are local to the journey that is brought back, if that has another ID now.
    renamed: Option<Renamed>,
}

/// A folder that has another name now.
#[derive(Clone)]
struct Renamed {
    then: WsPath,
    now: WsPath,
}

impl Plan<'_> {
    fn name(&self, subject: &Subject) -> String {
        self.then.id_of(subject).unwrap_or_default().to_owned()
    }

    /// Brings back a record, which is called `today` now if it is there.
    fn bring(&mut self, subject: &Subject, today: &str) -> Result<(), Refused> {
        let (then, id) = (self.then, self.name(subject));
        let called = Called { then: &id, now: today };
        match subject {
            Subject::Item(key) => {
                let item = then.item(*key);
                self.bring_item(called, item.path(), item.kind())
            }
            Subject::Journey(key) => self.bring_journey(called, then.journey(*key).path()),
            Subject::Stage(_) | Subject::Step(_) => {
                Err(Refused::new("a stage or step is brought back with its journey").help("name the journey"))
            }
            record => match (record.kind(), then.file_of(record)) {
                (Some(kind), Some(file)) => {
                    let now = self.now.find_record(kind, today);
                    let now = now.and_then(|now| Some(self.now.file_of(&now)?.path.clone()));
                    self.bring_one(kind, &id, &file.path, now)
                }
                _ => Err(Refused::new("settings are not brought back one by one")),
            },
        }
    }

    fn bring_item(&mut self, called: Called<'_>, path: &WsPath, kind: Option<Kind>) -> Result<(), Refused> {
        let id = called.then;
        let now = self.now.find_item(called.now).map(|key| self.now.item(key).path().clone());
        let is_gone = !matches!(now, Lookup::Found(_));
        if let (true, Some(journey)) = (is_gone, home(path))
            && matches!(self.now.find_journey(&journey), Lookup::Unknown)
            && !self.seen.contains(&(FileKind::Journey, journey.clone()))
        {
            return Err(Refused::new(format!("`{id}` belonged to the journey `{journey}`, which is gone"))
                .help("bring back the journey"));
        }
        self.bring_one(FileKind::Item, id, path, now)?;
        let rows = |path: &WsPath| WsPath::new(&format!("{}csv", path.as_str().strip_suffix("md")?));
        let to = self.made.files.iter().find(|(_, from)| *from == path).map(|(to, _)| to.clone());
        if let (Some(Kind::Metric), Some(from), Some(to)) = (kind, rows(path), to.as_ref().and_then(rows))
            && self.then.has_file(&from)
        {
            self.made.files.insert(to, from);
        }
        Ok(())
    }

    /// Brings back a file: where its record is now, else where it was.
    fn bring_one(&mut self, kind: FileKind, id: &str, path: &WsPath, now: Lookup<WsPath>) -> Result<(), Refused> {
        let to = match now {
            Lookup::Found(now) => now,
            Lookup::Former(now) => {
                return Err(Refused::new(format!("`{id}` has another name now: it is `{now}`"))
                    .help("bring it back by the name it has now, so that there is one record and not two"));
            }
            Lookup::Undecidable | Lookup::Unknown => self.place_now(path),
        };
        self.seen.insert((kind, id.to_owned()));
        self.tell_lost_aliases(path, &to);
        self.made.files.insert(to, path.clone());
        self.require(path);
        Ok(())
    }

    /// Where a file that was at `path` belongs that is not there now.
    fn place_now(&self, path: &WsPath) -> WsPath {
        let brought = self.renamed.as_ref().filter(|renamed| path.is_within(&renamed.then)).cloned();
        let renamed = brought.or_else(|| self.home_now(path));
        let place = renamed.and_then(|renamed| renamed.now.join(&renamed.then.relative_to(path)));
        place.unwrap_or_else(|| path.clone())
    }

    /// The folder of the journey that a file was local to, if that has another ID now.
    fn home_now(&self, path: &WsPath) -> Option<Renamed> {
        let journey = home(path)?;
        let Lookup::Former(key) = self.now.find_journey(&journey) else { return None };
        Some(Renamed { then: items_of(&journey)?, now: items_of(self.now.journey(key).id())? })
    }

    /// Says which former IDs a record has now and had not then: what refers to it by one of them finds nothing.
    fn tell_lost_aliases(&mut self, from: &WsPath, to: &WsPath) {
        let aliases = |snapshot: &Snapshot, path: &WsPath| -> BTreeSet<String> {
            let record = snapshot.file(path).and_then(FileEntry::record);
            record.into_iter().flat_map(|record| record.texts(names::ALIASES)).map(|id| id.value.to_owned()).collect()
        };
        for id in aliases(self.now, to).difference(&aliases(self.then, from)) {
            self.made.lost.insert(format!("the former ID `{id}`, which `{to}` has now and had not then"));
        }
    }

    /// Brings back a journey with what was local to it; what has been moved out of it since stays where it is.
    fn bring_journey(&mut self, called: Called<'_>, path: &WsPath) -> Result<(), Refused> {
        let now = self.now.find_journey(called.now).map(|key| self.now.journey(key).path().clone());
        let today = if matches!(now, Lookup::Found(_)) { called.now } else { called.then };
        let (Some(were), Some(items)) = (items_of(called.then), items_of(today)) else { return Ok(()) };
        if were != items {
            self.renamed = Some(Renamed { then: were.clone(), now: items.clone() });
        }
        self.bring_one(FileKind::Journey, called.then, path, now)?;
        for file in self.then.files().iter().filter(|file| file.path.is_within(&were)) {
            let Place::Record(place) = &file.place else {
                self.made.files.insert(self.place_now(&file.path), file.path.clone());
                continue;
            };
            let elsewhere = match self.now.find_item(&place.id) {
                Lookup::Found(key) | Lookup::Former(key) => !self.now.item(key).path().is_within(&items),
                Lookup::Undecidable | Lookup::Unknown => false,
            };
            let is_renamed = matches!(self.now.find_item(&place.id), Lookup::Former(_));
            if elsewhere || is_renamed {
                continue;
            }
            let moved = match (self.now.find_item(&place.id), place.kind) {
                (Lookup::Found(key), FileKind::Item) => self.now.item(key).path().clone(),
                _ => self.place_now(&file.path),
            };
            self.seen.insert((FileKind::Item, place.id.clone()));
            self.made.files.insert(moved, file.path.clone());
            self.require(&file.path);
        }
        let is_new = |path: &WsPath| path.is_within(&items) && !self.made.files.contains_key(path);
        self.made.kept = self.now.files().iter().map(|file| file.path.clone()).filter(is_new).collect();
        Ok(())
    }

    /// Sees to what the record in a file refers to.
    fn require(&mut self, path: &WsPath) {
        let then = self.then;
        let Some((file, document)) = then.file(path).and_then(|file| Some((file, file.document()?))) else { return };
        for naming in document.field_names().into_iter().chain(document.prose_names()) {
            self.require_named(file, &naming);
        }
    }

    fn require_named(&mut self, file: &FileEntry, naming: &Naming<'_>) {
        let then = self.then;
        match naming.form {
            // A record's own former ID; what is said to someone.
            Form::Alias | Form::Mention => {}
            Form::FilePath | Form::FileLink => {
                if let Some(link) = then.follow_name(file, naming) {
                    self.require_file(link.destination);
                }
            }
            Form::Field(_, target @ (Target::Member | Target::Step)) => {
                if self.now.find_target(target, naming.name).found().is_none() {
                    let name = naming.name;
                    self.made.lost.insert(format!("the {} `{name}` is not there any more", target.name()));
                }
            }
            // What was as unknown then is not needed.
            Form::Field(..) | Form::Placement | Form::Link | Form::WikiLink => {
                if let Some(found) = then.resolve(file, naming).found() {
                    self.require_record(&found);
                }
            }
        }
    }

    /// Puts a record that is gone into the queue.
    fn require_record(&mut self, subject: &Subject) {
        let id = self.name(subject);
        let Some(kind) = subject.kind() else { return };
        let is_gone = self.now.find_record(kind, &id) == Lookup::Unknown;
        if is_gone && self.seen.insert((kind, id)) {
            self.queue.push_back(subject.clone());
        }
    }

    /// Brings back a file that a record refers to: an image, a recording, another record.
    fn require_file(&mut self, destination: Destination<'_>) {
        let Some(file) = destination.file() else { return };
        if let Some(subject) = self.then.find_path(&file.path) {
            self.require_record(&subject);
        } else if self.now.file_spelt(&file.path).is_none_or(FileEntry::is_unreadable) {
            self.made.files.insert(file.path.clone(), file.path.clone());
        }
    }

    /// The steps an item, which is called `today` now, was on and is not now.
    fn unplaced(&self, subject: &Subject, today: &str) -> BTreeSet<String> {
        let Subject::Item(key) = subject else { return BTreeSet::new() };
        let addresses = |snapshot: &Snapshot, key| -> BTreeSet<String> {
            snapshot.placed_on(key).iter().map(|placed| snapshot.address(placed.step)).collect()
        };
        let now = self.now.find_item(today).found();
        let now = now.map(|key| addresses(self.now, key)).unwrap_or_default();
        // What is placed in a journey that cannot be read is not known.
        let is_read = |address: &String| {
            let journey = address.split('/').next().unwrap_or_default();
            let found = self.now.find_journey(journey).found();
            found.is_none_or(|key| self.now.journey(key).is_whole())
        };
        // A step can name what is not there at the moment.
        let names_it = |address: &String| {
            let step = self.now.find_step(address).found().and_then(|key| self.now.step(key));
            step.is_some_and(|step| step.placements().any(|placement| placement.item.value == today))
        };
        let then = addresses(self.then, *key).into_iter();
        then.filter(|address| !now.contains(address) && !names_it(address) && is_read(address)).collect()
    }
}

/// The folder of a journey's own items.
fn items_of(journey: &str) -> Option<WsPath> {
    WsPath::new(&format!("{JOURNEYS}/{journey}/{ITEMS}"))
}

/// The journey a path is local to.
fn home(path: &WsPath) -> Option<String> {
    match crate::store::layout::place(path) {
        Place::Record(place) => place.journey,
        _ => None,
    }
}
