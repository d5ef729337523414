//! The fewest things that moved, given where each stood.

/// The things, by their names, outside a longest run that kept its order; each with its old place.
pub(super) fn out_of_order(group: &[(usize, usize)]) -> Vec<usize> {
    // The last entry of the best run of each length, and for each entry the one before it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; group.len()];
    for (at, (_, place)) in group.iter().enumerate() {
        let length = ends.partition_point(|end| group[*end].1 < *place);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut kept = vec![false; group.len()];
    let mut next = ends.last().copied();
    while let Some(at) = next {
        kept[at] = true;
        next = before[at];
    }
    group.iter().zip(kept).filter(|(_, kept)| !kept).map(|((name, _), _)| *name).collect()
}

#[cfg(test)]
mod tests {
    use super::out_of_order;

    #[test]
    fn the_fewest_things_move() {
        assert_eq!(out_of_order(&[(0, 3), (1, 0), (2, 1), (3, 2)]), [0]);
        assert_eq!(out_of_order(&[(0, 0), (1, 1)]), [0_usize; 0]);
        assert_eq!(out_of_order(&[]), [0_usize; 0]);
    }
}
