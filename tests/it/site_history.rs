//! History in meaning on the site, over real repositories.

use std::collections::BTreeMap;

use wayfare::preview::{self, Source, State};
use wayfare::session::Touched;
use wayfare::text::WsPath;

use crate::cli_compare::words;
use crate::preview::Preview;
use crate::program::Sandbox;
use crate::site::{Pages, all_dangling, pages};

const MAYA: &str = "Maya C. <MAYA@acme.example>";
const JON: &str = "Jon <jon@old.example>";
const BOT: &str = "bot <bot@robots.example>";

const KEYS: &str = "---\nkind: insight\ntitle: Keys are hard to find\nstatus: observed\nlinks: [guide]\n---\nAdmins ask us where the key is, and wait for an answer.\n";

fn journey(steps: &str) -> String {
    format!("title: Trial to paid\nstages:\n  - id: setup\n    title: Setup\n    steps:\n{steps}")
}

fn write_workspace(sandbox: &Sandbox, folder: &str) {
    let write = |path: &str, text: &str| sandbox.write(&format!("{folder}{path}"), text);
    let members = "members:\n  - { id: maya, name: Maya Chen, email: maya@acme.example, role: owner }\n  - { id: jon, name: Jon Abara, emails: [jon@old.example], role: editor }\n";
    write(
        "workspace.yaml",
        &format!(
            "name: Acme\n{members}site:\n  base_url: https://a.example\n  repository: https://github.com/acme/maps\n"
        ),
    );
    write("journeys/trial/journey.yaml", &journey("      - { id: begin, title: Admin begins, items: [keys] }\n"));
    write("journeys/trial/items/keys.md", KEYS);
    write("blocks/guide.md", "---\nkind: opportunity\ntitle: Guide the admin\n---\n");
    write("personas/admin.md", "---\nname: Admin\n---\n");
    write("signals/call.md", "---\nsource: support\nitems: [keys]\n---\nWhere is it?\n");
}

/// Six commits by three people: begin, an edit, a rename, a promotion, a move between journeys, layout.
fn story(folder: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    let write = |path: &str, text: &str| sandbox.write(&format!("{folder}{path}"), text);
    let at = |path: &str| format!("{folder}{path}");
    write_workspace(&sandbox, folder);
    sandbox.commit_as(MAYA, "2026-01-05T23:30:00-0500", "Begin");
    write("journeys/trial/items/keys.md", &KEYS.replace("observed", "validated"));
    write("personas/admin.md", "---\nname: Admin\nrole: Operations\n---\n");
    sandbox.commit_as(JON, "2026-02-10T10:00:00+0100", "Twelve calls say so");
    sandbox.git(&["mv", &at("journeys/trial/items/keys.md"), &at("journeys/trial/items/lost-keys.md")]);
    write("journeys/trial/journey.yaml", &journey("      - { id: begin, title: Admin begins, items: [lost-keys] }\n"));
    write("signals/call.md", "---\nsource: support\nitems: [lost-keys]\n---\nWhere is it?\n");
    sandbox.commit_as(MAYA, "2026-03-01T10:00:00+0000", "Call it by its name");
    sandbox.git(&["mv", &at("journeys/trial/items/lost-keys.md"), &at("blocks/lost-keys.md")]);
    sandbox.commit_as(BOT, "2026-03-01T12:00:00+0000", "Share it");
    write("journeys/next/journey.yaml", &journey("      - { id: begin, title: Admin begins, items: [lost-keys] }\n"));
    write("journeys/trial/journey.yaml", "title: Trial to paid\nstages:\n  - { id: setup, title: Setup }\n");
    sandbox.commit_as(JON, "2026-03-04T12:00:00+0000", "Begin elsewhere");
    write("blocks/guide.md", "---\nkind:   opportunity\ntitle: Guide the admin\n---\n");
    sandbox.commit_as(BOT, "2026-03-05T12:00:00+0000", "Only layout");
    sandbox
}

