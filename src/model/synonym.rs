//! Other words for fields, kinds and marks: what people, spreadsheets and other tools call them.
//!
//! Owns one table, by which decoding suggests what was meant and anything that brings records in can map their columns.
//! A word means a field only where the record has that field. Knows nothing of values.

use super::field::{Field, Table};
use super::kind::{FileKind, Kind};

/// What a word that is no field of a record stands for.
#[derive(Clone, Copy, Debug)]
pub enum Meant {
    /// One of its fields.
    Field(&'static Field),
    /// The text below its fields.
    Body,
}

/// A field, and other words for it: lower case, with `_` between the words of one.
type Row = (&'static str, &'static [&'static str]);

/// Stands for the text below the fields, among the names of fields.
const BODY: &str = "---";

/// Words that mean a field in some records only; these come first.
const OWN: &[(&[&str], &[Row])] = &[
    (
        &["signal"],
        &[
            (
                "persona",
                &["from", "author", "customer", "user", "sender", "who", "by", "reporter", "contact", "requester"],
            ),
            ("received", &["date", "created", "created_at", "received_at", "time", "timestamp", "when", "sent", "day"]),
            ("title", &["summary"]),
            ("external_id", &["id", "key", "number", "reference", "ref", "ticket", "ticket_id", "issue", "uid"]),
            ("url", &["permalink", "ticket_url"]),
            ("source", &["channel", "system", "origin", "tool", "via", "integration"]),
            (BODY, &["message", "quote", "comment", "feedback", "verbatim", "said", "answer", "response"]),
        ],
    ),
    (
        &["evidence entry"],
        &[
            ("quote", &["text", "said", "body", "message", "verbatim", "comment", "content"]),
            ("title", &["source", "from_where"]),
            ("date", &["received", "when", "day", "on", "created", "created_at"]),
            ("persona", &["who", "from", "author", "by", "customer", "user", "said_by"]),
            ("file", &["path", "attachment", "document", "image", "recording"]),
            ("signal", &["signals", "signal_id"]),
        ],
    ),
    (
        &["persona"],
        &[
            ("name", &["title", "persona", "label", "heading"]),
            ("job", &["jtbd", "job_to_be_done", "jobs_to_be_done", "main_job"]),
            ("role", &["job_title", "occupation", "profession", "position", "function"]),
            ("location", &["city", "country", "place", "region", "where"]),
            ("tech_savviness", &["tech", "tech_level", "technical_level", "digital_skills", "tech_skills"]),
        ],
    ),
    (
        &["metric"],
        &[
            ("target", &["goal", "objective", "aim"]),
            ("baseline", &["start", "start_value", "starting_value", "before", "initial"]),
            ("current", &["value", "now", "actual", "latest", "current_value"]),
            ("period", &["frequency", "interval", "cadence", "every"]),
            ("direction", &["better", "trend", "wanted"]),
            ("unit", &["measure", "units"]),
        ],
    ),
    (
        &["insight"],
        &[
            ("segment", &["persona", "personas", "actor", "actors", "who", "audience", "segments"]),
            ("severity", &["intensity", "pain_level", "importance", "score"]),
            ("type", &["category", "sort"]),
        ],
    ),
    (
        &["touchpoint"],
        &[
            ("actor", &["persona", "personas", "actors", "who", "user", "segment"]),
            ("channel", &["medium", "platform", "place"]),
        ],
    ),
    (
        &["opportunity", "solution"],
        &[
            ("impact", &["value", "benefit", "reach"]),
            ("effort", &["cost", "size", "estimate", "complexity"]),
            ("priority", &["prio", "urgency", "importance"]),
            ("confidence", &["certainty"]),
            ("target_date", &["due", "due_date", "deadline", "eta", "release_date", "ship_date"]),
        ],
    ),
    (&["step"], &[("items", &["tasks", "evidence"])]),
    (&["journey", "stage", "step"], &[("description", &["note", "comment"])]),
    (
        &["placement"],
        &[
            ("item", &["id", "ref", "card", "touchpoint", "insight", "opportunity", "solution", "metric", "block"]),
            ("note", &["comment", "text", "description", "remark", "notes"]),
        ],
    ),
    (&["task"], &[("url", &["id", "key", "ticket", "issue"])]),
    (&["member"], &[("email", &["mail", "e_mail", "address"]), ("role", &["permission", "access", "rights"])]),
    (&["workspace"], &[("members", &["people", "team", "users"]), ("name", &["title"])]),
];

/// Words that mean a field in every record that has it.
const ANY: &[Row] = &[
    ("title", &["name", "label", "heading", "headline", "subject", "caption"]),
    ("name", &["title", "label"]),
    ("summary", &["subtitle", "abstract", "intro", "tagline"]),
    ("description", &["body", "text", "details", "notes", "about", "content", "desc"]),
    ("status", &["state", "stage", "phase", "progress", "workflow"]),
    ("owner", &["assignee", "assigned_to", "responsible", "lead", "dri"]),
    ("tags", &["labels", "keywords", "categories", "topics"]),
    ("links", &["relations", "related", "related_to", "linked", "linked_to", "leads_to", "connections"]),
    ("evidence", &["quotes", "sources", "proof", "signals"]),
    ("tasks", &["tickets", "issues", "jira", "work_items"]),
    ("review_by", &["review", "review_date", "next_review", "revisit"]),
    ("aliases", &["former_ids", "old_ids", "previous_ids", "redirects"]),
    ("emotion", &["feeling", "feelings", "mood", "sentiment", "score", "satisfaction", "experience"]),
    ("items", &["touchpoints", "cards", "placements", "blocks", "elements", "insights"]),
    ("journeys", &["nested", "sub_journeys", "subjourneys", "nested_journeys"]),
    ("personas", &["actors", "actor", "who", "users", "customers", "segment", "segments"]),
    ("stages", &["phases", "columns", "sections"]),
    ("steps", &["activities", "actions", "moments"]),
    ("lanes", &["rows", "swimlanes"]),
    ("frustrations", &["pains", "pain_points", "painpoints", "challenges", "problems"]),
    ("goals", &["objectives", "gains"]),
    ("motivations", &["drivers"]),
    ("tools", &["apps", "software"]),
    ("image", &["photo", "picture", "avatar", "portrait", "screenshot", "img"]),
    ("duration", &["time", "length", "takes"]),
    ("url", &["link", "href", "web", "website", "address"]),
    (BODY, &["description", "desc", "body", "text", "content", "notes", "details", "bio", "about"]),
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
    own.chain(ANY).filter(|(_, words)| words.contains(&word.as_str())).find_map(|(name, _)| match *name {
        BODY => has_body(table).then_some(Meant::Body),
        name => table.field(name).map(Meant::Field),
    })
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
            Meant::Field(field) => Some(field.name),
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
    fn fields_of_the_table_are_fields() {
        let tables: Vec<&Table> = FileKind::ALL
            .iter()
            .filter_map(|kind| kind.row().table)
            .chain(Kind::ALL.iter().map(|kind| kind.table()))
            .chain([&STEP, &EVIDENCE, &crate::model::STAGE, &crate::model::TASK, &crate::model::MEMBER])
            .chain([&crate::model::PLACEMENT])
            .collect();
        for (of, rows) in OWN {
            for name in *of {
                assert!(tables.iter().any(|table| table.name == *name), "no table `{name}`");
                let own: Vec<&&Table> = tables.iter().filter(|table| table.name == *name).collect();
                let lacks = |field: &str| field != BODY && own.iter().all(|table| table.field(field).is_none());
                let missing: Vec<&str> = rows.iter().map(|row| row.0).filter(|field| lacks(field)).collect();
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
