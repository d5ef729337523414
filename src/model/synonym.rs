//! Other words for fields, kinds and marks: what people, spreadsheets and other tools call them.
//!
//! Owns one table, by which decoding suggests what was meant and anything that brings records in can map their columns.
//! A word means a field only where the record has that field. Knows nothing of values.

use super::field::{Field, Table};
use super::kind::{FileKind, Kind};

/// What a word that is no field of a record stands for.
#[derive(Clone, Copy, Debug)]
pub enum Meant {
    /// One of its fields, without doubt.
    Field(&'static Field),
    /// One of its fields, most likely: the word has other meanings, too.
    Perhaps(&'static Field),
    /// One of these two fields.
    Either(&'static Field, &'static Field),
    /// The text below its fields.
    Body,
}

/// Other words for a field: lower case, with `_` between the words of one.
struct Row {
    field: &'static str,
    /// Words that mean the same without doubt, so that a fix may rename them.
    same: &'static [&'static str],
    /// Words that most likely mean it: what is written there may say something else, or was not meant to be read by all.
    near: &'static [&'static str],
}

const fn row(field: &'static str, same: &'static [&'static str], near: &'static [&'static str]) -> Row {
    Row { field, same, near }
}

/// Stands for the text below the fields, among the names of fields.
const BODY: &str = "---";

/// Words that mean a field in some records only; these come first.
const OWN: &[(&[&str], &[Row])] = &[
    (
        &["signal"],
        &[
            row(
                "persona",
                &[],
                &["from", "author", "customer", "user", "sender", "who", "by", "reporter", "contact", "requester"],
            ),
            row(
                "received",
                &["date", "received_at"],
                &["created", "created_at", "time", "timestamp", "when", "sent", "day"],
            ),
            row("title", &[], &["summary"]),
            row("external_id", &["ticket_id"], &["id", "key", "number", "reference", "ref", "ticket", "issue", "uid"]),
            row("url", &["permalink", "ticket_url"], &[]),
            row("source", &[], &["channel", "system", "origin", "tool", "via", "integration"]),
            row(BODY, &["message", "quote", "comment", "feedback", "verbatim", "said", "answer", "response"], &[]),
        ],
    ),
    (
        &["evidence entry"],
        &[
            row("quote", &["said", "verbatim"], &["text", "body", "message", "comment", "content"]),
            row("title", &["heading", "headline"], &["source", "from_where", "name", "label", "subject", "caption"]),
            row("date", &["day"], &["received", "when", "on", "created", "created_at"]),
            row("persona", &[], &["who", "from", "author", "by", "customer", "user", "said_by"]),
            row("file", &["path"], &["attachment", "document", "image", "recording"]),
            row("signal", &[], &["signals", "signal_id"]),
        ],
    ),
    (
        &["persona"],
        &[
            row("name", &[], &["title", "persona", "label", "heading"]),
            row("job", &["jtbd", "job_to_be_done", "jobs_to_be_done"], &["main_job"]),
            row("role", &["job_title", "occupation", "profession"], &["position", "function"]),
            row("location", &[], &["city", "country", "place", "region", "where"]),
            row("tech_savviness", &["tech_level", "technical_level", "tech_skills"], &["tech", "digital_skills"]),
        ],
    ),
    (
        &["metric"],
        &[
            row("target", &["goal", "aim"], &["objective"]),
            row("baseline", &["start_value", "starting_value"], &["start", "before", "initial"]),
            row("current", &["current_value"], &["value", "now", "actual", "latest"]),
            row("period", &[], &["frequency", "interval", "cadence", "every"]),
            row("direction", &[], &["better", "trend", "wanted"]),
            row("unit", &["units"], &["measure"]),
        ],
    ),
    (
        &["insight"],
        &[
            row("segment", &["segments"], &["persona", "personas", "actor", "actors", "who", "audience"]),
            row("severity", &["pain_level"], &["intensity", "importance", "score"]),
            row("type", &[], &["category", "sort"]),
        ],
    ),
    (
        &["touchpoint"],
        &[
            row("actor", &["actors"], &["persona", "personas", "who", "user", "segment"]),
            row("channel", &["channels"], &["medium", "platform", "place"]),
        ],
    ),
    (
        &["opportunity", "solution"],
        &[
            row("impact", &[], &["value", "benefit", "reach"]),
            row("effort", &[], &["cost", "size", "estimate", "complexity"]),
            row("priority", &["prio"], &["urgency", "importance"]),
            row("confidence", &["certainty"], &[]),
            row("target_date", &["due_date", "deadline"], &["due", "eta", "release_date", "ship_date"]),
        ],
    ),
    (&["step"], &[row("items", &[], &["tasks", "evidence"])]),
    (&["journey", "stage", "step"], &[row("description", &[], &["note", "comment"])]),
    (
        &["placement"],
        &[
            row(
                "item",
                &[],
                &["id", "ref", "card", "touchpoint", "insight", "opportunity", "solution", "metric", "block"],
            ),
            row("note", &["notes", "remark"], &["comment", "text", "description"]),
        ],
    ),
    (&["task"], &[row("url", &[], &["id", "key", "ticket", "issue"])]),
    (
        &["image"],
        &[row("file", &["src", "path"], &["url", "href", "source"]), row("alt", &["alt_text"], &["title", "caption"])],
    ),
    (
        &["member"],
        &[
            row("name", &[], &["title", "label"]),
            row("email", &["mail", "e_mail"], &["address"]),
            row("role", &[], &["permission", "access", "rights"]),
        ],
    ),
    (&["workspace"], &[row("members", &["people"], &["team", "users"]), row("name", &["title"], &["label"])]),
];

/// Words that mean a field in every record that has it.
const ANY: &[Row] = &[
    row("title", &["name", "label", "heading", "headline", "subject"], &["caption"]),
    row("name", &["title", "label"], &[]),
    row("summary", &["abstract"], &["subtitle", "intro", "tagline"]),
    row("description", &["body", "text", "details", "about", "desc"], &["notes", "content"]),
    row("status", &["state"], &["stage", "phase", "progress", "workflow"]),
    row("owner", &[], &["assignee", "assigned_to", "responsible", "lead", "dri"]),
    row("tags", &["labels", "keywords"], &["categories", "topics"]),
    row("links", &["linked_to"], &["relations", "related", "related_to", "linked", "leads_to", "connections"]),
    row("evidence", &[], &["quotes", "sources", "proof", "signals"]),
    row("tasks", &["tickets", "work_items"], &["issues", "jira"]),
    row("reviewed", &["last_reviewed"], &["review", "review_date", "reviewed_by", "reviewed_on"]),
    row("review_by", &["next_review"], &["review", "review_date", "reviewed_by", "revisit"]),
    row("aliases", &["former_ids", "old_ids", "previous_ids"], &["redirects"]),
    row("emotion", &["feeling", "feelings", "mood", "sentiment"], &["score", "satisfaction", "experience"]),
    row("items", &["placements"], &["touchpoints", "cards", "blocks", "elements", "insights"]),
    row("journeys", &["nested_journeys", "sub_journeys", "subjourneys"], &["nested"]),
    row("personas", &[], &["actors", "actor", "who", "users", "customers", "segment", "segments"]),
    row("stages", &["phases"], &["columns", "sections"]),
    row("steps", &[], &["activities", "actions", "moments"]),
    row("lanes", &["swimlanes"], &["rows"]),
    row("frustrations", &["pains", "pain_points", "painpoints"], &["challenges", "problems"]),
    row("goals", &["objectives"], &["gains"]),
    row("motivations", &["drivers"], &[]),
    row("tools", &["apps", "software"], &[]),
    row("image", &["picture", "img"], &["photo", "avatar", "portrait", "screenshot"]),
    row("duration", &["takes"], &["time", "length"]),
    row("url", &["link", "href"], &["web", "website", "address"]),
    row(BODY, &["description", "desc", "body", "text", "content", "notes", "details", "bio", "about"], &[]),
];

/// Other words for the kinds of items.
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Touchpoint, &["interaction", "channel", "contact", "contact_point", "touch_point"]),
    (
        Kind::Insight,
        &["pain", "pain_point", "painpoint", "need", "gain", "finding", "observation", "learning", "quote"],
    ),
    (Kind::Opportunity, &["problem", "hmw", "how_might_we", "chance"]),
    (Kind::Solution, &["idea", "feature", "experiment", "initiative", "action", "project"]),
    (Kind::Metric, &["kpi", "measure", "indicator", "measurement", "okr"]),
];

