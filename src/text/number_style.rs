//! Numbers as people of a language write them.
//!
//! Owns what differs from language to language in plain numbers, percentages and amounts of money, as the Unicode CLDR has
//! it, for the languages that sites are written in; any other is written as English is. A whole locale library would be
//! fifty times this table and is only asked for these five facts.

use std::borrow::Cow;

/// A space at which no line breaks, and a narrow one.
const SPACE: &str = "\u{a0}";
const NARROW: &str = "\u{202f}";

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberStyle {
    /// What stands before the fraction.
    decimal: &'static str,
    /// What stands between groups of three digits.
    group: &'static str,
    /// Whether four digits stand together without it.
    is_late: bool,
    percent: Percent,
    currency: Currency,
}

/// Where the percent sign stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Percent {
    Close,
    Apart,
    Before,
}

/// Where the sign of a currency stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Currency {
    Before,
    BeforeApart,
    After,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit<'a> {
    /// Nothing that is written.
    #[default]
    None,
    /// Hundredths.
    Percent,
    /// Money, by the ISO code of its currency.
    Currency(&'a str),
    /// Anything else, as it is written behind a number.
    Label(&'a str),
}

const fn style(decimal: &'static str, group: &'static str, percent: Percent, currency: Currency) -> NumberStyle {
    NumberStyle { decimal, group, is_late: false, percent, currency }
}

const ENGLISH: NumberStyle = style(".", ",", Percent::Close, Currency::Before);

impl Default for NumberStyle {
    fn default() -> NumberStyle {
        ENGLISH
    }
}

impl NumberStyle {
    /// The style of a language, by its tag: `de`, `pt-BR`, `en-GB`.
    pub fn of(language: &str) -> NumberStyle {
        let language = language.to_ascii_lowercase().replace('_', "-");
        let primary = language.split('-').next().unwrap_or_default();
        let late = |style: NumberStyle| NumberStyle { is_late: true, ..style };
        use Currency::{After, Before, BeforeApart};
        use Percent::{Apart, Close};
        match (primary, language.as_str()) {
            (_, "de-ch" | "de-li") => style(".", "’", Close, BeforeApart),
            (_, "pt-br") => style(",", ".", Close, BeforeApart),
            ("es", "es-mx" | "es-us" | "es-419") => style(".", ",", Close, Before),
            ("de" | "sl" | "hr" | "ro" | "da", _) => style(",", ".", Apart, After),
            ("el" | "id" | "vi", _) => style(",", ".", Close, After),
            ("it", _) => late(style(",", ".", Close, After)),
            ("es", _) => late(style(",", ".", Apart, After)),
            ("nl", _) => style(",", ".", Close, BeforeApart),
            ("tr", _) => style(",", ".", Percent::Before, Before),
            ("fr", _) => style(",", NARROW, Apart, After),
            ("pt" | "pl" | "bg", _) => late(style(",", SPACE, Close, After)),
            ("sv" | "nb" | "no" | "nn" | "fi" | "cs" | "sk" | "ru" | "uk" | "lt", _) => style(",", SPACE, Apart, After),
            ("hu" | "lv" | "et", _) => style(",", SPACE, Close, After),
            ("he", _) => style(".", ",", Close, After),
            _ => ENGLISH,
        }
    }

    /// A plain decimal as the language writes it; any other text as it is.
    pub fn number<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !super::is_decimal(text) {
            return Cow::Borrowed(text);
        }
        let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("−", digits));
        let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let is_grouped = whole.len() > if self.is_late { 4 } else { 3 };
        let mut written = sign.to_owned();
        for (at, digit) in whole.chars().enumerate() {
            if is_grouped && at > 0 && (whole.len() - at).is_multiple_of(3) {
                written.push_str(self.group);
            }
            written.push(digit);
        }
        if let Some(fraction) = fraction {
            written.push_str(self.decimal);
            written.push_str(fraction);
        }
        Cow::Owned(written)
    }

    /// A plain decimal with its unit.
    pub fn amount(&self, text: &str, unit: Unit<'_>) -> String {
        let number = match unit {
            Unit::Currency(_) => self.number(&in_hundredths(text)).into_owned(),
            _ => self.number(text).into_owned(),
        };
        match unit {
            Unit::None => number,
            Unit::Label(label) => format!("{number}{SPACE}{label}"),
            Unit::Percent => match self.percent {
                Percent::Close => format!("{number}%"),
                Percent::Apart => format!("{number}{SPACE}%"),
                Percent::Before => format!("%{number}"),
            },
            Unit::Currency(code) => {
                let sign = sign(code);
                let (minus, digits) = number.strip_prefix('−').map_or(("", number.as_str()), |digits| ("−", digits));
                let is_word = sign.ends_with(|last: char| last.is_ascii_alphabetic());
                match self.currency {
                    Currency::After => format!("{number}{SPACE}{sign}"),
                    Currency::Before if !is_word => format!("{minus}{sign}{digits}"),
                    Currency::Before | Currency::BeforeApart => format!("{minus}{sign}{SPACE}{digits}"),
                }
            }
        }
    }
}

