//! What a step says, through every layer: checked, shown, exported, compared, merged, brought back.

use serde_json::{Value, json};
use wayfare::check::check;
use wayfare::diff::{Piece, compare};
use wayfare::merge::Form;
use wayfare::site::Options;
use wayfare::snapshot::{Lookup, Snapshot, Subject};
use wayfare::store::MemoryTree;

use crate::merge::clean;
use crate::program::Sandbox;
use crate::site::{Pages, pages};

const JOURNEY: &str = "\
title: Trial
personas: [admin, developer]
stages:
  - id: setup
    title: Setup
    steps:
      - id: connect
        title: Customer connects
        emotion: { admin: 1.5, developer: 3 }
      - id: invite
        title: Customer invites
        emotion: 4.5
        moment_of_truth: true
        duration: 3 days
        tags: [setup]
";

fn tree(journey: &str) -> MemoryTree {
    let persona = |name: &str| format!("---\nname: {name}\n---\n");
    let developer = "---\nname: Developer\naliases: [coder]\n---\n";
    let files = [
        ("workspace.yaml", "name: Acme\nvocabulary:\n  tags: [setup]\n".to_owned()),
        ("personas/admin.md", persona("First-time admin")),
        ("personas/developer.md", developer.to_owned()),
        ("journeys/trial/journey.yaml", journey.to_owned()),
    ];
    files.iter().map(|(path, text)| (*path, text.as_bytes())).collect()
}

fn snapshot(journey: &str) -> Snapshot {
    Snapshot::load(&tree(journey)).expect("a tree in memory can be listed")
}

fn replaced(from: &str, to: &str) -> String {
    assert!(JOURNEY.contains(from), "{from}");
    JOURNEY.replacen(from, to, 1)
}

/// What is found in a journey: rules, messages and what the help says.
fn findings(journey: &str) -> Vec<String> {
    let snapshot = snapshot(journey);
    let report = check(&snapshot);
    let found = report.findings().iter().filter(|found| found.problem.rule.name() != "step-without-items");
    found
        .map(|found| {
            format!(
                "{}: {} ({})",
                found.problem.rule,
                found.problem.message,
                found.problem.help_text().unwrap_or_default()
            )
        })
        .collect()
}

fn site(journey: &str) -> Pages {
    pages(&crate::site::render(&tree(journey), Options::default()).0)
}

/// A step of the export, by its place in the first stage.
fn exported(journey: &str, at: usize) -> Value {
    let (files, _) = crate::site::render(&tree(journey), Options::default());
    let text = files.iter().find(|(path, _)| path.as_str() == "workspace.json").expect("the export").1;
    let export: Value = serde_json::from_slice(text).expect("JSON");
    export["journeys"][0]["stages"][0]["steps"][at].clone()
}

fn words(piece: &Piece) -> &str {
    match piece {
        Piece::Place(path, _) => path.as_str(),
        Piece::Plain(text) | Piece::Name(text) | Piece::Old(text) | Piece::New(text) => text,
        Piece::Struck(text) | Piece::Inserted(text) | Piece::Code(text) | Piece::Day(text) => text,
    }
}

/// What is told of a journey that changed, a line each.
fn told(before: &str, after: &str) -> Vec<String> {
    let changes = compare(&snapshot(before), &snapshot(after));
    changes
        .records
        .iter()
        .flat_map(|record| record.told().lines)
        .map(|line| line.pieces.iter().map(words).collect())
        .collect()
}

#[test]
fn an_emotion_by_persona_is_checked() {
    assert_eq!(findings(JOURNEY), Vec::<String>::new());
    let said = |from: &str, to: &str| findings(&replaced(from, to)).join("\n");
    assert!(said("admin: 1.5", "admn: 1.5").contains("no persona `admn` (did you mean `admin`"));
    assert!(said("developer: 3", "coder: 3").contains("`coder` is a former ID of `developer` (use `developer`)"));
    assert!(
        said("developer: 3", "developer: 2.3")
            .contains("use a whole number or a half from 1 to 5: `2.5` comes nearest to `2.3`")
    );
    assert!(said("4.5", "happy").contains("use a whole number or a half from 1 to 5: `4` comes nearest to `happy`"));
    assert!(said("4.5", "[4, 5]").contains("a list where a mark is wanted"));
    assert!(findings(&replaced("personas: [admin, developer]\n", "")).is_empty(), "marks name personas too");
}

