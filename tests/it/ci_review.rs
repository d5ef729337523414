//! The review of pull requests and merge requests: what the action and `docs/ci.md` run, with the forge played.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::program::{Outcome, Sandbox};

/// What a branch may be called by someone who means no good.
const BASE: &str = "main;touch${IFS}pwned;$(touch${IFS}pwned)`touch${IFS}pwned`";

/// Plays `gh`: tells of comments, writes down what it is asked to do, and may be forbidden to do it.
const GH: &str = r#"#!/usr/bin/env bash
printf '%s\n' "$*" >>"$PLAY/asked"
case "$*" in
  *--paginate*) cat "$PLAY/comments" ;;
  *) [ ! -e "$PLAY/forbidden" ] || { echo 'HTTP 403: Resource not accessible by integration' >&2; exit 1; } ;;
esac
"#;

/// Plays `curl` against GitLab.
const CURL: &str = r#"#!/usr/bin/env bash
printf '%s\n' "$*" >>"$PLAY/asked"
for address; do :; done
case "$address" in
  */user) echo '{"id": 7}' ;;
  *sort=asc*) cat "$PLAY/comments" ;;
esac
"#;

/// A pull request in a repository, as a job of the forge has checked it out, and the programs that play the forge.
struct Job {
    sandbox: Sandbox,
    play: PathBuf,
}

impl Job {
    /// The merge of a branch that makes `after` of the title `Keys are hard`.
    fn new(after: &str) -> Job {
        let sandbox = Sandbox::new();
        sandbox.init_repository();
        let item = |title: &str| format!("---\nkind: insight\ntitle: {title}\nallow: [unplaced-item]\n---\n");
        let commit = |message: &str| {
            sandbox.git(&["add", "-A"]);
            sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
        };
        sandbox.write("maps/workspace.yaml", "name: Acme\n");
        sandbox.write("maps/blocks/a.md", &item("Keys are hard"));
        commit("Begin");
        sandbox.git(&["checkout", "--quiet", "-b", "topic"]);
        sandbox.write("maps/blocks/a.md", &item(after));
        commit("Change");
        sandbox.git(&["checkout", "--quiet", "--detach", "main"]);
        sandbox.git(&["merge", "--quiet", "--no-ff", "-m", "Merge", "topic"]);
        let play = sandbox.path().parent().expect("a home").join("play");
        for (name, text) in [("gh", GH), ("curl", CURL), ("cargo", "#!/bin/sh\n"), ("apt-get", "#!/bin/sh\n")] {
            sandbox.write(&format!("../play/{name}"), text);
            make_runnable(&play.join(name));
        }
        sandbox.write("../play/comments", "[]\n");
        Job { sandbox, play }
    }

    /// A script in the job; `None` where this machine lacks what scripts of jobs are written for.
    fn run(&self, script: &[&str], variables: &[(&str, &str)]) -> Option<Outcome> {
        for tool in ["bash", "jq"] {
            if Command::new(tool).arg("--version").output().is_err() {
                let required = std::env::var_os("WAYFARE_REQUIRE_BROWSER").is_some_and(|value| value == "1");
                assert!(!required, "{tool} is not installed");
                return None;
            }
        }
        let path = Sandbox::path_with_program();
        let folders = std::iter::once(self.play.clone()).chain(std::env::split_paths(&path));
        let mut command = Command::new("bash");
        command.args(script).current_dir(self.sandbox.path()).env_clear().stdin(Stdio::null());
        command.env("PATH", std::env::join_paths(folders).expect("plain names")).env("PLAY", &self.play);
        command.env("HOME", self.play.parent().expect("a home")).env("GIT_CONFIG_NOSYSTEM", "1");
        command.envs(variables.iter().copied());
        Some(Outcome::of(command.output().expect("bash starts")))
    }

