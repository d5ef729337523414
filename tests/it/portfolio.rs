//! Journeys of today, of the future and of the past; how the portfolio orders them; and what is left alone in drafts.

use crate::cli_compare::{build, words};
use crate::program::Sandbox;
use wayfare::text::WsPath;

const STEPS: &str = "stages:\n  - id: begin\n    title: Begin\n    steps:\n      - { id: go, title: Customer goes }\n";

fn sandbox(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("workspace.yaml", "name: Acme\n");
    for (path, text) in files {
        sandbox.write(path, text);
    }
    sandbox
}

fn journey(sandbox: &Sandbox, id: &str, fields: &str) {
    sandbox.write(&format!("journeys/{id}/journey.yaml"), &format!("{fields}\n{STEPS}"));
}

fn check(sandbox: &Sandbox) -> String {
    sandbox.run(&["check"]).stdout
}

fn page(sandbox: &Sandbox, path: &str) -> String {
    let files = build(sandbox, "site", &[]);
    let page = files.get(&WsPath::new(path).expect("a path")).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8_lossy(page).into_owned()
}

/// Four journeys in two groups and beside them.
fn maps() -> Sandbox {
    let sandbox = sandbox(&[(
        "journeys/portfolio.yaml",
        "- title: Growth\n  journeys: [zoo, new-zoo]\n- { title: Help, journeys: [help], x-owner: maya }\n",
    )]);
    journey(&sandbox, "zoo", "title: Visit the zoo");
    journey(&sandbox, "new-zoo", "title: A new visit\nstate: future\nfuture_of: zoo");
    journey(&sandbox, "help", "title: Get help");
    journey(&sandbox, "b", "title: Aardvarks");
    journey(&sandbox, "a", "title: Bees\nstatus: archived");
    sandbox
}

#[test]
fn a_future_journey_and_the_one_it_replaces_lead_to_each_other() {
    let sandbox = maps();
    let future = page(&sandbox, "journeys/new-zoo/index.html");
    assert!(words(&future).contains("To replace Visit the zoo"), "{}", words(&future));
    assert!(future.contains(">Future<"), "{future}");
    assert!(future.contains("href=\"../zoo/index.html\""));
    let current = page(&sandbox, "journeys/zoo/index.html");
    assert!(words(&current).contains("To be replaced by A new visit"), "{}", words(&current));
    let export: serde_json::Value = serde_json::from_str(&page(&sandbox, "workspace.json")).expect("JSON");
    let of = |id: &str, key: &str| {
        let journeys = export["journeys"].as_array().expect("a list");
        journeys.iter().find(|journey| journey["id"] == id).expect("the journey")[key].clone()
    };
    assert_eq!((of("new-zoo", "state"), of("new-zoo", "future_of")), ("future".into(), "zoo".into()));
    assert_eq!((of("zoo", "state"), of("zoo", "future_of")), ("current".into(), serde_json::Value::Null));
}

#[test]
fn lists_count_journeys_of_today_and_what_hurts_in_them() {
    let sandbox = sandbox(&[]);
    let hurts = STEPS.replace("title: Customer goes", "title: Customer goes, emotion: 1");
    for (id, state) in [("zoo", "current"), ("new-zoo", "future")] {
        let text = format!("title: The {id}\nstate: {state}\n{hurts}");
        sandbox.write(&format!("journeys/{id}/journey.yaml"), &text);
    }
    for path in ["index.html", "journeys/index.html"] {
        let page = page(&sandbox, path);
        assert!(page.contains("<span class=\"count\">1</span> <span class=\"count\">1 future</span>"), "{page}");
        assert_eq!(page.matches("1 painful step").count(), 1, "{page}");
    }
    // Who asks for it by going there is told.
    assert!(page(&sandbox, "journeys/new-zoo/index.html").contains("Painful, no response yet"));
    journey(&sandbox, "zoo", "title: Zoo\nstate: future");
    let page = page(&sandbox, "journeys/index.html");
    assert!(page.contains("<h1>Journeys <span class=\"count\">2 future</span></h1>"), "{page}");
}

