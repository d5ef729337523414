//! What items, personas and steps say of themselves: channels, whose side they are on, what other systems call them.

use wayfare::site::Options;
use wayfare::snapshot::Snapshot;
use wayfare::store::MemoryTree;

use crate::fixture::check_fixture;
use crate::site::{Pages, pages, render};

const FILES: [(&str, &str); 6] = [
    ("workspace.yaml", "name: Acme\nvocabulary: { channels: [kiosk] }\n"),
    (
        "journeys/trip/journey.yaml",
        "title: Trip\npersonas: [guide]\nexternal_ids: { board: J-1 }\nstages:\n  - id: plan\n    title: Plan\n    steps:\n      \
         - id: book\n        title: Customer books\n        personas: [guide]\n        external_ids: { sheet: Row 7 }\n        \
         items: [form, desk]\n",
    ),
    (
        "journeys/trip/items/form.md",
        "---\nkind: touchpoint\ntitle: Form\nchannel: [app, kiosk]\nurl: https://acme.example/form\nreviewed: 2026-10-02\n\
         external_ids: { jira: ACME-12 }\n---\n",
    ),
    ("journeys/trip/items/desk.md", "---\nkind: touchpoint\ntitle: Desk\nchannel: sales-call\n---\n"),
    (
        "personas/guide.md",
        "---\nname: Guide\ntype: partner\nquote: I know the way.\nneeds: [A list of names]\nexternal_ids: { crm: P-9 }\n---\n",
    ),
    ("personas/guest.md", "---\nname: Guest\ntype: customer\n---\n"),
];

fn tree() -> MemoryTree {
    FILES.iter().map(|(path, text)| (*path, text.as_bytes())).collect()
}

fn site() -> Pages {
    pages(&render(&tree(), Options::default()).0)
}

#[test]
fn channels_are_one_or_several() {
    check_fixture(
        "\
//- journeys/a/journey.yaml
title: A
stages:
  - id: s
    title: S
    steps:
      - { id: one, title: Customer calls, items: [a, b, c, d] }
//- journeys/a/items/a.md
---
kind: touchpoint
title: A
channel: app
---
//- journeys/a/items/b.md
---
kind: touchpoint
title: B
channel: [app, emial]
               ^^^^^ error[invalid-value] did you mean `email`
---
//- journeys/a/items/c.md
---
kind: touchpoint
title: C
channel: { app: true }
         ^^^^^^^^^^^^^ error[wrong-type] text on one line
url: acme.example
     ^^^^^^^^^^^^ error[invalid-value] whole address
---
//- journeys/a/items/d.md
---
kind: touchpoint
title: D
channel: []
---
",
    );
}

#[test]
fn a_list_of_one_channel_says_the_same_as_the_channel() {
    let load = |channel: &str| {
        let text = format!("---\nkind: touchpoint\ntitle: A\nchannel: {channel}\n---\n");
        let tree: MemoryTree =
            [("workspace.yaml", "name: A\n".to_owned()), ("blocks/a.md", text)].into_iter().collect();
        Snapshot::load(&tree).expect("a tree in memory can be listed")
    };
    let says = |was: &str, is: &str| {
        let changes = wayfare::diff::compare(&load(was), &load(is));
        format!("{changes:?}")
    };
    assert!(!says("app", "[app]").contains("channel"));
    assert!(says("app", "[app, email]").contains("channel"), "{}", says("app", "[app, email]"));
}

#[test]
fn an_id_of_another_system_stands_once() {
    check_fixture(
        "\
//- workspace.yaml
name: Test
rules: { step-without-items: off, unplaced-item: off, opportunity-without-insight: off }
//- blocks/a.md
---
kind: opportunity
title: A
external_ids: { jira: ACME-1, sheet: 7 }
---
//- blocks/b.md
---
kind: opportunity
title: B
external_ids:
  jira: ACME-1
        ^^^^^^ error[duplicate-id] of another opportunity
  sheet: 8
---
//- blocks/c.md
---
kind: insight
title: C
external_ids: { jira: ACME-1 }
---
//- blocks/d.md
---
kind: insight
title: D
external_ids: ACME-2
              ^^^^^^ error[wrong-type] the ID that each system has
---
//- journeys/a/journey.yaml
title: A
external_ids: { jira: ACME-1 }
stages:
  - id: s
    title: S
    steps:
      - { id: one, title: Customer calls, external_ids: { sheet: 1 } }
      - { id: two, title: Customer waits, external_ids: { sheet: 1 } }
#                                                                ^ error[duplicate-id] of another step
//- journeys/b/journey.yaml
title: B
stages:
  - id: s
    title: S
    steps:
      - { id: one, title: Customer calls, external_ids: { sheet: 1 } }
",
    );
}

