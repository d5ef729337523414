//! What a `#heading` in a reference leads to: the heading that is meant, on the page that shows it.

use super::heading;
use super::link::Here;
use crate::model::{Passage, Prose};
use crate::snapshot::{JourneyKey, StageKey, StepKey, Subject};
use crate::view::address;
use crate::view::index::Viewer;

impl Viewer<'_> {
    /// The ID of a heading on the page that shows its text.
    pub(in crate::view) fn heading_id(&self, of: &Subject, anchor: &str) -> Option<String> {
        let (journey, passage) = match of {
            Subject::Journey(key) => (*key, Passage::Own),
            Subject::Stage(key) => (key.journey, Passage::Stage(key.stage)),
            // No other page shows more than one text.
            _ => return heading::ids(anchor, "text").next(),
        };
        self.index.map_headings.get(&journey)?.get(&(passage, anchor.to_owned())).cloned()
    }

    /// Whose heading a reference to `of` with `#anchor` means: its own, or for a whole journey that of a stage or step.
    fn heading_in(&self, of: &Subject, anchor: &str) -> Option<Subject> {
        let has_it = |prose: &Prose| prose.has_anchor(anchor).then(|| of.clone());
        match of {
            Subject::Journey(key) => self.in_journey(*key, Passage::Own, anchor),
            Subject::Stage(key) => self.snapshot.stage(*key)?.description().and_then(has_it),
            Subject::Step(key) => self.snapshot.step(*key)?.description().and_then(has_it),
            record => has_it(self.snapshot.file_of(record)?.document()?.body()?),
        }
    }

    fn in_journey(&self, journey: JourneyKey, from: Passage, anchor: &str) -> Option<Subject> {
        let passage = self.snapshot.journey(journey).file().document()?.find_heading(from, anchor)?;
        Some(match passage {
            Passage::Own => Subject::Journey(journey),
            Passage::Stage(stage) => Subject::Stage(StageKey { journey, stage }),
            Passage::Step(stage, step) => Subject::Step(StepKey { stage: StageKey { journey, stage }, step }),
        })
    }
}

impl Here<'_> {
    /// The heading that a reference to `of` with `#anchor` leads to; `None` when there is none.
    pub(in crate::view) fn heading(&self, of: &Subject, anchor: &str) -> Option<String> {
        let of = self.viewer.heading_in(of, anchor)?;
        self.to_heading(&of, anchor)
    }

    /// The heading that `#anchor` in the text of `of` leads to: in that text, or else in the same record.
    pub(in crate::view) fn heading_from(&self, of: &Subject, anchor: &str) -> Option<String> {
        let of = match of {
            Subject::Stage(key) => self.viewer.in_journey(key.journey, Passage::Stage(key.stage), anchor)?,
            Subject::Step(key) => {
                let passage = Passage::Step(key.stage.stage, key.step);
                self.viewer.in_journey(key.stage.journey, passage, anchor)?
            }
            of => self.viewer.heading_in(of, anchor)?,
        };
        self.to_heading(&of, anchor)
    }

    fn to_heading(&self, of: &Subject, anchor: &str) -> Option<String> {
        let page = match of {
            Subject::Stage(key) => address::journey(self.snapshot().journey(key.journey).id()),
            of => self.viewer.path(of)?,
        };
        Some(address::relative(&self.path, &page, Some(&self.viewer.heading_id(of, anchor)?)))
    }
}