#[test]
fn programs_are_told_of_groups_and_of_the_future() {
    let text = page(&maps(), "llms.txt");
    for line in [
        "## Journeys: Growth\n\n- [Visit the zoo](",
        "- [A new visit](journeys/new-zoo/index.html): A future journey, to replace “Visit the zoo”.\n",
        "## Journeys: Help\n\n- [Get help](",
        "## Other journeys\n\n- [Aardvarks](",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn only_a_future_journey_replaces_another() {
    let sandbox = sandbox(&[]);
    let says = |fields: &str| {
        journey(&sandbox, "zoo", "title: Zoo\naliases: [old-zoo]");
        journey(&sandbox, "other", fields);
        check(&sandbox)
    };
    assert!(says("title: A\nfuture_of: zoo").contains("a journey of the present is the future of none"));
    assert!(says("title: A\nstate: future\nfuture_of: other").contains("`other` is this journey itself"));
    assert!(says("title: A\nstate: future\nfuture_of: zo").contains("error[unknown-journey]: no journey `zo`"));
    assert!(says("title: A\nstate: future\nfuture_of: old-zoo").contains("warn[alias-used]"));
    assert!(says("title: A\nstate: later").contains("`later` is not a value of this field"));
    let fine = says("title: A\nstate: future\nfuture_of: zoo");
    assert!(!fine.contains("error"), "{fine}");
}

#[test]
fn rules_of_good_practice_leave_drafts_and_archived_journeys_alone() {
    let sandbox = sandbox(&[]);
    let item = "---\nkind: insight\ntitle: Alone\n---\n[[missing]]\n";
    sandbox.write("journeys/zoo/items/alone.md", item);
    for status in ["draft", "archived"] {
        journey(&sandbox, "zoo", &format!("title: Zoo\nstatus: {status}\ntags: [a]"));
        let found = check(&sandbox);
        assert!(!found.contains("warn["), "{status}: {found}");
        assert!(found.contains("error[broken-reference]"), "errors stay: {found}");
    }
    journey(&sandbox, "zoo", "title: Zoo");
    let found = check(&sandbox);
    assert!(found.contains("warn[unplaced-item]") && found.contains("warn[step-without-items]"), "{found}");
    // What wakes up with its journey is new, in files that are the same.
    sandbox.init_repository();
    sandbox.commit_as("Maya <maya@acme.example>", "2026-01-05T10:00:00+0000", "Begin");
    journey(&sandbox, "zoo", "title: Zoo\nstatus: draft");
    let told = sandbox.run(&["diff"]).stdout;
    assert!(told.contains("unplaced") || told.contains("on no step") || !told.is_empty(), "{told}");
}

#[test]
fn the_portfolio_orders_and_groups_the_journeys() {
    let sandbox = maps();
    assert!(!check(&sandbox).contains("error"), "{}", check(&sandbox));
    let home = words(&page(&sandbox, "index.html"));
    let at = |text: &str| home.find(text).unwrap_or_else(|| panic!("no {text}: {home}"));
    let order = ["Growth", "Visit the zoo", "A new visit", "Help", "Get help", "Other journeys", "Aardvarks", "Bees"];
    assert!(order.windows(2).all(|pair| at(pair[0]) < at(pair[1])), "{home}");
    let all = words(&page(&sandbox, "journeys/index.html"));
    assert!(all.contains("Growth") && all.contains("Other journeys"), "{all}");
    let export: serde_json::Value = serde_json::from_str(&page(&sandbox, "workspace.json")).expect("JSON");
    assert_eq!(export["portfolio"][0]["journeys"], serde_json::json!(["zoo", "new-zoo"]));
    assert_eq!(export["portfolio"][1]["fields"]["x-owner"], "maya");
}

#[test]
fn a_journey_stands_in_one_group_by_the_id_it_has_now() {
    let sandbox = sandbox(&[]);
    journey(&sandbox, "zoo", "title: Zoo\naliases: [old-zoo]");
    let says = |portfolio: &str| {
        sandbox.write("journeys/portfolio.yaml", portfolio);
        check(&sandbox)
    };
    assert!(
        says("- { title: A, journeys: [zoo] }\n- { title: B, journeys: [zoo] }\n").contains("already in the portfolio")
    );
    assert!(says("- { title: A, journeys: [zo] }\n").contains("error[unknown-journey]: no journey `zo`"));
    assert!(says("- { titel: A }\n").contains("error[unknown-field]"));
    assert!(says("- { journeys: [zoo] }\n").contains("error[missing-field]"));
    assert!(says("title: A\n").contains("error[wrong-type]: fields where a list is wanted"));
    assert!(says("- just words\n").contains("error[wrong-type]"));
    assert!(says("- title: [\n").contains("error[yaml-syntax]"));
    assert!(!says("").contains("error") && !says("# later\n").contains("error"));
    assert!(says("- { title: A, journeys: [old-zoo] }\n").contains("warn[alias-used]"));
    assert_eq!(sandbox.run(&["check", "--fix"]).code, 0);
    assert_eq!(sandbox.read("journeys/portfolio.yaml"), "- { title: A, journeys: [zoo] }\n");
    sandbox.write("journeys/portfolio.yml", "- { title: A }\n");
    assert!(check(&sandbox).contains("rename it to `portfolio.yaml`"));
}

#[test]
fn changes_of_the_portfolio_are_told_and_merged() {
    let sandbox = maps();
    sandbox.init_repository();
    sandbox.commit_as("Maya <maya@acme.example>", "2026-01-05T10:00:00+0000", "Begin");
    let before = sandbox.read("journeys/portfolio.yaml");
    sandbox.write(
        "journeys/portfolio.yaml",
        "- title: Growth\n  journeys: [zoo, new-zoo, b]\n- { title: Rest, journeys: [a] }\n",
    );
    let told = sandbox.run(&["diff"]).stdout;
    for line in
        ["Order of “journeys” changed", "group “Rest” is new, with “Bees”", "group “Help” is gone", "added “Aardvarks”"]
    {
        assert!(told.contains(line), "{line}: {told}");
    }
    for (name, text) in [
        ("base", before.clone()),
        ("ours", before.replace("[zoo, new-zoo]", "[zoo, new-zoo, b]")),
        ("theirs", before.replace("[help]", "[help, a]")),
    ] {
        sandbox.write(name, &text);
    }
    let merged = sandbox.run(&["merge-driver", "base", "ours", "theirs", "journeys/portfolio.yaml"]);
    assert_eq!(merged.code, 0, "{}", merged.stderr);
    let wanted = before.replace("[zoo, new-zoo]", "[zoo, new-zoo, b]").replace("[help]", "[help, a]");
    assert_eq!(sandbox.read("ours"), wanted);
}
