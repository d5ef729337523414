//! The index of uses: on random workspaces it has every place where a text search finds an ID that names something, and
//! with another ID written in those places the workspace says the same.
//!
//! Every ID is a word that stands nowhere else but where the cases write it, so that a search for it is the oracle.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use wayfare::check::check;
use wayfare::diag::Rule;
use wayfare::model::Form;
use wayfare::snapshot::{Snapshot, Subject};
use wayfare::store::MemoryTree;
use wayfare::text::{Span, WsPath};

const CASES: u32 = 60;

const ITEMS: [&str; 6] = ["ixa", "ixaold", "ixb", "ixm", "ixl", "gone"];
const JOURNEYS: [&str; 4] = ["jxa", "jxaold", "jxb", "gone"];
const PERSONAS: [&str; 4] = ["pxa", "pxaold", "pxb", "gone"];
const SIGNALS: [&str; 2] = ["gxa", "gone"];
const MEMBERS: [&str; 2] = ["mxa", "gone"];
const ADDRESSES: [&str; 8] =
    ["jxa/sxa/txa", "jxa/txa", "jxaold/sxa/txa", "jxa/sxa", "jxb/sxb/txb", "jxa/gone", "jxa/sxa/gone", "gone/one"];
const PATHS: [&str; 11] = [
    "blocks/ixa.md",
    "blocks/ixm.csv",
    "journeys/jxa/journey.yaml",
    "journeys/jxb/journey.yaml",
    "journeys/jxa/items/ixl.md",
    "journeys/jxa/items/picture.png",
    "journeys/jxa/gone.md",
    "personas/pxa.md",
    "signals/gxa.md",
    "workspace.yaml",
    "assets/picture.png",
];

/// Records that name others: where their fields and their prose go.
const RECORDS: [(&str, &str); 6] = [
    ("blocks/ixa.md", "---\nkind: insight\ntitle: T\naliases: [ixaold]\nFIELDS---\nPROSE"),
    ("blocks/ixm.md", "---\nkind: metric\ntitle: T\nFIELDS---\nPROSE"),
    ("journeys/jxa/items/ixl.md", "---\nkind: insight\ntitle: T\nFIELDS---\nPROSE"),
    ("personas/pxa.md", "---\nname: T\naliases: [pxaold]\n---\nPROSE"),
    (
        "journeys/jxa/journey.yaml",
        "title: T\naliases: ['jxaold']\ndescription: |\n  Words.\n\nPROSEstages:\n  - id: sxa\n    title: T\n    steps:\n      - id: txa\n        title: T\nFIELDS",
    ),
    (
        "journeys/jxb/journey.yaml",
        "title: T\nstages:\n  - id: sxb\n    title: T\n    steps:\n      - id: txb\n        title: T\n        description: >\n          Words.\n\n\nPROSEFIELDS",
    ),
];

#[derive(Clone, Copy, Debug)]
enum Style {
    Plain,
    Single,
    Double,
    Escaped,
    Literal,
}

