//! How long things take, where that is written as a number and a unit, and how long they take together.

use std::fmt;
use std::iter::Sum;

use super::is_decimal;

/// How long something takes. Months and years have no fixed number of days, and are kept apart from what has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimeSpan {
    months: f64,
    minutes: f64,
}

/// Units of minutes, the longest first.
const OF_MINUTES: [(&str, f64); 4] = [("week", 10_080.0), ("day", 1_440.0), ("hour", 60.0), ("minute", 1.0)];

/// Units of months, the longest first.
const OF_MONTHS: [(&str, f64); 2] = [("year", 12.0), ("month", 1.0)];

impl TimeSpan {
    /// Reads `3 days`; `None` for what is no number and unit.
    pub fn parse(text: &str) -> Option<TimeSpan> {
        let (number, unit) = text.trim().split_once(' ')?;
        let number: f64 = number.parse().ok().filter(|_| is_decimal(number) && !number.starts_with('-'))?;
        let unit = unit.trim().to_lowercase();
        let unit = unit.strip_suffix('s').unwrap_or(&unit);
        let size = |units: &[(&str, f64)]| units.iter().find(|(name, _)| *name == unit).map(|(_, size)| size * number);
        match (size(&OF_MONTHS), size(&OF_MINUTES)) {
            (Some(months), _) => Some(TimeSpan { months, minutes: 0.0 }),
            (None, minutes) => minutes.map(|minutes| TimeSpan { months: 0.0, minutes }),
        }
    }
}

impl Sum for TimeSpan {
    fn sum<I: Iterator<Item = TimeSpan>>(spans: I) -> TimeSpan {
        spans.fold(TimeSpan::default(), |sum, span| TimeSpan {
            months: sum.months + span.months,
            minutes: sum.minutes + span.minutes,
        })
    }
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        for (units, whole) in [(&OF_MONTHS[..], self.months), (&OF_MINUTES[..], self.minutes)] {
            let mut rest = whole;
            for (name, size) in units {
                // Of the smallest unit a fraction stays, to hundredths.
                let number = if *size == 1.0 { (rest * 100.0).round() / 100.0 } else { (rest / size).floor() };
                rest -= number * size;
                if number > 0.0 {
                    parts.push(format!("{number} {name}{}", if number == 1.0 { "" } else { "s" }));
                }
            }
        }
        if parts.is_empty() { f.write_str("no time") } else { f.write_str(&parts.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::TimeSpan;

    fn sum(texts: &[&str]) -> String {
        texts.iter().filter_map(|text| TimeSpan::parse(text)).sum::<TimeSpan>().to_string()
    }

    #[test]
    fn adds_up_what_it_can_read() {
        assert_eq!(sum(&["3 days", "1 Week", "90 minutes"]), "1 week, 3 days, 1 hour, 30 minutes");
        assert_eq!(sum(&["1 year", "14 months", "1.5 hours"]), "2 years, 2 months, 1 hour, 30 minutes");
        assert_eq!(sum(&["1.5 months", "0 days"]), "1.5 months");
        assert_eq!(sum(&["0 days"]), "no time");
        for text in ["about a week", "3", "days", "-3 days", "2-3 days", "3 fortnights", "1e3 days", ""] {
            assert_eq!(TimeSpan::parse(text), None, "{text}");
        }
    }
}
