//! Journeys compared: stages and steps by ID, placements by item.

use std::collections::{HashMap, HashSet, VecDeque};

use super::change::{Detail, Part, PartEvent, PartKind, Position, Value};
use super::field;
use super::name::Names;
use super::order::out_of_order;
use crate::model::{Journey, Record, Step, Target, names};

/// Fields of stages and steps that are compared as parts of their own.
const PARTS: &[&str] = &["id", "steps", "items", "journeys"];

/// A stage or step, and where it stands.
pub(super) struct Standing<'j> {
    kind: PartKind,
    id: &'j str,
    record: &'j Record,
    stage: Option<Value>,
    number: usize,
    after: Option<Value>,
}

impl<'j> Standing<'j> {
    fn title(&self) -> &str {
        self.record.text(names::TITLE).map_or(self.id, |title| title.value)
    }

    fn part(&self) -> Part {
        Part { kind: self.kind, id: self.id.to_owned(), title: self.title().to_owned(), stage: self.stage.clone() }
    }

    fn position(&self) -> Position {
        Position { stage: self.stage.clone(), number: self.number, after: self.after.clone() }
    }

    fn value(&self) -> Value {
        let title = self.title();
        Value { name: (title != self.id).then(|| title.to_owned()), ..Value::plain(self.id) }
    }

    fn event(&self, event: PartEvent) -> Detail {
        Detail::Part { part: self.part(), event }
    }

    /// What is placed on it: IDs as they are known now, with what stands there.
    fn placed(&self, names: &Names<'_>, name: &dyn Fn(Target, &str) -> Value) -> Vec<Placed<'j>> {
        if self.kind != PartKind::Step {
            return Vec::new();
        }
        let mut seen: HashMap<(Target, String), usize> = HashMap::new();
        let mut placed = |target: Target, id: &str, record: Option<&'j Record>| {
            let now = names.now(target, id);
            let times = seen.entry((target, now.clone())).or_default();
            *times += 1;
            let note = record.and_then(|record| record.text("note")).map(|note| note.value.trim_end().to_owned());
            Placed { key: (target, now, *times), value: name(target, id), note, record }
        };
        let mut all = Vec::new();
        for record in self.record.records(names::ITEMS) {
            all.push(placed(Target::ITEM, record.text(names::ITEM).map_or("", |item| item.value), Some(record)));
        }
        for journey in (Step { record: self.record }).journeys() {
            all.push(placed(Target::JOURNEY, journey.value, None));
        }
        all
    }
}

/// What is placed, and the how many-th time on its step.
type PlacedKey = (Target, String, usize);

/// One placement.
struct Placed<'j> {
    key: PlacedKey,
    value: Value,
    note: Option<String>,
    /// All that is said of it there.
    record: Option<&'j Record>,
}

/// A journey before and after.
pub(super) struct Pair<'s> {
    /// What it was called.
    pub(super) old: Value,
    /// What it is called.
    pub(super) new: Value,
    pub(super) was: Option<&'s Journey>,
    pub(super) is: Option<&'s Journey>,
}

/// The steps that went from one journey to another.
#[derive(Default)]
pub(super) struct Transfers<'s> {
    /// Where a step of a journey, by the IDs of both, was before.
    arrived: HashMap<(String, String), (Value, Standing<'s>)>,
    /// Where a step of a journey is now.
    left: HashMap<(String, String), Value>,
}