    /// A script of the action.
    fn act(&self, script: &str, variables: &[(&str, &str)]) -> Option<Outcome> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/actions/check").join(script);
        let here = |name: &str| self.play.join(name).display().to_string();
        let files = [here("review"), here("output"), here("summary")];
        let given = [
            ("WORKSPACE", "maps"),
            ("REVIEW", &files[0]),
            ("GITHUB_OUTPUT", &files[1]),
            ("GITHUB_STEP_SUMMARY", &files[2]),
            ("GITHUB_BASE_REF", BASE),
            ("GITHUB_REPOSITORY", "acme/maps"),
            ("NUMBER", "12"),
        ];
        self.run(&[&script.display().to_string()], &[&given[..], variables].concat())
    }

    /// What became of a file beside the programs; empty where there is none.
    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.play.join(name)).unwrap_or_default()
    }

    /// What is asked of the forge that changes something.
    fn written(&self) -> Vec<String> {
        let asked = self.read("asked");
        asked
            .lines()
            .filter(|line| line.contains("--method") || line.contains("--request"))
            .map(str::to_owned)
            .collect()
    }

    fn is_unharmed(&self) -> bool {
        let all = walkdir::WalkDir::new(self.play.parent().expect("a home")).into_iter();
        all.filter_map(Result::ok).all(|entry| entry.file_name() != "pwned")
    }
}

#[cfg(unix)]
fn make_runnable(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755)).expect("a file of ours");
}

#[cfg(not(unix))]
fn make_runnable(_: &Path) {}

fn ends_well(outcome: &Outcome) {
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
}

#[test]
fn a_pull_request_is_reviewed_and_gets_one_comment_that_is_replaced() {
    let job = Job::new("Keys are easy");
    let Some(reviewed) = job.act("review.sh", &[]) else { return };
    ends_well(&reviewed);
    assert_eq!(job.read("output"), "changed=true\n");
    let comment = job.read("review/comment.md");
    assert!(comment.starts_with("<!-- wayfare diff of maps/ -->\n**Changed: 1 insight.**"), "{comment}");
    assert!(comment.contains("title: ~~Keys are hard~~ → **Keys are easy**"), "{comment}");
    assert!(job.read("review/site/review.html").contains("Keys are easy"));

    let site = ("ARTIFACT", "https://github.com/acme/maps/actions/runs/1/artifacts/2");
    ends_well(&job.act("comment.sh", &[site, ("CHANGED", "true")]).expect("bash"));
    let body = format!("--field body=@{}", job.play.join("review/comment.md").display());
    assert_eq!(job.written(), [format!("api --silent --method POST repos/acme/maps/issues/12/comments {body}")]);
    assert!(
        job.read("review/comment.md").ends_with("runs/1/artifacts/2): load and unpack them, and open `review.html`.\n")
    );

    // Pages come one after the other; comments of people and on other workspaces are not ours.
    let comment = |id: u32, author: &str, marker: &str| serde_json::json!({ "id": id, "user": { "type": author }, "body": format!("{marker}\nText") });
    let (ours, other) = ("<!-- wayfare diff of maps/ -->", "<!-- wayfare diff -->");
    let first = serde_json::json!([comment(1, "User", ours), comment(2, "Bot", other)]);
    let second = serde_json::json!([comment(3, "Bot", ours), comment(4, "Bot", ours)]);
    job.sandbox.write("../play/comments", &format!("{first}{second}"));
    job.sandbox.write("../play/asked", "");
    ends_well(&job.act("comment.sh", &[site, ("CHANGED", "false")]).expect("bash"));
    assert_eq!(job.written(), [format!("api --silent --method PATCH repos/acme/maps/issues/comments/3 {body}")]);
    assert_eq!(job.read("summary"), "");
    assert!(job.is_unharmed());
}

#[test]
fn where_nothing_changed_there_is_no_new_comment() {
    let job = Job::new("Keys are hard");
    let Some(reviewed) = job.act("review.sh", &[]) else { return };
    ends_well(&reviewed);
    assert_eq!(job.read("output"), "changed=false\n");
    ends_well(&job.act("comment.sh", &[("ARTIFACT", ""), ("CHANGED", "false")]).expect("bash"));
    assert_eq!(job.written(), Vec::<String>::new());
}