fn build(sandbox: &Sandbox, arguments: &[&str]) -> BTreeMap<WsPath, Vec<u8>> {
    crate::cli_compare::build(sandbox, "site", arguments)
}

/// A page's section of an ID, in words.
fn section(page: &str, id: &str) -> String {
    let start = page.find(&format!("aria-labelledby=\"{id}\"")).unwrap_or_else(|| panic!("no {id}: {page}"));
    words(&page[start..start + page[start..].find("</section>").expect("an end")])
}

fn history(pages: &Pages, path: &str) -> String {
    section(pages.get(path).unwrap_or_else(|| panic!("no {path}")), "_history")
}

/// The subjects that stand in a text, in its order.
fn subjects<'s>(text: &str, all: &[&'s str]) -> Vec<&'s str> {
    let mut found: Vec<(usize, &str)> = all.iter().filter_map(|one| Some((text.find(one)?, *one))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, one)| one).collect()
}

const ALL: [&str; 6] =
    ["Only layout", "Begin elsewhere", "Share it", "Call it by its name", "Twelve calls say so", "Bring"];

#[test]
fn a_record_is_told_through_renames_and_moves() {
    let sandbox = story("");
    let files = build(&sandbox, &[]);
    assert_eq!(all_dangling(&files), Vec::<String>::new());
    let pages = pages(&files);
    let item = history(&pages, "items/lost-keys.html");
    assert_eq!(subjects(&item, &ALL), ["Share it", "Call it by its name", "Twelve calls say so"], "{item}");
    for told in [
        "Changed by Maya Chen, bot, Jon Abara",
        "1 March 2026 bot",
        "is a building block for every journey now; it belonged to “Trial to paid”",
        "its name in links was keys and is lost-keys",
        "10 February 2026 Jon Abara",
        "status: observed → validated",
        "Insight “Keys are hard to find” is new",
    ] {
        assert!(item.contains(told), "{told}: {item}");
    }
    let page = &pages["items/lost-keys.html"];
    assert!(words(page).contains("Last changed 1 March 2026 by bot"), "{}", words(page));
    assert!(page.contains("<time datetime=\"2026-01-05\">5 January 2026</time>"), "the author's own day");
    let revision = sandbox.git(&["rev-parse", "HEAD~2"]);
    let link = format!("<a href=\"https://github.com/acme/maps/commit/{}\">", revision.trim());
    assert!(page.contains(&link), "{link}");
    assert!(page.contains("<a href=\"../members/maya.html\">Maya Chen</a>"));
    assert_eq!(subjects(&history(&pages, "personas/admin.html"), &ALL), ["Twelve calls say so"]);
    assert!(history(&pages, "signals/call.html").contains("Begin"));
    let guide = history(&pages, "items/guide.html");
    assert!(!guide.contains("Only layout"), "what means nothing is not told of a record: {guide}");
}

#[test]
fn journeys_and_steps_are_told_with_what_is_theirs() {
    let pages = pages(&build(&story(""), &[]));
    let journey = history(&pages, "journeys/trial/index.html");
    let all = ["Begin elsewhere", "Share it", "Call it by its name", "Twelve calls say so"];
    assert_eq!(subjects(&journey, &ALL), all, "with what is local to it: {journey}");
    assert!(journey.contains("“Admin begins” went to “Trial to paid”"), "{journey}");
    let step = history(&pages, "journeys/next/steps/begin.html");
    assert_eq!(subjects(&step, &ALL), ["Begin elsewhere"], "{step}");
    assert!(step.contains("5 January 2026"), "{step}");
    assert!(step.contains("step “Admin begins” is new in “Setup”, with “Keys are hard to find”"), "{step}");
    let member = section(&pages["members/jon.html"], "_commits");
    assert_eq!(subjects(&member, &ALL), ["Begin elsewhere", "Twelve calls say so"], "{member}");
    let home = section(&pages["index.html"], "_lately");
    assert_eq!(subjects(&home, &ALL), ALL[..5], "{home}");
}

