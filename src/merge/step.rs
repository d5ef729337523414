//! Steps that one side has moved to another stage, while the other side changed them where they were.

use std::collections::{BTreeSet, HashMap};

use super::Side;
use super::piece::{Block, Body, Piece};
use super::tree::Merger;

/// The texts of the three sides; a step that was moved is put where it was moved to in that text alone, merged, so
/// that it is new there and was never elsewhere.
pub(super) fn settle(merger: &mut Merger<'_>, base: &mut Block, ours: &mut Block, theirs: &mut Block) {
    let (in_base, in_ours, in_theirs) = (stages(base), stages(ours), stages(theirs));
    let ids: BTreeSet<&String> = in_ours.keys().chain(in_theirs.keys()).collect();
    let stays = |id: &String| match (in_ours.get(id), in_theirs.get(id)) {
        (Some(is), Some(other)) => is == other,
        (is, other) => in_base.get(id).is_none_or(|was| is.or(other) == Some(was)),
    };
    for id in ids.into_iter().filter(|id| !stays(id)) {
        let (was, is, other) = (find(base, id), find(ours, id), find(theirs, id));
        let stage = |found: &Option<(String, Piece)>| found.as_ref().map(|(stage, _)| stage.clone());
        match (&is, &other) {
            (Some((first, piece)), Some((second, their_piece))) if first != second => {
                let moved_by = if stage(&was).as_ref() == Some(second) {
                    Side::Ours
                } else if stage(&was).as_ref() == Some(first) {
                    Side::Theirs
                } else {
                    merger.conflicts += 1;
                    merger.prefer
                };
                let merged = merger.piece(was.as_ref().map(|(_, piece)| piece), piece, their_piece);
                let (to, from) =
                    if moved_by == Side::Theirs { (&mut *theirs, &mut *ours) } else { (&mut *ours, &mut *theirs) };
                replace(to, id, merged);
                replace(from, id, None);
                replace(base, id, None);
            }
            (Some(_), None) => settle_removal(merger, (base, ours), id, Side::Ours),
            (None, Some(_)) => settle_removal(merger, (base, theirs), id, Side::Theirs),
            _ => {}
        }
    }
}

/// One side has moved a step, the other has taken it out.
fn settle_removal(merger: &mut Merger<'_>, (base, mover): (&mut Block, &mut Block), id: &str, side: Side) {
    merger.conflicts += 1;
    replace(base, id, None);
    if merger.prefer != side {
        replace(mover, id, None);
    }
}

/// Whether an ID is that of two steps, in different stages.
pub(super) fn is_repeated(document: &Block) -> bool {
    let mut seen = BTreeSet::new();
    steps(document).any(|step| !seen.insert(&step.key))
}

fn children<'b>(block: &'b Block, key: &str) -> impl Iterator<Item = &'b Piece> + use<'b> {
    block.child(key).and_then(Piece::children).map_or(&[][..], |block| &block.children).iter()
}

fn steps(document: &Block) -> impl Iterator<Item = &Piece> {
    children(document, "stages").filter_map(Piece::children).flat_map(|stage| children(stage, "steps"))
}

/// The stage each step is in, by ID.
fn stages(document: &Block) -> HashMap<String, String> {
    let stages = children(document, "stages").filter_map(|stage| Some((stage, stage.children()?)));
    let pairs = stages.flat_map(|(stage, inside)| children(inside, "steps").map(|step| (&step.key, &stage.key)));
    pairs.map(|(step, stage)| (step.clone(), stage.clone())).collect()
}

/// The stage a step is in, and the step.
fn find(document: &Block, id: &str) -> Option<(String, Piece)> {
    children(document, "stages").find_map(|stage| {
        let step = children(stage.children()?, "steps").find(|step| step.key == id)?;
        Some((stage.key.clone(), step.clone()))
    })
}

/// Puts another piece in the place of a step, or takes it out.
fn replace(document: &mut Block, id: &str, with: Option<Piece>) {
    let lists = document.children.iter_mut().filter(|piece| piece.key == "stages").filter_map(block_mut);
    for stage in lists.flat_map(|stages| &mut stages.children).filter_map(block_mut) {
        for steps in stage.children.iter_mut().filter(|piece| piece.key == "steps").filter_map(block_mut) {
            let Some(at) = steps.children.iter().position(|step| step.key == id) else { continue };
            match with {
                Some(piece) => steps.children[at] = piece,
                None => drop(steps.children.remove(at)),
            }
            return;
        }
    }
}

fn block_mut(piece: &mut Piece) -> Option<&mut Block> {
    match &mut piece.body {
        Body::Block(block) => Some(block),
        Body::Leaf(_) => None,
    }
}
