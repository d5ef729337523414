//! Reads single values: words, numbers, days, addresses, IDs.

use super::emotion::Emotion;
use super::field::ValueType;
use super::kind::Kind;
use super::record::{Decimal, FieldValue};
use super::spreadsheet::may_be_thousands;
use super::synonym;
use crate::diag::{Advice, Problem, Rule};
use crate::text::{
    MAX_SLUG_BYTES, SlugFault, Span, TextEdit, UrlKind, check_slug, check_url, is_decimal, nearest, slugify,
};
use crate::yaml::Scalar;

/// A value that is not as it should be.
pub(super) struct Unreadable {
    /// What is wrong.
    pub(super) problem: Box<Problem>,
    /// The value all the same, where others may still refer to it (an ID that is no slug).
    pub(super) kept: Option<Box<FieldValue>>,
}

impl From<Problem> for Unreadable {
    fn from(problem: Problem) -> Unreadable {
        Unreadable { problem: Box::new(problem), kept: None }
    }
}

/// Reads a scalar as a value of a type. Text of blanks only is the caller's to drop.
pub(super) fn read(scalar: &Scalar, span: Span, value_type: &ValueType) -> Result<FieldValue, Unreadable> {
    let text = scalar.text.as_str();
    if text.trim().is_empty() && !scalar.is_plain() {
        return Ok(FieldValue::Text(String::new()));
    }
    match value_type {
        ValueType::Text | ValueType::Markdown => Ok(FieldValue::Text(text.to_owned())),
        ValueType::Line | ValueType::File | ValueType::Reference(_) | ValueType::OpenWord(_) => line(text, span),
        ValueType::Kind => kind(text, span),
        ValueType::Id => id(text, span),
        ValueType::Word(words) => word(text, span, words),
        ValueType::OneOrMany(of) => read(scalar, span, of),
        ValueType::Bool => truth(scalar, span),
        ValueType::Scale => read_scale(scalar, span, 1.0),
        ValueType::Emotion => read_scale(scalar, span, 0.5),
        ValueType::Number => number(scalar, span).map(FieldValue::Number),
        ValueType::Date => date(text, span),
        ValueType::Time => time(text, span),
        ValueType::TimeZone => time_zone(text, span),
        ValueType::Url => url(text, span, true),
        ValueType::WebUrl => url(text, span, false),
        ValueType::RuleName => match read_rule(text, span) {
            Ok(rule) => Ok(FieldValue::Text(rule.name().to_owned())),
            Err(problem) => Err(Unreadable { problem, kept: None }),
        },
        ValueType::RuleLevels
        | ValueType::LaneTexts
        | ValueType::ExternalIds
        | ValueType::List(_)
        | ValueType::Record(_)
        | ValueType::RecordOrWord(..)
        | ValueType::ShortRecord(..) => unreachable!("no scalar type"),
    }
}

/// What is wanted, for a help line.
pub(super) fn describe(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::Line | ValueType::OpenWord(_) | ValueType::Word(_) | ValueType::Kind => "text on one line",
        ValueType::Text => "text",
        ValueType::Markdown => "Markdown text",
        ValueType::Id | ValueType::Reference(_) => "an ID",
        ValueType::Bool => "`true` or `false`",
        ValueType::Scale => "a whole number from 1 to 5",
        ValueType::Emotion => "a whole number or a half from 1 to 5",
        ValueType::Number => "a number",
        ValueType::Date => "a date such as `2026-10-12`",
        ValueType::Url | ValueType::WebUrl => "an address such as `https://example.com/`",
        ValueType::Time => "a time such as `\"09:00\"`",
        ValueType::TimeZone => "a time zone such as `Europe/Oslo`",
        ValueType::File => "a path relative to this file",
        ValueType::RuleName => "the name of a rule",
        ValueType::RuleLevels
        | ValueType::LaneTexts
        | ValueType::ExternalIds
        | ValueType::Record(_)
        | ValueType::RecordOrWord(..)
        | ValueType::ShortRecord(..) => "fields",
        ValueType::OneOrMany(of) => describe(of),
        ValueType::List(_) => "a list",
    }
}

/// Reads the name of a rule whose level can be set.
pub(super) fn read_rule(text: &str, span: Span) -> Result<Rule, Box<Problem>> {
    match text.parse::<Rule>() {
        Ok(rule) if rule.is_fixed() => {
            let message = format!("`{text}` is fixed: its findings cannot be silenced or changed");
            Err(Box::new(Problem::new(Rule::InvalidValue, span, message).help("remove it, and mend the file it finds")))
        }
        Ok(rule) => Ok(rule),
        Err(()) => {
            let names = Rule::ALL.iter().filter(|rule| !rule.is_fixed()).map(|rule| rule.name());
            let problem = Problem::new(Rule::InvalidValue, span, format!("unknown rule `{text}`"));
            Err(Box::new(suggest(problem, span, nearest(text, names), || {
                "see their names with `wayfare explain`".to_owned()
            })))
        }
    }
}