#[test]
fn an_item_is_told_where_it_was_placed() {
    let sandbox = story("");
    let steps = "      - { id: begin, title: Admin begins, items: [lost-keys] }\n      - { id: wait, title: Admin waits, items: [guide, { item: lost-keys, note: Again. }] }\n";
    sandbox.write("journeys/next/journey.yaml", &journey(steps));
    sandbox.commit_as(JON, "2026-04-01T12:00:00+0000", "Admins wait, too");
    sandbox.write("journeys/next/journey.yaml", &journey(&steps.replace("items: [lost-keys]", "items: [guide]")));
    sandbox.commit_as(JON, "2026-04-02T12:00:00+0000", "Begin with the guide");
    sandbox.git(&["mv", "blocks/lost-keys.md", "blocks/keys.md"]);
    let steps = steps.replace("items: [lost-keys]", "items: [guide]").replace("lost-keys", "keys");
    sandbox.write("journeys/next/journey.yaml", &journey(&steps));
    sandbox.write("signals/call.md", "---\nsource: support\nitems: [keys]\n---\nWhere is it?\n");
    sandbox.commit_as(MAYA, "2026-04-03T12:00:00+0000", "Back to the old name");
    sandbox.git(&["mv", "blocks/keys.md", "blocks/where-is-it.md"]);
    sandbox.write("journeys/next/journey.yaml", &journey(&steps.replace("{ item: keys, note: Again. }", "guide")));
    sandbox.write("signals/call.md", "---\nsource: support\nitems: [where-is-it]\n---\nWhere is it?\n");
    sandbox.commit_as(MAYA, "2026-04-04T12:00:00+0000", "Admins know by now");
    let pages = pages(&build(&sandbox, &[]));
    let item = history(&pages, "items/where-is-it.html");
    let all = ["Admins know by now", "Back to the old name", "Begin with the guide", "Admins wait, too", "Share it"];
    assert_eq!(subjects(&item, &all), all, "{item}");
    for told in [
        "Journey “Trial to paid” changed no longer on step “Admin waits”",
        "Journey “Trial to paid” changed now on step “Admin waits”",
        "Journey “Trial to paid” changed no longer on step “Admin begins”",
        "Journey “Trial to paid” is new now on step “Admin begins”",
    ] {
        assert!(item.contains(told), "{told}: {item}");
    }
    assert!(!item.contains("“Guide the admin”"), "what else was placed is not told: {item}");
    let guide = words(&pages["items/guide.html"]);
    assert!(guide.contains("now on step “Admin begins”"), "{guide}");
    assert!(guide.contains("Last changed 5 January 2026"), "placing it does not change it: {guide}");
}

