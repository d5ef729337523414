//! Where marks of impact and effort stand in a drawing: four quadrants of a grid of 5 by 5, and dots fanned out in its
//! cells so that none hides another.
//!
//! Knows nothing of items: pairs of marks go in, coordinates come out, the same for the same pairs.

use serde::Serialize;

/// What a pair of marks amounts to: [`HIGH`] and above counts as high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view) enum Quadrant {
    /// Much for little.
    QuickWin,
    /// Much for much.
    BigBet,
    /// Little for little.
    FillIn,
    /// Little for much.
    TimeSink,
}

/// A pair of marks, each from 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view) struct Marks {
    pub impact: u8,
    pub effort: u8,
}

/// The ground of a quadrant.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::view) struct Zone {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    /// Path data of the lines between its cells.
    pub grid: String,
}

/// What stands in one cell.
#[derive(Debug, PartialEq)]
pub(in crate::view) struct Fan {
    /// Where the first of its dots stand.
    pub dots: Vec<Point>,
    /// Where a sign for the rest stands, when there are too many.
    pub rest: Option<Point>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(in crate::view) struct Point {
    pub x: i32,
    pub y: i32,
}

/// The lowest mark that counts as high.
pub(in crate::view) const HIGH: u8 = 3;

/// The size of the drawing.
pub(in crate::view) const WIDTH: i32 = LEFT + 5 * CELL_WIDTH + GAP + 2;
pub(in crate::view) const HEIGHT: i32 = TOP + 2 * HEAD + 5 * CELL_HEIGHT + GAP + 48;

/// The middle of all cells.
pub(in crate::view) const MIDDLE: Point =
    Point { x: LEFT + (5 * CELL_WIDTH + GAP) / 2, y: TOP + HEAD + (5 * CELL_HEIGHT + HEAD + GAP) / 2 };

const LEFT: i32 = 46;
const TOP: i32 = 2;
/// Between quadrants.
const GAP: i32 = 8;
/// What the name of a quadrant takes.
const HEAD: i32 = 32;
const CELL_WIDTH: i32 = 128;
const CELL_HEIGHT: i32 = 96;
/// The least from dot to dot: more than a dot is wide.
const PITCH: i32 = 24;
/// How many dots a cell takes: four rows of five.
const MOST: usize = 20;

impl Quadrant {
    /// All of them, as they are read: what is most worth doing first.
    pub(in crate::view) const ALL: [Quadrant; 4] =
        [Quadrant::QuickWin, Quadrant::BigBet, Quadrant::FillIn, Quadrant::TimeSink];

    /// Its name.
    pub(in crate::view) fn word(self) -> &'static str {
        match self {
            Quadrant::QuickWin => "Quick wins",
            Quadrant::BigBet => "Big bets",
            Quadrant::FillIn => "Fill-ins",
            Quadrant::TimeSink => "Time sinks",
        }
    }

    /// What it holds.
    pub(in crate::view) fn about(self) -> &'static str {
        match self {
            Quadrant::QuickWin => "High impact, low effort",
            Quadrant::BigBet => "High impact, high effort",
            Quadrant::FillIn => "Low impact, low effort",
            Quadrant::TimeSink => "Low impact, high effort",
        }
    }

    /// What one does with it.
    pub(in crate::view) fn advice(self) -> &'static str {
        match self {
            Quadrant::QuickWin => "Do first",
            Quadrant::BigBet => "Plan well",
            Quadrant::FillIn => "When there is time",
            Quadrant::TimeSink => "Think twice",
        }
    }

    /// The name its list has in an address.
    pub(in crate::view) fn anchor(self) -> &'static str {
        match self {
            Quadrant::QuickWin => "_quick-wins",
            Quadrant::BigBet => "_big-bets",
            Quadrant::FillIn => "_fill-ins",
            Quadrant::TimeSink => "_time-sinks",
        }
    }

    /// Its ground.
    pub(in crate::view) fn zone(self) -> Zone {
        let (from, columns) = if self.is_high_effort() { (HIGH, 5 - HIGH + 1) } else { (1, HIGH - 1) };
        let (top, rows) = if self.is_high_impact() { (5, 5 - HIGH + 1) } else { (HIGH - 1, HIGH - 1) };
        let (columns, rows) = (i32::from(columns), i32::from(rows));
        let (x, y) = (column(from) - CELL_WIDTH / 2, row(top) - CELL_HEIGHT / 2 - HEAD);
        let (width, height) = (columns * CELL_WIDTH, HEAD + rows * CELL_HEIGHT);
        let mut grid = String::new();
        for at in 1..columns {
            grid.push_str(&format!("M{} {}V{}", x + at * CELL_WIDTH, y + HEAD, y + height));
        }
        for at in 0..rows {
            grid.push_str(&format!("M{x} {}H{}", y + HEAD + at * CELL_HEIGHT, x + width));
        }
        Zone { x, y, width, height, grid }
    }

    fn is_high_impact(self) -> bool {
        matches!(self, Quadrant::QuickWin | Quadrant::BigBet)
    }

    fn is_high_effort(self) -> bool {
        matches!(self, Quadrant::BigBet | Quadrant::TimeSink)
    }
}

impl Marks {
    /// Where the marks put something.
    pub(in crate::view) fn quadrant(self) -> Quadrant {
        match (self.impact >= HIGH, self.effort >= HIGH) {
            (true, false) => Quadrant::QuickWin,
            (true, true) => Quadrant::BigBet,
            (false, false) => Quadrant::FillIn,
            (false, true) => Quadrant::TimeSink,
        }
    }