#[derive(Clone, Copy, Debug)]
enum Words {
    Wiki(&'static str),
    Path(bool),
    Mention,
}

/// Something that is named: by a field, or in prose.
#[derive(Clone, Debug)]
enum Named {
    Field(&'static str, &'static str, Style),
    Prose(Words, &'static str),
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![
        4 => Just(Style::Plain), 2 => Just(Style::Single), 2 => Just(Style::Double), 1 => Just(Style::Escaped),
        1 => Just(Style::Literal)
    ]
}

fn field() -> impl Strategy<Value = Named> {
    let among = |field: &'static str, names: &'static [&'static str]| (Just(field), prop::sample::select(names));
    let of_items = prop_oneof![
        3 => among("links", &ITEMS),
        1 => among("signal", &SIGNALS),
        1 => among("persona", &PERSONAS),
        1 => among("file", &PATHS),
        1 => among("owner", &MEMBERS),
        3 => among("items", &ITEMS),
        1 => among("item", &ITEMS),
        1 => among("journeys", &JOURNEYS),
        2 => among("personas", &PERSONAS),
        2 => among("step", &ADDRESSES),
    ];
    (of_items, style()).prop_map(|((field, name), style)| Named::Field(field, name, style))
}

fn prose() -> impl Strategy<Value = Named> {
    let names: Vec<&'static str> =
        ITEMS.iter().chain(&JOURNEYS).chain(&PERSONAS).chain(&SIGNALS).chain(&ADDRESSES).copied().collect();
    let wiki = prop::sample::select(
        &["[[X]]", "[[ X | ixa ]]", "*[[X#here]]*", "\n\n| a |\n|---|\n| [[X\\|ixb]] |\n\n", "`ixb` [[X-not]] [[X]]"][..],
    );
    prop_oneof![
        3 => (wiki, prop::sample::select(names)).prop_map(|(shape, name)| Named::Prose(Words::Wiki(shape), name)),
        3 => (any::<bool>(), prop::sample::select(&PATHS[..])).prop_map(|(long, path)| Named::Prose(Words::Path(long), path)),
        1 => prop::sample::select(&MEMBERS[..]).prop_map(|name| Named::Prose(Words::Mention, name)),
    ]
}

fn case() -> impl Strategy<Value = Vec<(usize, Named, u8)>> {
    let named = prop_oneof![field().boxed(), prose().boxed()];
    prop::collection::vec((0..RECORDS.len() + 1, named, any::<u8>()), 1..24)
}

fn styled(name: &str, style: Style) -> String {
    match style {
        Style::Plain => name.to_owned(),
        Style::Single => format!("'{name}'"),
        Style::Double => format!("\"{name}\""),
        Style::Escaped => format!("\"\\x{:02x}{}\"", name.as_bytes()[0], &name[1..]),
        Style::Literal => format!("|-\n                {name}"),
    }
}

/// The way from a record to a path: by the root, or as short as can be.
fn relative(record: &str, path: &str, by_root: bool) -> String {
    let (mut from, mut to): (Vec<&str>, Vec<&str>) = (record.split('/').collect(), path.split('/').collect());
    from.pop();
    while !by_root && !from.is_empty() && to.len() > 1 && from[0] == to[0] {
        from.remove(0);
        to.remove(0);
    }
    format!("{}{}", "../".repeat(from.len()), to.join("/"))
}

fn prose_text(record: &str, words: Words, name: &str, (odd, number): (u8, usize)) -> String {
    match words {
        Words::Wiki(shape) => shape.replace('X', name),
        Words::Mention => format!("Ask @{name}, please."),
        Words::Path(by_root) => {
            let path = relative(record, name, by_root);
            let last = path.rfind('/').map_or(0, |slash| slash + 1);
            let escaped = format!("{}%{:02X}{}", &path[..last], path.as_bytes()[last], &path[last + 1..]);
            match odd % 6 {
                0 => format!("[w](<{path}>)"),
                1 => format!("![w]({path}?raw=1)"),
                2 => format!("[w][r{number}]\n\n[r{number}]: {path}"),
                3 => format!("[w]({escaped} \"ixa\")"),
                _ => format!("[w]({path})"),
            }
        }
    }
}

/// The fields of a record, as far as it has such fields.
fn fields_text(record: &str, fields: &[(&str, String)]) -> String {
    let all = |names: &'static [&'static str]| fields.iter().filter(move |(field, _)| names.contains(field));
    let list = |key: &str, indent: &str, field: &'static [&'static str]| {
        let entries: String = all(field).map(|(_, name)| format!("{indent}  - {name}\n")).collect();
        if entries.is_empty() { String::new() } else { format!("{indent}{key}:\n{entries}") }
    };
    let first = |field: &'static [&'static str]| {
        all(field).next().map(|(field, name)| format!("{field}: {name}\n")).unwrap_or_default()
    };
    if record.ends_with("journey.yaml") {
        let indent = "        ";
        let entry = |(field, name): &(&str, String)| match *field {
            "item" => format!("{indent}  - item: {name}\n{indent}    note: A note\n"),
            _ => format!("{indent}  - {name}\n"),
        };
        let placed: String = all(&["items", "item", "links"]).map(entry).collect();
        let items = if placed.is_empty() { String::new() } else { format!("{indent}items:\n{placed}") };
        let nested = list("journeys", indent, &["journeys"]);
        return format!("{items}{nested}{}{}", list("personas", indent, &["personas", "persona"]), first(&["owner"]));
    }
    if record.starts_with("signals/") {
        return format!(
            "{}{}{}",
            first(&["step"]),
            first(&["persona"]),
            list("items", "", &["items", "links", "item"])
        );
    }
    let evidence: String = all(&["signal", "persona", "file"])
        .map(|(field, name)| format!("  - quote: Said\n    {field}: {name}\n"))
        .collect();
    let evidence = if evidence.is_empty() { evidence } else { format!("evidence:\n{evidence}") };
    let owner = if record.contains("ixm") { first(&["owner"]) } else { String::new() };
    format!("{}{evidence}{owner}", list("links", "", &["links", "items", "item"]))
}

