//! The workspace's own lanes: what a step says in each, and the lines of a service blueprint between them.

use super::link::Here;
use super::prose;
use crate::model::{Lane, LaneType, Workspace};
use crate::snapshot::{StepKey, Subject};

/// The workspace's own lanes in the order of the map.
pub(in crate::view) fn lanes<'a>(here: &Here<'a>) -> Vec<Lane<'a>> {
    here.snapshot().workspace().map(Workspace::lanes_on_maps).unwrap_or_default()
}

/// What a step says in a lane, as HTML.
pub(in crate::view) fn cell(here: &Here<'_>, key: StepKey, lane: &Lane<'_>) -> Option<String> {
    let text = here.snapshot().step(key)?.lane(lane.id.value);
    // Without headings, nothing has a place in an outline.
    prose::render(here, &Subject::Step(key), text, 1)
}

/// The line that a service blueprint draws between two lanes that follow each other. Where several come together, it is
/// the one that the customer sees.
pub(in crate::view) fn line_between(above: LaneType, below: LaneType) -> Option<&'static str> {
    use LaneType::{Backstage, Customer, Frontstage, Other};
    match (above, below) {
        (_, Other) => None,
        (above, below) if above >= below => None,
        (Customer | Frontstage, below) if below >= Backstage => Some("Line of visibility"),
        (Customer, _) => Some("Line of interaction"),
        _ => Some("Line of internal interaction"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LaneType::{Backstage, Customer, Frontstage, Other, Support};

    #[test]
    fn draws_a_line_where_the_type_changes() {
        assert_eq!(line_between(Customer, Frontstage), Some("Line of interaction"));
        assert_eq!(line_between(Frontstage, Backstage), Some("Line of visibility"));
        assert_eq!(line_between(Backstage, Support), Some("Line of internal interaction"));
        assert_eq!(line_between(Customer, Support), Some("Line of visibility"));
        for (above, below) in [(Customer, Customer), (Support, Other), (Other, Other)] {
            assert_eq!(line_between(above, below), None);
        }
    }
}
