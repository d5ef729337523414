//! Measurements compared by date, and seen against the metric's target.

use std::collections::BTreeMap;

use super::change::{Detail, Row, Rows, Target};
use crate::model::{Decimal, Item, Measurement, Measurements, names};
use crate::text::NumberStyle;

/// Compares measurements; `metric` is what they measure, as it is now, and its numbers are written in `style`.
pub(super) fn compare(
    was: &Measurements,
    is: &Measurements,
    metric: Option<&Item>,
    style: NumberStyle,
) -> Option<Detail> {
    let unit = metric.map(|metric| metric.record.unit()).unwrap_or_default();
    let amount = |number: &Decimal| style.amount(&number.text, unit);
    let row = |measured: &Measurement| Row {
        date: measured.date.to_string(),
        value: measured.value.text.clone(),
        amount: amount(&measured.value),
    };
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
    let target = metric.and_then(|metric| target(metric, is.last(), &amount));
    Some(Detail::Rows(Rows { added, changed, removed, from, to, target }))
}

fn target(metric: &Item, last: Option<&Measurement>, amount: &dyn Fn(&Decimal) -> String) -> Option<Target> {
    let target = metric.record.number(names::TARGET)?;
    let direction = metric.record.text("direction").map(|direction| direction.value);
    let reached = match (last, direction) {
        (Some(last), Some("higher")) => Some(last.value.value >= target.value),
        (Some(last), Some("lower")) => Some(last.value.value <= target.value),
        _ => None,
    };
    Some(Target { value: target.text.clone(), amount: amount(target), reached })
}