/// An amount of money with as many digits as prices have: none, or two.
fn in_hundredths(text: &str) -> Cow<'_, str> {
    match text.split_once('.') {
        Some((_, tenths)) if tenths.len() == 1 && super::is_decimal(text) => Cow::Owned(format!("{text}0")),
        _ => Cow::Borrowed(text),
    }
}

/// The sign of a currency, or its code where it has none that everybody knows.
fn sign(code: &str) -> &str {
    match code {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" => "¥",
        "INR" => "₹",
        "KRW" => "₩",
        "ILS" => "₪",
        "NGN" => "₦",
        "PHP" => "₱",
        "TRY" => "₺",
        "UAH" => "₴",
        "VND" => "₫",
        "BRL" => "R$",
        "CAD" => "CA$",
        "AUD" => "A$",
        "NZD" => "NZ$",
        "MXN" => "MX$",
        "CNY" => "CN¥",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_a_language_writes_them() {
        let say = |language: &str, number: &str| NumberStyle::of(language).number(number).into_owned();
        assert_eq!(say("en", "1234567.5"), "1,234,567.5");
        assert_eq!(say("en", "-412"), "−412");
        assert_eq!(say("de", "1234.50"), "1.234,50");
        assert_eq!(say("de-CH", "1234.5"), "1’234.5");
        assert_eq!(say("fr", "12345"), "12\u{202f}345");
        assert_eq!(say("es", "1234"), "1234");
        assert_eq!(say("es", "12345"), "12.345");
        assert_eq!(say("pt_BR", "1234"), "1.234");
        assert_eq!(say("tlh", "1234.5"), "1,234.5");
        assert_eq!(say("en", "about 3"), "about 3");
    }

    #[test]
    fn units_stand_where_a_language_puts_them() {
        let say = |language: &str, number: &str, unit| NumberStyle::of(language).amount(number, unit);
        let eur = Unit::Currency("EUR");
        assert_eq!(say("en", "-1200", eur), "−€1,200");
        assert_eq!(say("en", "48.2", eur), "€48.20");
        assert_eq!(say("de", "0.125", eur), "0,125\u{a0}€");
        assert_eq!(say("de", "-1200", eur), "−1.200\u{a0}€");
        assert_eq!(say("nl", "-1200", eur), "−€\u{a0}1.200");
        assert_eq!(say("en", "12", Unit::Currency("CHF")), "CHF\u{a0}12");
        assert_eq!(say("en", "61.5", Unit::Percent), "61.5%");
        assert_eq!(say("sv", "61.5", Unit::Percent), "61,5\u{a0}%");
        assert_eq!(say("tr", "61", Unit::Percent), "%61");
        assert_eq!(say("en", "1400", Unit::Label("hours")), "1,400\u{a0}hours");
        assert_eq!(say("en", "41", Unit::None), "41");
    }
}
