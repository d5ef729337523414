//! Whatever says something else is told as that, and whatever is only written in another way as that.
//!
//! Files are plain data here, written as YAML in random ways; what they say is the data, so that whether two of them say
//! the same is known without reading them.

use crate::program::cases;
use proptest::prelude::*;
use serde_json::{Value, json};
use wayfare::diff::{ChangeSet, FileChange, FileChangeKind, compare, message};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;
use wayfare::text::WsPath;

const CASES: u32 = 500;

/// Where the random choices of a test come from.
struct Choice(u64);

impl Choice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn is(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }
}

/// A record of every kind that has fields: where it is, its fields, its body.
fn records() -> Vec<(&'static str, Value, &'static str)> {
    let x = json!({ "deep": [1, { "a": true, "b": "no" }], "text": "two words", "number": 1.5, "none": null });
    let item = |kind: &str, more: Value| {
        let mut fields = json!({
            "kind": kind, "title": "A title: with a colon", "status": "new", "links": ["one", "two"],
            "tags": ["setup", "growth"], "review_by": "2026-10-12", "aliases": ["was", "older"],
            "allow": ["unplaced-item", "unowned-work"], "x-own": x,
            "evidence": [
                { "signal": "zd-1", "date": "2026-10-12", "x-page": 3 },
                { "signal": "zd-1", "quote": "I waited.\nThree days.", "x-page": { "a": [1, 2] } },
                { "quote": "I waited.\nThree days." },
                { "url": "https://a.example/", "title": "Recordings", "persona": "admin" },
                { "file": "notes.md" },
            ],
            "tasks": [
                { "url": "https://t.example/1", "title": "Do it", "status": "open", "x-points": 5 },
                { "url": "https://t.example/2" },
            ],
        });
        fields.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
        fields
    };
    let step = |id: &str| {
        json!({
            "id": id, "title": format!("Customer {id}"), "description": "Some *words* here.\n\n- one\n- two",
            "emotion": 2, "moment_of_truth": true, "duration": "2 days", "tags": ["setup", "growth"], "personas": ["admin", "buyer"], "lanes": { "backstage": "A worker.", "legal": "None", "x-lane": x },
            "items": ["page", { "item": "stall", "note": "Sent again.", "x-weight": 1 }, { "item": "mail", "x-weight": x }],
            "journeys": ["recovery", "renewal"], "x-step": x,
        })
    };
    let with_marks = |mut step: Value| {
        step["emotion"] = json!({ "admin": 1.5, "buyer": 4, "x-mark": x });
        step
    };
    vec![
        (
            "workspace.yaml",
            json!({
                "name": "Acme", "slug": "acme", "summary": "One line.", "x-own": x,
                "members": [
                    { "id": "maya", "name": "Maya", "email": "maya@acme.example", "role": "owner", "x-team": "a" },
                    { "id": "jon", "name": "Jon", "emails": ["jon@a.example", "jon@b.example"], "role": "editor" },
                ],
                "vocabulary": { "channels": ["kiosk", "fax"], "tags": ["setup", "growth"], "x-v": x },
                "lanes": [{ "id": "backstage", "title": "Backstage", "x-l": x }, { "id": "legal", "title": "Legal" }],
                "rules": {
                    "unplaced-item": "off", "long-title": { "level": "warn", "x-why": x },
                    "assumption-stale": { "level": "warn", "days": 45 }, "x-rules": x,
                },
                "site": { "title": "Acme journeys", "base_url": "https://j.example/", "output": "site", "x-s": x },
            }),
            "",
        ),
        (
            "journeys/trial/journey.yaml",
            json!({
                "title": "Trial", "summary": "From here to there.", "owner": "maya", "status": "active",
                "personas": ["admin", "buyer"], "tags": ["growth", "setup"], "description": "Why it is mapped.\n\nMore.",
                "aliases": ["test", "try"], "review_by": "2026-10-12", "x-own": x,
                "stages": [
                    { "id": "setup", "title": "Setup", "summary": "First.", "description": "Words.", "x-stage": x,
                      "steps": [step("connect"), with_marks(step("invite"))] },
                    { "id": "use", "title": "Use", "steps": [step("go-on")] },
                ],
            }),
            "",
        ),
        (
            "blocks/i.md",
            item(
                "insight",
                json!({ "type": "pain", "confidence": "high", "severity": 4, "segment": ["admin", "buyer"] }),
            ),
            "Admins *leave* it.\n\n1. one\n2. two\n",
        ),
        (
            "blocks/t.md",
            item("touchpoint", json!({ "channel": ["app", "email"], "url": "https://a.example/", "actor": ["admin"] })),
            "Text.\n",
        ),
        (
            "blocks/o.md",
            item("opportunity", json!({ "owner": "maya", "impact": 3, "effort": 2, "priority": "high" })),
            "Text.\n",
        ),
        (
            "blocks/s.md",
            item("solution", json!({ "owner": "maya", "type": "idea", "target_date": "2026-12-01" })),
            "Text.\n",
        ),
        (
            "blocks/m.md",
            item(
                "metric",
                json!({ "unit": "percent", "baseline": 41, "current": 42.5, "target": -3, "direction": "higher" }),
            ),
            "Text.\n",
        ),
        ("blocks/none.md", item("insigt", json!({ "severity": 4, "owner": "maya" })), "Text.\n"),
        (
            "personas/admin.md",
            json!({
                "name": "Admin", "role": "Operations", "quote": "Where is it?", "needs": ["keys", "time"],
                "goals": ["a", "b"], "tools": ["mail"], "tags": ["x"], "aliases": ["boss"], "x-own": x,
            }),
            "A bio.\n",
        ),
        (
            "signals/zd-1.md",
            json!({
                "source": "zendesk", "external_id": "1", "url": "https://z.example/", "received": "2026-10-12",
                "persona": "admin", "status": "new", "step": "trial/setup/connect", "items": ["i", "t"],
                "tags": ["x", "y"], "x-own": x,
            }),
            "I waited *three* days.\n\nReally.\n",
        ),
    ]
}