fn write(case: &[(usize, Named, u8)]) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = [
        ("workspace.yaml", "name: W\nmembers:\n  - { id: mxa, name: M, email: m@a.example, role: owner }\n"),
        ("blocks/ixb.md", "---\nkind: opportunity\ntitle: T\n---\n"),
        ("blocks/ixm.csv", "date,value\n"),
        ("personas/pxb.md", "---\nname: T\n---\n# Here\n"),
        ("journeys/jxa/items/picture.png", "bytes"),
        ("assets/picture.png", "bytes"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into();
    let signal = ("signals/gxa.md", "---\nsource: mail\nFIELDS---\nSee `ixa`.\n");
    for (at, (path, shape)) in RECORDS.iter().chain([&signal]).enumerate() {
        let (mut fields, mut prose) = (Vec::new(), String::new());
        for (_, named, odd) in case.iter().filter(|(record, ..)| *record == at) {
            match named {
                Named::Field("file", name, style) => {
                    fields.push(("file", styled(&relative(path, name, odd % 2 == 0), *style)));
                }
                Named::Field(field, name, style) => fields.push((*field, styled(name, *style))),
                Named::Prose(words, name) => {
                    prose.push_str(&format!("{}\n\n", prose_text(path, *words, name, (*odd, prose.len()))));
                }
            }
        }
        if path.ends_with("journey.yaml") {
            // Of what is folded, one break more is written.
            let (indent, end) = if path.contains("jxb") { ("          ", "\n\n") } else { ("  ", "\n") };
            let indented = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}{end}") };
            prose = prose.lines().map(indented).collect();
        }
        let text = shape.replace("FIELDS", &fields_text(path, &fields)).replace("PROSE", &prose);
        files.insert((*path).to_owned(), text);
    }
    files
}

fn load(files: &BTreeMap<String, String>) -> Snapshot {
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Snapshot::load(&tree).expect("a tree")
}

/// Everything that can be named, with the IDs it has and had.
fn subjects(snapshot: &Snapshot) -> Vec<(Subject, Vec<&'static str>)> {
    let find = |address: &str| snapshot.find_wiki(address).found().expect("it is there");
    let named = |address: &'static str, ids: &[&'static str]| (find(address), ids.to_vec());
    vec![
        named("ixa", &["ixa", "ixaold"]),
        named("ixb", &["ixb"]),
        named("ixm", &["ixm"]),
        named("ixl", &["ixl"]),
        named("jxa", &["jxa", "jxaold"]),
        named("jxb", &["jxb"]),
        named("pxa", &["pxa", "pxaold"]),
        named("pxb", &["pxb"]),
        named("gxa", &["gxa"]),
        named("jxa/sxa", &["sxa"]),
        named("jxa/txa", &["txa"]),
        named("jxb/sxb", &["sxb"]),
        named("jxb/txb", &["txb"]),
        (Subject::Member("mxa".to_owned()), vec!["mxa"]),
    ]
}

