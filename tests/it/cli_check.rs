//! `wayfare check`: which workspace is meant, what is told of it, and where.

use crate::program::Sandbox;

fn workspace() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("maps/workspace.yaml", "name: Acme\n");
    sandbox.write("maps/blocks/a.md", "---\nkind: insight\ntitel: A\n---\n");
    sandbox.write("maps/personas/b.md", "---\nnaem: B\n---\n");
    sandbox
}

#[test]
fn a_folder_with_a_workspace_is_checked_and_another_path_narrows_the_report() {
    let sandbox = workspace();
    let all = sandbox.run(&["check", "maps"]);
    assert_eq!(all.code, 1);
    assert!(all.stdout.contains("blocks/a.md:3:1") && all.stdout.contains("personas/b.md:2:1"), "{}", all.stdout);
    assert!(all.stderr.starts_with("2 errors, 2 warnings in 3 files ("), "{}", all.stderr);

    let part = ["-C", "maps", "check", "personas", "workspace.yaml"];
    for arguments in
        [&["check", "maps/personas", "maps/workspace.yaml"][..], &["check", "maps", "maps/personas"], &part]
    {
        let told = sandbox.run(arguments);
        assert_eq!(told.code, 1, "{arguments:?}: {}", told.stderr);
        assert!(!told.stdout.contains("blocks/a.md") && told.stdout.contains("personas/b.md"), "{}", told.stdout);
    }
    let clean = sandbox.run(&["check", "maps/workspace.yaml"]);
    assert_eq!((clean.code, clean.stdout.as_str()), (0, ""));
    assert!(clean.stderr.starts_with("clean in 1 file ("), "{}", clean.stderr);
}

#[test]
fn json_goes_to_stdout_alone_and_quiet_leaves_the_summary_out() {
    let sandbox = workspace();
    let json = sandbox.run(&["check", "maps", "--format", "json", "-q"]);
    assert_eq!((json.code, json.stderr.as_str()), (1, ""));
    let report: serde_json::Value = serde_json::from_str(&json.stdout).expect("JSON");
    assert_eq!(report["summary"]["errors"], 2);
}

#[test]
fn what_cannot_be_checked_ends_with_2() {
    let sandbox = workspace();
    sandbox.write("other/workspace.yaml", "name: Other\n");
    for arguments in [
        &["check"][..],
        &["check", "missing"],
        &["check", "maps", "missing"],
        &["check", "maps", "other"],
        &["check", "maps", "other/workspace.yaml"],
        &["check", "maps", "--format", "xml"],
    ] {
        let outcome = sandbox.run(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.starts_with("error: "), "{arguments:?}: {}", outcome.stderr);
    }
}

#[test]
fn the_built_site_is_not_read() {
    let sandbox = workspace();
    sandbox.write("maps/workspace.yaml", "name: Acme\nsite: { output: public }\n");
    sandbox.write("maps/public/page.html", "");
    sandbox.write("maps/personas/b.md", "---\nname: B\n---\n[the site](../public/page.html)\n");
    let outcome = sandbox.run(&["check", "maps/personas"]);
    assert!(outcome.stdout.contains("broken-file-link"), "{}", outcome.stdout);
}