/// Writes data in a random way: keys in any order, in blocks or in brackets, with or without quotes and comments.
struct Writer<'c>(&'c mut Choice);

impl Writer<'_> {
    fn file(&mut self, path: &str, fields: &Value, body: &str) -> String {
        let fields = self.block(fields, 0).trim_start_matches('\n').to_owned();
        let text = if path.ends_with(".md") {
            let blank = "\n".repeat(self.0.below(3));
            format!("---\n{fields}---\n{blank}{body}{}", "\n".repeat(self.0.below(3)))
        } else {
            fields
        };
        if self.0.is(3) { text.replace('\n', "\r\n") } else { text }
    }

    /// What follows a key or a dash, its line break included.
    fn block(&mut self, value: &Value, indent: usize) -> String {
        let pad = " ".repeat(indent);
        match value {
            Value::Object(fields) if !fields.is_empty() && (indent == 0 || !self.0.is(3)) => {
                let mut text = "\n".to_owned();
                for (key, value) in self.shuffled(fields) {
                    text += &self.pause(&pad);
                    let key = if self.0.is(6) { format!("\"{key}\"") } else { key };
                    text += &format!("{pad}{key}:{}", self.block(&value, indent + 2));
                }
                text
            }
            Value::Array(values) if !values.is_empty() && !self.0.is(3) => {
                let mut text = "\n".to_owned();
                for value in values {
                    text += &self.pause(&pad);
                    text += &format!("{pad}-{}", self.block(value, indent + 2));
                }
                text
            }
            Value::String(text) if text.contains('\n') && !text.ends_with('\n') && self.0.is(2) => {
                let lines: Vec<String> = text
                    .lines()
                    .map(|line| if line.is_empty() { String::new() } else { format!("{pad}{line}") })
                    .collect();
                format!(" |-\n{}\n", lines.join("\n"))
            }
            value => {
                let comment = if self.0.is(8) { "  # a comment" } else { "" };
                format!(" {}{comment}\n", self.flow(value))
            }
        }
    }

    fn flow(&mut self, value: &Value) -> String {
        match value {
            Value::Object(fields) => {
                let fields = self.shuffled(fields);
                let fields: Vec<String> =
                    fields.iter().map(|(key, value)| format!("{key}: {}", self.flow(value))).collect();
                format!("{{ {} }}", fields.join(", "))
            }
            Value::Array(values) => {
                let values: Vec<String> = values.iter().map(|value| self.flow(value)).collect();
                format!("[{}]", values.join(", "))
            }
            Value::String(text) => {
                let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
                    && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./ ".contains(c))
                    && !text.ends_with(' ')
                    && !["no", "true", "false", "null"].contains(&text.as_str());
                match self.0.below(3) {
                    0 | 1 if is_plain => text.clone(),
                    2 if !text.contains(['\n', '\'']) => format!("'{text}'"),
                    _ => serde_json::to_string(text).expect("text"),
                }
            }
            other => other.to_string(),
        }
    }

    fn shuffled(&mut self, fields: &serde_json::Map<String, Value>) -> Vec<(String, Value)> {
        let mut fields: Vec<(String, Value)> = fields.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
        for at in (1..fields.len()).rev() {
            fields.swap(at, self.0.below(at + 1));
        }
        fields
    }

    fn pause(&mut self, pad: &str) -> String {
        match self.0.below(12) {
            0 => "\n".to_owned(),
            1 => format!("{pad}# A comment.\n"),
            _ => String::new(),
        }
    }
}

