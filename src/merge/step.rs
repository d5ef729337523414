//! The steps of a journey as facts of their own: which there are, what each says, and the stage it is in.
//!
//! A step keeps what it is when it moves to another stage. So before a merge the steps are taken out of their stages,
//! which keep only a mark for each, and are put back behind it.
//!
//! Invariant: only steps whose ID is there once in each text are taken out; putting them back gives the same document.

use std::collections::{HashMap, HashSet};

use super::Side;
use super::piece::{Block, Known, Piece};
use crate::yaml::Shape;
use crate::yaml::block::Body;

/// The entry the steps are in, and the stem of the marks they leave.
pub(super) const STEPS: &str = "\0steps";
/// The entry of a step that names its stage.
pub(super) const STAGE: &str = "\0stage";

/// The IDs of steps that each of the texts has at most once.
pub(super) type Ids = HashSet<String>;

/// The IDs of steps that can be told from one another in all of these documents; none where stages cannot.
pub(super) fn ids(documents: [&Block; 3]) -> Ids {
    let mut ids = Ids::new();
    let mut repeated = Ids::new();
    for document in documents {
        let mut stages = HashSet::new();
        let mut seen = HashSet::new();
        for stage in list(document, "stages") {
            if !is_known(stage) || !stages.insert(&stage.key) {
                return Ids::new();
            }
            for step in stage.block().into_iter().flat_map(|stage| list(stage, "steps")) {
                if !is_known(step) || !seen.insert(&step.key) {
                    repeated.insert(step.key.clone());
                }
                ids.insert(step.key.clone());
            }
        }
    }
    ids.retain(|id| !repeated.contains(id));
    ids
}

/// Whether it has an ID.
fn is_known(piece: &Piece) -> bool {
    piece.block().is_some_and(|block| block.child("id").is_some_and(|id| matches!(id.body, Body::Leaf(_))))
}

fn list<'b>(block: &'b Block, key: &str) -> &'b [Piece] {
    let list = block.child(key).and_then(Piece::block).filter(|block| block.is_list);
    list.map_or(&[], |block| &block.children)
}

fn list_mut<'b>(block: &'b mut Block, key: &str) -> &'b mut [Piece] {
    let list = block.child_mut(key).and_then(Piece::block_mut).filter(|block| block.is_list);
    list.map_or(&mut [], |block| &mut block.children)
}

/// Takes the steps out of their stages; `None` where one of them is there twice.
pub(super) fn take_out(mut document: Block, ids: &Ids) -> Option<Block> {
    if ids.is_empty() {
        return Some(document);
    }
    let mut steps = Vec::new();
    let mut seen = HashSet::new();
    for stage in list_mut(&mut document, "stages") {
        let key = stage.key.clone();
        let Some(stage) = stage.block_mut() else { continue };
        for step in list_mut(stage, "steps") {
            if !ids.contains(&step.key) {
                continue;
            }
            if !seen.insert(step.key.clone()) {
                return None;
            }
            let mark = mark(&step.key, &key, step.note.clone());
            let mut step = std::mem::replace(step, mark);
            let place = Piece::token(STAGE.to_owned(), String::new(), step.key.clone(), Shape::Text(key.clone()));
            step.block_mut()?.children.push(place);
            steps.push(step);
        }
    }
    let block =
        Block { is_list: false, column: 0, is_inline: false, children: steps, tail: String::new(), flow: Vec::new() };
    let entry = Piece::token(STEPS.to_owned(), String::new(), String::new(), Shape::Absent);
    document.children.push(Piece { body: Body::Block(block), ..entry });
    Some(document)
}

/// What a step leaves in its stage.
fn mark(id: &str, stage: &str, note: Known) -> Piece {
    let mark = Piece::token(id.to_owned(), STEPS.to_owned(), stage.to_owned(), Shape::Text(id.to_owned()));
    Piece { note, ..mark }
}

/// The stage of a mark that a step has left; `None` where something else stands.
pub(super) fn marked_stage(piece: &Piece) -> Option<&str> {
    match &piece.body {
        Body::Leaf(leaf) if piece.stem == STEPS => Some(&leaf.text),
        _ => None,
    }
}

/// The stage a step says it is in.
pub(super) fn stage(step: &Piece) -> Option<&str> {
    match &step.block()?.children.iter().rev().find(|child| child.key == STAGE)?.body {
        Body::Leaf(leaf) => match &leaf.meaning {
            Shape::Text(stage) => Some(stage),
            _ => None,
        },
        Body::Block(_) => None,
    }
}

/// Puts the steps back where the marks are. A step goes where its stage is that of the mark, to each side its own.
pub(super) fn put_back(mut document: Block) -> Block {
    let Some(at) = document.children.iter().position(|piece| piece.key == STEPS) else { return document };
    let mut steps: HashMap<String, Vec<Piece>> = HashMap::new();
    if let Body::Block(block) = document.children.remove(at).body {
        for step in block.children {
            steps.entry(step.key.clone()).or_default().push(step);
        }
    }
    for stage in list_mut(&mut document, "stages") {
        let key = stage.key.clone();
        let Some(list) = stage.block_mut().and_then(|stage| stage.child_mut("steps")).and_then(Piece::block_mut) else {
            continue;
        };
        let marks = std::mem::take(&mut list.children);
        for mark in marks {
            if mark.stem != STEPS {
                list.children.push(mark);
                continue;
            }
            for step in steps.get(&mark.key).into_iter().flatten() {
                list.children.extend(seen_in(step, &key, mark.note.only));
            }
        }
    }
    document
}

/// The step as it is seen in a stage: by all sides or by one.
fn seen_in(step: &Piece, stage: &str, only: Option<Side>) -> Vec<Piece> {
    let mut step = step.clone();
    let Some(block) = step.block_mut() else { return Vec::new() };
    let mut places = Vec::new();
    block.children.retain(|child| {
        if child.key == STAGE {
            places.push(child.clone());
        }
        child.key != STAGE
    });
    let is_here = |side: Side| {
        let says =
            |place: &Piece| matches!(&place.body, Body::Leaf(leaf) if leaf.meaning == Shape::Text(stage.to_owned()));
        places.iter().any(|place| place.is_seen(side) && says(place))
    };
    let sides = [Side::Ours, Side::Theirs, Side::Base];
    let here: Vec<Side> = sides.into_iter().filter(|side| is_here(*side)).collect();
    let step = match only {
        Some(side) => step.only(side),
        None => Some(step),
    };
    match step {
        Some(step) if here.len() == sides.len() => vec![step],
        Some(step) => here.into_iter().filter_map(|side| step.clone().only(side)).collect(),
        None => Vec::new(),
    }
}