#[test]
fn an_emotion_by_persona_is_shown() {
    let site = site(JOURNEY);
    let map = &site["journeys/trial/index.html"];
    assert!(map.contains("<span class=\"dot mood-2 lower\">1.5</span>"), "the lowest is the step's own");
    assert!(map.contains("<span class=\"range\">1.5–3</span>"));
    assert!(map.contains("<span class=\"dot mood-4 higher\">4.5</span>"));
    assert!(map.contains(", First-time admin 1.5 of 5</span>") && map.contains(", Developer 3 of 5</span>"));
    assert_eq!(map.matches("<li data-curve=").count(), 2, "a curve for each persona");
    let step = &site["journeys/trial/steps/connect.html"];
    assert!(step.contains("Frustrating (1.5 of 5)") && step.contains("Neutral (3 of 5)"), "{step}");
    assert!(site["personas/developer.html"].contains("steps/connect.html"));
    assert!(site["index.html"].contains("Lowest at"));
    let even = &self::site(&replaced("{ admin: 1.5, developer: 3 }", "2"))["journeys/trial/index.html"];
    assert!(!even.contains("data-curve=") && !even.contains("\"range\""));
}

#[test]
fn an_emotion_is_one_number_for_programs() {
    let fields = &exported(JOURNEY, 0)["fields"];
    assert_eq!((&fields["emotion"], &fields["emotions"]), (&json!(1.5), &json!({ "admin": 1.5, "developer": 3 })));
    let fields = &exported(JOURNEY, 1)["fields"];
    assert_eq!((&fields["emotion"], fields.get("emotions")), (&json!(4.5), None));
}

#[test]
fn programs_read_emotions_by_the_ids_that_personas_have_now() {
    let fields =
        &exported(&replaced("{ admin: 1.5, developer: 3 }", "{ coder: 3, admin: 1.5, developer: 4 }"), 0)["fields"];
    assert_eq!(fields["emotions"], json!({ "developer": 3, "admin": 1.5 }));
}

#[test]
fn an_emotion_is_compared_persona_by_persona() {
    let changed = |to: &str| told(JOURNEY, &replaced("{ admin: 1.5, developer: 3 }", to));
    assert_eq!(
        changed("{ developer: 3.5, admin: 1.5 }"),
        ["step Customer connects: emotion of Developer: 3 of 5 → 3.5 of 5"]
    );
    assert_eq!(
        changed("{ developer: 3 }"),
        ["step Customer connects: no emotion of First-time admin any more; it was 1.5 of 5"]
    );
    assert_eq!(changed("2"), ["step Customer connects: emotion: First-time admin 1.5 of 5, Developer 3 of 5 → 2 of 5"]);
    assert_eq!(
        changed("{ admin: 1.5, coder: 3 }"),
        ["step Customer connects: follows the new name of Developer"],
        "another ID of the same persona"
    );
}

#[test]
fn emotions_of_two_personas_are_merged() {
    let merged = clean(Form::Yaml, JOURNEY, &[("admin: 1.5", "admin: 2")], &[("developer: 3", "developer: 3.5")]);
    assert!(merged.contains("emotion: { admin: 2, developer: 3.5 }"), "{merged}");
}

#[test]
fn a_persona_whom_an_emotion_names_is_brought_back_with_its_journey() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    sandbox.write("workspace.yaml", "name: Acme\n");
    sandbox.write("personas/developer.md", "---\nname: Developer\n---\n");
    sandbox.write(
        "journeys/trial/journey.yaml",
        &replaced("personas: [admin, developer]\n", "").replace("admin: 1.5, ", ""),
    );
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox.git(&["rm", "--quiet", "-r", "journeys", "personas"]);
    sandbox.git(&["commit", "--quiet", "-m", "Remove it"]);
    let restored = sandbox.run(&["restore", "trial", "--at", "HEAD~1"]);
    assert_eq!(restored.stdout, "journeys/trial/journey.yaml\npersonas/developer.md\n", "{}", restored.stderr);
}

