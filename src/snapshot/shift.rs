//! Where things of a list are after something has been put among them.

/// The places in a list where something has been put in, in order.
pub(super) struct Shift(pub(super) Vec<usize>);

impl Shift {
    pub(super) fn places(&self) -> &[usize] {
        &self.0
    }

    /// Where something is now.
    pub(super) fn of(&self, place: usize) -> usize {
        self.0.iter().fold(place, |place, new| if *new <= place { place + 1 } else { place })
    }

    /// The list with nothing where something is new.
    pub(super) fn spread<T: Clone + Default>(&self, list: &[T]) -> Vec<T> {
        let mut spread = Vec::with_capacity(list.len() + self.0.len());
        let mut rest = list;
        for place in &self.0 {
            let (before, after) = rest.split_at(place - spread.len());
            spread.extend_from_slice(before);
            spread.push(T::default());
            rest = after;
        }
        spread.extend_from_slice(rest);
        spread
    }
}