/// Where an ID stands as a word, but for where it is defined, and where it is code, a title or a label.
fn occurrences(files: &BTreeMap<String, String>, id: &str) -> BTreeSet<(String, Span)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut found = BTreeSet::new();
    for (path, text) in files {
        for (at, _) in text.match_indices(id) {
            let (before, after) = (&text[..at], &text[at + id.len()..]);
            let is_part = before.ends_with(is_word) || after.starts_with(is_word);
            let is_title = before.ends_with('"') && ![": \"", "- \""].iter().any(|field| before.ends_with(field));
            let is_other = is_title || ["id: ", "`", "|", "| "].iter().any(|mark| before.ends_with(mark));
            if !is_part && !is_other {
                found.insert((path.clone(), Span::new(at, at + id.len())));
            }
        }
    }
    found
}

/// The workspace with another ID of a subject, written where its uses say; `None` where one has to be written anew.
fn renamed(
    files: &BTreeMap<String, String>,
    snapshot: &Snapshot,
    subject: &Subject,
    ids: &[&str],
) -> Option<BTreeMap<String, String>> {
    let (id, new) = (ids[0], "znew");
    let mut edits: BTreeMap<&str, BTreeSet<(usize, usize)>> = BTreeMap::new();
    for use_ in snapshot.uses(subject).iter().filter(|use_| use_.form != Form::Alias) {
        let written = use_.file.source().expect("it was read").slice(use_.span);
        match use_.inner {
            Some(inner) => {
                let range = inner.range();
                edits.entry(use_.file.path.as_str()).or_default().insert((range.start, range.end));
            }
            // The journey around, or a file without an ID.
            None if written.contains("journey.yaml") && !ids.iter().any(|id| written.contains(id)) => {}
            None => return None,
        }
    }
    let of_file = matches!(subject, Subject::Item(_) | Subject::Journey(_) | Subject::Persona(_) | Subject::Signal(_));
    let mut after = BTreeMap::new();
    for (path, text) in files {
        let mut text = text.clone();
        for (start, end) in edits.get(path.as_str()).into_iter().flatten().rev() {
            text.replace_range(*start..*end, new);
        }
        let (folder, stem) = (format!("/{id}/"), format!("/{id}."));
        let path = match of_file {
            true => path.replace(&folder, &format!("/{new}/")).replace(&stem, &format!("/{new}.")),
            false => path.clone(),
        };
        if !of_file {
            text = text.replace(&format!("id: {id}\n"), &format!("id: {new}\n"));
            text = text.replace(&format!("id: {id},"), &format!("id: {new},"));
        }
        after.insert(path, text);
    }
    Some(after)
}

fn by_rule(snapshot: &Snapshot) -> BTreeMap<Rule, usize> {
    let mut counts = BTreeMap::new();
    for finding in check(snapshot).findings() {
        *counts.entry(finding.problem.rule).or_default() += 1;
    }
    counts
}