#[test]
fn what_a_step_says_of_itself_is_shown() {
    let site = site(&replaced("developer: 3 }", "developer: 3 }\n        duration: 1.5 hours"));
    let map = &site["journeys/trial/index.html"];
    assert!(map.contains("Moment of truth</span>") && map.contains("</span>3 days</span>"));
    assert!(map.contains("<span>Takes 3 days, 1 hour, 30 minutes</span>"));
    let step = &site["journeys/trial/steps/invite.html"];
    assert!(step.contains("Moment of truth") && step.contains("Takes 3 days") && step.contains(">setup</li>"));
    let vague = self::site(&replaced("developer: 3 }", "developer: 3 }\n        duration: about a week"));
    assert!(vague["journeys/trial/index.html"].contains("<span>Takes at least 3 days</span>"));
    let silent = self::site(&replaced("        duration: 3 days\n", ""));
    assert!(!silent["journeys/trial/index.html"].contains("Takes "));
}

#[test]
fn what_a_step_says_of_itself_is_checked_and_compared() {
    let found = findings(&replaced("tags: [setup]", "tags: [set-up]")).join("\n");
    assert!(found.contains("unknown-tag: `set-up` is not among the tags in use"), "{found}");
    let changed = |from: &str, to: &str| told(JOURNEY, &replaced(from, to)).join("\n");
    assert_eq!(changed("        moment_of_truth: true\n", ""), "step Customer invites: no moment of truth any more");
    assert_eq!(
        changed("moment_of_truth: true", "moment_of_truth: false"),
        "step Customer invites: no moment of truth any more"
    );
    let ordinary = replaced("        moment_of_truth: true\n", "");
    let spelled_out = replaced("moment_of_truth: true", "moment_of_truth: false");
    assert_eq!(told(&ordinary, &spelled_out).join("\n").matches("moment of truth").count(), 0, "it never was one");
    assert_eq!(told(&spelled_out, JOURNEY), ["step Customer invites: a moment of truth now"]);
    assert_eq!(changed("emotion: 4.5", "emotion: {}"), "step Customer invites: no emotion any more; it was 4.5 of 5");
    assert_eq!(changed("3 days", "4 days"), "step Customer invites: duration: 3 days → 4 days");
    assert_eq!(changed("tags: [setup]", "tags: [setup, growth]"), "step Customer invites: tags: added growth");
    assert_eq!(exported(JOURNEY, 1)["fields"]["moment_of_truth"], json!(true));
}

