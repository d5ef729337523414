//! Stages and steps that a side has renamed, told from the `aliases` that keep their former IDs.
//!
//! A renamed step is the step it was: what the other side has done with it by its former ID is done with it.

use std::collections::{HashMap, HashSet};

use super::piece::{Block, Piece};

/// The former IDs of stages and steps, by what they are called now.
#[derive(Debug, Default)]
pub(super) struct Renamed {
    stages: HashMap<String, String>,
    steps: HashMap<String, String>,
}

impl Renamed {
    /// Finds what sides have renamed that the other may know by its former ID. What takes an ID that the other side has
    /// given to something else is not taken for renamed.
    pub(super) fn find([base, ours, theirs]: [&Block; 3]) -> Renamed {
        let found = |of: fn(&Block) -> Vec<&Piece>| {
            let [was, is, other] = [of(base), of(ours), of(theirs)];
            let (first, second) = (renames(&was, &is), renames(&was, &other));
            let is_free = |id: &str, former: &str, others: &[&Piece], renames: &HashMap<&str, &str>| {
                renames.get(id).map_or_else(|| others.iter().all(|piece| piece.key != id), |other| *other == former)
            };
            let ours = first.iter().filter(|(id, former)| is_free(id, former, &other, &second));
            let theirs = second.iter().filter(|(id, former)| is_free(id, former, &is, &first));
            ours.chain(theirs).map(|(id, former)| ((*id).to_owned(), (*former).to_owned())).collect()
        };
        Renamed { stages: found(stages), steps: found(steps) }
    }

    /// A document in which what is renamed is known by its former ID, unless that is there, too.
    pub(super) fn applied(&self, mut document: Block) -> Block {
        if self.stages.is_empty() && self.steps.is_empty() {
            return document;
        }
        let taken =
            |pieces: Vec<&Piece>| -> HashSet<String> { pieces.into_iter().map(|piece| piece.key.clone()).collect() };
        let (known_stages, known_steps) = (taken(stages(&document)), taken(steps(&document)));
        let apply = |piece: &mut Piece, renamed: &HashMap<String, String>, known: &HashSet<String>| {
            if let Some(former) = renamed.get(&piece.key).filter(|former| !known.contains(*former)) {
                piece.key.clone_from(former);
            }
        };
        let Some(block) = document.child_mut("stages").and_then(Piece::block_mut) else { return document };
        for stage in &mut block.children {
            apply(stage, &self.stages, &known_stages);
            let steps = stage.block_mut().and_then(|stage| stage.child_mut("steps")).and_then(Piece::block_mut);
            steps
                .into_iter()
                .flat_map(|block| &mut block.children)
                .for_each(|step| apply(step, &self.steps, &known_steps));
        }
        document
    }
}

/// What one side has renamed: the ID is new, and one that is gone is among its aliases, and of no other's.
fn renames<'p>(was: &[&'p Piece], is: &[&'p Piece]) -> HashMap<&'p str, &'p str> {
    let keys = |pieces: &[&'p Piece]| -> HashSet<&'p str> { pieces.iter().map(|piece| piece.key.as_str()).collect() };
    let (before, now) = (keys(was), keys(is));
    let mut by_former: HashMap<&str, Vec<&str>> = HashMap::new();
    for piece in is.iter().filter(|piece| !before.contains(piece.key.as_str())) {
        let aliases = piece.block().and_then(|block| block.child("aliases")).and_then(Piece::block);
        let aliases = aliases.map_or(&[][..], |block| &block.children);
        let former: Vec<&str> = aliases
            .iter()
            .map(|alias| alias.key.as_str())
            .filter(|id| before.contains(id) && !now.contains(id))
            .collect();
        if let [former] = former.as_slice() {
            by_former.entry(former).or_default().push(&piece.key);
        }
    }
    by_former.into_iter().filter_map(|(former, ids)| <[&str; 1]>::try_from(ids).ok().map(|[id]| (id, former))).collect()
}

fn stages(document: &Block) -> Vec<&Piece> {
    list(document, "stages").iter().collect()
}

fn steps(document: &Block) -> Vec<&Piece> {
    let blocks = list(document, "stages").iter().filter_map(Piece::block);
    blocks.flat_map(|stage| list(stage, "steps")).collect()
}

fn list<'b>(block: &'b Block, key: &str) -> &'b [Piece] {
    let list = block.child(key).and_then(Piece::block).filter(|block| block.is_list);
    list.map_or(&[], |block| &block.children)
}
