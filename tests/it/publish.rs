//! What leaves the repository: words are planted in every field that may be private, and looked for in all that is built.

use std::collections::BTreeMap;

use crate::program::Sandbox;

const MAYA: &str = "Maya <maya@hidden-mail.example>";

/// What nobody sees who does not read the repository.
const PRIVATE: [&str; 20] = [
    "hidden-signal",
    "hidden-source",
    "hidden-external",
    "hidden-signal-url",
    "hidden-tag",
    "hidden-custom",
    "hidden-said",
    "hidden-unread",
    "hidden-photo",
    "hidden-quote",
    "hidden-url",
    "hidden-file",
    "hidden-own",
    "hidden-mistyped",
    "hidden-date",
    "hidden-beside",
    "hidden-broken",
    "hidden-mail",
    "hidden-second-mail",
    "hidden-later",
];

/// What everybody sees.
const SHOWN: [&str; 7] =
    ["shown-title", "shown-item", "shown-prose", "shown-label", "shown-task", "shown-member", "shown-x"];

fn workspace() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write(
        "workspace.yaml",
        "name: Acme
members:
  - { id: maya, name: shown-member, email: maya@hidden-mail.example, role: owner }
  - id: jon
    name: Jon
    email: jon@hidden-mail.example
    emails: [jon@hidden-second-mail.example]
    role: editor
    x-team: shown-x
",
    );
    sandbox.write("personas/admin.md", "---\nname: Admin\n---\n[[hidden-signal]] and [[hidden-signal|shown-label]]\n");
    sandbox.write(
        "signals/hidden-signal.md",
        "---
source: hidden-source
external_id: hidden-external
url: https://hidden-signal-url.example/
received: 2026-10-01
persona: admin
items: [keys]
tags: [hidden-tag]
x-mine: hidden-custom
---
hidden-said ![](hidden-photo.png)
",
    );
    sandbox.write("signals/hidden-photo.png", "no picture");
    sandbox.write("signals/broken-one.md", "---\nsource: [hidden-unread\npersona: nobody\n---\nhidden-unread\n");
    sandbox.write("assets/hidden-file.txt", "a note");
    sandbox.write(
        "blocks/keys.md",
        "---
kind: insight
title: shown-item
segment: [admin]
quotes: hidden-beside
tasks: [{ url: https://shown-task.example/ }]
evidence:
  - { quote: hidden-quote, title: shown-title, url: https://hidden-url.example/, date: 2026-10-02, persona: nobody }
  - { signal: hidden-signal, date: 2026-11-03, x-own: hidden-own }
  - { file: ../assets/hidden-file.txt }
  - quote: hidden-quote again
    qoute: hidden-mistyped
    date: hidden-date
---
shown-prose, see [[hidden-signal]] and [the words](../signals/hidden-signal.md).
",
    );
    sandbox
        .write("blocks/open.md", "---\nkind: insight\ntitle: Open\nevidence:\n  - quote: 'hidden-broken\n---\nText\n");
    sandbox.commit_as(MAYA, "2026-10-03T10:00:00+0000", "Begin");
    sandbox
}

/// Builds, and gives every file with its text; what the terminal says is beside it.
fn build(sandbox: &Sandbox, arguments: &[&str]) -> (BTreeMap<String, String>, String) {
    let built = sandbox.run(&[&["build", "--out", "site"], arguments].concat());
    assert!(built.code < 2, "{}", built.stderr);
    let files = sandbox.files().into_iter().filter(|path| path.starts_with("site/") && !path.contains("/."));
    let text = |path: String| {
        let bytes = std::fs::read(sandbox.path().join(&path)).expect("a file");
        (path, String::from_utf8_lossy(&bytes).into_owned())
    };
    (files.map(text).collect(), built.stderr)
}

/// The words that are somewhere in what was built, in a file's text or its name.
fn found<'w>(files: &BTreeMap<String, String>, words: &[&'w str]) -> Vec<(&'w str, String)> {
    let place = |word: &str| files.iter().find(|(path, text)| path.contains(word) || text.contains(word));
    words.iter().filter_map(|word| Some((*word, place(word)?.0.clone()))).collect()
}

fn assert_all(files: &BTreeMap<String, String>, words: &[&str]) {
    let there: Vec<&str> = found(files, words).into_iter().map(|(word, _)| word).collect();
    assert_eq!(there, words);
}

/// All but what only a second commit brings.
fn at_first() -> Vec<&'static str> {
    PRIVATE.into_iter().filter(|word| *word != "hidden-later").collect()
}

