//! The words by which work is judged: in use, painful, response, worked on. Each is defined here and nowhere else.
//!
//! Whether something is missing is not for these to say. Invariant: what could not be read counts for the item it is of:
//! a status that nobody can read may be one of those in use.

use std::collections::BTreeSet;

use super::{ItemKey, Snapshot, StepKey};
use crate::model::{Emotion, Item, Kind, names};

/// Statuses of what has been put away for good.
const PUT_AWAY: [&str; 4] = ["archived", "closed", "rejected", "deprecated"];

/// Statuses of solutions that somebody works on, or has.
const WORKED_ON: [&str; 4] = ["planned", "in-progress", "shipped", "validated"];

/// The least severity of a pain that makes its step painful.
const SEVERE: u8 = 4;

impl Snapshot {
    /// Whether an item is in use: not archived, closed, rejected or deprecated.
    pub fn is_in_use(&self, item: ItemKey) -> bool {
        let status = self.item(item).item().and_then(Item::status);
        status.is_none_or(|status| !PUT_AWAY.contains(&status))
    }

    /// Whether a step is painful: to any persona, or by a severe pain that was observed there.
    pub fn is_painful(&self, step: StepKey) -> bool {
        let Some(content) = self.step(step) else { return false };
        content.emotion().is_some_and(|lowest| lowest <= Emotion::PAINFUL)
            || self.placed_items(step).any(|item| self.item(item).item().is_some_and(is_severe_pain))
    }

    /// The responses to what was learned on a step: solutions that an opportunity leads to which rests on an insight of
    /// that step, all of them in use; in order.
    pub fn responses(&self, step: StepKey) -> BTreeSet<ItemKey> {
        let led = |from: ItemKey, kind: Kind| {
            let led = self.leads_to(from).iter().copied().filter(move |to| self.item(*to).kind() == Some(kind));
            led.filter(|to| self.is_in_use(*to))
        };
        let insights = self.placed_items(step).filter(|item| self.item(*item).kind() == Some(Kind::Insight));
        let insights = insights.filter(|insight| self.is_in_use(*insight));
        let opportunities = insights.flat_map(|insight| led(insight, Kind::Opportunity));
        opportunities.flat_map(|opportunity| led(opportunity, Kind::Solution)).collect()
    }

    /// Whether a solution is worked on: planned, in progress, shipped or validated, or with an open task.
    pub fn is_worked_on(&self, solution: ItemKey) -> bool {
        self.item(solution).item().is_some_and(|item| {
            let is_open = |task: &crate::model::Record| {
                let status = task.text(names::STATUS).map(|status| status.value);
                !matches!(status, Some("done" | "dropped"))
            };
            item.status().is_some_and(|status| WORKED_ON.contains(&status)) || item.tasks().any(is_open)
        })
    }

    /// The items placed on a step that may be placed there.
    fn placed_items(&self, step: StepKey) -> impl Iterator<Item = ItemKey> {
        let journey = self.journey(step.stage.journey).id();
        let placed = self.step(step).into_iter().flat_map(|step| step.placements());
        let found = placed.filter_map(|placement| self.find_item(placement.item.value).found());
        found.filter(move |item| self.item(*item).is_placeable_in(journey))
    }
}

fn is_severe_pain(item: &Item) -> bool {
    item.kind == Some(Kind::Insight)
        && item.record.text("type").is_some_and(|sort| sort.value == "pain")
        && matches!(item.status(), Some("observed" | "validated"))
        && item.record.scale("severity").is_some_and(|severity| severity >= SEVERE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::Lookup;
    use crate::store::MemoryTree;

    fn snapshot(emotion: &str, insight: &str, opportunity: &str, solution: &str) -> Snapshot {
        let journey = format!(
            "title: J\nstages:\n  - id: s\n    title: S\n    steps: [{{ id: a, title: A, items: [i], {emotion} }}]\n"
        );
        let item = |kind: &str, fields: &str| format!("---\nkind: {kind}\ntitle: T\n{fields}---\n");
        let files = [
            ("journeys/j/journey.yaml", journey),
            ("blocks/i.md", item("insight", &format!("links: [o]\n{insight}"))),
            ("blocks/o.md", item("opportunity", &format!("links: [s]\n{opportunity}"))),
            ("blocks/s.md", item("solution", solution)),
        ];
        let tree: MemoryTree = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        Snapshot::load(&tree).expect("a tree")
    }

    fn step(snapshot: &Snapshot) -> StepKey {
        let Lookup::Found(step) = snapshot.find_step("j/a") else { panic!("no step") };
        step
    }

    #[test]
    fn a_step_is_painful_to_any_persona_or_by_a_severe_pain() {
        let is_painful = |emotion: &str, insight: &str| {
            let snapshot = snapshot(emotion, insight, "", "");
            snapshot.is_painful(step(&snapshot))
        };
        let pain = "type: pain\nseverity: 4\nstatus: observed\n";
        assert!(is_painful("emotion: 2", "") && is_painful("emotion: { p: 4, q: 1.5 }", ""));
        assert!(!is_painful("emotion: 2.5", "") && !is_painful("title: A", ""));
        assert!(is_painful("emotion: 4", pain));
        assert!(!is_painful("emotion: 4", &pain.replace("observed", "new")));
        assert!(!is_painful("emotion: 4", &pain.replace('4', "3")));
    }

    #[test]
    fn a_response_is_in_use_and_worked_on_or_not() {
        let judged = |solution: &str| {
            let snapshot = snapshot("emotion: 1", "", "", solution);
            let responses = snapshot.responses(step(&snapshot));
            let worked_on = responses.iter().filter(|solution| snapshot.is_worked_on(**solution)).count();
            (responses.len(), worked_on)
        };
        assert_eq!(judged(""), (1, 0));
        assert_eq!(judged("status: planned\n"), (1, 1));
        assert_eq!(judged("status: rejected\n"), (0, 0));
        assert_eq!(judged("tasks: [{ url: \"https://t.example/1\" }]\n"), (1, 1));
        assert_eq!(judged("tasks: [{ url: \"https://t.example/1\", status: done }]\n"), (1, 0));
    }

    #[test]
    fn a_response_goes_through_what_is_in_use() {
        let responses = |insight: &str, opportunity: &str| {
            let snapshot = snapshot("emotion: 1", insight, opportunity, "status: planned\n");
            snapshot.responses(step(&snapshot)).len()
        };
        assert_eq!(responses("", "status: framed\n"), 1);
        assert_eq!(responses("", "status: closed\n"), 0);
        assert_eq!(responses("status: archived\n", ""), 0);
    }
}
