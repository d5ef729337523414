//! Curves as SVG path data, with words that say the same.

use serde::Serialize;

use crate::model::{Emotion, Measurements, Step};
use crate::view::words;

/// One step's stretch of the experience curve, in a square of 100 by 100 with the worst at the bottom.
///
/// Every step draws its own stretch and cuts off what is beyond its edges, so the curve stays whole whatever the width
/// of the columns.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(in crate::view) struct Mood {
    /// 1 to 5.
    pub score: Option<Emotion>,
    /// The whole mark whose colour it has.
    pub hue: Option<u8>,
    /// What that means.
    pub word: Option<&'static str>,
    /// The ground between curve and middle; path data.
    pub area: String,
    /// The curve.
    pub lines: Vec<Stretch>,
}

/// A part of the curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(in crate::view) struct Stretch {
    /// Path data.
    pub d: String,
    /// Whether it passes steps without a score.
    pub gap: bool,
}

/// The whole curve of a journey, 100 wide a step and 100 high.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::view) struct Curve {
    /// 100 a step.
    pub width: usize,
    /// The ground between curve and middle; path data.
    pub area: String,
    /// The curve.
    pub lines: Vec<Stretch>,
    /// The same in words.
    pub text: String,
}

/// A series of measurements.
#[derive(Debug, PartialEq, Serialize)]
pub(in crate::view) struct Plot {
    /// Path data of the line.
    pub line: String,
    /// Path data of the ground below it.
    pub area: String,
    /// Path data of the goal's level.
    pub goal: Option<String>,
    /// A stroke without length at the last value: with round ends, a dot that no stretching distorts.
    pub end: String,
    /// The same in words.
    pub text: String,
}

const MIDDLE: f64 = 50.0;

/// A piece of the curve between two scored steps.
struct Piece {
    from: usize,
    to: usize,
    start: (f64, f64),
    controls: [(f64, f64); 2],
    end: (f64, f64),
}

/// The curve of a journey, step by step.
pub(in crate::view) fn moods(scores: &[Option<Emotion>]) -> Vec<Mood> {
    let pieces = pieces(scores);
    let mut moods: Vec<Mood> = scores.iter().map(|score| Mood::of(*score)).collect();
    for piece in &pieces {
        for (at, mood) in moods.iter_mut().enumerate().take(piece.to + 1).skip(piece.from) {
            piece.draw(at as f64 * 100.0, &mut mood.area, &mut mood.lines);
        }
    }
    for lead in leads(scores).into_iter().flatten() {
        if let Some(mood) = moods.get_mut(lead.from) {
            lead.draw(lead.from as f64 * 100.0, &mut mood.area, &mut mood.lines);
        }
    }
    moods
}

/// The curve of a journey in one piece; `None` when no step has a score.
pub(in crate::view) fn curve(scores: &[Option<Emotion>], text: String) -> Option<Curve> {
    let [first, last] = leads(scores)?;
    let mut area = format!("M{} {MIDDLE}L{}", short(first.start.0), at(first.start));
    let mut lines: Vec<Stretch> = Vec::new();
    let end = last.end.0;
    for piece in [first].into_iter().chain(pieces(scores)).chain([last]) {
        let bend = piece.bend(0.0);
        area.push_str(&bend);
        match lines.last_mut().filter(|line| line.gap == piece.is_gap()) {
            Some(line) => line.d.push_str(&bend),
            None => lines.push(Stretch { d: format!("M{}{bend}", at(piece.start)), gap: piece.is_gap() }),
        }
    }
    area.push_str(&format!("L{} {MIDDLE}Z", short(end)));
    Some(Curve { width: scores.len() * 100, area, lines, text })
}

impl Mood {
    fn of(score: Option<Emotion>) -> Mood {
        Mood { score, hue: score.map(Emotion::whole), word: score.map(words::feeling), ..Mood::default() }
    }
}

impl Piece {
    fn draw(&self, offset: f64, area: &mut String, lines: &mut Vec<Stretch>) {
        let bend = self.bend(offset);
        let start = at((self.start.0 - offset, self.start.1));
        lines.push(Stretch { d: format!("M{start}{bend}"), gap: self.is_gap() });
        let (left, right) = (at((self.start.0 - offset, MIDDLE)), at((self.end.0 - offset, MIDDLE)));
        area.push_str(&format!("M{left}L{start}{bend}L{right}Z"));
    }

