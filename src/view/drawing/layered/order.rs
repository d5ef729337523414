//! The order within each layer: sweeps from both sides that put each node where those it is linked with are, and
//! exchanges of neighbours, from several beginnings; of all orders seen the one with the fewest crossings is kept.

use super::part::Part;

/// The nodes of each layer from the top down.
pub(super) type Rows = Vec<Vec<usize>>;

/// The most sweeps from one beginning.
const SWEEPS: usize = 16;

/// Sweeps without gain after which a beginning is given up.
const PATIENCE: usize = 4;

/// The most rounds of exchanges after a sweep.
const EXCHANGES: usize = 4;

/// An order with few crossings; none at all where no node is led to by two, or none leads to two.
pub(super) fn order(part: &Part) -> Rows {
    let neighbours = |at: usize| part.before[at].iter().chain(&part.after[at]);
    let beginnings: [&dyn Fn() -> Vec<usize>; 4] = [
        &|| walk(part, |at| part.before[at].is_empty(), |at| part.after[at].iter().rev().copied().collect()),
        &|| walk(part, |at| part.after[at].is_empty(), |at| part.before[at].iter().rev().copied().collect()),
        &|| walk(part, |_| true, |at| neighbours(at).rev().copied().collect()),
        &|| (0..part.len()).collect(),
    ];
    let mut best: Option<(usize, Rows)> = None;
    for beginning in beginnings {
        let found = improve(part, rows(part, &beginning()));
        if best.as_ref().is_none_or(|(crossings, _)| found.0 < *crossings) {
            best = Some(found);
        }
        if best.as_ref().is_some_and(|(crossings, _)| *crossings == 0) {
            break;
        }
    }
    best.map(|(_, rows)| rows).unwrap_or_default()
}

/// How many pairs of links cross.
pub(super) fn crossings(part: &Part, rows: &Rows) -> usize {
    let positions = positions(part, rows);
    let pairs = rows.iter().zip(rows.iter().skip(1));
    pairs.map(|(row, next)| crossings_after(part, row, next.len(), &positions)).sum()
}

/// Crossings between a row and the next one: pairs of links whose ends stand in opposite orders. Each link is compared
/// with all those above it at once, by a tree of sums over the places of the next row.
fn crossings_after(part: &Part, row: &[usize], next: usize, positions: &[usize]) -> usize {
    let mut sums = vec![0usize; next + 1];
    let (mut crossings, mut seen) = (0, 0);
    for at in row {
        let ends = || part.after[*at].iter().map(|end| positions[*end]);
        for end in ends() {
            let mut not_below = 0;
            let mut place = end + 1;
            while place > 0 {
                not_below += sums[place];
                place &= place - 1;
            }
            crossings += seen - not_below;
        }
        for end in ends() {
            seen += 1;
            let mut place = end + 1;
            while place <= next {
                sums[place] += 1;
                place += place & place.wrapping_neg();
            }
        }
    }
    crossings
}

/// All nodes in the order of a walk that goes as deep as it can first. `next` gives the ways on, the last one first.
fn walk(part: &Part, is_start: impl Fn(usize) -> bool, next: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut seen = vec![false; part.len()];
    let mut order = Vec::new();
    for start in (0..part.len()).filter(|at| is_start(*at)) {
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                order.push(at);
                waiting.extend(next(at));
            }
        }
    }
    order
}

fn rows(part: &Part, order: &[usize]) -> Rows {
    let mut rows = vec![Vec::new(); part.layer.iter().max().map_or(0, |layer| layer + 1)];
    for at in order {
        rows[part.layer[*at]].push(*at);
    }
    rows
}

fn positions(part: &Part, rows: &Rows) -> Vec<usize> {
    let mut positions = vec![0; part.len()];
    for (place, at) in rows.iter().flat_map(|row| row.iter().enumerate()) {
        positions[*at] = place;
    }
    positions
}

/// The best order that sweeps from this one come upon, and its crossings.
fn improve(part: &Part, mut rows: Rows) -> (usize, Rows) {
    let mut best = (crossings(part, &rows), rows.clone());
    let mut idle = 0;
    for sweep in 0..SWEEPS {
        if best.0 == 0 || idle == PATIENCE {
            break;
        }
        let forward = sweep % 2 == 0;
        for step in 0..rows.len() {
            let layer = if forward { step } else { rows.len() - 1 - step };
            gather(part, &mut rows, layer, forward);
        }
        exchange(part, &mut rows);
        let now = crossings(part, &rows);
        idle += 1;
        if now < best.0 {
            best = (now, rows.clone());
            idle = 0;
        }
    }
    best
}

/// Sorts a layer by the middle of what each node is linked with in the layer before, or the next one.
fn gather(part: &Part, rows: &mut Rows, layer: usize, forward: bool) {
    let positions = positions(part, rows);
    let linked = if forward { &part.before } else { &part.after };
    let share = |at: usize| (positions[at] as f64 + 0.5) / rows[part.layer[at]].len() as f64;
    let mut sorted: Vec<(f64, usize)> = rows[layer]
        .iter()
        .map(|at| match linked[*at].len() {
            0 => (share(*at), *at),
            many => (linked[*at].iter().map(|other| share(*other)).sum::<f64>() / many as f64, *at),
        })
        .collect();
    sorted.sort_by(|one, two| one.0.total_cmp(&two.0));
    rows[layer] = sorted.into_iter().map(|(_, at)| at).collect();
}

/// Exchanges nodes with the next of their layer as long as that saves crossings.
fn exchange(part: &Part, rows: &mut Rows) {
    let mut positions = positions(part, rows);
    for _ in 0..EXCHANGES {
        let mut gained = false;
        for row in rows.iter_mut() {
            let places = |linked: &[usize]| {
                let mut places: Vec<usize> = linked.iter().map(|other| positions[*other]).collect();
                places.sort_unstable();
                places
            };
            let mut linked: Vec<[Vec<usize>; 2]> =
                row.iter().map(|at| [places(&part.before[*at]), places(&part.after[*at])]).collect();
            for at in 1..row.len() {
                let cost = |one: usize, two: usize| -> usize {
                    (0..2).map(|side| crossed(&linked[one][side], &linked[two][side])).sum()
                };
                if cost(at, at - 1) < cost(at - 1, at) {
                    row.swap(at - 1, at);
                    linked.swap(at - 1, at);
                    gained = true;
                }
            }
            for (place, at) in row.iter().enumerate() {
                positions[*at] = place;
            }
        }
        if !gained {
            break;
        }
    }
}

/// The crossings of two nodes' links, the first node above the second; places in order.
fn crossed(above: &[usize], below: &[usize]) -> usize {
    let mut passed = 0;
    let mut crossings = 0;
    for place in above {
        while below.get(passed).is_some_and(|other| other < place) {
            passed += 1;
        }
        crossings += passed;
    }
    crossings
}
