//! `wayfare build --compare`: the site with changes marked, and its review page.

use std::collections::BTreeMap;

use wayfare::text::WsPath;

use crate::cli_diff::{example, story};
use crate::program::Sandbox;
use crate::site::all_dangling;

const MAP: &str = "journeys/trial-to-paid/index.html";

/// Builds with the given arguments into `folder`, and gives what was built.
pub(crate) fn build(sandbox: &Sandbox, folder: &str, arguments: &[&str]) -> BTreeMap<WsPath, Vec<u8>> {
    let built = sandbox.run(&[&["build", "--private", "--out", folder], arguments].concat());
    assert!(built.code < 2, "{}", built.stderr);
    let files = sandbox.files().into_iter().filter_map(|path| {
        let path = path.strip_prefix(&format!("{folder}/"))?.to_owned();
        let bytes = std::fs::read(sandbox.path().join(folder).join(&path)).expect("a file");
        Some((WsPath::new(&path)?, bytes))
    });
    files.filter(|(path, _)| !path.file_name().starts_with('.')).collect()
}

fn page(files: &BTreeMap<WsPath, Vec<u8>>, path: &str) -> String {
    let bytes = files.get(&WsPath::new(path).expect("a path")).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8_lossy(bytes).into_owned()
}

/// A page's text without its tags.
pub(crate) fn words(page: &str) -> String {
    let text: String = page.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_story_is_reviewed_with_what_follows_first() {
    let sandbox = story();
    let files = build(&sandbox, "site", &["--compare", "main..."]);
    assert_eq!(all_dangling(&files), Vec::<String>::new());
    let review = page(&files, "review.html");
    let (follows, changed) = review.split_once("id=\"_records\"").expect("both parts");
    let follows = words(follows);
    assert!(follows.contains("Opportunity “Give people more time to decide” has lost its last insight"), "{follows}");
    assert!(follows.contains("went from planned to in progress"), "{follows}");
    assert!(words(changed).contains("step “Admin invites a teammate” moved from “Setup” to “First value”"));
    for way in ["items/draft-mode.html", "journeys/trial-to-paid/index.html#invite-teammate", "members/eva.html"] {
        assert!(review.contains(&format!("href=\"{way}\"")), "{way}");
    }
    assert!(changed.contains("assets/note.txt") && changed.contains("blocks/touchpoints/run-log.md"));
    assert!(!changed.contains("items/trial-length-feels-short.html"), "what is gone has no page");
}

#[test]
fn the_story_is_marked_on_maps_and_items() {
    let sandbox = story();
    let files = build(&sandbox, "site", &["--compare", "main..."]);
    let map = page(&files, MAP);
    let head = |id: &str| {
        let start = map.find(&format!("id=\"{id}\"")).expect("the step");
        words(&map[start..start + map[start..].find("</th>").expect("an end")])
    };
    assert!(head("invite-teammate").ends_with("Moved"), "{}", head("invite-teammate"));
    assert!(!head("start-trial").ends_with("Moved"));
    assert!(map.contains("Fourteen days feel short, but nobody uses the last seven</span>"), "its card stays, as gone");
    assert!(map.contains("<span class=\"badge removed\">Gone</span>"));
    assert!(map.contains("<span class=\"badge changed\">Changed</span>"));

    let item = words(&page(&files, "items/blank-canvas-freezes.html"));
    assert!(item.contains("Changed since"), "{item}");
    assert!(item.contains("status: observed → validated"), "{item}");
    assert!(words(&page(&files, "items/invite-with-a-reason.html")).contains("Renamed since"));
    assert!(words(&page(&files, "items/trial-conversion-rate.html")).contains("Moved since"));
    assert!(words(&page(&files, "items/setup-checklist.html")).contains("As it was in"));
    let step = words(&page(&files, "journeys/support-escalation/steps/explain-again.html"));
    assert!(step.contains("Changed since") && step.contains("emotion: 1 of 5 → 2 of 5"), "{step}");
    assert!(!page(&files, "404.html").contains("class=\"compared\""));
}

#[test]
fn a_revision_is_compared_without_a_checkout_and_twice_the_same() {
    let sandbox = story();
    let folder = build(&sandbox, "one", &["--compare", "main..."]);
    sandbox.git(&["checkout", "--quiet", "main"]);
    let revision = build(&sandbox, "two", &["--compare", "main...", "--at", "research"]);
    let differ: Vec<&WsPath> = folder.keys().filter(|path| revision.get(*path) != folder.get(*path)).collect();
    let same_but_name = |path: &WsPath| {
        let of = |files| page(files, path.as_str()).replace("where HEAD left", "where research left");
        of(&folder) == of(&revision)
    };
    assert!(differ.into_iter().all(same_but_name));
    let ahead = page(&build(&sandbox, "three", &["--compare", "main", "--at", "research"]), "review.html");
    assert!(words(&ahead).contains("owner: “Noor Haddad” → “Jon Abara”"), "what only main has is compared, too");
}

#[test]
fn an_item_elsewhere_and_parts_that_are_gone_are_told_on_the_map() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/a.md", "---\nkind: insight\ntitle: <img src=x onerror=alert(1)>\n---\n");
    let journey = |one: &str, two: &str, rest: &str| {
        let head = "title: J\nstages:\n  - id: s\n    title: S\n    steps:\n";
        format!(
            "{head}      - {{ id: one, title: One, items: [{one}] }}\n      - {{ id: two, title: Two, items: [{two}] }}\n{rest}"
        )
    };
    let last = "      - { id: three, title: Three }\n";
    sandbox.write("journeys/j/journey.yaml", &journey("a", "", last));
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox.write("journeys/j/journey.yaml", &journey("", "a", ""));
    sandbox.write("blocks/a.md", "---\nkind: insight\ntitle: <img src=x onerror=alert(2)>\n---\n");
    let files = build(&sandbox, "site", &["--compare", "HEAD"]);
    let map = page(&files, "journeys/j/index.html");
    assert!(words(&map).contains("No longer on this map step “Three” is gone"), "{}", words(&map));
    assert!(map.contains("No longer here</span>"));
    for page in crate::site::pages(&files).values() {
        assert!(!page.contains("<img src=x"));
    }

    sandbox.git(&["checkout", "--quiet", "--", "."]);
    sandbox.write("journeys/j/journey.yaml", &journey("", "a", last));
    let map = page(&build(&sandbox, "site", &["--compare", "HEAD"]), "journeys/j/index.html");
    assert!(map.contains("New here</span>") && map.contains("No longer here</span>"));
}

