//! What the site has for programs, and that nothing is lost on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use wayfare::export::SHAPES;
use wayfare::model::{JOURNEY, Kind, MEMBER, PERSONA, SIGNAL, STAGE, STEP, Table, Target, ValueType, WORKSPACE};
use wayfare::site::{Options, overrides};
use wayfare::snapshot::Snapshot;
use wayfare::store::{FileTree, MemoryTree};
use wayfare::text::WsPath;
use wayfare::view::Settings;

use crate::site::{decode, example, pages, render};

fn file(tree: &dyn FileTree, name: &str, base_url: Option<&str>) -> Option<String> {
    let settings = Settings { base_url: base_url.map(str::to_owned), ..Settings::default() };
    let (mut files, _) = render(tree, Options { settings, ..Options::default() });
    files.remove(&WsPath::new(name).expect("a path")).map(|bytes| String::from_utf8(bytes).expect("text"))
}

fn export(tree: &dyn FileTree) -> Value {
    serde_json::from_str(&file(tree, "workspace.json", None).expect("the export")).expect("JSON")
}

/// What the files for programs name and the site does not have.
pub(crate) fn dangling(files: &BTreeMap<WsPath, Vec<u8>>) -> Vec<String> {
    let text = |path: &WsPath| String::from_utf8_lossy(&files[path]).into_owned();
    let named = |name: &str| WsPath::new(name).expect("a path");
    let export: Value = serde_json::from_str(&text(&named("workspace.json"))).expect("JSON");
    let base = export["site"]["base_url"].as_str().unwrap_or_default();
    let mut found: Vec<(String, String)> = Vec::new();
    for (part, end, pages) in [("](", ")", vec![named("llms.txt")]), ("<loc>", "</loc>", maps(files))] {
        for page in pages {
            let addresses = text(&page);
            let addresses = addresses.split(part).skip(1).map(|rest| rest.split(end).next().unwrap_or_default());
            found.extend(addresses.map(|address| {
                let path = decode(address.strip_prefix(base).expect("an address of the site"));
                let is_folder = path.is_empty() || path.ends_with('/');
                (page.to_string(), if is_folder { path + "index.html" } else { path })
            }));
        }
    }
    pages_named(&export, &mut |page| found.push(("workspace.json".to_owned(), page.to_owned())));
    let has = |path: &str| WsPath::new(path).is_some_and(|path| files.contains_key(&path));
    found.into_iter().filter(|(_, path)| !has(path)).map(|(file, path)| format!("{file}: {path}")).collect()
}

fn maps(files: &BTreeMap<WsPath, Vec<u8>>) -> Vec<WsPath> {
    files.keys().filter(|path| path.extension() == "xml").cloned().collect()
}

/// Every page that stands in a document under `page`.
fn pages_named(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields.iter().filter(|(key, _)| !["fields", "report"].contains(&key.as_str())) {
                match value.as_str().filter(|_| key == "page") {
                    Some(page) => found(page),
                    None => pages_named(value, found),
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| pages_named(entry, found)),
        _ => {}
    }
}

/// Writes every field of the tables, each with a value of its own.
struct Writer {
    count: usize,
    kind: Kind,
}

impl Writer {
    /// All fields of a table as JSON, which is YAML too.
    fn record(&mut self, table: &'static Table) -> Value {
        let mut fields = Map::new();
        for field in table.fields() {
            fields.insert(field.name.to_owned(), self.value(&field.value));
        }
        fields.insert("x-own".to_owned(), json!({ "deep": [1, "2", true, null, 1.5] }));
        Value::Object(fields)
    }

