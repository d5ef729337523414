//! A member among others: how much work they have, and how much of it is under way.

use serde::Serialize;

use super::face::Face;
use super::link::Here;
use crate::text;
use crate::view::index::work::{Duty, Part};

/// A member and how much work they have.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Teammate {
    #[serde(flatten)]
    face: Face,
    /// What is to be done, or that nothing is.
    work: String,
    /// All they own.
    owns: Option<String>,
}

pub(in crate::view) fn teammate(here: &Here<'_>, id: &str) -> Teammate {
    let duties = here.viewer.index.work.of_member(id);
    let journeys = count_of(duties, Part::Journeys);
    let items = duties.len() - journeys;
    let owns = match (journeys, items) {
        (0, 0) => None,
        (0, _) => Some(format!("Owns {}", text::count(items, "item", "items"))),
        (_, 0) => Some(format!("Owns {}", text::count(journeys, "journey", "journeys"))),
        _ => Some(format!(
            "Owns {}, {}",
            text::count(journeys, "journey", "journeys"),
            text::count(items, "item", "items")
        )),
    };
    Teammate { face: here.member_face(id), work: to_do(here, id), owns }
}

/// What there is to do in a few words.
pub(in crate::view) fn to_do(here: &Here<'_>, id: &str) -> String {
    let duties = here.viewer.index.work.of_member(id);
    if duties.is_empty() {
        return "Owns nothing yet".to_owned();
    }
    match count_of(duties, Part::Active) {
        0 => "Nothing under way".to_owned(),
        active => format!("{active} decided or under way"),
    }
}

/// How many duties are of a part; they are sorted by it.
pub(in crate::view) fn count_of(duties: &[(Part, Duty)], part: Part) -> usize {
    duties.partition_point(|(other, _)| *other <= part) - duties.partition_point(|(other, _)| *other < part)
}