fn line(text: &str, span: Span) -> Result<FieldValue, Unreadable> {
    let text = text.trim_end_matches(['\n', '\r']);
    if text.contains(['\n', '\r']) {
        let problem = Problem::new(Rule::InvalidValue, span, "a line break in one-line text");
        return Err(problem.help("write it on one line").into());
    }
    Ok(FieldValue::Text(text.to_owned()))
}

fn kind(text: &str, span: Span) -> Result<FieldValue, Unreadable> {
    let names = Kind::ALL.map(Kind::name);
    if names.contains(&text) {
        return Ok(FieldValue::Text(text.to_owned()));
    }
    let problem = Problem::new(Rule::UnknownKind, span, format!("`{text}` is no kind of item"));
    if let Some(kind) = synonym::kind(text) {
        return Err(problem.advise(Advice::meant(kind.name(), None)).into());
    }
    Err(suggest(problem, span, nearest(text, names), || format!("use one of {}", names.join(", "))).into())
}

fn id(text: &str, span: Span) -> Result<FieldValue, Unreadable> {
    match check_slug(text) {
        Ok(()) => Ok(FieldValue::Text(text.to_owned())),
        Err(fault) => {
            let mut unreadable = Unreadable::from(invalid_id(text, fault, span));
            unreadable.kept = Some(Box::new(FieldValue::Text(text.to_owned())));
            Err(unreadable)
        }
    }
}

/// The problem of an ID that is no slug.
pub fn invalid_id(text: &str, fault: SlugFault, span: Span) -> Problem {
    let reason = match fault {
        SlugFault::Characters => "is no ID: only `a-z`, `0-9` and inner `-` are".to_owned(),
        SlugFault::TooLong => format!("is too long for an ID: more than {MAX_SLUG_BYTES} bytes"),
        SlugFault::Device => "is no ID: Windows keeps this name for a device".to_owned(),
        SlugFault::Hyphens => "has two hyphens side by side".to_owned(),
    };
    let problem = Problem::new(Rule::InvalidId, span, format!("`{text}` {reason}"));
    // Earlier versions took it for one.
    let problem = if fault == SlugFault::Hyphens { problem.as_warning() } else { problem };
    let slug = slugify(text);
    if slug.is_empty() { problem } else { problem.help(format!("rename it, for instance to `{slug}`")) }
}

fn word(text: &str, span: Span, words: &'static [&'static str]) -> Result<FieldValue, Unreadable> {
    if words.contains(&text) {
        return Ok(FieldValue::Text(text.to_owned()));
    }
    Err(unknown_word(text, span, words.iter().copied()).into())
}

/// The problem of a word outside its set.
pub fn unknown_word<'w>(text: &str, span: Span, words: impl IntoIterator<Item = &'w str> + Clone) -> Problem {
    let problem = Problem::new(Rule::InvalidValue, span, format!("`{text}` is not a value of this field"));
    suggest(problem, span, nearest(text, words.clone()), || {
        let words: Vec<&str> = words.into_iter().collect();
        format!("use one of {}", words.join(", "))
    })
}

/// Adds a near name as help and fix, or else `otherwise` as help.
fn suggest(problem: Problem, span: Span, near: Option<&str>, otherwise: impl FnOnce() -> String) -> Problem {
    match near {
        Some(name) => problem
            .advise(Advice::meant(name, None))
            .fix(format!("replace it by `{name}`"), vec![TextEdit::replace(span, name)]),
        None => problem.help(otherwise()),
    }
}

/// Reads `true` or `false`; of other words for them the right one is the help.
fn truth(scalar: &Scalar, span: Span) -> Result<FieldValue, Unreadable> {
    if let Some(truth) = scalar.as_bool() {
        return Ok(FieldValue::Bool(truth));
    }
    let meant = match scalar.text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" => Some("true"),
        "false" | "no" | "off" | "n" | "0" => Some("false"),
        _ => None,
    };
    let problem = Problem::new(Rule::WrongType, span, format!("`{}` where `true` or `false` is wanted", scalar.text));
    let problem = match meant {
        Some(word) => problem
            .help(format!("write `{word}`"))
            .fix(format!("replace it by `{word}`"), vec![TextEdit::replace(span, word)]),
        None => problem.help("write `true` or `false`, without quotes"),
    };
    Err(problem.into())
}

/// Reads a mark on a scale of 1 to 5, which goes on in steps of 1, or of a half.
fn read_scale(scalar: &Scalar, span: Span, step: f64) -> Result<FieldValue, Unreadable> {
    let is_whole = step == 1.0;
    let number = number_or(scalar, span, || scale_help(&scalar.text, step))?;
    match Emotion::of(number.value) {
        Some(mark) if !is_whole => Ok(FieldValue::Emotion(mark)),
        Some(mark) if number.value.fract() == 0.0 => Ok(FieldValue::Scale(mark.whole())),
        _ => {
            let message = format!("`{}` is not on the scale", number.text);
            Err(Problem::new(Rule::InvalidValue, span, message).help(scale_help(&number.text, step)).into())
        }
    }
}