#[test]
fn a_job_that_may_not_comment_says_it_in_its_summary() {
    let job = Job::new("Keys are easy");
    let Some(reviewed) = job.act("review.sh", &[]) else { return };
    ends_well(&reviewed);
    job.sandbox.write("../play/forbidden", "");
    let told = job.act("comment.sh", &[("ARTIFACT", ""), ("CHANGED", "true")]).expect("bash");
    ends_well(&told);
    assert!(told.stdout.starts_with("::notice title=wayfare review::This job may not comment"), "{}", told.stdout);
    assert!(told.stderr.contains("HTTP 403"), "the forge's own words are kept: {}", told.stderr);
    assert_eq!(job.read("summary"), job.read("review/comment.md"));
}

#[test]
fn a_checkout_without_what_it_is_compared_with_is_refused() {
    let job = Job::new("Keys are easy");
    job.sandbox.git(&["checkout", "--quiet", "topic"]);
    let Some(refused) = job.act("review.sh", &[]) else { return };
    assert_eq!(refused.code, 1);
    assert!(refused.stdout.contains("Give actions/checkout `fetch-depth: 2`"), "{}", refused.stdout);
}

/// The script of a job on the page.
fn job_of_the_page(name: &str) -> String {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ci.md")).expect("docs/ci.md");
    let blocks = page.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next());
    let mut jobs = blocks.filter_map(|block| serde_yaml::from_str::<Value>(block).ok()?.get(name).cloned());
    let job = jobs.next().unwrap_or_else(|| panic!("no job `{name}`"));
    let lines: Vec<&str> = job["script"].as_array().expect("a script").iter().filter_map(Value::as_str).collect();
    // As GitLab runs them: one after the other in one shell, until one fails.
    format!("set -eo pipefail\n{}\n", lines.join("\n")).replace(".wayfare/bin/wayfare", "wayfare -C maps")
}

#[test]
fn a_merge_request_gets_one_note_that_is_replaced() {
    let job = Job::new("Keys are easy");
    job.sandbox.git(&["branch", "--quiet", "base", "HEAD^1"]);
    let base = job.sandbox.git(&["rev-parse", "base"]);
    let script = job_of_the_page("journeys-review").replace("--out .review", "--out ../.review");
    let given = [
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", BASE),
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", base.trim()),
        ("CI_MERGE_REQUEST_PROJECT_ID", "3"),
        ("CI_MERGE_REQUEST_IID", "12"),
        ("CI_API_V4_URL", "https://gitlab.example/api/v4"),
        ("CI_JOB_URL", "https://gitlab.example/acme/maps/-/jobs/5"),
    ];
    let run = |more: &[(&str, &str)]| job.run(&["-c", &script], &[&given[..], more].concat());
    let Some(told) = run(&[]) else { return };
    ends_well(&told);
    assert!(told.stdout.contains("JOURNEYS_TOKEN is not set here") && told.stdout.contains("**Keys are easy**"));
    assert_eq!(job.written(), Vec::<String>::new());
    assert!(job.sandbox.read(".review/review.html").contains("Keys are easy"));

    let token = [("JOURNEYS_TOKEN", "glpat-secret")];
    ends_well(&run(&token).expect("bash"));
    let notes = "https://gitlab.example/api/v4/projects/3/merge_requests/12/notes";
    let written = job.written();
    assert_eq!(written.len(), 1, "{written:?}");
    assert!(written[0].ends_with(&format!("--request POST --data-urlencode body@.review.md {notes}")), "{written:?}");

    let note = |id: u32, author: u32| serde_json::json!({ "id": id, "author": { "id": author }, "body": "<!-- wayfare diff of maps/ -->\nText" });
    job.sandbox.write("../play/comments", &serde_json::json!([note(1, 6), note(2, 7)]).to_string());
    job.sandbox.write("../play/asked", "");
    ends_well(&run(&token).expect("bash"));
    assert!(job.written()[0].ends_with(&format!("--request PUT --data-urlencode body@.review.md {notes}/2")));
    assert!(job.is_unharmed());
}
