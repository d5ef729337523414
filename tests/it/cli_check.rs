//! `wayfare check`: which workspace is meant, what is told of it, and where.

use crate::program::{Outcome, Sandbox};

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
fn what_is_not_there_or_no_record_is_said() {
    let sandbox = workspace();
    sandbox.write("maps/README.md", "Notes.\n");
    let gone = sandbox.run(&["-C", "maps", "check", "nope"]);
    assert_eq!(gone.stderr, "error: `nope` does not exist\nhelp: name a file or folder of the workspace\n");
    let none = sandbox.run(&["-C", "maps", "check", "README.md"]);
    assert_eq!(none.code, 0);
    assert!(none.stderr.starts_with("`README.md` holds no record: nothing there is checked.\n"), "{}", none.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_instead_of_a_folder_comes_before_what_follows_from_it() {
    let sandbox = workspace();
    sandbox.write("elsewhere/c.md", "---\nkind: insight\ntitle: C\n---\n");
    std::os::unix::fs::symlink("../../elsewhere", sandbox.path().join("maps/personas/more")).expect("a link");
    let told = sandbox.run(&["check", "maps"]).stdout;
    assert!(told.starts_with("error[unreadable-file]"), "{told}");
    assert!(told.contains("help: put the folder itself, with its files, in its place"), "{told}");
    let (errors, warnings) = (told.rfind("error["), told.find("warn["));
    assert!(errors < warnings, "{told}");
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

#[test]
fn forges_are_told_the_paths_of_the_repository() {
    let sandbox = workspace();
    sandbox.write(".git/HEAD", "ref: refs/heads/main\n");
    std::fs::create_dir_all(sandbox.path().join(".git/objects")).expect("a folder in the sandbox");
    std::fs::create_dir_all(sandbox.path().join(".git/refs")).expect("a folder in the sandbox");
    for (format, path) in [
        ("github", "::error file=maps/blocks/a.md,"),
        ("gitlab", "\"path\": \"maps/blocks/a.md\""),
        ("sarif", "\"uri\": \"maps/blocks/a.md\""),
        ("junit", "file=\"maps/blocks/a.md\""),
        ("json", "\"path\": \"blocks/a.md\""),
        ("human", "--> blocks/a.md:3:1"),
    ] {
        for arguments in [["check", "maps", "--format", format], ["-C", "maps/blocks", "check", "--format"]] {
            let last = if arguments[0] == "-C" { Some(format) } else { None };
            let arguments: Vec<&str> = arguments.into_iter().chain(last).collect();
            let outcome = sandbox.run(&arguments);
            assert_eq!(outcome.code, 1, "{format}: {}", outcome.stderr);
            assert!(outcome.stdout.contains(path), "{format}: {}", outcome.stdout);
        }
    }
}

#[test]
fn a_job_on_github_gets_a_summary_of_all_findings() {
    let sandbox = workspace();
    sandbox.write("summary.md", "Before.\n\n");
    let run = |arguments: &[&str], summary: &str| {
        let mut command = sandbox.command(arguments);
        Outcome::of(command.env("GITHUB_STEP_SUMMARY", summary).output().expect("the program starts"))
    };
    let check = ["check", "maps", "--format", "github"];
    assert_eq!(run(&check, "summary.md").code, 1);
    let page = sandbox.read("summary.md");
    assert!(page.starts_with("Before.\n\n## wayfare check: "), "{page}");
    let told: serde_json::Value =
        serde_json::from_str(&sandbox.run(&["check", "maps", "--format", "json"]).stdout).expect("JSON");
    let errors = told["summary"]["errors"].as_u64().expect("a count");
    assert!(errors > 0 && page.matches("\n| error |").count() as u64 == errors, "{page}");

    assert_eq!(run(&["check", "maps", "--format", "gitlab"], "summary.md").code, 1);
    assert_eq!(sandbox.read("summary.md"), page);

    let lost = run(&check, "no/such/folder.md");
    assert_eq!(lost.code, 1);
    assert!(lost.stdout.starts_with("::error ") && lost.stderr.contains("the job has no summary: "), "{}", lost.stderr);
}