fn undone(written: &str) -> String {
    match written.strip_prefix('%') {
        Some(rest) => format!("{}{}", char::from(u8::from_str_radix(&rest[..2], 16).expect("two digits")), &rest[2..]),
        None => written.to_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    #[test]
    fn uses_are_what_a_search_finds_and_can_be_renamed(case in case()) {
        let files = write(&case);
        let snapshot = load(&files);
        for (path, text) in &files {
            let is_read = |file: &wayfare::snapshot::FileEntry| file.record_place().is_none() || file.document().is_some();
            let path = WsPath::new(path).expect("a path");
            prop_assert!(snapshot.file(&path).is_some_and(is_read), "{path}:\n{text}");
        }
        let before = by_rule(&snapshot);
        for (subject, ids) in subjects(&snapshot) {
            let mut written = BTreeSet::new();
            for use_ in snapshot.uses(&subject) {
                let text = &files[use_.file.path.as_str()];
                let Some(inner) = use_.inner else { continue };
                let id = &text[inner.range()];
                prop_assert!(use_.span.contains(inner));
                prop_assert!(ids.contains(&undone(id).as_str()), "{:?} spells {id:?}", use_);
                prop_assert_eq!(use_.is_former, undone(id) != ids[0], "{:?}", use_);
                if ids.contains(&id) {
                    written.insert((use_.file.path.to_string(), inner));
                }
            }
            let found: BTreeSet<_> = ids.iter().flat_map(|id| occurrences(&files, id)).collect();
            prop_assert_eq!(&written, &found, "{:?} in {:#?}", ids, files);
            let Some(after) = renamed(&files, &snapshot, &subject, &ids) else { continue };
            let now = load(&after);
            for (rule, count) in by_rule(&now) {
                prop_assert!(count <= before.get(&rule).copied().unwrap_or(0), "{rule} after {ids:?}: {after:#?}");
            }
            let now_subject = match &subject {
                Subject::Member(_) => Subject::Member("znew".to_owned()),
                Subject::Stage(key) => now.find_wiki(&format!("{}/znew", snapshot.journey(key.journey).id())).found().expect("the stage"),
                Subject::Step(key) => now.find_wiki(&format!("{}/znew", snapshot.journey(key.stage.journey).id())).found().expect("the step"),
                _ => now.find_wiki("znew").found().expect("the record"),
            };
            prop_assert_eq!(now.uses(&now_subject).len(), snapshot.uses(&subject).len(), "{:?}: {:#?}", ids, after);
        }
    }
}

#[test]
fn a_use_says_from_where_in_which_form_and_of_what() {
    let journey = "title: J\nstages:\n  - id: s\n    title: S\n    steps:\n      - id: t\n        title: T\n        items: [i]\n        \
                   description: Of [[j/s/t]] and [[i]].\n";
    let files = [
        ("workspace.yaml", "name: W\n"),
        ("journeys/j/journey.yaml", journey),
        (
            "journeys/j/items/i.md",
            "---\nkind: insight\ntitle: I\naliases: [old]\n---\n[Up](../journey.yaml), [in](../../j/items/i.md)\n",
        ),
    ];
    let files: BTreeMap<String, String> = files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    let snapshot = load(&files);
    let told = |address: &str| -> Vec<String> {
        let subject = snapshot.find_wiki(address).found().expect("it is there");
        let told = |use_: &wayfare::snapshot::Use<'_>| {
            let text = &files[use_.file.path.as_str()];
            let inner = use_.inner.map(|inner| &text[inner.range()]);
            let from = match &use_.from {
                Subject::Step(_) => "step",
                Subject::Item(_) => "item",
                other => panic!("{other:?}"),
            };
            let kind = if use_.is_target { "" } else { " on the way" };
            format!("{from} {:?} {} {inner:?}{kind}", use_.form, &text[use_.span.range()])
        };
        snapshot.uses(&subject).iter().map(told).collect()
    };
    let of_item = [
        "item Alias old Some(\"old\")",
        "item FileLink ../../j/items/i.md Some(\"i\")",
        "step Placement i Some(\"i\")",
        "step WikiLink [[i]] Some(\"i\")",
    ];
    assert_eq!(told("i"), of_item);
    let of_journey = [
        "item FileLink ../journey.yaml None",
        "item FileLink ../../j/items/i.md Some(\"j\") on the way",
        "step WikiLink [[j/s/t]] Some(\"j\") on the way",
    ];
    assert_eq!(told("j"), of_journey);
    assert_eq!(told("j/s"), ["step WikiLink [[j/s/t]] Some(\"s\") on the way"]);
    assert_eq!(told("j/s/t"), ["step WikiLink [[j/s/t]] Some(\"t\")"]);
}