#[test]
fn by_default_nothing_leaves_that_may_be_private() {
    let sandbox = workspace();
    let (files, told) = build(&sandbox, &[]);
    // A prose that names a signal says its name, which its author wrote; it leads nowhere.
    let named = ["hidden-signal"];
    let rest: Vec<&str> = PRIVATE.into_iter().filter(|word| !named.contains(word)).collect();
    assert_eq!(found(&files, &rest), [], "{told}");
    assert_all(&files, &SHOWN);
    // What somebody wrote into a text of a record is published as it is.
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages = pages.map(|(path, text)| (path.clone(), text.clone())).collect();
    assert_eq!(found(&pages, &["signals/index.html", "signals/hidden", "signals/broken-one"]), []);
    assert!(!files.contains_key("site/signals/index.html"));
    assert!(told.starts_with("Not published: 2 signals, 4 pieces of evidence but their titles, 2 members' "), "{told}");
    let page = &files["site/items/keys.html"];
    assert!(page.contains("Evidence from 3 November 2026") && page.contains("2 pieces of evidence not shown here"));
    assert!(page.contains("Evidence <span class=\"count\">4</span>"), "all are counted");
    assert!(files["site/personas/admin.html"].contains("hidden-signal and shown-label"), "references are words");
    assert!(!files["site/personas/admin.html"].contains("names nothing"), "and not called broken");
    assert!(files["site/members/maya.html"].contains("Lately changed"), "commits are known by addresses all the same");
}

#[test]
fn all_of_it_is_there_for_readers_of_the_repository() {
    let sandbox = workspace();
    let (files, told) = build(&sandbox, &["--private"]);
    assert_all(&files, &at_first());
    assert_all(&files, &SHOWN);
    assert!(!told.contains("Not published"), "{told}");
    let (files, _) = build(&sandbox, &["--private", "--at", "HEAD"]);
    assert_all(&files, &at_first());
}

#[test]
fn a_workspace_says_what_is_published() {
    let sandbox = workspace();
    let settings = sandbox.read("workspace.yaml");
    let publish = |setting: &str| {
        sandbox.write("workspace.yaml", &format!("{settings}site:\n  publish: {setting}\n"));
        let (files, told) = build(&sandbox, &[]);
        assert!(!told.contains("Not published"), "it is said: {told}");
        files
    };
    let files = publish("{ evidence: quotes }");
    assert_all(&files, &["hidden-quote", "hidden-url", "hidden-file", "hidden-own"]);
    assert_eq!(found(&files, &["hidden-said", "hidden-source", "hidden-external", "hidden-mail"]), []);
    let files = publish("{ evidence: none }");
    assert_eq!(found(&files, &["shown-title", "hidden-quote"]), []);
    assert!(files["site/items/keys.html"].contains("4 pieces of evidence not shown here"));
    let files = publish("{ signals: true }");
    assert_all(&files, &["hidden-said", "hidden-source", "hidden-custom"]);
    assert_eq!(found(&files, &["hidden-quote", "hidden-url", "hidden-mail"]), []);
    let files = publish("{ member_emails: true }");
    assert_all(&files, &["hidden-mail", "hidden-second-mail"]);
    assert_eq!(found(&files, &["hidden-quote", "hidden-said"]), []);
    // What cannot be read lets nothing out.
    let files = publish("{ signals: maybe, evidence: all }");
    assert_eq!(found(&files, &["shown-title", "hidden-quote", "hidden-said", "hidden-mail"]), []);
}

#[test]
fn neither_history_nor_comparison_tells_what_is_held_back() {
    let sandbox = workspace();
    for (path, from, to) in [
        ("signals/hidden-signal.md", "hidden-said", "hidden-later"),
        ("blocks/keys.md", "hidden-quote again", "hidden-later"),
        ("workspace.yaml", "hidden-second-mail", "hidden-later"),
    ] {
        sandbox.write(path, &sandbox.read(path).replace(from, to));
    }
    assert_eq!(sandbox.run(&["commit", "--no-check"]).code, 0);
    sandbox.write("signals/hidden-more.md", "---\nsource: hidden-later\n---\nhidden-later\n");
    sandbox.write("blocks/keys.md", &sandbox.read("blocks/keys.md").replace("shown-item", "shown-anew"));
    sandbox.commit_as(MAYA, "2026-10-05T10:00:00+0000", "What hidden-later said");
    for arguments in [&[][..], &["--at", "HEAD"], &["--compare", "HEAD~2"], &["--compare", "HEAD~1", "--at", "HEAD"]] {
        let (files, told) = build(&sandbox, arguments);
        let rest: Vec<&str> = PRIVATE.into_iter().filter(|word| *word != "hidden-signal").collect();
        assert_eq!(found(&files, &rest), [], "{arguments:?}: {told}");
        assert_all(&files, &["shown-anew"]);
        assert!(!files["site/changes/index.html"].contains("written in another way"), "nothing is told that is not");
    }
    let (files, _) = build(&sandbox, &["--private", "--compare", "HEAD~2"]);
    assert_all(&files, &["hidden-later"]);
    assert!(files["site/review.html"].contains("hidden-later"));
}

