//! The workspace's own lanes: their place in a service blueprint, and their cells, which are Markdown.

use std::collections::BTreeMap;

use wayfare::check::check;
use wayfare::check::mend::mend;
use wayfare::diag::{Level, Rule};
use wayfare::site::Options;
use wayfare::snapshot::{Snapshot, Subject};
use wayfare::store::MemoryTree;

use crate::fixture::check_fixture;
use crate::site::{pages, render};

const WORKSPACE: &str = "\
name: Acme
members:
  - { id: maya, name: Maya Chen, role: owner }
lanes:
  - { id: systems, title: Systems, type: support }
  - { id: rules, title: Rules }
  - { id: desk, title: At the desk, type: backstage }
  - { id: screen, title: On screen, type: frontstage }
  - { id: act, title: What they do, type: customer }
rules: { step-without-items: off }
";

fn files(cells: &str) -> BTreeMap<String, Vec<u8>> {
    let journey = format!(
        "title: Trip\nstages:\n  - id: plan\n    title: Plan\n    steps:\n      - id: book\n        title: Customer books\n        \
         description: What they do.\n        lanes:\n{cells}      - id: pay\n        title: Customer pays\n        \
         description: What they pay.\n"
    );
    let files = [
        ("workspace.yaml", WORKSPACE.to_owned()),
        ("journeys/trip/journey.yaml", journey),
        (
            "journeys/trip/items/form.md",
            "---\nkind: touchpoint\ntitle: Booking form\nallow: [unplaced-item]\n---\n".to_owned(),
        ),
    ];
    files.map(|(path, text)| (path.to_owned(), text.into_bytes())).into()
}

fn tree(cells: &str) -> MemoryTree {
    files(cells).into_iter().collect()
}

fn load(cells: &str) -> Snapshot {
    Snapshot::load(&tree(cells)).expect("a tree in memory can be listed")
}

/// The map, and the step with the cells.
fn site(cells: &str) -> (String, String) {
    let mut pages = pages(&render(&tree(cells), Options::default()).0);
    let mut page = |path: &str| pages.remove(path).unwrap_or_else(|| panic!("{path}"));
    (page("journeys/trip/index.html"), page("journeys/trip/steps/book.html"))
}

#[test]
fn cells_are_markdown_that_is_checked() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
members:
  - { id: maya, name: Maya Chen, role: owner }
lanes:
  - { id: desk, title: Desk, type: backstage }
  - { id: other, title: Other, type: back-stage }
#                                    ^^^^^^^^^^ error[invalid-value] did you mean `backstage`
rules: { step-without-items: off }
//- journeys/a/journey.yaml
title: A
stages:
  - id: s
    title: S
    steps:
      - id: one
        title: Customer asks
        lanes:
          desk: Asks @maya, then @here and [[nothing-there]].
#                                ^^^^^ warn[broken-reference] put a backslash before it
#                                          ^^^^^^^^^^^^^^^^^ warn[broken-reference] put a backslash before it
      - id: two
        title: Customer waits
        lanes:
          desk: |
            # 1 priority
#           ^ warn[broken-markup] no headings
            [the form](missing.md) and [[a/s/two]]
#                      ^^^^^^^^^^ warn[broken-file-link] no file
      - id: three
        title: Customer leaves
        lanes:
          desk: \"Ticket #4, mail to desk@acme.example\"
",
    );
}

#[test]
fn what_was_plain_text_is_escaped_by_a_fix() {
    let cells = [
        ("          desk: ask @here\n", "          desk: ask \\@here\n"),
        ("          desk: 'ask [[nobody]] it''s'\n", "          desk: 'ask \\[[nobody]] it''s'\n"),
        ("          desk: \"\\u0061sk @here\"\n", "          desk: \"\\u0061sk \\\\@here\"\n"),
        (
            "          desk: |\n            # 1\n            @here\n",
            "          desk: |\n            \\# 1\n            \\@here\n",
        ),
        ("          desk: >-\n            so @here\n", "          desk: >-\n            so \\@here\n"),
    ];
    for (cell, escaped) in cells {
        assert!(check(&load(cell)).findings().iter().all(|finding| finding.level == Level::Warn), "{cell}");
        let mending = mend(&tree(cell), &|_| true).expect("it can be listed");
        let after = &mending.files.first().unwrap_or_else(|| panic!("{cell}")).after;
        assert!(after.contains(escaped), "{after}");
        let left: Vec<Rule> = mending.report.findings().iter().map(|finding| finding.problem.rule).collect();
        assert_eq!(left, [], "{cell}");
    }
}

#[test]
fn references_in_cells_are_uses() {
    let snapshot = load("          desk: See [[form]] and [it](items/form.md), says @maya.\n");
    assert_eq!(check(&snapshot).findings(), []);
    let item = snapshot.find_item("form").found().expect("an item");
    let step = snapshot.find_address("trip/plan/book").found().expect("a step");
    assert_eq!(snapshot.mentions(&Subject::Item(item)), [step.clone(), step.clone()]);
    assert_eq!(snapshot.mentions(&Subject::Member("maya".to_owned())), [step]);
}

#[test]
fn the_map_and_the_step_show_what_the_markdown_says() {
    let (map, step) = site("          desk: Sends the **form** [[form]].\n          rules: \"## Two days\"\n");
    for page in [&map, &step] {
        assert!(page.contains("Sends the <strong>form</strong> <a"), "{page}");
        assert!(page.contains("<p><strong>Two days</strong></p>"), "{page}");
    }
}

#[test]
fn lanes_stand_from_the_customer_inwards_with_the_lines_of_a_blueprint() {
    let cells = "          { systems: S, rules: R, desk: D, screen: O, act: A }\n";
    let (map, step) = site(cells);
    let order = |page: &str, words: &[&str]| {
        let places: Vec<usize> =
            words.iter().map(|word| page.rfind(word).unwrap_or_else(|| panic!("{word}"))).collect();
        assert!(places.is_sorted(), "{places:?}");
    };
    order(
        &map,
        &[
            ">What they do<",
            "Line of interaction",
            ">On screen<",
            "Line of visibility",
            ">At the desk<",
            "Line of internal interaction",
            ">Systems<",
            ">Rules<",
        ],
    );
    order(&step, &[">What they do<", ">On screen<", ">At the desk<", ">Systems<", ">Rules<"]);
    // There is nothing on the other side of a line.
    let (map, _) = site("          desk: D\n          rules: R\n");
    assert!(!map.contains("Line of"), "{map}");
}

#[test]
fn an_empty_lane_is_off_until_it_is_turned_on() {
    let (map, _) = site("          desk: D\n");
    assert!(map.contains("name=\"touchpoint\" data-lane>"), "{map}");
    assert!(map.contains("name=\"lane-desk\" data-lane checked>"), "{map}");
}