#[test]
fn all_changes_stand_on_a_page_with_the_snapshots() {
    let sandbox = story("");
    sandbox.git(&["tag", "-a", "march", "-m", "Shown to the board", "HEAD~1"]);
    sandbox.git(&["tag", "light"]);
    sandbox.git(&["tag", "-a", "elsewhere", "-m", "No commit", "HEAD^{tree}"]);
    let files = build(&sandbox, &[]);
    assert_eq!(all_dangling(&files), Vec::<String>::new());
    let pages = pages(&files);
    let page = &pages["changes/index.html"];
    let told = words(page);
    let days = ["5 March 2026", "4 March 2026", "1 March 2026", "10 February 2026", "5 January 2026"];
    assert_eq!(subjects(&told, &days), days, "{told}");
    assert!(told.contains("Only layoutOnly written in another way: it says what it said."), "{told}");
    assert!(told.contains("Insight “Keys are hard to find” was renamed"), "{told}");
    assert!(
        page.contains("<a href=\"../items/lost-keys.html\">“Keys are hard to find”</a>"),
        "by the name it has today"
    );
    assert!(section(page, "_snapshots").contains("march") && page.contains("href=\"#_snapshot-1\""), "{page}");
    let at = |text: &str| told.rfind(text).unwrap_or_else(|| panic!("no {text}: {told}"));
    assert!(at("Only layout") < at("Snapshot march") && at("Snapshot march") < at("Begin elsewhere"), "{told}");
    assert!(told.contains("Shown to the board") && !told.contains("light") && !told.contains("elsewhere 2"), "{told}");
    assert!(pages["index.html"].contains("<a href=\"changes/index.html\">Changes</a>"));
    for page in pages.values() {
        assert!(!page.contains("acme.example\"") || page.contains("mailto:"), "{page}");
        assert!(!page.contains("old.example") && !page.contains("robots.example"), "addresses are not shown: {page}");
    }
    let map = String::from_utf8_lossy(&files[&WsPath::new("sitemap.xml").expect("a path")]).into_owned();
    assert!(map.contains("<loc>https://a.example/changes/</loc>"), "{map}");
    let introduction = String::from_utf8_lossy(&files[&WsPath::new("llms.txt").expect("a path")]).into_owned();
    assert!(introduction.contains("- [Changes](https://a.example/changes/)"), "{introduction}");
}

fn feed(files: &BTreeMap<WsPath, Vec<u8>>) -> String {
    String::from_utf8(files[&WsPath::new("feed.xml").expect("a path")].clone()).expect("UTF-8")
}

/// The texts of an element, in order.
fn elements<'f>(feed: &'f str, name: &str) -> Vec<&'f str> {
    let start = format!("<{name}>");
    feed.split(start.as_str()).skip(1).map(|part| part.split("</").next().unwrap_or_default()).collect()
}

#[test]
fn the_feed_is_atom() {
    let sandbox = story("");
    let text = feed(&build(&sandbox, &[]));
    let mut reader = quick_xml::Reader::from_str(&text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            event => drop(event.expect("well-formed")),
        }
    }
    assert!(text.contains("<feed xmlns=\"http://www.w3.org/2005/Atom\""), "{text}");
    assert!(text.contains("<link rel=\"self\" type=\"application/atom+xml\" href=\"https://a.example/feed.xml\"/>"));
    assert!(text.contains("rel=\"alternate\" type=\"text/html\" href=\"https://a.example/changes/#_"), "{text}");
    assert_eq!(elements(&text, "updated").first(), Some(&"2026-03-05T12:00:00+00:00"));
    assert_eq!(elements(&text, "updated").last(), Some(&"2026-01-05T23:30:00-05:00"));
    assert_eq!(elements(&text, "title")[1..3], ["Only layout", "Begin elsewhere"]);
    assert_eq!(elements(&text, "name")[..3], ["bot", "Jon Abara", "bot"]);
    assert!(!text.contains("old.example"), "{text}");
    let ids = |text: &str| -> Vec<String> { elements(text, "id").into_iter().skip(1).map(str::to_owned).collect() };
    let first = ids(&text);
    assert!(first.len() == 6 && first.iter().all(|id| id.starts_with("urn:uuid:")), "{first:?}");

    sandbox.write("blocks/guide.md", "---\nkind: opportunity\ntitle: Guide everybody\n---\n");
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.commit_as(MAYA, "2026-03-06T12:00:00+0000", "Once more");
    let elsewhere = feed(&build(&sandbox, &[]));
    assert_eq!(ids(&elsewhere)[1..], first, "what was told stays the same, wherever it is published");
    assert!(elements(&elsewhere, "id")[0].starts_with("urn:uuid:"), "{elsewhere}");
    assert!(elsewhere.contains("href=\"changes/index.html#_"), "seen from the feed: {elsewhere}");
}

