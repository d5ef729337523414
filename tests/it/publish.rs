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