#[test]
fn nothing_is_marked_where_nothing_changed_or_nobody_asked() {
    let sandbox = example();
    let compared = build(&sandbox, "site", &["--compare", "HEAD"]);
    assert!(words(&page(&compared, "review.html")).contains("Nothing changed in meaning."));
    assert!(!page(&compared, MAP).contains("class=\"badge"));
    let plain = build(&sandbox, "site", &[]);
    assert!(!plain.contains_key(&WsPath::new("review.html").expect("a path")), "the review of before is taken away");
    assert!(crate::site::pages(&plain).values().all(|page| !page.contains("class=\"compared\"")));
}

#[test]
fn what_did_not_exist_is_new() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("README", "Begin\n");
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("blocks/a.md", "---\nkind: insight\ntitle: Keys are hard\n---\n");
    let files = build(&sandbox, "site", &["--compare", "HEAD"]);
    assert!(words(&page(&files, "review.html")).contains("Insight “Keys are hard” is new"));
    assert!(words(&page(&files, "items/a.html")).contains("New since HEAD"));
}

#[test]
fn what_is_no_one_revision_is_refused() {
    let sandbox = example();
    for (base, says) in [
        (
            "main..HEAD",
            "changes are marked since one revision, not since `main..HEAD`\nhelp: name what to compare with",
        ),
        ("...", "changes are marked since one revision, not since `...`"),
        ("nowhere", "unknown revision `nowhere`\nhelp: name a branch"),
    ] {
        let refused = sandbox.run(&["build", "--compare", base]);
        assert_eq!(refused.code, 2);
        assert!(refused.stderr.contains(says), "{base}: {}", refused.stderr);
    }
    assert_eq!(sandbox.run(&["build", "--compare", "main", "--watch"]).code, 2, "a revision does not change");
    let outside = Sandbox::new();
    outside.write("workspace.yaml", "name: Acme\n");
    let refused = outside.run(&["build", "--compare", "main"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("help: "), "{}", refused.stderr);
}

#[test]
fn a_conflict_resolved_by_hand_is_compared_as_it_lies_in_the_folder() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let block = |title: &str, links: &str| format!("---\nkind: insight\ntitle: {title}\nlinks: [{links}]\n---\n");
    let commit = |title: &str, subject: &str| {
        sandbox.write("blocks/a.md", &block(title, ""));
        sandbox.git(&["add", "-A"]);
        sandbox.git(&["commit", "--quiet", "-m", subject]);
    };
    commit("Keys are hard", "Begin");
    sandbox.git(&["checkout", "--quiet", "-b", "side"]);
    commit("Keys are hard to find", "Side");
    sandbox.git(&["checkout", "--quiet", "main"]);
    commit("Keys are hard to type", "Main");
    sandbox.git_anyway(&["merge", "--quiet", "side"]);
    sandbox.write("blocks/a.md", &block("Keys are hard by hand", "gone"));
    let told = sandbox.run(&["diff"]).stdout;
    assert!(told.contains("by hand") && told.contains("new error") && told.contains("no item `gone`"), "{told}");
    let beyond = sandbox.run(&["check", "--changed", "HEAD"]);
    assert_eq!(beyond.code, 1, "{}", beyond.stderr);
    let review = page(&build(&sandbox, "site", &["--compare", "HEAD"]), "review.html");
    assert!(words(&review).contains("by hand"), "{}", words(&review));
    // Afterwards it is told no differently.
    sandbox.git(&["add", "blocks"]);
    assert_eq!(sandbox.run(&["diff"]).stdout, told);
}

#[test]
fn marked_files_are_compared_and_what_is_left_out_of_the_folder_is_as_it_was() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    let block = |title: &str| format!("---\nkind: insight\ntitle: {title}\n---\n");
    for name in ["assumed", "skipped", "absent"] {
        sandbox.write(&format!("blocks/{name}.md"), &block(name));
    }
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox.git(&["update-index", "--assume-unchanged", "blocks/assumed.md"]);
    sandbox.git(&["update-index", "--skip-worktree", "blocks/skipped.md", "blocks/absent.md"]);
    std::fs::remove_file(sandbox.path().join("blocks/absent.md")).expect("a file");
    let told = sandbox.run(&["diff"]).stdout;
    assert!(told.contains("Nothing changed in meaning"), "{told}");
    sandbox.write("blocks/assumed.md", &block("Assumed otherwise"));
    sandbox.write("blocks/skipped.md", &block("Skipped otherwise"));
    let told = sandbox.run(&["diff"]).stdout;
    assert!(told.contains("Assumed otherwise") && told.contains("Skipped otherwise"), "{told}");
    assert!(!told.contains("absent"), "{told}");
}