#[test]
fn a_workspace_in_a_folder_of_its_repository_has_its_own_past() {
    let sandbox = story("maps/");
    sandbox.write("src/main.rs", "fn main() {}\n");
    sandbox.commit_as(MAYA, "2026-03-06T12:00:00+0000", "None of its business");
    let pages = pages(&build(&sandbox, &["maps"]));
    assert_eq!(subjects(&history(&pages, "items/lost-keys.html"), &ALL).len(), 3);
    assert!(!pages["changes/index.html"].contains("None of its business"));
}

#[test]
fn only_what_is_committed_is_history() {
    let sandbox = story("");
    sandbox.write("blocks/fresh.md", "---\nkind: insight\ntitle: Fresh\n---\n");
    sandbox.write("personas/admin.md", "---\nname: Admin\nrole: Somebody\n---\n");
    let pages = pages(&build(&sandbox, &[]));
    assert!(!pages["items/fresh.html"].contains("_history"));
    assert!(!pages["changes/index.html"].contains("Somebody") && !pages["changes/index.html"].contains("Fresh"));
    let compared = crate::site::pages(&build(&sandbox, &["--compare", "HEAD~2"]));
    assert_eq!(history(&compared, "items/lost-keys.html"), history(&pages, "items/lost-keys.html"));
    let then = crate::site::pages(&build(&sandbox, &["--at", "HEAD~4"]));
    assert_eq!(subjects(&history(&then, "items/keys.html"), &ALL), ["Twelve calls say so"]);
    assert!(!then["changes/index.html"].contains("Share it"));
}

#[test]
fn where_nothing_is_known_of_the_past_nothing_is_said() {
    let sandbox = Sandbox::new();
    write_workspace(&sandbox, "");
    let outside = build(&sandbox, &[]);
    let of = |files: &BTreeMap<WsPath, Vec<u8>>| (files.keys().cloned().collect::<Vec<_>>(), pages(files));
    let (paths, plain) = of(&outside);
    assert!(!paths.iter().any(|path| path.as_str().starts_with("changes/") || path.as_str() == "feed.xml"));
    assert!(plain.values().all(|page| !page.contains("Changes") && !page.contains("feed.xml")), "no way to it");
    sandbox.init_repository();
    assert_eq!(of(&build(&sandbox, &[])), of(&outside), "before the first commit");
    sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "Nothing"]);
    let empty = pages(&build(&sandbox, &[]));
    assert!(words(&empty["changes/index.html"]).contains("No commit has changed the workspace yet."));
    assert!(!empty["index.html"].contains("_lately"));
    std::fs::write(sandbox.path().join(".git/HEAD"), "ref: nonsense\n").expect("a file");
    assert_eq!(of(&build(&sandbox, &[])), of(&outside), "a repository that cannot be read");
}

#[test]
fn a_clone_that_is_cut_off_says_so() {
    let sandbox = story("");
    let origin = format!("file://{}", sandbox.path().display());
    for (depth, told) in [("1", 0), ("4", 3)] {
        let folder = format!("../shallow-{depth}");
        sandbox.git(&["clone", "--quiet", "--depth", depth, &origin, &folder]);
        sandbox.git(&["-C", &folder, "checkout", "--quiet", "--detach"]);
        let pages = pages(&build(&sandbox, &[&folder]));
        let changes = words(&pages["changes/index.html"]);
        assert!(changes.contains("What happened before is not in this clone."), "{changes}");
        assert_eq!(subjects(&changes, &ALL).len(), told, "{changes}");
        assert_eq!(pages["items/lost-keys.html"].contains("_history"), told > 0);
    }
    // Of a commit whose files are gone nothing is claimed.
    let blob = sandbox.git(&["rev-parse", "HEAD~4:personas/admin.md"]);
    let (folder, file) = blob.trim().split_at(2);
    std::fs::remove_file(sandbox.path().join(".git/objects").join(folder).join(file)).expect("an object");
    let changes = words(&pages(&build(&sandbox, &[]))["changes/index.html"]);
    assert!(changes.contains("Twelve calls say soIts files are not in this clone, so what it changed is not known."));
    assert_eq!(subjects(&changes, &ALL).len(), 5, "{changes}");
}