    fn value(&mut self, value: &ValueType) -> Value {
        self.count += 1;
        let count = self.count;
        match value {
            ValueType::Line | ValueType::Text | ValueType::Markdown => json!(format!("Words {count} « é 日本 \"' »")),
            ValueType::Kind => json!(self.kind.name()),
            ValueType::Id => json!(format!("id-{count}")),
            ValueType::Reference(Target::Step) => json!(format!("a/b/c-{count}")),
            ValueType::Reference(_) => json!(format!("other-{count}")),
            ValueType::Word(words) | ValueType::OpenWord(words) => json!(words[0]),
            ValueType::Bool => json!(count.is_multiple_of(2)),
            ValueType::Scale => json!(count % 5 + 1),
            ValueType::Emotion => json!(2.5),
            ValueType::Number => json!(f64::from(u32::try_from(count).expect("few")) + 0.5),
            ValueType::Date => json!(format!("2026-01-{:02}", count % 28 + 1)),
            ValueType::Url | ValueType::WebUrl => json!(format!("https://example.com/{count}")),
            ValueType::Time => json!("09:00"),
            ValueType::TimeZone => json!("Europe/Oslo"),
            ValueType::File => json!("../assets/a.png"),
            ValueType::RuleName => json!("missing-field"),
            ValueType::RuleLevels => json!({ "unplaced-item": { "level": "error", "x-own": count }, "x-own": "b" }),
            ValueType::LaneTexts => json!({ "backstage": "Behind", "x-own": count }),
            ValueType::ExternalIds => json!({ "jira": format!("ACME-{count}"), "x-own": count }),
            ValueType::OneOrMany(of) => json!([self.value(of), self.value(of)]),
            ValueType::List(of) => json!([self.value(of), self.value(of)]),
            ValueType::Record(table) | ValueType::RecordOrWord(table, _) | ValueType::ShortRecord(table, _) => {
                self.record(table)
            }
        }
    }
}

fn without(fields: &Value, name: &str) -> Value {
    let mut fields = fields.clone();
    fields.as_object_mut().expect("an object").remove(name);
    fields
}

#[test]
fn every_field_there_is_stands_in_the_export() {
    let mut writer = Writer { count: 0, kind: Kind::Insight };
    let workspace = writer.record(&WORKSPACE);
    let journey = writer.record(&JOURNEY);
    let persona = writer.record(&PERSONA);
    let signal = writer.record(&SIGNAL);
    let items = Kind::ALL.map(|kind| {
        writer.kind = kind;
        (kind, writer.record(kind.table()))
    });
    let mut files = vec![
        ("workspace.yaml".to_owned(), workspace.to_string()),
        ("journeys/a/journey.yaml".to_owned(), journey.to_string()),
        ("personas/p.md".to_owned(), format!("---\n{persona}\n---\nA *text*.\n")),
        ("signals/s.md".to_owned(), format!("---\n{signal}\n---\nA *text*.\n")),
        ("blocks/metric.csv".to_owned(), "date,value,note\n2026-01-31,1.50,\"a, b\"\n".to_owned()),
        ("blocks/broken.md".to_owned(), "---\nkind: [\n---\nLost?\n".to_owned()),
    ];
    files.extend(
        items.iter().map(|(kind, fields)| (format!("blocks/{kind}.md"), format!("---\n{fields}\n---\nBody\n"))),
    );
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let export = export(&tree);

    assert_eq!(export["workspace"]["fields"], without(&workspace, "members"));
    assert_eq!(export["members"].as_array().map(Vec::len), Some(2));
    assert_eq!(export["members"][1]["fields"], workspace["members"][1], "{}", MEMBER.name);
    assert_eq!(export["journeys"][0]["fields"], without(&journey, "stages"));
    let (stage, written) = (&export["journeys"][0]["stages"][1], &journey["stages"][1]);
    assert_eq!(stage["fields"], without(written, "steps"), "{}", STAGE.name);
    assert_eq!(stage["steps"][1]["fields"], written["steps"][1], "{}", STEP.name);
    assert_eq!((&export["personas"][0]["fields"], &export["signals"][0]["fields"]), (&persona, &signal));
    for (kind, fields) in &items {
        let found = export["items"].as_array().expect("items").iter().find(|item| item["id"] == kind.name());
        let found = found.unwrap_or_else(|| panic!("no {kind}"));
        assert_eq!((&found["fields"], &found["body"]), (fields, &json!("Body\n")));
    }
    let metric = &export["items"].as_array().expect("items").iter().find(|item| item["id"] == "metric").expect("it");
    assert_eq!(metric["measurements"]["rows"], json!([{ "date": "2026-01-31", "value": 1.50, "note": "a, b" }]));
    let broken = export["files"].as_array().expect("files").iter().find(|file| file["file"] == "blocks/broken.md");
    assert_eq!(broken.expect("it is there")["source"], "---\nkind: [\n---\nLost?\n");
}

