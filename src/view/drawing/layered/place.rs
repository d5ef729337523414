//! The height of each node: as near as can be to the middle of those it is linked with, without overlap and without
//! a change of order, so that lines run as straight as they can.

use super::order::Rows;
use super::part::Part;
use super::{ROW, half};

/// Sweeps over all layers.
const SWEEPS: usize = 10;

/// Of those, the last ones look to both sides.
const TO_BOTH_SIDES: usize = 4;

/// The centre of each node and bend, in quarters of a row; the highest one touches the top.
pub(super) fn place(part: &Part, rows: &Rows) -> Vec<i32> {
    let mut centres = vec![0.0; part.len()];
    for row in rows {
        settle(part, row, &mut centres);
    }
    for sweep in 0..SWEEPS {
        let forward = sweep % 2 == 0;
        for step in 0..rows.len() {
            let row = &rows[if forward { step } else { rows.len() - 1 - step }];
            for at in row {
                let both = sweep + TO_BOTH_SIDES >= SWEEPS;
                let before = if both || forward { part.before[*at].as_slice() } else { &[] };
                let after = if both || !forward { part.after[*at].as_slice() } else { &[] };
                let linked = before.len() + after.len();
                if linked > 0 {
                    let sum: f64 = before.iter().chain(after).map(|other| centres[*other]).sum();
                    centres[*at] = sum / linked as f64;
                }
            }
            settle(part, row, &mut centres);
        }
    }
    let rounded: Vec<i32> = centres.iter().map(|centre| centre.round() as i32).collect();
    let top = rounded.iter().zip(&part.bend).map(|(centre, bend)| centre - half(*bend)).min().unwrap_or(0);
    rounded.into_iter().map(|centre| centre - top).collect()
}

/// Moves the nodes of a layer apart, each as little as can be: the least sum of squares, by pooling those that want to
/// stand on each other.
fn settle(part: &Part, row: &[usize], centres: &mut [f64]) {
    let mut offsets = Vec::with_capacity(row.len());
    let mut offset = 0;
    for (at, node) in row.iter().enumerate() {
        if at > 0 {
            offset += half(part.bend[row[at - 1]]) + half(part.bend[*node]);
        }
        offsets.push(f64::from(offset));
    }
    // Nodes that stand together: the sum of what they want, less their offsets, and how many they are.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (node, offset) in row.iter().zip(&offsets) {
        let mut pool = (centres[*node] - offset, 1);
        while let Some(above) = pools.last().filter(|above| mean(**above) >= mean(pool)) {
            pool = (pool.0 + above.0, pool.1 + above.1);
            pools.pop();
        }
        pools.push(pool);
    }
    let settled = pools.iter().flat_map(|pool| std::iter::repeat_n(mean(*pool).round(), pool.1));
    for ((node, offset), base) in row.iter().zip(&offsets).zip(settled) {
        centres[*node] = base + offset;
    }
}

fn mean(pool: (f64, usize)) -> f64 {
    pool.0 / pool.1 as f64
}

// Rows are a whole number of quarters, and so is half a bend: rounded bases give whole quarters.
const _: () = assert!(ROW % 4 == 0);