#[test]
fn a_former_id_of_a_step_or_stage_leads_to_it() {
    let renamed = JOURNEY
        .replace("id: connect", "id: link-up\n        aliases: [connect]")
        .replace("id: setup\n", "id: start\n    aliases: [setup]\n");
    let snapshot = snapshot(&renamed);
    let at = |address: &str| snapshot.find_address(address);
    let step = at("trial/start/link-up").found();
    assert!(step.is_some());
    for former in ["trial/connect", "trial/setup/connect", "trial/start/connect", "trial/setup/link-up"] {
        assert!(matches!(at(former), Lookup::Former(_)) && at(former).found() == step, "{former}");
    }
    assert!(matches!(at("trial/setup"), Lookup::Former(Subject::Stage(_))));
    assert_eq!(at("trial/gone"), Lookup::Unknown);
    let moved = site(&format!("aliases: [first-weeks]\n{renamed}"));
    for former in ["connect", "link-up"] {
        let page = &moved[&format!("journeys/first-weeks/steps/{former}.html")[..]];
        assert!(page.contains("url=../../trial/steps/link-up.html"), "{page}");
    }
    let site = site(&renamed);
    assert!(site["journeys/trial/steps/connect.html"].contains("url=link-up.html"), "an address that it had");
    let map = &site["journeys/trial/index.html"];
    assert!(map.contains("<span id=\"connect\"></span>") && map.contains("<span id=\"setup\"></span>"));
    assert_eq!(
        told(JOURNEY, &renamed.replace("title: Customer connects", "title: Customer is linked up")),
        [
            "stage Setup: its name in links was setup and is start",
            "stage Setup: aliases: added setup",
            "step Customer is linked up: its name in links was connect and is link-up",
            "step Customer is linked up: aliases: added connect",
            "step Customer is linked up: title: Customer connects → Customer is linked up",
        ]
    );
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[test]
fn images_of_steps_and_personas_are_carried_and_shown() {
    let journey = replaced("tags: [setup]", "image: { file: ../../assets/page.png, alt: Two keys }");
    let persona = "---\nname: Admin\nimage: ../assets/admin.svg\n---\n";
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><script>x</script><rect width=\"9\" height=\"9\"/></svg>";
    let files: [(&str, &[u8]); 5] = [
        ("workspace.yaml", b"name: Acme\n"),
        ("journeys/trial/journey.yaml", journey.as_bytes()),
        ("personas/admin.md", persona.as_bytes()),
        ("assets/page.png", PNG),
        ("assets/admin.svg", drawing.as_bytes()),
    ];
    let tree: MemoryTree = files.into_iter().collect();
    let (files, _) = crate::site::render(&tree, Options::default());
    let pages = pages(&files);
    let step = &pages["journeys/trial/steps/invite.html"];
    assert!(step.contains("<img src=\"../../../assets/page.png\" alt=\"Two keys\""), "{step}");
    assert!(pages["journeys/trial/index.html"].contains("<img src=\"../../assets/page.png\" alt=\"Two keys\""));
    assert!(pages["personas/admin.html"].contains("<img src=\"../assets/admin.svg\" alt=\"Admin\""));
    let carried = |path: &str| files.iter().find(|(own, _)| own.as_str() == path).map(|(_, bytes)| bytes.clone());
    assert_eq!(carried("assets/page.png").as_deref(), Some(PNG));
    let drawing = String::from_utf8(carried("assets/admin.svg").expect("the drawing")).expect("text");
    assert!(drawing.contains("rect") && !drawing.contains("script"), "{drawing}");
}

#[test]
fn an_image_that_a_page_cannot_show_is_a_link() {
    let journey = replaced("tags: [setup]", "image: ../../assets/plan.pdf");
    let files: [(&str, &[u8]); 4] = [
        ("workspace.yaml", b"name: Acme\n"),
        ("journeys/trial/journey.yaml", journey.as_bytes()),
        ("personas/admin.md", b"---\nname: Admin\nimage: { file: ../assets/plan.pdf, alt: The plan }\n---\n"),
        ("assets/plan.pdf", b"%PDF-1.4\n"),
    ];
    let tree: MemoryTree = files.into_iter().collect();
    let (files, _) = crate::site::render(&tree, Options::default());
    let pages = pages(&files);
    assert!(pages["journeys/trial/steps/invite.html"].contains("<a href=\"../../../assets/plan.pdf\">plan.pdf</a>"));
    assert!(pages["personas/admin.html"].contains("<a href=\"../assets/plan.pdf\">The plan</a>"));
    assert!(files.iter().any(|(path, _)| path.as_str() == "assets/plan.pdf"));
}

#[test]
fn an_image_that_is_not_there_is_reported_where_it_is_named() {
    let found = findings(&replaced("tags: [setup]", "image: ../../assets/gone.png")).join("\n");
    assert!(found.contains("broken-file-link: no file `../../assets/gone.png`"), "{found}");
    let changed = told(JOURNEY, &replaced("tags: [setup]", "tags: [setup]\n        image: a.png"));
    assert_eq!(changed, ["step Customer invites: image: a.png"]);
}

#[test]
fn fields_of_ones_own_are_shown_where_they_stand() {
    let stage = "title: Setup\n    x-squad: Growth\n";
    let step = "tags: [setup]\n        x-tickets: 41\n        items: [{ item: page, x-weight: [1, two] }]\n";
    let journey = replaced("title: Setup\n", stage).replace("tags: [setup]\n", step);
    let page = "---\nkind: touchpoint\ntitle: Page\n---\n";
    let tree: MemoryTree =
        [("journeys/trial/journey.yaml", journey.as_str()), ("blocks/page.md", page)].into_iter().collect();
    let pages = pages(&crate::site::render(&tree, Options::default()).0);
    let map = &pages["journeys/trial/index.html"];
    assert!(map.contains("<dt>Squad</dt>") && map.contains("<b>Weight:</b> <span dir=\"auto\">[1, two]</span>"));
    let step = &pages["journeys/trial/steps/invite.html"];
    assert!(step.contains("<dt>Tickets</dt>") && step.contains("<b>Weight:</b>"), "{step}");
}
