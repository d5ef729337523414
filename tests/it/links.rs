//! Check and site read the same: on random workspaces with odd file names, what `check` accepts leads somewhere in the
//! built site, and what it does not is marked there.
//!
//! Every reference has words of its own, by which it is found on the pages and in the findings. The pages are read by a
//! simple scan for tags, and addresses are followed as browsers follow them: by code of this file alone.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use wayfare::check::check;
use wayfare::diag::Sources as _;
use wayfare::site::Options;
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;

use crate::site::render;

const CASES: u32 = 150;

/// What names of files are made of.
const PARTS: [&str; 44] = [
    "a", "B", "note", "x", " ", "#", "?", "%20", "%", "&", "&amp;", "'", "\"", "\u{e9}", "e\u{301}", "\u{fc}",
    "u\u{308}", "日本", "+", ";", "(", ")", "=", "@", "!", "~", "$", ",", "[x]", "]", "`", "{", "}", "^", "|", "*",
    "_", "-", "..", ":", "%2F", "%25", "📷", "\u{200d}",
];

const ENDINGS: [&str; 24] = [
    "",
    ".png",
    ".PNG",
    ".jpg",
    ".svg",
    ".pdf",
    ".txt",
    ".csv",
    ".md",
    ".pptx",
    ".xlsx",
    ".mov",
    ".MP4",
    ".drawio",
    ".fig",
    ".html",
    ".js",
    ".exe",
    ".xml",
    ".zip",
    ".html.bak",
    ".tar.gz",
    ".webp",
    ".docx",
];

const FOLDERS: [&str; 9] = [
    "assets",
    "assets/more & so",
    "assets/caf\u{e9}",
    "blocks",
    "blocks/deep",
    "journeys/j",
    "journeys/j/items",
    "docs",
    "personas",
];

/// What is in a file that records link to.
const CONTENTS: [&str; 6] = [
    "some bytes",
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect></rect></svg>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"><foreignObject><p>x</p></foreignObject></svg>",
    "<svg>",
    "<!doctype html><script>1</script>",
];

/// Records, each with where its prose begins and how far it is indented.
const RECORDS: [(&str, &str, &str); 5] = [
    ("blocks/a.md", "---\nkind: insight\ntitle: A\nEVIDENCE---\n", ""),
    ("journeys/j/items/l.md", "---\nkind: insight\ntitle: L\nEVIDENCE---\n", ""),
    ("personas/p.md", "---\nname: P\n---\n", ""),
    (
        "journeys/j/journey.yaml",
        "title: J\nstages:\n  - id: s\n    title: S\n    steps:\n      - { id: t, title: T }\ndescription: |\n",
        "  ",
    ),
    (
        "journeys/k/journey.yaml",
        "title: K\nstages:\n  - id: s\n    title: S\n    steps:\n      - id: t\n        title: T\n        description: |\n",
        "          ",
    ),
];

