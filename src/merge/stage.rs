//! What becomes of a stage that one side has removed when the other has not left it alone.
//!
//! Such a stage is for a person to decide, together with what would go with it or has nowhere else to be.

use std::collections::{HashMap, HashSet};

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
}

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
        Parts { stages: by_key("stages"), steps: by_key(STEPS) }
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
        held
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
            _ => false,
        }
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
