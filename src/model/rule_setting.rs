//! How a workspace sets the level of a rule.

use super::field::{Field, Table, ValueType};
use super::record::{Record, RuleSetting};
use crate::diag::{Group, Level, Rule};
use crate::text::Spanned;

static RULE: Table = Table { name: "rule setting", parts: &[&[RULE_LEVEL]] };

static TIME_RULE: Table = Table {
    name: "rule setting",
    parts: &[&[RULE_LEVEL, Field::optional("days", ValueType::Number, "After how many days it speaks up.")]],
};

const RULE_LEVEL: Field =
    Field::optional("level", ValueType::Word(&["error", "warn", "off"]), "How much a finding weighs.");

/// The fields of a rule's setting.
pub(super) fn rule_table(rule: Rule) -> &'static Table {
    if rule.group() == Group::Time { &TIME_RULE } else { &RULE }
}

/// Makes a setting of its decoded mapping; days that are no count are left out.
pub(super) fn rule_setting(rule: Spanned<Rule>, record: &Record) -> RuleSetting {
    let level = record.text("level").and_then(|word| match word.value {
        "error" => Some(Level::Error),
        "warn" => Some(Level::Warn),
        "off" => Some(Level::Off),
        _ => None,
    });
    let is_count = |days: &f64| days.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(days);
    let days = record.number("days").map(|days| days.value).filter(is_count).map(|days| days as u32);
    RuleSetting { rule, level, days, custom: record.custom.clone() }
}
