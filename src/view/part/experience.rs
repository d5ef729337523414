//! How a journey feels, for its map: a curve over its steps, and where a step feels different to its personas, the range
//! of that and a thin curve for each of them.
//!
//! How curves are drawn is not known here.

use std::collections::BTreeMap;

use serde::Serialize;

use super::audience::Audience;
use super::link::Here;
use crate::model::{Emotion, Step};
use crate::snapshot::{PersonaKey, StepKey};
use crate::view::drawing::plot::{self, Mood, Stretch};

/// So many curves differ in their colours.
const HUES: usize = 6;

/// How a journey feels.
#[derive(Debug)]
pub(in crate::view) struct Experience {
    /// One a step.
    pub cells: Vec<MoodCell>,
    /// The personas who have a curve of their own.
    pub curves: Vec<CurveOf>,
}

/// A persona who has a curve.
#[derive(Clone, Debug, Serialize)]
pub(in crate::view) struct CurveOf {
    /// Its number among those that the map can be looked at for.
    number: usize,
    /// Which colour its curve has.
    hue: usize,
    name: String,
}

/// A step's part of it.
#[derive(Debug, Serialize)]
pub(in crate::view) struct MoodCell {
    #[serde(flatten)]
    mood: Mood,
    range: Option<EmotionRange>,
    /// Each persona's mark.
    marks: Vec<PersonaMark>,
    /// Each persona's curve.
    stretches: Vec<PersonaStretch>,
}

/// From the lowest mark of a step to its highest.
#[derive(Debug, Serialize)]
struct EmotionRange {
    /// Path data.
    d: String,
    /// The same in words.
    text: String,
}

#[derive(Debug, Serialize)]
struct PersonaMark {
    number: usize,
    hue: usize,
    name: String,
    score: Emotion,
    /// Path data of a stroke without length.
    spot: String,
}

#[derive(Debug, Serialize)]
struct PersonaStretch {
    number: usize,
    hue: usize,
    lines: Vec<Stretch>,
}

/// The marks of a step by persona.
type Felt = BTreeMap<PersonaKey, Emotion>;

/// How a journey feels; `None` where none of its steps says so.
pub(in crate::view) fn experience(
    here: &Here<'_>,
    steps: &[(StepKey, Step<'_>)],
    audience: &Audience,
) -> Option<Experience> {
    let scores: Vec<Option<Emotion>> = steps.iter().map(|(_, step)| step.emotion()).collect();
    scores.iter().flatten().next()?;
    let find = |id: &str| here.snapshot().find_persona(id).found();
    let marks = |step: &Step<'_>| step.emotions().iter().filter_map(|(id, mark)| Some((find(id)?, *mark))).collect();
    let felt: Vec<Felt> = steps.iter().map(|(_, step)| marks(step)).collect();
    let mut cells: Vec<MoodCell> = plot::moods(&scores).into_iter().map(MoodCell::of).collect();
    let mut curves: Vec<CurveOf> = Vec::new();
    for (persona, number) in audience.numbered().filter(|(persona, _)| felt.iter().any(|of| of.contains_key(persona))) {
        let name = here.snapshot().persona(persona).name().to_owned();
        let of = CurveOf { number, hue: curves.len() % HUES + 1, name };
        let own = steps.iter().zip(&felt).map(|((_, step), felt)| mark_of(persona, *step, felt, &find));
        let drawn = plot::moods(&own.collect::<Vec<_>>());
        for ((cell, own), felt) in cells.iter_mut().zip(drawn).zip(&felt) {
            cell.add(&of, own.lines, felt.get(&persona).copied());
        }
        curves.push(of);
    }
    for (cell, felt) in cells.iter_mut().zip(&felt) {
        cell.range = range(felt);
    }
    Some(Experience { cells, curves })
}

/// How a step feels to one persona: as it does to all who take it, where nobody's marks are told apart.
fn mark_of(
    persona: PersonaKey,
    step: Step<'_>,
    felt: &Felt,
    find: &impl Fn(&str) -> Option<PersonaKey>,
) -> Option<Emotion> {
    if !step.emotions().is_empty() {
        return felt.get(&persona).copied();
    }
    let mut takers = step.personas().peekable();
    let takes = takers.peek().is_none() || takers.any(|id| find(id.value) == Some(persona));
    step.emotion().filter(|_| takes)
}

fn range(felt: &Felt) -> Option<EmotionRange> {
    let (low, high) = (felt.values().min()?, felt.values().max()?);
    let [from, to] = [low, high].map(|mark| plot::short(plot::height(*mark)));
    (low < high).then(|| EmotionRange { d: format!("M50 {from}V{to}"), text: format!("{low}–{high}") })
}

impl MoodCell {
    fn of(mood: Mood) -> MoodCell {
        MoodCell { mood, range: None, marks: Vec::new(), stretches: Vec::new() }
    }

    /// Adds a persona's part of the step.
    fn add(&mut self, of: &CurveOf, lines: Vec<Stretch>, mark: Option<Emotion>) {
        let CurveOf { number, hue, ref name } = *of;
        if !lines.is_empty() {
            self.stretches.push(PersonaStretch { number, hue, lines });
        }
        if let Some(score) = mark {
            let spot = format!("M50 {}h0", plot::short(plot::height(score)));
            self.marks.push(PersonaMark { number, hue, name: name.clone(), score, spot });
        }
    }
}