#[test]
fn every_key_of_the_export_is_documented() {
    let export = export(&example());
    let mut seen = BTreeSet::new();
    look_at("document", &export, &mut seen);
    let documented: BTreeSet<&str> = SHAPES.iter().map(|shape| shape.name).collect();
    assert_eq!(seen, documented, "each shape is in the example");
}

/// Compares an object's keys with its documentation, and what is in it.
fn look_at(name: &str, value: &Value, seen: &mut BTreeSet<&str>) {
    let Some(shape) = SHAPES.iter().find(|shape| shape.name == name) else { return };
    let Some(object) = value.as_object() else { return };
    seen.insert(shape.name);
    let keys: BTreeSet<&str> = object.keys().map(String::as_str).collect();
    assert_eq!(keys, shape.keys.iter().map(|key| key.name).collect(), "the keys of `{name}`");
    for key in shape.keys {
        let (found, word) = (&object[key.name], key.value.trim_end_matches(" or null"));
        match word.strip_prefix("list of ").map(|many| many.trim_end_matches('s')) {
            Some(one) => found.as_array().into_iter().flatten().for_each(|entry| look_at(one, entry, seen)),
            None => look_at(word, found, seen),
        }
    }
}

#[test]
fn the_introduction_is_short_and_its_links_lead_somewhere() {
    let text = file(&example(), "llms.txt", None).expect("an introduction");
    assert!(text.starts_with("# Acme journeys\n\n> "), "{text}");
    let base = "https://journeys.acme.example/";
    let entry = format!("- [Trial to paid]({base}journeys/trial-to-paid/): From the first login");
    assert!(text.contains(&entry), "{text}");
    let (files, _) = render(&example(), Options::default());
    for (at, _) in text.match_indices("](") {
        let href = text[at + 2..].split(')').next().expect("a link");
        let path = href.strip_prefix(base).expect("on the site");
        let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        assert!(files.contains_key(&WsPath::new(&path).expect("a path")), "{href}");
    }
    let many: Vec<(String, String)> = (0..400)
        .map(|n| {
            (format!("journeys/j{n}/journey.yaml"), format!("title: \"{}\"\nstages: []\n", "long [x] ".repeat(90)))
        })
        .collect();
    let tree: MemoryTree = many.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let text = file(&tree, "llms.txt", Some("https://a.example")).expect("an introduction");
    assert!(text.len() < 100_000 && text.contains("- [And 250 more](https://a.example/journeys/)"), "{}", text.len());
}

#[test]
fn search_engines_get_a_map_where_the_address_is_known() {
    let tree: MemoryTree =
        [("personas/p.md", "---\nname: P\naliases: [q]\n---\n"), ("workspace.yaml", "name: A & B\n")]
            .into_iter()
            .collect();
    assert_eq!(file(&tree, "sitemap.xml", None), None);
    let map = file(&tree, "sitemap.xml", Some("https://a.example/x")).expect("a map");
    assert!(map.contains("<url><loc>https://a.example/x/</loc></url>"), "{map}");
    assert!(map.contains("<loc>https://a.example/x/personas/p.html</loc>"), "{map}");
    assert!(!map.contains("404") && !map.contains("q.html"), "{map}");
}