/// A workspace with a member and one item of these words.
fn with_item(item: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write(
        "workspace.yaml",
        "name: Acme\nmembers:\n  - { id: maya, name: Maya, email: maya@x.example, role: owner }\n",
    );
    sandbox.write("blocks/i.md", item);
    sandbox
}

fn assert_hidden(sandbox: &Sandbox, words: &[&str]) {
    let (files, told) = build(sandbox, &[]);
    assert_eq!(found(&files, words), [], "{told}");
}

#[test]
fn what_cannot_be_read_is_told_in_general_words() {
    for evidence in [
        "  - quote: |\n    I am leaving, says ZZ\n",
        "  - quote:ZZ hi\n",
        "  - quote: a\n    signal:ZZ-1\n",
        "  - quote: a\n ZZ: b\n",
        "  - quote: *ZZ\n",
        "  -ZZ text\n",
        "  - quote: a\n...\nZZ: y\n",
        "  - quote: a\nevidence:\n  - quote: ZZ\n",
        "  - quote: 'ZZ\n",
    ] {
        let item = format!("---\nkind: insight\ntitle: I\nevidence:\n{evidence}---\nText\n");
        let sandbox = with_item(&item);
        let (files, told) = build(&sandbox, &[]);
        assert_eq!(found(&files, &["ZZ"]), [], "{item}\n{told}");
        assert!(files["site/health/index.html"].contains("blocks/i.md:"), "{item}");
        let (files, _) = build(&sandbox, &["--private"]);
        assert_all(&files, &["ZZ"]);
    }
    for emails in [
        "email:zz@y.example",
        "emails:\n    zz@y.example",
        "emails: |\n    zz@y.example",
        "email: *zz@y.example",
        "email: '\n    zz@y.example",
    ] {
        let sandbox = with_item("---\nkind: insight\ntitle: I\n---\n");
        let settings = format!("name: Acme\nmembers:\n  - id: zoe\n    name: Zoe\n    role: owner\n    {emails}\n");
        sandbox.write("workspace.yaml", &settings);
        let (files, told) = build(&sandbox, &[]);
        assert_eq!(found(&files, &["zz@", "y.example"]), [], "{settings}\n{told}");
    }
    let sandbox = with_item("---\nkind: insight\ntitle: I\n---\n");
    sandbox.write(
        "workspace.yaml",
        "name: Acme\nmenbers:\n  - { id: zoe, name: Zoe, email: zz@y.example, role: owner }\n",
    );
    assert_hidden(&sandbox, &["zz@y.example"]);
}

#[test]
fn a_file_that_may_be_evidence_stays_where_it_is() {
    let fields = "kind: insight\ntitle: I\n";
    let file = "file: ../assets/zz-talk.pdf";
    let items = [
        format!("---\n{fields}evidence:\n  quote: q\n  {file}\n---\n"),
        format!("---\n{fields}evidences:\n  - {file}\n---\n"),
        format!("---\n{fields}evidence:\n  - fil: ../assets/zz-talk.pdf\n---\n"),
        format!("---\n{fields}evidence:\n  - quote: q\n    file: [../assets/zz-talk.pdf]\n---\n"),
        format!("---\n{fields}evidence:\n  - quote: q\n{file}\n---\n"),
        format!("---\n{fields}evidence:\n  - quote: q\nevidence:\n  - {file}\n---\n"),
        format!("{fields}evidence:\n  - {file}\n"),
        format!("---\n{fields}evidence:\n  - quote: 'q\n    {file}\n---\n"),
        format!("---\n{fields}evidence:\n  - {file}\n---\n"),
    ];
    for item in items {
        let sandbox = with_item(&item);
        sandbox.write("assets/zz-talk.pdf", "talk");
        sandbox.write("assets/shown.pdf", "talk");
        let (files, told) = build(&sandbox, &[]);
        assert_eq!(found(&files, &["zz-talk"]), [], "{item}\n{told}");
        assert!(files.contains_key("site/assets/shown.pdf"), "{item}");
        assert_all(&build(&sandbox, &["--private"]).0, &["assets/zz-talk.pdf"]);
        // What a text links is published, whatever else it is.
        sandbox.write("personas/admin.md", "---\nname: Admin\n---\n[Talk](../assets/zz-talk.pdf)\n");
        assert!(build(&sandbox, &[]).0.contains_key("site/assets/zz-talk.pdf"), "{item}");
    }
    for path in ["blocks/j.markdown", "block/j.md"] {
        let sandbox = with_item("---\nkind: insight\ntitle: I\n---\n");
        sandbox.write("assets/zz-talk.pdf", "talk");
        sandbox.write(path, &format!("---\n{fields}evidence:\n  - {file}\n---\n"));
        assert_hidden(&sandbox, &["zz-talk"]);
    }
}

