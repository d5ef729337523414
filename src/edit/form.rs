//! The text of a new record: what is known, and an empty field for each that is worth filling.
//!
//! The lines are made from the tables of fields, so that they cannot name a field or a word that does not exist.

use crate::model::{Field, JOURNEY, Kind, PERSONA, ValueType};
use crate::yaml::quote;

/// The column at which the words on a field begin.
const HINT_COLUMN: usize = 24;

/// Evidence as one writes it on one line.
const EVIDENCE_HINT: &str = "such as [{ quote: \"What somebody said, word for word.\" }]";

/// Fields that are not filled when a record is young.
const LATER: [&str; 9] =
    ["state", "future_of", "tags", "review_by", "reviewed", "tasks", "aliases", "external_ids", "allow"];

/// A new item.
pub(super) fn item(kind: Kind, title: &str) -> String {
    let status = kind.statuses().first().copied().unwrap_or_default();
    let mut form = Form::new(&format!("---\nkind: {kind}\ntitle: {}\n", quote(title)));
    for field in kind.table().fields() {
        match field.name {
            "kind" | "title" => {}
            "status" => form.filled(field, status),
            "evidence" => form.hinted("evidence: []", EVIDENCE_HINT),
            name if LATER.contains(&name) => {}
            _ => form.open(field),
        }
    }
    form.lines(&["---"]);
    form.text
}

/// A new persona.
pub(super) fn persona(name: &str) -> String {
    let mut form = Form::new(&format!("---\nname: {}\n", quote(name)));
    let open = PERSONA.fields().filter(|field| field.name != "name" && !LATER.contains(&field.name));
    open.for_each(|field| form.open(field));
    form.lines(&["---"]);
    form.text
}

/// A new journey, without stages.
pub(super) fn journey(title: &str) -> String {
    let mut form = Form::new(&format!("title: {}\n", quote(title)));
    for field in JOURNEY.fields() {
        match field.name {
            "title" => {}
            "status" => form.filled(field, "draft"),
            "stages" => form.lines(&["stages:"]),
            "description" => form.hinted("description:", "Why it is mapped, which decision it serves"),
            name if LATER.contains(&name) => {}
            _ => form.open(field),
        }
    }
    form.text
}

struct Form {
    text: String,
}

impl Form {
    fn new(head: &str) -> Form {
        Form { text: head.to_owned() }
    }

    fn lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// A field with a value that is a first guess.
    fn filled(&mut self, field: &Field, value: &str) {
        self.hinted(&format!("{}: {value}", field.name), &hint(field));
    }

    /// A field to be filled, which says nothing before somebody does: what is typed into it counts.
    fn open(&mut self, field: &Field) {
        let empty = if matches!(field.value, ValueType::List(_)) { " []" } else { "" };
        self.hinted(&format!("{}:{empty}", field.name), &hint(field));
    }

    fn hinted(&mut self, line: &str, hint: &str) {
        self.text.push_str(&format!("{line:<HINT_COLUMN$}# {hint}\n"));
    }
}

/// What may stand in a field: its words where it has a set of them, else the first sentence of its description.
fn hint(field: &Field) -> String {
    match field.value {
        ValueType::Word(words) | ValueType::OpenWord(words) => choice(words),
        ValueType::OneOrMany(ValueType::OpenWord(words)) => choice(words),
        _ => field.summary().to_owned(),
    }
}

/// `a, b or c`
fn choice(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Document, FileKind, parse};
    use crate::text::SourceText;

    fn problems(kind: FileKind, text: &str) -> Vec<String> {
        parse(kind, &SourceText::from(text)).problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn every_form_is_clean_and_hides_no_field_in_a_comment() {
        let items = Kind::ALL.map(|kind| (FileKind::Item, item(kind, "A: \"title\" # of it")));
        let others = [(FileKind::Persona, persona("no")), (FileKind::Journey, journey("- 404"))];
        for (kind, text) in items.into_iter().chain(others) {
            assert_eq!(problems(kind, &text), Vec::<String>::new(), "{text}");
            let followed = text.replace("[]            # such as ", "");
            assert_eq!(problems(kind, &followed), Vec::<String>::new(), "{followed}");
            assert!(!text.lines().any(|line| line.starts_with('#')), "{text}");
        }
    }

    #[test]
    fn what_is_typed_into_a_field_counts() {
        let typed = item(Kind::Insight, "A").replace("type:                 ", "type: pain            ");
        let typed =
            typed.replace("severity:             ", "severity: 4           ").replace("links: []", "links: [b]");
        assert_eq!(problems(FileKind::Item, &typed), Vec::<String>::new(), "{typed}");
        let parsed = parse(FileKind::Item, &SourceText::from(typed.as_str()));
        let Some(Document::Item(item)) = parsed.document else { panic!("{typed}") };
        assert_eq!(item.record.text("type").map(|text| text.value), Some("pain"));
        assert_eq!(item.links().map(|id| id.value).collect::<Vec<_>>(), ["b"]);
    }

    #[test]
    fn an_insight_reads_well() {
        let expected = "\
---
kind: insight
title: Admins stall at credentials
status: new             # new, assumption, observed, validated or archived
type:                   # pain, need or gain
confidence:             # low, medium or high
severity:               # How much it matters: 1 little to 5 most
segment: []             # The personas it holds for
links: []               # IDs of the items it leads to or follows from
evidence: []            # such as [{ quote: \"What somebody said, word for word.\" }]
---
";
        assert_eq!(item(Kind::Insight, "Admins stall at credentials"), expected);
    }
}