    /// Places for as many dots in the marks' cell: in rows around its middle, as long as they fit.
    pub(in crate::view) fn fan(self, count: usize) -> Fan {
        let fits = count <= MOST;
        let mut dots = spread(if fits { count } else { MOST });
        for dot in &mut dots {
            dot.x += column(self.effort);
            dot.y += row(self.impact);
        }
        let rest = if fits { None } else { dots.pop() };
        Fan { dots, rest }
    }
}

/// The middle of the column of an effort.
pub(in crate::view) fn column(effort: u8) -> i32 {
    let gap = if effort >= HIGH { GAP } else { 0 };
    LEFT + (i32::from(effort) - 1) * CELL_WIDTH + CELL_WIDTH / 2 + gap
}

/// The middle of the row of an impact.
pub(in crate::view) fn row(impact: u8) -> i32 {
    let gap = if impact >= HIGH { 0 } else { GAP + HEAD };
    TOP + HEAD + (5 - i32::from(impact)) * CELL_HEIGHT + CELL_HEIGHT / 2 + gap
}

/// Places around a middle at 0, in rows as even as can be, each centred; shorter rows come first.
fn spread(count: usize) -> Vec<Point> {
    let rows = match count {
        0..=2 => 1,
        3..=8 => 2,
        9..=15 => 3,
        _ => MOST / 5,
    };
    let (each, longer) = (count / rows, count % rows);
    // Few dots stand looser than many.
    let along = if count.div_ceil(rows) < 5 { PITCH + 6 } else { PITCH };
    let across = match rows {
        1 | 2 => PITCH + 6,
        3 => PITCH + 4,
        _ => PITCH,
    };
    let mut places = Vec::with_capacity(count);
    for row in 0..rows {
        let length = if row + longer >= rows { each + 1 } else { each };
        let y = centred(row, rows) * across / 2;
        places.extend((0..length).map(|at| Point { x: centred(at, length) * along / 2, y }));
    }
    places
}

/// Where the one at a place stands among as many around a middle at 0, in halves of the way from one to the next.
fn centred(at: usize, count: usize) -> i32 {
    // Both are at most `MOST`.
    let [at, count] = [at, count].map(|number| i32::try_from(number).unwrap_or_default());
    2 * at + 1 - count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_marks() -> impl Iterator<Item = Marks> {
        (1..=5).flat_map(|impact| (1..=5).map(move |effort| Marks { impact, effort }))
    }

    #[test]
    fn names_what_is_worth_doing_by_both_marks() {
        let named = |impact, effort| Marks { impact, effort }.quadrant();
        assert_eq!(named(5, 1), Quadrant::QuickWin);
        assert_eq!(named(3, 2), Quadrant::QuickWin);
        assert_eq!(named(3, 3), Quadrant::BigBet);
        assert_eq!(named(5, 5), Quadrant::BigBet);
        assert_eq!(named(2, 2), Quadrant::FillIn);
        assert_eq!(named(2, 3), Quadrant::TimeSink);
        assert_eq!(named(1, 5), Quadrant::TimeSink);
    }

    #[test]
    fn fans_dots_out_without_touching() {
        for count in 0..=MOST {
            let places = spread(count);
            assert_eq!(places.len(), count);
            for (at, one) in places.iter().enumerate() {
                for other in &places[at + 1..] {
                    let (x, y) = (one.x - other.x, one.y - other.y);
                    assert!(x * x + y * y >= PITCH * PITCH, "{count}: {one:?} {other:?}");
                }
            }
            assert_eq!(places.iter().map(|place| place.x).sum::<i32>(), 0, "{count} are centred");
        }
        assert_eq!(spread(1), [Point { x: 0, y: 0 }]);
        assert_eq!(spread(3), [Point { x: 0, y: -15 }, Point { x: -15, y: 15 }, Point { x: 15, y: 15 }]);
    }

    #[test]
    fn keeps_dots_in_their_cell_and_quadrant() {
        for marks in all_marks() {
            let zone = marks.quadrant().zone();
            for count in 1..=MOST + 1 {
                let fan = marks.fan(count);
                for dot in fan.dots.iter().chain(&fan.rest) {
                    let (x, y) = ((dot.x - column(marks.effort)).abs(), (dot.y - row(marks.impact)).abs());
                    assert!(x + PITCH / 2 <= CELL_WIDTH / 2 && y + PITCH / 2 <= CELL_HEIGHT / 2, "{marks:?} {count}");
                    assert!(dot.x > zone.x && dot.x < zone.x + zone.width, "{marks:?}");
                    assert!(dot.y > zone.y + HEAD && dot.y < zone.y + zone.height, "{marks:?}");
                }
            }
        }
    }

    #[test]
    fn leaves_the_last_place_to_the_rest() {
        let marks = Marks { impact: 4, effort: 2 };
        assert_eq!(marks.fan(MOST).rest, None);
        let fan = marks.fan(100_000);
        assert_eq!(fan.dots.len(), MOST - 1);
        assert!(fan.rest.is_some_and(|rest| !fan.dots.contains(&rest)));
    }

    #[test]
    fn lays_quadrants_beside_each_other() {
        let [quick, big, fill, sink] = Quadrant::ALL.map(Quadrant::zone);
        assert_eq!(quick.x + quick.width + GAP, big.x);
        assert_eq!(quick.y + quick.height + GAP, fill.y);
        assert_eq!((sink.x, sink.y), (big.x, fill.y));
        assert!(big.x + big.width <= WIDTH && sink.y + sink.height <= HEIGHT);
    }
}
