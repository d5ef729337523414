//! The pieces of Markdown in a record, and whose each is.

use super::names;
use super::{Document, Prose, Stage};

/// The part of a record that a piece of Markdown, or a name, belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Passage {
    /// The record itself: its body, or the description of a journey.
    Own,
    /// A stage, by its place in the journey.
    Stage(usize),
    /// A step, by the place of its stage and its own in that.
    Step(usize, usize),
}

impl Document {
    /// Every piece of Markdown in it: its body, or the descriptions of a journey, its stages and steps,
    /// and the cells of lanes.
    pub fn passages(&self) -> Vec<(Passage, &Prose)> {
        match self {
            Document::Journey(journey) => {
                let own = journey.record.prose(names::DESCRIPTION).map(|prose| (Passage::Own, prose));
                let stages = journey.stages().enumerate();
                let stages = stages.filter_map(|(at, stage)| Some((Passage::Stage(at), Stage::description(stage)?)));
                let steps = journey.stages().enumerate().flat_map(|(at, stage)| {
                    let steps = stage.steps().enumerate();
                    steps.flat_map(move |(step, content)| {
                        let lanes = content.lanes().iter().map(|(_, text)| &text.value);
                        content
                            .description()
                            .into_iter()
                            .chain(lanes)
                            .map(move |prose| (Passage::Step(at, step), prose))
                    })
                });
                own.into_iter().chain(stages).chain(steps).collect()
            }
            _ => self.body().map(|body| (Passage::Own, body)).into_iter().collect(),
        }
    }

    /// Where the heading is that `#anchor` means in a piece: there, or else in the first that has such a heading.
    pub fn find_heading(&self, from: Passage, anchor: &str) -> Option<Passage> {
        let with: Vec<Passage> =
            self.passages().into_iter().filter(|(_, prose)| prose.has_anchor(anchor)).map(|(own, _)| own).collect();
        with.iter().find(|own| **own == from).or(with.first()).copied()
    }
}