impl<'s> Transfers<'s> {
    /// Finds steps that are gone from one journey and new in another, under the same ID and title.
    pub(super) fn of(pairs: &[Pair<'s>]) -> Transfers<'s> {
        let mut gone: HashMap<(&str, String), (&Pair<'s>, Standing<'s>)> = HashMap::new();
        let mut come = Vec::new();
        for pair in pairs {
            let (old, new) = (parts(pair.was), parts(pair.is));
            let matched = matched(&old, &new);
            let kept: HashSet<usize> = matched.iter().flatten().copied().collect();
            come.extend(new.into_iter().zip(&matched).filter(|(_, old)| old.is_none()).map(|(part, _)| (pair, part)));
            for (_, part) in old.into_iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
                gone.entry((part.id, part.title().to_owned())).or_insert((pair, part));
            }
        }
        let mut transfers = Transfers::default();
        for (to, part) in come.into_iter().filter(|(_, part)| part.kind == PartKind::Step) {
            let key = (part.id, part.title().to_owned());
            let Some((from, old)) = gone.remove(&key).filter(|(_, old)| old.kind == PartKind::Step) else { continue };
            transfers.left.insert((from.old.text.clone(), part.id.to_owned()), to.new.clone());
            transfers.arrived.insert((to.new.text.clone(), part.id.to_owned()), (from.old.clone(), old));
        }
        transfers
    }
}

/// Compares two states of a journey: its own fields, then stage by stage and step by step.
pub(super) fn compare(names: &Names<'_>, transfers: &Transfers<'_>, pair: &Pair<'_>) -> Vec<Detail> {
    let old_name: &dyn Fn(Target, &str) -> Value = &|target, id| names.former(target, id);
    let new_name: &dyn Fn(Target, &str) -> Value = &|target, id| names.current(target, id);
    let nothing = Record::default();
    let record = |journey: Option<&'_ Journey>| journey.map_or(nothing.clone(), |journey| journey.record.clone());
    let mut details = match (pair.was, pair.is) {
        (Some(was), Some(is)) => field::compare(names, &was.record, &is.record, &["stages"]),
        (was, is) => field::compare(names, &record(was), &record(is), &["stages", "title"]),
    };
    details.extend(field::compare_records(names, "stages", &unnamed(pair.was), &unnamed(pair.is)));
    let (old, new) = (parts(pair.was), parts(pair.is));
    let matched = matched(&old, &new);
    let kept: HashSet<usize> = matched.iter().flatten().copied().collect();
    for (_, part) in old.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
        let left = transfers.left.get(&(pair.old.text.clone(), part.id.to_owned()));
        details.push(part.event(match left {
            Some(to) => PartEvent::Left { to: to.clone() },
            None => PartEvent::Removed { placed: values(part.placed(names, old_name)) },
        }));
    }
    let moved = moved(&old, &new, &matched);
    for (at, part) in new.iter().enumerate() {
        let arrived = transfers.arrived.get(&(pair.new.text.clone(), part.id.to_owned()));
        let was = match (matched[at], arrived) {
            (Some(was), _) => &old[was],
            (None, Some((from, was))) => {
                details.push(part.event(PartEvent::Arrived { from: from.clone() }));
                was
            }
            (None, None) => {
                details.push(part.event(PartEvent::Added { placed: values(part.placed(names, new_name)) }));
                continue;
            }
        };
        if was.id != part.id {
            details.push(part.event(PartEvent::Renamed { from: was.id.to_owned() }));
        }
        if moved[at] {
            details.push(part.event(PartEvent::Moved { from: was.position(), to: part.position() }));
        }
        let changed = field::compare(names, was.record, part.record, PARTS);
        details.extend(changed.into_iter().map(|detail| part.event(PartEvent::Changed { detail: Box::new(detail) })));
        let events = placements(names, &was.placed(names, old_name), &part.placed(names, new_name));
        details.extend(events.into_iter().map(|event| part.event(event)));
    }
    details
}

fn values(placed: Vec<Placed<'_>>) -> Vec<Value> {
    placed.into_iter().map(|placed| placed.value).collect()
}

/// The stages and steps of a journey, in order; of two with one ID the first.
fn parts(journey: Option<&Journey>) -> Vec<Standing<'_>> {
    let mut parts: Vec<Standing<'_>> = Vec::new();
    let mut seen = HashSet::new();
    let mut before: Option<Value> = None;
    for (number, stage) in journey.into_iter().flat_map(Journey::stages).enumerate() {
        let Some(id) = stage.id().map(|id| id.value) else { continue };
        let part = Standing {
            kind: PartKind::Stage,
            id,
            record: stage.record,
            stage: None,
            number: number + 1,
            after: before.clone(),
        };
        let value = part.value();
        before = Some(value.clone());
        if seen.insert(id) {
            parts.push(part);
        }
        let mut previous: Option<Value> = None;
        for (number, step) in stage.steps().enumerate() {
            let Some(id) = step.id().map(|id| id.value) else { continue };
            let part = Standing {
                kind: PartKind::Step,
                id,
                record: step.record,
                stage: Some(value.clone()),
                number: number + 1,
                after: previous,
            };
            previous = Some(part.value());
            if seen.insert(id) {
                parts.push(part);
            }
        }
    }
    parts
}