    /// From its start to its end, as path data that follows a point.
    fn bend(&self, offset: f64) -> String {
        let [first, second, end] = [self.controls[0], self.controls[1], self.end].map(|(x, y)| at((x - offset, y)));
        format!("C{first} {second} {end}")
    }

    /// Whether it passes steps without a score.
    fn is_gap(&self) -> bool {
        self.to - self.from > 1
    }
}

fn at((x, y): (f64, f64)) -> String {
    format!("{} {}", short(x), short(y))
}

/// How far below the top a mark is.
pub(in crate::view) fn height(score: Emotion) -> f64 {
    86.0 - (score.number() - 1.0) * 18.0
}

fn points(scores: &[Option<Emotion>]) -> Vec<(usize, f64, f64)> {
    let scored = scores.iter().enumerate().filter_map(|(at, score)| Some((at, (*score)?)));
    scored.map(|(at, score)| (at, at as f64 * 100.0 + 50.0, height(score))).collect()
}

/// Cubic pieces whose slopes never overshoot: level at every turn, else the harmonic mean of both sides.
fn pieces(scores: &[Option<Emotion>]) -> Vec<Piece> {
    let points = points(scores);
    let slope = |a: usize, b: usize| (points[b].2 - points[a].2) / (points[b].1 - points[a].1);
    let slopes: Vec<f64> = (0..points.len())
        .map(|at| {
            if at == 0 || at + 1 == points.len() {
                return 0.0;
            }
            let (before, after) = (slope(at - 1, at), slope(at, at + 1));
            if before * after <= 0.0 { 0.0 } else { 2.0 * before * after / (before + after) }
        })
        .collect();
    let pairs = points.windows(2).zip(slopes.windows(2));
    pairs
        .map(|(points, slopes)| {
            let [(from, x0, y0), (to, x1, y1)] = [points[0], points[1]];
            let third = (x1 - x0) / 3.0;
            let controls = [(x0 + third, y0 + third * slopes[0]), (x1 - third, y1 - third * slopes[1])];
            Piece { from, to, start: (x0, y0), controls, end: (x1, y1) }
        })
        .collect()
}

/// Level stretches from the first scored step's edge to its score and from the last score to the edge.
fn leads(scores: &[Option<Emotion>]) -> Option<[Piece; 2]> {
    let points = points(scores);
    let level = |at: usize, from: f64, to: f64, y: f64| Piece {
        from: at,
        to: at,
        start: (from, y),
        controls: [(from, y), (to, y)],
        end: (to, y),
    };
    let (&(first, x0, y0), &(last, x1, y1)) = (points.first()?, points.last()?);
    Some([level(first, x0 - 50.0, x0, y0), level(last, x1, x1 + 50.0, y1)])
}

