//! What to write, and where, so that another program's hooks check the workspace.

use std::fmt::Display;
use std::path::Path;

use crate::git::{Managed, Manager};

/// How the check is called in a hook; by this a hook is known to call it.
pub(super) const CHECK: &str = "wayfare check --staged";

/// The line for a shell's script.
pub(super) fn line(word: &str) -> String {
    format!("{CHECK} {word} || exit 1")
}

/// How to let a hook that is there run the check; `place` is the hook as one can find it.
pub(super) fn into_hook(place: &dyn Display, is_of_shell: bool, word: &str) -> String {
    if is_of_shell {
        at_top(place, word)
    } else {
        format!("let `{place}` run this first, and end with 1 where it fails: {CHECK} {word}")
    }
}

fn at_top(place: &dyn Display, word: &str) -> String {
    format!("add this line at the top of `{place}`, below a `#!`: {}", line(word))
}

/// What to do so that what looks after the hooks runs the check, too; `word` names the workspace in a script.
pub(super) fn advice(managed: &Managed, word: &str) -> String {
    let (place, line) = (managed.place.display(), line(word));
    // What JSON takes for text, YAML and TOML do, too.
    let run = serde_json::Value::from(format!("{CHECK} {word}")).to_string();
    match managed.manager {
        Manager::Husky if managed.text.is_empty() => format!("put this line into a new file `{place}`: {line}"),
        Manager::Husky => at_top(&place, word),
        Manager::HuskyOld => {
            format!("in `{place}`, let `pre-commit` in `hooks` of `husky` begin with: {CHECK} {word} &&")
        }
        Manager::Lefthook => lefthook(managed, &run),
        Manager::PreCommit => {
            let hook = format!(
                "{{ id: wayfare, name: wayfare, entry: {run}, language: system, pass_filenames: false, always_run: true }}"
            );
            let entry = format!("- {{ repo: local, hooks: [{hook}] }}");
            if managed.text.is_empty() {
                format!("put these lines into a new file `{place}`:\nrepos:\n{entry}")
            } else {
                format!("add this line to `{place}`, under `repos:`: {entry}")
            }
        }
    }
}

fn lefthook(managed: &Managed, run: &str) -> String {
    let place = managed.place.display();
    let ending = Path::new(&managed.place).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending {
        "toml" => {
            format!("add these lines at the end of `{place}`:\n[pre-commit.commands.wayfare]\nrun = {run}")
        }
        "json" | "jsonc" => {
            format!("add this to `commands` of `pre-commit` in `{place}`: \"wayfare\": {{ \"run\": {run} }}")
        }
        _ => {
            let entry = format!("wayfare: {{ run: {run} }}");
            let mut section = managed.text.lines().skip_while(|line| !line.starts_with("pre-commit:"));
            if section.next().is_none() {
                return format!("add this line to `{place}`: pre-commit: {{ commands: {{ {entry} }} }}");
            }
            let own: Vec<&str> = section.take_while(|line| line.is_empty() || line.starts_with([' ', '#'])).collect();
            let has = |key: &str| own.iter().any(|line| line.trim_end() == format!("  {key}:"));
            match (has("commands"), has("jobs")) {
                (true, _) => format!("add this line to `{place}`, under `commands:` of `pre-commit:`: {entry}"),
                (_, true) => format!(
                    "add this line to `{place}`, under `jobs:` of `pre-commit:`: - {{ name: wayfare, run: {run} }}"
                ),
                _ => format!("add this line to `{place}`, under `pre-commit:`: commands: {{ {entry} }}"),
            }
        }
    }
}
