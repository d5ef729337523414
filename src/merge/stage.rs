//! What becomes of a stage that one side has removed when the other has not left it alone, and of what both have taken
//! off one step.
//!
//! Such a stage is for a person to decide, together with what would go with it or has nowhere else to be. So is where an
//! item or nested journey goes that both have taken off one step, and not put on the same ones.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::GROUPS;
use super::pair::pair;
use super::piece::{Block, Piece};
use super::step::{self, STEPS};

/// What must be a conflict, beyond what each entry shows by itself.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Stages that one side has and the other must not remove unasked, by ID.
    stages: HashSet<String>,
    /// Steps of these that went with them.
    steps: HashSet<String>,
    /// Steps that one side has moved to where the other has nothing.
    moves: HashSet<String>,
    /// What both sides have taken off one step and one has put elsewhere, by the list it is in and its ID.
    placements: HashSet<(&'static str, String)>,
}

/// The lists of what is placed on a step.
const PLACED: [&str; 2] = ["items", "journeys"];

/// The stages and steps of a document whose steps have been taken out.
struct Parts<'d> {
    stages: HashMap<&'d str, &'d Piece>,
    steps: HashMap<&'d str, &'d Piece>,
}

impl<'d> Parts<'d> {
    fn of(document: &'d Block) -> Parts<'d> {
        let by_key = |key: &str| -> HashMap<&'d str, &'d Piece> {
            let children = document.child(key).and_then(Piece::block).map_or(&[][..], |block| &block.children);
            children.iter().map(|piece| (piece.key.as_str(), piece)).collect()
        };
        let mut steps = by_key(STEPS);
        // On the groups of a portfolio journeys are placed as on steps.
        steps.extend(by_key(GROUPS));
        Parts { stages: by_key("stages"), steps }
    }

    /// The steps that each item of a list of theirs is on.
    fn placements(&self, list: &str) -> HashMap<&'d str, BTreeSet<&'d str>> {
        let mut placements: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for (id, step) in &self.steps {
            let list = step.block().and_then(|step| step.child(list)).and_then(Piece::block);
            for placed in list.map_or(&[][..], |list| &list.children) {
                placements.entry(&placed.key).or_default().insert(id);
            }
        }
        placements
    }

    fn steps_of(&self, stage: &str) -> impl Iterator<Item = (&'d str, &'d Piece)> {
        self.steps.iter().filter(move |(_, piece)| step::stage(piece) == Some(stage)).map(|(id, piece)| (*id, *piece))
    }
}

impl Held {
    /// Finds what must be a conflict in documents whose steps have been taken out.
    pub(super) fn find([base, ours, theirs]: [&Block; 3]) -> Held {
        let mut held = Held::default();
        let parts = [base, ours, theirs].map(Parts::of);
        for (keeper, other) in [(1, 2), (2, 1)] {
            let (was, is, other) = (&parts[0], &parts[keeper], &parts[other]);
            let removed = is.stages.iter().filter(|(key, _)| !other.stages.contains_key(*key));
            for (key, stage) in removed {
                let Some(before) = was.stages.get(key) else { continue };
                let is_lost = |(id, step): (&str, &Piece)| {
                    !other.steps.contains_key(id) && was.steps.get(id).is_none_or(|was| !was.is_same(step))
                };
                if is_changed(before, stage) || is.steps_of(key).any(is_lost) {
                    held.hold(key, was, is, other);
                }
            }
        }
        held.hold_rivals([base, ours, theirs], &parts);
        held.hold_placements(&parts);
        held
    }

    fn hold_placements(&mut self, parts: &[Parts<'_>; 3]) {
        let none = BTreeSet::new();
        for list in PLACED {
            let [was, is, other] = parts.each_ref().map(|parts| parts.placements(list));
            for (key, was) in was {
                let (is, other) = (is.get(key).unwrap_or(&none), other.get(key).unwrap_or(&none));
                let is_taken_by_both = was.iter().any(|step| !is.contains(step) && !other.contains(step));
                if is_taken_by_both && !is.difference(&was).eq(other.difference(&was)) {
                    self.placements.insert((list, key.to_owned()));
                }
            }
        }
    }

    fn hold(&mut self, stage: &str, was: &Parts<'_>, is: &Parts<'_>, other: &Parts<'_>) {
        self.stages.insert(stage.to_owned());
        for (id, _) in is.steps_of(stage) {
            let is_new_here = was.steps.get(id).and_then(|step| step::stage(step)) != Some(stage);
            match other.steps.get(id) {
                None => drop(self.steps.insert(id.to_owned())),
                Some(_) if is_new_here => drop(self.moves.insert(id.to_owned())),
                Some(_) => {}
            }
        }
    }

    /// Of stages that replace each other only one is chosen: what was moved to one has to stay for the other.
    fn hold_rivals(&mut self, documents: [&Block; 3], parts: &[Parts<'_>; 3]) {
        let stages = documents.map(|document| {
            document.child("stages").and_then(Piece::block).map_or(&[][..], |block| block.children.as_slice())
        });
        let Some(mut classes) = pair(stages[0], stages[1], stages[2]) else { return };
        classes.find_rivals();
        for class in classes.all.iter().filter(|class| class.is_rival && class.base.is_none()) {
            let (side, other) = if class.ours.is_some() { (1, 2) } else { (2, 1) };
            let Some(stage) = class.ours.or(class.theirs) else { continue };
            for (id, _) in parts[side].steps_of(&stage.key) {
                if parts[other].steps.contains_key(id) {
                    self.moves.insert(id.to_owned());
                }
            }
        }
    }

    /// Whether what one side has taken out of a list stays for a person to decide.
    pub(super) fn is_held(&self, list: &str, key: &str) -> bool {
        match list {
            "stages" => self.stages.contains(key),
            STEPS => self.steps.contains(key),
            _ => self.placements.iter().any(|(placed, id)| *placed == list && id == key),
        }
    }

    /// Whether something is in a step, or is one, that is held.
    pub(super) fn is_in(&self, piece: &Piece) -> bool {
        let Some(block) = piece.block().filter(|_| !self.placements.is_empty()) else { return false };
        let is_held = |child: &Piece| PLACED.contains(&piece.key.as_str()) && self.is_held(&piece.key, &child.key);
        block.children.iter().any(|child| is_held(child) || self.is_in(child))
    }

    /// Whether it is for a person to decide where a step goes.
    pub(super) fn is_move_contested(&self, id: &str) -> bool {
        self.moves.contains(id)
    }
}

/// Whether more was done to a stage than taking steps out of it.
fn is_changed(was: &Piece, is: &Piece) -> bool {
    let (Some(before), Some(after)) = (was.block(), is.block()) else { return !was.is_same(is) };
    let without = |block: &Block| {
        let mut block = block.clone();
        if let Some(steps) = block.child_mut("steps").and_then(Piece::block_mut) {
            steps.children.clear();
        }
        block
    };
    if was.above() != is.above() || was.beside() != is.beside() || !without(before).is_same(&without(after)) {
        return true;
    }
    let steps = |block: &'_ Block| block.child("steps").and_then(Piece::block).map(|block| block.children.clone());
    let (before, after) = (steps(before).unwrap_or_default(), steps(after).unwrap_or_default());
    let mut left = before.iter();
    !after.iter().all(|step| left.any(|was| was.is_same(step)))
}