/// The experience curve in words.
pub(in crate::view) fn in_words(steps: &[Step<'_>]) -> String {
    let scored: Vec<(Emotion, &str)> =
        steps.iter().filter_map(|step| Some((step.emotion()?, step.title().unwrap_or_default()))).collect();
    let lowest = scored.iter().min_by_key(|(score, _)| *score);
    let highest = scored.iter().rev().max_by_key(|(score, _)| *score);
    match (lowest, highest) {
        (Some((low, at_low)), Some((high, at_high))) => format!(
            "Experience from 1, worst, to 5, best: lowest with {low} at “{at_low}”, highest with {high} at “{at_high}”."
        ),
        _ if steps.iter().any(|step| step.record.is_unread("emotion")) => {
            "No score for the experience of a step can be read.".to_owned()
        }
        _ => "No step has a score for its experience.".to_owned(),
    }
}

/// How high a plot is, 100 wide, and the most points that it draws.
#[derive(Clone, Copy)]
pub(in crate::view) struct Size {
    height: f64,
    points: usize,
}

/// A metric's own chart.
pub(in crate::view) const CHART: Size = Size { height: 100.0, points: 160 };

/// A line on a card, as wide as a few words.
pub(in crate::view) const SPARK: Size = Size { height: 28.0, points: 40 };

/// Draws measurements; `None` when there are none.
pub(in crate::view) fn plot(measurements: &Measurements, goal: Option<f64>, size: Size, text: String) -> Option<Plot> {
    let height = size.height;
    let rows = &measurements.rows;
    let (first, last) = (rows.first()?, rows.last()?);
    let stride = rows.len().div_ceil(size.points);
    let days = |from: jiff::civil::Date, to: jiff::civil::Date| f64::from((to - from).get_days());
    let span = days(first.date, last.date).max(1.0);
    let (low, high) = range(measurements, goal);
    let y = |value: f64| height - 2.0 - (value - low) / (high - low) * (height - 4.0);
    let drawn: Vec<(f64, f64)> = rows
        .iter()
        .enumerate()
        .filter(|(at, _)| (rows.len() - 1 - at).is_multiple_of(stride))
        .map(|(_, row)| (days(first.date, row.date) / span * 100.0, y(row.value.value)))
        .collect();
    let joined: Vec<String> = drawn.iter().map(|(x, y)| format!("{} {}", short(*x), short(*y))).collect();
    let line = format!("M{}", joined.join("L"));
    let end = drawn.last().map(|(x, y)| format!("M{} {}h0", short(*x), short(*y)))?;
    let right = drawn.last().map_or(0.0, |(x, _)| *x);
    let left = drawn.first().map_or(0.0, |(x, _)| *x);
    let area = format!("{line}L{} {}L{} {}Z", short(right), short(height), short(left), short(height));
    Some(Plot { area, goal: goal.map(|goal| format!("M0 {}H100", short(y(goal)))), line, end, text })
}

/// The lowest and highest value drawn, never the same.
pub(in crate::view) fn range(measurements: &Measurements, goal: Option<f64>) -> (f64, f64) {
    let values = measurements.rows.iter().map(|row| row.value.value).chain(goal).filter(|value| value.is_finite());
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        (0.0, 1.0)
    } else if high - low < 1e-9 {
        (low - 1.0, high + 1.0)
    } else {
        (low, high)
    }
}

/// A coordinate with one decimal at most.
pub(in crate::view) fn short(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    if rounded == 0.0 { "0".to_owned() } else { format!("{rounded}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks<const N: usize>(numbers: [Option<f64>; N]) -> [Option<Emotion>; N] {
        numbers.map(|number| number.and_then(Emotion::of))
    }

    #[test]
    fn stretches_meet_at_the_edges() {
        let moods = moods(&marks([Some(3.0), Some(5.0), None, Some(1.0)]));
        assert_eq!(moods[0].lines[0].d, "M50 50C83.3 50 116.7 14 150 14");
        assert_eq!(moods[1].lines[0].d, "M-50 50C-16.7 50 16.7 14 50 14");
        assert!(moods[2].score.is_none() && moods[2].lines.iter().all(|line| line.gap));
        assert_eq!(moods[3].word, Some("Awful"));
    }

    #[test]
    fn a_curve_is_drawn_without_lifting_the_pen() {
        let whole = curve(&marks([Some(3.0), Some(5.0), None, Some(1.0)]), String::new()).expect("a curve");
        let lines: Vec<(&str, bool)> = whole.lines.iter().map(|line| (line.d.as_str(), line.gap)).collect();
        let (before, gap) = ("M0 50C0 50 50 50 50 50C83.3 50 116.7 14 150 14", "M150 14C216.7 14 283.3 86 350 86");
        assert_eq!(lines, [(before, false), (gap, true), ("M350 86C350 86 400 86 400 86", false)]);
        assert!(whole.area.starts_with("M0 50L0 50C") && whole.area.ends_with("L400 50Z"), "{}", whole.area);
    }

    #[test]
    fn draws_nothing_of_nothing() {
        assert!(moods(&[]).is_empty());
        assert!(moods(&[None, None]).iter().all(|mood| mood.lines.is_empty()));
        assert_eq!(curve(&[None], String::new()), None);
        assert_eq!(plot(&Measurements::default(), Some(1.0), SPARK, String::new()), None);
    }

    #[test]
    fn a_single_score_is_level() {
        let moods = moods(&marks([Some(4.0)]));
        assert_eq!(moods[0].lines.len(), 2);
        assert_eq!(moods[0].lines[0].d, "M0 32C0 32 50 32 50 32");
    }
}