/// Every value inside of another, by its way.
fn ways(value: &Value, way: &str, found: &mut Vec<String>) {
    found.push(way.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| ways(value, &format!("{way}/{key}"), found)),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| ways(value, &format!("{way}/{at}"), found));
        }
        _ => {}
    }
}

/// Makes one value say something else; what was done.
fn change(fields: &mut Value, choice: &mut Choice) -> String {
    let mut all = Vec::new();
    ways(fields, "", &mut all);
    let way = all[choice.below(all.len())].clone();
    let value = fields.pointer_mut(&way).expect("it is there");
    let how = choice.below(4);
    match value {
        Value::Object(fields) => match how {
            0 => drop(fields.insert("x-fresh".to_owned(), json!({ "a": [1] }))),
            1 => drop(fields.insert("unheard-of".to_owned(), json!("text"))),
            _ => {
                let keys: Vec<String> =
                    fields.iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.clone()).collect();
                drop(fields.shift_remove(&keys[choice.below(keys.len())]));
            }
        },
        Value::Array(values) => match how {
            0 if values.len() > 1 => values.rotate_left(1),
            1 => values.push(json!("fresh")),
            2 => values.push(json!({ "x-fresh": 1 })),
            _ => drop(values.pop()),
        },
        Value::String(text) => match how {
            0 => text.push('x'),
            1 => *text = format!("other {text}"),
            2 => *text = text.to_uppercase().to_lowercase() + "\u{e9}",
            _ => *value = json!(["in", "a", "list"]),
        },
        Value::Number(number) => *value = json!(number.as_f64().expect("a number") + 1.0),
        Value::Bool(truth) => *value = json!(!*truth),
        Value::Null => *value = json!("something"),
    }
    format!("{way} ({how})")
}

fn changes(path: &str, before: &str, after: &str) -> (ChangeSet, String) {
    let snapshot = |text: &str| {
        let tree: MemoryTree = [(path, text)].into_iter().collect();
        Snapshot::load(&tree).expect("a tree in memory can be listed")
    };
    let changes = compare(&snapshot(before), &snapshot(after));
    let file = FileChange { path: WsPath::new(path).expect("a path"), outcome: FileChangeKind::Modified };
    let said = message(&changes, &[file]).to_string();
    (changes, said)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(CASES), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_says_something_else_is_told(seed: u64, which in 0..10_usize) {
        let mut choice = Choice(seed);
        let (path, fields, body) = records().swap_remove(which);
        let mut other = fields.clone();
        let done = change(&mut other, &mut choice);
        prop_assume!(other != fields);
        let before = Writer(&mut choice).file(path, &fields, body);
        let after = Writer(&mut choice).file(path, &other, body);
        let (changes, said) = changes(path, &before, &after);
        prop_assert!(
            !changes.records.is_empty() && changes.reformatted.is_empty() && !said.contains("reformat"),
            "{path}: {done}: {said}\n{before}\n{after}"
        );
    }

    #[test]
    fn what_is_written_in_another_way_is_told_as_that(seed: u64, which in 0..10_usize) {
        let mut choice = Choice(seed);
        let (path, fields, body) = records().swap_remove(which);
        let before = Writer(&mut choice).file(path, &fields, body);
        let after = Writer(&mut choice).file(path, &fields, body);
        let (changes, said) = changes(path, &before, &after);
        let is_told = if before == after { said == "Change nothing\n" } else { said == format!("{path}: reformat\n") };
        prop_assert!(changes.records.is_empty(), "{:#?}\n{before}\n{after}", changes.records);
        prop_assert!(is_told || before == after, "{said}");
    }
}

