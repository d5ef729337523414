//! Who answers for what, and in which order it needs doing. Knows no clock: a day has passed when the workspace holds
//! data from after it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{Item, Kind, names};
use crate::snapshot::{ItemKey, JourneyKey, Snapshot};
use crate::view::part::metric::{self, Standing};

/// A part of a member's work, what needs doing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view) enum Part {
    /// Decided, or under way.
    Active,
    /// What is measured.
    Metrics,
    /// Journeys.
    Journeys,
    /// Not decided, or there and not proven.
    Later,
    /// Done, or put away.
    Closed,
}

/// Something a member answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view) enum Duty {
    /// An item.
    Item(ItemKey),
    /// A journey.
    Journey(JourneyKey),
}

/// All that members answer for.
#[derive(Default)]
pub(in crate::view) struct Work {
    /// By member, each in the order it needs doing.
    pub(in crate::view) by_member: BTreeMap<String, Vec<(Part, Duty)>>,
    /// What is decided or under way and belongs to nobody.
    pub(in crate::view) unowned: Vec<ItemKey>,
    /// Metrics in use by how they stand, worst first.
    pub(in crate::view) metrics: Vec<(Standing, ItemKey)>,
    /// The newest day of the workspace's measurements and signals.
    pub(in crate::view) newest: Option<Date>,
}

impl Part {
    pub(in crate::view) const ALL: [Part; 5] = [Part::Active, Part::Metrics, Part::Journeys, Part::Later, Part::Closed];

    pub(in crate::view) fn word(self) -> &'static str {
        match self {
            Part::Active => "Decided or under way",
            Part::Metrics => "Metrics",
            Part::Journeys => "Journeys",
            Part::Later => "Not decided, or not proven yet",
            Part::Closed => "Done or put away",
        }
    }
}

impl Work {
    /// Sorts the work of a workspace.
    pub(in crate::view) fn of(snapshot: &Snapshot) -> Work {
        let mut work = Work { newest: newest(snapshot), ..Work::default() };
        let mut ranked: BTreeMap<&str, Vec<(Part, u8, Duty)>> = BTreeMap::new();
        for entry in snapshot.items() {
            let Some(item) = entry.item() else { continue };
            let standing = metric::standing(snapshot, entry.key(), item);
            work.metrics.extend(standing.map(|standing| (standing, entry.key())));
            let (part, rank) = place(item, standing);
            match item.owner() {
                Some(owner) => ranked.entry(owner.value).or_default().push((part, rank, Duty::Item(entry.key()))),
                None if part == Part::Active && !item.record.is_unread(names::OWNER) => work.unowned.push(entry.key()),
                None => {}
            }
        }
        for entry in snapshot.journeys() {
            if let Some(owner) = entry.journey().and_then(|journey| journey.owner()) {
                ranked.entry(owner.value).or_default().push((Part::Journeys, 0, Duty::Journey(entry.key())));
            }
        }
        work.metrics.sort_unstable();
        for (member, mut duties) in ranked {
            duties.sort_unstable();
            let duties = duties.into_iter().map(|(part, _, duty)| (part, duty));
            work.by_member.insert(member.to_owned(), duties.collect());
        }
        work
    }

    /// What a member answers for, in the order it needs doing.
    pub(in crate::view) fn of_member(&self, id: &str) -> &[(Part, Duty)] {
        self.by_member.get(id).map_or(&[], Vec::as_slice)
    }

    /// The metrics that are broken, without a source or off their target.
    pub(in crate::view) fn weak_metrics(&self) -> &[(Standing, ItemKey)] {
        &self.metrics[..self.metrics.partition_point(|(standing, _)| *standing < Standing::OnTarget)]
    }
}

/// The part an item belongs to, and its place there.
fn place(item: &Item, standing: Option<Standing>) -> (Part, u8) {
    match (item.kind, item.status().unwrap_or_default()) {
        (Some(Kind::Solution), "in-progress") => (Part::Active, 0),
        (Some(Kind::Solution), "planned") => (Part::Active, 1),
        (Some(Kind::Opportunity), "prioritized") => (Part::Active, 2),
        (Some(Kind::Metric), "deprecated") => (Part::Closed, 1),
        (Some(Kind::Metric), "draft") => (Part::Metrics, 9),
        (Some(Kind::Metric), _) => (Part::Metrics, standing.map_or(8, |standing| standing as u8)),
        (_, "shipped") => (Part::Later, 0),
        (_, "proposed" | "framed") => (Part::Later, 1),
        (_, "validated") => (Part::Closed, 0),
        (_, "closed" | "parked" | "rejected" | "archived" | "deprecated") => (Part::Closed, 1),
        _ => (Part::Later, 2),
    }
}

/// The day an item in work should be there or be looked at, which the newest data has passed or not.
pub(in crate::view) fn due(item: &Item) -> Option<Date> {
    item.record.date("target_date").into_iter().chain(item.review_by()).min()
}

fn newest(snapshot: &Snapshot) -> Option<Date> {
    let measured = snapshot.items().filter_map(|entry| Some(snapshot.measurements(entry.key())?.last()?.date));
    let received = snapshot.signals().filter_map(|entry| entry.signal()?.record.date(names::RECEIVED));
    measured.chain(received).max()
}
