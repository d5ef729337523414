//! A plain merge of facts, written apart from the program: what three texts come to, read as plain data.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use super::random::git_lines;

/// What a merge has to come to.
#[derive(Default)]
pub(super) struct Expected {
    /// What a clean result says.
    pub(super) value: Value,
    /// Why there must be a conflict.
    pub(super) conflict: Option<String>,
    /// Why there may be one.
    pub(super) doubt: Option<String>,
}

const STEPS: &str = "steps of the journey";
const STAGE: &str = "stage of the step";

/// Merges plain data read from three texts.
pub(super) fn expect(base: &Value, ours: &Value, theirs: &Value) -> Expected {
    let mut merge = Merge::default();
    let [base, ours, theirs] = [base, ours, theirs].map(taken_out);
    merge.hold_stages(&base, &ours, &theirs);
    merge.hold_placements(&base, &ours, &theirs);
    let value = merge.value("", Some(&base), Some(&ours), Some(&theirs)).unwrap_or_default();
    Expected { value, conflict: merge.conflict, doubt: merge.doubt }
}

/// Data with the steps of a journey taken out of their stages, each saying which it was in.
pub(super) fn taken_out(value: &Value) -> Value {
    let mut value = value.clone();
    let Some(stages) = value.get_mut("stages").and_then(Value::as_sequence_mut) else { return value };
    let mut steps = Mapping::new();
    for stage in stages {
        let id = stage["id"].clone();
        let Some(list) = stage.get_mut("steps").and_then(Value::as_sequence_mut) else { continue };
        for step in std::mem::take(list) {
            let key = step["id"].clone();
            let mut step = step;
            step[STAGE] = id.clone();
            // One that is there twice says so.
            let key = if steps.contains_key(&key) { Value::from(format!("{key:?} again in {id:?}")) } else { key };
            steps.insert(key, step);
        }
    }
    value[STEPS] = Value::Mapping(steps);
    value
}

/// Data as a text in which neither the order of entries nor that of items counts.
pub(super) fn canonical(value: &Value) -> String {
    match value {
        Value::Sequence(items) => {
            let mut items: Vec<String> = items.iter().map(canonical).collect();
            items.sort();
            format!("[{}]", items.join(", "))
        }
        Value::Mapping(entries) => {
            let said = entries.iter().filter(|(_, value)| !is_nothing(value));
            let entries: BTreeMap<String, String> =
                said.map(|(key, value)| (canonical(key), canonical(value))).collect();
            format!("{entries:?}")
        }
        other => format!("{other:?}"),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Sequence(items) => items.is_empty(),
        _ => false,
    }
}

/// What an item of a list is known by.
pub(super) fn identity(list: &str, item: &Value) -> String {
    let field = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    match list {
        _ if !item.is_mapping() => item.as_str().map_or_else(|| canonical(item), str::to_owned),
        "tasks" => field("url"),
        "evidence" => ["signal", "quote", "url", "file"].map(field).join("|"),
        "items" => field("item"),
        _ => field("id"),
    }
}

#[derive(Default)]
struct Merge {
    conflict: Option<String>,
    doubt: Option<String>,
}

fn same(one: Option<&Value>, other: Option<&Value>) -> bool {
    let said = |value: Option<&Value>| value.filter(|value| !is_nothing(value)).map(canonical);
    said(one) == said(other)
}

impl Merge {
    fn conflict(&mut self, why: String) {
        self.conflict.get_or_insert(why);
    }

    /// A stage that one side has removed while the other did something in it.
    fn hold_stages(&mut self, base: &Value, ours: &Value, theirs: &Value) {
        let ids = |value: &Value| -> BTreeSet<String> {
            let stages = value.get("stages").and_then(Value::as_sequence).into_iter().flatten();
            stages.map(|stage| identity("stages", stage)).collect()
        };
        for (keeper, other) in [(ours, theirs), (theirs, ours)] {
            for stage in ids(keeper).intersection(&ids(base)).filter(|stage| !ids(other).contains(*stage)) {
                for (id, step) in keeper.get(STEPS).and_then(Value::as_mapping).into_iter().flatten() {
                    let was = base.get(STEPS).and_then(|steps| steps.get(id));
                    if step[STAGE] == stage.as_str() && !same(was, Some(step)) {
                        let is_there = other.get(STEPS).is_some_and(|steps| steps.get(id).is_some());
                        if !is_there || was.is_none_or(|was| was[STAGE] != step[STAGE]) {
                            self.conflict(format!("step {id:?} in the removed stage {stage}"));
                        }
                    }
                }
            }
        }
    }

