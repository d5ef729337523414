//! A drawing of a graph whose nodes stand in fixed layers, side by side, with few crossings of its lines.
//!
//! Owns the order within the layers and the heights, in quarters of a row. Knows nothing of what a node is, nor of
//! widths. The same graph always gives the same drawing; the work is bounded by a fixed number of sweeps over its links.
//!
//! A link that skips layers passes each of them at a bend, which takes half a row. Parts of the graph that are not
//! linked with each other are drawn one below the other, each as high as the ones above it allow, so their lines never
//! cross.

mod order;
mod part;
mod place;
#[cfg(test)]
mod tests;

use part::Part;

/// Quarters of a row: the unit of heights.
pub(in crate::view) const ROW: i32 = 4;

/// What stands between two unlinked parts, in quarters of a row.
const GAP: i32 = 1;

/// A drawing.
#[derive(Debug, PartialEq)]
pub(in crate::view) struct Drawing {
    /// The top of each node, which is one row high.
    pub tops: Vec<i32>,
    /// For each link, how high it passes the layers between its ends.
    pub bends: Vec<Vec<i32>>,
    /// How high all of it is.
    pub height: i32,
    /// How many pairs of lines cross.
    pub crossings: usize,
}

/// Draws a graph: the layer of each node, and links from a node to one of a later layer. Other links are left out.
pub(in crate::view) fn draw(layers: &[usize], links: &[(usize, usize)]) -> Drawing {
    let whole = Whole::new(layers, links);
    let mut centres = vec![0; whole.layers.len()];
    let mut crossings = 0;
    let mut free: Vec<i32> = Vec::new();
    for part in whole.parts() {
        let rows = order::order(&part);
        crossings += order::crossings(&part, &rows);
        let placed = place::place(&part, &rows);
        let tops = || placed.iter().zip(&part.bend).map(|(centre, bend)| centre - half(*bend));
        let shift = tops().zip(&part.layer).map(|(top, layer)| free.get(*layer).copied().unwrap_or(0) - top).max();
        let shift = shift.unwrap_or(0);
        for (at, centre) in placed.iter().enumerate() {
            let (layer, centre) = (part.layer[at], centre + shift);
            if free.len() <= layer {
                free.resize(layer + 1, 0);
            }
            free[layer] = free[layer].max(centre + half(part.bend[at]) + GAP);
            centres[part.names[at]] = centre;
        }
    }
    let bends = whole.bends.iter().map(|bends| bends.clone().map(|bend| centres[bend]).collect());
    Drawing {
        tops: centres[..layers.len()].iter().map(|centre| centre - half(false)).collect(),
        bends: bends.collect(),
        height: free.iter().map(|free| free - GAP).max().unwrap_or(0),
        crossings,
    }
}

/// Half the height of a node or a bend.
fn half(bend: bool) -> i32 {
    if bend { ROW / 4 } else { ROW / 2 }
}

/// The graph with bends as nodes, so that every link leads to the next layer.
struct Whole {
    layers: Vec<usize>,
    links: Vec<(usize, usize)>,
    /// How many are nodes; what comes after is bends.
    nodes: usize,
    /// The bends of each link as given.
    bends: Vec<std::ops::Range<usize>>,
}

impl Whole {
    fn new(layers: &[usize], links: &[(usize, usize)]) -> Whole {
        let mut whole = Whole { layers: layers.to_vec(), links: Vec::new(), nodes: layers.len(), bends: Vec::new() };
        for (from, to) in links {
            let first = whole.layers.len();
            if layers[*from] < layers[*to] {
                whole.layers.extend(layers[*from] + 1..layers[*to]);
                let bends = first..whole.layers.len();
                let ends = bends.clone().chain([*to]);
                whole.links.extend([*from].into_iter().chain(bends).zip(ends));
            }
            whole.bends.push(first..whole.layers.len());
        }
        whole
    }

    /// What is linked with each other, in the order of the first node of each.
    fn parts(&self) -> Vec<Part> {
        let mut leader: Vec<usize> = (0..self.layers.len()).collect();
        for (from, to) in &self.links {
            let (from, to) = (find(&mut leader, *from), find(&mut leader, *to));
            leader[from.max(to)] = from.min(to);
        }
        let mut part_of: Vec<Option<usize>> = vec![None; leader.len()];
        let mut parts: Vec<Part> = Vec::new();
        let place = |at| {
            let first = find(&mut leader, at);
            let part = *part_of[first].get_or_insert_with(|| {
                parts.push(Part::default());
                parts.len() - 1
            });
            (part, parts[part].add(at, self.layers[at], at >= self.nodes))
        };
        let places: Vec<(usize, usize)> = (0..self.layers.len()).map(place).collect();
        for (from, to) in &self.links {
            let ((part, from), (_, to)) = (places[*from], places[*to]);
            parts[part].link(from, to);
        }
        parts
    }
}

/// The first of those linked with `at`, as far as it is known; shortens the way there.
fn find(leader: &mut [usize], mut at: usize) -> usize {
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}