#[derive(Clone, Debug)]
struct Case {
    files: Vec<(String, &'static str)>,
    references: Vec<Reference>,
    has_repository: bool,
}

/// A reference: in which record, to which file, and how it is written.
#[derive(Clone, Debug)]
struct Reference {
    record: usize,
    file: prop::sample::Index,
    spelling: Spelling,
    form: Form,
    anchor: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Link,
    Image,
    Evidence,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Spelling {
    /// Every byte that may mean something is escaped.
    Escaped,
    /// As it is.
    Plain,
    /// Escaped twice, which names another file or none.
    Twice,
    /// In the other form of Unicode, escaped.
    Other,
    /// With something behind it, so that there is no such file.
    Wrong,
}

fn name() -> impl Strategy<Value = String> {
    let parts = prop::collection::vec(prop::sample::select(&PARTS[..]), 1..4);
    let long = prop_oneof![19 => Just(0_usize), 1 => Just(180)];
    (parts, prop::sample::select(&ENDINGS[..]), long)
        .prop_map(|(parts, ending, long)| format!("{}{}{ending}", parts.concat(), "n".repeat(long)))
        .prop_filter("a name that is there", |name| !name.starts_with('.') && name.trim() == name)
}

fn case() -> impl Strategy<Value = Case> {
    let file = (prop::sample::select(&FOLDERS[..]), name(), prop::sample::select(&CONTENTS[..]));
    let file = file.prop_map(|(folder, name, content)| (format!("{folder}/{name}"), content));
    let spelling = prop_oneof![
        5 => Just(Spelling::Escaped), 3 => Just(Spelling::Plain), 1 => Just(Spelling::Twice), 1 => Just(Spelling::Other),
        1 => Just(Spelling::Wrong),
    ];
    let form = prop_oneof![3 => Just(Form::Link), 3 => Just(Form::Image), 2 => Just(Form::Evidence)];
    let anchor = prop::sample::select(&["", "", "", "#page=3", "?raw=1", "#here", "#gone"][..]);
    let reference = (0..RECORDS.len(), any::<prop::sample::Index>(), spelling, form, anchor);
    let reference = reference.prop_map(|(record, file, spelling, form, anchor)| {
        let form = if form == Form::Evidence && record > 1 { Form::Link } else { form };
        Reference { record, file, spelling, form, anchor }
    });
    (prop::collection::vec(file, 1..6), prop::collection::vec(reference, 1..12), any::<bool>()).prop_map(
        |(mut files, references, has_repository)| {
            files.sort();
            files.dedup_by(|a, b| a.0 == b.0);
            Case { files, references, has_repository }
        },
    )
}

fn escaped(path: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    path.bytes().map(escape).collect()
}

/// The way from a record's folder to a path, by the number of folders it is deep.
fn from_record(record: &str, path: &str) -> String {
    format!("{}{path}", "../".repeat(record.matches('/').count()))
}

fn other_form(path: &str) -> String {
    let pairs = [("\u{e9}", "e\u{301}"), ("\u{fc}", "u\u{308}")];
    pairs.iter().fold(path.to_owned(), |path, (composed, decomposed)| match path.contains(composed) {
        true => path.replace(composed, decomposed),
        false => path.replace(decomposed, composed),
    })
}

/// The workspace of a case, and of each reference the words, the record, and the file it surely names.
struct Written {
    files: BTreeMap<String, String>,
    references: Vec<(String, String, Option<String>)>,
}

fn write(case: &Case) -> Written {
    let mut targets: Vec<String> = case.files.iter().map(|(path, _)| path.clone()).collect();
    targets.extend(
        ["blocks/b.md", "blocks/a.md", "personas/p.md", "workspace.yaml", "blocks/m.csv", "docs"].map(str::to_owned),
    );
    let known: BTreeSet<&String> = targets.iter().collect();
    let mut bodies: Vec<(String, String)> = vec![Default::default(); RECORDS.len()];
    let mut references = Vec::new();
    for (at, reference) in case.references.iter().enumerate() {
        let (record, _, indent) = RECORDS[reference.record];
        let target = &targets[reference.file.index(targets.len())];
        let path = from_record(record, target);
        let words = format!("Words{at}x");
        let (written, names) = match (reference.form, reference.spelling) {
            (Form::Evidence, Spelling::Escaped | Spelling::Plain) => (path.clone(), Some(target.clone())),
            (Form::Evidence, Spelling::Other) => (other_form(&path), None),
            (Form::Evidence, Spelling::Twice) => (escaped(&path), None),
            (_, Spelling::Escaped) => (escaped(&path), Some(target.clone())),
            (_, Spelling::Other) => (escaped(&other_form(&path)), None),
            (_, Spelling::Twice) => (escaped(&escaped(&path)), None),
            (_, Spelling::Plain) => (path.clone(), None),
            (_, Spelling::Wrong) => (format!("{path}.nowhere"), None),
        };
        let names = names.filter(|target| known.contains(target));
        let (evidence, body) = &mut bodies[reference.record];
        match reference.form {
            Form::Evidence => {
                let file = serde_json::to_string(&written).expect("text");
                evidence.push_str(&format!("  - {{ title: {words}, file: {file} }}\n"));
            }
            Form::Link => body.push_str(&format!("{indent}[{words}](<{written}{}>)\n\n", reference.anchor)),
            Form::Image => body.push_str(&format!("{indent}![{words}](<{written}{}>)\n\n", reference.anchor)),
        }
        references.push((words, record.to_owned(), names));
    }
    let mut files: BTreeMap<String, String> =
        case.files.iter().map(|(path, content)| (path.clone(), (*content).to_owned())).collect();
    let repository = if case.has_repository { "site:\n  repository: https://forge.example/w\n" } else { "" };
    files.insert("workspace.yaml".to_owned(), format!("name: W\n{repository}"));
    files.insert("blocks/b.md".to_owned(), "---\nkind: insight\ntitle: B\n---\n# Here\n".to_owned());
    files.insert("blocks/m.md".to_owned(), "---\nkind: metric\ntitle: M\n---\n".to_owned());
    files.insert("blocks/m.csv".to_owned(), "date,value\n".to_owned());
    for ((path, begin, indent), (evidence, body)) in RECORDS.iter().zip(&bodies) {
        let evidence = if evidence.is_empty() { String::new() } else { format!("evidence:\n{evidence}") };
        let text = format!("{}{indent}# Here\n\n{body}", begin.replace("EVIDENCE", &evidence));
        files.insert((*path).to_owned(), text);
    }
    // A customer's own references lead nowhere and are no mistake.
    let all: String = bodies.iter().map(|(_, body)| body.replace("          ", "").replace("Words", "Said")).collect();
    files.insert("signals/s.md".to_owned(), format!("---\nsource: mail\n---\n{all}\n[[gone]] @nobody\n"));
    Written { files, references }
}

/// What a page shows around some words.
#[derive(Debug)]
enum Shown {
    Link(String),
    Image(String),
    Marked,
    Text,
}

fn undone(value: &str) -> String {
    value
        .replace("&#39;", "'")
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(undone(rest.split('"').next()?))
}

/// Every place where a page shows the words: as an image's text, or as what stands in an element.
fn shown(page: &str, words: &str) -> Vec<Shown> {
    let places = page.match_indices(words).map(|(at, _)| {
        let open = page[..at].rfind('<').expect("a page begins with a tag");
        let tag = &page[open..at];
        if tag.starts_with("<img ") && tag.ends_with(" alt=\"") {
            return Shown::Image(attribute(tag, "src").expect("an image has a source"));
        }
        if !tag.ends_with('>') {
            return Shown::Text;
        }
        match tag {
            tag if attribute(tag, "class").is_some_and(|class| class.split(' ').any(|class| class == "broken-ref")) => {
                Shown::Marked
            }
            tag if tag.starts_with("<a ") => Shown::Link(attribute(tag, "href").expect("a link leads somewhere")),
            _ => Shown::Text,
        }
    });
    places.collect()
}

/// The file of the site that an address leads to from a page, as a browser finds it, and the anchor there.
fn followed(page: &str, address: &str) -> Option<(String, Option<String>)> {
    let decode = |text: &str| String::from_utf8(percent_encoding::percent_decode_str(text).collect()).ok();
    let (file, anchor) = address.split_once('#').map_or((address, None), |(file, anchor)| (file, Some(anchor)));
    let file = file.split('?').next().unwrap_or_default();
    let anchor = anchor.map(decode).unwrap_or_default();
    if file.is_empty() {
        return Some((page.to_owned(), anchor));
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some((decode(&parts.join("/"))?, anchor))
}

fn holds(case: &Case) -> Result<(), TestCaseError> {
    let written = write(case);
    let tree: MemoryTree = written.files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let snapshot = Snapshot::load(&tree).expect("a tree");
    let report = check(&snapshot);
    let refused: BTreeSet<(String, String)> = report
        .findings()
        .iter()
        .filter(|finding| finding.problem.rule.name() != "svg-content-removed")
        .filter_map(|finding| {
            let text = snapshot.source(&finding.path)?.text();
            let at = finding.problem.span.start as usize;
            let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            let line = text[start..].lines().next()?;
            let words = &line[line.find("Words").or(line.find("Said"))?..];
            Some((finding.path.to_string(), words[..=words.find('x')?].to_owned()))
        })
        .collect();
    let (site, _) = render(&tree, Options::default());
    let site: BTreeMap<String, Vec<u8>> = site.into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
    let pages: Vec<(&String, &str)> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, std::str::from_utf8(bytes).expect("pages are text")))
        .collect();
    for (words, record, names) in &written.references {
        let is_accepted = !refused.contains(&(record.clone(), words.clone()));
        let places: Vec<(&String, Shown)> = pages
            .iter()
            .flat_map(|(path, page)| shown(page, words).into_iter().map(move |shown| (*path, shown)))
            .collect();
        let places: Vec<_> = places.into_iter().filter(|(path, _)| !path.starts_with("health/")).collect();
        prop_assert!(
            places.iter().any(|(_, shown)| !matches!(shown, Shown::Text)),
            "{words} is on no page: {places:?}"
        );
        for (page, shown) in places {
            let address = match (shown, is_accepted) {
                (Shown::Text, _) | (Shown::Marked, false) => continue,
                (Shown::Link(address) | Shown::Image(address), true) => address,
                (shown, _) => {
                    return Err(TestCaseError::fail(format!(
                        "{words} in {record}: accepted {is_accepted}, but {shown:?}"
                    )));
                }
            };
            if case.has_repository && address.starts_with("https://forge.example/w/") {
                continue;
            }
            let found = followed(page, &address);
            let Some((file, anchor)) = found.filter(|(file, _)| site.contains_key(file)) else {
                return Err(TestCaseError::fail(format!("{words} in {record} leads nowhere: {address}")));
            };
            if let (true, Some(anchor)) = (file.ends_with(".html"), anchor) {
                let target = std::str::from_utf8(&site[&file]).expect("pages are text");
                prop_assert!(
                    target.contains(&format!(" id=\"{anchor}\"")),
                    "{words} in {record}: no {anchor} in {file}"
                );
            }
            if let Some(target) = names.as_ref().filter(|_| !file.ends_with(".html")) {
                prop_assert_eq!(&file, target, "{} in {}", words, record);
                let is_drawing = target.to_lowercase().ends_with(".svg");
                prop_assert!(is_drawing || site[&file] == written.files[target].as_bytes(), "{target} is another");
            }
        }
    }
    for (path, page) in pages {
        for (words, ..) in &written.references {
            let said = words.replace("Words", "Said");
            for shown in shown(page, &said) {
                prop_assert!(matches!(shown, Shown::Text), "{said} on {path}: {shown:?}");
            }
        }
    }
    prop_assert!(!refused.iter().any(|(_, words)| words.starts_with("Said")), "{refused:?}");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_check_accepts_leads_somewhere_and_the_rest_is_marked(case in case()) {
        holds(&case)?;
    }
}
