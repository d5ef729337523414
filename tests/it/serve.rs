//! The preview server, asked over a socket.

use std::path::Path;

use crate::preview::{Preview, State};
use crate::program::Sandbox;

fn workspace(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    std::fs::create_dir_all(file.parent().expect("inside")).expect("a folder");
    std::fs::write(file, text).expect("a file");
}

const ITEM: &str = "---\nkind: insight\ntitle: Keys are hard\nallow: [unplaced-item]\n---\nFirst words.\n";

#[test]
fn serves_the_site_to_this_machine_only() {
    let folder = workspace(&[("workspace.yaml", "name: Acme\n")]);
    let preview = Preview::of(folder.path(), false);
    let here = format!("localhost:{}", preview.port);

    let page = preview.get("/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("text/html") && page.contains("Acme"), "{page}");
    assert!(page.contains("<script src=\"/_wayfare/preview.js\""), "{page}");
    let script = preview.get("/_wayfare/preview.js");
    assert!(script.contains("EventSource") && script.contains("Zero-Clause BSD"), "with the licence of what it holds");
    assert!(preview.get("/../workspace.yaml").starts_with("HTTP/1.1 404"));
    assert!(preview.ask("POST /", &here, "").starts_with("HTTP/1.1 405"));
    for host in ["evil.example", &format!("evil.example:{}", preview.port), "localhost:1"] {
        let refused = preview.ask("GET /", host, "");
        assert!(refused.starts_with("HTTP/1.1 403") && !refused.contains("Acme"), "{refused}");
    }
}

#[test]
fn what_has_not_changed_is_not_sent_again() {
    let folder = workspace(&[("workspace.yaml", "name: Acme\n")]);
    let preview = Preview::of(folder.path(), false);
    let here = format!("localhost:{}", preview.port);
    for path in ["/", "/blocks/"] {
        let page = preview.get(path);
        let tag = page.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag");
        let again = preview.ask(&format!("GET {path}"), &here, &format!("If-None-Match: {tag}\r\n"));
        assert!(again.starts_with("HTTP/1.1 304"), "{again}");
        let other = preview.ask(&format!("GET {path}"), &here, "If-None-Match: \"other\"\r\n");
        assert!(other.starts_with("HTTP/1.1 200"), "{other}");
    }
}

#[test]
fn open_pages_hear_of_changes_and_then_of_findings() {
    let folder = workspace(&[("workspace.yaml", "name: Acme\n"), ("blocks/keys.md", ITEM)]);
    let preview = Preview::of(folder.path(), false);
    let mut states = preview.states();
    let mut next = |wanted: &dyn Fn(&State) -> bool| states.find(|state| wanted(state)).expect("a state");
    let is_checked = |state: &State| !state["findings"].is_null();

    let first = next(&is_checked);
    assert_eq!((&first["generation"], &first["findings"]["errors"]), (&1.into(), &0.into()), "{first}");
    write(folder.path(), "blocks/keys.md", &ITEM.replace("First", "Second"));
    let second = next(&|state| state["generation"] != first["generation"]);
    assert!(preview.get("/items/keys.html").contains("Second words."));
    assert_eq!(second["run"], first["run"]);

    write(folder.path(), "blocks/keys.md", &ITEM.replace("title: Keys", "title: [Keys"));
    let broken = next(&|state| is_checked(state) && state["broken"] != serde_json::json!([]));
    assert_eq!(broken["broken"], serde_json::json!(["blocks/keys.md"]));
    let text = broken["findings"]["text"].as_str().unwrap_or_default();
    assert!(text.contains("blocks/keys.md:4") && text.contains("title: [Keys are hard"), "{text}");

    write(folder.path(), "blocks/keys.md", ITEM);
    let mended = next(&|state| is_checked(state) && state["broken"] == serde_json::json!([]));
    assert_eq!(mended["findings"]["errors"], 0, "{mended}");
    // One who was away is told the latest at once.
    let back = preview.states().next().expect("a state");
    assert_eq!(back["generation"], mended["generation"]);
}

#[test]
fn a_workspace_that_is_gone_leaves_its_last_pages() {
    let folder = workspace(&[("maps/workspace.yaml", "name: Acme\n"), ("maps/blocks/keys.md", ITEM)]);
    let preview = Preview::of(&folder.path().join("maps"), false);
    let mut states = preview.states();
    states.next().expect("a state");
    std::fs::rename(folder.path().join("maps"), folder.path().join("away")).expect("renamed");
    let gone = states.find(|state| !state["failure"].is_null()).expect("a state");
    assert!(gone["failure"].as_str().unwrap_or_default().contains("cannot list"), "{gone}");
    assert!(preview.get("/items/keys.html").contains("First words."));
}

#[test]
fn what_a_broken_record_said_last_is_shown_everywhere() {
    let journey = "title: Trip\nstages:\n  - id: plan\n    title: Plan\n    steps:\n      - id: book\n        title: Customer books\n        items: [keys, b]\n";
    let other = ITEM.replace("Keys are hard", "Another");
    let folder = workspace(&[
        ("workspace.yaml", "name: Acme\n"),
        ("blocks/keys.md", ITEM),
        ("blocks/b.md", &other),
        ("journeys/trip/journey.yaml", journey),
    ]);
    let preview = Preview::of(folder.path(), false);
    let mut states = preview.states();
    let mut next = |wanted: &dyn Fn(&State) -> bool| states.find(|state| wanted(state)).expect("a state");
    let is_broken = |state: &State, path: &str| {
        let told = state["findings"]["held"].as_array().is_some_and(|held| held.iter().any(|it| it["file"] == path));
        told && state["broken"] == serde_json::json!([path])
    };

    write(folder.path(), "journeys/trip/journey.yaml", &journey.replace("id: plan", "id: [plan"));
    let state = next(&|state| is_broken(state, "journeys/trip/journey.yaml"));
    let held = &state["findings"]["held"][0];
    assert_eq!(held["page"], "journeys/trip/index.html");
    assert!(held["text"].as_str().is_some_and(|text| text.contains("journeys/trip/journey.yaml:4")), "{held}");
    assert!(preview.get("/journeys/trip/index.html").contains("Customer books"), "the map");
    assert!(preview.get("/items/keys.html").contains("Customer books"), "the places of an item");
    assert!(
        preview.get("/health/index.html").contains("journeys/trip/journey.yaml:4"),
        "findings are of what there is"
    );

    // Others follow meanwhile, on the map too.
    write(folder.path(), "blocks/b.md", &other.replace("Another", "Renamed"));
    next(&|state| !state["findings"].is_null());
    preview.get_until("/journeys/trip/index.html", |page| page.contains("Renamed") && page.contains("Customer books"));

    // It moves, and says last what it said elsewhere.
    std::fs::rename(folder.path().join("journeys/trip"), folder.path().join("journeys/tour")).expect("renamed");
    preview.get_until("/journeys/tour/index.html", |page| page.contains("Customer books"));
    preview.get_until("/journeys/trip/index.html", |page| page.starts_with("HTTP/1.1 404"));
    write(folder.path(), "journeys/tour/journey.yaml", &journey.replace("Customer books", "Customer pays"));
    preview.get_until("/items/b.html", |page| page.contains("Customer pays"));
    preview.settles(folder.path());

    // With nothing to hold, what can be shown is.
    write(folder.path(), "blocks/new.md", "");
    next(&|state| state["broken"] == serde_json::json!(["blocks/new.md"]));
    preview.get_until("/items/new.html", |page| page.starts_with("HTTP/1.1 200"));
    preview.settles(folder.path());
}

#[test]
fn a_preview_may_begin_with_something_broken() {
    let folder =
        workspace(&[("workspace.yaml", "name: [\n"), ("blocks/keys.md", "---\nkind: [\n"), ("blocks/b.md", ITEM)]);
    let preview = Preview::of(folder.path(), false);
    assert!(preview.get("/items/keys.html").starts_with("HTTP/1.1 200"));
    write(folder.path(), "blocks/b.md", &ITEM.replace("First", "Second"));
    preview.get_until("/items/b.html", |page| page.contains("Second words."));
    write(folder.path(), "workspace.yaml", "name: Acme\n");
    preview.get_until("/items/b.html", |page| page.contains("Acme"));
    write(folder.path(), "workspace.yaml", "name: [\n");
    write(folder.path(), "blocks/keys.md", ITEM);
    preview.get_until("/items/keys.html", |page| page.contains("First words.") && page.contains("Acme"));
}

#[test]
fn what_is_broken_when_a_preview_begins_is_shown_as_it_was_committed() {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/keys.md", ITEM);
    sandbox.init_repository();
    sandbox.git(&["add", "."]);
    sandbox.git(&["commit", "--quiet", "-m", "first"]);
    sandbox.write("blocks/keys.md", &ITEM.replace("title: Keys", "title: [Keys"));
    sandbox.write("blocks/new.md", "");
    let preview = Preview::of(sandbox.path(), false);
    let first = preview.states().find(|state| !state["findings"].is_null()).expect("a state");
    assert_eq!(first["broken"], serde_json::json!(["blocks/keys.md", "blocks/new.md"]));
    assert_eq!(first["findings"]["held"][0]["file"], "blocks/keys.md", "{first}");
    assert!(preview.get("/items/keys.html").contains("First words."));
    assert_eq!(sandbox.run(&["build", "--out", "made"]).code, 1);
    let built = std::fs::read_to_string(sandbox.path().join("made/items/keys.html")).expect("a page");
    assert!(built.contains("Not all of this record can be read"), "a build shows what there is");
}

#[test]
fn a_recording_is_sent_in_parts() {
    let item = ITEM.replace("First words.", "[clip](../assets/clip.mov)");
    let files = [("workspace.yaml", "name: Acme\n"), ("blocks/keys.md", &item), ("assets/clip.mov", "0123456789")];
    let folder = workspace(&files);
    let preview = Preview::of(folder.path(), false);
    let here = format!("localhost:{}", preview.port);
    let ask = |request: &str, headers: &str| preview.ask(&format!("{request} /assets/clip.mov"), &here, headers);
    let has = |answer: &str, wanted: &[&str]| {
        let lower = answer.to_ascii_lowercase();
        wanted.iter().for_each(|part| assert!(lower.contains(part), "no {part} in {answer}"));
    };
    let whole = ask("GET", "");
    has(&whole, &["http/1.1 200", "content-type: video/quicktime", "accept-ranges: bytes", "\r\n\r\n0123456789"]);
    let tag = whole.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned();
    let part = ask("GET", "Range: bytes=2-4\r\n");
    has(&part, &["http/1.1 206", "content-range: bytes 2-4/10", "content-length: 3", "\r\n\r\n234"]);
    assert!(part.ends_with("234"), "{part}");
    has(&ask("GET", &format!("Range: bytes=-2\r\nIf-Range: {tag}\r\n")), &["http/1.1 206", "\r\n\r\n89"]);
    has(&ask("GET", "Range: bytes=-2\r\nIf-Range: \"other\"\r\n"), &["http/1.1 200", "\r\n\r\n0123456789"]);
    has(&ask("GET", "Range: bytes=10-\r\n"), &["http/1.1 416", "content-range: bytes */10"]);
    has(&ask("GET", "Range: bytes=0-1,3-4\r\n"), &["http/1.1 200", "\r\n\r\n0123456789"]);
    has(&ask("GET", &format!("Range: bytes=0-1\r\nIf-None-Match: {tag}\r\n")), &["http/1.1 304"]);
    let head = ask("HEAD", "Range: bytes=0-1\r\n");
    has(&head, &["http/1.1 200", "content-length: 10", "accept-ranges: bytes"]);
    assert!(head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn a_large_file_is_sent_piece_by_piece() {
    let item = ITEM.replace("First words.", "[clip](../assets/clip.mov)");
    let clip: String = (0..100_000).map(|number| format!("{number:07}")).collect();
    let files = [("workspace.yaml", "name: Acme\n"), ("blocks/keys.md", &item), ("assets/clip.mov", clip.as_str())];
    let folder = workspace(&files);
    let preview = Preview::of(folder.path(), false);
    let here = format!("localhost:{}", preview.port);
    for (headers, expected) in
        [("", &clip[..]), ("Range: bytes=262000-600000\r\n", &clip[262_000..=600_000]), ("Range: bytes=-1\r\n", "9")]
    {
        let answer = preview.ask("GET /assets/clip.mov", &here, headers);
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        assert!(body == expected, "{head}");
        assert!(head.to_ascii_lowercase().contains(&format!("content-length: {}", expected.len())), "{head}");
    }
}