/// Words for the marks of a scale from 1 to 5.
const MARKS: [&[&str]; 5] = [
    &[
        "very low",
        "lowest",
        "minimal",
        "trivial",
        "very bad",
        "very negative",
        "very unhappy",
        "worst",
        "terrible",
        "awful",
        "angry",
        "furious",
        "desperate",
        "😡",
        "😠",
        "😭",
        "🤬",
    ],
    &[
        "low",
        "minor",
        "small",
        "bad",
        "negative",
        "sad",
        "unhappy",
        "annoyed",
        "frustrated",
        "confused",
        "worried",
        "anxious",
        "disappointed",
        "🙁",
        "☹",
        "☹️",
        "😟",
        "😞",
        "😕",
        "😢",
    ],
    &[
        "medium",
        "mid",
        "middle",
        "moderate",
        "neutral",
        "ok",
        "okay",
        "fine",
        "average",
        "mixed",
        "normal",
        "indifferent",
        "😐",
        "😑",
    ],
    &[
        "high",
        "major",
        "big",
        "large",
        "good",
        "positive",
        "happy",
        "glad",
        "pleased",
        "satisfied",
        "hopeful",
        "relieved",
        "confident",
        "🙂",
        "😊",
    ],
    &[
        "very high",
        "highest",
        "critical",
        "severe",
        "huge",
        "very good",
        "very positive",
        "very happy",
        "best",
        "great",
        "excellent",
        "delighted",
        "excited",
        "thrilled",
        "love",
        "😀",
        "😃",
        "😄",
        "😍",
        "🤩",
    ],
];

