//! Moments as the clock of whoever was there showed them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde::Serialize;

use crate::view::words;

/// A day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::view) struct Day {
    /// For programs: `2026-10-12`.
    iso: String,
    /// For people: `12 October 2026`.
    text: String,
}

impl Day {
    /// The day of a moment; `None` for one that no calendar has.
    pub(in crate::view) fn of(seconds: i64, offset: i32) -> Option<Day> {
        let date = date(seconds, offset)?;
        Some(Day { iso: date.to_string(), text: words::date(date) })
    }

    /// For people.
    pub(in crate::view) fn words(&self) -> &str {
        &self.text
    }
}

/// A moment as RFC 3339 writes it, by the clock that was there. What no calendar has is the beginning of time.
pub(in crate::view) fn written(seconds: i64, offset: i32) -> String {
    let known = date(seconds, offset).and_then(|_| {
        let moment = Timestamp::from_second(seconds).ok()?;
        Some(moment.display_with_offset(zone(offset)?).to_string())
    });
    known.unwrap_or_else(|| "1970-01-01T00:00:00+00:00".to_owned())
}

fn date(seconds: i64, offset: i32) -> Option<Date> {
    let date = zone(offset)?.to_datetime(Timestamp::from_second(seconds).ok()?).date();
    (date.year() > 0).then_some(date)
}

/// No clock on earth is a day off.
fn zone(offset: i32) -> Option<Offset> {
    Offset::from_seconds(offset.checked_mul(60)?).ok().filter(|zone| zone.seconds().abs() < 86_400)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_whoever_was_there() {
        let iso = |seconds, offset| Day::of(seconds, offset).map(|day| day.iso);
        assert_eq!(iso(1_767_225_600 - 1, 0).as_deref(), Some("2025-12-31"));
        assert_eq!(iso(1_767_225_600 - 1, 60).as_deref(), Some("2026-01-01"));
        assert_eq!((iso(i64::MAX, 0), iso(0, i32::MAX), iso(-99_999_999_999, 0)), (None, None, None));
        assert_eq!(written(0, -90), "1969-12-31T22:30:00-01:30");
        assert_eq!(written(i64::MIN, 0), written(0, 0));
    }
}
