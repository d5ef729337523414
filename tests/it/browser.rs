//! The example's site in a browser: pages from `file://`, light and dark, on a phone, on a desk and on paper,
//! through axe-core and an HTML validator; and its preview, while files are saved.
//!
//! Needs node, Chromium (`CHROMIUM` or `/usr/bin/chromium`) and `npm ci` in `tests/browser`; without them it says so
//! and passes, unless `WAYFARE_REQUIRE_BROWSER=1`.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli_diff::story;
use crate::program::Sandbox;
use crate::site_size::{Files, crowded, extremes};

/// The heaviest pages of each sort; every page with `WAYFARE_LONG`, which takes minutes.
#[test]
fn pages_of_the_example_open_without_complaint() {
    let all = std::env::var_os("WAYFARE_LONG").is_some();
    run("open-site.js", &example(), &[], if all { &[] } else { &["3"] });
}

#[test]
fn the_pages_of_the_example_answer_their_readers() {
    run("use-site.js", &example(), &[], &[]);
}

#[test]
fn open_pages_of_the_preview_follow_what_is_saved() {
    let Some(chromium) = browser() else { return };
    let program = PathBuf::from(env!("CARGO_BIN_EXE_wayfare"));
    tell("use-preview.js", &[&example(), &chromium, &program]);
}

/// A few pages of each sort: they have hundreds.
#[test]
fn pages_of_extremes_open_without_complaint() {
    for files in [extremes(), crowded(), Files::from([("workspace.yaml".to_owned(), "name: New\n".to_owned())])] {
        let sandbox = Sandbox::new();
        for (path, text) in &files {
            sandbox.write(path, text);
        }
        run("open-site.js", sandbox.path(), &[], &["2"]);
    }
}

/// A few pages of each sort, with changes marked, the map of a changed journey and the review among them.
#[test]
fn pages_with_changes_marked_open_without_complaint() {
    run("open-site.js", story().path(), &["--compare", "main..."], &["2"]);
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("example-workspace")
}

/// Builds the site of a workspace, with `options`, and runs a script on it.
fn run(script: &str, workspace: &Path, options: &[&str], arguments: &[&str]) {
    let Some(chromium) = browser() else { return };
    let sandbox = Sandbox::new();
    let site = sandbox.path().join("site");
    let text = |path: &Path| path.to_str().expect("a plain name").to_owned();
    let outcome =
        sandbox.run(&[&["-C", &text(workspace), "build", "--private", "--out", &text(&site)], options].concat());
    // 1 tells of findings, with which the site is built all the same.
    assert!(outcome.code <= 1, "{outcome:?}");
    let arguments = arguments.iter().map(Path::new);
    tell(script, &[site.as_path(), &chromium].into_iter().chain(arguments).collect::<Vec<_>>());
}

/// Runs a script, which is to have no complaints.
fn tell(script: &str, arguments: &[&Path]) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser").join(script);
    let output = Command::new("node").arg(script).args(arguments).output().expect("node starts");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// The browser to use; none when something is lacking and the test may be skipped.
fn browser() -> Option<PathBuf> {
    match find_tools() {
        Ok(chromium) => Some(chromium),
        Err(lacking) if std::env::var_os("WAYFARE_REQUIRE_BROWSER").is_some_and(|value| value == "1") => {
            panic!("the browser test is required, but {lacking}");
        }
        Err(lacking) => {
            // Not by a macro: those are swallowed when a test passes.
            let _ = writeln!(std::io::stderr(), "skipped the browser test: {lacking}");
            None
        }
    }
}

/// The browser to use, or what is lacking.
fn find_tools() -> Result<PathBuf, String> {
    let chromium = std::env::var_os("CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    if !chromium.is_file() {
        return Err(format!("there is no browser at {}", chromium.display()));
    }
    if Command::new("node").arg("--version").output().is_err() {
        return Err("node is not installed".to_owned());
    }
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules");
    for name in ["playwright-core", "axe-core", "html-validate"] {
        if !packages.join(name).is_dir() {
            return Err(format!("{name} is not installed: run `npm ci` in tests/browser"));
        }
    }
    Ok(chromium)
}