/// For each new part the old one it was: by ID, else by a former one, else by title, among those whose ID is gone.
fn matched(old: &[Standing<'_>], new: &[Standing<'_>]) -> Vec<Option<usize>> {
    let by_id: HashMap<(PartKind, &str), usize> =
        old.iter().enumerate().map(|(at, part)| ((part.kind, part.id), at)).collect();
    let mut matched: Vec<Option<usize>> = new.iter().map(|part| by_id.get(&(part.kind, part.id)).copied()).collect();
    let is_new = |at: &usize| !by_id.contains_key(&(new[*at].kind, new[*at].id));
    let living: HashSet<(PartKind, &str)> = new.iter().map(|part| (part.kind, part.id)).collect();
    let mut kept: HashSet<usize> = matched.iter().flatten().copied().collect();
    for at in (0..new.len()).filter(is_new) {
        let part = &new[at];
        let former = part.record.texts(names::ALIASES).map(|alias| (part.kind, alias.value));
        let mut former = former.filter(|key| !living.contains(key)).filter_map(|key| by_id.get(&key).copied());
        matched[at] = former.find(|was| kept.insert(*was));
    }
    let mut left: HashMap<(PartKind, &str), VecDeque<usize>> = HashMap::new();
    for (at, part) in old.iter().enumerate().filter(|(at, _)| !kept.contains(at)) {
        left.entry((part.kind, part.title())).or_default().push_back(at);
    }
    let is_open: Vec<usize> = (0..new.len()).filter(|at| is_new(at) && matched[*at].is_none()).collect();
    for at in is_open {
        let part = &new[at];
        matched[at] = left.get_mut(&(part.kind, part.title())).and_then(VecDeque::pop_front);
    }
    matched
}

/// Which parts stand elsewhere: in another stage, or in another order. Of those, the fewest that explain it.
fn moved(old: &[Standing<'_>], new: &[Standing<'_>], matched: &[Option<usize>]) -> Vec<bool> {
    let stage_now: HashMap<&str, &str> = new
        .iter()
        .zip(matched)
        .filter(|(part, _)| part.kind == PartKind::Stage)
        .filter_map(|(part, was)| Some((old[(*was)?].id, part.id)))
        .collect();
    let mut moved = vec![false; new.len()];
    let mut groups: HashMap<Option<&str>, Vec<(usize, usize)>> = HashMap::new();
    for (at, part) in new.iter().enumerate() {
        let Some(was) = matched[at] else { continue };
        let stage = part.stage.as_ref().map(|stage| stage.text.as_str());
        let before = old[was].stage.as_ref().and_then(|stage| stage_now.get(stage.text.as_str()).copied());
        if stage == before {
            groups.entry(stage).or_default().push((at, was));
        } else {
            moved[at] = true;
        }
    }
    for at in groups.into_values().flat_map(|group| out_of_order(&group)) {
        moved[at] = true;
    }
    moved
}

/// What was placed on a step and taken off it, placed with something else said of it, or put in another order.
fn placements(names: &Names<'_>, old: &[Placed<'_>], new: &[Placed<'_>]) -> Vec<PartEvent> {
    type ByKey<'p> = HashMap<&'p PlacedKey, &'p Placed<'p>>;
    let old_by_key: ByKey<'_> = old.iter().map(|placed| (&placed.key, placed)).collect();
    let new_by_key: ByKey<'_> = new.iter().map(|placed| (&placed.key, placed)).collect();
    let change = |detail: Detail| PartEvent::Changed { detail: Box::new(detail) };
    let mut events = Vec::new();
    for placed in old.iter().filter(|placed| !new_by_key.contains_key(&placed.key)) {
        events.push(PartEvent::Unplaced { item: placed.value.clone() });
    }
    for placed in new {
        let Some(was) = old_by_key.get(&placed.key) else {
            events.push(PartEvent::Placed { item: placed.value.clone(), note: placed.note.clone() });
            continue;
        };
        if let (Some(was), Some(is)) = (was.record, placed.record) {
            let on = format!("on {}", placed.value.shown());
            let changed = field::compare(names, was, is, &["item"]);
            events.extend(changed.into_iter().map(|detail| change(detail.of_part(&on))));
        }
    }
    for (target, name) in [(Target::ITEM, "items"), (Target::JOURNEY, "journeys")] {
        let still = |these: &[Placed<'_>], those: &ByKey<'_>| -> Vec<PlacedKey> {
            let is_still = |placed: &&Placed<'_>| placed.key.0 == target && those.contains_key(&placed.key);
            these.iter().filter(is_still).map(|placed| placed.key.clone()).collect()
        };
        if still(new, &old_by_key) != still(old, &new_by_key) {
            events.push(change(Detail::Listed { name: name.to_owned(), added: Vec::new(), removed: Vec::new() }));
        }
    }
    events
}

/// The stages and steps that cannot be told from others: those without an ID, or with one that is taken, and what is in
/// such a stage.
fn unnamed(journey: Option<&Journey>) -> Vec<Record> {
    let mut seen = HashSet::new();
    let mut unnamed = Vec::new();
    for stage in journey.into_iter().flat_map(Journey::stages) {
        match stage.id() {
            None => {
                unnamed.push(stage.record.clone());
                continue;
            }
            Some(id) if !seen.insert(id.value) => unnamed.push(stage.record.clone()),
            Some(_) => {}
        }
        let steps = stage.steps().filter(|step| step.id().is_none_or(|id| !seen.insert(id.value)));
        unnamed.extend(steps.map(|step| step.record.clone()));
    }
    unnamed
}
