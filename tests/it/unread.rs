//! What the site says of records that cannot be read: that, with the line, and nothing that is not known.

use std::collections::BTreeMap;

use wayfare::site::Options;
use wayfare::store::MemoryTree;

use super::site::{pages, render};

const CONFLICT: &str = "<<<<<<< HEAD\n  - id: a\n=======\n  - id: b\n>>>>>>> other\n";

fn site(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let tree: MemoryTree = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    pages(&render(&tree, Options::default()).0)
}

/// What stands in the main part of a page, without tags.
fn words(page: &str) -> String {
    let main = page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("a main part").0;
    let texts = main.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text);
    texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_journey_that_cannot_be_read_is_not_empty() {
    let journey = format!("title: Trial\nstages:\n{CONFLICT}");
    let pages = site(&[
        ("workspace.yaml", "name: Acme\n"),
        ("journeys/trial/journey.yaml", &journey),
        ("journeys/trial/items/key.md", "---\nkind: insight\ntitle: Key\n---\n"),
        ("blocks/insights/stall.md", "---\nkind: insight\ntitle: Stall\n---\nText.\n"),
        ("personas/admin.md", "---\nname: Admin\n---\nText.\n"),
    ]);
    for view in ["index.html", "table/index.html", "matrix/index.html", "chain/index.html"] {
        let Some(page) = pages.get(&format!("journeys/trial/{view}")) else { continue };
        let words = words(page);
        assert!(words.contains("Not all of this record can be read"), "{view}: {words}");
        assert!(words.contains("journeys/trial/journey.yaml, line 3"), "{view}: {words}");
        assert!(!words.contains("steps") && !words.contains("yet") && !words.contains("not placed"), "{view}: {words}");
    }
    assert!(pages.keys().any(|path| path.starts_with("journeys/trial/")), "{:?}", pages.keys());
    let home = words(&pages["index.html"]);
    assert!(!home.contains("0 steps") && !home.contains("0 insights"), "{home}");
    let page = |name: &str| words(pages.iter().find(|(path, _)| path.contains(name)).expect(name).1);
    assert!(page("/stall.").contains("On no step of the journeys that can be read."), "{}", page("/stall."));
    assert!(page("admin").contains("No journey that can be read names this persona."), "{}", page("admin"));
}

#[test]
fn steps_of_which_some_cannot_be_read_are_not_none() {
    let pages =
        site(&[("workspace.yaml", "name: Acme\n"), ("journeys/trial/journey.yaml", "title: T\nstages: later\n")]);
    let words = words(&pages["journeys/trial/index.html"]);
    assert!(words.contains("Not all of this record can be read") && words.contains("line 2"), "{words}");
    assert!(!words.contains("no steps yet") && !words.contains("0 steps"), "{words}");
}

#[test]
fn an_item_that_cannot_be_read_says_why() {
    let pages = site(&[("workspace.yaml", "name: Acme\n"), ("blocks/insights/stall.md", "---\nkind: [\n---\nText.\n")]);
    let words = words(pages.iter().find(|(path, _)| path.contains("/stall.")).expect("a page").1);
    assert!(words.contains("Not all of this record can be read") && words.contains("stall.md, line"), "{words}");
    assert!(words.contains("Text.") && !words.contains("No description yet"), "{words}");
}

#[test]
fn text_with_a_conflict_is_shown_as_it_is_typed() {
    let text =
        "---\nkind: insight\ntitle: Stall\n---\nBefore.\n\n<<<<<<< HEAD\nOurs\n=======\n> theirs\n>>>>>>> other\n";
    let pages = site(&[("workspace.yaml", "name: Acme\n"), ("blocks/insights/stall.md", text)]);
    let page = pages.iter().find(|(path, _)| path.contains("/stall.")).expect("a page").1;
    assert!(page.contains("&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD\nOurs\n=======\n"), "{page}");
    assert!(!page.contains("<h2>Ours") && !page.contains("<blockquote>"), "{page}");
    let words = words(page);
    assert!(words.contains("Not all of this record can be read") && words.contains("stall.md, line 7"), "{words}");
}

/// A journey of two stages, with a third step that one line breaks.
const STEPS: &str = "title: Trial\nstatus: active\nstages:\n  - id: start\n    title: Start\n    steps:\n      - id: look\n        \
                     title: Customer looks\n        items: [stall]\n      - id: buy\n        title: Customer buys\n        items: [key\n  - id: use\n    \
                     title: Use\n    steps:\n      - id: stay\n        title: Customer stays\n";