#[test]
fn pages_show_them() {
    let pages = site();
    let form = &pages["items/form.html"];
    assert!(form.contains("App, Kiosk") && form.contains("href=\"https://acme.example/form\""), "{form}");
    assert!(form.contains("2 October 2026") && form.contains("jira") && form.contains("ACME-12"), "{form}");
    // They are no fields of one's own.
    assert!(form.contains(">IDs elsewhere</h2>") && !form.contains(">Custom fields</h2>"), "{form}");
    let table = &pages["journeys/trip/table.html"];
    assert!(table.contains("<option>Kiosk</option>") && table.contains("<option>Sales call</option>"), "{table}");
    let persona = &pages["personas/guide.html"];
    assert!(persona.contains("Partner") && persona.contains("I know the way.") && persona.contains("A list of names"));
    assert!(persona.contains("P-9"), "{persona}");
    assert!(pages["journeys/trip/index.html"].contains("J-1") && pages["journeys/trip/index.html"].contains("Partner"));
    assert!(pages["journeys/trip/steps/book.html"].contains("Row 7"));
    assert!(pages["personas/index.html"].contains("Partner"));
    assert!(!pages["personas/guest.html"].contains("Customer</span>"), "{}", pages["personas/guest.html"]);
}

#[test]
fn the_export_and_the_search_have_them() {
    let (files, _) = render(&tree(), Options::default());
    let text = |path: &str| {
        let found = files.iter().filter(|(name, _)| name.as_str().starts_with(path));
        found.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect::<String>()
    };
    let workspace: serde_json::Value = serde_json::from_str(&text("workspace.json")).expect("JSON");
    let item = |id: &str| {
        let items = workspace["items"].as_array().expect("items");
        items.iter().find(|item| item["id"] == id).expect("an item").clone()
    };
    assert_eq!(item("desk")["fields"]["channel"], "sales-call");
    assert_eq!(item("desk")["channels"], serde_json::json!(["sales-call"]));
    assert_eq!(item("form")["channels"], serde_json::json!(["app", "kiosk"]));
    assert_eq!(item("form")["fields"]["external_ids"]["jira"], "ACME-12");
    assert!(text("search").contains("ACME-12") && text("search").contains("Row 7"));
}

const METRIC: &str = "\
---
kind: metric
title: Cost
status: active
unit: currency
unit_label: EUR
baseline: 1410
target: 1200.5
direction: lower
source: Books
---
";

fn with_metric(language: &str) -> MemoryTree {
    let journey =
        "title: Trip\nstages: [{ id: s, title: S, steps: [{ id: one, title: Customer pays, items: [cost] }] }]\n";
    let files = [
        ("workspace.yaml", format!("name: A\nsite: {{ language: {language} }}\n")),
        ("journeys/trip/journey.yaml", journey.to_owned()),
        ("journeys/trip/items/cost.md", METRIC.to_owned()),
        ("journeys/trip/items/cost.csv", "date,value\n2026-01-01,1410\n2026-02-01,1300.5\n".to_owned()),
    ];
    files.into_iter().collect()
}

#[test]
fn numbers_have_their_units_as_the_language_of_the_site_writes_them() {
    let map = |language: &str| {
        pages(&render(&with_metric(language), Options::default()).0)["journeys/trip/index.html"].clone()
    };
    let page = |language: &str| pages(&render(&with_metric(language), Options::default()).0)["items/cost.html"].clone();
    assert!(map("en").contains("€1,300.50") && map("en").contains("Goal €1,200.50, from €1,410"), "{}", map("en"));
    assert!(map("en").contains("€100 to goal"), "{}", map("en"));
    assert!(map("de").contains("1.300,50\u{a0}€") && map("de").contains("Goal 1.200,50\u{a0}€"), "{}", map("de"));
    assert!(
        page("fr").contains("1\u{202f}300,50\u{a0}€")
            && page("fr").contains("From 1\u{202f}410\u{a0}€ on 1 January 2026")
    );
}

#[test]
fn changes_of_numbers_have_their_units() {
    let load = |text: &str| {
        let files = [("workspace.yaml", "name: A\nsite: { language: de }\n"), ("blocks/cost.md", text)];
        let tree: MemoryTree = files.into_iter().map(|(path, text)| (path, text.as_bytes())).collect();
        Snapshot::load(&tree).expect("a tree in memory can be listed")
    };
    let changes = wayfare::diff::compare(&load(METRIC), &load(&METRIC.replace("1200.5", "1100")));
    let said = format!("{changes:?}").replace("\\u{a0}", "\u{a0}");
    assert!(said.contains("1.200,50\u{a0}€") && said.contains("1.100\u{a0}€") && said.contains("\"1100\""), "{said}");
}

#[test]
fn a_currency_is_an_iso_code() {
    let fixture = |unit: &str, label: &str| {
        format!(
            "//- workspace.yaml\nname: A\nrules: {{ metric-without-use: off, unplaced-item: off }}\n//- blocks/m.md\n---\nkind: metric\n\
             title: M\nunit: {unit}\nunit_label: {label}\n---\n"
        )
    };
    check_fixture(&fixture("currency", "eur\n            ^^^ error[invalid-value] did you mean `EUR`"));
    check_fixture(&fixture("currency", "Taler\n            ^^^^^ error[invalid-value] use a code such as `EUR`"));
    check_fixture(&fixture("currency", "SEK"));
    check_fixture(&fixture("score", "NPS points"));
}
