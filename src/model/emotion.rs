//! Marks of how a step feels: from 1 to 5, in halves.

/// A mark from 1, the worst, to 5, the best, in halves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Emotion {
    halves: u8,
}

impl Emotion {
    /// The highest mark at which a step is painful.
    pub const PAINFUL: Emotion = Emotion { halves: 4 };

    /// The middle: neither good nor bad.
    pub const MIDDLE: Emotion = Emotion { halves: 6 };

    /// The mark of a number; `None` when that is no whole number or half from 1 to 5.
    pub fn of(number: f64) -> Option<Emotion> {
        let halves = number * 2.0;
        (halves.fract() == 0.0 && (2.0..=10.0).contains(&halves)).then_some(Emotion { halves: halves as u8 })
    }

    /// The number.
    pub fn number(self) -> f64 {
        f64::from(self.halves) / 2.0
    }

    /// The whole mark whose word it goes by: of a half, the one nearer to the middle.
    pub fn whole(self) -> u8 {
        if self < Emotion::MIDDLE { self.halves.div_ceil(2) } else { self.halves / 2 }
    }
}

impl std::fmt::Display for Emotion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.number())
    }
}

impl serde::Serialize for Emotion {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.halves % 2 {
            0 => serializer.serialize_u8(self.halves / 2),
            _ => serializer.serialize_f64(self.number()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_whole_number_or_a_half() {
        let of = |number: f64| Emotion::of(number).map(|mark| (mark.to_string(), mark.whole()));
        let mark = |text: &str, whole: u8| Some((text.to_owned(), whole));
        assert_eq!([1.0, 1.5, 2.5, 3.0].map(of), [mark("1", 1), mark("1.5", 2), mark("2.5", 3), mark("3", 3)]);
        assert_eq!([3.5, 4.5, 5.0].map(of), [mark("3.5", 3), mark("4.5", 4), mark("5", 5)]);
        assert_eq!([0.5, 5.5, 2.3, -1.0, f64::NAN, f64::INFINITY].map(of), [const { None }; 6]);
    }
}
