//! How fields, words of sets, numbers and dates are said on a page.

use jiff::civil::Date;

use crate::diff::field_name;
use crate::model::{Emotion, Kind};

pub(super) use crate::text::sentence;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `12 October 2026`.
pub(super) fn date(date: Date) -> String {
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!("{} {} {}", date.day(), month.copied().unwrap_or_default(), date.year())
}

/// What a mark from 1 to 5 on the experience curve means.
pub(super) fn feeling(mark: Emotion) -> &'static str {
    match mark.whole() {
        1 => "Awful",
        2 => "Frustrating",
        3 => "Neutral",
        4 => "Pleasant",
        _ => "Delightful",
    }
}

pub(super) fn kind(kind: Option<Kind>) -> &'static str {
    kind.map_or("Item", |kind| kind.row().heading)
}

pub(super) fn kinds(kind: Kind) -> &'static str {
    kind.row().headings
}

/// How good a status is: the colour of its dot.
pub(super) fn tone(status: &str) -> &'static str {
    match status {
        "validated" | "confirmed" | "shipped" | "active" | "done" | "placed" => "good",
        "in-progress" | "planned" | "prioritized" | "observed" | "framed" | "defined" => "busy",
        "suspected" | "assumption" | "proposed" => "warn",
        "broken" => "bad",
        "archived" | "deprecated" | "parked" | "closed" | "rejected" | "dismissed" | "dropped" | "draft" => "quiet",
        _ => "plain",
    }
}

/// Words of a set, one after the other: `App, Sales call`.
pub(super) fn all(list: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    list.into_iter().map(|word| sentence(word.as_ref())).collect::<Vec<_>>().join(", ")
}

/// What a field is called on a page.
pub(super) fn field(name: &str) -> String {
    sentence(&field_name(name))
}

/// What a rule is called on a page: `invalid-id` → `Invalid ID`.
pub(super) fn rule(name: &str) -> String {
    let name = sentence(name);
    let words = name.split(' ').map(|word| match word {
        "Yaml" | "yaml" => "YAML",
        "utf8" => "UTF-8",
        "id" => "ID",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Up to two letters that stand for a name: of its first and last words, or of the first character where it has no
/// letters.
pub(super) fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split([' ', '-', '\u{3000}']).filter(|word| !word.is_empty()).collect();
    let first = words.first().and_then(|word| word.chars().next());
    let last = if words.len() > 1 { words.last().and_then(|word| word.chars().next()) } else { None };
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// The first words of a text, at most `most` characters, cut between words where that is possible.
pub(super) fn excerpt(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = &text[..end];
    let cut = match cut.rfind(' ') {
        Some(space) if space > end / 2 => &cut[..space],
        _ => cut,
    };
    format!("{}…", cut.trim_end_matches([' ', ',', '.', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_things_as_people_do() {
        assert_eq!(sentence("in-progress"), "In progress");
        assert_eq!(date(jiff::civil::date(2026, 10, 12)), "12 October 2026");
        assert_eq!(["invalid-id", "not-utf8", "unplaced-item"].map(rule), ["Invalid ID", "Not UTF-8", "Unplaced item"]);
    }

    #[test]
    fn makes_initials_of_any_name() {
        let made = ["Maya Chen", "First-time admin", "Eva", "北京 太郎", "ß x", "", "🙂"].map(initials);
        assert_eq!(made, ["MC", "FA", "E", "北太", "SSX", "", "🙂"]);
    }

    #[test]
    fn cuts_between_words() {
        assert_eq!(excerpt("short", 10), "short");
        assert_eq!(excerpt("one two, three", 10), "one two…");
        assert_eq!(excerpt("一二三四五六", 3), "一二三…");
    }
}
