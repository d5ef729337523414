//! What may be noted of a piece beside what is written.

/// What somebody notes of each piece, so that one document can hold what several readers are shown differently.
pub trait Note: Clone + Default + PartialEq {
    /// One of those a document can be printed for.
    type Reader: Copy + 'static;

    /// All of these.
    const READERS: &'static [Self::Reader];

    /// Whether the piece is there for a reader.
    fn is_seen(&self, reader: Self::Reader) -> bool;

    /// The lines of its text that a reader sees, by their place among all parts of it; `None` where the text is one.
    fn parts(&self, reader: Self::Reader) -> Option<Vec<(usize, &str)>>;
}

/// Nothing is noted: there is one way to read it.
impl Note for () {
    type Reader = ();

    const READERS: &'static [()] = &[()];

    fn is_seen(&self, (): ()) -> bool {
        true
    }

    fn parts(&self, (): ()) -> Option<Vec<(usize, &str)>> {
        None
    }
}
