//! `wayfare build`: where it writes, what it says, how it ends. What the pages say is tested with the site.

use crate::program::Sandbox;

fn workspace() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("maps/workspace.yaml", "name: Acme\n");
    sandbox.write("maps/blocks/a.md", "---\nkind: insight\ntitle: Keys are hard\nallow: [unplaced-item]\n---\n");
    sandbox
}

#[test]
fn builds_into_the_configured_folder_or_the_one_named() {
    let sandbox = workspace();
    let outcome = sandbox.run(&["build", "maps"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("pages in `maps/site`: "), "{}", outcome.stderr);
    assert!(sandbox.files().contains(&"maps/site/index.html".to_owned()));
    assert!(sandbox.run(&["build", "maps"]).stderr.contains(": 0 written, 0 removed; clean"));

    sandbox.write("maps/workspace.yaml", "name: Acme\nsite: { output: public }\n");
    assert_eq!(sandbox.run(&["-C", "maps", "build"]).code, 0);
    assert!(sandbox.files().contains(&"maps/public/index.html".to_owned()));
    assert_eq!(sandbox.run(&["build", "maps", "--out", "www", "--base-url", "https://acme.example/maps"]).code, 0);
    assert!(sandbox.read("www/404.html").contains("https://acme.example/maps/"));
}

#[test]
fn with_errors_it_builds_what_it_can_and_ends_with_1() {
    let sandbox = workspace();
    sandbox.write("maps/blocks/b.md", "---\nkind: insight\ntitel: B\n---\n");
    let outcome = sandbox.run(&["build", "maps"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("error[unknown-field]"), "{}", outcome.stdout);
    assert!(sandbox.files().contains(&"maps/site/index.html".to_owned()));
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let sandbox = workspace();
    sandbox.write("notes/mine.txt", "mine");
    for arguments in [&["build", "maps", "--out", "notes"][..], &["build", "maps", "--out", "maps/blocks"]] {
        let outcome = sandbox.run(arguments);
        assert_eq!(outcome.code, 2, "{arguments:?}");
        assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
    }
    assert_eq!(sandbox.run(&["build", "maps", "--base-url", "acme"]).code, 2);
    assert_eq!(sandbox.run(&["build", "notes"]).code, 2);
    assert_eq!(sandbox.files(), ["maps/blocks/a.md", "maps/workspace.yaml", "notes/mine.txt"]);
}

#[test]
fn a_folder_of_records_is_not_taken_for_the_output_before_it_is_refused() {
    let sandbox = workspace();
    sandbox.write("maps/personas/p.md", "---\nname: P\nallow: [persona-unused]\n---\n[[a]]\n");
    let outcome = sandbox.run(&["build", "maps", "--out", "maps/blocks"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("it is a folder for records"), "{}", outcome.stderr);
}

#[test]
fn nothing_is_written_where_the_site_may_not_be() {
    let sandbox = workspace();
    let outside = sandbox.path().join("elsewhere").display().to_string();
    for output in ["../elsewhere", outside.as_str(), "blocks/site", "Blocks", ".hidden/site", "a/.b", ".", "a\\\\b"] {
        sandbox.write("maps/workspace.yaml", &format!("name: Acme\nsite:\n  output: '{output}'\n"));
        let before = sandbox.files();
        let outcome = sandbox.run(&["build", "maps"]);
        assert_eq!(outcome.code, 2, "{output}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("is no place for the site"), "{output}: {}", outcome.stderr);
        assert_eq!(sandbox.files(), before, "{output}");
        let check = sandbox.run(&["check", "maps"]);
        assert!(check.code == 1 && check.stdout.contains("invalid-value"), "{output}: {}", check.stdout);
    }
    for (settings, says) in [
        ("name: Acme\nsite: { output: [public] }\n", "`site.output` is no text"),
        ("name: Acme\nsite: public\n", "`site.output` is no text"),
        ("name: Acme\nsite: { output: public\n", "workspace.yaml, which says where, cannot be read"),
        ("name: [\n", "workspace.yaml, which says where, cannot be read"),
    ] {
        sandbox.write("maps/workspace.yaml", settings);
        let before = sandbox.files();
        let outcome = sandbox.run(&["build", "maps"]);
        assert_eq!(outcome.code, 2, "{settings}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(says), "{settings}: {}", outcome.stderr);
        assert_eq!(sandbox.files(), before, "{settings}");
    }
    assert_eq!(sandbox.run(&["build", "maps", "--out", "public"]).code, 1);
    sandbox.write("maps/workspace.yaml", "name: Acme\nsite: { output: out/ }\n");
    assert_eq!(sandbox.run(&["build", "maps"]).code, 0);
    assert!(sandbox.files().contains(&"maps/out/index.html".to_owned()));
}

#[test]
fn own_templates_are_used_only_when_asked_for() {
    let sandbox = workspace();
    sandbox.write("maps/templates/home.html", "<p>{{ broken");
    sandbox.write("maps/templates/not-found.html", "our own words");
    assert_eq!(sandbox.run(&["build", "maps"]).code, 0);
    assert!(!sandbox.read("maps/site/404.html").contains("our own words"));
    let outcome = sandbox.run(&["build", "maps", "--templates"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("error: templates/home.html:1: "), "{}", outcome.stderr);
    assert!(sandbox.read("maps/site/404.html").contains("our own words"));
}

#[test]
fn the_site_of_a_revision_is_built_without_a_checkout() {
    let sandbox = workspace();
    sandbox.init_repository();
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    sandbox.write("maps/blocks/a.md", "---\nkind: insight\ntitle: Keys are easy\nallow: [unplaced-item]\n---\n");
    let outcome = sandbox.run(&["build", "maps", "--at", "HEAD", "--out", "old"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("pages at `HEAD` in `old`: "), "{}", outcome.stderr);
    let item = "old/items/a.html";
    assert!(sandbox.files().contains(&item.to_owned()), "{:?}", sandbox.files());
    assert!(sandbox.read(item).contains("Keys are hard") && !sandbox.read(item).contains("Keys are easy"));
    assert!(sandbox.run(&["build", "maps", "--at", "nowhere"]).stderr.contains("unknown revision `nowhere`"));
}

#[test]
fn the_site_of_a_revision_carries_the_same_files() {
    let sandbox = Sandbox::new();
    sandbox.init_repository();
    let item = "---\nkind: touchpoint\ntitle: Page\nallow: [unplaced-item]\n---\n\
                [deck](../assets/deck.pptx) ![near](near.png) [plan](../docs/plan.md) ![shot](../assets/shot.png)\n";
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    for (path, text) in [
        ("workspace.yaml", "name: Acme\n"),
        ("blocks/page.md", item),
        ("blocks/near.png", "png"),
        ("assets/deck.pptx", "deck"),
        ("assets/unlinked.pptx", "deck"),
        ("assets/shot.png", pointer),
        ("docs/plan.md", "# Plan\n"),
    ] {
        sandbox.write(path, text);
    }
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "--quiet", "-m", "Begin"]);
    for (arguments, out) in
        [(&["build", "--out", "now"][..], "now"), (&["build", "--at", "HEAD", "--out", "then"], "then")]
    {
        let outcome = sandbox.run(arguments);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        assert!(outcome.stderr.contains("2 warnings"), "{}", outcome.stderr);
        let there = |path: &str| sandbox.path().join(out).join(path).is_file();
        assert!(there("assets/deck.pptx") && there("blocks/near.png"));
        assert!(!there("assets/unlinked.pptx") && !there("assets/shot.png") && !there("docs/plan.md"));
        let page = sandbox.read(&format!("{out}/items/page.html"));
        assert_eq!(page.matches("class=\"broken-ref\"").count(), 2, "{page}");
        assert_eq!(page.matches("<img ").count(), 1, "{page}");
    }
}