    /// An item that both sides took off one step, and not put on the same ones.
    fn hold_placements(&mut self, base: &Value, ours: &Value, theirs: &Value) {
        let on = |value: &Value| -> BTreeSet<(String, String)> {
            let steps = value.get(STEPS).and_then(Value::as_mapping).into_iter().flatten();
            let placed = |step: &Value| step.get("items").and_then(Value::as_sequence).cloned().unwrap_or_default();
            let on = |(id, step): (&Value, &Value)| {
                placed(step).into_iter().map(|item| (identity("items", &item), canonical(id))).collect::<Vec<_>>()
            };
            steps.flat_map(on).collect()
        };
        let [was, is, other] = [base, ours, theirs].map(on);
        for (item, step) in was.iter().filter(|place| !is.contains(place) && !other.contains(place)) {
            let added = |side: &BTreeSet<(String, String)>| -> Vec<(String, String)> {
                side.difference(&was).filter(|(other, _)| other == item).cloned().collect()
            };
            if added(&is) != added(&other) {
                self.conflict(format!("both took {item} off {step}"));
            }
        }
    }

    fn value(
        &mut self,
        path: &str,
        base: Option<&Value>,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) -> Option<Value> {
        if same(ours, theirs) || same(base, theirs) {
            return ours.cloned();
        }
        if same(base, ours) {
            return theirs.cloned();
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        match (base, ours, theirs) {
            (_, Some(Value::Mapping(is)), Some(Value::Mapping(other))) => {
                Some(self.mapping(path, base.and_then(Value::as_mapping), is, other))
            }
            (_, Some(Value::Sequence(is)), Some(Value::Sequence(other))) => {
                let was = base.and_then(Value::as_sequence).cloned().unwrap_or_default();
                Some(Value::Sequence(self.list(path, name, [&was, is, other])))
            }
            (Some(Value::String(was)), Some(Value::String(is)), Some(Value::String(other)))
                if [was, is, other].iter().all(|text| text.trim_end().contains('\n')) =>
            {
                let merged = git_lines([was, is, other]).filter(|merged| merged.is_clean);
                if merged.is_none() {
                    self.conflict(format!("both wrote {path}"));
                }
                merged.map(|merged| Value::from(merged.text))
            }
            _ => {
                self.conflict(format!("both changed {path}"));
                None
            }
        }
    }

    fn mapping(&mut self, path: &str, base: Option<&Mapping>, ours: &Mapping, theirs: &Mapping) -> Value {
        let mut merged = Mapping::new();
        for key in ours.keys().chain(theirs.keys()) {
            let at = format!("{path}/{}", key.as_str().unwrap_or_default());
            let value = self.value(&at, base.and_then(|base| base.get(key)), ours.get(key), theirs.get(key));
            merged.extend(value.map(|value| (key.clone(), value)));
        }
        Value::Mapping(merged)
    }

    fn list(&mut self, path: &str, name: &str, sides: [&Vec<Value>; 3]) -> Vec<Value> {
        let groups = sides.map(|side| {
            let mut groups: BTreeMap<String, Vec<&Value>> = BTreeMap::new();
            side.iter().for_each(|item| groups.entry(identity(name, item)).or_default().push(item));
            groups
        });
        self.replaced(path, name, sides);
        let keys: BTreeSet<&String> = groups.iter().flat_map(BTreeMap::keys).collect();
        let mut merged = Vec::new();
        for key in keys {
            let of = |side: usize| groups[side].get(key).map_or(&[][..], Vec::as_slice);
            if (0..3).all(|side| of(side).len() <= 1) {
                let [was, is, other] = [of(0), of(1), of(2)].map(|group| group.first().copied());
                if name == "evidence" && was.is_none() && is.is_some() && other.is_some() && !same(is, other) {
                    self.conflict(format!("both added evidence {key}"));
                }
                merged.extend(self.value(&format!("{path}/{key}"), was, is, other));
            } else {
                merged.extend(self.repeated(&format!("{path}/{key}"), [of(0), of(1), of(2)]));
            }
        }
        merged
    }

    /// Items that are known by one name: each whole one is there as often as the side that changed that says.
    fn repeated(&mut self, path: &str, groups: [&[&Value]; 3]) -> Vec<Value> {
        let [was, is, other] = groups.map(|group| {
            let mut all: Vec<String> = group.iter().map(|item| canonical(item)).collect();
            all.sort();
            all
        });
        let pick = |group: &[&Value]| group.iter().map(|item| (*item).clone()).collect();
        if is == other || was == other {
            return pick(groups[1]);
        }
        if was == is {
            return pick(groups[2]);
        }
        // Which was which cannot be told for sure: a clean result has to hold what both added, nothing that one removed.
        self.doubt.get_or_insert(format!("both changed what is there more than once: {path}"));
        let count = |all: &[String], item: &String| all.iter().filter(|other| *other == item).count();
        let items: BTreeMap<String, &Value> =
            groups.iter().flat_map(|group| group.iter().map(|item| (canonical(item), *item))).collect();
        let mut merged = Vec::new();
        let (mut is_cut, mut is_changed) = ([false; 2], [false; 2]);
        for (text, item) in items {
            let [before, first, second] = [count(&was, &text), count(&is, &text), count(&other, &text)];
            is_cut[0] |= first < before && second == before;
            is_cut[1] |= second < before && first == before;
            is_changed[0] |= first > before;
            is_changed[1] |= second > before;
            let times = if first == second || before == second {
                first
            } else if before == first {
                second
            } else {
                first.max(second)
            };
            merged.extend(std::iter::repeat_n(item.clone(), times));
        }
        merged
    }

    /// One item for which each side has put another in its place.
    fn replaced(&mut self, path: &str, name: &str, [base, ours, theirs]: [&Vec<Value>; 3]) {
        let keys = |side: &[Value]| -> Vec<String> { side.iter().map(|item| identity(name, item)).collect() };
        let (was, is, other) = (keys(base), keys(ours), keys(theirs));
        let is_common = |key: &String| was.contains(key) && is.contains(key) && other.contains(key);
        let gaps = |side: &[String], at: usize| {
            let before = side[..at].iter().rev().find(|key| is_common(key)).cloned();
            (before, side[at..].iter().find(|key| is_common(key)).cloned())
        };
        let fresh = |side: &[String], not: &[String], gap: &(Option<String>, Option<String>)| {
            (0..side.len()).any(|at| !was.contains(&side[at]) && !not.contains(&side[at]) && gaps(side, at) == *gap)
        };
        for at in (0..was.len()).filter(|at| !is.contains(&was[*at]) && !other.contains(&was[*at])) {
            let gap = gaps(&was, at);
            match (fresh(&is, &other, &gap), fresh(&other, &is, &gap)) {
                (true, true) => self.conflict(format!("both replaced {} in {path}", was[at])),
                (false, false) => {}
                _ => drop(self.doubt.get_or_insert(format!("one replaced what the other removed in {path}"))),
            }
        }
    }
}

/// The facts of data, each one line: what there is, and what it says.
pub(super) fn facts(value: &Value) -> BTreeMap<String, usize> {
    let mut facts = BTreeMap::new();
    collect("", &taken_out(value), &mut facts);
    facts
}

fn collect(path: &str, value: &Value, facts: &mut BTreeMap<String, usize>) {
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    match value {
        Value::Mapping(entries) => {
            for (key, value) in entries.iter().filter(|(_, value)| !is_nothing(value)) {
                collect(&format!("{path}/{}", key.as_str().unwrap_or_default()), value, facts);
            }
        }
        Value::Sequence(items) => {
            for item in items {
                let at = format!("{path}/[{}]", identity(&name, item));
                if item.is_mapping() {
                    *facts.entry(at.clone()).or_default() += 1;
                    collect(&at, item, facts);
                } else {
                    *facts.entry(at).or_default() += 1;
                }
            }
        }
        text => *facts.entry(format!("{path} = {text:?}")).or_default() += 1,
    }
}