#[test]
fn a_journey_with_one_broken_line_shows_all_but_that() {
    let pages = site(&[
        ("workspace.yaml", "name: Acme\n"),
        ("journeys/trial/journey.yaml", STEPS),
        ("journeys/trial/items/key.md", "---\nkind: insight\ntitle: Key\n---\n"),
        ("blocks/insights/stall.md", "---\nkind: insight\ntitle: Stall\n---\nText.\n"),
        ("blocks/insights/broken.md", "---\nkind: insight\ntitle: Broken\nstatus: [\n---\nStill here.\n"),
    ]);
    let map = words(&pages["journeys/trial/index.html"]);
    for said in
        ["Customer looks", "Customer buys", "Customer stays", "Stall", "Not all of this record can be read", "line 13"]
    {
        assert!(map.contains(said), "{said}: {map}");
    }
    assert!(!map.contains("yet") && !map.contains("3 steps"), "{map}");
    assert!(pages.contains_key("journeys/trial/steps/stay.html"));
    let buy = words(&pages["journeys/trial/steps/buy.html"]);
    assert!(buy.contains("Not all of this record can be read") && !buy.contains("yet"), "{buy}");
    assert!(map.contains("On no step that can be read") && !map.contains("not placed on a step"), "{map}");
    let item = words(pages.iter().find(|(path, _)| path.contains("items/broken")).expect("a page").1);
    for said in ["Broken", "Still here.", "Unreadable", "Not all of this record can be read"] {
        assert!(item.contains(said), "{said}: {item}");
    }
}

#[test]
fn what_stands_above_a_break_is_shown_and_what_follows_is_not_missing() {
    let conflict = STEPS.replace("  - id: use\n", "<<<<<<< HEAD\n  - id: use\n=======\n  - id: take\n>>>>>>> other\n");
    let latin = STEPS.replace("items: [key", "items: [key]").replace("Use", "Us\u{e9}");
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    for (journey, line) in [(conflict.into_bytes(), "line 13"), (latin, "line 14")] {
        let tree: MemoryTree = [("workspace.yaml", b"name: Acme\n".to_vec()), ("journeys/trial/journey.yaml", journey)]
            .into_iter()
            .collect();
        let pages = pages(&render(&tree, Options::default()).0);
        let map = words(&pages["journeys/trial/index.html"]);
        for said in ["Trial", "Customer looks", "Not all of this record can be read", line] {
            assert!(map.contains(said), "{said}: {map}");
        }
        assert!(!map.contains("Customer stays") && !map.contains("yet") && !map.contains("steps,"), "{map}");
    }
}

#[test]
fn what_may_be_in_the_rest_is_not_said_to_be_missing() {
    let solution = "---\nkind: solution\ntitle: Ask later\nstatus: in-progress\n\"x\": [\nlinks: [rate]\nimpact: 3\neffort: 2\n---\n";
    let pages = site(&[
        ("workspace.yaml", "name: Acme\n"),
        (
            "journeys/trial/journey.yaml",
            "title: Trial\nstages:\n  - id: start\n    title: Start\n    steps:\n      - id: look\n        title: Customer looks\n        items: [ask, rate]\n        emotion: \"4\n",
        ),
        ("blocks/solutions/ask.md", solution),
        ("blocks/metrics/rate.md", "---\nkind: metric\ntitle: Rate\n---\n"),
        ("signals/chat.md", "---\nsource: chat\nstatus: [\n---\n"),
    ]);
    let of = |name: &str| words(pages.iter().find(|(path, _)| path.ends_with(name)).expect(name).1);
    let (chain, matrix) = (of("trial/chain.html"), of("trial/matrix.html"));
    assert!(!chain.contains("no metric judges") && !chain.contains("solution not linked"), "{chain}");
    assert!(!matrix.contains("No impact"), "{matrix}");
    assert!(of("signals/chat.html").contains("Unreadable"), "{}", of("signals/chat.html"));
    assert!(!of("trial/index.html").contains("No step has a score"), "{}", of("trial/index.html"));
    assert!(!of("steps/look.html").contains("Step 1 of 1"), "{}", of("steps/look.html"));
}