#[test]
fn what_strangers_write_is_only_ever_text() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    write_workspace(&sandbox, "");
    let subject =
        format!("<script>alert(1)</script>\u{202e}\u{7}&amp; from eva@secret.example {}", "long ".repeat(20_000));
    sandbox.write("../message", &subject);
    sandbox.git(&["add", "-A"]);
    let author = "\"&amp; \u{202e}evil <evil@secret.example>";
    let file = sandbox.path().join("../message").display().to_string();
    sandbox.git(&["commit", "--quiet", "--author", author, "--date", "2026-01-01T00:00:00Z", "-F", &file]);
    // Neither the author nor the message is UTF-8, and the day is one that no calendar has.
    let tree = sandbox.git(&["rev-parse", "HEAD^{tree}"]);
    let parent = sandbox.git(&["rev-parse", "HEAD"]);
    sandbox.write("blocks/guide.md", "---\nkind: opportunity\ntitle: Other\n---\n");
    sandbox.git(&["add", "-A"]);
    let next = sandbox.git(&["write-tree"]);
    assert_ne!(tree, next);
    let mut object = format!("tree {}\nparent {}\n", next.trim(), parent.trim()).into_bytes();
    object.extend(b"author \xff\xfe <x> 99999999999999 +0000\ncommitter c <c> 1 +0000\n\n\xff\xfe said\n");
    std::fs::write(sandbox.path().join("../object"), object).expect("a file");
    let file = sandbox.path().join("../object").display().to_string();
    let broken = sandbox.git(&["hash-object", "-t", "commit", "--literally", "-w", &file]);
    sandbox.git(&["update-ref", "HEAD", broken.trim()]);
    let files = build(&sandbox, &[]);
    assert_eq!(all_dangling(&files), Vec::<String>::new());
    for (path, page) in pages(&files) {
        assert!(!page.contains("<img") && !page.contains("alert(1)</script>"), "{path}");
        assert!(!page.contains(['\u{202e}', '\u{7}']) && !page.contains("secret.example"), "{path}");
        assert!(path == "404.html" || page.len() < 60_000, "{path}: {}", page.len());
    }
    let told = words(&pages(&files)["changes/index.html"]);
    assert!(told.contains("On a day no calendar has") && told.contains("said"), "{told}");
    assert!(told.contains("from eva@…"), "{told}");
    assert!(elements(&feed(&files), "updated").contains(&"1970-01-01T00:00:00+00:00"));
}

#[test]
fn long_histories_stay_short_on_pages() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    write_workspace(&sandbox, "");
    sandbox.commit_as(MAYA, "2026-01-01T00:00:00Z", "Begin");
    let mut stream = String::new();
    for number in 0..120 {
        let text = KEYS.replace("status: observed", &format!("severity: {}", number % 5 + 1));
        let from = if number == 0 { "from refs/heads/main^0\n" } else { "" };
        stream += &format!(
            "commit refs/heads/main\nauthor Jon <jon@old.example> {0} +0000\ncommitter Jon <jon@old.example> {0} +0000\ndata 8\nEdit {number:03}\n{from}M 100644 inline journeys/trial/items/keys.md\ndata {1}\n{text}\n",
            1_770_000_000 + number * 86_400,
            text.len()
        );
    }
    sandbox.write("../stream", &stream);
    let import = std::process::Command::new("git")
        .args(["fast-import", "--quiet"])
        .current_dir(sandbox.path())
        .stdin(std::fs::File::open(sandbox.path().join("../stream")).expect("a file"))
        .status();
    assert!(import.expect("git is installed").success());
    let files = build(&sandbox, &[]);
    assert_eq!(all_dangling(&files), Vec::<String>::new());
    let pages = pages(&files);
    let item = history(&pages, "items/keys.html");
    assert_eq!(item.matches("Edit ").count(), 50, "{item}");
    assert!(
        item.contains("40 earlier changes") && item.contains("and 71 more commits; wayfare log keys tells them"),
        "{item}"
    );
    assert!(item.contains("Changed by Jon Abara, Maya Chen"), "{item}");
    let on = |page: &str| pages[page].matches("Edit ").count();
    assert_eq!(["changes/index.html", "changes/index_2.html", "changes/index_3.html"].map(on), [50, 50, 20]);
    assert_eq!(feed(&files).matches("<entry>").count(), 50);
}

