//! Chains on the site: which items and lines a journey and an item show, and where gaps are told.

use std::collections::BTreeMap;

use wayfare::check::check;
use wayfare::site::{Options, Site};
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;

/// The pages of a workspace: its files are the journey's head, items as `path kind links`, and placements.
fn pages(placed: &str, items: &[(String, &str, String)]) -> BTreeMap<String, String> {
    let journey = format!(
        "title: Trial\nstages:\n  - id: s\n    title: S\n    steps:\n      - id: a\n        title: A\n        items: [{placed}]\n"
    );
    let mut files = vec![("journeys/trial/journey.yaml".to_owned(), journey)];
    files.extend(items.iter().map(|(path, kind, links)| {
        let id = path.rsplit('/').next().unwrap_or_default();
        (format!("{path}.md"), format!("---\nkind: {kind}\ntitle: Title of {id}\nlinks: [{links}]\n---\n"))
    }));
    let tree: MemoryTree = files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let snapshot = Snapshot::load(&tree).expect("a tree");
    let report = check(&snapshot);
    let site = Site::new(&snapshot, &tree, &report, Options::default());
    let paths = site.paths().into_iter().filter(|path| path.extension() == "html");
    let page = |path: &_| site.render(path).expect("readable").expect("a page").bytes;
    paths.map(|path| (path.to_string(), String::from_utf8_lossy(&page(&path)).into_owned())).collect()
}

fn item(path: &str, kind: &'static str, links: &str) -> (String, &'static str, String) {
    (path.to_owned(), kind, links.to_owned())
}

fn nodes(page: &str) -> Vec<String> {
    let nodes = page.split("data-node=").skip(1).filter_map(|node| node.split("</a>").next()?.rsplit('>').next());
    nodes.map(|title| title.trim_start_matches("Title of ").to_owned()).collect()
}

fn lines(page: &str) -> usize {
    page.matches("data-link=").count()
}

const LOCAL: &str = "journeys/trial/items";

#[test]
fn a_journey_shows_its_items_and_the_blocks_they_are_linked_with() {
    let pages = pages(
        "meet, stall",
        &[
            item("blocks/meet", "touchpoint", ""),
            item("blocks/stall", "insight", "meet"),
            item(&format!("{LOCAL}/ease"), "opportunity", "stall, wish, rate"),
            item("blocks/wish", "insight", ""),
            item("blocks/finder", "solution", "rate"),
            item(&format!("{LOCAL}/ease-too"), "opportunity", "finder"),
            item("blocks/rate", "metric", ""),
            item("blocks/other", "solution", "rate"),
        ],
    );
    let page = &pages["journeys/trial/chain.html"];
    assert_eq!(nodes(page), ["meet", "stall", "wish", "ease", "ease-too", "finder", "rate"]);
    assert_eq!(lines(page), 6, "other -> rate is not of this journey");
    assert!(page.contains("+1 elsewhere"), "and is counted");
}

#[test]
fn gaps_are_marked_and_listed() {
    let pages = pages(
        "lone, wish, parked",
        &[
            (format!("{LOCAL}/lone"), "solution\nstatus: planned", String::new()),
            item(&format!("{LOCAL}/wish"), "insight", ""),
            (format!("{LOCAL}/parked"), "opportunity\nstatus: parked", String::new()),
        ],
    );
    let page = &pages["journeys/trial/chain.html"];
    for text in [
        "No opportunity",
        "No metric",
        "Leads nowhere",
        "1 insight that leads nowhere",
        "1 solution not linked to a metric",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("No insight"), "nothing is expected of what is parked");
    assert!(page.contains("open-before open-after"));
    assert!(pages["items/lone.html"].contains("Leads to no metric yet."));
}

#[test]
fn a_gap_is_where_something_is_expected() {
    let items = [
        item(&format!("{LOCAL}/form"), "touchpoint", ""),
        (format!("{LOCAL}/liked"), "insight\ntype: gain", String::new()),
        item(&format!("{LOCAL}/ease"), "opportunity", ""),
        item(&format!("{LOCAL}/idea"), "solution", "ease"),
        item(&format!("{LOCAL}/rate"), "metric", ""),
    ];
    let all = "form, liked, ease, idea, rate";
    assert!(!pages(all, &items)["journeys/trial/chain.html"].contains("gaps</a>"));
    let page = &pages(&format!("{all}]\n        emotion: 2\n        journeys: ["), &items)["journeys/trial/chain.html"];
    assert!(page.contains("1 touchpoint where nothing was learned yet"), "the step hurts");
    let (first, rest) = (item(&format!("{LOCAL}/ease"), "opportunity\nstatus: prioritized", ""), &items[..2]);
    let page = &pages("ease", &[&[first], rest].concat())["journeys/trial/chain.html"];
    assert!(page.contains("1 opportunity without a solution") && page.contains("rests on no insight"));
}

#[test]
fn the_chain_of_an_item_has_all_that_leads_to_it_and_follows_from_it_and_nothing_else() {
    let pages = pages(
        "",
        &[
            item("blocks/meet", "touchpoint", "stall, brother"),
            item("blocks/stall", "insight", "ease"),
            item("blocks/brother", "insight", ""),
            item("blocks/ease", "opportunity", "finder, rate"),
            item("blocks/finder", "solution", "rate"),
            item("blocks/rate", "metric", ""),
        ],
    );
    let page = &pages["items/stall.html"];
    assert_eq!(nodes(page), ["meet", "stall", "ease", "finder", "rate"]);
    assert_eq!(lines(page), 5);
    assert_eq!(page.matches("aria-current=\"page\"").count(), 1);
    assert_eq!(nodes(&pages["items/brother.html"]), ["meet", "brother"]);
}

#[test]
fn what_is_too_much_to_draw_is_counted() {
    let mut items: Vec<_> = (0..1100).map(|at| item(&format!("{LOCAL}/w-{at}"), "insight", "ease")).collect();
    items.push(item(&format!("{LOCAL}/ease"), "opportunity", "finder, rate"));
    items.push(item(&format!("{LOCAL}/finder"), "solution", "rate"));
    items.push(item("blocks/rate", "metric", ""));
    let pages = pages("", &items);
    let journey = &pages["journeys/trial/chain.html"];
    assert_eq!(nodes(journey).len(), 1000);
    assert!(journey.contains("102 more items are not drawn."));
    let page = &pages["items/ease.html"];
    assert_eq!(nodes(page).len(), 60);
    assert!(page.contains("And at least 943 more items that are not drawn."), "{}", page.find("not drawn").is_some());
    assert!(nodes(page).contains(&"rate".to_owned()));
    let listed: String =
        pages.iter().filter(|(path, _)| path.starts_with("items/ease_led-to-by-")).map(|(_, page)| &**page).collect();
    assert!(listed.contains("Title of w-1099"), "those that are linked directly are all listed");
    assert_eq!(nodes(&pages["items/w-7.html"]), ["w-7", "ease", "finder", "rate"]);
}

#[test]
fn a_journey_without_items_says_how_to_begin() {
    assert!(pages("", &[])["journeys/trial/chain.html"].contains("wayfare new insight"));
}