/// What to write on a scale instead of `text`, with the mark that comes nearest to it, when there is one.
fn scale_help(text: &str, step: f64) -> String {
    let wanted = describe(if step == 1.0 { &ValueType::Scale } else { &ValueType::Emotion });
    let pointed = text.replacen(',', ".", 1);
    let number = pointed.parse::<f64>().ok().filter(|_| is_decimal(&pointed));
    let nearest = number.map(|number| ((number / step).round() * step).clamp(1.0, 5.0));
    match nearest.or_else(|| synonym::mark(text).map(f64::from)) {
        Some(mark) => format!("use {wanted}: `{mark}` comes nearest to `{text}`"),
        None => format!("use {wanted}"),
    }
}

fn number(scalar: &Scalar, span: Span) -> Result<Decimal, Unreadable> {
    number_or(scalar, span, || number_help(&scalar.text))
}

/// Reads a number; `help` says what else to write.
fn number_or(scalar: &Scalar, span: Span, help: impl FnOnce() -> String) -> Result<Decimal, Unreadable> {
    if let Some(text) = scalar.as_decimal()
        && let Ok(value) = text.parse::<f64>()
        && value.is_finite()
    {
        return Ok(Decimal { text: text.to_owned(), value });
    }
    let problem = Problem::new(Rule::WrongType, span, format!("`{}` where a number is wanted", scalar.text));
    let quoted = !scalar.is_plain() && is_decimal(&scalar.text);
    Err(problem.help(if quoted { "remove the quotes".to_owned() } else { help() }).into())
}

/// How to write what was meant as a number: with a point, without blanks and without a unit.
pub(super) fn number_help(text: &str) -> String {
    let text = text.trim();
    let pointed = text.replacen(',', ".", 1);
    if is_decimal(&pointed) {
        return match may_be_thousands(text) {
            true => {
                format!("write `{}`, or `{pointed}` where the comma begins the decimals", text.replacen(',', "", 1))
            }
            false => format!("write `{pointed}`, with a point"),
        };
    }
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = text[digits.len()..].trim();
    let number = digits.replacen(',', ".", 1);
    if is_decimal(&number) {
        return format!("write `{number}`, without `{unit}`");
    }
    "write a plain decimal, such as `41` or `-2.5`".to_owned()
}

/// Reads a day written `YYYY-MM-DD`.
pub(super) fn parse_date(text: &str) -> Option<jiff::civil::Date> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    shape.then(|| text.parse().ok()).flatten()
}

fn date(text: &str, span: Span) -> Result<FieldValue, Unreadable> {
    parse_date(text).map(FieldValue::Date).ok_or_else(|| {
        let problem = Problem::new(Rule::InvalidValue, span, format!("`{text}` is no date"));
        problem.help("write the day as `YYYY-MM-DD`, such as `2026-10-12`").into()
    })
}

fn time(text: &str, span: Span) -> Result<FieldValue, Unreadable> {
    let is_number = |digits: &str, below: u8| {
        digits.len() == 2
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits.parse().is_ok_and(|n: u8| n < below)
    };
    match text.split_once(':') {
        Some((hour, minute)) if is_number(hour, 24) && is_number(minute, 60) => Ok(FieldValue::Text(text.to_owned())),
        _ => {
            let problem = Problem::new(Rule::InvalidValue, span, format!("`{text}` is no time of day"));
            Err(problem.help("write hours and minutes as `\"HH:MM\"`, such as `\"09:00\"`").into())
        }
    }
}

/// Reads the name of a time zone by its form: which there are, systems know.
fn time_zone(text: &str, span: Span) -> Result<FieldValue, Unreadable> {
    let is_part = |part: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
        part.bytes().all(is_inner) && part.bytes().next().is_some_and(|first| first.is_ascii_uppercase())
    };
    if text == "UTC" || text.contains('/') && text.split('/').all(is_part) {
        return Ok(FieldValue::Text(text.to_owned()));
    }
    let problem = Problem::new(Rule::InvalidValue, span, format!("`{text}` is no name of a time zone"));
    Err(problem.help("write the name of its area and city, such as `Europe/Oslo`, or `UTC`").into())
}

fn url(text: &str, span: Span, mail: bool) -> Result<FieldValue, Unreadable> {
    let fault = match check_url(text) {
        Ok(UrlKind::Web) => return Ok(FieldValue::Text(text.to_owned())),
        Ok(UrlKind::Mail) if mail => return Ok(FieldValue::Text(text.to_owned())),
        Ok(UrlKind::Mail) => "is no web address".to_owned(),
        Ok(UrlKind::Relative { .. } | UrlKind::Anchor(_)) => "is no whole address".to_owned(),
        Err(fault) => fault.to_string(),
    };
    let help =
        if mail { "use a whole `http`, `https` or `mailto` address" } else { "use a whole `http` or `https` address" };
    Err(Problem::new(Rule::InvalidValue, span, format!("`{text}` {fault}")).help(help).into())
}