/// What a word that is no field of a record of `table` stands for, when that is known.
pub fn meant(table: &'static Table, word: &str) -> Option<Meant> {
    let word = normal(word, '_');
    if let Some(field) = table.field(&word) {
        return Some(Meant::Field(field));
    }
    let own = OWN.iter().filter(|(tables, _)| tables.contains(&table.name)).flat_map(|(_, rows)| rows.iter());
    let mut meanings = own.chain(ANY).filter_map(|row| row.meaning(table, &word));
    match (meanings.next()?, meanings.next()) {
        (Meant::Perhaps(field), Some(Meant::Perhaps(other))) if field.name != other.name => {
            Some(Meant::Either(field, other))
        }
        (first, _) => Some(first),
    }
}

impl Row {
    /// What a word means by this row in a record of `table`.
    fn meaning(&self, table: &'static Table, word: &str) -> Option<Meant> {
        let is_same = self.same.contains(&word);
        if !is_same && !self.near.contains(&word) {
            return None;
        }
        if self.field == BODY {
            return has_body(table).then_some(Meant::Body);
        }
        table.field(self.field).map(if is_same { Meant::Field } else { Meant::Perhaps })
    }
}

/// The kind of items that a word stands for.
pub fn kind(word: &str) -> Option<Kind> {
    let word = normal(word, '_');
    let is_meant = |(kind, words): &&(Kind, &[&str])| kind.plural() == word || words.contains(&word.as_str());
    KINDS.iter().find(is_meant).map(|(kind, _)| *kind)
}

/// The mark from 1 to 5 that a word comes nearest to: `4` for `high` and for `8/10`.
pub fn mark(word: &str) -> Option<u8> {
    if let Some((mark, of)) = word.split_once('/') {
        let mark: f64 = mark.trim().parse().ok()?;
        let of: f64 = of.trim().parse().ok().filter(|of| [5.0, 10.0].contains(of))?;
        return Some((mark * 5.0 / of).round() as u8).filter(|mark| (1..=5).contains(mark));
    }
    let word = normal(word, ' ');
    (1..=5).zip(MARKS).find(|(_, words)| words.contains(&word.as_str())).map(|(mark, _)| mark)
}

/// Whether records of a table have a text below their fields.
fn has_body(table: &Table) -> bool {
    let named = [FileKind::Persona, FileKind::Signal, FileKind::Item].map(|kind| kind.row().name);
    named.contains(&table.name) || Kind::ALL.iter().any(|kind| kind.name() == table.name)
}