#[test]
fn pages_say_what_they_are_where_they_are_shared() {
    let tree: MemoryTree = [("personas/p.md", "---\nname: \"A \\\"P\\\"\"\n---\n")].into_iter().collect();
    let page = |base_url: Option<&str>| file(&tree, "personas/p.html", base_url).expect("a page");
    assert!(!page(None).contains("og:"));
    let shared = page(Some("https://a.example"));
    assert!(shared.contains("<meta property=\"og:url\" content=\"https://a.example/personas/p.html\">"), "{shared}");
    assert!(shared.contains("<meta property=\"og:title\" content=\"A &quot;P&quot;\">"), "{shared}");
}

#[test]
fn former_addresses_lead_to_what_is_there_now() {
    let files = [
        (
            "journeys/now/journey.yaml",
            "title: Now\naliases: [before, other]\nstages:\n  - id: s\n    title: S\n    steps:\n      - { id: t, title: T }\n",
        ),
        ("journeys/other/journey.yaml", "title: Other\nstages: []\n"),
        ("personas/p.md", "---\nname: P\naliases: [q]\n---\n"),
        ("blocks/i.md", "---\nkind: insight\ntitle: I\naliases: [j]\n---\n"),
    ];
    let tree: MemoryTree = files.into_iter().collect();
    for (from, to, now) in [
        ("journeys/before/index.html", "../now/index.html", "journeys/now/"),
        ("journeys/before/table.html", "../now/index.html", "journeys/now/"),
        ("journeys/before/steps/t.html", "../../now/steps/t.html", "journeys/now/steps/t.html"),
        ("personas/q.html", "p.html", "personas/p.html"),
        ("items/j.html", "i.html", "items/i.html"),
    ] {
        let page = file(&tree, from, Some("https://a.example")).unwrap_or_else(|| panic!("no {from}"));
        assert!(page.contains(&format!("content=\"0; url={to}\"")), "{from}: {page}");
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"https://a.example/{now}\">")), "{from}: {page}");
        let page = file(&tree, from, None).expect("it is there without an address, too");
        assert!(page.contains("noindex") && !page.contains("canonical"), "{from}: {page}");
    }
    assert!(!file(&tree, "journeys/other/index.html", None).expect("a page").contains("refresh"), "who is there stays");
    let map = file(&tree, "sitemap.xml", Some("https://a.example")).expect("a map");
    assert!(!map.contains("before") && map.contains("journeys/now/steps/t.html"), "{map}");
}

/// The files that a page shows, each below its path.
fn shown_files(text: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for part in text.split("\n`templates/").skip(1) {
        let (name, rest) = part.split_once("`\n\n```").expect("a block below the path");
        let (_, rest) = rest.split_once('\n').expect("a language");
        files.push((format!("templates/{name}"), rest.split("\n```").next().expect("an end").to_owned() + "\n"));
    }
    files
}

#[test]
fn the_examples_of_the_page_about_the_site_work() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/site.md")).expect("the page");
    let mut files = shown_files(&page.replace("\r\n", "\n"));
    assert_eq!(files.len(), 2);
    files.push(("workspace.yaml".to_owned(), "name: A\nmembers: [{ id: maya, name: Maya, role: owner }]\n".to_owned()));
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let snapshot = Snapshot::load(&tree).expect("a tree");
    let overrides = overrides(&snapshot, &tree).expect("readable");
    let (files, faults) = render(&tree, Options { overrides, ..Options::default() });
    assert!(faults.is_empty(), "{faults:?}");
    let style = files.iter().find(|(path, _)| path.extension() == "css").expect("a style").1;
    assert!(String::from_utf8_lossy(style).contains("--accent: light-dark(#8a1f5a, #ffb0d8);"));
    assert!(pages(&files)["members/maya.html"].contains("before you change what Maya owns"));
}
