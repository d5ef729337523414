//! Metrics: what tells whether it worked.

use super::super::decode::Decoder;
use super::super::names;
use super::super::record::Record;
use super::super::value::unknown_word;
use super::currency;
use super::{COMMON, Field, HEAD, Table, Target, ValueType};
use crate::diag::Problem;
use crate::text::Unit;

pub(in crate::model) static TABLE: Table = Table {
    name: "metric",
    parts: &[
        HEAD,
        &[
            Field::optional(
                names::STATUS,
                ValueType::Word(&["draft", "defined", "active", "broken", "deprecated"]),
                "Whether it can be relied on.",
            ),
            Field::optional(names::OWNER, ValueType::Reference(Target::Member), "The member who answers for it."),
            Field::optional("type", ValueType::Word(&["customer", "business", "operational"]), "Whose measure it is."),
            Field::optional(
                names::UNIT,
                ValueType::Word(&["percent", "score", "count", "time", "currency", "other"]),
                "What it is counted in.",
            ),
            Field::optional(
                names::UNIT_LABEL,
                ValueType::Line,
                "How the unit is written, such as `hours`. For `currency` its ISO code, such as `EUR`.",
            ),
            Field::optional("baseline", ValueType::Number, "Where it began."),
            Field::optional(
                names::CURRENT,
                ValueType::Number,
                "Where it is. Measurements beside the file say it better.",
            ),
            Field::optional(names::TARGET, ValueType::Number, "Where it should be."),
            Field::optional("direction", ValueType::Word(&["higher", "lower"]), "Which way is better."),
            Field::optional(
                "period",
                ValueType::Word(&["day", "week", "month", "quarter", "year"]),
                "How often it is measured.",
            ),
            Field::optional(
                names::SOURCE,
                ValueType::Line,
                "Where the numbers come from: text, or an integration's ID.",
            ),
        ],
        COMMON,
    ],
};

impl Record {
    /// What a metric's numbers are written with.
    pub fn unit(&self) -> Unit<'_> {
        let label = self.text(names::UNIT_LABEL).map(|label| label.value);
        match (self.text(names::UNIT).map(|unit| unit.value), label) {
            (Some("percent"), None | Some("%")) => Unit::Percent,
            (Some("currency"), Some(code)) if currency::codes().any(|known| known == code) => Unit::Currency(code),
            (_, Some(label)) => Unit::Label(label),
            (_, None) => Unit::None,
        }
    }
}

/// Reports the label of a currency that is no code of one.
pub(super) fn check_currency(decoder: &mut Decoder<'_>, record: &Record) {
    let is_currency = record.text(names::UNIT).is_some_and(|unit| unit.value == "currency");
    let Some(label) = record.text(names::UNIT_LABEL).filter(|_| is_currency) else { return };
    if currency::codes().all(|code| code != label.value) {
        let capitals = label.value.to_ascii_uppercase();
        let near = currency::codes().find(|code| *code == capitals);
        let problem = unknown_word(label.value, label.span, near);
        let message = format!("`{}` is not the ISO code of a currency", label.value);
        let problem = Problem { message, ..problem };
        decoder.report(match near {
            Some(_) => problem,
            None => Problem { advice: Vec::new(), ..problem }.help("use a code such as `EUR`, `USD` or `GBP`"),
        });
    }
}