#[test]
fn an_entry_of_evidence_that_changes_is_that_entry() {
    let item = |evidence: &str| format!("---\nkind: insight\ntitle: A\nevidence:\n{evidence}---\n");
    let says = |before: &str, after: &str| changes("blocks/a.md", &item(before), &item(after)).1;
    let (one, two) = ("  - signal: zd-1\n    x-page: 3\n", "  - quote: Q\n    url: https://a.example/\n");
    assert_eq!(
        says(&format!("{one}{two}"), &format!("{}{two}", one.replace('3', "4"))),
        "a: set x-page of evidence zd-1 to 4\n"
    );
    assert_eq!(says(&format!("{one}{two}"), &format!("{two}{one}")), "a: reorder evidence\n");
    assert_eq!(says(one, &format!("{one}{two}")), "a: change evidence\n");
    assert_eq!(says(two, &two.replace("quote: Q", "quote: R")), "a: set quote of evidence https://a.example/ to R\n");
    // A line break in a text is no other field.
    let apart = "  - quote: Q\n    url: https://a.example/\n";
    let together = "  - quote: \"Q\\nurl: https://a.example/\"\n";
    assert_ne!(says(apart, together), "blocks/a.md: reformat\n");
}

#[test]
fn what_is_said_of_a_placement_is_told_on_its_step() {
    let journey = |items: &str| {
        format!(
            "title: T\nstages:\n  - id: s\n    title: S\n    steps:\n      - id: one\n        title: One\n        items: {items}\n"
        )
    };
    let says = |before: &str, after: &str| changes("journeys/j/journey.yaml", &journey(before), &journey(after)).1;
    assert_eq!(
        says("[{ item: a, x-weight: 1 }]", "[{ item: a, x-weight: 9 }]"),
        "j: set x-weight on a of s/one to 9\n"
    );
    assert_eq!(says("[a]", "[{ item: a, note: Here }]"), "j: set note on a of s/one to Here\n");
    assert_eq!(says("[{ item: a, x-weight: 1 }]", "[a]"), "j: clear x-weight on a of s/one\n");
    assert_eq!(says("[a]", "[{ item: a }]"), "journeys/j/journey.yaml: reformat\n");
    assert_eq!(says("[a, a]", "[a]"), "j: take a off s/one\n");
    assert_eq!(
        says("[{ item: a, x-w: { a: 1, b: 2 } }]", "[{ item: a, x-w: { b: 2, a: 1 } }]"),
        "journeys/j/journey.yaml: reformat\n"
    );
}

#[test]
fn the_order_of_members_and_lanes_means_something() {
    let settings = |list: &str| format!("name: A\n{list}");
    let says = |before: &str, after: &str| changes("workspace.yaml", &settings(before), &settings(after)).1;
    let lanes =
        |ids: [&str; 2]| format!("lanes:\n{}", ids.map(|id| format!("  - {{ id: {id}, title: {id} }}\n")).concat());
    assert_eq!(says(&lanes(["a", "b"]), &lanes(["b", "a"])), "workspace: reorder lanes\n");
    let rule = |own: &str| format!("rules:\n  long-title: {{ level: warn, x-why: {own} }}\n");
    assert_eq!(says(&rule("{ a: 1, b: 2 }"), &rule("{ b: 2, a: 1 }")), "workspace.yaml: reformat\n");
    assert_ne!(says(&rule("{ a: 1 }"), &rule("{ a: 2 }")), "workspace.yaml: reformat\n");
}

#[test]
fn measurements_that_cannot_be_read_are_told_too() {
    let says = |before: &str, after: &str| changes("blocks/m.csv", before, after).1;
    assert_eq!(says("date,value\n2026-01-01,1\n", "date,value\r\n\"2026-01-01\",1.0\r\n"), "blocks/m.csv: reformat\n");
    assert_eq!(says("date,value\n2026-01-01,x\n", "date,value\n2026-01-01,y\n"), "m: edit measurements\n");
    assert_eq!(says("datum,value\n2026-01-01,1\n", "datum,value\n2026-01-01,2\n"), "m: edit measurements\n");
}

#[test]
fn blanks_that_mean_something_in_prose_are_told() {
    let says = |before: &str, after: &str| {
        let item = |body: &str| format!("---\nsource: a\n---\n{body}");
        changes("signals/a.md", &item(before), &item(after)).1
    };
    assert_eq!(says("one two\n", "one\ntwo\n"), "signals/a.md: reformat\n");
    for (before, after) in
        [("one two\n", "one  \ntwo\n"), ("    one\n", "one\n"), ("`a  b`\n", "`a b`\n"), ("a\n***\nb\n", "a *** b\n")]
    {
        assert_eq!(says(before, after), "a: edit description\n", "{before:?}");
    }
}