fn site(state: &State) -> BTreeMap<WsPath, Vec<u8>> {
    crate::follow::site(state, false)
}

#[test]
fn a_preview_follows_head_and_gives_what_a_clean_build_does() {
    let sandbox = story("");
    let source = Source::new(sandbox.path());
    let open = || preview::Preview::open(source.clone()).expect("a folder");
    let mut followed = open();
    assert!(site(followed.state()) == site(open().state()), "twice the same");
    let nowhere = Touched::At(std::collections::BTreeSet::new());
    assert!(followed.apply(&nowhere).expect("a folder").is_none(), "nothing moved");
    let steps: [&dyn Fn(); 5] = [
        &|| sandbox.commit_as(MAYA, "2026-04-01T12:00:00+0000", "Nothing at all"),
        &|| drop(sandbox.git(&["commit", "--quiet", "--amend", "--allow-empty", "-m", "Another word"])),
        &|| drop(sandbox.git(&["tag", "-a", "april", "-m", "Shown"])),
        &|| drop(sandbox.git(&["reset", "--quiet", "--soft", "HEAD~3"])),
        &|| sandbox.commit_as(JON, "2026-04-02T12:00:00+0000", "In one"),
    ];
    for (at, step) in steps.iter().enumerate() {
        step();
        // Sometimes nobody asks in between.
        if at % 2 == 0 {
            let state = followed.apply(&nowhere).expect("a folder").expect("another past");
            assert!(site(&state) == site(open().state()), "after step {at}");
        }
    }
    sandbox.write("blocks/guide.md", "---\nkind: opportunity\ntitle: Edited\n---\n");
    let touched = Touched::At([WsPath::new("blocks/guide.md").expect("a path")].into());
    let state = followed.apply(&touched).expect("a folder").expect("an edit");
    assert!(site(&state) == site(open().state()), "after an edit");
}

#[test]
fn a_preview_notices_that_head_has_moved() {
    for poll in [false, true] {
        let sandbox = story("");
        let preview = Preview::of(sandbox.path(), poll);
        assert!(preview.get("/changes/").contains("Begin elsewhere"));
        let settled = |subject: &str| preview.get_until("/changes/", |page| page.contains(subject));
        sandbox.write("blocks/guide.md", "---\nkind: opportunity\ntitle: Edited\n---\n");
        preview.get_until("/items/guide.html", |page| page.contains("Edited"));
        sandbox.commit_as(MAYA, "2026-04-01T12:00:00+0000", "Just now");
        settled("Just now");
        sandbox.git(&["commit", "--quiet", "--amend", "-m", "On second thought"]);
        assert!(!settled("On second thought").contains("Just now"));
        sandbox.git(&["checkout", "--quiet", "-b", "topic/part", "HEAD~2"]);
        preview.get_until("/changes/", |page| !page.contains("On second thought"));
    }
}