#[test]
fn evidence_that_no_site_carries_is_not_named() {
    let item = "---\nkind: insight\ntitle: I\nevidence:\n  - file: ../research/zz-notes.docx\n  - file: ../assets/zz-page.html\n  - file: ../assets/zz-big.png\n  - file: ../assets/zz-bad.svg\n---\n";
    let sandbox = with_item(item);
    sandbox.write("research/zz-notes.docx", "notes");
    sandbox.write("assets/zz-page.html", "<p>");
    sandbox.write("assets/zz-big.png", "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 1\n");
    sandbox.write("assets/zz-bad.svg", "<svg");
    sandbox.commit_as(MAYA, "2026-10-03T10:00:00+0000", "Begin");
    assert_hidden(&sandbox, &["zz-"]);
}

#[test]
fn what_came_with_a_signal_stays_with_it() {
    let sandbox = with_item("---\nkind: insight\ntitle: I\n---\n");
    sandbox.write(
        "signals/s.md",
        "---\nsource: call\n---\n![](../assets/zz-shot.png) [t](../assets/zz%20transcript.txt)\n",
    );
    sandbox.write("assets/zz-shot.png", "shot");
    sandbox.write("assets/zz transcript.txt", "words");
    sandbox.commit_as(MAYA, "2026-10-03T10:00:00+0000", "Begin");
    assert_hidden(&sandbox, &["zz-shot", "zz transcript", "zz%20transcript"]);
    assert_all(&build(&sandbox, &["--private"]).0, &["zz-shot.png", "zz transcript.txt"]);
}

#[test]
fn histories_tell_of_no_file_that_is_not_shown_today() {
    let sandbox = with_item("---\nkind: insight\ntitle: I\n---\n");
    sandbox.write("journeys/j/journey.yaml", "title: J\nstages: []\n");
    sandbox.write(
        "journeys/j/items/k.md",
        "---\nkind: insight\ntitle: K\nevidence:\n  - file: zz-beside.pdf\n  - file: ../../../assets/zz-note.pdf\n---\n",
    );
    sandbox.write("assets/shown.pdf", "one");
    sandbox.commit_as(MAYA, "2026-10-03T10:00:00+0000", "Begin");
    sandbox.write("journeys/j/items/zz-beside.pdf", "one");
    sandbox.write("assets/zz-note.pdf", "one");
    sandbox.commit_as(MAYA, "2026-10-04T10:00:00+0000", "Add zz-beside.pdf");
    sandbox.write("journeys/j/items/zz-beside.pdf", "two");
    sandbox.write("assets/zz-note.pdf", "two");
    sandbox.write("assets/shown.pdf", "two");
    sandbox.commit_as(MAYA, "2026-10-05T10:00:00+0000", "Change zz-note.pdf and another");
    for arguments in [&[][..], &["--at", "HEAD"], &["--compare", "HEAD~2"]] {
        let (files, told) = build(&sandbox, arguments);
        assert_eq!(found(&files, &["zz-"]), [], "{arguments:?}: {told}");
        assert!(files["site/feed.xml"].contains("assets/shown.pdf"), "of the others it is told");
    }
    assert_all(&build(&sandbox, &["--private"]).0, &["zz-beside.pdf", "zz-note.pdf"]);
    // Evidence once, and nothing now: its name is in the past.
    for path in ["journeys/j/items/k.md", "journeys/j/items/zz-beside.pdf"] {
        std::fs::remove_file(sandbox.path().join(path)).expect("it is there");
    }
    sandbox.commit_as(MAYA, "2026-10-06T10:00:00+0000", "Remove it");
    for base in ["HEAD~1", "HEAD~3"] {
        let (files, _) = build(&sandbox, &["--compare", base]);
        assert_eq!(found(&files, &["zz-beside"]), [], "{base}");
        assert!(base == "HEAD~3" || !files["site/review.html"].contains("zz-note.pdf"), "it has not come");
    }
}

#[test]
fn a_signal_that_is_deleted_is_named_no_more_than_before() {
    let sandbox = with_item(
        "---\nkind: insight\ntitle: I\n---\n[[zz-signal|label]], [link](../signals/zz-signal.md), ![picture](../signals/zz-signal.png)\n",
    );
    let (files, told) = build(&sandbox, &[]);
    let is_page = |path: &str| path.ends_with(".html") || path.ends_with(".xml");
    let pages = files.iter().filter(|(path, _)| is_page(path)).map(|(path, text)| (path.clone(), text.clone()));
    assert_eq!(found(&pages.collect(), &["zz-signal", "names nothing: "]), [], "{told}");
    assert!(!files["site/workspace.json"].contains("`zz-signal"), "findings name it neither");
    let (files, _) = build(&sandbox, &["--private"]);
    assert!(files["site/items/i.html"].contains("names nothing: zz-signal"));
}
