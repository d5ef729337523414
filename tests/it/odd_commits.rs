//! Commits as other programs and other times wrote them: in other encodings, with malformed authors and dates.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::program::{Outcome, Sandbox};
use crate::site::pages;

const ITEM: &str = "---\nkind: touchpoint\ntitle: A\nallow: [unplaced-item]\n---\n";
const MAYA: &[u8] = b"Maya Chen <maya@acme.example> 1700000000 +0000";

fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    let members = "members:\n  - { id: maya, name: Maya Chen, email: maya@acme.example, role: owner }\n";
    sandbox.write("workspace.yaml", &format!("name: Acme\n{members}"));
    sandbox.write("blocks/a.md", ITEM);
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox
}

/// Changes the item, and commits that by an object of these headers and this message, which git itself would refuse.
fn commit(sandbox: &Sandbox, author: &[u8], committer: &[u8], rest: &[u8]) {
    let text = sandbox.read("blocks/a.md");
    sandbox.write("blocks/a.md", &format!("{text}More.\n"));
    sandbox.git(&["add", "-A"]);
    let (tree, parent) = (sandbox.git(&["write-tree"]), sandbox.git(&["rev-parse", "HEAD"]));
    let head = format!("tree {}\nparent {}\nauthor ", tree.trim(), parent.trim());
    let bytes = [head.as_bytes(), author, b"\ncommitter ", committer, b"\n", rest].concat();
    let file = sandbox.path().join("../object");
    std::fs::write(&file, bytes).expect("a file");
    let file = file.to_str().expect("UTF-8");
    let id = sandbox.git(&["hash-object", "-t", "commit", "-w", "--literally", file]);
    sandbox.git(&["update-ref", "HEAD", id.trim()]);
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Vec<Value> {
    let outcome = sandbox.run(&[&["log", "--format", "json"], arguments].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let json: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
    json["commits"].as_array().expect("a list").clone()
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// The headers and the message of the last commit, as they are stored.
fn stored(sandbox: &Sandbox) -> Vec<u8> {
    let id = sandbox.git(&["rev-parse", "HEAD"]);
    let mut command = std::process::Command::new("git");
    command
        .args(["cat-file", "commit", id.trim()])
        .current_dir(sandbox.path())
        .env_clear()
        .env("PATH", Sandbox::path_with_program());
    command.output().expect("git is installed").stdout
}

fn amend(sandbox: &Sandbox, arguments: &[&str]) -> Outcome {
    let mut command = sandbox.command(&[&["commit", "--amend"], arguments].concat());
    Outcome::of(command.env("PATH", Sandbox::path_with_program()).output().expect("the program starts"))
}

const LATIN1: &[u8] = b"J\xf6rg M\xfcller <joerg@acme.example> 1700000000 +0100";

fn latin1() -> Sandbox {
    let sandbox = repository();
    let rest = b"encoding ISO-8859-1\nHG:branch  \xe4\ngpgsig one\n two\n\nGr\xfc\xdfe\n\nSch\xf6n.\n";
    commit(&sandbox, LATIN1, LATIN1, rest);
    sandbox
}

#[test]
fn another_encoding_is_read_as_the_commit_declares_it() {
    let sandbox = latin1();
    let outcome = sandbox.run(&["log", "-n1"]);
    assert!(outcome.stdout.contains(" Jörg Müller\n    Grüße\n"), "{}", outcome.stdout);
    let told = &json(&sandbox, &["-n1"])[0];
    assert_eq!((text(told, "author"), text(told, "subject")), ("Jörg Müller", "Grüße"));
    sandbox.git(&["-c", "i18n.commitEncoding=ISO-8859-1", "tag", "-a", "v1", "-m", "Erste Übersicht"]);
    let files = crate::cli_compare::build(&sandbox, "site", &[]);
    let pages = pages(&files);
    for page in ["changes/index.html", "items/a.html"] {
        let page = pages.get(page).unwrap_or_else(|| panic!("no {page}: {:?}", pages.keys()));
        assert!(page.contains("Jörg Müller") && page.contains("Grüße") && !page.contains('\u{fffd}'), "{page}");
    }
    assert!(pages["changes/index.html"].contains("Erste Übersicht"));
    let feed = files.iter().find(|(path, _)| path.as_str().ends_with(".xml")).expect("a feed");
    assert!(String::from_utf8_lossy(feed.1).contains("Grüße"));
}

#[test]
fn amending_rewrites_another_encoding_as_utf8_and_keeps_what_else_is_noted() {
    for hooks in [false, true] {
        let sandbox = latin1();
        if hooks {
            // The commit is then made by git.
            assert_eq!(sandbox.run(&["hooks", "install"]).code, 0);
            sandbox.git(&["config", "i18n.commitEncoding", "ISO-8859-1"]);
            sandbox.git(&["config", "i18n.logOutputEncoding", "ISO-8859-1"]);
        }
        sandbox.write("blocks/b.md", ITEM);
        let outcome = amend(&sandbox, &[]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        assert!(outcome.stderr.ends_with(": Grüße\n"), "{}", outcome.stderr);
        let stored = stored(&sandbox);
        let end = stored.windows(2).position(|pair| pair == b"\n\n").expect("a message");
        assert_eq!(&stored[end + 2..], "Grüße\n\nSchön.\n".as_bytes());
        let head = String::from_utf8_lossy(&stored[..end]).into_owned();
        assert!(head.contains("\nauthor Jörg Müller <joerg@acme.example> 1700000000 +0100\n"), "{head}");
        assert!(!head.contains("encoding") && !head.contains("gpgsig"), "{head}");
        assert!(head.contains("\nHG:branch"), "{head}");
        assert_eq!(sandbox.git(&["fsck", "--strict", "--no-dangling"]), "");
        assert_eq!(sandbox.git(&["log", "--encoding=UTF-8", "--format=%an %s", "-n1"]), "Jörg Müller Grüße\n");
        assert!(!sandbox.git(&["status", "--short"]).contains("blocks"));
        assert!(sandbox.git(&["reflog", "-n1"]).contains("commit (amend): Grüße"));
    }
}

#[test]
fn an_encoding_that_is_not_known_is_said_and_nothing_is_amended() {
    let sandbox = repository();
    commit(&sandbox, MAYA, MAYA, b"encoding CP850\n\nGr\x81\xe1e\n");
    let outcome = sandbox.run(&["log", "-n1"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(
        outcome.stdout.contains("(written in CP850, which is not known here)\n    Gr\u{fffd}\u{fffd}e\n"),
        "{}",
        outcome.stdout
    );
    let before = stored(&sandbox);
    sandbox.write("blocks/b.md", ITEM);
    let refused = amend(&sandbox, &["-m", "New"]);
    assert_eq!((refused.code, stored(&sandbox)), (2, before));
    assert!(refused.stderr.contains("is in the encoding `CP850`, which is not known here"), "{}", refused.stderr);
    // Undeclared bytes are taken for Latin-1, as git takes them.
    commit(&sandbox, LATIN1, LATIN1, b"\nGr\xfc\xdfe\n");
    assert!(sandbox.run(&["log", "-n1"]).stdout.contains(" Jörg Müller\n    Grüße\n"));
    assert_eq!(amend(&sandbox, &[]).code, 0);
    assert_eq!(sandbox.git(&["log", "--format=%an %s", "-n1"]), "Jörg Müller Grüße\n");
}

/// Malformed lines by which somebody is named.
const ODD: [&[u8]; 16] = [
    b"jdoe 1700000000 +0000",
    b"jdoe",
    b"",
    b"<>",
    b" <> 1700000000 +0000",
    b"<maya@acme.example> 1700000000 +0000",
    b"Maya Chen <maya@acme.example 1700000000 +0000",
    b"Maya Chen maya@acme.example> 1700000000 +0000",
    b"Maya <Chen <maya@acme.example>> 1700000000 +0000",
    b"Maya Chen <maya@acme.example>",
    b"Maya Chen <maya@acme.example> yesterday",
    b"Maya Chen <maya@acme.example> -1700000000 +0000",
    b"Maya Chen <maya@acme.example> 99999999999999999999999 +0000",
    b"Maya Chen <maya@acme.example> 1700000000 +99999999999",
    b"Maya Chen <maya@acme.example> 9223372036854775807 -2500",
    b"J\xf6rg <joerg@acme.example> 1700000000 CET",
];

/// A history in which every odd line is that of an author, and of a committer.
fn odd_history() -> Sandbox {
    let sandbox = repository();
    for (at, line) in ODD.iter().enumerate() {
        commit(&sandbox, line, MAYA, format!("\nAuthor {at}\n").as_bytes());
        commit(&sandbox, MAYA, line, format!("\nCommitter {at}\n").as_bytes());
    }
    sandbox
}

#[test]
fn no_malformed_line_ends_a_history() {
    let sandbox = odd_history();
    commit(&sandbox, MAYA, MAYA, b"");
    commit(&sandbox, MAYA, MAYA, b"mergetag object x\n type commit\n\n\nWith\0NUL\n");
    let most = sandbox.git(&["rev-list", "--count", "HEAD"]);
    for subject in [&[][..], &["a"], &["blocks"]] {
        let told = json(&sandbox, subject);
        assert_eq!(told.len().to_string(), most.trim(), "{subject:?}");
        let subjects: BTreeSet<&str> = told.iter().map(|commit| text(commit, "subject")).collect();
        assert!((0..ODD.len()).all(|at| subjects.contains(format!("Author {at}").as_str())), "{subjects:?}");
        assert!(subjects.contains("Begin"));
    }
    let by = |subject: &str| {
        let told = json(&sandbox, &[]);
        let commit = told.iter().find(|commit| text(commit, "subject") == subject).expect("it is told").clone();
        (text(&commit, "author").to_owned(), text(&commit, "email").to_owned(), text(&commit, "date").to_owned())
    };
    let at = "2023-11-14T22:13:20+00:00";
    let is = |author: &str, email: &str, date: &str| (author.to_owned(), email.to_owned(), date.to_owned());
    assert_eq!(by("Author 0"), is("jdoe", "", at));
    assert_eq!(by("Author 1"), is("jdoe", "", ""));
    assert_eq!(by("Author 6"), is("Maya Chen", "maya@acme.example", at));
    assert_eq!(by("Author 12"), is("Maya Chen", "maya@acme.example", ""));
    assert_eq!(by("Author 13"), is("Maya Chen", "maya@acme.example", at));
    assert_eq!(by("Author 15"), is("Jörg", "joerg@acme.example", at));
    assert_eq!(sandbox.run(&["log"]).code, 0);
}

#[test]
fn revisions_are_found_and_compared_across_malformed_commits() {
    let sandbox = odd_history();
    let begin = sandbox.git(&["rev-parse", "HEAD~32"]);
    sandbox.git(&["branch", "start", begin.trim()]);
    for range in ["HEAD~32", "@~30^1^0~1", "start..HEAD", "start...HEAD", &begin[..9]] {
        let outcome = sandbox.run(&["diff", range]);
        assert_eq!(outcome.code, 0, "{range}: {}", outcome.stderr);
        assert!(outcome.stdout.contains("description"), "{range}: {}", outcome.stdout);
    }
    assert_eq!(sandbox.run(&["check", "--at", "HEAD~3"]).code, 0);
    let gone = sandbox.run(&["diff", "HEAD~33"]);
    assert!(gone.stderr.contains("unknown revision `HEAD~33`"), "{}", gone.stderr);
    let judged = sandbox.run(&["check", "--policy", "start..HEAD"]);
    assert!(judged.code < 2 && judged.stderr.contains("in 32 commits"), "{}", judged.stderr);
    assert!(judged.stdout.contains("jdoe"), "who is nobody here is named: {}", judged.stdout);
    // On top of one, and in the place of one.
    sandbox.write("blocks/b.md", ITEM);
    assert_eq!(sandbox.run(&["commit", "-m", "Next"]).code, 0);
    assert_eq!(sandbox.git(&["log", "-n1", "--format=%s"]), "Next\n");
    sandbox.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    sandbox.write("blocks/b.md", ITEM);
    assert_eq!(amend(&sandbox, &["-m", "Instead"]).code, 0);
    assert_eq!(sandbox.git(&["log", "-n1", "--format=%s %an"]), "Instead Maya Chen\n");
}

#[test]
fn the_site_tells_the_whole_history_of_malformed_commits() {
    let sandbox = odd_history();
    let files = crate::cli_compare::build(&sandbox, "site", &[]);
    let pages = pages(&files);
    let item = &pages["items/a.html"];
    assert!(!item.contains("cannot be read from this repository"), "{item}");
    for at in 0..ODD.len() {
        let (author, committer) = (format!("Author {at}<"), format!("Committer {at}<"));
        assert!(item.contains(&author) && item.contains(&committer), "{author}: {item}");
    }
    let feed = files.iter().find(|(path, _)| path.as_str().ends_with(".xml")).expect("a feed");
    let feed = String::from_utf8_lossy(feed.1);
    assert!(feed.contains("<name>jdoe</name>") && feed.contains("Author 9"), "{feed}");
    assert!(pages["members/maya.html"].contains("more commits"), "{}", pages["members/maya.html"]);
}
