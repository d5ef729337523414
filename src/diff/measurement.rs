//! Measurements compared by date, and seen against the metric's target.

use std::collections::BTreeMap;

use super::change::{Detail, Row, Rows, Target};
use crate::model::{Item, Measurement, Measurements, names};

/// Compares measurements; `metric` is what they measure, as it is now.
pub(super) fn compare(was: &Measurements, is: &Measurements, metric: Option<&Item>) -> Option<Detail> {
    let by_date = |measurements: &'_ Measurements| -> BTreeMap<_, Measurement> {
        measurements.rows.iter().map(|row| (row.date, row.clone())).collect()
    };
    let (old, new) = (by_date(was), by_date(is));
    let added = new.keys().filter(|date| !old.contains_key(date)).count();
    let removed = old.keys().filter(|date| !new.contains_key(date)).count();
    let changed = new.iter().filter(|(date, row)| old.get(date).is_some_and(|old| old != *row)).count();
    if added + changed + removed == 0 {
        return None;
    }
    let (from, to) = (was.last().map(row), is.last().map(row));
    let target = metric.and_then(|metric| target(metric, is.last()));
    Some(Detail::Rows(Rows { added, changed, removed, from, to, target }))
}

fn row(measurement: &Measurement) -> Row {
    Row { date: measurement.date.to_string(), value: measurement.value.text.clone() }
}

fn target(metric: &Item, last: Option<&Measurement>) -> Option<Target> {
    let target = metric.record.number(names::TARGET)?;
    let direction = metric.record.text("direction").map(|direction| direction.value);
    let reached = match (last, direction) {
        (Some(last), Some("higher")) => Some(last.value.value >= target.value),
        (Some(last), Some("lower")) => Some(last.value.value <= target.value),
        _ => None,
    };
    Some(Target { value: target.text.clone(), reached })
}