#[test]
fn a_preview_sees_the_first_commit_and_those_of_another_worktree() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    write_workspace(&sandbox, "");
    let preview = Preview::of(sandbox.path(), false);
    assert!(preview.get("/changes/").starts_with("HTTP/1.1 404"), "there is no past yet");
    sandbox.commit_as(MAYA, "2026-01-01T00:00:00Z", "Begin");
    preview.get_until("/changes/", |page| page.contains("Begin"));

    sandbox.git(&["worktree", "add", "--quiet", "-b", "topic/part", "../other"]);
    let other = sandbox.path().join("../other").canonicalize().expect("a folder");
    let preview = Preview::of(&other, false);
    assert!(preview.get("/changes/").contains("Begin"));
    sandbox.write("../other/blocks/guide.md", "---\nkind: opportunity\ntitle: Edited\n---\n");
    sandbox.git(&["-C", "../other", "commit", "--quiet", "--all", "-m", "There"]);
    preview.get_until("/changes/", |page| page.contains("There"));
    sandbox.git(&["tag", "-a", "v1", "-m", "Shown to the board", "topic/part"]);
    preview.get_until("/changes/", |page| page.contains("Shown to the board"));
}

#[test]
fn what_wayfare_says_of_a_commit_is_not_said_twice() {
    let sandbox = story("");
    sandbox.write("personas/admin.md", "---\nname: Admin\nrole: Facilities\n---\n");
    let committed = sandbox.run(&["commit"]);
    assert_eq!(committed.code, 0, "{committed:?}");
    let subject = sandbox.git(&["log", "-1", "--format=%s"]);
    assert_eq!(subject.trim(), "admin: set role to Facilities");
    let files = build(&sandbox, &[]);
    let pages = pages(&files);
    for page in ["index.html", "changes/index.html", "personas/admin.html"] {
        let told = words(&pages[page]);
        assert!(told.contains("role: Operations → Facilities") && !told.contains(subject.trim()), "{told}");
    }
    assert_eq!(elements(&feed(&files), "title")[1], "Persona “Admin” changed");
}

#[test]
fn what_a_page_is_of_comes_first_and_is_not_named_again() {
    let sandbox = story("");
    let steps = "      - id: begin\n        title: Admin begins\n        emotion: 2\n        lanes: { backstage: A script, policy: One hour }\n";
    let settings = "name: Acme\nlanes: [{ id: backstage, title: Backstage }, { id: policy, title: Policy }]\n";
    sandbox.write("workspace.yaml", settings);
    sandbox.write("journeys/trial/journey.yaml", &journey(steps));
    sandbox.write("journeys/trial/items/idea.md", "---\nkind: solution\ntitle: Ask once\nstatus: planned\n---\n");
    sandbox.commit_as(MAYA, "2026-04-01T10:00:00+0000", "Prepare");
    sandbox.write(
        "journeys/trial/journey.yaml",
        &journey(&steps.replace("emotion: 2", "emotion: 4").replace("One", "Two")),
    );
    let idea = "---\nkind: solution\ntitle: Ask once\nstatus: in-progress\ntarget_date: 2026-10-31\n---\n";
    sandbox.write("journeys/trial/items/idea.md", idea);
    sandbox.git(&["add", "--all"]);
    sandbox.commit_as(MAYA, "2026-04-02T10:00:00+0000", "Go on");
    sandbox.git(&["tag", "-a", "april", "-m", "Shown to the board:\nall of it"]);
    let pages = pages(&build(&sandbox, &[]));
    let told = history(&pages, "journeys/trial/index.html");
    let order = [
        "emotion: 2 of 5 → 4 of 5",
        "policy: One hour → Two hour",
        "Solution “Ask once” changed",
        "status: planned → in progress",
    ];
    assert_eq!(subjects(&told, &order), order, "{told}");
    assert!(told.contains("target date: 31 October 2026"), "{told}");
    let step = history(&pages, "journeys/trial/steps/begin.html");
    let newest = step.split_once("Prepare").expect("both commits").0;
    assert!(newest.contains("emotion: 2 of 5 → 4 of 5") && !newest.contains("Admin begins"), "{newest}");
    let changes = &pages["changes/index.html"];
    let link = "<strong><a href=\"../journeys/trial/steps/begin.html\">“Admin begins”</a></strong>: emotion";
    assert!(changes.contains(link), "{changes}");
    assert!(section(changes, "_snapshots").contains("Shown to the board: all of it"));
}