/// A word in lower case, with one `joint` where blanks, hyphens and underscores are.
fn normal(word: &str, joint: char) -> String {
    let parts = word.split(|c: char| c.is_whitespace() || c == '-' || c == '_').filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(&joint.to_string()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EVIDENCE, JOURNEY, PERSONA, SIGNAL, STEP};

    fn name(table: &'static Table, word: &str) -> Option<&'static str> {
        match meant(table, word)? {
            Meant::Field(field) | Meant::Perhaps(field) | Meant::Either(field, _) => Some(field.name),
            Meant::Body => Some(BODY),
        }
    }

    #[test]
    fn a_word_means_what_the_record_has() {
        assert_eq!(name(&SIGNAL, "from"), Some("persona"));
        assert_eq!(name(&SIGNAL, "Created-At"), Some("received"));
        assert_eq!(name(&SIGNAL, "link"), Some("url"));
        assert_eq!(name(&SIGNAL, "text"), Some(BODY));
        assert_eq!(name(&EVIDENCE, "text"), Some("quote"));
        assert_eq!(name(&STEP, "Pain Points"), None);
        assert_eq!(name(&STEP, "mood"), Some("emotion"));
        assert_eq!(name(&STEP, "notes"), Some("description"));
        assert_eq!(name(&PERSONA, "pain points"), Some("frustrations"));
        assert_eq!(name(&JOURNEY, "phases"), Some("stages"));
        assert_eq!(name(Kind::Metric.table(), "goal"), Some("target"));
        assert_eq!(name(Kind::Insight.table(), "state"), Some("status"));
        assert_eq!(name(Kind::Insight.table(), "goal"), None);
    }

    #[test]
    fn a_word_with_other_meanings_is_no_certainty() {
        for (table, word) in [(&EVIDENCE, "source"), (&EVIDENCE, "name"), (&STEP, "time"), (&STEP, "score")] {
            assert!(matches!(meant(table, word), Some(Meant::Perhaps(_))), "{word}");
        }
        assert!(matches!(meant(Kind::Metric.table(), "start"), Some(Meant::Perhaps(_))));
        for word in ["review", "reviewed_by"] {
            let meant = meant(Kind::Insight.table(), word);
            let Some(Meant::Either(one, other)) = meant else { panic!("{word}: {meant:?}") };
            assert_eq!((one.name, other.name), ("reviewed", "review_by"));
        }
        assert!(matches!(meant(&JOURNEY, "review"), Some(Meant::Perhaps(field)) if field.name == "review_by"));
        assert!(matches!(meant(&STEP, "feeling"), Some(Meant::Field(_))));
        assert!(matches!(meant(&JOURNEY, "name"), Some(Meant::Field(_))));
    }

    #[test]
    fn fields_of_the_table_are_fields() {
        let tables: Vec<&Table> = FileKind::ALL
            .iter()
            .filter_map(|kind| kind.row().table)
            .chain(Kind::ALL.iter().map(|kind| kind.table()))
            .chain([&STEP, &EVIDENCE, &crate::model::STAGE, &crate::model::TASK, &crate::model::MEMBER])
            .chain([&crate::model::PLACEMENT, &crate::model::IMAGE])
            .collect();
        for (of, rows) in OWN {
            for name in *of {
                assert!(tables.iter().any(|table| table.name == *name), "no table `{name}`");
                let own: Vec<&&Table> = tables.iter().filter(|table| table.name == *name).collect();
                let lacks = |field: &str| field != BODY && own.iter().all(|table| table.field(field).is_none());
                let missing: Vec<&str> = rows.iter().map(|row| row.field).filter(|field| lacks(field)).collect();
                assert!(missing.is_empty() || of.len() > 1 || *name == "signal", "{name} has no {missing:?}");
            }
        }
    }

    #[test]
    fn words_stand_for_marks_and_kinds() {
        let marks = ["low", "Medium", "high", "very-high", "happy", "8/10", "4/5", "🙁"].map(mark);
        assert_eq!(marks, [Some(2), Some(3), Some(4), Some(5), Some(4), Some(4), Some(4), Some(2)]);
        assert_eq!(["", "7/7", "0/5", "many"].map(mark), [None; 4]);
        assert_eq!(
            ["KPI", "Pain point", "metrics", "thing"].map(kind),
            [Some(Kind::Metric), Some(Kind::Insight), Some(Kind::Metric), None]
        );
    }
}
