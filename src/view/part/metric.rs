//! How a metric stands: against its goal, and whether there are numbers at all.

use crate::model::{Decimal, Item, Kind, Record, names};
use crate::snapshot::{ItemKey, Snapshot};
use crate::text::{NumberStyle, Unit};

/// How a metric in use stands, what needs attention most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::view) enum Standing {
    /// Its status says that its numbers cannot be trusted.
    Broken,
    /// Nothing says where its numbers come from.
    NoSource,
    /// Not at its goal yet.
    OffTarget,
    /// At its goal or beyond.
    OnTarget,
}

impl Standing {
    pub(in crate::view) fn word(self) -> &'static str {
        match self {
            Standing::Broken => "Broken",
            Standing::NoSource => "No source",
            Standing::OffTarget => "Off target",
            Standing::OnTarget => "On target",
        }
    }

    /// The colour that says the same.
    pub(in crate::view) fn tone(self) -> &'static str {
        match self {
            Standing::Broken => "bad",
            Standing::NoSource | Standing::OffTarget => "warn",
            Standing::OnTarget => "good",
        }
    }
}

/// How a metric stands; `None` for other kinds, for one that is not in use and for one without a goal to judge it by.
pub(in crate::view) fn standing(snapshot: &Snapshot, key: ItemKey, item: &Item) -> Option<Standing> {
    if item.kind != Some(Kind::Metric) {
        return None;
    }
    let record = &item.record;
    match item.status()? {
        "broken" => Some(Standing::Broken),
        "active" if lacks_source(snapshot, key, record) => Some(Standing::NoSource),
        "active" => {
            let gap = gap(current(snapshot, key, record)?, record)?;
            Some(if gap > 0.0 { Standing::OffTarget } else { Standing::OnTarget })
        }
        _ => None,
    }
}

/// A metric's value now: the last measurement, else what its file says.
pub(in crate::view) fn current<'a>(snapshot: &'a Snapshot, key: ItemKey, record: &'a Record) -> Option<&'a Decimal> {
    let measured = snapshot.measurements(key).and_then(|measurements| measurements.last());
    measured.map(|row| &row.value).or_else(|| record.number(names::CURRENT))
}

/// How far a metric is from its goal in words: `15.7 points to goal`. `None` where its numbers cannot be trusted.
pub(in crate::view) fn distance(snapshot: &Snapshot, key: ItemKey, record: &Record) -> Option<String> {
    if record.text(names::STATUS).is_some_and(|status| status.value == "broken") {
        return None;
    }
    in_words(current(snapshot, key, record)?, record, snapshot.number_style())
}

fn in_words(current: &Decimal, record: &Record, style: NumberStyle) -> Option<String> {
    let gap = gap(current, record)?;
    let decimals = decimals(&current.text).max(decimals(&record.number(names::TARGET)?.text));
    let number = format!("{:.decimals$}", gap.abs());
    let number = if decimals > 0 { number.trim_end_matches('0').trim_end_matches('.') } else { &number };
    let amount = match record.unit() {
        Unit::Percent if number == "1" => "1 point".to_owned(),
        Unit::Percent => format!("{} points", style.number(number)),
        unit => style.amount(number, unit),
    };
    Some(match gap {
        _ if number == "0" => "Just at the goal".to_owned(),
        gap if gap > 0.0 => format!("{amount} to goal"),
        _ => format!("{amount} beyond goal"),
    })
}

/// What is missing until the goal is reached; negative beyond it.
fn gap(current: &Decimal, record: &Record) -> Option<f64> {
    let target = record.number(names::TARGET)?.value;
    match record.text("direction")?.value {
        "higher" => Some(target - current.value),
        "lower" => Some(current.value - target),
        _ => None,
    }
}

fn lacks_source(snapshot: &Snapshot, key: ItemKey, record: &Record) -> bool {
    let named = record.slot(names::SOURCE).is_some() || record.is_unread(names::SOURCE);
    let measured = snapshot.measurements(key).is_some_and(|measurements| !measurements.rows.is_empty());
    !named && !measured
}

/// The digits behind the point, as far as numbers of this size have them.
fn decimals(number: &str) -> usize {
    number.split_once('.').map_or(0, |(_, fraction)| fraction.len().min(9))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_the_digits_that_a_difference_has() {
        assert_eq!(["65", "49.3", "0.05", "1.1234567890123"].map(decimals), [0, 1, 2, 9]);
    }
}
