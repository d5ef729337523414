//! What is done about painful steps, in words.
//!
//! What is painful, and what counts as done about it, is the snapshot's to say.

use serde::Serialize;

use super::link::Here;
use crate::model::FileKind;
use crate::snapshot::{JourneyKey, StepKey};
use crate::text;

/// What is done about a painful step.
#[derive(Debug, Serialize)]
pub(in crate::view) struct Pain {
    /// `Painful, no response yet`.
    word: &'static str,
    /// The colour of how bad it is.
    tone: &'static str,
}

/// How far what is done about a painful step has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reply {
    None,
    Waits,
    WorkedOn,
}

fn reply(here: &Here<'_>, step: StepKey) -> Option<Reply> {
    let snapshot = here.snapshot();
    if !snapshot.is_painful(step) {
        return None;
    }
    let responses = snapshot.responses(step);
    Some(match responses.iter().any(|solution| snapshot.is_worked_on(*solution)) {
        true => Reply::WorkedOn,
        false if responses.is_empty() => Reply::None,
        false => Reply::Waits,
    })
}

/// What is done about a step; `None` where it is not painful. Where not all items could be read, nothing is said to be
/// missing.
pub(in crate::view) fn pain(here: &Here<'_>, step: StepKey) -> Option<Pain> {
    Some(match reply(here, step)? {
        Reply::WorkedOn => Pain { word: "Painful, worked on", tone: "busy" },
        _ if here.has_unread(FileKind::Item) => Pain { word: "Painful", tone: "bad" },
        Reply::Waits => Pain { word: "Painful, response not worked on", tone: "warn" },
        Reply::None => Pain { word: "Painful, no response yet", tone: "bad" },
    })
}

/// `3 painful steps, 1 without a response`; `None` where none is painful.
pub(in crate::view) fn summary(here: &Here<'_>, journey: JourneyKey) -> Option<String> {
    let steps = here.viewer.steps(journey).into_iter();
    let replies: Vec<Reply> = steps.filter_map(|(key, _)| reply(here, key)).collect();
    let open = replies.iter().filter(|reply| **reply == Reply::None).count();
    let painful = text::count(replies.len(), "painful step", "painful steps");
    match open {
        _ if replies.is_empty() => None,
        open if open == 0 || here.has_unread(FileKind::Item) => Some(painful),
        open => Some(format!("{painful}, {open} without a response")),
    }
}
